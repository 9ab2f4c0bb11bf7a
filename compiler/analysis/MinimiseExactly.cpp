#include "analysis/MinimiseExactly.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <bit>
#include <map>
#include <set>

namespace proviso::analysis {

namespace {

constexpr size_t mostPoints = 1'024, mostUnmerged = 16'384, mostClasses = 20, mostPrimes = 2'000;
constexpr uint32_t nothing = UINT32_MAX, forbidden = UINT32_MAX - 1; // beside the outcomes
constexpr size_t rowCost = 4'096;                                    // more than all restricted cells

/// Points of the small grid as bits.
class PointSet {
public:
  explicit PointSet(size_t size = 0) : words((size + 63) / 64) {}
  void insert(size_t i) { words[i / 64] |= uint64_t(1) << i % 64; }
  bool has(size_t i) const { return words[i / 64] >> i % 64 & 1; }
  bool empty() const {
    return llvm::all_of(words, [](uint64_t w) { return w == 0; });
  }
  size_t first() const {
    for (size_t w = 0; w < words.size(); ++w)
      if (words[w]) return w * 64 + static_cast<size_t>(std::countr_zero(words[w]));
    return words.size() * 64;
  }
  size_t count() const {
    size_t n = 0;
    for (uint64_t w : words) n += static_cast<size_t>(std::popcount(w));
    return n;
  }
  bool within(const PointSet &other) const {
    for (size_t w = 0; w < words.size(); ++w)
      if (words[w] & ~other.words[w]) return false;
    return true;
  }
  bool meets(const PointSet &other) const {
    for (size_t w = 0; w < words.size(); ++w)
      if (words[w] & other.words[w]) return true;
    return false;
  }
  PointSet operator&(const PointSet &other) const {
    return combine(other, [](uint64_t a, uint64_t b) { return a & b; });
  }
  PointSet operator|(const PointSet &other) const {
    return combine(other, [](uint64_t a, uint64_t b) { return a | b; });
  }
  PointSet operator-(const PointSet &other) const {
    return combine(other, [](uint64_t a, uint64_t b) { return a & ~b; });
  }
  friend auto operator<=>(const PointSet &, const PointSet &) = default;

private:
  template <typename Operation>
  PointSet combine(const PointSet &other, Operation operation) const {
    PointSet result = *this;
    for (size_t w = 0; w < words.size(); ++w) result.words[w] = operation(words[w], other.words[w]);
    return result;
  }
  std::vector<uint64_t> words;
};

/// For each column a set of classes.
using Masks = std::vector<uint32_t>;

/// A table cut down to classes of positions that decide alike.
class SmallGrid {
public:
  /// False: too large.
  bool build(const Grid &of, const std::vector<MinimalRow> &rows) {
    grid = &of;
    for (size_t c = 0; c < grid->columns(); ++c) classes.push_back(alikeInCells(c, rows));
    if (!measure(mostUnmerged)) return false;
    label(rows);
    for (size_t c = 0; c < grid->columns(); ++c) {
      mergeAlikeInOutcome(c);
      measure(mostUnmerged);
      label(rows);
    }
    return points <= mostPoints &&
           llvm::all_of(classes, [](const auto &column) { return column.size() <= mostClasses; });
  }

  size_t columns() const { return classes.size(); }
  size_t size() const { return points; }
  uint32_t classCount(size_t c) const { return static_cast<uint32_t>(classes[c].size()); }
  uint32_t classAt(size_t point, size_t c) const {
    return static_cast<uint32_t>(point / strides[c] % classes[c].size());
  }
  uint32_t labelOf(size_t point) const { return labels[point]; }
  uint32_t allOf(size_t c) const { return (uint32_t(1) << classCount(c)) - 1; }

  PointSet pointsOf(const Masks &masks) const {
    PointSet set(points);
    addPoints(masks, 0, 0, set);
    return set;
  }
  size_t restricted(const Masks &masks) const {
    size_t n = 0;
    for (size_t c = 0; c < columns(); ++c) n += masks[c] != allOf(c);
    return n;
  }
  Box boxOf(const Masks &masks) const {
    Box box;
    for (size_t c = 0; c < columns(); ++c) {
      Positions set;
      for (uint32_t k = 0; k < classCount(c); ++k)
        if (masks[c] >> k & 1) set = unite(set, classes[c][k]);
      box.push_back(set);
    }
    return box;
  }
  Masks masksOf(const Box &box) const {
    Masks masks;
    for (size_t c = 0; c < columns(); ++c) {
      uint32_t mask = 0;
      for (uint32_t k = 0; k < classCount(c); ++k)
        if (meets(box[c], representative(c, k))) mask |= uint32_t(1) << k;
      masks.push_back(mask);
    }
    return masks;
  }

private:
  Positions representative(size_t c, uint32_t k) const {
    const uint32_t p = classes[c][k][0].first;
    return {Span{p, p}};
  }

