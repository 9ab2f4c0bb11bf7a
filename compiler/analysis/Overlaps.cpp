#include "analysis/Overlaps.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <bit>

namespace proviso::analysis {

namespace {

constexpr uint32_t blockSize = 512;
/// Columns with so few positions are done exactly, by the rows at each position.
constexpr uint32_t fewPositions = 24;

void set(RowSet &rows, uint32_t row) { rows[row / 64] |= uint64_t(1) << row % 64; }
void clear(RowSet &rows, uint32_t row) { rows[row / 64] &= ~(uint64_t(1) << row % 64); }

/// What is known of a column before the first block.
struct Sweep {
  std::vector<uint32_t> byFirst, byLast; // rows, by the ends of their hulls
  std::vector<RowSet> at;                // of few positions: the rows at each
  bool exact = true;                     // no hull has a hole
};

Sweep prepare(const Grid &grid, size_t c, size_t words) {
  const Boxes &rows = grid.rows;
  Sweep sweep;
  if (grid.axes[c].size() <= fewPositions) {
    sweep.at.assign(grid.axes[c].size(), RowSet(words));
    for (uint32_t row = 0; row < rows.size(); ++row)
      for (Span s : rows.positions(c, row))
        for (uint32_t p = s.first; p <= s.last; ++p) set(sweep.at[p], row);
    return sweep;
  }
  for (uint32_t row = 0; row < rows.size(); ++row) {
    sweep.byFirst.push_back(row);
    sweep.exact = sweep.exact && rows.isSimple(c, row);
  }
  sweep.byLast = sweep.byFirst;
  llvm::stable_sort(sweep.byFirst,
                    [&](uint32_t a, uint32_t b) { return rows.hull(c, a).first < rows.hull(c, b).first; });
  llvm::stable_sort(sweep.byLast, [&](uint32_t a, uint32_t b) { return rows.hull(c, a).last < rows.hull(c, b).last; });
  return sweep;
}

/// Takes away, from the sets of the rows from `begin` on, the rows that the column keeps apart.
void narrow(const Grid &grid, size_t c, const Sweep &sweep, uint32_t begin, std::vector<RowSet> &sets) {
  const Boxes &rows = grid.rows;
  const size_t words = sets[0].size();
  if (!sweep.at.empty()) {
    RowSet meeting(words);
    for (uint32_t i = 0; i < sets.size(); ++i) {
      const Positions cell = rows.positions(c, begin + i);
      if (grid.axes[c].isAll(cell)) continue; // whoever has an empty cell is taken out by itself
      std::fill(meeting.begin(), meeting.end(), 0);
      for (Span s : cell)
        for (uint32_t p = s.first; p <= s.last; ++p)
          for (size_t w = 0; w < words; ++w) meeting[w] |= sweep.at[p][w];
      for (size_t w = 0; w < words; ++w) sets[i][w] &= meeting[w];
    }
    return;
  }
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < sets.size(); ++i) order.push_back(i);
  // Those that do not end before.
  llvm::stable_sort(
      order, [&](uint32_t a, uint32_t b) { return rows.hull(c, begin + a).first < rows.hull(c, begin + b).first; });
  RowSet left(words, ~uint64_t(0));
  size_t next = 0;
  for (uint32_t i : order) {
    for (; next < sweep.byLast.size() && rows.hull(c, sweep.byLast[next]).last < rows.hull(c, begin + i).first; ++next)
      clear(left, sweep.byLast[next]);
    if (next)
      for (size_t w = 0; w < words; ++w) sets[i][w] &= left[w];
  }
  // Those that do not begin after.
  llvm::stable_sort(
      order, [&](uint32_t a, uint32_t b) { return rows.hull(c, begin + a).last > rows.hull(c, begin + b).last; });
  std::fill(left.begin(), left.end(), ~uint64_t(0));
  next = sweep.byFirst.size();
  for (uint32_t i : order) {
    for (; next > 0 && rows.hull(c, sweep.byFirst[next - 1]).first > rows.hull(c, begin + i).last; --next)
      clear(left, sweep.byFirst[next - 1]);
    if (next < sweep.byFirst.size())
      for (size_t w = 0; w < words; ++w) sets[i][w] &= left[w];
  }
}

bool isEmptyRow(const Grid &grid, uint32_t row) {
  for (size_t c = 0; c < grid.columns(); ++c)
    if (grid.rows.hull(c, row).first > grid.rows.hull(c, row).last) return true;
  return false;
}

} // namespace

