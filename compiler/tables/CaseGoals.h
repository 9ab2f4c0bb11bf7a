// What cases are to show of the tables of one provision: every row, and of each input that it alone changes the outcome
// (modified condition/decision coverage: Chilenski and Miller 1994). And few cases that show all of it.
#pragma once

#include "tables/DecisionTables.h"

#include <functional>
#include <map>
#include <optional>
#include <set>

namespace proviso {

/// A value for each variable of a table.
using Answers = std::vector<uint32_t>;

/// A row of the elements (0), of an effect, or of an adjustment: in the order of the table.
struct RowGoal {
  size_t table = 0, row = 0;
  friend auto operator<=>(const RowGoal &, const RowGoal &) = default;
};

/// Between a value of a variable and the next one: two cases, in each of which this step alone leads to the outcome of
/// the other.
struct StepGoal {
  uint32_t variable = 0, value = 0;
  friend auto operator<=>(const StepGoal &, const StepGoal &) = default;
};

/// By cases that are there. A row may be met by a case that leaves open what the row does not look at.
struct ShownAlready {
  std::set<RowGoal> rows;
  std::vector<Answers> cases; // in which all is known that the tables look at
};

class CaseGoals {
public:
  /// The table must outlive it.
  CaseGoals(const ir::Program &program, const ProvisionTable &table);

  /// Rows of tables that are written out, and that some usual case meets: no sum of money and no period is below zero.
  const std::vector<RowGoal> &rows() const { return rowGoals; }
  /// Steps that some case can show. What time alone changes - in force, succession - is none.
  const std::vector<StepGoal> &steps() const { return stepGoals; }

  /// What the tables come to; nothing where the vocabulary rules the case out.
  std::optional<std::vector<uint32_t>> outcome(const Answers &answers) const;
  bool meets(const Answers &answers, const RowGoal &goal) const;
  bool shows(const Answers &a, const Answers &b, const StepGoal &goal) const;
  /// Some two of these cases show the step. Linear in their number.
  bool shown(llvm::ArrayRef<Answers> cases, const StepGoal &goal) const;

  /// Cases that show, with those there are already, all goals that cases can show; each of them is needed for some
  /// goal. Few, and not surely the fewest.
  std::vector<Answers> suggest(const ShownAlready &already = {});

private:
  using Allowed = std::vector<uint64_t>; // by variable: a set of values
  /// A case that comes to one of the wanted pairs of terminals, as close to another case as can be.
  std::optional<Answers> nearest(Diagram a, Diagram b, const std::function<bool(Diagram, Diagram)> &wanted,
                                 const Allowed &allowed, const Answers &base, uint32_t &distance) const;
  std::optional<Answers> caseFor(const RowGoal &goal, const Answers &base) const;
  /// One side of a step, with its distance from the base.
  std::optional<std::pair<Answers, uint32_t>> caseFor(const StepGoal &goal, const Answers &base);
  const Rows &rowsOf(size_t table) const;
  using Outcome = std::optional<std::vector<uint32_t>>;
  const Outcome &known(const Answers &answers) const;
  std::vector<size_t> rowsMet(const Answers &answers) const; // by goal

  const ProvisionTable &table;
  Diagrams diagrams; // of its own: restricting adds nodes
  std::vector<Diagram> roots;
  Allowed usual;
  Answers nothing;                             // every answer is no, or the least that is usual
  mutable std::map<Answers, Outcome> outcomes; // computed before
  std::vector<RowGoal> rowGoals;
  std::vector<StepGoal> stepGoals;
};

} // namespace proviso