  /// Positions that the same cells have.
  std::vector<Positions> alikeInCells(size_t c, const std::vector<MinimalRow> &rows) const {
    std::vector<uint32_t> starts{0};
    auto cutAt = [&](const Positions &cell) {
      for (Span s : cell) {
        starts.push_back(s.first);
        starts.push_back(s.last + 1);
      }
    };
    for (const MinimalRow &row : rows) cutAt(row.box[c]);
    for (uint32_t f = 0; f < grid->forbidden.size(); ++f) cutAt(grid->forbidden.positions(c, f));
    llvm::sort(starts);
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    std::map<std::vector<bool>, size_t> known;
    std::vector<Positions> result;
    for (size_t i = 0; i < starts.size() && starts[i] < grid->axes[c].size(); ++i) {
      const Positions here{Span{starts[i], (i + 1 < starts.size() ? starts[i + 1] : grid->axes[c].size()) - 1}};
      std::vector<bool> signature;
      for (const MinimalRow &row : rows) signature.push_back(meets(row.box[c], here));
      for (uint32_t f = 0; f < grid->forbidden.size(); ++f)
        signature.push_back(meets(grid->forbidden.positions(c, f), here));
      const auto [entry, fresh] = known.try_emplace(signature, result.size());
      if (fresh)
        result.push_back(here);
      else
        result[entry->second] = unite(result[entry->second], here);
    }
    return result;
  }

  bool measure(size_t limit) {
    points = 1;
    strides.clear();
    for (const auto &column : classes) {
      strides.push_back(points);
      points *= column.size();
      if (points > limit) return false;
    }
    return true;
  }

  void label(const std::vector<MinimalRow> &rows) {
    labels.assign(points, nothing);
    for (size_t p = 0; p < points; ++p) {
      Box at;
      for (size_t c = 0; c < columns(); ++c) at.push_back(representative(c, classAt(p, c)));
      for (const MinimalRow &row : rows)
        if (meets(row.box, at)) labels[p] = row.outcome;
      for (uint32_t f = 0; f < grid->forbidden.size(); ++f)
        if (meets(grid->forbidden.box(f), at)) labels[p] = forbidden;
    }
  }

  void mergeAlikeInOutcome(size_t c) {
    std::map<std::vector<uint32_t>, size_t> known;
    std::vector<Positions> merged;
    std::vector<std::vector<uint32_t>> said(classes[c].size());
    for (size_t p = 0; p < points; ++p) said[classAt(p, c)].push_back(labels[p]);
    for (size_t k = 0; k < classes[c].size(); ++k) {
      const auto [entry, fresh] = known.try_emplace(said[k], merged.size());
      if (fresh)
        merged.push_back(classes[c][k]);
      else
        merged[entry->second] = unite(merged[entry->second], classes[c][k]);
    }
    classes[c] = std::move(merged);
  }

  void addPoints(const Masks &masks, size_t c, size_t at, PointSet &set) const {
    if (c == columns()) {
      set.insert(at);
      return;
    }
    for (uint32_t m = masks[c]; m; m &= m - 1)
      addPoints(masks, c + 1, at + strides[c] * static_cast<size_t>(std::countr_zero(m)), set);
  }

  const Grid *grid = nullptr;
  std::vector<std::vector<Positions>> classes; // by column
  std::vector<size_t> strides;
  size_t points = 0;
  std::vector<uint32_t> labels;
};

/// The rows of one outcome.
class OutcomeSearch {
public:
  OutcomeSearch(const SmallGrid &grid, uint32_t outcome, Budget &budget)
      : grid(grid), budget(budget), region(grid.size()), allowed(grid.size()) {
    for (size_t p = 0; p < grid.size(); ++p) {
      if (grid.labelOf(p) == outcome) region.insert(p);
      if (grid.labelOf(p) == outcome || grid.labelOf(p) == forbidden) allowed.insert(p);
    }
  }

  bool isEmpty() const { return region.empty(); }