void forEachRowMeetings(const Grid &grid, llvm::function_ref<void(uint32_t, const RowSet &)> visit) {
  const uint32_t n = grid.rows.size();
  const size_t words = (n + 63) / 64;
  RowSet possible(words);
  for (uint32_t row = 0; row < n; ++row)
    if (!isEmptyRow(grid, row)) set(possible, row);
  std::vector<Sweep> sweeps;
  for (size_t c = 0; c < grid.columns(); ++c) sweeps.push_back(prepare(grid, c, words));
  std::vector<size_t> holed;
  for (size_t c = 0; c < grid.columns(); ++c)
    if (!sweeps[c].exact) holed.push_back(c);

  for (uint32_t begin = 0; begin < n; begin += blockSize) {
    std::vector<RowSet> sets(std::min(blockSize, n - begin), possible);
    for (size_t c = 0; c < grid.columns(); ++c) narrow(grid, c, sweeps[c], begin, sets);
    for (uint32_t i = 0; i < sets.size(); ++i) {
      const uint32_t row = begin + i;
      if (isEmptyRow(grid, row)) std::fill(sets[i].begin(), sets[i].end(), 0);
      // Hulls may meet where the cells do not.
      for (size_t c : holed)
        forEachRow(sets[i], [&](uint32_t other) {
          if (grid.rows.isSimple(c, row) && grid.rows.isSimple(c, other)) return;
          if (llvm::none_of(grid.rows.spans(c, row), [&](Span s) { return grid.rows.meets(c, other, s); }))
            clear(sets[i], other);
        });
      visit(row, sets[i]);
    }
  }
}

Overlaps::Overlaps(const Grid &grid, const Effort &effort, Budget &budget, Analysis &result)
    : grid(grid), effort(effort), examples(grid, budget), result(result),
      onlyConflicts(grid.table.policy == HitPolicy::Any || grid.table.policy == HitPolicy::Priority) {}

bool Overlaps::conflicts(uint32_t a, uint32_t b) const {
  const Row &x = grid.table.rows[a], &y = grid.table.rows[b];
  switch (grid.table.policy) {
  case HitPolicy::Unique: return true;
  case HitPolicy::Any: return x.outcome != y.outcome;
  case HitPolicy::Priority: return x.outcome != y.outcome && x.rank == y.rank;
  default: return false;
  }
}

void Overlaps::row(uint32_t row, const RowSet &meets) {
  if (!onlyConflicts && grid.forbidden.size() == 0 && result.overlaps.size() >= effort.overlaps) {
    // Nothing but to count.
    uint64_t count = 0;
    for (size_t w = row / 64; w < meets.size(); ++w) {
      const uint64_t later = w == row / 64 ? ~uint64_t(0) << row % 64 << 1 : ~uint64_t(0);
      count += static_cast<uint64_t>(std::popcount(meets[w] & later));
    }
    result.overlapCount += count;
    if (grid.table.policy == HitPolicy::Unique) result.conflictCount += count;
    return;
  }
  forEachRow(meets, [&](uint32_t other) {
    if (other <= row || result.overlapsSettled != Answer::Yes) return;
    const bool conflict = conflicts(row, other);
    const bool list = result.overlaps.size() < effort.overlaps && (conflict || !onlyConflicts);
    if (list || grid.forbidden.size()) {
      Box shared = intersect(grid.rows.box(row), grid.rows.box(other));
      switch (examples.exists(shared)) {
      case Answer::No: return;
      case Answer::NotSettled: result.overlapsSettled = Answer::NotSettled; return;
      case Answer::Yes: break;
      }
      if (list) {
        auto example = examples.of(shared);
        if (!example) {
          result.overlapsSettled = Answer::NotSettled;
          return;
        }
        result.overlaps.push_back({row, other, conflict, grid.write(shared), std::move(*example)});
      }
    }
    ++result.overlapCount;
    result.conflictCount += conflict;
  });
}

} // namespace proviso::analysis
