// What does not fit is said, and never wrong: amounts, comparisons, days.
#include "cli/Pipeline.h"

#include "proviso/Case.h"
#include "proviso/Decision.h"

#include <doctest/doctest.h>

using namespace proviso;

namespace {

const char *const law = R"law(
vocabulary harbour "Harbour" {
  role operator
  fact crew : count
  fact ships : count
  fact gains : money AUD
  fact delay : duration
  fact ended : date
  fact closed : date
  fact drunk : boolean
}
scale penalties { administrative { fine money AUD  detention from 1 day } }
statute HSA "Harbour Safety Act" {
  in force from 2015-07-01
  use harbour, penalties
  article 1 { subject operator  when drunk  sanction { fine (gains * 10) } }
  article 2 { subject operator  when crew * ships >= 10  sanction { fine 100 AUD } }
  article 3 { subject operator  when drunk  sanction { detention (crew * 1 day) } }
  article 4 { subject operator  when closed <= ended + 6 months  sanction { fine 200 AUD } }
  article 5 { subject operator  when crew / ships > 2  sanction { fine 300 AUD } }
}
)law";

struct Law {
  Tables tables = [] {
    const auto c = compileTexts({{"harbour.law", law}});
    INFO(renderText(c->diagnostics, c->sources, false));
    REQUIRE_FALSE(c->diagnostics.hasErrors());
    return loadTables(*c);
  }();
  std::string decided(const std::string &facts) const {
    std::vector<std::string> errors;
    const auto asked = readCase(R"({"date": "2020-01-01", "subject": ["operator"], "facts": {)" + facts + "}}", errors);
    const auto bound = asked ? BoundCase::bind(tables, *asked, errors) : std::nullopt;
    INFO(fmt::format("{}", fmt::join(errors, "; ")));
    REQUIRE(bound);
    return decisionText(*bound, decide(*bound), false) + decisionJson(*bound, decide(*bound), false);
  }
};

bool has(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_SUITE("overflow") {
  TEST_CASE("an amount that does not fit is an error in its place") {
    const Law one;
    const std::string fits = one.decided(R"("drunk": true, "gains": "900000000000000000 AUD")");
    CHECK(has(fits, "9,000,000,000,000,000,000 AUD"));
    CHECK_FALSE(has(fits, "cannot be computed"));
    const std::string tooMuch = one.decided(R"("drunk": true, "gains": "1000000000000000000 AUD")");
    CHECK(has(tooMuch, "fine (the amount cannot be computed"));
    CHECK(has(tooMuch, R"("error": "the amount cannot be computed)"));
  }
  TEST_CASE("a comparison that does not fit is not known, and says why") {
    const Law one;
    CHECK(has(one.decided(R"("crew": 5, "ships": 2)"), "100 AUD"));
    const std::string tooMuch = one.decided(R"("crew": 9000000000000000000, "ships": 9000000000000000000)");
    CHECK(has(tooMuch, "HSA article 2: undetermined"));
    CHECK(has(tooMuch, "cannot be computed: it is too large, or divides by zero"));
    const std::string byZero = one.decided(R"("crew": 5, "ships": 0)");
    CHECK(has(byZero, "cannot be computed: it is too large, or divides by zero"));
    CHECK(has(byZero, "HSA article 5: undetermined"));
  }
  TEST_CASE("periods beyond what 32 bits hold are written as they are") {
    const Law one;
    CHECK(has(one.decided(R"("drunk": true, "crew": 3)"), "detention 3 days"));
    CHECK(has(one.decided(R"("drunk": true, "crew": 4294967299)"), "detention 4,294,967,299 days"));
  }
  TEST_CASE("months after a day go beyond the last that can be written") {
    const Law one;
    CHECK(has(one.decided(R"("ended": "9999-12-01", "closed": "9999-12-31")"), "200 AUD"));
    CHECK_FALSE(has(one.decided(R"("ended": "2020-02-29", "closed": "2020-08-30")"), "200 AUD"));
    CHECK(has(one.decided(R"("ended": "2020-08-31", "closed": "2021-02-28")"), "200 AUD"));
    CHECK_FALSE(has(one.decided(R"("ended": "2020-08-31", "closed": "2021-03-01")"), "200 AUD"));
  }
}
