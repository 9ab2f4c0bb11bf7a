// Decision tables as their analysis sees them: columns with domains, rows of cells, outcomes, a hit policy, and what
// cannot be. Whose tables they are does not matter.
#pragma once

#include "proviso/Number.h"

#include <optional>
#include <string>
#include <vector>

namespace proviso::analysis {

/// What is said where several rows are met. The terms are those of DMN.
enum class HitPolicy : uint8_t { Unique, Any, Priority, First, RuleOrder, OutputOrder, Collect };

/// Choice: one of a list. Number: any number. Whole: whole numbers only. Date: days since 1970-01-01. Months: whole
/// months, a year is twelve. Seconds: a time span of any fraction of a second.
enum class ColumnKind : uint8_t { Choice, Boolean, Number, Whole, Date, Months, Seconds };

/// From `low` to `high`; an end that is missing is infinite. Empty where `low` is above `high`.
struct Range {
  std::optional<Number> low, high;
  bool lowIncluded = true, highIncluded = true;
  friend bool operator==(const Range &, const Range &) = default;
};

/// A condition on one column: the union of what it lists, or, negated, everything else. Not restricted: any value, and
/// the lists are empty.
struct Cell {
  bool restricted = false;
  bool negated = false;
  bool null = false;            // null is listed
  std::vector<uint32_t> values; // of Choice: indexes of Column::values; of Boolean: 0 and 1
  std::vector<Range> ranges;    // of all other kinds
  friend bool operator==(const Cell &, const Cell &) = default;
};

/// One cell for each column: the cases for which all of them hold.
using CellBox = std::vector<Cell>;

struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::Number;
  std::vector<std::string> values; // of Choice
  bool open = false;               // of Choice: values that are not listed are possible too
  bool null = false;               // null, or unascertainable, is possible too
  Cell domain;                     // only these values are possible; null is then possible if `null` says so
  std::string nullName = "null";   // what the missing value is called
};

struct Row {
  CellBox cells;
  uint32_t outcome = 0; // equal numbers: equal outcomes
  uint32_t rank = 0;    // Priority, OutputOrder: the least goes first
  uint32_t line = 0;    // where it stands, from 1; 0: nowhere
};

/// Every row and every box of `forbidden` has a cell for each column. Tables of more than 64
/// columns are not settled.
struct DecisionTable {
  std::string name;
  HitPolicy policy = HitPolicy::Unique;
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::vector<CellBox> forbidden;    // cases in them do not exist
  std::vector<std::string> outcomes; // in words, by Row::outcome; may be empty
  uint32_t line = 0;
};

/// A value of a column. Other: one that the list of an open column does not have.
struct Value {
  enum class Kind : uint8_t { Listed, Other, Number, Null } kind = Kind::Null;
  uint32_t listed = 0;
  Number number;
  friend bool operator==(const Value &, const Value &) = default;
};

/// A case: a value for each column. `needed` are the columns that the finding is about; in the others almost any value
/// would do.
struct Case {
  std::vector<Value> values;
  std::vector<bool> needed;
  friend bool operator==(const Case &, const Case &) = default;
};

} // namespace proviso::analysis
