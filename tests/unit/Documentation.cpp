// The programs in the documentation are programs: the blocks of the reference are one corpus, which checks, and whose
// scenarios pass; those in C and C++ are files that other tests compile and run.
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

TEST_CASE("the programs of the page on embedding are those that are compiled and run") {
  const std::string page = testing::readAll(PROVISO_SOURCE_DIR "/docs/embedding.md");
  for (const std::string language : {"c", "cpp"}) {
    const std::string program = testing::readAll(PROVISO_SOURCE_DIR "/tests/c_abi/decide." + language);
    REQUIRE_FALSE(program.empty());
    INFO("tests/c_abi/decide." << language);
    CHECK(page.find("```" + language + "\n" + program + "```\n") != std::string::npos);
  }
}
