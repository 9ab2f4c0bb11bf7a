#include "cli/TableFindings.h"

#include "analysis/Words.h"

#include <filesystem>

namespace proviso {

namespace {

using namespace analysis;
using Place = proviso::Range; // the analysis has ranges of its own

class TableFindings {
public:
  TableFindings(const Sources &sources, uint32_t file, CheckedTable &checked)
      : sources(sources), file(file), checked(checked), table(checked.foreign.table) {}

  void run() {
    if (!checked.foreign.analysable) {
      report(Code::T010, lineOf(table.line), {},
             fmt::format("the table `{}` is not analysed: it was not read as a whole", table.name));
      return;
    }
    Effort effort;
    effort.steps *= sources.limits.effort;
    const Analysis &found = checked.analysis = analyse(table, effort);
    checked.least = minimise(table, effort);
    for (const Overlap &one : found.overlaps)
      if (one.conflict)
        report(Code::T011, row(one.second), {one.first + 1, one.second + 1}, describe(table, one))
            .note(fmt::format("row {} is here", one.first + 1), row(one.first));
    for (const uint32_t one : found.unmet) report(Code::T013, row(one), {one + 1}, describeUnmet(table, one));
    if (!checked.foreign.hasDefault)
      for (const Gap &one : found.gaps) report(Code::T012, whole(), {}, describe(table, one));
    for (const Masked &one : found.masked) {
      std::vector<uint32_t> rows{one.row + 1};
      for (const uint32_t by : one.by) rows.push_back(by + 1);
      Diagnostic &said = report(Code::T014, row(one.row), std::move(rows), describe(table, one));
      // In a table whose rows may all apply, a row beside another is no fault.
      if (table.policy == HitPolicy::Collect || table.policy == HitPolicy::RuleOrder ||
          table.policy == HitPolicy::OutputOrder)
        said.severity = Severity::Note;
    }
    for (const IdleCell &one : found.idleCells) report(Code::T015, row(one.row), {one.row + 1}, describe(table, one));
    for (const uint32_t column : found.idleColumns) report(Code::T016, whole(), {}, describeIdleColumn(table, column));
    if (found.conflictCount > found.overlaps.size())
      report(Code::T017, whole(), {},
             fmt::format("there are {} conflicts in all; more than are listed", found.conflictCount));
    if (found.moreGaps) report(Code::T017, whole(), {}, "there are more gaps than are listed");
    if (found.overlapsSettled != Answer::Yes || found.complete == Answer::NotSettled || !found.rowsNotSettled.empty() ||
        !found.columnsNotSettled.empty())
      report(Code::T017, whole(), {},
             fmt::format("not everything could be settled with `--limit effort={}`", sources.limits.effort));
    if (const std::string fewer = minimumText(); !fewer.empty()) report(Code::T018, whole(), {}, fewer);
  }

private:
  Diagnostic &report(Code code, Place at, std::vector<uint32_t> rows, const std::string &message) {
    Diagnostics one;
    one.report(code, at, message);
    checked.findings.push_back({one[0], std::move(rows)});
    return checked.findings.back().diagnostic;
  }

  /// A line without the blanks around it.
  Place lineOf(uint32_t number) const {
    const llvm::StringRef line = sources.line(file, number), inside = line.trim();
    const size_t offset = inside.empty() ? 0 : static_cast<size_t>(inside.data() - sources.text(file).data());
    return {{file, static_cast<uint32_t>(offset)}, static_cast<uint32_t>(inside.size())};
  }
  Place whole() const { return lineOf(table.line); }
  Place row(uint32_t number) const { return table.rows[number].line ? lineOf(table.rows[number].line) : whole(); }

  std::string minimumText() const {
    const MinimalTable &least = checked.least;
    if (!least.settled()) return {};
    const size_t before = table.rows.size(), after = least.rows.size();
    if (after == before && least.restrictedAfter == least.restrictedBefore) return {};
    return fmt::format("{} row{} with {} condition{} would decide the same as these {} with {}{}", after,
                       after == 1 ? "" : "s", least.restrictedAfter, least.restrictedAfter == 1 ? "" : "s", before,
                       least.restrictedBefore, least.minimality == Minimality::Local ? "" : ", and no fewer rows do");
  }

  const Sources &sources;
  uint32_t file;
  CheckedTable &checked;
  const DecisionTable &table;
};

} // namespace

std::vector<CheckedTable> checkTables(const Sources &sources, uint32_t file, Diagnostics &diagnostics) {
  const llvm::StringRef path = sources.path(file), text = sources.text(file);
  ForeignTables read = path.endswith_insensitive(".csv")
                           ? readCsvTable(text, std::filesystem::path(path.str()).stem().string())
                           : readDmn(text);
  for (const ReadProblem &one : read.problems) {
    const llvm::StringRef line = sources.line(file, one.line);
    const size_t before = std::min<size_t>(one.column - 1, line.size());
    const size_t start = line.empty() ? 0 : static_cast<size_t>(line.data() - text.data());
    // One character, whatever its bytes are; at the end of the line there is none.
    const llvm::StringRef rest = line.drop_front(before);
    size_t length = rest.empty() ? 0 : 1;
    while (length < rest.size() && (rest[length] & 0xC0) == 0x80) ++length;
    diagnostics.report(Code::T010, Place{{file, static_cast<uint32_t>(start + before)}, static_cast<uint32_t>(length)},
                       one.message);
  }
  if (read.tables.empty() && read.problems.empty())
    diagnostics.report(Code::T010, Place{{file, 0}, 0}, "there is no decision table in it");
  std::vector<CheckedTable> tables;
  for (ForeignTable &foreign : read.tables) {
    tables.push_back({std::move(foreign), {}, {}, {}});
    TableFindings(sources, file, tables.back()).run();
  }
  return tables;
}

} // namespace proviso
