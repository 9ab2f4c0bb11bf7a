// `proviso test`: the scenarios run, how well they cover the tables, and scenarios proposed.
#include "cli/Console.h"
#include "cli/Coverage.h"
#include "cli/Files.h"
#include "cli/RunScenarios.h"
#include "cli/SuggestCases.h"

#include "emit/TableText.h"

#include <llvm/ADT/STLExtras.h>
#include <nlohmann/json.hpp>

#include <regex>

namespace proviso {

namespace {

using Json = nlohmann::ordered_json;

std::string xml(llvm::StringRef text) {
  std::string out;
  for (const char c : text) switch (c) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '"': out += "&quot;"; break;
    default: out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c; // cannot stand in XML
    }
  return out;
}

/// The scenarios of `proviso-test/1` as JUnit's XML, which build servers show: a test for each, a class for each file.
std::string junit(const Json &scenarios, size_t failed) {
  std::string out = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                "<testsuites>\n  <testsuite name=\"proviso\" tests=\"{}\" failures=\"{}\">\n",
                                scenarios.size(), failed);
  for (const Json &one : scenarios) {
    out += fmt::format("    <testcase classname=\"{0}\" name=\"{1}\" file=\"{0}\" line=\"{2}\"",
                       xml(one["file"].get<std::string>()), xml(one["title"].get<std::string>()),
                       one["line"].get<uint32_t>());
    if (one["passed"].get<bool>()) {
      out += "/>\n";
      continue;
    }
    std::string text;
    for (const Json &failure : one["failures"])
      text += failure.contains("error")
                  ? failure["error"].get<std::string>() + "\n"
                  : fmt::format("line {}: {}; found: {}\n", failure["line"].get<uint32_t>(),
                                failure["expected"].get<std::string>(), failure["found"].get<std::string>());
    llvm::StringRef lines = llvm::StringRef(text).rtrim('\n');
    out += fmt::format(">\n      <failure message=\"{}\">", xml(lines.split('\n').first));
    for (bool first = true; !lines.empty(); first = false) {
      const auto [line, rest] = lines.split('\n');
      out += (first ? "" : "\n") + xml(line);
      lines = rest;
    }
    out += "</failure>\n    </testcase>\n";
  }
  return out + "  </testsuite>\n</testsuites>\n";
}

std::string counted(const TableCoverage &table) {
  return table.moreThan ? fmt::format("more than {} rows, not counted:", table.moreThan)
                        : fmt::format("{} of {}", table.rows - table.missed.size(), table.rows);
}

/// Each table with the rows met and all; below it the rows that no scenario met, numbered as `show` has them.
std::string coverageText(const Coverage &coverage) {
  std::string out;
  size_t rows = 0, missed = 0, steps = 0, notShown = 0;
  for (const ProvisionCoverage &provision : coverage.provisions()) {
    const bool again = provision.id.find('@') != std::string::npos; // others have stood under its number
    out += fmt::format("\n{}{}\n", provision.citation, again ? ", " + spanText(provision.span) : "");
    for (const TableCoverage &table : provision.tables) {
      rows += table.rows;
      missed += table.missed.size();
      out += fmt::format("  {:<8}  {}\n", counted(table), table.title());
      for (const MissedRow &row : table.missed) {
        std::string cells;
        for (const auto &[column, cell] : row.cells)
          cells += fmt::format("{}{}: {}", cells.empty() ? "" : "; ", column, cell);
        out += fmt::format("            row {} not met: {}{}{}\n", row.number, cells.empty() ? "always" : cells,
                           row.outcome.empty() ? "" : " => ", row.outcome);
      }
    }
    steps += provision.steps;
    notShown += provision.notShown.size();
    if (provision.steps == 0) continue;
    out += fmt::format("  {:<8}  inputs that decide alone\n",
                       fmt::format("{} of {}", provision.steps - provision.notShown.size(), provision.steps));
    for (const StepNotShown &one : provision.notShown)
      out += fmt::format("            not shown: {}: {}, or {}\n", one.input, one.from, one.to);
  }
  return fmt::format("\nRows of the tables met by scenarios: {} of {}\nInputs shown to decide alone: {} of {}\n{}",
                     rows - missed, rows, steps - notShown, steps, out);
}

Json coverageJson(const Coverage &coverage) {
  Json list = Json::array();
  size_t rows = 0, missed = 0, steps = 0, notShown = 0;
  for (const ProvisionCoverage &provision : coverage.provisions()) {
    Json tables = Json::array();
    for (const TableCoverage &table : provision.tables) {
      Json one{{"table", table.name.empty() ? "elements" : table.adjustment ? "adjustment" : "effect"}};
      if (table.adjustment) one["text"] = table.name;
      if (!table.name.empty() && !table.adjustment) {
        one["addressee"] = table.addressee;
        one["name"] = table.name;
        if (!table.alternative.empty()) one["alternative"] = table.alternative;
      }
      if (table.moreThan) {
        one["too_large"] = true;
      } else {
        one["rows"] = table.rows;
        one["met"] = table.rows - table.missed.size();
        one["missed"] = Json::array();
      }
      for (const MissedRow &row : table.missed) {
        Json cells = Json::array();
        for (const auto &[column, cell] : row.cells) cells.push_back({{"column", column}, {"cell", cell}});
        Json item{{"row", row.number}, {"cells", std::move(cells)}};
        if (!row.outcome.empty()) item["outcome"] = row.outcome;
        one["missed"].push_back(std::move(item));
      }
      rows += table.rows;
      missed += table.missed.size();
      tables.push_back(std::move(one));
    }
    list.push_back({{"id", provision.id},
                    {"citation", provision.citation},
                    {"in_force", spanText(provision.span)},
                    {"tables", std::move(tables)},
                    {"steps", provision.steps},
                    {"shown", provision.steps - provision.notShown.size()}});
    steps += provision.steps;
    notShown += provision.notShown.size();
    for (const StepNotShown &one : provision.notShown)
      list.back()["not_shown"].push_back({{"input", one.input}, {"from", one.from}, {"to", one.to}});
  }
  return {{"rows", rows},
          {"met", rows - missed},
          {"steps", steps},
          {"shown", steps - notShown},
          {"provisions", std::move(list)}};
}

} // namespace

