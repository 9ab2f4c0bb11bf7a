// Conditions and columns without effect.
#pragma once

#include "analysis/Examples.h"

namespace proviso::analysis {

/// Cells that hold in no case that exists, or in all.
void findIdleCells(const Grid &grid, Budget &budget, Analysis &result);

/// Columns whose value never changes the outcome: there are no two cases that exist, differ in nothing else, and are
/// decided differently. The outcome is, by policy: Unique and Any, what the rows say that are met, without repetition;
/// First, what the first says; Priority, what those of the best rank say; Rule order, all of it in order; Output order
/// and Collect, all of it. Two cases that differ are looked for around the rows first.
void findIdleColumns(const Grid &grid, Budget &budget, Analysis &result);

} // namespace proviso::analysis
