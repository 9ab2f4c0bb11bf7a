// What can be said of a decision table by itself: which rows meet, what no row meets, what is without effect.
// docs/table-analysis.md defines each finding.
#pragma once

#include "analysis/DecisionTable.h"

namespace proviso::analysis {

/// How far to go. What is beyond it is said to be not settled, never guessed.
struct Effort {
  uint64_t steps = 100'000'000; // looks at one box, for each of the questions below
  size_t overlaps = 10'000;     // how many are listed; all are counted
  size_t gaps = 200;            // how many are listed
};

enum class Answer : uint8_t { No, Yes, NotSettled };

/// Two rows, by index, that share a case.
struct Overlap {
  uint32_t first = 0, second = 0;
  bool conflict = false; // the policy cannot decide between them
  CellBox shared;
  Case example;
};

/// Cases that no row meets. `box` meets no row; some of its cases may be forbidden, `example` is not.
struct Gap {
  CellBox box;
  Case example;
};

/// A row whose cases all meet another row that goes before it, or, where none goes before, any other row. Each such row
/// could be left out by itself; two that mask each other could not both.
struct Masked {
  uint32_t row = 0;
  std::vector<uint32_t> by; // no fewer of these would do
  bool sameOutcome = false; // as all of these
};

/// A condition that holds in no case that exists, or in all of them, whatever the other columns say.
struct IdleCell {
  uint32_t row = 0, column = 0;
  bool always = false;
};

struct Analysis {
  uint64_t overlapCount = 0;            // pairs of rows that share a case
  uint64_t conflictCount = 0;           // those of them that the policy cannot decide between
  std::vector<Overlap> overlaps;        // by rows; of Any and Priority only conflicts
  Answer overlapsSettled = Answer::Yes; // else there are more, and the counts are too low

  Answer complete = Answer::Yes; // every case meets a row
  std::vector<Gap> gaps;         // the most readable first
  bool moreGaps = false;         // what is listed does not cover all that is uncovered

  std::vector<uint32_t> unmet; // rows that no case meets
  std::vector<Masked> masked;
  std::vector<IdleCell> idleCells;
  std::vector<uint32_t> idleColumns;       // whatever their value, the outcome is the same
  std::vector<uint32_t> rowsNotSettled;    // whether they are unmet or masked
  std::vector<uint32_t> columnsNotSettled; // whether they are idle
};

/// Analyses one table. The result is always the same for the same table and effort. O(n^2 d / 64) for the overlaps of n
/// rows in d columns; the rest is exponential at worst, and bounded by `effort`.
Analysis analyse(const DecisionTable &table, const Effort &effort = {});

} // namespace proviso::analysis
