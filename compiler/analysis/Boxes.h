// Sets of positions, and boxes: what tables are once their columns are cut into elementary cells.
#pragma once

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/SmallVector.h>

#include <cstdint>
#include <vector>

namespace proviso::analysis {

/// Positions of a column from `first` to `last`, both included.
struct Span {
  uint32_t first = 0, last = 0;
  bool contains(Span other) const { return first <= other.first && other.last <= last; }
  bool meets(Span other) const { return first <= other.last && other.first <= last; }
  friend bool operator==(const Span &, const Span &) = default;
};

/// A set of positions: spans in order, with at least one position between them.
using Positions = llvm::SmallVector<Span, 1>;
/// A set for each column.
using Box = std::vector<Positions>;

Positions unite(const Positions &a, const Positions &b);
/// Of spans in any order, which are put in order.
Positions unionOf(std::vector<Span> &spans);
Positions intersect(const Positions &a, const Positions &b);
/// What of 0 .. size-1 is not in the set.
Positions complement(const Positions &a, uint32_t size);
bool contains(const Positions &a, const Positions &b);
bool meets(const Positions &a, const Positions &b);
bool meets(const Box &a, const Box &b);
bool contains(const Box &a, const Box &b);
/// Of all columns. Empty where a column has nothing in common.
Box intersect(const Box &a, const Box &b);
bool isEmpty(const Box &box);

/// Many boxes, each in one piece of memory. A box with an empty column meets nothing.
class Boxes {
public:
  explicit Boxes(size_t columns) : width(columns) {}

  uint32_t add(const Box &box);
  uint32_t size() const { return count; }

  Span hull(size_t column, uint32_t box) const { return at(column, box).hull; }
  bool isSimple(size_t column, uint32_t box) const { return at(column, box).spanCount == 0; }
  llvm::ArrayRef<Span> spans(size_t column, uint32_t box) const {
    const Entry &e = at(column, box);
    if (e.spanCount == 0) return {&e.hull, 1};
    return llvm::ArrayRef<Span>(store).slice(e.firstSpan, e.spanCount);
  }
  bool meets(size_t column, uint32_t box, Span with) const {
    const Entry &e = at(column, box);
    return e.hull.meets(with) && (e.spanCount == 0 || someSpan(e, [&](Span s) { return s.meets(with); }));
  }
  bool contains(size_t column, uint32_t box, Span what) const {
    const Entry &e = at(column, box);
    return e.hull.contains(what) && (e.spanCount == 0 || someSpan(e, [&](Span s) { return s.contains(what); }));
  }
  Positions positions(size_t column, uint32_t box) const;
  Box box(uint32_t box) const;

private:
  /// One span is its own hull; several are in the store.
  struct Entry {
    Span hull;
    uint32_t firstSpan = 0, spanCount = 0;
  };
  template <typename Predicate>
  bool someSpan(const Entry &e, Predicate predicate) const {
    for (uint32_t s = e.firstSpan; s < e.firstSpan + e.spanCount; ++s)
      if (predicate(store[s])) return true;
    return false;
  }

  const Entry &at(size_t column, uint32_t box) const { return entries[box * width + column]; }

  size_t width;
  std::vector<Entry> entries; // by box, then column
  std::vector<Span> store;
  uint32_t count = 0;
};

} // namespace proviso::analysis
