#include "analysis/Split.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace proviso::analysis {

namespace {

/// Splits are chosen by a sample of as many boxes: more would cost more than they tell.
constexpr size_t sampleSize = 96;

/// What a half with so many boxes is expected to cost.
double expectedCost(size_t boxes) {
  const auto m = static_cast<double>(boxes);
  return m * std::sqrt(std::sqrt(m));
}

} // namespace

bool Splitter::enter(const Region &region, uint32_t box, Alive &alive, uint64_t columns) const {
  alive = {box, 0};
  for (uint32_t c = 0; c < region.size(); ++c) {
    if (!(columns >> c & 1)) continue;
    if (!boxes.meets(c, box, region[c])) return false;
    if (!boxes.contains(c, box, region[c])) alive.partial |= uint64_t(1) << c;
  }
  return true;
}

void Splitter::narrow(const std::vector<Alive> &from, uint32_t c, Span now, std::vector<Alive> &to) const {
  to.clear();
  for (const Alive &a : from)
    if (!(a.partial >> c & 1))
      to.push_back(a);
    else if (boxes.meets(c, a.box, now))
      to.push_back({a.box, a.partial & ~(uint64_t(boxes.contains(c, a.box, now)) << c)});
}

Split Splitter::choose(const Region &region, const std::vector<Alive> &alive, uint64_t allowed) {
  size_t stride = std::max<size_t>(1, alive.size() / sampleSize);
  uint64_t columns = 0;
  for (size_t i = 0; i < alive.size(); i += stride) columns |= alive[i].partial & allowed;
  if (!columns) {
    stride = 1;
    for (const Alive &a : alive) columns |= a.partial & allowed;
  }
  Split best;
  double bestCost = HUGE_VAL;
  for (; columns; columns &= columns - 1) {
    const auto c = static_cast<uint32_t>(std::countr_zero(columns));
    const Span within = region[c];
    firsts.clear();
    lasts.clear();
    size_t whole = 0;
    for (size_t i = 0; i < alive.size(); i += stride) {
      const Alive &a = alive[i];
      if (!(a.partial >> c & 1)) {
        ++whole;
        continue;
      }
      // The first and the last position that the box has of the region.
      Span hull = boxes.hull(c, a.box);
      if (!boxes.isSimple(c, a.box)) {
        const auto spans = boxes.spans(c, a.box);
        hull.first = llvm::find_if(spans, [&](Span s) { return s.last >= within.first; })->first;
        hull.last = std::find_if(spans.rbegin(), spans.rend(), [&](Span s) { return s.first <= within.last; })->last;
      }
      firsts.push_back(std::max(hull.first, within.first));
      lasts.push_back(std::min(hull.last, within.last));
    }
    llvm::sort(firsts);
    llvm::sort(lasts);
    // Cuts stand before a first position and after a last one. Of a box with holes that spans the region, at its holes.
    auto consider = [&](uint32_t cut) {
      if (cut < within.first || cut >= within.last) return;
      const size_t low = static_cast<size_t>(std::upper_bound(firsts.begin(), firsts.end(), cut) - firsts.begin());
      const size_t high = static_cast<size_t>(lasts.end() - std::upper_bound(lasts.begin(), lasts.end(), cut));
      const double cost = expectedCost(low + whole) + expectedCost(high + whole);
      if (cost < bestCost) {
        bestCost = cost;
        best = {c, cut, high < low};
      }
    };
    for (size_t i = 0; i < firsts.size(); ++i) {
      if (i == 0 || firsts[i] != firsts[i - 1])
        if (firsts[i] > 0) consider(firsts[i] - 1);
      if (i == 0 || lasts[i] != lasts[i - 1]) consider(lasts[i]);
    }
    if (bestCost == HUGE_VAL)
      for (size_t i = 0; i < alive.size(); i += stride)
        if (alive[i].partial >> c & 1)
          for (Span s : boxes.spans(c, alive[i].box)) consider(s.last);
  }
  return best;
}

} // namespace proviso::analysis
