// A case to be filled in: all that decisions can depend on, unknown, and what each means.
#include "emit/Emit.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace proviso {

namespace {

using Json = nlohmann::ordered_json;

class CaseTemplate {
public:
  explicit CaseTemplate(const EmitInput &input) : program(input.program), tables(input.tables) {}

  void add(const ProvisionTable &table) {
    date = std::max(date, program.provisions[table.provision].span.from);
    citations.push_back(program.provisions[table.provision].citation);
    const std::vector<uint32_t> elements = table.diagrams.support(table.elements);
    std::set<uint32_t> read(elements.begin(), elements.end());
    for (const Effect &effect : table.effects) {
      for (uint32_t variable : table.diagrams.support(effect.root)) read.insert(variable);
      for (uint32_t terminal : table.diagrams.terminals(effect.root))
        if (terminal >= firstOutcome) outcome(terminal - firstOutcome);
    }
    for (uint32_t variable : read) this->variable(table.variables[variable]);
  }

  std::string text() const {
    Json about{{"provisions", citations},
               {"date", "the day of the act"},
               {"subject", Json::object()},
               {"facts", Json::object()}};
    Json facts = Json::object();
    state(actFacts, facts, about["facts"]);
    for (ir::Index role : subjectRoles) about["subject"][program.roles[role].name] = described(program.roles[role]);
    if (readsForm)
      for (const ir::Form &form : program.forms)
        about["subject"][form.name] = "form: " + (form.label.empty() ? form.name : form.label);
    Json result{{"about", nullptr},
                {"date", (date == Date::earliest() ? Date{0} : date).text()},
                {"subject", Json::array()},
                {"facts", std::move(facts)}};
    persons(result, about);
    provisions(breaches, "violates", "a duty is breached", result, about);
    provisions(orders, "disobeyed", "an order under it is disobeyed", result, about);
    for (ir::Index provision : ended) {
      const ir::Provision &p = program.provisions[provision];
      result["successors"][p.id] = nullptr;
      std::string one = "true if it counts on, false if not";
      for (ir::Index successor : p.becomes)
        one = fmt::format("{}{}\"{}\"", successor == p.becomes.front() ? "" : one,
                          successor == p.becomes.front() ? "" : " or ", program.provisions[successor].id);
      about["successors"][p.id] = fmt::format("what {} has become: {}", p.citation, one);
    }
    if (readsRecord) {
      result["history"] = Json::array();
      about["history"] = "earlier sanctions of the subject: provision, the day on which, kinds";
    }
    result["about"] = std::move(about);
    return result.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

private:
  using FactAt = std::pair<ir::Index, ir::Index>; // a fact, and the provision for which it has this value, or none

  template <typename Named>
  static std::string described(const Named &one) {
    return one.label.empty() ? one.name : one.label;
  }

  void variable(const Variable &v) {
    const bool ofPerson = v.owner == ir::Owner::Person;
    switch (v.kind) {
    case VariableKind::Fact: (ofPerson ? personFacts : actFacts).insert({v.fact, v.provision}); break;
    case VariableKind::Role: (ofPerson ? personRoles : subjectRoles).insert(v.index); break;
    case VariableKind::Form: readsForm = readsForm || !ofPerson; break;
    case VariableKind::Breach: breaches.insert(v.provision); break;
    case VariableKind::Disobeyed: orders.insert(v.provision); break;
    case VariableKind::Comparison: expr(v.expr); break;
    case VariableKind::Succession: ended.insert(v.provision); break;
    case VariableKind::Stated: actFacts.insert({v.fact, v.provision}); break;
    case VariableKind::Record: (ofPerson ? readsPersonRecord : readsRecord) = true; break;
    case VariableKind::InForce: date = std::max(date, program.provisions[v.provision].span.from); break;
    }
  }

  /// Facts that amounts are reckoned from, and whom the outcome addresses.
  void outcome(uint32_t index) {
    const Outcome &o = tables.outcomes[index];
    for (ir::Index bound : {o.low, o.high}) expr(bound);
    for (ir::Index role : o.addressees) addressees.insert(role);
    for (uint32_t branch : o.branches) outcome(branch);
  }

  void expr(ir::Index index) {
    if (index == ir::none) return;
    const ir::Expr &e = program.exprs[index];
    if (e.op == ir::Op::Value) (e.owner == ir::Owner::Person ? personFacts : actFacts).insert({e.index, e.provision});
    for (ir::Index operand : e.operands) expr(operand);
  }

  static std::string valuesOf(const ir::Fact &fact) {
    std::string text;
    switch (fact.type) {
    case ir::FactType::Boolean: text = "true or false"; break;
    case ir::FactType::Count: text = "a whole number, as in 12"; break;
    case ir::FactType::Number: text = "a number, as in \"5.5\""; break;
    case ir::FactType::Money: text = fmt::format("a sum, as in \"120000.00 {}\"", fact.currency); break;
    case ir::FactType::Date: text = "a day, as in \"2018-11-20\""; break;
    case ir::FactType::Duration: text = "a duration, as in \"30 days\" or \"2 years\""; break;
    case ir::FactType::Choice: text = fmt::format("\"{}\"", fmt::join(fact.values, "\" or \"")); break;
    }
    return fact.unascertainable ? text + ", or \"unascertainable\"" : text;
  }

  void state(const std::set<FactAt> &from, Json &facts, Json &about) const {
    for (const auto &[index, provision] : from) {
      const ir::Fact &fact = program.facts[index];
      if (fact.quantity) continue;
      about[fact.name] = fact.label.empty() ? valuesOf(fact) : fmt::format("{}: {}", fact.label, valuesOf(fact));
      if (provision == ir::none)
        facts[fact.name] = nullptr;
      else
        facts[fact.name][program.provisions[provision].id] = nullptr;
    }
  }

  /// A person for each role that is addressed, with the facts that such a person may have.
  void persons(Json &result, Json &about) const {
    result["persons"] = Json::array();
    if (addressees.empty()) return;
    Json &explained = about["persons"] = {{"roles", Json::object()}, {"facts", Json::object()}};
    if (readsPersonRecord) explained["history"] = "earlier sanctions of the person: provision, the day on which, kinds";
    for (ir::Index role : personRoles) explained["roles"][program.roles[role].name] = described(program.roles[role]);
    for (ir::Index role : addressees) {
      const ir::Role &addressed = program.roles[role];
      explained["roles"][addressed.name] = described(addressed);
      std::set<FactAt> own;
      for (const FactAt &fact : personFacts) {
        const ir::Index owner = program.facts[fact.first].owner;
        if (owner == role || llvm::is_contained(addressed.is, owner) ||
            (owner != ir::none && llvm::is_contained(program.roles[owner].is, role)))
          own.insert(fact);
      }
      Json facts = Json::object();
      state(own, facts, explained["facts"]);
      result["persons"].push_back({{"roles", {addressed.name}}, {"facts", std::move(facts)}});
      if (readsPersonRecord) result["persons"].back()["history"] = Json::array();
    }
  }

  void provisions(const std::set<ir::Index> &list, const char *field, const char *meaning, Json &result,
                  Json &about) const {
    if (list.empty()) return;
    for (ir::Index index : list) {
      const ir::Provision &p = program.provisions[index];
      result[field][p.id] = nullptr;
      about[field][p.id] =
          fmt::format("{}: {}{}", p.citation, meaning, p.title.empty() ? "" : fmt::format(" (\"{}\")", p.title));
    }
  }

  const ir::Program &program;
  const DecisionTables &tables;
  Date date = Date::earliest();
  std::vector<std::string> citations;
  std::set<FactAt> actFacts, personFacts;
  std::set<ir::Index> subjectRoles, personRoles, addressees, breaches, orders, ended;
  bool readsForm = false, readsRecord = false, readsPersonRecord = false;
};

} // namespace

std::string caseTemplateOf(const EmitInput &input, const std::vector<const ProvisionTable *> &of) {
  CaseTemplate made(input);
  for (const ProvisionTable *table : of) made.add(*table);
  return made.text();
}

} // namespace proviso
