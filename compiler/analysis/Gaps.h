// What no row meets, as few large boxes.
#pragma once

#include "analysis/Examples.h"

namespace proviso::analysis {

/// Fills in the gaps. First those that restrict one column, then two (and so on while there are none, up to four): a
/// projection of the rows onto these columns that leaves something open is such a gap, and the first found is one with
/// the fewest restricted columns. Then all else. Each open region is widened until no column can take one more value
/// without meeting a row, and counts as covered from then on.
void findGaps(const Grid &grid, const Effort &effort, Analysis &result);

} // namespace proviso::analysis