  /// `known` covers the region. False: not settled. `cellsToo`: see ExactResult.
  bool run(std::vector<Masks> known, bool disjoint, bool &cellsToo) {
    best = std::move(known);
    bestCost = 0;
    for (const Masks &masks : best) bestCost += cost(masks);
    if (!findPrimes()) return false;
    prepareBounds();
    const size_t leastRows = lowerBound(region) / rowCost;
    std::vector<Masks> chosen;
    if (disjoint)
      partition(region, 0, chosen);
    else
      cover(region, 0, chosen);
    cellsToo = !budget.exhausted;
    return cellsToo || best.size() == leastRows;
  }

  std::vector<Masks> best;

private:
  size_t cost(const Masks &masks) const { return rowCost + grid.restricted(masks); }

  /// All largest boxes within what is allowed.
  bool findPrimes() {
    Masks everything;
    for (size_t c = 0; c < grid.columns(); ++c) everything.push_back(grid.allOf(c));
    std::vector<Masks> boxes{everything};
    for (const Masks &off : offBoxes()) {
      std::set<Masks> next;
      for (const Masks &box : boxes) {
        bool apart = false;
        for (size_t c = 0; c < grid.columns(); ++c) apart = apart || (box[c] & off[c]) == 0;
        if (apart) {
          next.insert(box);
          continue;
        }
        for (size_t c = 0; c < grid.columns(); ++c)
          if (const uint32_t rest = box[c] & ~off[c]) {
            Masks part = box;
            part[c] = rest;
            next.insert(part);
          }
      }
      if (next.size() > mostPrimes || !budget.spend(next.size() * next.size() / 8 + 1)) return false;
      boxes.clear();
      for (const Masks &box : next)
        if (llvm::none_of(next, [&](const Masks &other) { return other != box && contains(other, box); }))
          boxes.push_back(box);
    }
    for (const Masks &box : boxes) {
      PointSet here = grid.pointsOf(box) & region;
      if (!here.empty()) primes.push_back({box, std::move(here), cost(box)});
    }
    return true;
  }

  static bool contains(const Masks &a, const Masks &b) {
    for (size_t c = 0; c < a.size(); ++c)
      if (b[c] & ~a[c]) return false;
    return true;
  }

  /// What is not allowed, as disjoint boxes.
  std::vector<Masks> offBoxes() const {
    std::vector<Masks> boxes;
    for (size_t p = 0; p < grid.size(); ++p) {
      if (allowed.has(p)) continue;
      Masks box;
      for (size_t c = 0; c < grid.columns(); ++c) box.push_back(uint32_t(1) << grid.classAt(p, c));
      boxes.push_back(std::move(box));
    }
    for (size_t c = 0; c < grid.columns(); ++c) {
      std::map<Masks, uint32_t> alike;
      for (Masks box : boxes) {
        const uint32_t mask = box[c];
        box[c] = 0;
        alike[box] |= mask;
      }
      boxes.clear();
      for (const auto &[rest, mask] : alike) {
        boxes.push_back(rest);
        boxes.back()[c] = mask;
      }
    }
    return boxes;
  }

  /// For each point, what can be in one box with it, and what its box costs at least.
  void prepareBounds() {
    together.assign(grid.size(), PointSet(grid.size()));
    leastCost.assign(grid.size(), SIZE_MAX);
    for (const Prime &prime : primes)
      for (size_t p = 0; p < grid.size(); ++p)
        if (prime.points.has(p)) {
          together[p] = together[p] | prime.points;
          leastCost[p] = std::min(leastCost[p], prime.cost);
        }
  }

  /// Of points of which no two fit into one box, each needs its own.
  size_t lowerBound(PointSet left) const {
    size_t bound = 0;
    while (!left.empty()) {
      const size_t p = left.first();
      bound += leastCost[p];
      left = left - together[p];
    }
    return bound;
  }

  void accept(const std::vector<Masks> &chosen, size_t cost) {
    if (cost >= bestCost) return;
    bestCost = cost;
    best = chosen;
  }

