// Rows without effect: that no case meets, or only cases that others take.
#pragma once

#include "analysis/Overlaps.h"

namespace proviso::analysis {

/// Fills in what rows are unmet or masked. `meets` is what forEachRowMeetings gives.
class MaskedRows {
public:
  MaskedRows(const Grid &grid, Budget &budget, Analysis &result);
  void row(uint32_t row, const RowSet &meets);

private:
  bool goesBefore(uint32_t other, uint32_t row) const;
  /// Without those that the others do for.
  std::vector<uint32_t> fewest(const Region &region, std::vector<uint32_t> by, llvm::ArrayRef<uint32_t> fixed);

  const Grid &grid;
  Analysis &result;
  Boxes boxes; // rows, then the forbidden, then holes of rows
  CoverSearch search;
};

} // namespace proviso::analysis
