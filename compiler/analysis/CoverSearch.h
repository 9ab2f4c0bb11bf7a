// Whether boxes cover a region, and what they leave open: the one question behind gaps, masked rows and the rest.
#pragma once

#include "analysis/Analysis.h"
#include "analysis/Grid.h"
#include "analysis/Split.h"

#include <llvm/ADT/STLFunctionalExtras.h>

#include <memory>

namespace proviso::analysis {

/// Halves a region at the cut that the fewest boxes straddle, until one box covers it or none is left. What proved a
/// half covered is kept as a box of its own, the *reason*: where it also contains the other half, that is done (A. Abo
/// Khamis, H. Q. Ngo, C. Ré, A. Rudra, Joins via Geometric Resolutions, ACM TODS 41, 2016, call this geometric
/// resolution). Exponential in the number of columns at worst, as the question is coNP-complete; with tables that
/// people write, near n log n times the columns.
class CoverSearch {
public:
  /// At most 64 columns. `boxes` may grow while the search runs.
  CoverSearch(const Boxes &boxes, Budget &budget) : boxes(boxes), budget(budget), splitter(boxes) {}

  /// Called with each region that no box meets, and in which no box ends. A box that is added to the boxes in the
  /// course of the call counts from then on; it must contain the region. Returns whether to go on.
  using Piece = llvm::function_ref<bool(const Region &)>;

  /// Yes: the candidates cover the region. No: they do not, and `piece` has been told: of all pieces, if it always went
  /// on. Of the candidates only these columns are looked at, as if they were unrestricted in all others; where they are
  /// not all columns, that must be so of boxes that are added. Duplicate candidates do no harm.
  Answer run(const Region &region, llvm::ArrayRef<uint32_t> candidates, Piece piece, uint64_t columns = ~uint64_t(0));
  /// The same without the pieces.
  Answer covered(const Region &region, llvm::ArrayRef<uint32_t> candidates);
  /// After Yes: boxes that together cover the region, in order.
  std::vector<uint32_t> used() const;

private:
  struct Frame {
    Region region, reason;
    std::vector<Alive> alive;
  };
  enum class Outcome : uint8_t { Covered, Stopped };
  Outcome visit(size_t depth);
  void enter(Frame &frame, uint32_t box);
  void setReason(Frame &frame, uint32_t box);

  const Boxes &boxes;
  Budget &budget;
  Splitter splitter;
  const Piece *piece = nullptr;
  std::vector<std::unique_ptr<Frame>> frames;
  std::vector<uint32_t> proof;
  uint64_t columns = 0;
  bool open = false;
};

/// The smallest region that contains a box, and the holes that the box has in it, as boxes.
Region hullOf(const Box &box);
std::vector<Box> holesOf(const Box &box);
/// A region as a box.
Box boxOf(const Region &region);

} // namespace proviso::analysis
