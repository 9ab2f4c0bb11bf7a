#include "cli/SuggestCases.h"

#include "cli/Expectations.h"
#include "cli/RunScenarios.h"
#include "emit/TableText.h"
#include "format/Format.h"
#include "syntax/Parse.h"

#include "proviso/Decision.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <functional>

namespace proviso {

using layout::Section;

namespace {

/// A case in the making: as the runtime takes it, and as a scenario states it.
struct Stated {
  Case of;
  std::vector<std::string> subject, givens, personRoles, personGivens, history, personHistory;
  bool persons = false;
};

/// What is missing from each provision, whatever is known of it.
const DecideOptions everything = [] {
  DecideOptions options;
  options.missingWhereNothingIsKnown = true;
  return options;
}();

class Suggester {
public:
  Suggester(const ir::Program &program, const DecisionTables &tables, const Tables &compiled,
            const ProvisionTable &table, const ShownAlready &already)
      : program(program), tables(tables), compiled(compiled), table(table), p(program.provisions[table.provision]),
        already(already), goals(program, table) {}

  SuggestedCases run() {
    const std::vector<Answers> cases = goals.suggest(already);
    for (const RowGoal &goal : goals.rows())
      if (!already.rows.count(goal)) ++result.rows;
    for (const StepGoal &goal : goals.steps())
      if (goals.shown(already.cases, goal))
        shownBefore.insert(goal);
      else
        ++result.steps;
    for (const Answers &answers : cases) {
      const std::optional<Stated> stated = state(answers);
      if (!stated) {
        result.notes.push_back(fmt::format("no scenario can state this case: {}", words(answers)));
        continue;
      }
      scenario(*stated, answers, cases);
    }
    Sources sources;
    sources.add("suggested.law", std::move(result.text));
    Diagnostics diagnostics;
    result.text = formatLaw(parse(sources, 0, diagnostics));
    return std::move(result);
  }

private:
  const Variable &variable(uint32_t v) const { return table.variables[v]; }

  // ---- a case that has these answers

  std::optional<Stated> state(const Answers &answers) {
    const auto day = dayFor(answers);
    if (!day) return std::nullopt;
    Stated stated;
    stated.of.date = stated.of.decided = *day;
    stated.of.silenceIsFalse = true;
    for (uint32_t v = 0; v < answers.size(); ++v) say(v, answers[v], answers, stated);
    subject(answers, stated);
    person(answers, stated);
    // Comparisons of what the case computes are found by trying.
    std::vector<uint32_t> open;
    for (uint32_t v = 0; v < answers.size(); ++v)
      if (variable(v).kind == VariableKind::Comparison) open.push_back(v);
    if (!open.empty() && !fit(open, answers, stated)) return std::nullopt;
    if (!agrees(answers, stated)) return std::nullopt;
    closeOthers(answers, stated);
    return stated;
  }

  /// What other provisions leave open, and this one hangs on, has the least value there is.
  void closeOthers(const Answers &answers, Stated &to) const {
    for (int round = 0; round < 8; ++round) {
      std::vector<std::string> errors;
      const auto bound = bindScenario(program, compiled, to.of, errors);
      if (!bound) return;
      const Decision decision = decide(*bound, everything);
      std::vector<Missing> missing;
      auto take = [&](const std::vector<Missing> &more) { missing.insert(missing.end(), more.begin(), more.end()); };
      for (const ProvisionResult &one : decision.provisions)
        if (one.provision == table.provision) take(one.missing);
      for (const EffectResult &one : decision.effects)
        if (one.provision == table.provision) take(one.missing);
      const Stated before = to;
      for (const Missing &one : missing)
        if (one.variable) close(*one.variable, to);
      if (to.givens.size() == before.givens.size()) return;
      if (agrees(answers, to)) continue;
      to = before;
      return;
    }
  }

