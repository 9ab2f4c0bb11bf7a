#include "analysis/Gaps.h"
#include "analysis/Idle.h"
#include "analysis/Masked.h"

#include <numeric>

namespace proviso::analysis {

namespace {

Analysis nothingSettled(const DecisionTable &table) {
  Analysis result;
  result.overlapsSettled = result.complete = Answer::NotSettled;
  result.rowsNotSettled.resize(table.rows.size());
  std::iota(result.rowsNotSettled.begin(), result.rowsNotSettled.end(), 0);
  result.columnsNotSettled.resize(table.columns.size());
  std::iota(result.columnsNotSettled.begin(), result.columnsNotSettled.end(), 0);
  return result;
}

} // namespace

Analysis analyse(const DecisionTable &table, const Effort &effort) {
  if (table.columns.size() > 64) return nothingSettled(table);
  Analysis result;
  const Grid grid(table);
  if (grid.noCases) {
    for (uint32_t row = 0; row < table.rows.size(); ++row) result.unmet.push_back(row);
    return result;
  }
  Budget forOverlaps{effort.steps}, forRows{effort.steps}, forCells{effort.steps}, forColumns{effort.steps};
  Overlaps overlaps(grid, effort, forOverlaps, result);
  MaskedRows masked(grid, forRows, result);
  forEachRowMeetings(grid, [&](uint32_t row, const RowSet &meets) {
    overlaps.row(row, meets);
    masked.row(row, meets);
  });
  findGaps(grid, effort, result);
  findIdleCells(grid, forCells, result);
  findIdleColumns(grid, forColumns, result);
  return result;
}

} // namespace proviso::analysis
