// The runtime against the naive interpreter: see Agreement.h.
#include "cli/Pipeline.h"
#include "properties/Agreement.h"
#include "support/RandomLaw.h"
#include "support/Sanitized.h"

#include <doctest/doctest.h>

#include <cstdlib>

namespace proviso::testing {

TEST_SUITE("agreement") {
  TEST_CASE("the runtime agrees with the naive interpreter on the statutes") {
    const auto c = compile({PROVISO_STATUTES});
    REQUIRE_FALSE(c->diagnostics.hasErrors());
    CHECK(ir::verify(c->program).empty());
    Random random(20181201);
    Agreement agreement(*c, random);
    // Each case is decided by the whole corpus.
    const int cases = sanitized ? 1 : std::max(4, 500 / static_cast<int>(c->tables.provisions.size()));
    for (const ProvisionTable &table : c->tables.provisions) agreement.provision(table.provision, cases);
    MESSAGE(agreement.totals << " cases, " << agreement.partials << " of them with unknown facts");
    CHECK(agreement.totals > (sanitized ? 80U : 300U));
  }

  TEST_CASE("the runtime agrees with the naive interpreter on random laws") {
    Random random(7);
    size_t totals = 0, partials = 0, presumptions = 0;
    int laws = 0;
    // PROVISO_LAWS: more of them, other ones with PROVISO_SEED.
    const int tries = std::getenv("PROVISO_LAWS") ? std::atoi(std::getenv("PROVISO_LAWS")) : sanitized ? 20 : 100;
    if (const char *seed = std::getenv("PROVISO_SEED")) random.seed(static_cast<uint32_t>(std::atoi(seed)));
    for (int i = 0; i < tries; ++i) {
      Compilation c;
      const std::string text = randomLaw(random);
      c.sources.add("random.law", text);
      compile(c);
      INFO(text);
      INFO(renderText(c.diagnostics, c.sources, false));
      // A kind that the subject cannot bear, and a branch restated, are errors in the law; the generator does not look
      // that far ahead.
      bool bearable = true;
      for (const Diagnostic &d : c.diagnostics.list()) {
        if (d.code == Code::N004 || d.code == Code::N008)
          bearable = false;
        else
          REQUIRE(d.severity != Severity::Error);
      }
      if (!bearable) continue;
      REQUIRE(ir::verify(c.program).empty());
      Agreement agreement(c, random);
      for (const ProvisionTable &table : c.tables.provisions) agreement.provision(table.provision, 12);
      totals += agreement.totals;
      partials += agreement.partials;
      presumptions += agreement.presumptions;
      ++laws;
    }
    CHECK(laws > tries / 3);
    CHECK(presumptions > (sanitized ? 10U : 100U));
    MESSAGE(laws << " laws, " << totals << " cases, " << partials << " of them with unknown facts, " << presumptions
                 << " left to a presumption");
  }
}

} // namespace proviso::testing
