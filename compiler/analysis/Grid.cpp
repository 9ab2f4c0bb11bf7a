#include "analysis/Grid.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <cassert>

namespace proviso::analysis {

namespace {

int64_t floorOf(Number n) {
  const int64_t quotient = n.numerator() / n.denominator();
  return quotient - (n.numerator() % n.denominator() < 0 ? 1 : 0);
}

/// The whole number above, if it fits.
std::optional<Number> wholeAbove(Number n) { return Number::add(Number(floorOf(n)), 1); }

/// Between whole numbers a cut stands before one: after 3, and before 3.5, is before 4.
Cut beforeWhole(Cut cut) {
  if (cut.at.isWhole() && !cut.after) return cut;
  const auto above = wholeAbove(cut.at);
  return above ? Cut{*above, false} : cut;
}

/// Strictly between the two, however crooked.
Number between(Number low, Number high) {
  if (const auto sum = Number::add(low, high))
    if (const auto half = Number::divide(*sum, 2)) return *half;
  int64_t top, bottom; // the mediant
  if (!__builtin_add_overflow(low.numerator(), high.numerator(), &top) &&
      !__builtin_add_overflow(low.denominator(), high.denominator(), &bottom))
    if (const auto mediant = Number::ratio(top, bottom)) return *mediant;
  return low;
}

} // namespace

std::optional<Cut> Axis::lowCut(const Range &range) const {
  if (!range.low) return std::nullopt;
  const Cut cut{*range.low, !range.lowIncluded};
  return whole() ? beforeWhole(cut) : cut;
}

std::optional<Cut> Axis::highCut(const Range &range) const {
  if (!range.high) return std::nullopt;
  const Cut cut{*range.high, range.highIncluded};
  return whole() ? beforeWhole(cut) : cut;
}

Axis::Axis(const Column &of, llvm::ArrayRef<const Cell *> cells) : column(&of) {
  std::vector<Position> full;
  if (finite()) {
    const size_t values = of.kind == ColumnKind::Boolean ? 2 : of.values.size();
    for (uint32_t v = 0; v < values; ++v) full.push_back({Value::Kind::Listed, v, {}, {}});
    if (of.kind == ColumnKind::Choice && of.open) full.push_back({Value::Kind::Other, 0, {}, {}});
  } else {
    auto collect = [&](const Cell &cell) {
      for (const Range &range : cell.ranges) {
        if (const auto cut = lowCut(range)) cuts.push_back(*cut);
        if (const auto cut = highCut(range)) cuts.push_back(*cut);
      }
    };
    collect(of.domain);
    for (const Cell *cell : cells) collect(*cell);
    llvm::sort(cuts, [](const Cut &a, const Cut &b) { return a < b; });
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    for (size_t i = 0; i <= cuts.size(); ++i)
      full.push_back({Value::Kind::Number, 0, i > 0 ? std::optional(cuts[i - 1]) : std::nullopt,
                      i < cuts.size() ? std::optional(cuts[i]) : std::nullopt});
  }
  full.push_back({Value::Kind::Null, 0, {}, {}});
  fullSize = static_cast<uint32_t>(full.size());

  Positions possible{Span{0, fullSize - 1}};
  if (of.domain.restricted) {
    possible = listed(of.domain);
    if (of.domain.negated) possible = complement(possible, fullSize);
  }
  for (uint32_t p = 0; p < fullSize; ++p) {
    keptBefore.push_back(size());
    const bool isNull = p + 1 == fullSize;
    if (isNull ? of.null : llvm::any_of(possible, [&](Span s) { return s.contains({p, p}); }))
      positions.push_back(full[p]);
  }
  keptBefore.push_back(size());
}

Positions Axis::listed(const Cell &cell) const {
  Positions set;
  auto add = [&](uint32_t first, uint32_t last) { set = unite(set, {Span{first, last}}); };
  if (finite())
    for (uint32_t v : cell.values) {
      assert(v + 1 < fullSize);
      add(v, v);
    }
  else
    for (const Range &range : cell.ranges) {
      const auto low = lowCut(range), high = highCut(range);
      if (low && high && !(*low < *high)) continue;
      const auto place = [&](const Cut &cut) {
        return static_cast<uint32_t>(std::lower_bound(cuts.begin(), cuts.end(), cut) - cuts.begin());
      };
      add(low ? place(*low) + 1 : 0, high ? place(*high) : fullSize - 2);
    }
  if (cell.null) add(fullSize - 1, fullSize - 1);
  return set;
}

Positions Axis::read(const Cell &cell) const {
  if (!cell.restricted) return all();
  Positions kept;
  for (Span s : listed(cell)) {
    const uint32_t first = keptBefore[s.first], end = keptBefore[s.last + 1];
    if (first < end) kept = unite(kept, {Span{first, end - 1}});
  }
  return cell.negated ? complement(kept, size()) : kept;
}

Cell Axis::write(const Positions &set) const {
  Cell cell;
  if (isAll(set)) return cell;
  cell.restricted = true;
  if (finite()) {
    // Of an open list what is not listed can only be said by what it is not.
    const auto other = llvm::find_if(positions, [](const Position &p) { return p.kind == Value::Kind::Other; });
    const auto place = static_cast<uint32_t>(other - positions.begin());
    cell.negated = other != positions.end() && llvm::any_of(set, [&](Span s) { return s.contains({place, place}); });
    for (Span s : cell.negated ? complement(set, size()) : set)
      for (uint32_t p = s.first; p <= s.last; ++p)
        if (positions[p].kind == Value::Kind::Null)
          cell.null = true;
        else
          cell.values.push_back(positions[p].listed);
    return cell;
  }
  for (Span s : set) {
    if (positions[s.last].kind == Value::Kind::Null) {
      cell.null = true;
      if (s.first == s.last) continue;
      --s.last;
    }
    Range range;
    // At an end of the domain nothing need be said.
    if (s.first > 0 && positions[s.first].low) {
      range.low = positions[s.first].low->at;
      range.lowIncluded = !positions[s.first].low->after;
    }
    const bool toEnd = s.last + 1 == size() || positions[s.last + 1].kind == Value::Kind::Null;
    if (!toEnd && positions[s.last].high) {
      range.high = positions[s.last].high->at;
      range.highIncluded = positions[s.last].high->after;
      if (whole() && !range.highIncluded)
        if (const auto before = Number::subtract(*range.high, 1)) {
          range.high = before;
          range.highIncluded = true;
        }
    }
    cell.ranges.push_back(range);
  }
  return cell;
}

Number Axis::numberWithin(const Position &p) const {
  if (p.low && !p.low->after) return p.low->at;
  if (p.high && p.high->after) return p.high->at;
  if (!p.low && !p.high) return 0;
  if (!p.low) {
    // The whole number below.
    const Number floor = floorOf(p.high->at);
    return floor < p.high->at ? floor : Number::subtract(floor, 1).value_or(floor);
  }
  if (!p.high) return wholeAbove(p.low->at).value_or(p.low->at);
  // The first decimal above the lower end that has as few places as possible.
  Number scale = 1;
  for (int places = 0; places < 18; ++places) {
    const auto scaled = Number::multiply(p.low->at, scale);
    if (!scaled) break;
    const auto above = wholeAbove(*scaled);
    const auto candidate = above ? Number::divide(*above, scale) : std::nullopt;
    if (candidate && *candidate < p.high->at) return *candidate;
    const auto next = Number::multiply(scale, 10);
    if (!next) break;
    scale = *next;
  }
  return between(p.low->at, p.high->at);
}

bool Axis::isNamed(const Position &p) const {
  if (p.kind != Value::Kind::Number) return p.kind == Value::Kind::Listed;
  return whole() ? p.low || p.high : (p.low && !p.low->after) || (p.high && p.high->after);
}

Value Axis::value(uint32_t position) const {
  const Position &p = positions[position];
  return {p.kind, p.listed, p.kind == Value::Kind::Number ? numberWithin(p) : Number()};
}

uint32_t Axis::best(const Positions &set) const {
  for (Span s : set)
    for (uint32_t p = s.first; p <= s.last; ++p)
      if (isNamed(positions[p])) return p;
  return set[0].first;
}

namespace {

Box readBox(const std::vector<Axis> &axes, const CellBox &cells) {
  assert(cells.size() == axes.size());
  Box box;
  for (size_t c = 0; c < axes.size(); ++c) box.push_back(axes[c].read(cells[c]));
  return box;
}

} // namespace

Grid::Grid(const DecisionTable &of) : table(of), rows(of.columns.size()), forbidden(of.columns.size()) {
  for (size_t c = 0; c < table.columns.size(); ++c) {
    std::vector<const Cell *> cells;
    for (const Row &row : table.rows) cells.push_back(&row.cells[c]);
    for (const CellBox &box : table.forbidden) cells.push_back(&box[c]);
    axes.emplace_back(table.columns[c], cells);
    noCases = noCases || axes.back().size() == 0;
  }
  for (const Row &row : table.rows) rows.add(readBox(axes, row.cells));
  for (const CellBox &box : table.forbidden) forbidden.add(readBox(axes, box));
}

Box Grid::everything() const {
  Box box;
  for (const Axis &axis : axes) box.push_back(axis.all());
  return box;
}

CellBox Grid::write(const Box &box) const {
  CellBox cells;
  for (size_t c = 0; c < axes.size(); ++c) cells.push_back(axes[c].write(box[c]));
  return cells;
}

} // namespace proviso::analysis
