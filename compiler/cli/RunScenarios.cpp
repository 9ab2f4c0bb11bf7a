#include "cli/RunScenarios.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace proviso {

using namespace layout;

namespace {

FactValue valueOf(const ir::Program &program, const ir::Given &given) {
  if (given.truth == ir::Truth::Unknown) return FactValue::unknown();
  if (given.unascertainable) return FactValue::unascertainable();
  const ir::Fact &fact = program.facts[given.fact];
  if (given.value == ir::none) return FactValue::of(given.truth == ir::Truth::True);
  const ir::Expr &expr = program.exprs[given.value];
  switch (fact.type) {
  case ir::FactType::Boolean: return FactValue::of(expr.op == ir::Op::True);
  case ir::FactType::Choice: return FactValue::ofChoice(fact.values[static_cast<size_t>(expr.number.numerator())]);
  case ir::FactType::Date: return FactValue::of(expr.date);
  case ir::FactType::Duration:
    return FactValue::of(Duration{expr.months ? Duration::Unit::Months : Duration::Unit::Days,
                                  static_cast<int32_t>(expr.number.numerator())});
  default: return FactValue::of(expr.number, fact.currency);
  }
}

void state(const ir::Program &program, const std::vector<ir::Given> &givens, std::vector<FactStatement> &facts,
           Case &to) {
  for (const ir::Given &given : givens) {
    const std::string provision = given.provision == ir::none ? "" : program.provisions[given.provision].id;
    if (given.what == ir::Given::What::Fact) {
      facts.push_back({program.facts[given.fact].name, provision, valueOf(program, given)});
      continue;
    }
    ProvisionStatement statement{provision, std::nullopt};
    if (given.truth != ir::Truth::Unknown) statement.value = given.truth == ir::Truth::True;
    auto &list = given.what == ir::Given::What::Breach ? to.violates : to.disobeyed;
    if (!provision.empty())
      list.push_back(std::move(statement));
    else // `disobeyed` alone: every order
      for (const ir::Instrument &instrument : program.instruments) list.push_back({instrument.code, statement.value});
  }
}

std::vector<PastSanction> recordOf(const ir::Program &program, const std::vector<ir::Past> &from) {
  std::vector<PastSanction> record;
  for (const ir::Past &past : from) {
    record.push_back({program.provisions[past.under].id, past.on, {}});
    for (ir::Index kind : past.kinds) record.back().kinds.push_back(program.kinds[kind].name);
  }
  return record;
}

class Matcher {
public:
  Matcher(const ir::Program &program, const BoundCase &bound, const Decision &decision)
      : program(program), bound(bound), tables(bound.tables()), decision(decision) {}

  /// Nothing when it is met; else what was found.
  std::optional<std::string> unmet(const ir::Expectation &e) {
    using What = ir::Expectation::What;
    switch (e.what) {
    case What::Applies: return anyStatus(e, Status::Applies);
    case What::DoesNotApply:
      for (ir::Index p : e.provisions)
        if (const ProvisionResult *result = provision(p); result && result->status != Status::DoesNotApply)
          return statusText(*result);
      return std::nullopt;
    case What::Undetermined: {
      std::string found;
      for (ir::Index p : e.provisions)
        if (const ProvisionResult *result = provision(p)) {
          if (result->status == Status::Undetermined && includes(e, result->missing)) return std::nullopt;
          found += (found.empty() ? "" : "; ") + statusText(*result);
        }
      return found;
    }
    case What::Absent:
      for (const EffectResult *effect : effects(e))
        for (uint32_t outcome : effect->outcomes)
          if (contains(outcome, e, e.qualifier)) return effectText(*effect);
      return std::nullopt;
    case What::EffectUndetermined:
      for (const EffectResult *effect : effects(e))
        if (!effect->determined && includes(e, effect->missing))
          for (uint32_t outcome : effect->outcomes)
            if (contains(outcome, e)) return std::nullopt;
      return allEffects(e);
    case What::Referral:
      for (const EffectResult *effect : effects(e))
        if (effect->determined && containsReferral(effect->outcomes.front(), e.kind)) return std::nullopt;
      return allEffects(e);
    case What::Sanction:
      for (const EffectResult *effect : effects(e))
        if (effect->determined && meets(effect->outcomes.front(), e.sanction, e, effect->person)) return std::nullopt;
      return allEffects(e);
    case What::Exempt: return anyStatus(e, Status::Exempt);
    case What::Barred: return anyStatus(e, Status::Barred);
    case What::Total: return total(e);
    case What::Under: return under(e);
    case What::Displaced: return displaced(e);
    case What::Adjusted:
      for (const EffectResult *effect : effects(e))
        for (const Mark &mark : effect->marks)
          if (!mark.open && says(mark, e)) return std::nullopt;
      return allEffects(e);
    }
    return std::nullopt;
  }

private:
  const ProvisionResult *provision(ir::Index p) const {
    for (const ProvisionResult &result : decision.provisions)
      if (result.provision == p) return &result;
    return nullptr;
  }

