#include "check/IntermediateForm.h"

#include <fmt/format.h>

namespace proviso::ir {

namespace {

class Verifier {
public:
  explicit Verifier(const Program &program) : program(program) {}

  std::vector<std::string> run() {
    for (Index i = 0; i < program.exprs.size(); ++i) expr(i);
    for (Index i = 0; i < program.provisions.size(); ++i) provision(i);
    for (Index i = 0; i < program.sanctions.size(); ++i) sanction(i);
    for (const Fact &fact : program.facts) {
      for (Index p : fact.definedIn) within(p, program.provisions.size(), "where a fact is defined");
      if (fact.quantity && (fact.owner != none || fact.overTime.empty())) fault("{} has no value by day", fact.name);
    }
    for (const Definition &one : program.definitions) {
      within(one.provision, program.provisions.size(), "where a word is defined");
      within(one.fact, program.facts.size(), "a defined word");
      for (Index p : one.of) within(p, program.provisions.size(), "where a defined word stands");
    }
    for (Index always : program.always) condition(always, "a constraint");
    for (const Scenario &scenario : program.scenarios)
      for (const Expectation &e : scenario.expectations)
        for (Index p : e.provisions) within(p, program.provisions.size(), "an expectation's provision");
    return std::move(faults);
  }

private:
  template <typename... Args>
  void fault(fmt::format_string<Args...> text, Args &&...args) {
    faults.push_back(fmt::format(text, std::forward<Args>(args)...));
  }
  bool within(Index index, size_t size, std::string_view what) {
    if (index < size) return true;
    fault("{} is {} of {}", what, index, size);
    return false;
  }
  bool isCondition(Index index) const { return program.exprs[index].op <= Op::Unequal; }
  void condition(Index index, std::string_view what) {
    if (within(index, program.exprs.size(), what) && !isCondition(index)) fault("{} is a term", what);
  }

  void expr(Index i) {
    const Expr &e = program.exprs[i];
    for (Index operand : e.operands)
      if (operand >= i) fault("expression {} does not come after its operand {}", i, operand);
    const bool wantsConditions = e.op == Op::And || e.op == Op::Or || e.op == Op::Not;
    const bool wantsTerms = (e.op >= Op::Less && e.op <= Op::Unequal) || e.op >= Op::Add;
    const size_t count = e.operands.size();
    if (wantsConditions || wantsTerms)
      for (Index operand : e.operands)
        if (operand < i && isCondition(operand) != wantsConditions)
          fault("expression {} has an operand of the wrong sort", i);
    if ((e.op == Op::Not && count != 1) || ((e.op == Op::And || e.op == Op::Or) && count < 2) ||
        (wantsTerms && count != 2) || (!wantsConditions && !wantsTerms && count != 0))
      fault("expression {} has {} operands", i, count);
    switch (e.op) {
    case Op::Fact:
    case Op::Value:
    case Op::Unascertainable:
    case Op::Stated:
      if (!within(e.index, program.facts.size(), "a fact")) break;
      if (e.op != Op::Unascertainable && e.op != Op::Stated &&
          (program.facts[e.index].type == FactType::Boolean) != (e.op == Op::Fact))
        fault("expression {} reads a fact of the wrong type", i);
      if (e.provision != none && !program.facts[e.index].forEachProvision)
        fault("expression {} keys a fact that has one value", i);
      if ((program.facts[e.index].owner != none) != (e.owner == Owner::Person))
        fault("expression {} reads another's fact", i);
      break;
    case Op::IsRole: within(e.index, program.roles.size(), "a role"); break;
    case Op::IsForm: within(e.index, program.forms.size(), "a form"); break;
    case Op::Sanctioned: within(e.index, program.records.size(), "a record"); break;
    case Op::Breach:
    case Op::Disobeyed:
    case Op::InForce:
    case Op::MadeOut:
    case Op::Committed: within(e.index, program.provisions.size(), "a provision"); break;
    case Op::Became:
      if (within(e.index, program.provisions.size(), "a provision"))
        within(static_cast<Index>(e.number.numerator()) - 1,
               std::max<size_t>(1, program.provisions[e.index].becomes.size()), "a successor");
      break;
    case Op::Choice:
      if (within(e.index, program.facts.size(), "a fact"))
        within(static_cast<Index>(e.number.numerator()), program.facts[e.index].values.size(), "a value");
      break;
    default: break;
    }
  }

