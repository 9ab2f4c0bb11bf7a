// The programs of the reference of the language are programs: its blocks are one corpus, which checks, and whose
// scenarios pass.
#include "cli/Pipeline.h"
#include "cli/RunScenarios.h"
#include "support/Golden.h"

#include <doctest/doctest.h>

using namespace proviso;

TEST_CASE("the reference of the language is a corpus that checks") {
  const std::string page = testing::readAll(PROVISO_SOURCE_DIR "/docs/language.md");
  Compilation c;
  size_t blocks = 0;
  for (size_t at = 0; (at = page.find("```law\n", at)) != std::string::npos; ++blocks) {
    at += 7;
    const size_t end = page.find("```", at);
    REQUIRE(end != std::string::npos);
    c.sources.add(fmt::format("docs/language.md, program {}", blocks + 1), page.substr(at, end - at));
    at = end;
  }
  CHECK(blocks > 10);
  compile(c);
  INFO(renderText(c.diagnostics, c.sources, false));
  REQUIRE_FALSE(c.diagnostics.hasErrors());
  const Tables tables = loadTables(c);
  CHECK_FALSE(c.program.scenarios.empty());
  for (const ir::Scenario &scenario : c.program.scenarios) {
    const ScenarioResult result = runScenario(c.program, tables, scenario);
    INFO(scenario.title << "\n" << result.decision);
    for (const ScenarioFailure &failure : result.failures)
      MESSAGE(scenario.expectations[failure.expectation].text << ": " << failure.found);
    CHECK(result.passed());
  }
}
