// The smallest table that decides the same. The measure: fewest rows, then fewest restricted cells.
#pragma once

#include "analysis/Analysis.h"

namespace proviso::analysis {

/// What is known of how small a table is. Fewest: no table decides the same with fewer rows, nor with as many rows and
/// fewer restricted cells. FewestRows: the first of the two. Local: no row can be left out, no cell can take one more
/// value, and no two rows can be made one. NotSettled: the effort was not enough even for that; it decides the same.
enum class Minimality : uint8_t { Fewest, FewestRows, Local, NotSettled };

struct MinimalTable {
  /// Rows say different things of one case, and the policy does not say which counts; or, of Unique, two rows share a
  /// case. Then there is nothing to keep, and no rows are given.
  bool contradictory = false;
  std::vector<Row> rows; // `line` is that of the first row that a row is made of
  Minimality minimality = Minimality::NotSettled;
  size_t restrictedBefore = 0, restrictedAfter = 0; // cells

  /// There is a table, and it is as small as `minimality` says.
  bool settled() const { return !contradictory && minimality != Minimality::NotSettled; }
};

/// Every case that exists is decided as before, and what met no row meets none. The policy stays: rows of Unique share
/// no case, rows of Any agree; of First and Priority order and ranks count; of Rule order, Output order and Collect
/// each outcome is met as often as before, and in Rule order in the same order. Fewest is tried for Unique and Any with
/// up to 12 rows and 1,024 elementary cases.
MinimalTable minimise(const DecisionTable &table, const Effort &effort = {});

} // namespace proviso::analysis
