// `proviso table check`: what decision tables of others show by themselves.
#include "analysis/ForeignTables.h"
#include "analysis/Minimise.h"
#include "analysis/Words.h"
#include "cli/Console.h"
#include "cli/Files.h"

#include <llvm/ADT/STLExtras.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace proviso {

namespace {

using namespace analysis;

enum class Weight : uint8_t { Error, Warning, Note };
constexpr const char *weightWord[] = {"error", "warning", "note"};

struct Finding {
  std::string kind;
  Weight weight = Weight::Warning;
  uint32_t line = 0;
  std::vector<uint32_t> rows; // from 1
  std::string message;
};

constexpr const char *policyWord[] = {"unique", "any", "priority", "first", "rule order", "output order", "collect"};
constexpr const char *answerWord[] = {"no", "yes", "not settled"};

/// Everything that is found in one table, the gravest first, then by rows.
std::vector<Finding> findingsOf(const ForeignTable &foreign, const Analysis &analysis) {
  const DecisionTable &table = foreign.table;
  std::vector<Finding> list;
  auto lineOf = [&](uint32_t row) { return table.rows[row].line ? table.rows[row].line : table.line; };
  for (const Overlap &one : analysis.overlaps)
    if (one.conflict)
      list.push_back(
          {"conflict", Weight::Error, lineOf(one.second), {one.first + 1, one.second + 1}, describe(table, one)});
  for (uint32_t row : analysis.unmet)
    list.push_back({"unmet row", Weight::Warning, lineOf(row), {row + 1}, describeUnmet(table, row)});
  if (!foreign.hasDefault)
    for (const Gap &one : analysis.gaps) list.push_back({"gap", Weight::Warning, table.line, {}, describe(table, one)});
  for (const Masked &one : analysis.masked) {
    std::vector<uint32_t> rows{one.row + 1};
    for (uint32_t by : one.by) rows.push_back(by + 1);
    // In a table whose rows may all apply, a row beside another is no fault.
    const bool fault = table.policy != HitPolicy::Collect && table.policy != HitPolicy::RuleOrder &&
                       table.policy != HitPolicy::OutputOrder;
    list.push_back(
        {"masked row", fault ? Weight::Warning : Weight::Note, lineOf(one.row), std::move(rows), describe(table, one)});
  }
  for (const IdleCell &one : analysis.idleCells)
    list.push_back({"idle condition", Weight::Note, lineOf(one.row), {one.row + 1}, describe(table, one)});
  for (uint32_t column : analysis.idleColumns)
    list.push_back({"idle column", Weight::Warning, table.line, {}, describeIdleColumn(table, column)});
  if (analysis.moreGaps) list.push_back({"gap", Weight::Note, table.line, {}, "there are more gaps than are listed"});
  if (analysis.overlapsSettled != Answer::Yes || analysis.complete == Answer::NotSettled ||
      !analysis.rowsNotSettled.empty() || !analysis.columnsNotSettled.empty())
    list.push_back(
        {"not settled", Weight::Note, table.line, {}, "not everything could be settled with the effort that is made"});
  return list;
}

std::string minimumText(const DecisionTable &table, const MinimalTable &least) {
  if (least.contradictory || least.minimality == Minimality::NotSettled) return {};
  const size_t before = table.rows.size(), after = least.rows.size();
  if (after == before && least.restrictedAfter == least.restrictedBefore) return {};
  return fmt::format("{} rows with {} conditions decide the same as these {} with {}{}", after, least.restrictedAfter,
                     before, least.restrictedBefore,
                     least.minimality == Minimality::Local ? "" : ", and no fewer rows do");
}

} // namespace

int tableCheckCommand(const CommonOptions &common) {
  using Json = nlohmann::ordered_json;
  Json tables = Json::array(), problems = Json::array();
  std::string text;
  size_t errors = 0, warnings = 0, analysed = 0;
  for (const std::string &path : common.paths) {
    const std::string content = readFile(path);
    const std::string name = std::filesystem::path(path).stem().string();
    const bool csv = llvm::StringRef(path).endswith_insensitive(".csv");
    if (const auto bad = invalidUtf8(content))
      throw EnvironmentError(fmt::format("{}: it is not UTF-8, from byte {} on", path, *bad));
    const ForeignTables read = csv ? readCsvTable(content, name) : readDmn(content);
    for (const ReadProblem &one : read.problems) {
      ++errors;
      text += fmt::format("{}:{}:{}: error: {}\n", path, one.line, one.column, one.message);
      problems.push_back({{"file", path}, {"line", one.line}, {"column", one.column}, {"message", one.message}});
    }
    if (read.tables.empty() && read.problems.empty()) {
      ++errors;
      text += fmt::format("{}: error: there is no decision table in it\n", path);
      problems.push_back({{"file", path}, {"line", 1}, {"column", 1}, {"message", "there is no decision table in it"}});
    }
    for (const ForeignTable &foreign : read.tables) {
      const DecisionTable &table = foreign.table;
      Json item{{"name", table.name},
                {"file", path},
                {"line", table.line},
                {"policy", policyWord[static_cast<size_t>(table.policy)]},
                {"rows", table.rows.size()},
                {"columns", table.columns.size()},
                {"analysed", foreign.analysable}};
      if (!foreign.analysable) {
        text += fmt::format("{}:{}: error: the table `{}` is not analysed: it was not read as a whole\n", path,
                            table.line, table.name);
        tables.push_back(std::move(item));
        continue;
      }
      ++analysed;
      const Analysis analysis = analyse(table);
      const MinimalTable least = minimise(table);
      Json findings = Json::array();
      for (const Finding &one : findingsOf(foreign, analysis)) {
        (one.weight == Weight::Error ? errors : warnings) += one.weight != Weight::Note;
        text +=
            fmt::format("{}:{}: {}: {}\n", path, one.line, weightWord[static_cast<size_t>(one.weight)], one.message);
        findings.push_back({{"kind", one.kind},
                            {"severity", weightWord[static_cast<size_t>(one.weight)]},
                            {"line", one.line},
                            {"rows", one.rows},
                            {"message", one.message}});
      }
      if (analysis.conflictCount > analysis.overlaps.size())
        text += fmt::format("{}:{}: note: {} conflicts in all\n", path, table.line, analysis.conflictCount);
      const std::string fewer = minimumText(table, least);
      if (!fewer.empty()) text += fmt::format("{}:{}: note: {}\n", path, table.line, fewer);
      item["complete"] = answerWord[static_cast<size_t>(foreign.hasDefault ? Answer::Yes : analysis.complete)];
      item["overlaps"] = analysis.overlapCount;
      item["conflicts"] = analysis.conflictCount;
      if (!least.contradictory && least.minimality != Minimality::NotSettled)
        item["smallest"] = {{"rows", least.rows.size()},
                            {"conditions", least.restrictedAfter},
                            {"proven", least.minimality != Minimality::Local}};
      item["findings"] = std::move(findings);
      tables.push_back(std::move(item));
    }
  }
  if (common.format == Format::Json) {
    const Json out{
        {"format", "proviso-table-check/1"}, {"tables", std::move(tables)}, {"problems", std::move(problems)}};
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  } else {
    print(text);
    print(fmt::format("{} table{} analysed: {} error{}, {} warning{}\n", analysed, analysed == 1 ? "" : "s", errors,
                      errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s"));
  }
  return errors != 0 || (common.denyWarnings && warnings != 0) ? Errors : Fine;
}

} // namespace proviso
