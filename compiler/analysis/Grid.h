// A table cut into elementary cells: two values of a column that no cell tells apart are one position, and all that
// follows is about whole numbers. Open and closed ends, and that there is no day between two days, are settled here.
#pragma once

#include "analysis/Boxes.h"
#include "analysis/DecisionTable.h"

namespace proviso::analysis {

/// A place between numbers: before `at`, or after it.
struct Cut {
  Number at;
  bool after = false;
  friend bool operator==(const Cut &, const Cut &) = default;
  friend std::strong_ordering operator<=>(const Cut &a, const Cut &b) {
    if (const auto order = a.at <=> b.at; order != 0) return order;
    return a.after <=> b.after;
  }
};

/// The positions of one column, in order: listed values, "any other", intervals, null.
class Axis {
public:
  /// `cells` are all that are ever asked of it.
  Axis(const Column &column, llvm::ArrayRef<const Cell *> cells);

  uint32_t size() const { return static_cast<uint32_t>(positions.size()); }
  Positions all() const { return size() ? Positions{Span{0, size() - 1}} : Positions(); }
  bool isAll(const Positions &p) const { return p.size() == 1 && p[0].first == 0 && p[0].last + 1 == size(); }
  Positions read(const Cell &cell) const;
  /// The shortest cell for a set that is not empty.
  Cell write(const Positions &set) const;
  /// The value of a position that reads best.
  Value value(uint32_t position) const;
  /// The position of the set with the value that reads best: one that a cell names before one that none does.
  uint32_t best(const Positions &set) const;

private:
  struct Position {
    Value::Kind kind = Value::Kind::Number;
    uint32_t listed = 0;
    std::optional<Cut> low, high;
  };
  bool whole() const {
    return column->kind == ColumnKind::Whole || column->kind == ColumnKind::Date || column->kind == ColumnKind::Months;
  }
  bool finite() const { return column->kind == ColumnKind::Choice || column->kind == ColumnKind::Boolean; }
  std::optional<Cut> lowCut(const Range &range) const;
  std::optional<Cut> highCut(const Range &range) const;
  /// What is listed, without regard to `negated`, among the positions before those outside the domain were left out.
  Positions listed(const Cell &cell) const;
  Number numberWithin(const Position &position) const;
  bool isNamed(const Position &position) const;

  const Column *column;
  std::vector<Cut> cuts;
  uint32_t fullSize = 0;
  std::vector<uint32_t> keptBefore; // for each position of the whole axis, how many before it are in the domain
  std::vector<Position> positions;
};

/// Refers to the table, which must outlive it.
struct Grid {
  explicit Grid(const DecisionTable &table);

  const DecisionTable &table;
  std::vector<Axis> axes;
  Boxes rows, forbidden;
  bool noCases = false; // some column has no possible value; then nothing else may be asked

  size_t columns() const { return axes.size(); }
  Box everything() const;
  CellBox write(const Box &box) const;
};

/// How many steps may be spent on one question, and whether they sufficed. A step is one look at one box.
struct Budget {
  uint64_t steps = 0;
  bool exhausted = false;
  bool spend(uint64_t n) {
    if (n > steps) {
      steps = 0;
      exhausted = true;
      return false;
    }
    steps -= n;
    return true;
  }
};

} // namespace proviso::analysis