  void close(uint32_t row, Stated &to) const {
    using namespace layout;
    auto word = [&](uint32_t column) { return compiled.word(Section::Variables, row, column); };
    if (static_cast<layout::VariableKind>(word(variables::Kind)) != layout::VariableKind::Fact ||
        word(variables::Owner) != 0)
      return;
    const ir::Index fact = word(variables::Fact) - 1, at = word(variables::Provision);
    const ir::Fact &declared = program.facts[fact];
    if (declared.type != ir::FactType::Choice) return;
    const std::string id = at == 0 ? "" : program.provisions[at - 1].id;
    if (llvm::any_of(to.of.facts,
                     [&](const FactStatement &one) { return one.fact == declared.name && one.provision == id; }))
      return;
    to.of.facts.push_back({declared.name, id, FactValue::ofChoice(declared.values.front())});
    to.givens.push_back(fmt::format("{} = {}{}", declared.name, declared.values.front(),
                                    at == 0 ? "" : " in " + citedOn(program, at - 1, to.of.date)));
  }

  /// A day on which the law stands as the answers say.
  std::optional<Date> dayFor(const Answers &answers) const {
    std::vector<Date> days{p.span.from, Date{std::max(p.span.from, *Date::of(2020, 1, 1)).days}};
    for (uint32_t v = 0; v < answers.size(); ++v)
      if (variable(v).provision != ir::none) {
        const Span span = program.provisions[variable(v).provision].span;
        days.push_back(span.from);
        days.push_back(span.until);
      } else if (isQuantity(v)) {
        for (const auto &[from, value] : program.facts[variable(v).fact].overTime) days.push_back(from);
      }
    for (Date day : days) {
      if (day == Date::earliest() || day == Date::latest() || !p.span.contains(day)) continue;
      bool fits = true;
      for (uint32_t v = 0; v < answers.size(); ++v) {
        if (isQuantity(v)) fits = fits && quantityOn(v, day) == answers[v];
        if (variable(v).provision == ir::none) continue;
        const Span span = program.provisions[variable(v).provision].span;
        if (variable(v).kind == VariableKind::InForce) fits = fits && span.contains(day) == (answers[v] == 1);
        if (variable(v).kind == VariableKind::Succession) fits = fits && answers[v] == 0 && day < span.until;
      }
      if (fits) return day;
    }
    return std::nullopt;
  }

  bool isQuantity(uint32_t v) const {
    return variable(v).kind == VariableKind::Fact && program.facts[variable(v).fact].quantity;
  }

  /// In which of its intervals a quantity lies on a day.
  std::optional<uint32_t> quantityOn(uint32_t v, Date day) const {
    std::optional<Number> now;
    for (const auto &[from, value] : program.facts[variable(v).fact].overTime)
      if (from <= day) now = value;
    if (!now) return std::nullopt;
    return static_cast<uint32_t>(
        llvm::count_if(variable(v).cuts, [&](const Cut &cut) { return cut.after ? *now > cut.at : *now >= cut.at; }));
  }

  /// As a scenario of that day cites it.
  void say(uint32_t v, uint32_t value, const Answers &answers, Stated &to) const {
    const Variable &of = variable(v);
    const bool ofPerson = of.owner == ir::Owner::Person;
    switch (of.kind) {
    case VariableKind::Fact: {
      if (program.facts[of.fact].quantity || leftOpen(v, answers)) return;
      auto [words, stated] = factValue(of, value);
      if (words.empty() && isPresumed(of)) words = "not " + program.facts[of.fact].name; // silence would not say it
      if (words.empty()) return;
      const std::string at = of.provision == ir::none ? "" : program.provisions[of.provision].id;
      const std::string where = at.empty() ? "" : " in " + citedOn(program, of.provision, to.of.date);
      (ofPerson ? to.personGivens : to.givens).push_back(words + where);
      if (!ofPerson) to.of.facts.push_back({program.facts[of.fact].name, at, stated});
      if (ofPerson) onePerson(to).facts.push_back({program.facts[of.fact].name, at, stated});
      return;
    }
    case VariableKind::Breach:
    case VariableKind::Disobeyed: {
      if (value == 0 || saidOfPart(v, answers)) return;
      const bool breach = of.kind == VariableKind::Breach;
      to.givens.push_back((breach ? "violates " : "disobeyed ") + citedOn(program, of.provision, to.of.date));
      (breach ? to.of.violates : to.of.disobeyed).push_back({program.provisions[of.provision].id, true});
      return;
    }
    case VariableKind::Record: {
      if (value == 0) return;
      const ir::Record &record = program.records[of.index];
      const auto times = record.times.numerator();
      for (int64_t i = 0; i < times; ++i) {
        const ir::Provision &under = program.provisions[record.provisions.front()];
        const Date before{to.of.date.days - 1};
        PastSanction past{under.id, under.span.contains(before) ? before : to.of.date, {}};
        if (record.kind != ir::none && !record.without) past.kinds.push_back(program.kinds[record.kind].name);
        (ofPerson ? to.personHistory : to.history)
            .push_back(fmt::format("{} on {} {{ {} }}", citedOn(program, record.provisions.front(), to.of.date),
                                   past.on.text(), fmt::join(past.kinds, " ")));
        (ofPerson ? onePerson(to).history : to.of.history).push_back(std::move(past));
      }
      return;
    }
    default: return;
    }
  }

