// A case to show for a box: one that exists, and that is easy to read.
#pragma once

#include "analysis/CoverSearch.h"

#include <optional>

namespace proviso::analysis {

class Examples {
public:
  Examples(const Grid &grid, Budget &budget);

  /// Whether some case of the box exists.
  Answer exists(const Box &box);
  /// A case of the box that exists: where possible the value of each column that reads best, the first columns first.
  /// Nothing if there is none, or if that is not settled. Where `mattersToo` is set, these columns are needed too.
  std::optional<Case> of(const Box &box, uint64_t mattersToo = 0);
  /// The same as positions.
  std::optional<llvm::SmallVector<uint32_t, 12>> positionsOf(const Box &box);

private:
  /// The forbidden boxes that meet the box.
  std::vector<uint32_t> near(const Box &box) const;

  const Grid &grid;
  Budget &budget;
  std::vector<uint32_t> scratch;
};

/// Whether the boxes, and what is forbidden, cover a box.
Answer coveredBy(const Grid &grid, const Box &box, llvm::ArrayRef<const Box *> boxes, Budget &budget);

} // namespace proviso::analysis
