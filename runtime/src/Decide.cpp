#include "proviso/Decision.h"

#include "Diagram.h"

#include <algorithm>
#include <memory>

namespace proviso {

using namespace layout;

namespace {

class Decider {
public:
  Decider(const BoundCase &bound, const DecideOptions &options)
      : bound(bound), tables(bound.tables()), options(options), reach(tables), act(bound, nullptr) {
    for (const BoundCase::Person &person : bound.persons())
      people.push_back(std::make_unique<Possibilities>(bound, &person));
  }

  Decision run() {
    decision.date = bound.date();
    for (uint32_t p = 0; p < tables.rows(Section::Provisions); ++p)
      if (tables.word(Section::Provisions, p, provisions::Decides)) provision(p);
    // From a contradiction anything would follow: nothing is said.
    if (decision.contradictory) {
      decision.provisions.clear();
      decision.effects.clear();
      decision.concurrence.clear();
    }
    return std::move(decision);
  }

private:
  void provision(uint32_t p) {
    ProvisionResult result;
    result.provision = p;
    const Span span{tables.date(Section::Provisions, p, provisions::From),
                    tables.date(Section::Provisions, p, provisions::Until)};
    result.inForce = span.contains(bound.date());
    if (!result.inForce) {
      decision.provisions.push_back(std::move(result));
      return;
    }
    const uint32_t root = tables.word(Section::Provisions, p, provisions::Elements);
    const std::vector<uint32_t> terminals = reach.from(root, act);
    if (terminals.empty()) {
      decision.contradictory = true;
      decision.provisions.push_back(std::move(result));
      return;
    }
    const bool can = terminals.back() != terminalFalse, cannot = terminals.front() == terminalFalse;
    result.status = can && cannot ? Status::Undetermined : can ? Status::Applies : Status::DoesNotApply;
    if (result.status == Status::Undetermined) {
      missing(root, act, result.missing, result.smallest, false);
      result.nothingKnown = nothingKnown(root);
    }
    if (options.reasons) reasons(p, result);
    const bool possible = can;
    decision.provisions.push_back(std::move(result));
    if (!possible) return;

    const uint32_t first = tables.word(Section::Provisions, p, provisions::FirstEffect),
                   count = tables.word(Section::Provisions, p, provisions::EffectCount);
    for (uint32_t e = first; e < first + count; ++e) {
      if (tables.word(Section::Effects, e, effects::Addressee) == 0)
        effect(p, e, nullptr, act);
      else
        for (size_t i = 0; i < people.size(); ++i) effect(p, e, &bound.persons()[i], *people[i]);
    }
    const std::string_view rule = tables.text(Section::Provisions, p, provisions::Concurrence);
    if (!rule.empty()) decision.concurrence.push_back({p, std::string(rule)});
  }

  void effect(uint32_t p, uint32_t e, const BoundCase::Person *person, Possibilities &possible) {
    const uint32_t root = tables.word(Section::Effects, e, effects::Root);
    const std::vector<uint32_t> terminals = reach.from(root, possible);
    if (terminals.empty()) {
      decision.contradictory = true;
      return;
    }
    EffectResult result;
    result.effect = e;
    result.provision = p;
    result.person = person;
    for (uint32_t terminal : terminals)
      if (terminal == terminalFalse)
        result.maybeNothing = true;
      else if (terminal - firstOutcome < tables.rows(Section::Outcomes))
        result.outcomes.push_back(terminal - firstOutcome);
    if (result.outcomes.empty()) return;
    result.determined = terminals.size() == 1;
    if (!result.determined) missing(root, possible, result.missing, result.smallest, true);
    decision.effects.push_back(std::move(result));
  }

  /// No condition of its elements has a known answer; roles and dates, which always have one, aside.
  bool nothingKnown(uint32_t root) {
    for (uint32_t v : reach.variablesUnder(root)) {
      const auto kind = static_cast<VariableKind>(tables.word(Section::Variables, v, variables::Kind));
      if (kind == VariableKind::Role || kind == VariableKind::Form || kind == VariableKind::InForce) continue;
      if (!bound.isOpen(v, nullptr)) return false;
    }
    return true;
  }