  /// Some provision presumes it.
  bool isPresumed(const Variable &of) const {
    return llvm::any_of(program.definitions,
                        [&](const ir::Definition &one) { return one.presumed && one.fact == of.fact; });
  }

  /// The answers want it not to be stated: the law presumes it.
  bool leftOpen(uint32_t v, const Answers &answers) const {
    for (uint32_t other = 0; other < answers.size(); ++other)
      if (variable(other).kind == VariableKind::Stated && answers[other] == 0 &&
          variable(v).kind == VariableKind::Fact && variable(other).fact == variable(v).fact &&
          variable(other).provision == variable(v).provision)
        return true;
    return false;
  }

  CasePerson &onePerson(Stated &to) const {
    if (!to.of.persons) to.of.persons.emplace();
    if (to.of.persons->empty()) to.of.persons->push_back({"person 1", {}, {}, {}});
    return to.of.persons->front();
  }

  /// A breach of a part says that of the whole.
  bool saidOfPart(uint32_t v, const Answers &answers) const {
    for (uint32_t other = 0; other < answers.size(); ++other) {
      if (other == v || variable(other).kind != variable(v).kind || answers[other] == 0) continue;
      for (ir::Index at = program.provisions[variable(other).provision].parent; at != ir::none;
           at = program.provisions[at].parent)
        if (at == variable(v).provision) return true;
    }
    return false;
  }

  /// In words, and as the runtime takes it; no words where silence says it.
  std::pair<std::string, FactValue> factValue(const Variable &of, uint32_t value) const {
    const ir::Fact &fact = program.facts[of.fact];
    if (fact.unascertainable && value == of.size - 1)
      return {fact.name + " is unascertainable", FactValue::unascertainable()};
    if (fact.type == ir::FactType::Boolean)
      return value ? std::pair(fact.name, FactValue::of(true)) : std::pair(std::string(), FactValue::of(false));
    if (fact.type == ir::FactType::Choice)
      return {fmt::format("{} = {}", fact.name, fact.values[value]), FactValue::ofChoice(fact.values[value])};
    if (of.cuts.empty()) return {};
    const Number at = within(of, value);
    switch (fact.type) {
    case ir::FactType::Date: {
      const Date day{static_cast<int32_t>(at.numerator())};
      return {fmt::format("{} = {}", fact.name, day.text()), FactValue::of(day)};
    }
    case ir::FactType::Duration: {
      const Duration length{of.months ? Duration::Unit::Months : Duration::Unit::Days,
                            static_cast<int32_t>(at.numerator())};
      return {fmt::format("{} = {}", fact.name, length.text()), FactValue::of(length)};
    }
    default:
      return {fmt::format("{} = {}{}", fact.name, digits(at), fact.currency.empty() ? "" : " " + fact.currency),
              FactValue::of(at, fact.currency)};
    }
  }

