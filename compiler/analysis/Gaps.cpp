#include "analysis/Gaps.h"

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <bit>

namespace proviso::analysis {

namespace {

constexpr size_t mostProjected = 4;

class GapSearch {
public:
  GapSearch(const Grid &grid, const Effort &effort, Analysis &result)
      : grid(grid), effort(effort), result(result), budget{effort.steps}, examples(grid, budget), covering(grid.rows) {
    for (uint32_t f = 0; f < grid.forbidden.size(); ++f) covering.add(grid.forbidden.box(f));
  }

  void run() {
    for (uint32_t row = 0; row < grid.rows.size(); ++row)
      if (!isEmpty(grid.rows.box(row))) {
        rows.push_back(row);
        shapes.push_back(restricted(grid.rows.box(row)));
      }
    std::vector<uint64_t> sorted = shapes;
    llvm::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    distinctShapes = std::move(sorted);

    uint64_t columns = 0;
    for (uint64_t shape : distinctShapes) columns |= shape;
    Budget forProjections{effort.steps / 4};
    for (size_t size = 1; size <= mostProjected && (size <= 2 || gaps.empty()); ++size) {
      forEachSubset(columns, size, [&](uint64_t subset) { return project(subset, forProjections); });
      if (forProjections.exhausted) break;
    }
    everywhere();
    write();
  }

private:
  uint64_t restricted(const Box &box) const {
    uint64_t columns = 0;
    for (size_t c = 0; c < box.size(); ++c)
      if (!grid.axes[c].isAll(box[c])) columns |= uint64_t(1) << c;
    return columns;
  }

  /// Subsets of so many columns, those of the first columns first, until `visit` says no.
  template <typename Visit>
  static bool forEachSubset(uint64_t columns, size_t size, Visit visit, uint64_t chosen = 0) {
    if (size == 0) return visit(chosen);
    for (; columns; columns &= columns - 1)
      if (!forEachSubset(columns & (columns - 1), size - 1, visit, chosen | (columns & (~columns + 1)))) return false;
    return true;
  }

  bool full() const { return gaps.size() >= effort.gaps; }

  /// The gaps that restrict only these columns. False: no more.
  bool project(uint64_t subset, Budget &steps) {
    if (full()) return false;
    // A row that does not restrict them leaves nothing.
    if (!steps.spend(distinctShapes.size())) return false;
    if (llvm::any_of(distinctShapes, [&](uint64_t shape) { return (shape & subset) == 0; })) return true;
    std::vector<uint32_t> candidates = rows;
    for (size_t gap = 0; gap < gaps.size(); ++gap)
      if ((restricted(gaps[gap]) & ~subset) == 0) candidates.push_back(boxOfGap[gap]);
    for (uint32_t f = 0; f < grid.forbidden.size(); ++f)
      if (const Box box = grid.forbidden.box(f); !isEmpty(box) && (restricted(box) & ~subset) == 0)
        candidates.push_back(grid.rows.size() + f);
    CoverSearch search(covering, steps);
    auto piece = [&](const Region &region) {
      Box box = boxOf(region);
      if (examples.exists(box) == Answer::Yes) add(std::move(box), subset);
      return !full();
    };
    search.run(hullOf(grid.everything()), candidates, piece, subset);
    return !steps.exhausted && !full();
  }

  void everywhere() {
    std::vector<uint32_t> all;
    for (uint32_t box = 0; box < covering.size(); ++box) all.push_back(box);
    CoverSearch search(covering, budget);
    const Answer covered = search.run(hullOf(grid.everything()), all, [&](const Region &region) {
      result.moreGaps = full();
      if (full()) return false;
      add(boxOf(region), ~uint64_t(0));
      return true;
    });
    if (!gaps.empty()) {
      result.complete = Answer::No;
      result.moreGaps = result.moreGaps || budget.exhausted;
    } else {
      result.complete = covered;
    }
  }

  /// An open region, of which only `within` is restricted.
  void add(Box box, uint64_t within) {
    budget.spend(rows.size());
    widen(box, within);
    boxOfGap.push_back(covering.add(box));
    gaps.push_back(std::move(box));
  }

