#include "analysis/Masked.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso::analysis {

MaskedRows::MaskedRows(const Grid &grid, Budget &budget, Analysis &result)
    : grid(grid), result(result), boxes(grid.rows), search(boxes, budget) {
  for (uint32_t f = 0; f < grid.forbidden.size(); ++f) boxes.add(grid.forbidden.box(f));
}

bool MaskedRows::goesBefore(uint32_t other, uint32_t row) const {
  const Row &x = grid.table.rows[other], &y = grid.table.rows[row];
  switch (grid.table.policy) {
  case HitPolicy::First: return other < row;
  case HitPolicy::Priority: return x.rank < y.rank || (x.rank == y.rank && x.outcome == y.outcome && other < row);
  default: return true;
  }
}

std::vector<uint32_t> MaskedRows::fewest(const Region &region, std::vector<uint32_t> by,
                                         llvm::ArrayRef<uint32_t> fixed) {
  for (size_t i = by.size(); i-- > 0;) {
    std::vector<uint32_t> rest = by;
    rest.erase(rest.begin() + static_cast<ptrdiff_t>(i));
    rest.insert(rest.end(), fixed.begin(), fixed.end());
    if (search.covered(region, rest) == Answer::Yes) by.erase(by.begin() + static_cast<ptrdiff_t>(i));
  }
  return by;
}

void MaskedRows::row(uint32_t row, const RowSet &meets) {
  const Box box = grid.rows.box(row);
  if (isEmpty(box)) {
    result.unmet.push_back(row);
    return;
  }
  const Region region = hullOf(box);
  std::vector<uint32_t> others, fixed;
  forEachRow(meets, [&](uint32_t other) {
    if (other != row && goesBefore(other, row)) others.push_back(other);
  });
  for (uint32_t f = 0; f < grid.forbidden.size(); ++f) fixed.push_back(grid.rows.size() + f);
  for (const Box &hole : holesOf(box)) fixed.push_back(boxes.add(hole));

  if (grid.forbidden.size()) {
    const Answer unmet = search.covered(region, fixed);
    if (unmet == Answer::Yes) result.unmet.push_back(row);
    if (unmet == Answer::NotSettled) result.rowsNotSettled.push_back(row);
    if (unmet != Answer::No) return;
  }
  if (others.empty()) return;
  std::vector<uint32_t> all = others;
  all.insert(all.end(), fixed.begin(), fixed.end());
  switch (search.covered(region, all)) {
  case Answer::No: return;
  case Answer::NotSettled: result.rowsNotSettled.push_back(row); return;
  case Answer::Yes: break;
  }
  std::vector<uint32_t> by = search.used();
  llvm::erase_if(by, [&](uint32_t used) { return used >= grid.rows.size(); });
  by = fewest(region, std::move(by), fixed);
  const bool same =
      llvm::all_of(by, [&](uint32_t other) { return grid.table.rows[other].outcome == grid.table.rows[row].outcome; });
  result.masked.push_back({row, std::move(by), same});
}

} // namespace proviso::analysis
