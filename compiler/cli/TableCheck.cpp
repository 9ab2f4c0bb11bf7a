// `proviso table check`: what decision tables of others show by themselves.
#include "cli/Console.h"
#include "cli/TableFindings.h"

#include <nlohmann/json.hpp>

namespace proviso {

namespace {

using analysis::Analysis, analysis::Answer, analysis::DecisionTable, analysis::MinimalTable, analysis::Minimality;
using Json = nlohmann::ordered_json;

constexpr const char *policyWord[] = {"unique", "any", "priority", "first", "rule order", "output order", "collect"};
constexpr const char *answerWord[] = {"no", "yes", "not settled"};

Json place(const Sources &sources, Range range) {
  const LineColumn at = sources.lineColumn(range.begin);
  return {{"line", at.line}, {"column", at.column}};
}

Json finding(const Sources &sources, const TableFinding &one) {
  Json out{{"code", entry(one.diagnostic.code).name}, {"severity", nameOf(one.diagnostic.severity)}};
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
    if (const MinimalTable &least = checked.least; least.settled())
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
  c.sources.limits = common.limits;
  readSources(common.paths, c.sources, c.diagnostics);
  std::vector<bool> unreadable(c.sources.size());
  for (const Diagnostic &d : c.diagnostics.list()) unreadable[d.range.begin.file] = true;
  Json tables = Json::array();
  Diagnostics findings; // what is left in `c` could not be read
  size_t analysed = 0;
  for (uint32_t file = 0; file < c.sources.size(); ++file) {
    if (unreadable[file]) continue;
    for (CheckedTable &one : checkTables(c.sources, file, c.diagnostics)) {
      analysed += one.foreign.analysable;
      if (common.format == Format::Json) tables.push_back(item(c.sources, file, one));
      for (TableFinding &found : one.findings) findings.add(std::move(found.diagnostic));
    }
  }
  Json problems = Json::array();
  if (common.format == Format::Json)
    for (const Diagnostic &d : c.diagnostics.list()) {
      problems.push_back({{"code", entry(d.code).name}, {"file", c.sources.path(d.range.begin.file).str()}});
      problems.back().update(place(c.sources, d.range));
      problems.back()["message"] = d.message;
    }
  c.diagnostics.add(std::move(findings));
  if (common.format == Format::Json) {
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