  /// Makes a box that meets no row as large as it can be, fewest restricted columns first. Only `within` is restricted.
  void widen(Box &box, uint64_t within) {
    // In which columns each row stands apart; it must remain so in one of them.
    apart.resize(rows.size());
    const uint64_t columns = restricted(box) & within;
    for (size_t i = 0; i < rows.size(); ++i) {
      apart[i] = 0;
      for (uint64_t rest = columns; rest; rest &= rest - 1) {
        const auto c = static_cast<size_t>(std::countr_zero(rest));
        if (!meetsRow(box[c], c, rows[i])) apart[i] |= uint64_t(1) << c;
      }
    }
    const uint64_t kept = hittingSet(columns);
    for (uint64_t rest = columns & ~kept; rest; rest &= rest - 1) {
      const auto c = static_cast<size_t>(std::countr_zero(rest));
      box[c] = grid.axes[c].all();
    }
    for (uint64_t &mask : apart) mask &= kept;
    for (uint64_t rest = kept; rest; rest &= rest - 1) {
      const auto c = static_cast<size_t>(std::countr_zero(rest));
      // What the rows need that stand apart in this column alone.
      std::vector<Span> needed;
      for (size_t i = 0; i < rows.size(); ++i)
        if (apart[i] == uint64_t(1) << c)
          for (Span s : grid.rows.spans(c, rows[i])) needed.push_back(s);
      box[c] = complement(unionOf(needed), grid.axes[c].size());
      for (size_t i = 0; i < rows.size(); ++i)
        if ((apart[i] >> c & 1) && meetsRow(box[c], c, rows[i])) apart[i] &= ~(uint64_t(1) << c);
    }
  }

  bool meetsRow(const Positions &set, size_t column, uint32_t row) const {
    return llvm::any_of(set, [&](Span s) { return grid.rows.meets(column, row, s); });
  }

  /// Columns, few of them, such that each row stands apart in one. None can be left out.
  uint64_t hittingSet(uint64_t columns) {
    const llvm::DenseSet<uint64_t> distinct(apart.begin(), apart.end());
    std::vector<uint64_t> masks(distinct.begin(), distinct.end());
    llvm::sort(masks);
    uint64_t kept = 0;
    for (std::vector<uint64_t> open = masks; !open.empty();) {
      size_t bestHits = 0;
      uint64_t best = 0;
      for (uint64_t rest = columns & ~kept; rest; rest &= rest - 1) {
        const uint64_t column = rest & (~rest + 1);
        const auto hits = static_cast<size_t>(llvm::count_if(open, [&](uint64_t mask) { return mask & column; }));
        if (hits > bestHits) {
          bestHits = hits;
          best = column;
        }
      }
      kept |= best;
      llvm::erase_if(open, [&](uint64_t mask) { return mask & best; });
    }
    for (uint64_t rest = kept; rest; rest &= rest - 1) {
      const uint64_t column = rest & (~rest + 1);
      if (llvm::all_of(masks, [&](uint64_t mask) { return mask & kept & ~column; })) kept &= ~column;
    }
    return kept;
  }

  /// The most readable first: few restricted columns, then few pieces in their cells.
  void write() {
    struct Measure {
      size_t columns = 0, pieces = 0, index = 0;
      auto operator<=>(const Measure &) const = default;
    };
    std::vector<Measure> order;
    for (const Box &gap : gaps) {
      Measure m{static_cast<size_t>(std::popcount(restricted(gap))), 0, order.size()};
      for (size_t c = 0; c < gap.size(); ++c)
        if (!grid.axes[c].isAll(gap[c])) m.pieces += gap[c].size();
      order.push_back(m);
    }
    llvm::sort(order);
    Budget forExamples{effort.steps};
    Examples choose(grid, forExamples);
    for (const Measure &m : order)
      if (auto example = choose.of(gaps[m.index]))
        result.gaps.push_back({grid.write(gaps[m.index]), std::move(*example)});
      else
        result.moreGaps = true;
  }

  const Grid &grid;
  const Effort &effort;
  Analysis &result;
  Budget budget;
  Examples examples;
  std::vector<uint32_t> rows; // those that are not empty
  std::vector<uint64_t> shapes, distinctShapes;
  std::vector<uint64_t> apart;
  Boxes covering; // rows, the forbidden, gaps
  std::vector<Box> gaps;
  std::vector<uint32_t> boxOfGap;
};

} // namespace

void findGaps(const Grid &grid, const Effort &effort, Analysis &result) { GapSearch(grid, effort, result).run(); }

} // namespace proviso::analysis
