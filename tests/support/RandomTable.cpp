#include "support/RandomTable.h"

#include <algorithm>

namespace proviso::testing {

using namespace analysis;

uint32_t below(Random &random, uint32_t n) { return static_cast<uint32_t>(random() % n); }

namespace {

Number someNumber(Random &random, ColumnKind kind) {
  const int64_t scale = kind == ColumnKind::Date ? 17'000 : 0;
  static const Number numbers[] = {-2, 0, *Number::ratio(1, 2), 1, 2, *Number::ratio(5, 2), 3, 10};
  return *Number::add(numbers[below(random, 8)], scale);
}

Cell someCell(Random &random, const Column &column, bool isDomain = false) {
  Cell cell;
  if (!isDomain && below(random, 10) < 4) return cell;
  cell.restricted = true;
  cell.negated = below(random, 5) == 0;
  cell.null = below(random, 8) == 0;
  const uint32_t parts = below(random, 8) == 0 ? 0 : 1 + below(random, 3) / 2;
  for (uint32_t i = 0; i < parts; ++i) {
    if (column.kind == ColumnKind::Boolean) {
      cell.values.push_back(below(random, 2));
    } else if (column.kind == ColumnKind::Choice) {
      cell.values.push_back(below(random, static_cast<uint32_t>(column.values.size())));
      cell.values.push_back(below(random, static_cast<uint32_t>(column.values.size())));
    } else {
      Range range;
      if (below(random, 4)) range.low = someNumber(random, column.kind);
      if (below(random, 4)) range.high = someNumber(random, column.kind);
      // Mostly the right way round.
      if (range.low && range.high && *range.high < *range.low && below(random, 6)) std::swap(range.low, range.high);
      range.lowIncluded = below(random, 2);
      range.highIncluded = below(random, 2);
      if (range.low && below(random, 3) == 0) {
        range.high = range.low;
        range.lowIncluded = range.highIncluded = true;
      }
      cell.ranges.push_back(range);
    }
  }
  return cell;
}

} // namespace

DecisionTable randomTable(Random &random) {
  DecisionTable table;
  table.policy = static_cast<HitPolicy>(below(random, 7));
  const uint32_t columns = 1 + below(random, 4);
  for (uint32_t c = 0; c < columns; ++c) {
    Column column;
    column.name = std::string(1, static_cast<char>('a' + c));
    column.kind = static_cast<ColumnKind>(below(random, 7));
    if (column.kind == ColumnKind::Choice) {
      const uint32_t values = 1 + below(random, 4);
      for (uint32_t v = 0; v < values; ++v) column.values.push_back(std::string(1, static_cast<char>('p' + v)));
      column.open = below(random, 3) == 0;
    }
    column.null = below(random, 5) == 0;
    if (below(random, 4) == 0) column.domain = someCell(random, column, true);
    table.columns.push_back(column);
  }
  auto box = [&] {
    CellBox cells;
    for (const Column &column : table.columns) cells.push_back(someCell(random, column));
    return cells;
  };
  const uint32_t rows = below(random, 8), outcomes = 1 + below(random, 3);
  for (uint32_t r = 0; r < rows; ++r) {
    const uint32_t outcome = below(random, outcomes);
    table.rows.push_back({box(), outcome, table.policy == HitPolicy::Priority ? outcome / 2 : outcome, r + 1});
    // Rows that nearly repeat another.
    if (r > 0 && below(random, 3) == 0) {
      table.rows[r].cells = table.rows[below(random, r)].cells;
      const uint32_t c = below(random, columns);
      table.rows[r].cells[c] = someCell(random, table.columns[c]);
    }
  }
  if (below(random, 2))
    for (uint32_t f = below(random, 3); f-- > 0;) table.forbidden.push_back(box());
  return table;
}

bool holds(const Column &column, const Cell &cell, const Value &value) {
  if (!cell.restricted) return true;
  bool listed = false;
  if (value.kind == Value::Kind::Null) listed = cell.null;
  if (value.kind == Value::Kind::Listed)
    listed = std::find(cell.values.begin(), cell.values.end(), value.listed) != cell.values.end();
  if (value.kind == Value::Kind::Number)
    for (const Range &range : cell.ranges)
      listed =
          listed || ((!range.low || (range.lowIncluded ? *range.low <= value.number : *range.low < value.number)) &&
                     (!range.high || (range.highIncluded ? value.number <= *range.high : value.number < *range.high)));
  (void)column;
  return listed != cell.negated;
}

bool holds(const DecisionTable &table, const CellBox &box, const std::vector<Value> &at) {
  for (size_t c = 0; c < at.size(); ++c)
    if (!holds(table.columns[c], box[c], at[c])) return false;
  return true;
}

std::vector<std::vector<Value>> probeValues(const DecisionTable &table) {
  std::vector<std::vector<Value>> all;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const Column &column = table.columns[c];
    std::vector<Value> values;
    if (column.kind == ColumnKind::Boolean || column.kind == ColumnKind::Choice) {
      const size_t size = column.kind == ColumnKind::Boolean ? 2 : column.values.size();
      for (uint32_t v = 0; v < size; ++v) values.push_back({Value::Kind::Listed, v, {}});
      if (column.kind == ColumnKind::Choice && column.open) values.push_back({Value::Kind::Other, 0, {}});
    } else {
      std::vector<Number> named;
      auto collect = [&](const Cell &cell) {
        for (const Range &range : cell.ranges)
          for (const auto &end : {range.low, range.high})
            if (end) named.push_back(*end);
      };
      collect(column.domain);
      for (const Row &row : table.rows) collect(row.cells[c]);
      for (const CellBox &box : table.forbidden) collect(box[c]);
      if (named.empty()) named.push_back(0);
      std::sort(named.begin(), named.end());
      const bool whole = column.kind != ColumnKind::Number && column.kind != ColumnKind::Seconds;
      std::vector<Number> numbers;
      if (whole) {
        const auto least = static_cast<int64_t>(static_cast<double>(named.front().numerator()) /
                                                static_cast<double>(named.front().denominator()));
        for (int64_t n = least - 3; Number(n - 3) < named.back(); ++n) numbers.push_back(n);
      } else {
        numbers.push_back(*Number::subtract(named.front(), 1));
        for (size_t i = 0; i < named.size(); ++i) {
          numbers.push_back(named[i]);
          numbers.push_back(i + 1 < named.size() ? *Number::divide(*Number::add(named[i], named[i + 1]), 2)
                                                 : *Number::add(named[i], 1));
        }
      }
      std::sort(numbers.begin(), numbers.end());
      numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
      for (Number n : numbers) values.push_back({Value::Kind::Number, 0, n});
    }
    std::erase_if(values, [&](const Value &value) { return !holds(column, column.domain, value); });
    if (column.null) values.push_back({Value::Kind::Null, 0, {}});
    all.push_back(std::move(values));
  }
  return all;
}

