// The analysis of decision tables against brute force: for small random tables with every kind of column, cell and
// policy, every finding is what going through all cases gives. PROVISO_TABLES says how many tables, PROVISO_SEED which.
#include "analysis/Analysis.h"
#include "analysis/Minimise.h"
#include "support/RandomTable.h"
#include "support/Sanitized.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <tuple>

using namespace proviso;
using namespace proviso::analysis;
using testing::Cases;
using testing::holds;

namespace {

uint64_t fromEnvironment(const char *name, uint64_t otherwise) {
  const char *text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

constexpr uint64_t usualTables = testing::sanitized ? 1'000 : 12'000;

bool isCase(const DecisionTable &table, const std::vector<Value> &at) {
  for (size_t c = 0; c < at.size(); ++c) {
    const Column &column = table.columns[c];
    if (at[c].kind == Value::Kind::Null ? !column.null : !holds(column, column.domain, at[c])) return false;
    if (at[c].kind == Value::Kind::Number && !at[c].number.isWhole() && column.kind != ColumnKind::Number &&
        column.kind != ColumnKind::Seconds)
      return false;
  }
  return std::none_of(table.forbidden.begin(), table.forbidden.end(),
                      [&](const CellBox &box) { return holds(table, box, at); });
}

/// What is said where these rows are met, by index: equal lists, equal decisions.
std::vector<uint32_t> decidedBy(const DecisionTable &table, const std::vector<size_t> &met) {
  std::vector<uint32_t> said;
  uint32_t best = UINT32_MAX;
  for (size_t row : met) best = std::min(best, table.rows[row].rank);
  for (size_t row : met) {
    if (table.policy == HitPolicy::First && !said.empty()) continue;
    if (table.policy == HitPolicy::Priority && table.rows[row].rank != best) continue;
    said.push_back(table.rows[row].outcome);
  }
  if (table.policy == HitPolicy::RuleOrder) return said;
  std::sort(said.begin(), said.end());
  if (table.policy == HitPolicy::OutputOrder || table.policy == HitPolicy::Collect) return said;
  said.erase(std::unique(said.begin(), said.end()), said.end());
  return said;
}

/// What is known of one table by going through it.
struct Brute {
  explicit Brute(const DecisionTable &table) : table(table), cases(table) {
    for (const Row &row : table.rows) met.push_back(cases.in(table, row.cells));
  }

  size_t size() const { return cases.at.size(); }
  bool uncovered(size_t i) const {
    return std::none_of(met.begin(), met.end(), [&](const std::vector<bool> &row) { return row[i]; });
  }
  bool shareCase(size_t a, size_t b) const {
    for (size_t i = 0; i < size(); ++i)
      if (cases.exists[i] && met[a][i] && met[b][i]) return true;
    return false;
  }
  bool conflict(size_t a, size_t b) const {
    const Row &x = table.rows[a], &y = table.rows[b];
    if (table.policy == HitPolicy::Unique) return true;
    if (table.policy == HitPolicy::Any) return x.outcome != y.outcome;
    if (table.policy == HitPolicy::Priority) return x.outcome != y.outcome && x.rank == y.rank;
    return false;
  }
  bool goesBefore(size_t a, size_t b) const {
    const Row &x = table.rows[a], &y = table.rows[b];
    if (table.policy == HitPolicy::First) return a < b;
    if (table.policy == HitPolicy::Priority)
      return x.rank < y.rank || (x.rank == y.rank && x.outcome == y.outcome && a < b);
    return a != b;
  }
  /// Whether the others cover all cases of a row.
  bool covers(const std::vector<uint32_t> &others, size_t row) const {
    for (size_t i = 0; i < size(); ++i)
      if (cases.exists[i] && met[row][i] &&
          std::none_of(others.begin(), others.end(), [&](uint32_t other) { return met[other][i]; }))
        return false;
    return true;
  }
  std::vector<uint32_t> decided(size_t i) const {
    std::vector<size_t> here;
    for (size_t row = 0; row < met.size(); ++row)
      if (met[row][i]) here.push_back(row);
    return decidedBy(table, here);
  }
  bool matters(size_t column) const {
    std::map<std::vector<uint32_t>, std::vector<uint32_t>> known;
    for (size_t i = 0; i < size(); ++i) {
      if (!cases.exists[i]) continue;
      std::vector<uint32_t> rest = cases.at[i];
      rest[column] = 0;
      const std::vector<uint32_t> said = decided(i);
      const auto [entry, fresh] = known.try_emplace(rest, said);
      if (!fresh && entry->second != said) return true;
    }
    return false;
  }

  const DecisionTable &table;
  Cases cases;
  std::vector<std::vector<bool>> met; // by row and case
};

void checkOverlaps(const Brute &brute, const Analysis &analysis) {
  const DecisionTable &table = brute.table;
  std::set<std::pair<uint32_t, uint32_t>> pairs, conflicts;
  for (uint32_t a = 0; a < table.rows.size(); ++a)
    for (uint32_t b = a + 1; b < table.rows.size(); ++b)
      if (brute.shareCase(a, b)) {
        pairs.insert({a, b});
        if (brute.conflict(a, b)) conflicts.insert({a, b});
      }
  CHECK(analysis.overlapsSettled == Answer::Yes);
  CHECK(analysis.overlapCount == pairs.size());
  CHECK(analysis.conflictCount == conflicts.size());
  std::set<std::pair<uint32_t, uint32_t>> listed;
  for (const Overlap &overlap : analysis.overlaps) {
    listed.insert({overlap.first, overlap.second});
    CHECK(overlap.conflict == (conflicts.count({overlap.first, overlap.second}) == 1));
    const std::vector<bool> inside = brute.cases.in(table, overlap.shared);
    bool exact = true;
    for (size_t i = 0; i < brute.size(); ++i)
      exact = exact && inside[i] == (brute.met[overlap.first][i] && brute.met[overlap.second][i]);
    CHECK(exact);
    const std::vector<Value> &at = overlap.example.values;
    CHECK(isCase(table, at));
    CHECK(holds(table, table.rows[overlap.first].cells, at));
    CHECK(holds(table, table.rows[overlap.second].cells, at));
  }
  CHECK(listed.size() == analysis.overlaps.size());
  CHECK(listed == (table.policy == HitPolicy::Any || table.policy == HitPolicy::Priority ? conflicts : pairs));
}

size_t restrictedColumns(const CellBox &box) {
  return static_cast<size_t>(std::count_if(box.begin(), box.end(), [](const Cell &cell) { return cell.restricted; }));
}

/// The fewest columns whose values can be given so that no row is met and some case exists.
size_t fewestColumnsOfGap(const Brute &brute) {
  const size_t columns = brute.table.columns.size();
  size_t fewest = columns;
  for (size_t chosen = 0; chosen < size_t(1) << columns; ++chosen) {
    std::map<std::vector<uint32_t>, std::pair<bool, bool>> open; // no row is met; some case exists
    for (size_t i = 0; i < brute.size(); ++i) {
      std::vector<uint32_t> key;
      for (size_t c = 0; c < columns; ++c)
        if (chosen >> c & 1) key.push_back(brute.cases.at[i][c]);
      auto &[free, some] = open.try_emplace(key, true, false).first->second;
      free = free && brute.uncovered(i);
      some = some || brute.cases.exists[i];
    }
    for (const auto &[key, what] : open)
      if (what.first && what.second) fewest = std::min<size_t>(fewest, static_cast<size_t>(std::popcount(chosen)));
  }
  return fewest;
}

void checkGaps(const Brute &brute, const Analysis &analysis) {
  const DecisionTable &table = brute.table;
  std::vector<bool> claimed(brute.size());
  for (const Gap &gap : analysis.gaps) {
    const std::vector<bool> inside = brute.cases.in(table, gap.box);
    bool open = true;
    for (size_t i = 0; i < brute.size(); ++i)
      if (inside[i]) {
        claimed[i] = true;
        open = open && brute.uncovered(i);
      }
    CHECK(open);
    CHECK(isCase(table, gap.example.values));
    CHECK(holds(table, gap.box, gap.example.values));
    // No column can take one more value.
    for (size_t c = 0; c < table.columns.size(); ++c) {
      CellBox wider = gap.box;
      wider[c] = {};
      const std::vector<bool> around = brute.cases.in(table, wider);
      std::vector<bool> blocked(brute.cases.values[c].size());
      for (size_t i = 0; i < brute.size(); ++i)
        if (around[i] && !brute.uncovered(i)) blocked[brute.cases.at[i][c]] = true;
      for (size_t v = 0; v < blocked.size(); ++v)
        CHECK(blocked[v] != holds(table.columns[c], gap.box[c], brute.cases.values[c][v]));
    }
  }
  bool complete = true, allClaimed = true;
  for (size_t i = 0; i < brute.size(); ++i) {
    if (!brute.cases.exists[i] || !brute.uncovered(i)) continue;
    complete = false;
    allClaimed = allClaimed && claimed[i];
  }
  CHECK(allClaimed);
  CHECK(analysis.complete == (complete ? Answer::Yes : Answer::No));
  CHECK(analysis.gaps.empty() == complete);
  CHECK(!analysis.moreGaps);
  if (!complete) CHECK(restrictedColumns(analysis.gaps[0].box) == fewestColumnsOfGap(brute));
}

void checkRows(const Brute &brute, const Analysis &analysis) {
  const DecisionTable &table = brute.table;
  CHECK(analysis.rowsNotSettled.empty());
  std::vector<uint32_t> unmet, masked;
  for (uint32_t row = 0; row < table.rows.size(); ++row) {
    std::vector<uint32_t> before;
    for (uint32_t other = 0; other < table.rows.size(); ++other)
      if (brute.goesBefore(other, row)) before.push_back(other);
    if (brute.covers({}, row))
      unmet.push_back(row);
    else if (brute.covers(before, row))
      masked.push_back(row);
  }
  CHECK(analysis.unmet == unmet);
  std::vector<uint32_t> found;
  for (const Masked &m : analysis.masked) {
    found.push_back(m.row);
    CHECK(brute.covers(m.by, m.row));
    bool same = true;
    for (size_t i = 0; i < m.by.size(); ++i) {
      CHECK(brute.goesBefore(m.by[i], m.row));
      same = same && table.rows[m.by[i]].outcome == table.rows[m.row].outcome;
      std::vector<uint32_t> fewer = m.by;
      fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(i));
      CHECK(!brute.covers(fewer, m.row));
    }
    CHECK(m.sameOutcome == same);
  }
  CHECK(found == masked);
}

void checkIdle(const Brute &brute, const Analysis &analysis) {
  const DecisionTable &table = brute.table;
  const bool anyCase = std::any_of(brute.cases.values.begin(), brute.cases.values.end(),
                                   [](const std::vector<Value> &values) { return values.empty(); });
  if (anyCase) return; // there is nothing to say
  std::set<std::tuple<uint32_t, uint32_t, bool>> idle, found;
  for (uint32_t row = 0; row < table.rows.size(); ++row)
    for (uint32_t c = 0; c < table.columns.size(); ++c) {
      if (!table.rows[row].cells[c].restricted) continue;
      bool some = false, all = true;
      for (size_t i = 0; i < brute.size(); ++i) {
        if (!brute.cases.exists[i]) continue;
        const bool here =
            holds(table.columns[c], table.rows[row].cells[c], brute.cases.values[c][brute.cases.at[i][c]]);
        some = some || here;
        all = all && here;
      }
      if (!some)
        idle.insert({row, c, false});
      else if (all)
        idle.insert({row, c, true});
    }
  for (const IdleCell &cell : analysis.idleCells) found.insert({cell.row, cell.column, cell.always});
  CHECK(found == idle);
  std::vector<uint32_t> columns;
  for (uint32_t c = 0; c < table.columns.size(); ++c)
    if (!brute.matters(c)) columns.push_back(c);
  CHECK(analysis.idleColumns == columns);
  CHECK(analysis.columnsNotSettled.empty());
}

/// Whether other rows decide as the table does; of Unique, without sharing a case.
bool decidesAlike(const Brute &brute, const std::vector<Row> &rows) {
  DecisionTable other = brute.table;
  other.rows = rows;
  std::vector<std::vector<bool>> met;
  for (const Row &row : rows) met.push_back(brute.cases.in(brute.table, row.cells));
  for (size_t i = 0; i < brute.size(); ++i) {
    if (!brute.cases.exists[i]) continue;
    std::vector<size_t> here;
    for (size_t row = 0; row < rows.size(); ++row)
      if (met[row][i]) here.push_back(row);
    if (other.policy == HitPolicy::Unique && here.size() > 1) return false;
    if (decidedBy(other, here) != brute.decided(i)) return false;
  }
  return true;
}

/// The cell with all values of another added.
Cell united(const Column &column, const std::vector<Value> &values, const Cell &a, const Cell &b) {
  Cell cell;
  cell.restricted = true;
  // Values that are probed are enough to tell cells apart.
  for (const Value &value : values) {
    if (!holds(column, a, value) && !holds(column, b, value)) continue;
    if (value.kind == Value::Kind::Null) cell.null = true;
    if (value.kind == Value::Kind::Listed) cell.values.push_back(value.listed);
    if (value.kind == Value::Kind::Number) cell.ranges.push_back({value.number, value.number});
    if (value.kind == Value::Kind::Other) return {}; // not said in this way
  }
  return cell;
}

Cell only(const Value &value) {
  Cell cell;
  cell.restricted = true;
  if (value.kind == Value::Kind::Null) cell.null = true;
  if (value.kind == Value::Kind::Listed) cell.values.push_back(value.listed);
  if (value.kind == Value::Kind::Number) cell.ranges.push_back({value.number, value.number});
  return cell;
}

/// No row can be left out, no cell can take one more value, no two rows can be one.
void checkLocallyMinimal(const Brute &brute, const std::vector<Row> &rows) {
  const DecisionTable &table = brute.table;
  for (size_t i = 0; i < rows.size(); ++i) {
    std::vector<Row> fewer = rows;
    fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(i));
    CHECK(!decidesAlike(brute, fewer));
    for (size_t c = 0; c < table.columns.size(); ++c)
      for (const Value &value : brute.cases.values[c]) {
        if (value.kind == Value::Kind::Other || holds(table.columns[c], rows[i].cells[c], value)) continue;
        std::vector<Row> wider = rows;
        wider[i].cells[c] = united(table.columns[c], brute.cases.values[c], rows[i].cells[c], only(value));
        if (wider[i].cells[c].restricted) CHECK(!decidesAlike(brute, wider));
      }
    for (size_t j = i + 1; j < rows.size(); ++j) {
      if (rows[i].outcome != rows[j].outcome || rows[i].rank != rows[j].rank) continue;
      std::vector<Row> joined = rows;
      bool sayable = true;
      for (size_t c = 0; c < table.columns.size(); ++c) {
        joined[i].cells[c] = united(table.columns[c], brute.cases.values[c], rows[i].cells[c], rows[j].cells[c]);
        sayable = sayable && joined[i].cells[c].restricted;
      }
      joined.erase(joined.begin() + static_cast<ptrdiff_t>(j));
      if (sayable) CHECK(!decidesAlike(brute, joined));
    }
  }
}

