// What decision tables from elsewhere show by themselves, as diagnostics.
#pragma once

#include "analysis/ForeignTables.h"
#include "analysis/Minimise.h"
#include "diagnostics/Diagnostics.h"

namespace proviso {

struct TableFinding {
  Diagnostic diagnostic;
  std::vector<uint32_t> rows; // that it is about, from 1
};

/// One table of a file. One that was not read as a whole is not analysed, and has one finding that says so.
struct CheckedTable {
  analysis::ForeignTable foreign;
  analysis::Analysis analysis;
  analysis::MinimalTable least;
  std::vector<TableFinding> findings;
};

/// All tables of a file, by its ending CSV or DMN. What cannot be read goes to `diagnostics` (T010), what is found
/// stays with the table.
std::vector<CheckedTable> checkTables(const Sources &sources, uint32_t file, Diagnostics &diagnostics);

} // namespace proviso
