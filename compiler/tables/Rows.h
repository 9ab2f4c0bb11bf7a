// Rows read off diagrams.
#pragma once

#include "tables/DecisionTables.h"

namespace proviso {

/// One row for each way through a diagram that ends in yes or an outcome: disjoint by construction. None of them
/// where there are more than `most`.
Rows rowsOf(const ProvisionTable &table, Diagram root, size_t most);
/// The values `first` to `last` of a numeric variable, as one interval.
std::string intervalText(const ir::Program &program, const Variable &variable, uint32_t first, uint32_t last);
bool isNumeric(const ir::Program &program, const Variable &variable);
/// Its last value is that it cannot be established.
bool mayBeUnascertainable(const ir::Program &program, const Variable &variable);

} // namespace proviso