/// The fewest rows, and with these the fewest restricted cells, by trying all boxes. Nothing where that is too much.
std::optional<std::pair<size_t, size_t>> fewestByTrying(const Brute &brute) {
  const DecisionTable &table = brute.table;
  // One value of those that no cell tells apart.
  std::vector<std::vector<uint32_t>> kept(table.columns.size());
  for (size_t c = 0; c < table.columns.size(); ++c) {
    std::set<std::vector<bool>> seen;
    for (uint32_t v = 0; v < brute.cases.values[c].size(); ++v) {
      std::vector<bool> signature;
      for (const Row &row : table.rows)
        signature.push_back(holds(table.columns[c], row.cells[c], brute.cases.values[c][v]));
      for (const CellBox &box : table.forbidden)
        signature.push_back(holds(table.columns[c], box[c], brute.cases.values[c][v]));
      if (seen.insert(signature).second) kept[c].push_back(v);
    }
  }
  size_t boxes = 1;
  for (const auto &column : kept) {
    if (column.empty() || column.size() > 5) return std::nullopt;
    boxes *= (size_t(1) << column.size()) - 1;
  }
  if (boxes > 4'000) return std::nullopt;
  std::vector<size_t> points; // cases
  for (size_t i = 0; i < brute.size(); ++i) {
    bool all = true;
    for (size_t c = 0; c < kept.size(); ++c)
      all = all && std::find(kept[c].begin(), kept[c].end(), brute.cases.at[i][c]) != kept[c].end();
    if (all) points.push_back(i);
  }
  std::pair<size_t, size_t> total{0, 0};
  for (uint32_t outcome = 0; outcome < 3; ++outcome) {
    std::map<size_t, size_t> bit; // of the cases with this outcome
    for (size_t i : points)
      if (brute.cases.exists[i] && brute.decided(i) == std::vector<uint32_t>{outcome}) bit.try_emplace(i, bit.size());
    if (bit.size() > 12) return std::nullopt;
    struct Candidate {
      uint32_t bits;
      size_t restricted;
    };
    std::vector<Candidate> candidates;
    std::vector<uint32_t> masks(kept.size(), 1);
    while (true) {
      Candidate candidate{0, 0};
      bool fits = true;
      for (size_t c = 0; c < kept.size(); ++c) candidate.restricted += masks[c] + 1 != uint32_t(1) << kept[c].size();
      for (size_t i : points) {
        bool inside = true;
        for (size_t c = 0; c < kept.size(); ++c) {
          const auto place = std::find(kept[c].begin(), kept[c].end(), brute.cases.at[i][c]) - kept[c].begin();
          inside = inside && (masks[c] >> place & 1);
        }
        if (!inside || !brute.cases.exists[i]) continue;
        if (const auto found = bit.find(i); found != bit.end())
          candidate.bits |= uint32_t(1) << found->second;
        else
          fits = false;
      }
      if (fits && candidate.bits) candidates.push_back(candidate);
      size_t c = 0;
      while (c < kept.size() && ++masks[c] == uint32_t(1) << kept[c].size()) masks[c++] = 1;
      if (c == kept.size()) break;
    }
    const size_t sets = size_t(1) << bit.size();
    const std::pair<size_t, size_t> never{SIZE_MAX, SIZE_MAX};
    std::vector<std::pair<size_t, size_t>> best(sets, never);
    best[0] = {0, 0};
    for (size_t done = 0; done + 1 < sets; ++done) {
      if (best[done] == never) continue;
      for (const Candidate &candidate : candidates) {
        if (table.policy == HitPolicy::Unique && (candidate.bits & done)) continue;
        auto &then = best[done | candidate.bits];
        then = std::min(then, {best[done].first + 1, best[done].second + candidate.restricted});
      }
    }
    total.first += best[sets - 1].first;
    total.second += best[sets - 1].second;
  }
  return total;
}

} // namespace

