// What the road must show on the seed's law.
#include "cli/Pipeline.h"
#include "cli/RunScenarios.h"
#include "support/Golden.h"

#include "proviso/Decision.h"

#include <doctest/doctest.h>
#include <map>
#include <nlohmann/json.hpp>

#include <set>

using namespace proviso;

namespace {

struct Statutes {
  std::unique_ptr<Compilation> c = compile({PROVISO_STATUTES});
  Tables tables = loadTables(*c);
};

Statutes &statutes() {
  static Statutes all;
  return all;
}

nlohmann::json decided(const std::string &caseJson) {
  std::vector<std::string> errors;
  const auto read = readCase(caseJson, errors);
  REQUIRE_MESSAGE(read, fmt::format("{}", fmt::join(errors, "; ")));
  const auto bound = BoundCase::bind(statutes().tables, *read, errors);
  REQUIRE_MESSAGE(bound, fmt::format("{}", fmt::join(errors, "; ")));
  return nlohmann::json::parse(decisionJson(*bound, decide(*bound), false));
}

std::string caseOf(const std::string &form, const std::string &circumstances) {
  return R"({"date":"2018-12-01","subject":["internet_service_provider",")" + form + R"("],
    "facts":{"fails_security_management_duties":true,"ordered_to_correct":true,"refuses_to_correct":true,
             "illegal_information_spreads_widely":false,"criminal_evidence_lost":false,"other_serious_circumstances":false,
             "user_information_leaked":true)" +
         circumstances + "}}";
}

std::vector<nlohmann::json> of(const nlohmann::json &decision, const std::string &provision,
                               const std::string &addressee) {
  std::vector<nlohmann::json> list;
  for (const auto &sanction : decision["sanctions"])
    if (sanction["provision"] == provision && (addressee == "subject") == (sanction["addressee"] == "subject"))
      list.push_back(sanction);
  return list;
}

std::string status(const nlohmann::json &decision, const std::string &provision) {
  for (const auto &p : decision["provisions"])
    if (p["id"] == provision) return p["status"];
  return "";
}

const std::string serious = R"(,"circumstances":{"CL/art286-1":"serious"})";

} // namespace

