#include "analysis/CoverSearch.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>

namespace proviso::analysis {

void CoverSearch::enter(Frame &frame, uint32_t box) {
  if (Alive alive; splitter.enter(frame.region, box, alive, columns)) frame.alive.push_back(alive);
}

void CoverSearch::setReason(Frame &frame, uint32_t box) {
  proof.push_back(box);
  frame.reason = frame.region;
  for (uint32_t c = 0; c < frame.region.size(); ++c)
    if (columns >> c & 1)
      frame.reason[c] = *llvm::find_if(boxes.spans(c, box), [&](Span s) { return s.contains(frame.region[c]); });
}

CoverSearch::Outcome CoverSearch::visit(size_t depth) {
  Frame &frame = *frames[depth];
  auto whole = [&]() -> const Alive * {
    for (const Alive &a : frame.alive)
      if (a.partial == 0) return &a;
    return nullptr;
  };
  if (!budget.spend(frame.alive.size() + 1)) return Outcome::Stopped;
  if (const Alive *a = whole()) {
    setReason(frame, a->box);
    return Outcome::Covered;
  }
  if (frame.alive.empty()) {
    open = true;
    const uint32_t before = boxes.size();
    if (!(*piece)(frame.region)) return Outcome::Stopped;
    // All that is still to be searched is told of the new boxes.
    for (uint32_t box = before; box < boxes.size(); ++box)
      for (size_t d = 0; d <= depth; ++d) enter(*frames[d], box);
    if (const Alive *a = whole()) {
      setReason(frame, a->box);
    } else {
      frame.reason = frame.region;
    }
    return Outcome::Covered;
  }

  const Split split = splitter.choose(frame.region, frame.alive);
  const uint32_t c = split.column;
  if (frames.size() == depth + 1) frames.push_back(std::make_unique<Frame>());
  Frame &half = *frames[depth + 1];
  for (const bool upper : {split.upperFirst, !split.upperFirst}) {
    half.region = frame.region;
    (upper ? half.region[c].first : half.region[c].last) = upper ? split.cut + 1 : split.cut;
    splitter.narrow(frame.alive, c, half.region[c], half.alive);
    if (!budget.spend(frame.alive.size())) return Outcome::Stopped;
    if (visit(depth + 1) == Outcome::Stopped) return Outcome::Stopped;
    if (upper == split.upperFirst) {
      frame.reason = half.reason;
      if (frame.reason[c].contains(frame.region[c])) return Outcome::Covered;
      // A box that was added may contain the whole region.
      if (const Alive *a = whole()) {
        setReason(frame, a->box);
        return Outcome::Covered;
      }
    } else if (half.reason[c].contains(frame.region[c])) {
      frame.reason = half.reason;
    } else {
      for (uint32_t other = 0; other < frame.reason.size(); ++other) {
        Span &r = frame.reason[other];
        const Span h = half.reason[other];
        r = other == c ? Span{std::min(r.first, h.first), std::max(r.last, h.last)}
                       : Span{std::max(r.first, h.first), std::min(r.last, h.last)};
      }
    }
  }
  return Outcome::Covered;
}

Answer CoverSearch::run(const Region &region, llvm::ArrayRef<uint32_t> candidates, Piece with, uint64_t inColumns) {
  piece = &with;
  columns = inColumns;
  open = false;
  proof.clear();
  if (frames.empty()) frames.push_back(std::make_unique<Frame>());
  Frame &top = *frames[0];
  top.region = region;
  top.alive.clear();
  if (!budget.spend(candidates.size())) return Answer::NotSettled;
  for (uint32_t box : candidates) enter(top, box);
  visit(0);
  if (open) return Answer::No;
  return budget.exhausted ? Answer::NotSettled : Answer::Yes;
}

Answer CoverSearch::covered(const Region &region, llvm::ArrayRef<uint32_t> candidates) {
  return run(region, candidates, [](const Region &) { return false; });
}

std::vector<uint32_t> CoverSearch::used() const {
  std::vector<uint32_t> list = proof;
  llvm::sort(list);
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

Region hullOf(const Box &box) {
  Region region;
  for (const Positions &p : box) region.push_back({p.front().first, p.back().last});
  return region;
}

std::vector<Box> holesOf(const Box &box) {
  std::vector<Box> holes;
  for (size_t c = 0; c < box.size(); ++c)
    for (size_t s = 1; s < box[c].size(); ++s) {
      Box hole;
      for (const Positions &p : box) hole.push_back({Span{p.front().first, p.back().last}});
      hole[c] = {Span{box[c][s - 1].last + 1, box[c][s].first - 1}};
      holes.push_back(hole);
    }
  return holes;
}

Box boxOf(const Region &region) {
  Box box;
  for (Span s : region) box.push_back({s});
  return box;
}

} // namespace proviso::analysis