  /// A figure in an interval, at a bound of it where it has one.
  Number within(const Variable &of, uint32_t value) const {
    const Number one(1);
    if (value > 0) {
      const Cut &low = of.cuts[value - 1];
      if (!low.after) return low.at;
      if (value == of.cuts.size()) return *Number::add(low.at, one);
    }
    if (value < of.cuts.size()) {
      const Cut &high = of.cuts[value];
      if (high.after) return high.at;
      if (value == 0) return high.at > one ? *Number::subtract(high.at, one) : *Number::divide(high.at, Number(2));
      const Number low = of.cuts[value - 1].at; // above this one, below that one
      if (const auto next = Number::add(low, one); next && *next < high.at) return *next;
      return *Number::divide(*Number::add(low, high.at), Number(2));
    }
    return Number(0);
  }

  /// Without those that others entail.
  std::vector<std::string> rolesOf(const Answers &answers, ir::Owner owner) const {
    std::vector<ir::Index> has;
    for (uint32_t v = 0; v < answers.size(); ++v)
      if (variable(v).kind == VariableKind::Role && variable(v).owner == owner && answers[v] == 1)
        has.push_back(variable(v).index);
    std::vector<std::string> names;
    for (ir::Index role : has)
      if (llvm::none_of(has, [&](ir::Index other) { return llvm::is_contained(program.roles[other].is, role); }))
        names.push_back(program.roles[role].name);
    return names;
  }

  void subject(const Answers &answers, Stated &to) const {
    to.subject = rolesOf(answers, ir::Owner::Act);
    for (uint32_t v = 0; v < answers.size(); ++v)
      if (variable(v).kind == VariableKind::Form && variable(v).owner == ir::Owner::Act &&
          answers[v] < program.forms.size())
        to.subject.push_back(program.forms[answers[v]].name);
    to.of.subject = to.subject;
  }

  void person(const Answers &answers, Stated &to) const {
    to.persons = llvm::any_of(table.variables, [](const Variable &one) { return one.owner == ir::Owner::Person; });
    if (!to.persons) return;
    to.personRoles = rolesOf(answers, ir::Owner::Person);
    for (uint32_t v = 0; v < answers.size(); ++v)
      if (variable(v).kind == VariableKind::Form && variable(v).owner == ir::Owner::Person &&
          answers[v] < program.forms.size())
        to.personRoles.push_back(program.forms[answers[v]].name);
    onePerson(to);
    if (to.personRoles.empty()) { // a person needs a role to be stated
      to.personGivens.clear();
      to.personHistory.clear();
      to.of.persons->clear();
    } else {
      to.of.persons->front().roles = to.personRoles;
    }
  }

  // ---- comparisons

  void facts(ir::Index index, std::vector<std::pair<ir::Index, ir::Index>> &found) const {
    const ir::Expr &expr = program.exprs[index];
    if (expr.op == ir::Op::Value && expr.owner == ir::Owner::Act)
      if (const std::pair one(expr.index, expr.provision); !llvm::is_contained(found, one)) found.push_back(one);
    for (ir::Index operand : expr.operands) facts(operand, found);
  }

  /// Values for the facts that are compared, and a day of the decision, until all comparisons come out as wanted. What
  /// shares no fact is found apart.
  bool fit(const std::vector<uint32_t> &open, const Answers &answers, Stated &to) const {
    using Facts = std::vector<std::pair<ir::Index, ir::Index>>;
    std::vector<std::pair<std::vector<uint32_t>, Facts>> groups;
    for (uint32_t v : open) {
      std::pair<std::vector<uint32_t>, Facts> group{{v}, {}};
      for (ir::Index side : program.exprs[variable(v).expr].operands) facts(side, group.second);
      for (size_t g = groups.size(); g-- > 0;) {
        if (llvm::none_of(group.second, [&](const auto &one) { return llvm::is_contained(groups[g].second, one); }))
          continue;
        group.first.insert(group.first.end(), groups[g].first.begin(), groups[g].first.end());
        for (const auto &one : groups[g].second)
          if (!llvm::is_contained(group.second, one)) group.second.push_back(one);
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(g));
      }
      groups.push_back(std::move(group));
    }
    for (auto &[variables, wanted] : groups)
      llvm::erase_if(wanted, [&](const auto &one) { // what an answer fixes stays
        return program.facts[one.first].quantity || llvm::any_of(to.of.facts, [&](const FactStatement &stated) {
                 return stated.fact == program.facts[one.first].name;
               });
      });
    const Stated before = to;
    for (int later : tryDays) {
      to = before;
      to.of.decided = Date{to.of.date.days + later};
      if (llvm::all_of(groups, [&](const auto &group) { return choose(group.second, 0, group.first, answers, to); }))
        return true;
    }
    to = before;
    return false;
  }

