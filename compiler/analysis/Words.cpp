#include "analysis/Words.h"

#include "proviso/Date.h"

#include <fmt/format.h>
#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/STLExtras.h>

namespace proviso::analysis {

namespace {

std::string secondsText(Number seconds) {
  struct Unit {
    int64_t seconds;
    const char *name;
  };
  for (const Unit unit : {Unit{86'400, "day"}, Unit{3'600, "hour"}, Unit{60, "minute"}, Unit{1, "second"}})
    if (const auto count = Number::divide(seconds, unit.seconds); count && (count->isWhole() || unit.seconds == 1))
      return fmt::format("{} {}{}", count->text(), unit.name, *count == Number(1) ? "" : "s");
  return seconds.text() + " seconds";
}

std::string numberText(const Column &column, Number n) {
  const bool small = n.isWhole() && n.numerator() >= INT32_MIN && n.numerator() <= INT32_MAX;
  if (column.kind == ColumnKind::Date && small) return Date{static_cast<int32_t>(n.numerator())}.text();
  if (column.kind == ColumnKind::Months && small)
    return Duration{Duration::Unit::Months, static_cast<int32_t>(n.numerator())}.text();
  if (column.kind == ColumnKind::Seconds) return secondsText(n);
  return n.text();
}

std::string listedText(const Column &column, uint32_t value) {
  if (value < column.values.size()) return column.values[value];
  return value ? "true" : "false"; // of Boolean without names
}

bool isPoint(const Range &range) { return range.low && range.low == range.high; }

std::string rangeText(const Column &column, const Range &range) {
  if (!range.low && !range.high) return column.null ? fmt::format("not({})", column.nullName) : "any";
  if (isPoint(range)) return numberText(column, *range.low);
  if (!range.low) return (range.highIncluded ? "<= " : "< ") + numberText(column, *range.high);
  if (!range.high) return (range.lowIncluded ? ">= " : "> ") + numberText(column, *range.low);
  return fmt::format("{}{} .. {}{}", range.lowIncluded ? '[' : '(', numberText(column, *range.low),
                     numberText(column, *range.high), range.highIncluded ? ']' : ')');
}

std::vector<std::string> partsOf(const Column &column, const Cell &cell) {
  std::vector<std::string> parts;
  for (uint32_t v : cell.values) parts.push_back(listedText(column, v));
  for (const Range &range : cell.ranges) parts.push_back(rangeText(column, range));
  if (cell.null) parts.push_back(column.nullName);
  return parts;
}

/// `a`, `a or b`, `a, b or c`.
std::string list(const std::vector<std::string> &parts, const char *last) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i)
    out += (i == 0 ? "" : i + 1 == parts.size() ? fmt::format(" {} ", last) : ", ") + parts[i];
  return out;
}

std::string rowsText(llvm::ArrayRef<uint32_t> rows) {
  std::vector<std::string> numbers;
  for (uint32_t row : rows) numbers.push_back(std::to_string(row + 1));
  return (rows.size() == 1 ? "row " : "rows ") + list(numbers, "and");
}

std::string forExample(const DecisionTable &table, const Case &example) {
  const std::string at = caseText(table, example);
  return at.empty() ? "" : ", for example at " + at;
}

} // namespace

std::string valueText(const Column &column, const Value &value) {
  switch (value.kind) {
  case Value::Kind::Listed: return listedText(column, value.listed);
  case Value::Kind::Other: return "any other";
  case Value::Kind::Number: return numberText(column, value.number);
  case Value::Kind::Null: break;
  }
  return column.nullName;
}

std::string cellText(const Column &column, const Cell &cell) {
  if (!cell.restricted) return "-";
  const std::string parts = fmt::format("{}", fmt::join(partsOf(column, cell), ", "));
  if (cell.negated) return parts.empty() ? "-" : "not(" + parts + ")";
  return parts.empty() ? "nothing" : parts;
}

std::string conditionText(const Column &column, const Cell &cell) {
  const std::vector<std::string> parts = partsOf(column, cell);
  if (parts.empty()) return fmt::format("{} is {}", column.name, cell.negated ? "anything" : "nothing");
  if (cell.negated)
    return fmt::format("{} {} {}", column.name, cell.ranges.empty() ? "is not" : "is not in", list(parts, "or"));
  if (cell.ranges.size() == 1 && parts.size() == 1 && !isPoint(cell.ranges[0])) {
    const Range &range = cell.ranges[0];
    if (!range.low && !range.high) return fmt::format("{} is not {}", column.name, column.nullName);
    return fmt::format("{} {}{}", column.name, range.low && range.high ? "in " : "", parts[0]);
  }
  const bool points = llvm::all_of(cell.ranges, isPoint);
  return fmt::format("{} {} {}", column.name, points ? "=" : "in", list(parts, "or"));
}

std::string boxText(const DecisionTable &table, const CellBox &box) {
  std::vector<std::string> parts;
  for (size_t c = 0; c < box.size(); ++c)
    if (box[c].restricted) parts.push_back(conditionText(table.columns[c], box[c]));
  return parts.empty() ? "always" : fmt::format("{}", fmt::join(parts, " and "));
}

std::string caseText(const DecisionTable &table, const Case &example) {
  std::vector<std::string> parts;
  for (size_t c = 0; c < example.values.size(); ++c)
    if (example.needed[c])
      parts.push_back(table.columns[c].name + " " + valueText(table.columns[c], example.values[c]));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string describe(const DecisionTable &table, const Overlap &overlap) {
  const std::string where = boxText(table, overlap.shared);
  std::string out = fmt::format("rows {} and {} both apply {}{}", overlap.first + 1, overlap.second + 1,
                                where == "always" ? where : "when " + where, forExample(table, overlap.example));
  const uint32_t a = table.rows[overlap.first].outcome, b = table.rows[overlap.second].outcome;
  if (overlap.conflict && a != b && std::max(a, b) < table.outcomes.size())
    out += fmt::format("; one says {}, the other {}", table.outcomes[a], table.outcomes[b]);
  return out;
}

std::string describe(const DecisionTable &table, const Gap &gap) {
  const std::string where = boxText(table, gap.box);
  if (where == "always") return "no row ever applies" + forExample(table, gap.example);
  return fmt::format("no row applies when {}{}", where, forExample(table, gap.example));
}

std::string describe(const DecisionTable &table, const Masked &masked) {
  const std::string by = rowsText(masked.by);
  const bool one = masked.by.size() == 1;
  if (table.policy == HitPolicy::First || table.policy == HitPolicy::Priority)
    return fmt::format("row {} never decides: {} {} before it in all its cases", masked.row + 1, by,
                       one ? "goes" : "go");
  return fmt::format("row {} never stands alone: {} {} all its cases{}", masked.row + 1, by, one ? "has" : "have",
                     masked.sameOutcome ? ", with the same outcome" : "");
}

std::string describe(const DecisionTable &table, const IdleCell &cell) {
  const Column &column = table.columns[cell.column];
  return fmt::format("in row {} the condition `{}` {} holds", cell.row + 1,
                     conditionText(column, table.rows[cell.row].cells[cell.column]), cell.always ? "always" : "never");
}

std::string describeUnmet(const DecisionTable &, uint32_t row) {
  return fmt::format("no case can meet row {}", row + 1);
}

std::string describeIdleColumn(const DecisionTable &table, uint32_t column) {
  return fmt::format("{} never matters: whatever its value, the outcome is the same", table.columns[column].name);
}

} // namespace proviso::analysis
