// `proviso table check`: what decision tables of others show by themselves.
#include "cli/Console.h"
#include "cli/Files.h"
#include "cli/TableFindings.h"

#include <nlohmann/json.hpp>

namespace proviso {

namespace {

using analysis::Analysis, analysis::Answer, analysis::DecisionTable, analysis::MinimalTable, analysis::Minimality;
using Json = nlohmann::ordered_json;

constexpr const char *policyWord[] = {"unique", "any", "priority", "first", "rule order", "output order", "collect"};
constexpr const char *answerWord[] = {"no", "yes", "not settled"};
constexpr const char *severityWord[] = {"error", "warning", "note"};

Json place(const Sources &sources, Range range) {
  const LineColumn at = sources.lineColumn(range.begin);
  return {{"line", at.line}, {"column", at.column}};
}

Json finding(const Sources &sources, const TableFinding &one) {
  Json out{{"code", entry(one.diagnostic.code).name},
           {"severity", severityWord[static_cast<size_t>(one.diagnostic.severity)]}};
  out.update(place(sources, one.diagnostic.range));
  out["rows"] = one.rows;
  out["message"] = one.diagnostic.message;
  return out;
}

Json item(const Sources &sources, uint32_t file, const CheckedTable &checked) {
  const DecisionTable &table = checked.foreign.table;
  Json out{{"name", table.name},
           {"file", sources.path(file).str()},
           {"line", table.line},
           {"policy", policyWord[static_cast<size_t>(table.policy)]},
           {"rows", table.rows.size()},
           {"columns", table.columns.size()},
           {"analysed", checked.foreign.analysable}};
  if (checked.foreign.analysable) {
    const Analysis &found = checked.analysis;
    out["complete"] = answerWord[static_cast<size_t>(checked.foreign.hasDefault ? Answer::Yes : found.complete)];
    out["overlaps"] = found.overlapCount;
    out["conflicts"] = found.conflictCount;
    if (const MinimalTable &least = checked.least; !least.contradictory && least.minimality != Minimality::NotSettled)
      out["smallest"] = {{"rows", least.rows.size()},
                         {"conditions", least.restrictedAfter},
                         {"proven", least.minimality != Minimality::Local}};
  }
  out["findings"] = Json::array();
  for (const TableFinding &one : checked.findings) out["findings"].push_back(finding(sources, one));
  return out;
}

} // namespace

int tableCheckCommand(const CommonOptions &common) {
  Compilation c; // for its sources and diagnostics
  for (const std::string &path : common.paths) {
    std::string content = readFile(path);
    if (const auto bad = invalidUtf8(content)) {
      const uint32_t file = c.sources.add(path, content.substr(0, *bad));
      c.diagnostics.report(Code::F001, Range{{file, static_cast<uint32_t>(*bad)}, 0})
          .note("save the file as UTF-8; it has not been analysed");
    } else
      c.sources.add(path, std::move(content));
  }
  std::vector<bool> unreadable(c.sources.size());
  for (const Diagnostic &d : c.diagnostics.list()) unreadable[d.range.begin.file] = true;
  Json tables = Json::array();
  size_t analysed = 0;
  for (uint32_t file = 0; file < c.sources.size(); ++file) {
    if (unreadable[file]) continue;
    for (CheckedTable &one : checkTables(c.sources, file, c.diagnostics)) {
      analysed += one.foreign.analysable;
      if (common.format == Format::Json) tables.push_back(item(c.sources, file, one));
      for (TableFinding &found : one.findings) c.diagnostics.add(std::move(found.diagnostic));
    }
  }
  if (common.format == Format::Json) {
    Json problems = Json::array(); // of no table
    for (const Diagnostic &d : c.diagnostics.list()) {
      if (d.code != Code::T010 && d.code != Code::F001) continue;
      problems.push_back({{"code", entry(d.code).name}, {"file", c.sources.path(d.range.begin.file).str()}});
      problems.back().update(place(c.sources, d.range));
      problems.back()["message"] = d.message;
    }
    const Json out{
        {"format", "proviso-table-check/1"}, {"tables", std::move(tables)}, {"problems", std::move(problems)}};
    print(out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return failed(common, c) ? Errors : Fine;
  }
  c.diagnostics.arrange(c.sources);
  if (common.format == Format::Sarif) {
    print(renderSarif(c.diagnostics, c.sources, PROVISO_VERSION));
    return failed(common, c) ? Errors : Fine;
  }
  const bool stop = reported(common, c);
  const size_t errors = c.diagnostics.count(Severity::Error), warnings = c.diagnostics.count(Severity::Warning);
  print(fmt::format("{} table{} analysed: {} error{}, {} warning{}\n", analysed, analysed == 1 ? "" : "s", errors,
                    errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s"));
  return stop ? Errors : Fine;
}

} // namespace proviso
