// Scenarios proposed from tables: they can be read back, the law decides them as they expect, and together they meet
// every row and show every step, with none to spare.
#include "cli/Coverage.h"
#include "cli/Files.h"
#include "cli/Pipeline.h"
#include "cli/RunScenarios.h"
#include "cli/SuggestCases.h"
#include "support/RandomLaw.h"
#include "support/Sanitized.h"
#include "tables/CaseGoals.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

namespace proviso::testing {

namespace {

struct Found {
  size_t provisions = 0, cases = 0, left = 0, rows = 0, rowsMissed = 0, steps = 0, notShown = 0;
};

using Texts = std::vector<std::pair<std::string, std::string>>;

/// Suggests for every table, reads the scenarios back beside the law, and runs them.
void roundTrip(const Texts &law, Found &found) {
  const auto c = compileTexts(law);
  REQUIRE_FALSE(c->diagnostics.hasErrors());
  const Tables compiled = loadTables(*c);
  std::string text;
  std::vector<bool> whole(c->program.provisions.size(), true);
  for (const ProvisionTable &table : c->tables.provisions) {
    const SuggestedCases cases = suggestCases(c->program, c->tables, compiled, table);
    whole[table.provision] = cases.notes.empty();
    found.left += cases.notes.size();
    found.cases += cases.cases;
    ++found.provisions;
    text += cases.text;
  }
  Texts with = law;
  with.emplace_back("suggested.law", text);
  const auto again = compileTexts(std::move(with));
  INFO(text);
  INFO(renderText(again->diagnostics, again->sources, false));
  REQUIRE_FALSE(again->diagnostics.hasErrors());
  const Tables tables = loadTables(*again);
  Coverage coverage(again->program, again->tables, tables);
  for (const ir::Scenario &scenario : again->program.scenarios) {
    const ScenarioResult result =
        runScenario(again->program, tables, scenario,
                    [&](const BoundCase &bound, const Decision &decision) { coverage.add(bound, decision); });
    std::string why = fmt::format("{}\n", fmt::join(result.errors, "; "));
    for (const ScenarioFailure &one : result.failures)
      why += fmt::format("{}: found {}\n", scenario.expectations[one.expectation].text, one.found);
    INFO(scenario.title << "\n" << why << result.decision);
    REQUIRE(result.passed());
  }
  for (const ProvisionCoverage &one : coverage.provisions()) {
    const auto table = std::find_if(again->tables.provisions.begin(), again->tables.provisions.end(),
                                    [&](const auto &t) { return again->program.provisions[t.provision].id == one.id; });
    if (!whole[table->provision]) continue;
    found.steps += one.steps;
    found.notShown += one.notShown.size();
    for (const TableCoverage &rows : one.tables) {
      found.rows += rows.rows;
      found.rowsMissed += rows.missed.size();
    }
  }
}

} // namespace

TEST_SUITE("cases from tables") {
  // With sanitizers this would take an hour.
  TEST_CASE("of the statutes" * doctest::skip(sanitized)) {
    Texts law;
    Sources sources;
    Diagnostics none;
    readSources(lawFiles({PROVISO_STATUTES}), sources, none);
    for (uint32_t file = 0; file < sources.size(); ++file)
      if (!sources.path(file).contains("/scenarios/"))
        law.emplace_back(sources.path(file).str(), sources.text(file).str());
    Found found;
    roundTrip(law, found);
    MESSAGE(found.cases << " cases for " << found.provisions << " provisions, " << found.left
                        << " could not be stated; " << found.rowsMissed << " of " << found.rows << " rows missed, "
                        << found.notShown << " of " << found.steps << " steps not shown");
    CHECK(found.rowsMissed == 0);
    CHECK(found.notShown == 0);
    CHECK(found.left * 50 <= found.cases);
  }

  TEST_CASE("beside the scenarios of the statutes there is none to propose" * doctest::skip(sanitized)) {
    const auto c = compile({PROVISO_STATUTES});
    REQUIRE_FALSE(c->diagnostics.hasErrors());
    const Tables compiled = loadTables(*c);
    Coverage coverage(c->program, c->tables, compiled);
    for (const ir::Scenario &scenario : c->program.scenarios)
      runScenario(c->program, compiled, scenario,
                  [&](const BoundCase &bound, const Decision &decision) { coverage.add(bound, decision); });
    size_t before = 0, after = 0;
    for (const ProvisionTable &table : c->tables.provisions) {
      before += suggestCases(c->program, c->tables, compiled, table).cases;
      const SuggestedCases more = suggestCases(c->program, c->tables, compiled, table, coverage.shown(table.provision));
      INFO(more.text);
      CHECK(more.cases == 0);
      after += more.cases;
    }
    CHECK(before > 900);
    CHECK(after == 0);
  }

  TEST_CASE("of random laws") {
    Random random(11);
    Found found;
    int laws = 0;
    for (int i = 0; i < (sanitized ? 12 : 25); ++i) {
      const std::string text = randomLaw(random);
      {
        const auto c = compileTexts({{"random.law", text}});
        if (c->diagnostics.hasErrors()) continue;
      }
      roundTrip({{"random.law", text}}, found);
      ++laws;
    }
    MESSAGE(found.cases << " cases for " << found.provisions << " provisions of " << laws << " laws, " << found.left
                        << " could not be stated; " << found.rowsMissed << " of " << found.rows << " rows missed, "
                        << found.notShown << " of " << found.steps << " steps not shown");
    // Random provisions displace each other, and ask things of records that no record fits.
    CHECK(laws > (sanitized ? 2 : 5));
    CHECK(found.rowsMissed * 4 <= found.rows);
    CHECK(found.notShown * 50 <= found.steps);
  }

  TEST_CASE("no case is one too many") {
    Random random(12);
    for (int i = 0; i < (sanitized ? 6 : 20); ++i) {
      Compilation c;
      c.sources.add("random.law", randomLaw(random));
      compile(c);
      if (c.diagnostics.hasErrors()) continue;
      for (const ProvisionTable &table : c.tables.provisions) {
        CaseGoals goals(c.program, table);
        if (goals.rows().size() > 60) continue; // the way below is a slow one
        const std::vector<Answers> cases = goals.suggest();
        auto shown = [&](const std::vector<Answers> &list) {
          size_t count = 0;
          for (const RowGoal &goal : goals.rows())
            count += std::any_of(list.begin(), list.end(), [&](const Answers &one) { return goals.meets(one, goal); });
          for (const StepGoal &goal : goals.steps())
            count += std::any_of(list.begin(), list.end(), [&](const Answers &a) {
              return std::any_of(list.begin(), list.end(), [&](const Answers &b) { return goals.shows(a, b, goal); });
            });
          return count;
        };
        CHECK(shown(cases) == goals.rows().size() + goals.steps().size());
        for (size_t skip = 0; skip < cases.size(); ++skip) {
          std::vector<Answers> fewer = cases;
          fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(skip));
          CHECK(shown(fewer) < shown(cases));
        }
      }
    }
  }
}

} // namespace proviso::testing