TEST_CASE("findings are what going through all cases gives") {
  testing::Random random(fromEnvironment("PROVISO_SEED", 7));
  const uint64_t tables = fromEnvironment("PROVISO_TABLES", usualTables);
  size_t compared = 0, overlaps = 0, gaps = 0, masked = 0, idle = 0;
  for (uint64_t t = 0; t < tables; ++t) {
    INFO("table " << t);
    const DecisionTable table = testing::randomTable(random);
    const Brute brute(table);
    const Analysis analysis = analyse(table);
    checkOverlaps(brute, analysis);
    checkGaps(brute, analysis);
    checkRows(brute, analysis);
    checkIdle(brute, analysis);
    compared += brute.size();
    overlaps += analysis.overlaps.size();
    gaps += analysis.gaps.size();
    masked += analysis.masked.size();
    idle += analysis.idleColumns.size();
  }
  std::printf("%zu cases of %zu tables compared: %zu overlaps, %zu gaps, %zu masked rows, %zu idle columns\n", compared,
              static_cast<size_t>(tables), overlaps, gaps, masked, idle);
}

TEST_CASE("the smallest table decides the same, and is as small as is said") {
  testing::Random random(fromEnvironment("PROVISO_SEED", 7));
  const uint64_t tables = fromEnvironment("PROVISO_TABLES", usualTables);
  std::array<size_t, 4> minimality{};
  size_t before = 0, after = 0, contradictory = 0, tried = 0;
  for (uint64_t t = 0; t < tables; ++t) {
    INFO("table " << t);
    const DecisionTable table = testing::randomTable(random);
    const Brute brute(table);
    const MinimalTable minimal = minimise(table);
    bool conflict = false;
    for (size_t a = 0; a < table.rows.size(); ++a)
      for (size_t b = a + 1; b < table.rows.size(); ++b)
        conflict = conflict || (brute.conflict(a, b) && brute.shareCase(a, b));
    CHECK(minimal.contradictory == conflict);
    if (minimal.contradictory) {
      ++contradictory;
      continue;
    }
    ++minimality[static_cast<size_t>(minimal.minimality)];
    before += table.rows.size();
    after += minimal.rows.size();
    CHECK(minimal.minimality != Minimality::NotSettled);
    CHECK(decidesAlike(brute, minimal.rows));
    CHECK(minimal.rows.size() <= table.rows.size());
    size_t restricted = 0;
    for (const Row &row : minimal.rows) restricted += restrictedColumns(row.cells);
    CHECK(minimal.restrictedAfter == restricted);
    if (minimal.minimality == Minimality::Local) {
      checkLocallyMinimal(brute, minimal.rows);
    } else if (const auto fewest = fewestByTrying(brute)) {
      ++tried;
      CHECK(minimal.rows.size() == fewest->first);
      if (minimal.minimality == Minimality::Fewest) CHECK(restricted == fewest->second);
    }
  }
  std::printf(
      "%zu tables minimised, %zu of them contradictory: %zu rows became %zu; fewest rows and cells for %zu, fewest "
      "rows for %zu (%zu of these held against trying all boxes), locally minimal %zu\n",
      static_cast<size_t>(tables), contradictory, before, after, minimality[0], minimality[1], tried, minimality[2]);
}