int suggestCommand(const CommonOptions &common, const std::string &citation, bool missing) {
  const auto c = compile(common.paths, compileOptions(common));
  if (reported(common, *c)) return Errors;
  Diagnostics diagnostics;
  const std::vector<ProvisionRef> targets = resolveText(*c->history, c->sources, citation, std::nullopt, diagnostics);
  if (targets.empty()) {
    reportTyped(diagnostics);
    return Errors;
  }
  std::vector<const ProvisionTable *> of;
  for (ProvisionRef target : targets)
    for (const ProvisionTable *table : tablesOf(*c, target))
      if (!llvm::is_contained(of, table)) of.push_back(table);
  if (of.empty()) {
    fmt::print(stderr, "{} imposes nothing, so that there is no case to decide\n",
               c->history->citation(targets.front()));
    return Errors;
  }
  const Tables tables = loadTables(*c);
  Coverage covered(c->program, c->tables, tables);
  if (missing)
    for (const ir::Scenario &scenario : c->program.scenarios)
      runScenario(c->program, tables, scenario,
                  [&](const BoundCase &bound, const Decision &decision) { covered.add(bound, decision); });
  std::string out;
  for (const ProvisionTable *table : of) {
    const SuggestedCases cases =
        suggestCases(c->program, c->tables, tables, *table, missing ? covered.shown(table->provision) : ShownAlready());
    if (missing && cases.rows == 0 && cases.steps == 0) continue;
    out +=
        fmt::format("// {}: {} for {} of its tables and {} at which one input alone decides. What is expected is what "
                    "is decided:\n// whether it is right, a person says.\n",
                    c->program.provisions[table->provision].citation, plural(cases.cases, "case"),
                    plural(cases.rows, "row"), plural(cases.steps, "step"));
    for (const std::string &note : cases.notes) out += fmt::format("// {}\n", note);
    out += "\n" + cases.text + "\n";
  }
  print(out);
  return Fine;
}

int testCommand(const CommonOptions &common, const std::string &filter, bool coverage) {
  if (coverage && common.format == Format::Junit)
    throw EnvironmentError("--coverage: JUnit's form has no place for it; use --format text or json");
  std::regex wanted;
  try {
    wanted = std::regex(filter.empty() ? ".*" : filter);
  } catch (const std::regex_error &) {
    throw EnvironmentError(fmt::format("--filter {}: this is not a regular expression", filter));
  }
  const auto c = compile(common.paths, compileOptions(common));
  if (reported(common, *c)) return Errors;
  const Tables tables = loadTables(*c);
  Coverage covered(c->program, c->tables, tables);
  size_t passed = 0, failures = 0;
  Json list = Json::array();
  for (const ir::Scenario &scenario : c->program.scenarios) {
    if (!filter.empty() && !std::regex_search(scenario.title, wanted)) continue;
    const ScenarioResult result =
        runScenario(c->program, tables, scenario, [&](const BoundCase &bound, const Decision &decision) {
          if (coverage) covered.add(bound, decision);
        });
    ++(result.passed() ? passed : failures);
    const LineColumn at = c->sources.lineColumn(scenario.range.begin);
    const std::string file = c->sources.path(scenario.range.begin.file).str();
    Json item{{"title", scenario.title}, {"file", file}, {"line", at.line}, {"passed", result.passed()}};
    Json reasons = Json::array();
    if (!result.passed() && common.format == Format::Text)
      print(fmt::format("FAILED {}:{}: {}\n", file, at.line, scenario.title));
    for (const std::string &error : result.errors) {
      if (common.format == Format::Text) print(fmt::format("  {}\n", error));
      reasons.push_back({{"error", error}});
    }
    for (const ScenarioFailure &failure : result.failures) {
      const ir::Expectation &e = scenario.expectations[failure.expectation];
      const LineColumn where = c->sources.lineColumn(e.range.begin);
      if (common.format == Format::Text)
        print(fmt::format("  {}:{}: {}\n    found: {}\n", file, where.line, e.text, failure.found));
      reasons.push_back({{"line", where.line}, {"expected", e.text}, {"found", failure.found}});
    }
    if (!result.passed()) item["failures"] = std::move(reasons);
    list.push_back(std::move(item));
  }
  if (common.format == Format::Junit)
    print(junit(list, failures));
  else if (common.format == Format::Json) {
    Json report{{"format", "proviso-test/1"}, {"scenarios", std::move(list)}, {"passed", passed}, {"failed", failures}};
    if (coverage) report["coverage"] = coverageJson(covered);
    print(report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  } else {
    print(fmt::format("{}: {} passed, {} failed\n", plural(passed + failures, "scenario"), passed, failures));
    if (coverage) print(coverageText(covered));
  }
  return failures ? Errors : Fine;
}

} // namespace proviso
