#include "analysis/Idle.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <map>

namespace proviso::analysis {

void findIdleCells(const Grid &grid, Budget &budget, Analysis &result) {
  Examples examples(grid, budget);
  for (uint32_t c = 0; c < grid.columns(); ++c) {
    // Equal cells are asked about once.
    std::map<std::vector<uint32_t>, std::pair<bool, bool>> known;
    for (uint32_t row = 0; row < grid.rows.size(); ++row) {
      if (!grid.table.rows[row].cells[c].restricted) continue;
      const Positions cell = grid.rows.positions(c, row);
      std::vector<uint32_t> key;
      for (Span s : cell) key.insert(key.end(), {s.first, s.last});
      const auto [entry, fresh] = known.try_emplace(key);
      auto &[never, always] = entry->second;
      if (fresh) {
        Box holds = grid.everything(), fails = holds;
        holds[c] = cell;
        fails[c] = complement(cell, grid.axes[c].size());
        never = examples.exists(holds) == Answer::No;
        always = !never && examples.exists(fails) == Answer::No;
      }
      if (never || always) result.idleCells.push_back({row, c, always});
    }
  }
  llvm::sort(result.idleCells, [](const IdleCell &a, const IdleCell &b) {
    return std::pair(a.row, a.column) < std::pair(b.row, b.column);
  });
}

namespace {

/// How many rows are tried before all is searched.
constexpr uint32_t triedRows = 64;

class ColumnSearch {
public:
  ColumnSearch(const Grid &grid, Budget &budget)
      : grid(grid), budget(budget), examples(grid, budget), boxes(grid.rows), splitter(boxes) {
    for (uint32_t f = 0; f < grid.forbidden.size(); ++f) boxes.add(grid.forbidden.box(f));
  }

  /// Whether the column never matters.
  Answer idle(uint32_t column) {
    c = column;
    std::vector<uint32_t> restricting;
    for (uint32_t row = 0; row < grid.rows.size(); ++row)
      if (!grid.axes[c].isAll(grid.rows.positions(c, row)) && !isEmpty(grid.rows.box(row))) restricting.push_back(row);
    if (restricting.empty()) return Answer::Yes;
    const size_t stride = std::max<size_t>(1, restricting.size() / triedRows);
    for (size_t i = 0; i < restricting.size(); i += stride)
      if (differsAround(restricting[i])) return Answer::No;
    std::vector<Alive> alive;
    const Region region = hullOf(grid.everything());
    for (uint32_t box = 0; box < boxes.size(); ++box)
      if (Alive a; splitter.enter(region, box, a)) alive.push_back(a);
    const bool same = sameEverywhere(region, alive);
    return !same ? Answer::No : budget.exhausted ? Answer::NotSettled : Answer::Yes;
  }

private:
  /// What is decided where these rows are met, in order: equal lists, equal outcomes.
  std::vector<uint32_t> decided(llvm::ArrayRef<uint32_t> met) const {
    std::vector<uint32_t> said;
    uint32_t best = UINT32_MAX;
    for (uint32_t row : met) best = std::min(best, grid.table.rows[row].rank);
    const HitPolicy policy = grid.table.policy;
    for (uint32_t row : met)
      if (policy != HitPolicy::Priority || grid.table.rows[row].rank == best)
        said.push_back(grid.table.rows[row].outcome);
    if (policy == HitPolicy::First) said.resize(std::min<size_t>(said.size(), 1));
    if (policy == HitPolicy::First || policy == HitPolicy::RuleOrder) return said;
    llvm::sort(said);
    if (policy == HitPolicy::OutputOrder || policy == HitPolicy::Collect) return said;
    said.erase(std::unique(said.begin(), said.end()), said.end());
    return said;
  }

  std::vector<uint32_t> decidedAt(llvm::ArrayRef<uint32_t> at) {
    std::vector<uint32_t> met;
    for (uint32_t row = 0; row < grid.rows.size(); ++row)
      if (has(grid.rows, row, at)) met.push_back(row);
    budget.spend(grid.rows.size());
    return decided(met);
  }

