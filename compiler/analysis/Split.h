// Where to halve a region so that few boxes stand in both halves.
#pragma once

#include "analysis/Boxes.h"

namespace proviso::analysis {

/// A part of the grid with one span for each column.
using Region = llvm::SmallVector<Span, 12>;

/// A box that meets a region, and the columns in which it does not contain it.
struct Alive {
  uint32_t box = 0;
  uint64_t partial = 0;
};

struct Split {
  uint32_t column = 0, cut = 0; // the lower half ends at `cut`
  bool upperFirst = false;      // the upper half has fewer boxes
};

class Splitter {
public:
  explicit Splitter(const Boxes &boxes) : boxes(boxes) {}

  /// What the box is in the region, in these columns; nothing in it: false.
  bool enter(const Region &region, uint32_t box, Alive &alive, uint64_t columns = ~uint64_t(0)) const;
  /// The boxes of `from` that meet a region that is narrower in one column.
  void narrow(const std::vector<Alive> &from, uint32_t column, Span now, std::vector<Alive> &to) const;
  /// Some box must be partial in one of the `columns`.
  Split choose(const Region &region, const std::vector<Alive> &alive, uint64_t columns = ~uint64_t(0));

private:
  const Boxes &boxes;
  std::vector<uint32_t> firsts, lasts;
};

} // namespace proviso::analysis