TEST_CASE("with too little effort less is said, and nothing wrong") {
  testing::Random random(fromEnvironment("PROVISO_SEED", 7));
  size_t open = 0;
  for (uint64_t t = 0; t < fromEnvironment("PROVISO_TABLES", usualTables) / 4; ++t) {
    INFO("table " << t);
    const DecisionTable table = testing::randomTable(random);
    const Effort little{testing::below(random, 400), 10'000, 200};
    const Analysis all = analyse(table), some = analyse(table, little);
    open += some.complete == Answer::NotSettled;
    CHECK((some.complete == Answer::NotSettled || some.complete == all.complete));
    if (some.overlapsSettled == Answer::Yes) CHECK(some.overlapCount == all.overlapCount);
    CHECK(some.overlapCount <= all.overlapCount);
    auto within = [](std::vector<uint32_t> part, std::vector<uint32_t> list) {
      return std::includes(list.begin(), list.end(), part.begin(), part.end());
    };
    CHECK(within(some.unmet, all.unmet));
    CHECK(within(some.idleColumns, all.idleColumns));
    std::vector<uint32_t> masked, maskedOfAll;
    for (const Masked &m : some.masked) masked.push_back(m.row);
    for (const Masked &m : all.masked) maskedOfAll.push_back(m.row);
    CHECK(within(masked, maskedOfAll));
    for (const uint32_t row : all.unmet) CHECK((within({row}, some.unmet) || within({row}, some.rowsNotSettled)));
    for (const uint32_t row : maskedOfAll) CHECK((within({row}, masked) || within({row}, some.rowsNotSettled)));
    CHECK(some.idleCells.size() <= all.idleCells.size());
    const Brute brute(table);
    for (const Gap &gap : some.gaps) {
      CHECK(isCase(table, gap.example.values));
      const std::vector<bool> inside = brute.cases.in(table, gap.box);
      for (size_t i = 0; i < brute.size(); ++i)
        if (inside[i] && !brute.uncovered(i)) FAIL_CHECK("the gap meets a row");
    }
    const MinimalTable minimal = minimise(table, little);
    if (minimal.contradictory)
      CHECK(all.conflictCount > 0);
    else if (all.conflictCount == 0)
      CHECK(decidesAlike(brute, minimal.rows));
  }
  CHECK(open > 0);
}