  static bool has(const Boxes &list, uint32_t box, llvm::ArrayRef<uint32_t> at) {
    for (size_t column = 0; column < at.size(); ++column)
      if (!list.meets(column, box, {at[column], at[column]})) return false;
    return true;
  }

  bool exists(llvm::ArrayRef<uint32_t> at) const {
    for (uint32_t f = 0; f < grid.forbidden.size(); ++f)
      if (has(grid.forbidden, f, at)) return false;
    return true;
  }

  /// A case of the row, and the same with a value that the row does not allow.
  bool differsAround(uint32_t row) {
    const Box box = grid.rows.box(row);
    const auto found = examples.positionsOf(box);
    if (!found) return false;
    llvm::SmallVector<uint32_t, 12> at = *found;
    const std::vector<uint32_t> here = decidedAt(at);
    for (Span s : complement(box[c], grid.axes[c].size()))
      for (uint32_t p : {s.first, s.last}) {
        at[c] = p;
        if (exists(at) && decidedAt(at) != here) return true;
      }
    return false;
  }

  /// False: there are two cases. True: there are none, if the budget was enough.
  bool sameEverywhere(const Region &region, const std::vector<Alive> &alive) {
    const uint64_t here = uint64_t(1) << c;
    if (!budget.spend(alive.size() + 1)) return true;
    const uint32_t rows = grid.rows.size();
    // All rows left disregard the column, or no case exists.
    if (llvm::none_of(alive, [&](Alive a) { return a.box < rows && (a.partial & here); })) return true;
    if (llvm::any_of(alive, [&](Alive a) { return a.box >= rows && a.partial == 0; })) return true;
    if (llvm::all_of(alive, [&](Alive a) { return (a.partial & ~here) == 0; })) return sameAlong(region, alive);
    const Split split = splitter.choose(region, alive, ~here);
    Region half = region;
    std::vector<Alive> left;
    half[split.column].last = split.cut;
    splitter.narrow(alive, split.column, half[split.column], left);
    if (!sameEverywhere(half, left)) return false;
    half[split.column] = {split.cut + 1, region[split.column].last};
    splitter.narrow(alive, split.column, half[split.column], left);
    return sameEverywhere(half, left);
  }

  /// The same where only this column parts the boxes.
  bool sameAlong(const Region &region, const std::vector<Alive> &alive) {
    std::vector<uint32_t> starts{region[c].first};
    for (Alive a : alive)
      for (Span s : boxes.spans(c, a.box)) {
        starts.push_back(s.first);
        starts.push_back(s.last + 1);
      }
    llvm::sort(starts);
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    std::optional<std::vector<uint32_t>> first;
    for (uint32_t p : starts) {
      if (p < region[c].first || p > region[c].last) continue;
      if (!budget.spend(alive.size())) return true;
      std::vector<uint32_t> met;
      bool forbidden = false;
      for (Alive a : alive)
        if (boxes.meets(c, a.box, {p, p})) {
          if (a.box >= grid.rows.size())
            forbidden = true;
          else
            met.push_back(a.box);
        }
      if (forbidden) continue;
      llvm::sort(met);
      std::vector<uint32_t> said = decided(met);
      if (!first)
        first = std::move(said);
      else if (*first != said)
        return false;
    }
    return true;
  }

  const Grid &grid;
  Budget &budget;
  Examples examples;
  Boxes boxes; // rows, then the forbidden
  Splitter splitter;
  uint32_t c = 0;
};

} // namespace

void findIdleColumns(const Grid &grid, Budget &budget, Analysis &result) {
  ColumnSearch search(grid, budget);
  for (uint32_t c = 0; c < grid.columns(); ++c) switch (search.idle(c)) {
    case Answer::Yes: result.idleColumns.push_back(c); break;
    case Answer::NotSettled: result.columnsNotSettled.push_back(c); break;
    case Answer::No: break;
    }
}

} // namespace proviso::analysis
