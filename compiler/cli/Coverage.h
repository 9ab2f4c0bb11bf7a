// Which rows of the decision tables were met by the cases that scenarios state.
#pragma once

#include "tables/DecisionTables.h"

#include "proviso/Decision.h"

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

/// A table of elements, without a name, or of an effect.
struct TableCoverage {
  std::string addressee, name, alternative;
  bool tooLarge = false; // its rows are not written out
  size_t rows = 0;
  std::vector<MissedRow> missed;
  std::string title() const;
};

struct ProvisionCoverage {
  std::string id, citation;
  Span span;                         // when it is in force
  std::vector<TableCoverage> tables; // the elements, then the effects
};

/// Collects over decided cases. A row counts as met when the decision is determined and every completion of the case
/// meets that row; the runtime says so, from the compiled form.
class Coverage {
public:
  Coverage(const ir::Program &program, const DecisionTables &tables, const Tables &compiled);
  void add(const BoundCase &bound, const Decision &decision);
  /// In the order of the corpus.
  std::vector<ProvisionCoverage> provisions() const;

private:
  struct Met {
    std::vector<bool> elements;
    std::vector<std::vector<bool>> effects;
  };
  TableRow compiledRow(const Rows &rows, size_t row, uint32_t firstVariable) const;
  TableCoverage reportOf(const ProvisionTable &table, const Rows &rows, const std::vector<bool> &met) const;

  const ir::Program &program;
  const DecisionTables &tables;
  const Tables &compiled;
  std::vector<Met> met;          // by table
  std::vector<uint32_t> tableOf; // by provision
};

} // namespace proviso