  static constexpr int tryDays[] = {0, 1, 31, 366, 800, 1'900, 4'000};

  /// A value for each of the facts, from the `i`th on, so that these variables have their answers.
  bool choose(llvm::ArrayRef<std::pair<ir::Index, ir::Index>> wanted, size_t i, llvm::ArrayRef<uint32_t> variables,
              const Answers &answers, Stated &to) const {
    if (wanted.size() > 3) return false;
    if (i == wanted.size()) return agrees(answers, to, variables);
    const ir::Fact &fact = program.facts[wanted[i].first];
    const bool date = fact.type == ir::FactType::Date;
    if (fact.type == ir::FactType::Duration) return false;
    constexpr int64_t figures[] = {0, 1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000};
    const size_t tries = date ? std::size(tryDays) : std::size(figures);
    for (size_t t = 0; t < tries; ++t) {
      const FactValue value =
          date ? FactValue::of(Date{to.of.date.days + tryDays[t]}) : FactValue::of(Number(figures[t]), fact.currency);
      to.of.facts.push_back(
          {fact.name, wanted[i].second == ir::none ? "" : program.provisions[wanted[i].second].id, value});
      to.givens.push_back(fmt::format(
          "{} = {}{}", fact.name,
          date ? value.date.text()
               : fmt::format("{}{}", digits(value.number), fact.currency.empty() ? "" : " " + fact.currency),
          wanted[i].second == ir::none ? "" : " in " + citedOn(program, wanted[i].second, to.of.date)));
      if (choose(wanted, i + 1, variables, answers, to)) return true;
      to.of.facts.pop_back();
      to.givens.pop_back();
    }
    return false;
  }

  /// The runtime reads the case as it is meant, as far as these variables go; none: all of them.
  bool agrees(const Answers &answers, const Stated &stated, llvm::ArrayRef<uint32_t> variables = {}) const {
    std::vector<std::string> errors;
    const auto bound = BoundCase::bind(compiled, stated.of, errors);
    if (!bound) return false;
    const uint32_t first = compiled.word(Section::Provisions, table.provision, layout::provisions::FirstVariable);
    const BoundCase::Person *person = bound->persons().empty() ? nullptr : &bound->persons().front();
    for (uint32_t v = 0; v < answers.size(); ++v) {
      if (!variables.empty() && !llvm::is_contained(variables, v)) continue;
      const bool ofPerson = variable(v).owner == ir::Owner::Person;
      if ((ofPerson && !person) || (variable(v).kind == VariableKind::Fact && variable(v).size == 1) ||
          leftOpen(v, answers))
        continue;
      // What is said of a provision that is not in force says nothing.
      if (variable(v).provision != ir::none && variable(v).kind != VariableKind::InForce &&
          variable(v).kind != VariableKind::Succession &&
          !program.provisions[variable(v).provision].span.contains(stated.of.date))
        continue;
      if (bound->possible(first + v, ofPerson ? person : nullptr) != uint64_t(1) << answers[v]) return false;
    }
    return true;
  }

  // ---- in words

  std::string words(const Answers &answers) const {
    std::vector<std::string> parts;
    for (uint32_t v = 0; v < answers.size(); ++v)
      if (answers[v] != 0 || variable(v).size > 2)
        parts.push_back(fmt::format("{}: {}", variable(v).label, valueText(program, variable(v), answers[v])));
    return fmt::format("{}", fmt::join(parts, "; "));
  }

