// Which rows of the decision tables were met by the cases that scenarios state, and which inputs they showed to decide
// alone.
#pragma once

#include "tables/CaseGoals.h"

#include "proviso/Decision.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace proviso {

/// A row that no case met, in words; columns that it does not look at are left out.
struct MissedRow {
  size_t number = 0; // from 1, as in the tables that are shown
  std::vector<std::pair<std::string, std::string>> cells;
  std::string outcome; // of an effect
};

/// A table of elements, without a name, of an effect, or of an adjustment, which has its text for a name.
struct TableCoverage {
  std::string addressee, name, alternative;
  bool adjustment = false;
  size_t moreThan = 0; // the limit, where there are more rows: they are not written out
  size_t rows = 0;
  std::vector<MissedRow> missed;
  std::string title() const;
};

/// A step of an input (StepGoal) that no two cases showed, in words.
struct StepNotShown {
  std::string input, from, to;
};

struct ProvisionCoverage {
  std::string id, citation;
  Span span;                         // when it is in force
  std::vector<TableCoverage> tables; // the elements, the effects, the adjustments
  size_t steps = 0;
  std::vector<StepNotShown> notShown = {};
};

/// Collects over decided cases. A row counts as met when the decision is determined and every completion of the case
/// meets that row; the runtime says so, from the compiled form.
class Coverage {
public:
  Coverage(const ir::Program &program, const DecisionTables &tables, const Tables &compiled);
  void add(const BoundCase &bound, const Decision &decision);
  /// Of the tables of one provision.
  ShownAlready shown(ir::Index provision) const;
  /// In the order of the corpus.
  std::vector<ProvisionCoverage> provisions() const;

private:
  struct Met {
    std::vector<bool> elements;
    std::vector<std::vector<bool>> effects, adjustments;
    /// Cases in which all is known that the tables look at, each once; what they do not look at is 0.
    std::set<Answers> cases;
    std::vector<bool> asked; // by variable: the tables look at it
  };
  void addAnswers(const BoundCase &bound, const BoundCase::Person *person, size_t table);
  uint32_t firstAdjustment(uint32_t row, uint32_t provision) const;
  TableRow compiledRow(const Rows &rows, size_t row, uint32_t firstVariable) const;
  TableCoverage reportOf(const ProvisionTable &table, const Rows &rows, const std::vector<bool> &met) const;

  const ir::Program &program;
  const DecisionTables &tables;
  const Tables &compiled;
  std::vector<Met> met;          // by table
  std::vector<uint32_t> tableOf; // by provision
};

} // namespace proviso
