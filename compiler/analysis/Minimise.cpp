#include "analysis/Minimise.h"

#include "analysis/Examples.h"
#include "analysis/MinimiseExactly.h"
#include "analysis/Overlaps.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace proviso::analysis {

namespace {

constexpr size_t mostRowsForExact = 12;

/// Widens cells, leaves out rows and makes two rows one, until none of it can be done.
class LocalMinimiser {
public:
  LocalMinimiser(const Grid &grid, Budget &budget) : grid(grid), budget(budget), policy(grid.table.policy) {
    for (uint32_t row = 0; row < grid.rows.size(); ++row) {
      const Row &of = grid.table.rows[row];
      if (Box box = grid.rows.box(row); !isEmpty(box)) rows.push_back({std::move(box), of.outcome, of.rank, of.line});
    }
    // The rank decides as the order would.
    if (policy == HitPolicy::Priority)
      llvm::stable_sort(rows, [](const MinimalRow &a, const MinimalRow &b) { return a.rank < b.rank; });
  }

  void run() {
    if (counted()) joinRows();
    for (bool changed = true; changed && !budget.exhausted;) {
      changed = false;
      for (size_t i = 0; i < rows.size() && !budget.exhausted; ++i)
        for (size_t c = 0; c < grid.columns() && !budget.exhausted; ++c) changed = widen(i, c) || changed;
      for (size_t i = rows.size(); i-- > 0 && !budget.exhausted;)
        if (canDrop(i)) {
          rows.erase(rows.begin() + static_cast<ptrdiff_t>(i));
          changed = true;
        }
      if (counted()) changed = joinRows() || changed;
    }
  }

  std::vector<MinimalRow> rows;

private:
  /// Each case must meet as many rows of an outcome as before.
  bool counted() const {
    return policy == HitPolicy::Unique || policy == HitPolicy::RuleOrder || policy == HitPolicy::OutputOrder ||
           policy == HitPolicy::Collect;
  }

  bool covered(const Box &box, llvm::ArrayRef<const Box *> by) {
    return coveredBy(grid, box, by, budget) == Answer::Yes;
  }

  /// Whether a row in this place may have the box as well. `without`: the row itself is not there.
  bool mayHave(size_t row, const Box &box, bool without) {
    if (counted()) return covered(box, {});
    std::vector<const Box *> by;
    if (policy == HitPolicy::Any) {
      for (size_t i = 0; i < rows.size(); ++i)
        if (rows[i].outcome == rows[row].outcome && !(without && i == row)) by.push_back(&rows[i].box);
      return covered(box, by);
    }
    // In order: what no earlier row takes must meet a row, and before any with another outcome one with this outcome.
    // Of Priority, rows of another outcome and the same rank are neither before nor after: better ranks must take what
    // is shared.
    size_t better = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      const bool tied = policy == HitPolicy::Priority && rows[i].rank == rows[row].rank;
      if (rows[i].outcome != rows[row].outcome && (i > row || tied) && meets(box, rows[i].box)) {
        const llvm::ArrayRef<const Box *> before(by);
        if (!covered(intersect(box, rows[i].box), tied ? before.take_front(better) : before)) return false;
      }
      if (!(without && i == row)) by.push_back(&rows[i].box);
      if (rows[i].rank < rows[row].rank) better = by.size();
    }
    return covered(box, by);
  }

  bool canDrop(size_t row) { return mayHave(row, rows[row].box, true); }

  bool widen(size_t row, size_t column) {
    if (counted() && grid.forbidden.size() == 0) return false;
    const Positions outside = complement(rows[row].box[column], grid.axes[column].size());
    if (outside.empty()) return false;
    Box wider = rows[row].box;
    wider[column] = outside;
    if (!budget.spend(rows.size())) return false;
    // Between the ends of the boxes that are near, all positions are alike.
    std::vector<uint32_t> starts;
    auto cutAt = [&](const Box &box) {
      if (meets(box, wider))
        for (Span s : box[column]) {
          starts.push_back(s.first);
          starts.push_back(s.last + 1);
        }
    };
    for (const MinimalRow &other : rows) cutAt(other.box);
    for (uint32_t f = 0; f < grid.forbidden.size(); ++f) cutAt(grid.forbidden.box(f));
    if (starts.empty()) return false;
    llvm::sort(starts);
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    Positions more;
    for (Span s : outside) {
      uint32_t first = s.first;
      auto next = std::upper_bound(starts.begin(), starts.end(), first);
      while (first <= s.last) {
        const uint32_t end = next == starts.end() ? s.last + 1 : std::min(*next++, s.last + 1);
        wider[column] = {Span{first, end - 1}};
        if (mayHave(row, wider, false)) more.push_back({first, end - 1});
        first = end;
      }
    }
    if (more.empty()) return false;
    rows[row].box[column] = unite(rows[row].box[column], more);
    return true;
  }

  bool sameButBox(const MinimalRow &a, const MinimalRow &b) const { return a.outcome == b.outcome && a.rank == b.rank; }

  /// In rule order, whether the second row may stand where the first does.
  bool mayMove(size_t from, size_t to) {
    if (policy != HitPolicy::RuleOrder) return true;
    for (size_t i = to + 1; i < from; ++i)
      if (rows[i].outcome != rows[from].outcome && meets(rows[i].box, rows[from].box) &&
          !covered(intersect(rows[i].box, rows[from].box), {}))
        return false;
    return true;
  }