  void scenario(const Stated &stated, const Answers &answers, const std::vector<Answers> &cases) {
    std::vector<std::string> errors;
    const auto bound = bindScenario(program, compiled, stated.of, errors);
    const Decision decision = decide(*bound, everything);
    if (decision.contradictory) return;
    ++result.cases;
    std::string out;
    for (const std::string &reason : reasonsFor(answers, cases)) out += "// " + reason + "\n";
    std::vector<std::string> said = stated.subject;
    said.insert(said.end(), stated.givens.begin(), stated.givens.end());
    out += fmt::format("scenario \"{}, case {}: {}\" {{\n  on {}{}\n", p.citation, result.cases,
                       said.empty() ? "nothing is stated" : escaped(fmt::format("{}", fmt::join(said, ", "))),
                       stated.of.date.text(),
                       stated.of.decided == stated.of.date ? "" : "  decided " + stated.of.decided.text());
    if (!stated.subject.empty()) out += fmt::format("  subject {}\n", fmt::join(stated.subject, ", "));
    if (stated.persons)
      out += stated.personRoles.empty()
                 ? "  person none\n"
                 : fmt::format("  person {}{}\n", fmt::join(stated.personRoles, ", "), personItems(stated));
    if (!stated.givens.empty()) out += fmt::format("  given {}\n", fmt::join(stated.givens, ", "));
    if (!stated.history.empty()) out += fmt::format("  history {{ {} }}\n", fmt::join(stated.history, " "));
    const std::vector<std::string> expected = expectations(program, tables, compiled, table, decision);
    // What has no status is spoken of by the sanctions that it adjusts; a scenario cites it all the same.
    if (expected.empty()) out += fmt::format("  // {} has no status of its own\n", p.citation);
    for (const std::string &one : expected) out += "  expect " + one + "\n";
    result.text += out + "}\n\n";
  }

  static std::string personItems(const Stated &of) {
    std::string items;
    if (!of.personGivens.empty()) items += fmt::format(" given {}", fmt::join(of.personGivens, ", "));
    if (!of.personHistory.empty()) items += fmt::format(" history {{ {} }}", fmt::join(of.personHistory, " "));
    return items.empty() ? "" : " {" + items + " }";
  }

  static std::string escaped(std::string text) {
    std::replace(text.begin(), text.end(), '"', '\'');
    return text;
  }

  /// What the case is there for.
  std::vector<std::string> reasonsFor(const Answers &answers, const std::vector<Answers> &cases) const {
    std::vector<std::string> reasons, rows;
    for (const RowGoal &goal : goals.rows())
      if (!already.rows.count(goal) && goals.meets(answers, goal))
        rows.push_back(fmt::format("row {} of {}", goal.row + 1, tableName(goal.table)));
    if (!rows.empty()) reasons.push_back(fmt::format("{}", fmt::join(rows, ", ")));
    for (const StepGoal &goal : goals.steps()) {
      if (shownBefore.count(goal)) continue;
      std::string with;
      for (size_t other = 0; other < cases.size() && with.empty(); ++other)
        if (goals.shows(answers, cases[other], goal)) with = fmt::format("case {}", other + 1);
      if (with.empty() && llvm::any_of(already.cases, [&](const Answers &other) {
            return goals.shows(answers, other, goal) || goals.shows(other, answers, goal);
          }))
        with = "a scenario that is there";
      if (with.empty()) continue;
      const Variable &of = variable(goal.variable);
      reasons.push_back(fmt::format("with {}: `{}` alone decides ({}, or {})", with, of.label,
                                    valueText(program, of, goal.value), valueText(program, of, goal.value + 1)));
    }
    return reasons;
  }

  std::string tableName(size_t t) const {
    if (t == 0) return "the elements";
    if (t <= table.effects.size()) {
      const Effect &effect = table.effects[t - 1];
      return effect.addressee == ir::Owner::Act ? effect.name : addresseeOf(program, effect) + ": " + effect.name;
    }
    return fmt::format("adjustment {}", t - table.effects.size());
  }

  const ir::Program &program;
  const DecisionTables &tables;
  const Tables &compiled;
  const ProvisionTable &table;
  const ir::Provision &p;
  const ShownAlready &already;
  CaseGoals goals;
  std::set<StepGoal> shownBefore;
  SuggestedCases result;
};

} // namespace

SuggestedCases suggestCases(const ir::Program &program, const DecisionTables &tables, const Tables &compiled,
                            const ProvisionTable &table, const ShownAlready &already) {
  return Suggester(program, tables, compiled, table, already).run();
}

} // namespace proviso