  std::string statusText(const ProvisionResult &result) const {
    std::string text(tables.text(Section::Provisions, result.provision, provisions::Citation));
    if (!result.inForce) return text + " is not in force";
    if (result.status == Status::Applies) return text + " applies";
    if (result.status == Status::DoesNotApply) return text + " does not apply";
    if (result.status == Status::Exempt) return text + " is exempt";
    if (result.status == Status::Barred) return text + " is barred";
    if (result.status == Status::Displaced) {
      text += " is displaced by ";
      for (size_t i = 0; i < result.by.size(); ++i)
        text += (i ? ", " : "") + std::string(tables.text(Section::Provisions, result.by[i], provisions::Citation));
      return text;
    }
    text += " is undetermined, missing ";
    for (size_t i = 0; i < result.missing.size(); ++i) text += (i ? ", " : "") + result.missing[i].text;
    return text;
  }

  std::optional<std::string> anyStatus(const ir::Expectation &e, Status wanted) const {
    std::string found;
    for (ir::Index p : e.provisions)
      if (const ProvisionResult *result = provision(p)) {
        if (result->status == wanted) return std::nullopt;
        found += (found.empty() ? "" : "; ") + statusText(*result);
      }
    return found;
  }

  /// By its status; or all its punishments give way to those of the other one.
  std::optional<std::string> displaced(const ir::Expectation &e) const {
    auto named = [&](uint32_t by) { return std::find(e.by.begin(), e.by.end(), by) != e.by.end(); };
    std::string found;
    for (ir::Index p : e.provisions) {
      const ProvisionResult *result = provision(p);
      if (!result) continue;
      if (result->status == Status::Displaced && std::all_of(result->by.begin(), result->by.end(), named))
        return std::nullopt;
      found += (found.empty() ? "" : "; ") + statusText(*result);
    }
    bool gaveWay = false;
    for (const EffectResult &effect : decision.removed)
      if (addressed(effect, e)) {
        for (const Possible &one : effect.removed)
          if (one.fate != Fate::GivesWay || !named(one.by)) return found;
        gaveWay = true;
      }
    if (!gaveWay || !effects(e).empty()) return found;
    return std::nullopt;
  }

  bool isAddressed(const BoundCase::Person *person, const ir::Expectation &e) const {
    if (e.roles.empty()) return person == nullptr;
    return person && std::any_of(e.roles.begin(), e.roles.end(), [&](ir::Index role) { return person->roles[role]; });
  }

  /// What sanctions of a kind come to together, by a rule of the provision.
  std::optional<std::string> total(const ir::Expectation &e) const {
    const ir::Sanction &wanted = program.sanctions[e.sanction];
    std::string found;
    for (const ConcurrenceResult &rule : decision.concurrence) {
      if (std::find(e.provisions.begin(), e.provisions.end(), rule.provision) == e.provisions.end()) continue;
      for (const TotalResult &one : rule.totals) {
        if (!isAddressed(one.person, e) || one.kind != wanted.kind) continue;
        for (uint32_t outcome : one.outcomes)
          found += (found.empty() ? "" : ", or ") + maximumText(bound, outcome, one.person);
        if (!one.determined()) continue;
        const AmountResult amount = amountOf(bound, one.outcomes.front(), one.person);
        if (wanted.high != ir::none && program.exprs[wanted.high].op == ir::Op::Constant && amount.formula.empty() &&
            amount.high == program.exprs[wanted.high].number)
          return std::nullopt;
      }
    }
    return found.empty() ? "no total of this kind is bounded" : "together " + found;
  }

