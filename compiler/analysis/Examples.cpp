#include "analysis/Examples.h"

#include <numeric>

namespace proviso::analysis {

Answer coveredBy(const Grid &grid, const Box &box, llvm::ArrayRef<const Box *> boxes, Budget &budget) {
  if (isEmpty(box)) return Answer::Yes;
  Boxes together(grid.columns());
  for (const Box *other : boxes)
    if (meets(box, *other)) together.add(*other);
  for (uint32_t f = 0; f < grid.forbidden.size(); ++f)
    if (const Box other = grid.forbidden.box(f); meets(box, other)) together.add(other);
  if (!budget.spend(boxes.size())) return Answer::NotSettled;
  if (together.size() == 0) return Answer::No;
  for (const Box &hole : holesOf(box)) together.add(hole);
  std::vector<uint32_t> all(together.size());
  std::iota(all.begin(), all.end(), 0);
  return CoverSearch(together, budget).covered(hullOf(box), all);
}

Examples::Examples(const Grid &grid, Budget &budget) : grid(grid), budget(budget) {}

std::vector<uint32_t> Examples::near(const Box &box) const {
  std::vector<uint32_t> list;
  for (uint32_t f = 0; f < grid.forbidden.size(); ++f) {
    bool meeting = true;
    for (size_t c = 0; meeting && c < box.size(); ++c) meeting = meets(box[c], grid.forbidden.positions(c, f));
    if (meeting) list.push_back(f);
  }
  return list;
}

Answer Examples::exists(const Box &box) {
  if (isEmpty(box)) return Answer::No;
  if (grid.forbidden.size() == 0) return Answer::Yes;
  if (!budget.spend(grid.forbidden.size())) return Answer::NotSettled;
  switch (coveredBy(grid, box, {}, budget)) {
  case Answer::Yes: return Answer::No;
  case Answer::No: return Answer::Yes;
  case Answer::NotSettled: break;
  }
  return Answer::NotSettled;
}

std::optional<llvm::SmallVector<uint32_t, 12>> Examples::positionsOf(const Box &box) {
  if (exists(box) != Answer::Yes) return std::nullopt;
  llvm::SmallVector<uint32_t, 12> at;
  Box rest = box;
  for (size_t c = 0; c < box.size(); ++c) {
    const uint32_t best = grid.axes[c].best(rest[c]);
    const Positions all = rest[c];
    rest[c] = {Span{best, best}};
    if (exists(rest) != Answer::Yes) {
      // The first that leaves a case.
      bool found = false;
      for (Span s : all)
        for (uint32_t p = s.first; !found && p <= s.last; ++p) {
          rest[c] = {Span{p, p}};
          found = exists(rest) == Answer::Yes;
        }
      if (!found) return std::nullopt;
    }
    at.push_back(rest[c][0].first);
  }
  return at;
}

std::optional<Case> Examples::of(const Box &box, uint64_t mattersToo) {
  const auto at = positionsOf(box);
  if (!at) return std::nullopt;
  Case example;
  for (size_t c = 0; c < box.size(); ++c) {
    example.values.push_back(grid.axes[c].value((*at)[c]));
    example.needed.push_back(!grid.axes[c].isAll(box[c]) || (c < 64 && (mattersToo >> c & 1)));
  }
  for (uint32_t f : near(box))
    for (size_t c = 0; c < box.size(); ++c)
      if (!grid.axes[c].isAll(grid.forbidden.positions(c, f))) example.needed[c] = true;
  return example;
}

} // namespace proviso::analysis
