// Provisions that punish the same conduct: wherever one is made out, the other is.
#pragma once

#include "tables/DecisionTables.h"

namespace proviso {

/// Fills in DecisionTables::specialties, where the corpus settles conflicts by them, and reports T006: two that punish
/// the same conduct where nobody can say which is the heavier one, and no rule decides.
void compareConduct(const ir::Program &program, DecisionTables &tables, Diagnostics &diagnostics);

} // namespace proviso
