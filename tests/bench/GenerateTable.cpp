#include "bench/GenerateTable.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <random>

namespace proviso::bench {

namespace {

using namespace analysis;

constexpr uint32_t choices = 6, numbers = 1'000;

/// What a row has of a column: values from `first` to before `end`; of numbers, 0 to `numbers`.
struct Part {
  uint32_t first, end;
};
using Parts = std::vector<Part>;

class Generator {
public:
  explicit Generator(const TableShape &shape) : shape(shape) {}

  DecisionTable run() {
    table.policy = shape.policy;
    for (size_t c = 0; c < shape.columns; ++c) {
      Column column;
      column.name = fmt::format("column {}", c + 1);
      if (isChoice(c)) {
        column.kind = ColumnKind::Choice;
        for (uint32_t v = 0; v < choices; ++v) column.values.push_back(fmt::format("value {}", v + 1));
      }
      table.columns.push_back(std::move(column));
    }
    switch (shape.form) {
    case TableForm::Divided: divide(); break;
    case TableForm::Scattered: scatter(shape.columns - shape.columns / 4, 15); break;
    case TableForm::Wide: scatter(std::min<size_t>(shape.columns, 3), 40); break;
    case TableForm::Product: multiply(); break;
    }
    return std::move(table);
  }

private:
  static bool isChoice(size_t column) { return column % 2 == 1; }
  static uint32_t end(size_t column) { return isChoice(column) ? choices : numbers; }
  uint32_t below(uint64_t n) { return static_cast<uint32_t>(random() % n); }

  Parts everything() const {
    Parts parts;
    for (size_t c = 0; c < shape.columns; ++c) parts.push_back({0, end(c)});
    return parts;
  }

  void add(const Parts &parts) {
    Row row;
    for (size_t c = 0; c < parts.size(); ++c) {
      const auto [first, last] = parts[c];
      Cell cell;
      cell.restricted = first > 0 || last < end(c);
      if (cell.restricted && isChoice(c))
        for (uint32_t v = first; v < last; ++v) cell.values.push_back(v);
      if (cell.restricted && !isChoice(c)) {
        Range range;
        range.highIncluded = false;
        if (first > 0) range.low = first;
        if (last < end(c)) range.high = last;
        cell.ranges.push_back(range);
      }
      row.cells.push_back(std::move(cell));
    }
    row.outcome = below(4);
    row.rank = row.outcome;
    table.rows.push_back(std::move(row));
  }

  void divide() {
    std::deque<Parts> parts{everything()};
    while (parts.size() < shape.rows + shape.gaps) {
      // Mostly the oldest, so that parts are of like size; sometimes another.
      const size_t at = below(4) ? 0 : below(parts.size());
      Parts one = parts[at];
      const size_t c = below(shape.columns);
      if (one[c].end - one[c].first < 2) {
        std::swap(parts[at], parts.back());
        continue;
      }
      const uint32_t cut = one[c].first + 1 + below(one[c].end - one[c].first - 1);
      Parts other = one;
      one[c].end = other[c].first = cut;
      parts.erase(parts.begin() + static_cast<ptrdiff_t>(at));
      parts.push_back(one);
      parts.push_back(other);
    }
    std::shuffle(parts.begin(), parts.end(), random);
    for (size_t row = 0; row < shape.rows; ++row) {
      if (row < shape.overlaps) {
        const size_t c = below(shape.columns);
        if (parts[row][c].end < end(c))
          ++parts[row][c].end;
        else if (parts[row][c].first > 0)
          --parts[row][c].first;
      }
      add(parts[row]);
    }
  }

  /// Rows that restrict so many columns each, to a part of about `share` hundredths of what they have.
  void scatter(size_t restricted, uint32_t share) {
    std::vector<size_t> columns;
    for (size_t c = 0; c < shape.columns; ++c) columns.push_back(c);
    for (size_t row = 0; row < shape.rows; ++row) {
      Parts parts = everything();
      std::shuffle(columns.begin(), columns.end(), random);
      for (size_t i = 0; i < restricted; ++i) {
        const size_t c = columns[i];
        const uint32_t width = 1 + below(std::max<uint64_t>(1, uint64_t(end(c)) * share / 50 - 1));
        const uint32_t first = below(end(c) - std::min(width, end(c) - 1));
        parts[c] = {first, std::min(first + width, end(c))};
      }
      add(parts);
    }
  }

  void multiply() {
    // As many parts of each column as give about so many rows.
    std::vector<uint32_t> counts(shape.columns, 1);
    for (size_t product = 1, c = 0; product < shape.rows; c = (c + 1) % shape.columns) {
      if (counts[c] == end(c)) continue;
      product = product / counts[c] * (counts[c] + 1);
      ++counts[c];
    }
    std::vector<uint32_t> at(shape.columns);
    while (table.rows.size() < shape.rows) {
      Parts parts;
      for (size_t c = 0; c < shape.columns; ++c)
        parts.push_back({end(c) * at[c] / counts[c], end(c) * (at[c] + 1) / counts[c]});
      add(parts);
      size_t c = 0;
      while (c < shape.columns && ++at[c] == counts[c]) at[c++] = 0;
      if (c == shape.columns) break;
    }
  }

  const TableShape &shape;
  std::mt19937_64 random{11};
  DecisionTable table;
};

} // namespace

DecisionTable generateTable(const TableShape &shape) { return Generator(shape).run(); }

} // namespace proviso::bench