  /// Makes rows one that differ in one column, and share nothing; and where cases are forbidden, any two rows that only
  /// forbidden cases keep from being one.
  bool joinRows() {
    bool any = false;
    for (bool changed = true; changed && !budget.exhausted;) {
      changed = false;
      for (size_t c = 0; c < grid.columns(); ++c) changed = joinAlong(c) || changed;
      if (!changed && grid.forbidden.size()) changed = joinAcrossForbidden();
      any = any || changed;
    }
    return any;
  }

  bool joinAlong(size_t column) {
    if (!budget.spend(rows.size())) return false;
    std::map<std::vector<uint32_t>, std::vector<size_t>> alike;
    for (size_t i = 0; i < rows.size(); ++i) {
      std::vector<uint32_t> key{rows[i].outcome, rows[i].rank};
      for (size_t c = 0; c < grid.columns(); ++c) {
        if (c == column) continue;
        key.push_back(static_cast<uint32_t>(rows[i].box[c].size()));
        for (Span s : rows[i].box[c]) key.insert(key.end(), {s.first, s.last});
      }
      alike[key].push_back(i);
    }
    std::vector<bool> gone(rows.size());
    for (const auto &[key, group] : alike)
      for (size_t a = 0; a < group.size(); ++a)
        for (size_t b = a + 1; !gone[group[a]] && b < group.size(); ++b) {
          MinimalRow &first = rows[group[a]], &second = rows[group[b]];
          if (gone[group[b]] || meets(first.box[column], second.box[column]) || !mayMove(group[b], group[a])) continue;
          first.box[column] = unite(first.box[column], second.box[column]);
          first.line = std::min(first.line, second.line);
          gone[group[b]] = true;
        }
    return erase(gone);
  }

  bool joinAcrossForbidden() {
    std::vector<bool> gone(rows.size());
    for (size_t a = 0; a < rows.size(); ++a)
      for (size_t b = a + 1; b < rows.size() && !gone[a]; ++b) {
        if (gone[b] || !sameButBox(rows[a], rows[b]) || !mayMove(b, a)) continue;
        Box both;
        for (size_t c = 0; c < grid.columns(); ++c) both.push_back(unite(rows[a].box[c], rows[b].box[c]));
        if (!covered(intersect(rows[a].box, rows[b].box), {})) continue;
        if (!covered(both, {&rows[a].box, &rows[b].box})) continue;
        rows[a].box = std::move(both);
        rows[a].line = std::min(rows[a].line, rows[b].line);
        gone[b] = true;
      }
    return erase(gone);
  }

  bool erase(const std::vector<bool> &gone) {
    size_t kept = 0;
    for (size_t i = 0; i < rows.size(); ++i)
      if (!gone[i]) {
        if (kept != i) rows[kept] = std::move(rows[i]);
        ++kept;
      }
    const bool any = kept != rows.size();
    rows.resize(kept);
    return any;
  }

  const Grid &grid;
  Budget &budget;
  HitPolicy policy;
};

/// Of rows that share a case the policy must say which counts.
Answer isContradictory(const Grid &grid, const Effort &effort) {
  Analysis found;
  Budget budget{effort.steps};
  const Effort none{effort.steps, 0, 0};
  Overlaps overlaps(grid, none, budget, found);
  forEachRowMeetings(grid, [&](uint32_t row, const RowSet &meets) { overlaps.row(row, meets); });
  if (found.conflictCount > 0) return Answer::Yes;
  return found.overlapsSettled == Answer::Yes ? Answer::No : Answer::NotSettled;
}

} // namespace

MinimalTable minimise(const DecisionTable &table, const Effort &effort) {
  MinimalTable result;
  if (table.columns.size() > 64) {
    result.rows = table.rows;
    return result;
  }
  const Grid grid(table);
  for (const Row &row : table.rows)
    for (const Cell &cell : row.cells) result.restrictedBefore += cell.restricted;
  if (grid.noCases) {
    result.minimality = Minimality::Fewest;
    return result;
  }
  const Answer contradictory = isContradictory(grid, effort);
  result.contradictory = contradictory == Answer::Yes;
  if (result.contradictory) return result;
  if (contradictory == Answer::NotSettled) {
    result.rows = table.rows;
    result.restrictedAfter = result.restrictedBefore;
    return result;
  }

  Budget budget{effort.steps};
  LocalMinimiser local(grid, budget);
  local.run();
  result.minimality = budget.exhausted ? Minimality::NotSettled : Minimality::Local;
  std::vector<MinimalRow> rows = std::move(local.rows);

  const bool unique = table.policy == HitPolicy::Unique;
  if ((unique || table.policy == HitPolicy::Any) && rows.size() <= mostRowsForExact) {
    Budget forExact{effort.steps / 4};
    if (auto exact = minimiseExactly(grid, rows, unique, forExact)) {
      rows = std::move(exact->rows);
      result.minimality = exact->cellsToo ? Minimality::Fewest : Minimality::FewestRows;
    }
  }
  for (MinimalRow &row : rows) {
    result.rows.push_back({grid.write(row.box), row.outcome, row.rank, row.line});
    for (const Cell &cell : result.rows.back().cells) result.restrictedAfter += cell.restricted;
  }
  return result;
}

} // namespace proviso::analysis
