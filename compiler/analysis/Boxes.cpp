#include "analysis/Boxes.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>

namespace proviso::analysis {

Positions unite(const Positions &a, const Positions &b) {
  std::vector<Span> all(a.begin(), a.end());
  all.insert(all.end(), b.begin(), b.end());
  return unionOf(all);
}

Positions unionOf(std::vector<Span> &spans) {
  llvm::sort(spans, [](Span x, Span y) { return x.first < y.first; });
  Positions result;
  for (Span s : spans)
    if (!result.empty() && s.first <= result.back().last + 1)
      result.back().last = std::max(result.back().last, s.last);
    else
      result.push_back(s);
  return result;
}

Positions intersect(const Positions &a, const Positions &b) {
  Positions result;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const Span both{std::max(a[i].first, b[j].first), std::min(a[i].last, b[j].last)};
    if (both.first <= both.last) result.push_back(both);
    a[i].last < b[j].last ? ++i : ++j;
  }
  return result;
}

Positions complement(const Positions &a, uint32_t size) {
  Positions result;
  uint32_t next = 0;
  for (Span s : a) {
    if (next < s.first) result.push_back({next, s.first - 1});
    next = s.last + 1;
  }
  if (next < size) result.push_back({next, size - 1});
  return result;
}

bool contains(const Positions &a, const Positions &b) {
  return llvm::all_of(b, [&](Span s) { return llvm::any_of(a, [&](Span t) { return t.contains(s); }); });
}

bool meets(const Positions &a, const Positions &b) {
  for (size_t i = 0, j = 0; i < a.size() && j < b.size(); a[i].last < b[j].last ? ++i : ++j)
    if (a[i].meets(b[j])) return true;
  return false;
}

bool meets(const Box &a, const Box &b) {
  for (size_t c = 0; c < a.size(); ++c)
    if (!meets(a[c], b[c])) return false;
  return true;
}

bool contains(const Box &a, const Box &b) {
  for (size_t c = 0; c < a.size(); ++c)
    if (!contains(a[c], b[c])) return false;
  return true;
}

Box intersect(const Box &a, const Box &b) {
  Box result;
  for (size_t c = 0; c < a.size(); ++c) result.push_back(intersect(a[c], b[c]));
  return result;
}

bool isEmpty(const Box &box) {
  return llvm::any_of(box, [](const Positions &p) { return p.empty(); });
}

uint32_t Boxes::add(const Box &box) {
  for (size_t c = 0; c < width; ++c) {
    const Positions &p = box[c];
    if (p.empty()) {
      entries.push_back({{1, 0}, 0, 0});
    } else if (p.size() == 1) {
      entries.push_back({p[0], 0, 0});
    } else {
      entries.push_back(
          {{p.front().first, p.back().last}, static_cast<uint32_t>(store.size()), static_cast<uint32_t>(p.size())});
      store.insert(store.end(), p.begin(), p.end());
    }
  }
  return count++;
}

Positions Boxes::positions(size_t column, uint32_t box) const {
  const llvm::ArrayRef<Span> list = spans(column, box);
  if (list[0].first > list[0].last) return {};
  return Positions(list.begin(), list.end());
}

Box Boxes::box(uint32_t box) const {
  Box result;
  for (size_t c = 0; c < width; ++c) result.push_back(positions(c, box));
  return result;
}

} // namespace proviso::analysis