  /// The text of the day counts: no other of those that might is between it and the mildest.
  std::optional<std::string> under(const ir::Expectation &e) const {
    std::string found;
    bool any = false;
    for (const MildestLaw &one : decision.mildest) {
      if (!isAddressed(one.person, e)) continue;
      any = true;
      const auto next = std::upper_bound(one.days.begin(), one.days.end(), e.day);
      if (one.mildest.size() == 1 && next != one.days.begin() && *std::prev(next) == one.mildest.front())
        return std::nullopt;
      for (Date day : one.mildest) found += (found.empty() ? "the law of " : " or ") + day.text();
    }
    if (any) return found;
    if (e.day == decision.date) return std::nullopt; // no other might count
    return "the law of " + decision.date.text();
  }

  bool says(const Mark &mark, const ir::Expectation &e) const {
    const bool may = tables.word(Section::Adjustments, mark.adjustment, adjustments::May) != 0;
    const uint32_t adjectives = tables.word(Section::Adjustments, mark.adjustment, adjustments::Adjectives);
    return may == e.may && (adjectives >> static_cast<uint32_t>(e.adjective) & 1);
  }

  /// Each fact that the expectation names is among those missing.
  bool includes(const ir::Expectation &e, const std::vector<Missing> &missing) const {
    return std::all_of(e.missing.begin(), e.missing.end(), [&](const ir::Given &wanted) {
      return std::any_of(missing.begin(), missing.end(), [&](const Missing &one) {
        return one.variable ? names(wanted, *one.variable)
                            : wanted.what == ir::Given::What::Fact && one.fact == wanted.fact;
      });
    });
  }

  bool names(const ir::Given &wanted, uint32_t variable) const {
    const auto kind = static_cast<VariableKind>(tables.word(Section::Variables, variable, variables::Kind));
    const uint32_t at = tables.word(Section::Variables, variable, variables::Provision);
    const bool place = wanted.provision == ir::none || (at && tables.isUnder(at - 1, wanted.provision));
    switch (wanted.what) {
    case ir::Given::What::Breach: return kind == VariableKind::Breach && place;
    case ir::Given::What::Disobeyed: return kind == VariableKind::Disobeyed && place;
    case ir::Given::What::Fact: break;
    }
    if (kind == VariableKind::Comparison)
      return std::string(tables.text(Section::Variables, variable, variables::Label))
                 .find(program.facts[wanted.fact].name) != std::string::npos;
    return kind == VariableKind::Fact &&
           tables.word(Section::Variables, variable, variables::Fact) == wanted.fact + 1 && place;
  }

  /// The effects of the provisions that the expectation names, on the addressee that it names.
  std::vector<const EffectResult *> effects(const ir::Expectation &e) const {
    std::vector<const EffectResult *> found;
    for (const EffectResult &effect : decision.effects)
      if (addressed(effect, e)) found.push_back(&effect);
    return found;
  }

  bool addressed(const EffectResult &effect, const ir::Expectation &e) const {
    if (std::find(e.provisions.begin(), e.provisions.end(), effect.provision) == e.provisions.end()) return false;
    if (e.roles.empty()) return effect.person == nullptr;
    return effect.person &&
           std::any_of(e.roles.begin(), e.roles.end(), [&](ir::Index role) { return effect.person->roles[role]; });
  }

  std::string effectText(const EffectResult &effect) const {
    std::string text = addresseeText(bound, effect, effect.outcomes.front()) + ": ";
    for (size_t i = 0; i < effect.outcomes.size(); ++i)
      text += (i ? ", or " : "") + outcomeText(bound, effect.outcomes[i], effect.person);
    for (const Mark &mark : effect.marks)
      text += fmt::format(" ({}{})", mark.open ? "perhaps " : "", markText(tables, mark));
    if (!effect.determined) {
      text += effect.maybeNothing ? ", or nothing (undetermined, missing " : " (undetermined, missing ";
      for (size_t i = 0; i < effect.missing.size(); ++i) text += (i ? ", " : "") + effect.missing[i].text;
      text += ")";
    }
    return text;
  }

  std::string allEffects(const ir::Expectation &e) const {
    std::string text;
    for (const EffectResult *effect : effects(e)) text += (text.empty() ? "" : "; ") + effectText(*effect);
    if (!text.empty()) return text;
    return "nothing is imposed on " +
           std::string(e.roles.empty() ? "the subject" : program.roles[e.roles.front()].name);
  }