  void provision(Index i) {
    const Provision &p = program.provisions[i];
    if (p.parent != none && p.parent >= i) fault("provision {} stands before its parent", p.id);
    within(p.instrument, program.instruments.size(), "an instrument");
    if (p.subject != none) condition(p.subject, "a subject");
    condition(p.own, "own conditions");
    condition(p.elements, "elements");
    for (const Tier &tier : p.tiers) {
      condition(tier.guard, "a guard");
      condition(tier.guardOnPerson, "a guard for a person");
      if ((tier.addressee == Owner::Person) == tier.roles.empty()) fault("a tier of {} has no addressee", p.id);
      for (Index role : tier.roles) within(role, program.roles.size(), "an addressee");
      for (Index s : tier.sanctions) within(s, program.sanctions.size(), "a sanction");
    }
    for (const auto *list : {&p.withoutPrejudice, &p.was})
      for (Index one : *list) within(one, program.provisions.size(), "a provision that is left alone, or was");
    for (Index displaced : p.displaces)
      if (within(displaced, program.provisions.size(), "a displaced provision") && displaced == i)
        fault("{} displaces itself", p.id);
    if (!p.displaces.empty() && !p.hasEffect()) fault("{} displaces others and has no status", p.id);
    for (const Adjustment &a : p.adjustments) {
      condition(a.guard, "an adjustment's guard");
      if (a.adjectives.empty()) fault("an adjustment of {} says nothing", p.id);
      for (Index scope : a.provisions) within(scope, program.provisions.size(), "a scope");
      for (Index kind : a.kinds) within(kind, program.kinds.size(), "a kind in a scope");
    }
    if (p.concurrence) {
      if (p.concurrence->parties.empty()) fault("the concurrence of {} weighs nothing", p.id);
      if ((p.concurrence->rule == ConcurrenceRule::HighestOfKind) != (p.concurrence->kind != none))
        fault("the concurrence of {} is of no kind", p.id);
      for (const auto *list : {&p.concurrence->parties, &p.concurrence->with})
        for (Index one : *list) within(one, program.provisions.size(), "a party");
    }
  }

  void sanction(Index i) {
    const Sanction &s = program.sanctions[i];
    for (Index operand : s.operands)
      if (operand >= i) fault("sanction {} does not come after its branch {}", i, operand);
    if (s.op == SanctionOp::Kind) within(s.kind, program.kinds.size(), "a kind");
    if (s.op == SanctionOp::Referral) within(s.kind, program.referrals.size(), "a referral");
    if (s.low != none) within(s.low, program.exprs.size(), "a bound");
    if (s.high != none) within(s.high, program.exprs.size(), "a bound");
    if (s.op == SanctionOp::Delegation && s.delegates.size() != s.cited.size()) fault("delegation {} is not paired", i);
    for (const auto &alternative : s.delegates)
      for (const Delegate &one : alternative) {
        if (one.to != none) within(one.to, program.provisions.size(), "a delegate");
        within(one.cited, program.provisions.size(), "what a delegate is cited as");
        condition(one.guard, "a delegate's guard");
        if (one.option != none) condition(one.option, "what a delegate leaves open");
      }
  }

  const Program &program;
  std::vector<std::string> faults;
};

} // namespace

std::vector<std::string> verify(const Program &program) { return Verifier(program).run(); }

} // namespace proviso::ir
