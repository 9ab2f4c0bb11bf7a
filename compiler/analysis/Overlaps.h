// Which rows meet which, for all pairs at once.
#pragma once

#include "analysis/Examples.h"

namespace proviso::analysis {

/// Rows as bits.
using RowSet = std::vector<uint64_t>;

template <typename Visit>
void forEachRow(const RowSet &set, Visit visit) {
  for (size_t w = 0; w < set.size(); ++w)
    for (uint64_t bits = set[w]; bits; bits &= bits - 1)
      visit(static_cast<uint32_t>(w * 64 + static_cast<size_t>(__builtin_ctzll(bits))));
}

/// For each row, in order, all rows with which it has a case in common, itself included, the constraints left aside.
/// Sets of a block of rows are made together, column by column: a sweep over the ends of the cells takes away what ends
/// before, or begins after. O(n^2 d / 64), and n / 8 kilobytes.
void forEachRowMeetings(const Grid &grid, llvm::function_ref<void(uint32_t row, const RowSet &meets)> visit);

/// Fills in the overlaps. `meets` is what the above gives.
class Overlaps {
public:
  Overlaps(const Grid &grid, const Effort &effort, Budget &budget, Analysis &result);
  void row(uint32_t row, const RowSet &meets);

private:
  bool conflicts(uint32_t a, uint32_t b) const;

  const Grid &grid;
  const Effort &effort;
  Examples examples;
  Analysis &result;
  bool onlyConflicts;
};

} // namespace proviso::analysis