  std::vector<uint32_t> branchesOf(uint32_t outcome) const {
    std::vector<uint32_t> list;
    const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstBranch),
                   count = tables.word(Section::Outcomes, outcome, outcomes::BranchCount);
    for (uint32_t i = 0; i < count; ++i) list.push_back(tables.word(Section::Branches, first + i, branches::Outcome));
    return list;
  }

  bool containsKind(uint32_t outcome, ir::Index kind, std::string_view qualifier) const {
    if (tables.word(Section::Outcomes, outcome, outcomes::Kind) == kind + 1)
      return qualifier.empty() || tables.text(Section::Outcomes, outcome, outcomes::Qualifier) == qualifier;
    const auto list = branchesOf(outcome);
    return std::any_of(list.begin(), list.end(),
                       [&](uint32_t branch) { return containsKind(branch, kind, qualifier); });
  }
  bool containsReferral(uint32_t outcome, ir::Index referral) const {
    return tables.word(Section::Outcomes, outcome, outcomes::Referral) == referral + 1;
  }
  bool contains(uint32_t outcome, const ir::Expectation &e, std::string_view qualifier = {}) const {
    return e.referral ? containsReferral(outcome, e.kind) : containsKind(outcome, e.kind, qualifier);
  }

  /// Met by the outcome, or by one branch of it.
  bool meets(uint32_t outcome, ir::Index wanted, const ir::Expectation &e, const BoundCase::Person *person,
             bool within = false) const {
    const bool may = within || tables.word(Section::Outcomes, outcome, outcomes::May); // what may be chosen may be left
    if (same(outcome, wanted, e, person) && (!e.may || may)) return true;
    const auto list = branchesOf(outcome);
    return std::any_of(list.begin(), list.end(),
                       [&](uint32_t branch) { return meets(branch, wanted, e, person, may); });
  }

  bool same(uint32_t outcome, ir::Index index, const ir::Expectation &e, const BoundCase::Person *person) const {
    const ir::Sanction &wanted = program.sanctions[index];
    const auto op = static_cast<OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op));
    constexpr OutcomeOp ops[] = {OutcomeOp::Kind, OutcomeOp::OneOf, OutcomeOp::OneOrMoreOf, OutcomeOp::AllOf,
                                 OutcomeOp::AlsoOrOnly};
    if (static_cast<size_t>(wanted.op) >= std::size(ops) || op != ops[static_cast<size_t>(wanted.op)]) return false;
    if (!std::all_of(wanted.terms.begin(), wanted.terms.end(),
                     [&](const ir::Term &term) { return hasTerm(outcome, term.text()); }))
      return false;
    if (op != OutcomeOp::Kind) {
      const auto list = branchesOf(outcome);
      if (list.size() != wanted.operands.size()) return false;
      for (size_t i = 0; i < list.size(); ++i)
        if (!same(list[i], wanted.operands[i], e, person)) return false;
      return true;
    }
    if (tables.word(Section::Outcomes, outcome, outcomes::Kind) != wanted.kind + 1) return false;
    if (!wanted.qualifier.empty() && tables.text(Section::Outcomes, outcome, outcomes::Qualifier) != wanted.qualifier)
      return false;
    if (!wanted.authority.empty() && tables.text(Section::Outcomes, outcome, outcomes::Authority) != wanted.authority)
      return false;
    if (wanted.things.size() &&
        tables.text(Section::Outcomes, outcome, outcomes::Things) != fmt::format("{}", fmt::join(wanted.things, ", ")))
      return false;
    if (wanted.things.size() || (index == e.sanction ? e.anyAmount : takesWholeScale(wanted))) return true;
    const AmountResult amount = amountOf(bound, outcome, person);
    if (!amount.formula.empty() || amount.overflow) return false;
    auto constant = [&](ir::Index expr) -> std::optional<Number> {
      if (expr == ir::none || program.exprs[expr].op != ir::Op::Constant) return std::nullopt;
      return program.exprs[expr].number;
    };
    // A bound that is not stated is zero below, and open above.
    return constant(wanted.low).value_or(Number(0)) == amount.low.value_or(Number(0)) &&
           constant(wanted.high) == amount.high;
  }

  bool hasTerm(uint32_t outcome, std::string_view text) const {
    const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstTerm),
                   count = tables.word(Section::Outcomes, outcome, outcomes::TermCount);
    for (uint32_t t = first; t < first + count; ++t)
      if (tables.text(Section::Terms, t, layout::terms::Text) == text) return true;
    return false;
  }

  /// A branch of a choice without an amount was given the range of the scale: any amount will do.
  bool takesWholeScale(const ir::Sanction &sanction) const {
    auto at = [&](ir::Index bound, const std::optional<Duration> &ofScale) {
      return ofScale ? bound != ir::none && program.exprs[bound].number == Number(ofScale->count) : bound == ir::none;
    };
    const ir::Kind &kind = program.kinds[sanction.kind];
    return at(sanction.low, kind.least) && at(sanction.high, kind.most);
  }

  const ir::Program &program;
  const BoundCase &bound;
  const Tables &tables;
  const Decision &decision;
};

} // namespace

