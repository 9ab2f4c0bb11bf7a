#include "bench/Decisions.h"

#include "cli/Pipeline.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace proviso::bench {

namespace {

using namespace layout;
using Json = nlohmann::json;

const std::filesystem::path repository = PROVISO_REPOSITORY;

std::string compiled() {
  const auto compilation = compile({(repository / "statutes").string()});
  if (compilation->diagnostics.hasErrors()) throw std::runtime_error("statutes/ has errors");
  return emitCompiledForm(compilation->emitInput());
}

/// A value for whoever has nothing to say: no, the first, none.
Json plainValue(const Tables &tables, uint32_t fact) {
  switch (static_cast<FactType>(tables.word(Section::Facts, fact, facts::Type))) {
  case FactType::Boolean: return false;
  case FactType::Count: return 0;
  case FactType::Number: return "0";
  case FactType::Money: return "0 " + std::string(tables.text(Section::Facts, fact, facts::Currency));
  case FactType::Date: return "2018-12-01";
  case FactType::Duration: return "0 days";
  case FactType::Choice:
    return std::string(
        tables.text(Section::Values, tables.word(Section::Facts, fact, facts::FirstValue), values::Name));
  }
  throw std::logic_error("a fact of no type");
}

/// States of everything that `from` does not state that it is not so; a unit that acts, and two persons.
Json completed(const Tables &tables, Json from) {
  from["subject"] = {"internet_service_provider", "unit"};
  Json ofPersons = Json::object(), instruments = Json::object();
  for (uint32_t p = 0; p < tables.rows(Section::Provisions); ++p)
    if (!tables.parent(p)) instruments[std::string(tables.text(Section::Provisions, p, provisions::Id))] = false;
  for (uint32_t fact = 0; fact < tables.rows(Section::Facts); ++fact) {
    const std::string name(tables.text(Section::Facts, fact, facts::Name));
    const Json value = plainValue(tables, fact);
    if (tables.word(Section::Facts, fact, facts::Owner) != 0) {
      ofPersons[name] = value;
    } else if (tables.word(Section::Facts, fact, facts::Flags) & factForEachProvision) {
      Json &stated = from["facts"][name];
      for (const auto &[id, no] : instruments.items()) stated.emplace(id, value);
    } else if (!from["facts"].contains(name)) {
      from["facts"][name] = value;
    }
  }
  from["violates"] = instruments;
  from["disobeyed"] = instruments;
  from["persons"] = {{{"name", "A"}, {"roles", {"person_in_charge"}}, {"facts", ofPersons}},
                     {{"name", "B"}, {"roles", {"other_person_liable"}}, {"facts", ofPersons}}};
  return from;
}

} // namespace

const std::string &statutesCompiled() {
  static const std::string bytes = compiled();
  return bytes;
}

const Tables &statutes() {
  static const Tables tables = [] {
    std::string error;
    auto loaded = Tables::load(statutesCompiled(), error);
    if (!loaded) throw std::runtime_error(error);
    return *loaded;
  }();
  return tables;
}

const DecisionCases &decisionCases() {
  static const DecisionCases cases = [] {
    DecisionCases all;
    std::ifstream in(repository / "tests/demo/case.json", std::ios::binary);
    all.demo.assign(std::istreambuf_iterator<char>(in), {});
    const Json demo = Json::parse(all.demo);
    Json json = completed(statutes(), demo);
    json["facts"]["refuses_technical_support"] = true;
    json["disobeyed"]["CSL/art69"] = true;
    all.known = json.dump(2);
    for (const char *fact : {"circumstances", "refuses_to_correct", "refuses_technical_support"})
      json["facts"].erase(fact);
    all.some = json.dump(2);
    all.nothing = Json{{"date", demo["date"]}, {"subject", demo["subject"]}}.dump(2);
    return all;
  }();
  return cases;
}

} // namespace proviso::bench