Cases::Cases(const DecisionTable &table) : values(probeValues(table)) {
  at.push_back({});
  for (const auto &column : values) {
    std::vector<std::vector<uint32_t>> longer;
    for (const auto &before : at)
      for (uint32_t v = 0; v < column.size(); ++v) {
        longer.push_back(before);
        longer.back().push_back(v);
      }
    at = std::move(longer);
  }
  exists.assign(at.size(), true);
  for (const CellBox &box : table.forbidden) {
    const std::vector<bool> inside = in(table, box);
    for (size_t i = 0; i < at.size(); ++i)
      if (inside[i]) exists[i] = false;
  }
}

std::vector<Value> Cases::valuesOf(size_t i) const {
  std::vector<Value> result;
  for (size_t c = 0; c < values.size(); ++c) result.push_back(values[c][at[i][c]]);
  return result;
}

std::vector<bool> Cases::in(const DecisionTable &table, const CellBox &box) const {
  std::vector<std::vector<bool>> ok(values.size());
  for (size_t c = 0; c < values.size(); ++c)
    for (const Value &value : values[c]) ok[c].push_back(holds(table.columns[c], box[c], value));
  std::vector<bool> result(at.size());
  for (size_t i = 0; i < at.size(); ++i) {
    bool all = true;
    for (size_t c = 0; all && c < values.size(); ++c) all = ok[c][at[i][c]];
    result[i] = all;
  }
  return result;
}

} // namespace proviso::testing