Case caseOf(const ir::Program &program, const ir::Scenario &scenario) {
  Case result;
  result.silenceIsFalse = true;
  result.date = scenario.act;
  result.decided = scenario.decided;
  for (ir::Index form : scenario.forms) result.subject.push_back(program.forms[form].name);
  for (ir::Index role : scenario.roles) result.subject.push_back(program.roles[role].name);
  state(program, scenario.givens, result.facts, result);
  result.history = recordOf(program, scenario.history);
  if (scenario.personsStated) result.persons.emplace();
  for (const ir::Person &person : scenario.persons) {
    CasePerson one;
    one.name = person.name;
    for (ir::Index form : person.forms) one.roles.push_back(program.forms[form].name);
    for (ir::Index role : person.roles) one.roles.push_back(program.roles[role].name);
    state(program, person.givens, one.facts, result);
    one.history = recordOf(program, person.history);
    result.persons->push_back(std::move(one));
  }
  return result;
}

std::optional<BoundCase> bindScenario(const ir::Program &program, const Tables &tables, Case of,
                                      std::vector<std::string> &errors) {
  auto bound = BoundCase::bind(tables, of, errors);
  if (!bound || !decide(*bound).contradictory) return bound;
  std::set<ir::Index> silent;
  for (const ir::Definition &one : program.definitions)
    if (program.facts[one.fact].type == ir::FactType::Boolean) silent.insert(one.fact);
  for (const FactStatement &one : of.facts)
    std::erase_if(silent, [&](ir::Index fact) { return program.facts[fact].name == one.fact; });
  if (silent.empty()) return bound;
  // All of them are left open; then as many as can be are false.
  std::vector<std::string> none;
  const size_t stated = of.facts.size();
  for (ir::Index fact : silent) of.facts.push_back({program.facts[fact].name, {}, FactValue::unknown()});
  for (size_t i = of.facts.size(); i-- > stated;) {
    const FactStatement open = of.facts[i];
    of.facts.erase(of.facts.begin() + static_cast<std::ptrdiff_t>(i));
    const auto closed = BoundCase::bind(tables, of, none);
    if (!closed || decide(*closed).contradictory)
      of.facts.insert(of.facts.begin() + static_cast<std::ptrdiff_t>(i), open);
  }
  return BoundCase::bind(tables, of, none);
}

ScenarioResult runScenario(const ir::Program &program, const Tables &tables, const ir::Scenario &scenario,
                           const std::function<void(const BoundCase &, const Decision &)> &decided) {
  ScenarioResult result;
  const auto bound = bindScenario(program, tables, caseOf(program, scenario), result.errors);
  if (!bound) return result;
  DecideOptions options;
  options.missingWhereNothingIsKnown = true; // a scenario may expect it
  const Decision decision = decide(*bound, options);
  if (decision.contradictory)
    result.errors.push_back("the facts contradict what the vocabulary says always holds");
  else if (decided)
    decided(*bound, decision);
  Matcher matcher(program, *bound, decision);
  for (size_t i = 0; i < scenario.expectations.size(); ++i)
    if (auto found = matcher.unmet(scenario.expectations[i])) result.failures.push_back({i, std::move(*found)});
  if (!result.failures.empty()) result.decision = decisionText(*bound, decision, false);
  return result;
}

} // namespace proviso
