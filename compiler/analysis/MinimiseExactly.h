// Tables with the fewest rows, for small ones: two-level minimisation of a function of several values.
#pragma once

#include "analysis/Grid.h"

#include <optional>

namespace proviso::analysis {

/// A row of a table in the making.
struct MinimalRow {
  Box box;
  uint32_t outcome = 0, rank = 0, line = 0;
};

struct ExactResult {
  std::vector<MinimalRow> rows;
  bool cellsToo = false; // no table with as many rows has fewer restricted cells
};

/// The fewest rows for the rows of a table that agree. `disjoint`: they must not share a case. Columns are first cut
/// down to one position of those that decide alike. For rows that may overlap, the largest boxes (prime implicants) and
/// the smallest cover by them; for disjoint ones, a search over all boxes around the first case that is left. Bounded
/// from below by cases of which no two fit into one box. `known` is a table that decides the same, to do better than.
/// Nothing if there are more than 1,024 elementary cases, or the effort was not enough.
std::optional<ExactResult> minimiseExactly(const Grid &grid, const std::vector<MinimalRow> &known, bool disjoint,
                                           Budget &budget);

} // namespace proviso::analysis