  static size_t kindsOf(const std::vector<uint32_t> &terminals, bool each) {
    if (each) return terminals.size();
    if (terminals.empty()) return 0;
    return (terminals.front() == terminalFalse ? 1U : 0U) + (terminals.back() != terminalFalse ? 1U : 0U);
  }

  /// Whether knowing these variables settles the diagram, whatever they turn out to be. Counts down the budget.
  bool settles(uint32_t root, Possibilities &possible, const std::vector<uint32_t> &chosen, size_t at, bool each,
               uint32_t &budget) {
    if (budget == 0) return false;
    if (at == chosen.size()) {
      --budget;
      return kindsOf(reach.from(root, possible), each) <= 1;
    }
    const uint64_t mask = possible[chosen[at]];
    bool all = true;
    for (uint64_t rest = mask; rest && all; rest &= rest - 1) {
      possible.restrict(chosen[at], rest & (~rest + 1));
      all = settles(root, possible, chosen, at + 1, each, budget);
    }
    possible.restrict(chosen[at], mask);
    return all;
  }

  /// The smallest set of open variables that settles the diagram; all of them when the budget is spent.
  void missing(uint32_t root, Possibilities &possible, std::vector<Missing> &out, bool &smallest, bool each) {
    reach.from(root, possible);
    std::vector<uint32_t> open = reach.openVariables();
    std::sort(open.begin(), open.end());
    uint32_t budget = options.missingBudget;
    std::vector<uint32_t> chosen, best = open;
    smallest = false;
    for (size_t size = 1; size < open.size() && !smallest && budget; ++size)
      smallest = choose(root, possible, open, 0, size, chosen, each, budget, best);
    if (!smallest && budget) smallest = true; // every smaller set was tried: all of them are needed
    for (uint32_t variable : best)
      out.push_back({variable, std::string(tables.text(Section::Variables, variable, variables::Label))});
  }

  bool choose(uint32_t root, Possibilities &possible, const std::vector<uint32_t> &open, size_t from, size_t size,
              std::vector<uint32_t> &chosen, bool each, uint32_t &budget, std::vector<uint32_t> &best) {
    if (chosen.size() == size) {
      if (!settles(root, possible, chosen, 0, each, budget)) return false;
      best = chosen;
      return true;
    }
    for (size_t i = from; i < open.size() && budget; ++i) {
      chosen.push_back(open[i]);
      const bool found = choose(root, possible, open, i + 1, size, chosen, each, budget, best);
      chosen.pop_back();
      if (found) return true;
    }
    return false;
  }

  void reasons(uint32_t p, ProvisionResult &result) {
    const uint32_t first = tables.word(Section::Provisions, p, provisions::FirstStatement),
                   count = tables.word(Section::Provisions, p, provisions::StatementCount);
    for (uint32_t s = first; s < first + count; ++s) {
      const std::vector<uint32_t> &terminals = reach.from(tables.word(Section::Statements, s, statements::Root), act);
      Reason reason;
      reason.statement = s;
      if (terminals.size() == 1) reason.holds = terminals[0] == terminalFalse ? Status::DoesNotApply : Status::Applies;
      result.reasons.push_back(reason);
    }
  }

  const BoundCase &bound;
  const Tables &tables;
  const DecideOptions &options;
  Reach reach;
  Possibilities act;
  std::vector<std::unique_ptr<Possibilities>> people;
  Decision decision;
};

} // namespace

bool meets(const BoundCase &bound, uint32_t root, const BoundCase::Person *person, const TableRow &row) {
  Possibilities possible(bound, person);
  Reach reach(bound.tables());
  for (const auto &[variable, values] : row) {
    const uint64_t mask = possible[variable], outside = mask & ~values;
    if (!outside) continue;
    // It may have another value, unless what the vocabulary says always holds rules that out.
    possible.restrict(variable, outside);
    if (!reach.from(root, possible).empty()) return false;
    possible.restrict(variable, mask);
  }
  return true;
}

Decision decide(const BoundCase &bound, const DecideOptions &options) { return Decider(bound, options).run(); }

} // namespace proviso
