// A table of rules like those of statutes, in several forms: as law, as columns of cases, as SQL, as JDM.
#pragma once

#include "proviso/Plan.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace proviso::bench {

/// Six kinds of act, eight conditions, a grade of four, a sector of five, a sum of money and a day. About two rules of
/// the table meet a case, however many it has.
struct RuleTable {
  struct Rule {
    uint8_t kinds = 0x3F;       // a set of them
    uint8_t yes = 0, no = 0;    // conditions that must hold, or must not
    uint8_t grade = 0;          // at least
    uint8_t sectors = 0x1F;     // a set of them
    int from = 0, to = 9;       // between which bounds the sum lies: from the first to before the second
    int dayFrom = 0, dayTo = 9; // the same of the day
  };
  std::vector<Rule> rules;

  static constexpr int boundCount = 8;
  static int64_t amountBound(int i) { return int64_t(10'000) * i * i; } // i from 1
  static int32_t dayBound(int i) { return 18'000 + 120 * i; }
};

RuleTable ruleTable(size_t rules);

/// Columns in memory, with the values that rules speak of evenly spread.
struct RuleCases {
  std::vector<uint8_t> kind, grade, sector;
  std::array<std::vector<uint8_t>, 8> conditions;
  std::vector<int64_t> amount; // yuan
  std::vector<int32_t> day;
  size_t size() const { return kind.size(); }
};

RuleCases ruleCases(size_t count);

/// Article N is rule N.
std::string asLaw(const RuleTable &table);
CaseForm formOf();
std::vector<ColumnCells> cellsOf(const RuleCases &cases);
/// A condition of SQL for each rule, over columns kind, c1 to c8, grade, sector, amount, day (numbers).
std::vector<std::string> asSql(const RuleTable &table);
/// A decision model of the Zen engine with one table that collects.
std::string asJdm(const RuleTable &table);

} // namespace proviso::bench