TEST_SUITE("seed") {
  TEST_CASE("the statutes check without an error, and every scenario passes") {
    REQUIRE_FALSE(statutes().c->diagnostics.hasErrors());
    CHECK(statutes().c->program.scenarios.size() >= 30);
    CHECK(ir::verify(statutes().c->program).empty());
    for (const ir::Scenario &scenario : statutes().c->program.scenarios) {
      const ScenarioResult result = runScenario(statutes().c->program, statutes().tables, scenario);
      INFO(scenario.title << "\n" << result.decision);
      CHECK(result.passed());
      CHECK_FALSE(scenario.expectations.empty());
    }
  }

  TEST_CASE("an individual who provides internet services: paragraph 1 of Article 286-1") {
    const auto decision = decided(caseOf("individual", serious));
    CHECK(status(decision, "CL/art286-1/par1") == "applies");
    CHECK(status(decision, "CL/art286-1/par2") == "");
    const auto sanctions = of(decision, "CL/art286-1/par1", "subject");
    std::set<std::string> kinds;
    for (const auto &s : sanctions) {
      kinds.insert(s["kind"].get<std::string>());
      CHECK(s["status"] == "determined");
      CHECK(s["mode"] == "choice");
      CHECK(s["choice"] ==
            "one of {imprisonment up to 3 years; criminal detention; public surveillance}, also or only criminal fine");
    }
    CHECK(kinds == std::set<std::string>{"imprisonment", "criminal_detention", "public_surveillance", "criminal_fine"});
    for (const auto &s : sanctions)
      if (s["kind"] == "imprisonment") {
        CHECK(s["min"] == "6 months");
        CHECK(s["max"] == "36 months");
      }
  }

  TEST_CASE("a unit: its fine, no imprisonment, each responsible person by delegation") {
    const auto decision = decided(caseOf("unit", serious));
    CHECK(status(decision, "CL/art286-1/par2") == "applies");
    CHECK(status(decision, "CL/art286-1/par1") == "");
    const auto unit = of(decision, "CL/art286-1/par2", "subject");
    REQUIRE(unit.size() == 1);
    CHECK(unit[0]["kind"] == "criminal_fine");
    const auto persons = of(decision, "CL/art286-1/par2", "person");
    CHECK(persons.size() == 4);
    for (const auto &s : persons) {
      CHECK(s["addressee"] == "responsible_person");
      CHECK(s["basis"] == nlohmann::json::array({"CL/art286-1/par2", "CL/art286-1/par1"}));
    }
    for (const auto &s : decision["sanctions"])
      if (s["addressee"] == "subject" && s["status"] == "determined" && s.contains("kind"))
        CHECK(s["kind"] != "imprisonment");
  }

  TEST_CASE("with `serious` unknown exactly what hangs on it is open, and it is named") {
    const auto decision = decided(caseOf("individual", ""));
    CHECK(status(decision, "CL/art286-1/par1") == "undetermined");
    for (const auto &p : decision["provisions"])
      if (p["id"] == "CL/art286-1/par1")
        CHECK(p["missing"] == nlohmann::json::array({"circumstances in CL article 286-1 paragraph 1 item 2"}));
    for (const auto &s : of(decision, "CL/art286-1/par1", "subject")) {
      CHECK(s["status"] == "undetermined");
      CHECK(s["missing"] == nlohmann::json::array({"circumstances in CL article 286-1 paragraph 1 item 2"}));
    }
    // In another article the word is another question: the base order stands, its fine is open.
    const auto admin = decided(
        R"({"date":"2018-12-01","subject":["network_operator","unit"],"facts":{"obstructs_inspection":true},"disobeyed":{"CSL":false}})");
    CHECK(status(admin, "CSL/art69/par1") == "applies");
    for (const auto &s : of(admin, "CSL/art69/par1", "subject")) {
      CHECK((s["status"] == "determined") == (s["kind"] == "order"));
      if (s["kind"] == "fine")
        CHECK(s["missing"] == nlohmann::json::array({"circumstances in CSL article 69 paragraph 1"}));
    }
  }

  TEST_CASE("the seed's slip is one error at its place, with its correction") {
    Compilation c;
    Range slip;
    for (uint32_t f = 0; f < statutes().c->lawFiles; ++f) {
      std::string text = statutes().c->sources.text(f).str();
      if (const size_t at = text.find("punish per CSL article 69 item 3"); at != std::string::npos) {
        text.replace(at, 32, "punish per CSL article 69 paragraph 3");
        slip = {{f, static_cast<uint32_t>(at + 26)}, 11};
      }
      c.sources.add(statutes().c->sources.path(f).str(), text);
    }
    REQUIRE(slip.length != 0);
    compile(c);
    std::vector<const Diagnostic *> errors;
    for (const Diagnostic &d : c.diagnostics.list())
      if (d.severity == Severity::Error) errors.push_back(&d);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0]->code == Code::R005);
    CHECK(errors[0]->range == slip);
    CHECK(errors[0]->message == "Article 69 of CSL has no paragraph 3");
    REQUIRE(errors[0]->fixes.size() == 1);
    CHECK(errors[0]->fixes[0].message.find("`CSL article 69 item 3`") != std::string::npos);
    CHECK(errors[0]->fixes[0].edits[0].text == "item 3");
  }

  TEST_CASE("the Regulations cite the text of 2016: from 2026 on five targets are stale, and before none") {
    std::vector<std::pair<std::string, std::string>> texts;
    for (uint32_t f = 0; f < statutes().c->lawFiles; ++f) {
      std::string text = statutes().c->sources.text(f).str();
      if (text.find("regulation ISSI") != std::string::npos)
        for (size_t at; (at = text.find("accept R00")) != std::string::npos;) text.erase(at, text.find('\n', at) - at);
      texts.emplace_back(statutes().c->sources.path(f).str(), text);
    }
    auto stale = [&](std::optional<Date> on) {
      const auto c = compileTexts(texts, {.asOf = on});
      std::map<std::string, std::pair<Code, std::vector<std::string>>> found;
      for (const StaleTarget &one : c->summary.stale) {
        CHECK(one.since == "2026-01-01");
        for (const StaleCitation &citation : c->linked.stale)
          if (c->history->id(citation.gone) == one.id) found[one.citation] = {citation.code, one.now};
      }
      for (const Diagnostic &d : c->diagnostics.list())
        if (d.severity == Severity::Error) CHECK(c->sources.text(d.range.begin.file).contains("regulation ISSI"));
      return found;
    };
    const auto whole = stale(std::nullopt);
    using Now = std::vector<std::string>;
    REQUIRE(whole.size() == 5);
    auto is = [&](const std::string &target, Code code, Now now) {
      INFO(target);
      REQUIRE(whole.count(target));
      CHECK(whole.at(target).first == code);
      CHECK(whole.at(target).second == now);
    };
    is("CSL article 59 paragraph 1", Code::R003, {"CSL article 61 paragraph 1"});
    is("CSL article 61", Code::R003, {"CSL article 64"});
    is("CSL article 68", Code::R003, {"CSL article 69 paragraph 1", "CSL article 69 paragraph 3"});
    is("CSL article 69 paragraph 1 item 1", Code::R002, {"CSL article 69 paragraph 1"});
    is("CSL article 69 paragraph 1 item 3", Code::R002, {"CSL article 70 paragraph 1 item 2"});
    CHECK(stale(Date::parse("2025-12-31")).empty());
    CHECK(stale(Date::parse("2018-11-01")).empty());
    CHECK(stale(Date::parse("2026-01-01")) == whole);
    CHECK(stale(Date::parse("2030-06-01")) == whole);
  }

  TEST_CASE("a choice with another amount in a branch is not what was expected") {
    Compilation c;
    for (uint32_t f = 0; f < statutes().c->lawFiles; ++f) {
      std::string text = statutes().c->sources.text(f).str();
      const std::string_view law = "sanction { one of { imprisonment up to 5 years";
      if (const size_t at = text.find(law); at != std::string::npos) text.replace(at + law.size() - 7, 1, "4");
      c.sources.add(statutes().c->sources.path(f).str(), text);
    }
    compile(c);
    REQUIRE_FALSE(c.diagnostics.hasErrors());
    const Tables tables = loadTables(c);
    std::set<std::string> unmet;
    for (const ir::Scenario &scenario : c.program.scenarios)
      for (const ScenarioFailure &failure : runScenario(c.program, tables, scenario).failures)
        unmet.insert(scenario.expectations[failure.expectation].text);
    CHECK(unmet.count("expect CL article 286 paragraph 2 one of { imprisonment up to 5 years  criminal_detention }"));
  }

  TEST_CASE("a case with a mistake names it, with the nearest name") {
    auto mistakes = [&](const std::string &json) {
      std::vector<std::string> errors;
      if (const auto read = readCase(json, errors)) CHECK_FALSE(BoundCase::bind(statutes().tables, *read, errors));
      return fmt::format("{}", fmt::join(errors, "; "));
    };
    CHECK(mistakes(R"({"date":"2018-12-01","facts":{"refuses_to_corect":true}})")
              .find("did you mean `refuses_to_correct`?") != std::string::npos);
    CHECK(
        mistakes(R"({"date":"2018-12-01","subject":["network_operater"]})").find("did you mean `network_operator`?") !=
        std::string::npos);
    CHECK(mistakes(R"({"date":"2018-13-01"})").find("`date` must be a day") != std::string::npos);
    CHECK(mistakes(R"({"date":"2018-12-01","facts":{"illegal_gains":"100 USD"}})").find("CNY") != std::string::npos);
    CHECK(mistakes(R"({"date":"2018-12-01","facts":{"circumstances":"grave"}})").find("\"serious\"") !=
          std::string::npos);
    CHECK(mistakes(R"({"date":"2018-12-01","subject":["unit","individual"]})").find("exclude each other") !=
          std::string::npos);
    CHECK(mistakes(R"({"date":"2018-12-01","violates":{"CSL/art999":true}})").find("no provision `CSL/art999`") !=
          std::string::npos);
    CHECK(mistakes(R"({"fcts":{}})").find("did you mean `facts`?") != std::string::npos);
    CHECK(mistakes(R"({"date":"2018-12-01","facts":{"refuses_to_correct":true,"refuses_to_correct":false}})")
              .find("stated twice") != std::string::npos);
    CHECK(mistakes(R"({"date":"2018-12-01","persons":[{"name":5}]})").find("must be a text") != std::string::npos);
    CHECK(mistakes("[1,2").find("not valid JSON") != std::string::npos);
    CHECK(mistakes(std::string(100'000, '[')).find("not valid JSON") != std::string::npos);
  }
}
