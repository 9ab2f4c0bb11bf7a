// The levels of one instrument serve citations from everywhere.
#include "cli/Pipeline.h"
#include "cli/RunScenarios.h"

#include <doctest/doctest.h>

using namespace proviso;

TEST_CASE("levels that one file declares are cited from every file") {
  Compilation c;
  // `title` and `rule` are levels of one instrument, and names of the other.
  c.sources.add("a.law", "vocabulary roads { role driver  role title  fact rule : boolean }\n"
                         "scale fines { administrative { fine money EUR } }\n"
                         "statute RA \"Road Act\" {\n"
                         "  in force from 2001-01-01  use roads, fines\n"
                         "  article 1 { subject driver or title  when rule  punish per CODE title 2 rule a }\n"
                         "}\n"
                         "scenario \"A rule is broken\" {\n"
                         "  on 2002-02-02  subject title  given rule, violates CODE title 2 rule b\n"
                         "  expect RA article 1 fine 5 EUR\n"
                         "  expect CODE title 2 rule a does not apply\n"
                         "}\n");
  c.sources.add("b.law", "statute CODE \"Code\" {\n"
                         "  levels title, rule\n"
                         "  in force from 2001-01-01  use roads, fines\n"
                         "  title 2 { rule a { subject driver  when violates rule b  sanction { fine 5 EUR } }\n"
                         "            rule b { must \"keep right\" } }\n"
                         "}\n");
  compile(c);
  INFO(renderText(c.diagnostics, c.sources, false));
  REQUIRE_FALSE(c.diagnostics.hasErrors());
  REQUIRE(c.program.scenarios.size() == 1);
  CHECK(runScenario(c.program, loadTables(c), c.program.scenarios[0]).passed());
  CHECK(
      resolveText(*c.history, c.sources, "CODE title 2 rule b", Date{Date::latest().days - 1}, c.diagnostics).size() ==
      1);
}