  void cover(const PointSet &left, size_t cost, std::vector<Masks> &chosen) {
    if (left.empty()) return accept(chosen, cost);
    if (cost + lowerBound(left) >= bestCost || !budget.spend(grid.size() / 8 + primes.size())) return;
    // The point with the fewest boxes to choose from.
    size_t point = 0, fewest = SIZE_MAX;
    for (size_t p = 0; p < grid.size(); ++p) {
      if (!left.has(p)) continue;
      const auto options = static_cast<size_t>(llvm::count_if(primes, [&](const Prime &x) { return x.points.has(p); }));
      if (options < fewest) {
        fewest = options;
        point = p;
      }
    }
    std::vector<std::pair<size_t, const Prime *>> options;
    for (const Prime &prime : primes)
      if (prime.points.has(point)) options.push_back({(prime.points & left).count(), &prime});
    llvm::stable_sort(options, [](const auto &a, const auto &b) { return a.first > b.first; });
    for (const auto &[gain, prime] : options) {
      chosen.push_back(prime->masks);
      cover(left - prime->points, cost + prime->cost, chosen);
      chosen.pop_back();
    }
  }

  void partition(const PointSet &left, size_t cost, std::vector<Masks> &chosen) {
    if (left.empty()) return accept(chosen, cost);
    if (cost + lowerBound(left) >= bestCost || !budget.spend(grid.size() / 8 + 1)) return;
    const auto [entry, fresh] = reached.try_emplace(left, cost);
    if (!fresh && entry->second <= cost) return;
    entry->second = cost;
    const PointSet free = left | (allowed - region);
    std::vector<std::pair<size_t, Masks>> options;
    Masks point;
    for (size_t c = 0; c < grid.columns(); ++c) point.push_back(uint32_t(1) << grid.classAt(left.first(), c));
    boxesAround(point, 0, free, left, options);
    llvm::stable_sort(options, [](const auto &a, const auto &b) { return a.first > b.first; });
    for (const auto &[gain, masks] : options) {
      chosen.push_back(masks);
      partition(left - grid.pointsOf(masks), cost + this->cost(masks), chosen);
      chosen.pop_back();
      if (budget.exhausted) return;
    }
  }

  /// All boxes around a point that are free; `box` is so already, and is the point from column `c` on.
  void boxesAround(const Masks &box, size_t c, const PointSet &free, const PointSet &left,
                   std::vector<std::pair<size_t, Masks>> &found) {
    if (!budget.spend(grid.size() / 64 + 1)) return;
    if (c == grid.columns()) {
      found.push_back({(grid.pointsOf(box) & left).count(), box});
      return;
    }
    uint32_t possible = 0;
    for (uint32_t k = 0; k < grid.classCount(c); ++k) {
      Masks other = box;
      other[c] = uint32_t(1) << k;
      if (grid.pointsOf(other).within(free)) possible |= other[c];
    }
    // All subsets with the point's own class.
    const uint32_t others = possible & ~box[c];
    for (uint32_t subset = others;; subset = (subset - 1) & others) {
      Masks wider = box;
      wider[c] |= subset;
      boxesAround(wider, c + 1, free, left, found);
      if (subset == 0 || budget.exhausted) break;
    }
  }

  struct Prime {
    Masks masks;
    PointSet points; // of the region
    size_t cost;
  };

  const SmallGrid &grid;
  Budget &budget;
  PointSet region, allowed;
  std::vector<Prime> primes;
  std::vector<PointSet> together;
  std::vector<size_t> leastCost;
  std::map<PointSet, size_t> reached;
  size_t bestCost = 0;
};

} // namespace

std::optional<ExactResult> minimiseExactly(const Grid &grid, const std::vector<MinimalRow> &known, bool disjoint,
                                           Budget &budget) {
  SmallGrid small;
  if (!small.build(grid, known)) return std::nullopt;
  std::vector<uint32_t> outcomes;
  for (const MinimalRow &row : known)
    if (!llvm::is_contained(outcomes, row.outcome)) outcomes.push_back(row.outcome);
  ExactResult result{{}, true};
  for (uint32_t outcome : outcomes) {
    std::vector<Masks> masks;
    MinimalRow like;
    for (const MinimalRow &row : known)
      if (row.outcome == outcome) {
        if (masks.empty()) like = row;
        masks.push_back(small.masksOf(row.box));
      }
    OutcomeSearch search(small, outcome, budget);
    if (search.isEmpty()) continue;
    bool cellsToo = false;
    if (!search.run(std::move(masks), disjoint, cellsToo)) return std::nullopt;
    result.cellsToo = result.cellsToo && cellsToo;
    for (const Masks &row : search.best) {
      like.box = small.boxOf(row);
      result.rows.push_back(like);
    }
  }
  return result;
}

} // namespace proviso::analysis
