// A decision is made in stages: elements, effects, adjustments, displacement, concurrence (docs/decisions.md). The
// first two are read off the tables; the later ones are functions of what the tables give, and are computed for each
// combination that some completion of the case gives.
#include "proviso/Decision.h"

#include "Missing.h"
#include "Severity.h"

#include <algorithm>
#include <map>

namespace proviso {

using namespace layout;

namespace {

class Decider {
public:
  Decider(const BoundCase &bound, const DecideOptions &options)
      : bound(bound), tables(bound.tables()), options(options), completions(bound),
        search(tables, completions, options) {}

  Decision run() {
    decision.date = bound.date();
    elements();
    adjustments();
    for (uint32_t p : deciding) collect(p);
    for (uint32_t p : deciding) provision(p);
    resolve();
    // From a contradiction anything would follow: nothing is said.
    if (decision.contradictory) {
      decision = {};
      decision.date = bound.date();
      decision.contradictory = true;
    }
    return std::move(decision);
  }

private:
  // ---- stage 1: elements

  bool inForce(uint32_t p) const {
    return Span{tables.date(Section::Provisions, p, provisions::From),
                tables.date(Section::Provisions, p, provisions::Until)}
        .contains(bound.date());
  }

  Term elementsOf(uint32_t p) const { return {tables.word(Section::Provisions, p, provisions::Elements), 0}; }

  /// Which provisions can be made out.
  void elements() {
    can.assign(tables.rows(Section::Provisions), false);
    for (uint32_t p = 0; p < can.size(); ++p) {
      const auto decides = static_cast<Decides>(tables.word(Section::Provisions, p, provisions::Decides));
      if (decides == Decides::Nothing) continue;
      if (decides == Decides::Status) deciding.push_back(p);
      if (!inForce(p)) continue;
      const std::vector<uint32_t> &terminals = completions.of(elementsOf(p));
      if (terminals.empty()) decision.contradictory = true;
      can[p] = !terminals.empty() && terminals.back() != terminalFalse;
    }
  }

  /// The provisions in force that may take the place of this one.
  std::vector<uint32_t> displacersOf(uint32_t p) const {
    std::vector<uint32_t> list;
    const uint32_t first = tables.word(Section::Provisions, p, provisions::FirstDisplacer),
                   count = tables.word(Section::Provisions, p, provisions::DisplacerCount);
    for (uint32_t i = first; i < first + count; ++i)
      if (const uint32_t by = tables.word(Section::Displacers, i, displacers::By); can[by]) list.push_back(by);
    return list;
  }

  // ---- stage 3: adjustments

  struct Adjusting {
    uint32_t row;
    Term term;
    bool exempts, raises;
    bool changes() const { return exempts || raises; } // what is imposed; else it marks it
  };

  void adjustments() {
    for (uint32_t a = 0; a < tables.rows(Section::Adjustments); ++a) {
      if (!can[tables.word(Section::Adjustments, a, adjustments::Provision)]) continue;
      const Term term{tables.word(Section::Adjustments, a, adjustments::Root), 0};
      const std::vector<uint32_t> &terminals = completions.of(term);
      if (terminals.empty() || terminals.back() == terminalFalse) continue;
      const uint32_t adjectives = tables.word(Section::Adjustments, a, adjustments::Adjectives);
      const bool must = tables.word(Section::Adjustments, a, adjustments::May) == 0;
      adjusting.push_back({a, term, must && adjectives == adjectiveExempt, must && adjectives == adjectiveMaximum});
    }
  }

  bool reaches(uint32_t adjustment, uint32_t provision) const {
    const uint32_t first = tables.word(Section::Adjustments, adjustment, adjustments::FirstScope),
                   count = tables.word(Section::Adjustments, adjustment, adjustments::ScopeCount);
    for (uint32_t i = first; i < first + count; ++i)
      if (tables.isUnder(provision, tables.word(Section::Scopes, i, scopes::Provision))) return true;
    return count == 0;
  }

  bool everyKind(uint32_t adjustment) const {
    return tables.word(Section::Adjustments, adjustment, adjustments::KindCount) == 0;
  }

  bool takesKind(uint32_t adjustment, uint32_t kind) const {
    if (everyKind(adjustment)) return !(tables.word(Section::Kinds, kind, kinds::Flags) & kindMeasure);
    const uint32_t first = tables.word(Section::Adjustments, adjustment, adjustments::FirstKind),
                   count = tables.word(Section::Adjustments, adjustment, adjustments::KindCount);
    for (uint32_t i = first; i < first + count; ++i)
      if (tables.word(Section::ScopeKinds, i, scopeKinds::Kind) == kind) return true;
    return false;
  }

  enum class Share : uint8_t { None, Some, All };
  /// How much of an outcome an adjustment is meant for.
  Share share(uint32_t adjustment, uint32_t outcome) const {
    const auto op = static_cast<OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op));
    if (op == OutcomeOp::Kind)
      return takesKind(adjustment, tables.word(Section::Outcomes, outcome, outcomes::Kind) - 1) ? Share::All
                                                                                                : Share::None;
    // What an outline imposes may be anything: only an adjustment of all kinds surely reaches it.
    if (op == OutcomeOp::NotWrittenOut) return everyKind(adjustment) ? Share::All : Share::None;
    const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstBranch),
                   count = tables.word(Section::Outcomes, outcome, outcomes::BranchCount);
    bool some = false, all = count != 0;
    for (uint32_t i = 0; i < count; ++i) {
      const Share one = share(adjustment, tables.word(Section::Branches, first + i, branches::Outcome));
      some = some || one != Share::None;
      all = all && one == Share::All;
    }
    return all ? Share::All : some ? Share::Some : Share::None;
  }

  /// What an adjustment makes of an outcome that it does not take away.
  uint32_t changed(uint32_t adjustment, uint32_t outcome) const {
    for (uint32_t r = 0; r < tables.rows(Section::Changes); ++r)
      if (tables.word(Section::Changes, r, changes::Adjustment) == adjustment &&
          tables.word(Section::Changes, r, changes::Outcome) == outcome)
        return tables.word(Section::Changes, r, changes::Becomes);
    return outcome;
  }

  bool raisesSome(const Adjusting &adjustment, const std::vector<uint32_t> &outcomes) const {
    return std::any_of(outcomes.begin(), outcomes.end(),
                       [&](uint32_t outcome) { return changed(adjustment.row, outcome) != outcome; });
  }

  /// An effect that may impose something.
  struct Candidate {
    uint32_t effect, provision, who;
    Term term;
    std::vector<uint32_t> outcomes; // that the tables allow
    std::vector<uint32_t> displacing;
    std::vector<const Adjusting *> changing, marking;
  };

  // ---- the status of a provision

  void provision(uint32_t p) {
    ProvisionResult result;
    result.provision = p;
    result.inForce = inForce(p);
    if (result.inForce) status(p, result);
    if (result.inForce && options.reasons) reasons(p, result);
    if (options.reasons && result.status == Status::Exempt)
      for (uint32_t adjustment : result.by) {
        completions.of({tables.word(Section::Adjustments, adjustment, adjustments::Root), 0});
        result.rests.insert(result.rests.end(), completions.tested().begin(), completions.tested().end());
      }
    decision.provisions.push_back(std::move(result));
  }

  void status(uint32_t p, ProvisionResult &result) {
    if (!can[p]) return;
    const std::vector<uint32_t> displacing = displacersOf(p);
    std::vector<uint32_t> exempting;
    for (const Adjusting &one : adjusting)
      if (one.exempts && everyKind(one.row) && reaches(one.row, p) && punishes(p)) exempting.push_back(one.row);
    Answer answer;
    answer.terms.push_back(elementsOf(p));
    for (uint32_t by : displacing) answer.terms.push_back(elementsOf(by));
    for (uint32_t a : exempting) answer.terms.push_back({tables.word(Section::Adjustments, a, adjustments::Root), 0});
    answer.of = [&](const std::vector<uint32_t> &at) {
      if (at[0] == terminalFalse) return static_cast<uint64_t>(Status::DoesNotApply);
      for (size_t i = 0; i < displacing.size(); ++i)
        if (at[1 + i] != terminalFalse) return static_cast<uint64_t>(Status::Displaced);
      for (size_t i = 0; i < exempting.size(); ++i)
        if (at[1 + displacing.size() + i] != terminalFalse) return static_cast<uint64_t>(Status::Exempt);
      return static_cast<uint64_t>(Status::Applies);
    };
    std::vector<bool> seen(static_cast<size_t>(Status::Exempt) + 1, false);
    std::vector<bool> causes(answer.terms.size(), false);
    uint32_t effort = options.effort;
    const bool whole = completions.each(
        answer.terms,
        [&](const std::vector<uint32_t> &at) {
          const uint64_t status = answer.of(at);
          seen[status] = true;
          // The first that takes its place, or exempts, is the reason.
          const bool displaced = status == static_cast<uint64_t>(Status::Displaced);
          if (displaced || status == static_cast<uint64_t>(Status::Exempt))
            for (size_t i = displaced ? 1 : 1 + displacing.size(); i < at.size(); ++i)
              if (at[i] != terminalFalse) {
                causes[i] = true;
                break;
              }
          return true;
        },
        effort);
    const auto count = std::count(seen.begin(), seen.end(), true);
    if (whole && count == 1) {
      result.status = static_cast<Status>(std::find(seen.begin(), seen.end(), true) - seen.begin());
      for (size_t i = 0; i < displacing.size(); ++i)
        if (causes[1 + i]) result.by.push_back(displacing[i]);
      for (size_t i = 0; i < exempting.size(); ++i)
        if (causes[1 + displacing.size() + i]) result.by.push_back(exempting[i]);
      return;
    }
    result.status = Status::Undetermined;
    missing(answer, result.missing, result.smallest);
    result.nothingKnown = nothingKnown(elementsOf(p).root);
  }

  /// It imposes punishments, by the law: else there is nothing to be exempt from.
  bool punishes(uint32_t p) const { return tables.word(Section::Provisions, p, provisions::Flags) & provisionPunishes; }
  bool punishes(const Candidate &c) const {
    return std::any_of(c.outcomes.begin(), c.outcomes.end(),
                       [&](uint32_t outcome) { return isPunishment(tables, outcome); });
  }

  /// No condition of its elements has a known answer; roles and dates, which always have one, aside.
  bool nothingKnown(uint32_t root) {
    for (uint32_t v : completions.variablesUnder(root)) {
      const auto kind = static_cast<VariableKind>(tables.word(Section::Variables, v, variables::Kind));
      if (kind == VariableKind::Role || kind == VariableKind::Form || kind == VariableKind::InForce ||
          kind == VariableKind::Succession || kind == VariableKind::Record)
        continue;
      if (!bound.isOpen(v, nullptr)) return false;
    }
    return true;
  }

  // ---- stages 2 to 4: effects

  const BoundCase::Person *person(uint32_t who) const { return who == 0 ? nullptr : &bound.persons()[who - 1]; }

  void collect(uint32_t p) {
    if (!can[p]) return;
    const uint32_t first = tables.word(Section::Provisions, p, provisions::FirstEffect),
                   count = tables.word(Section::Provisions, p, provisions::EffectCount);
    const std::vector<uint32_t> displacing = displacersOf(p);
    for (uint32_t e = first; e < first + count; ++e) {
      const bool ofPersons = tables.word(Section::Effects, e, effects::Addressee) != 0;
      const auto last = static_cast<uint32_t>(ofPersons ? bound.persons().size() : 0);
      for (uint32_t who = ofPersons ? 1 : 0; who <= last; ++who) {
        Candidate one{e, p, who, {tables.word(Section::Effects, e, effects::Root), who}, {}, displacing, {}, {}};
        const std::vector<uint32_t> &terminals = completions.of(one.term);
        if (terminals.empty()) decision.contradictory = true;
        for (uint32_t terminal : terminals)
          if (terminal != terminalFalse && terminal - firstOutcome < tables.rows(Section::Outcomes))
            one.outcomes.push_back(terminal - firstOutcome);
        if (one.outcomes.empty()) continue;
        for (const Adjusting &adjustment : adjusting)
          if (reaches(adjustment.row, p) &&
              std::any_of(one.outcomes.begin(), one.outcomes.end(),
                          [&](uint32_t outcome) { return share(adjustment.row, outcome) != Share::None; })) {
            if (adjustment.changes()) one.changing.push_back(&adjustment);
            if (adjustment.raises ? raisesSome(adjustment, one.outcomes) : !adjustment.exempts)
              one.marking.push_back(&adjustment);
          }
        candidates.push_back(std::move(one));
      }
    }
  }

  /// Candidates that are decided together, because a rule on concurrence weighs them, and what they rest on.
  struct Matter {
    std::vector<Term> terms;
    std::vector<size_t> candidates;
    std::vector<uint32_t> rules; // rows of Concurrences
    size_t term(Term wanted) {
      const auto found = std::find(terms.begin(), terms.end(), wanted);
      if (found != terms.end()) return static_cast<size_t>(found - terms.begin());
      terms.push_back(wanted);
      return terms.size() - 1;
    }
  };

  /// Groups the candidates by the rules that weigh them, and decides each group.
  void resolve() {
    std::vector<size_t> leader(candidates.size());
    for (size_t i = 0; i < leader.size(); ++i) leader[i] = i;
    std::function<size_t(size_t)> find = [&](size_t i) { return leader[i] == i ? i : leader[i] = find(leader[i]); };
    std::map<size_t, std::vector<uint32_t>> rulesOf; // by some member
    std::vector<std::pair<size_t, uint32_t>> weighed;
    for (uint32_t r = 0; r < tables.rows(Section::Concurrences); ++r) {
      const uint32_t p = tables.word(Section::Concurrences, r, concurrences::Provision);
      if (!can[p]) continue;
      ConcurrenceResult result{p, r, std::string(tables.text(Section::Concurrences, r, concurrences::Text)), false, {}};
      result.carriedOut = ruleOf(r) != ConcurrenceRule::TotalUpToGravest;
      decision.concurrence.push_back(std::move(result));
      if (!weighs(r)) continue;
      for (uint32_t who = 0; who <= bound.persons().size(); ++who) {
        std::vector<size_t> parties, others;
        for (size_t c = 0; c < candidates.size(); ++c) {
          if (candidates[c].who != who || !punishes(candidates[c])) continue;
          if (isParty(r, candidates[c].provision))
            parties.push_back(c);
          else if (isOther(r, candidates[c].provision) &&
                   (options.weighWhatIsUnknown || !nothingKnown(elementsOf(candidates[c].provision).root)))
            others.push_back(c);
        }
        if (parties.empty() || others.empty()) continue;
        for (const auto *list : {&parties, &others})
          for (size_t c : *list) leader[find(c)] = find(parties.front());
        weighed.emplace_back(parties.front(), r);
      }
    }
    std::map<size_t, Matter> matters; // by leader: the first candidate in order
    for (size_t c = 0; c < candidates.size(); ++c) matters[find(c)].candidates.push_back(c);
    for (const auto &[member, rule] : weighed)
      if (auto &rules = matters[find(member)].rules; std::find(rules.begin(), rules.end(), rule) == rules.end())
        rules.push_back(rule);
    std::vector<EffectResult> results(candidates.size());
    for (auto &[key, matter] : matters) decide(matter, results);
    for (EffectResult &result : results) {
      if (!result.outcomes.empty())
        decision.effects.push_back(std::move(result));
      else if (!result.removed.empty())
        decision.removed.push_back(std::move(result));
    }
  }

  ConcurrenceRule ruleOf(uint32_t rule) const {
    return static_cast<ConcurrenceRule>(tables.word(Section::Concurrences, rule, concurrences::Rule));
  }
  /// Something gives way by it; where all stands side by side nothing does.
  bool weighs(uint32_t rule) const {
    return ruleOf(rule) == ConcurrenceRule::Heaviest || ruleOf(rule) == ConcurrenceRule::HighestOfKind;
  }
  bool listed(uint32_t rule, uint32_t firstColumn, uint32_t countColumn, uint32_t provision) const {
    const uint32_t first = tables.word(Section::Concurrences, rule, firstColumn),
                   count = tables.word(Section::Concurrences, rule, countColumn);
    for (uint32_t i = first; i < first + count; ++i)
      if (tables.word(Section::Parties, i, parties::Provision) == provision) return true;
    return false;
  }
  bool isParty(uint32_t rule, uint32_t provision) const {
    return listed(rule, concurrences::FirstParty, concurrences::PartyCount, provision);
  }
  bool isOther(uint32_t rule, uint32_t provision) const {
    return tables.word(Section::Concurrences, rule, concurrences::WithCount) == 0 ||
           listed(rule, concurrences::FirstWith, concurrences::WithCount, provision);
  }

  /// What becomes of a candidate; nothing where it imposes nothing.
  struct Becomes {
    std::optional<Possible> one;
    std::vector<Possible> perhaps;      // instead, by facts in amounts which are not known
    std::vector<uint32_t> missing = {}; // rows of Facts
  };

  /// What becomes of each candidate where the terms come to these terminals.
  std::vector<Becomes> outcomesAt(Matter &matter, const std::vector<uint32_t> &at) {
    std::vector<Becomes> results;
    for (size_t index : matter.candidates) {
      const Candidate &c = candidates[index];
      const uint32_t terminal = at[matter.term(c.term)];
      if (terminal == terminalFalse || terminal - firstOutcome >= tables.rows(Section::Outcomes)) {
        results.emplace_back();
        continue;
      }
      Possible result{terminal - firstOutcome};
      for (uint32_t by : c.displacing)
        if (at[matter.term(elementsOf(by))] != terminalFalse) {
          result.fate = Fate::Displaced;
          result.by = by;
          break;
        }
      for (const Adjusting *adjustment : c.changing) {
        if (result.fate != Fate::Stands) break;
        if (at[matter.term(adjustment->term)] == terminalFalse) continue;
        const Share part = share(adjustment->row, result.outcome);
        if (adjustment->exempts && part == Share::All)
          result = {result.outcome, Fate::Exempt, adjustment->row};
        else if (part != Share::None)
          result.outcome = changed(adjustment->row, result.outcome);
      }
      results.push_back({result, {}});
    }
    const std::vector<Becomes> before = results;
    for (uint32_t rule : matter.rules) {
      const uint32_t p = tables.word(Section::Concurrences, rule, concurrences::Provision);
      if (at[matter.term(elementsOf(p))] != terminalFalse) weigh(rule, matter, before, results);
    }
    return results;
  }

  /// `concurrence heaviest`: of what a party imposes on a person and what another imposes, in one group of the scale,
  /// the lighter gives way. Of two that are equally heavy that of the party stands. `highest KIND` weighs that kind
  /// alone.
  void weigh(uint32_t rule, const Matter &matter, const std::vector<Becomes> &before, std::vector<Becomes> &after) {
    /// What one provision imposes on one person in one group.
    struct Package {
      uint32_t provision, who;
      std::string_view group;
      Imposed imposed;
      std::vector<size_t> members; // of `before`
    };
    std::vector<Package> packages;
    for (size_t i = 0; i < before.size(); ++i) {
      if (!before[i].one || before[i].one->fate != Fate::Stands) continue;
      const Candidate &c = candidates[matter.candidates[i]];
      const std::string_view group = groupOf(tables, before[i].one->outcome);
      if (group.empty()) continue;
      if (ruleOf(rule) == ConcurrenceRule::HighestOfKind &&
          tables.word(Section::Outcomes, before[i].one->outcome, outcomes::Kind) !=
              tables.word(Section::Concurrences, rule, concurrences::Kind))
        continue;
      auto package = std::find_if(packages.begin(), packages.end(), [&](const Package &one) {
        return one.provision == c.provision && one.who == c.who && one.group == group;
      });
      if (package == packages.end()) package = packages.insert(packages.end(), {c.provision, c.who, group, {}, {}});
      package->imposed.add(before[i].one->outcome, tables.text(Section::Effects, c.effect, effects::Group),
                           tables.text(Section::Effects, c.effect, effects::Alternative));
      package->members.push_back(i);
    }
    for (const Package &party : packages)
      for (const Package &other : packages) {
        if (!isParty(rule, party.provision) || isParty(rule, other.provision) || !isOther(rule, other.provision) ||
            party.who != other.who || party.group != other.group)
          continue;
        std::vector<uint32_t> unknown;
        const Order order = compareSeverity(bound, person(party.who), party.imposed, other.imposed, unknown);
        if (order == Order::Open) {
          for (const auto &[mine, theirs] : {std::pair(&party, &other), std::pair(&other, &party)})
            for (size_t i : mine->members) {
              after[i].perhaps.push_back({after[i].one->outcome, Fate::GivesWay, theirs->provision});
              after[i].missing.insert(after[i].missing.end(), unknown.begin(), unknown.end());
            }
          continue;
        }
        if (order == Order::NotComparable) {
          for (ConcurrenceResult &result : decision.concurrence)
            if (const std::pair pair(party.provision, other.provision);
                result.concurrence == rule &&
                std::find(result.notComparable.begin(), result.notComparable.end(), pair) == result.notComparable.end())
              result.notComparable.push_back(pair);
          continue;
        }
        const Package &loser = order == Order::Lighter ? party : other;
        const Package &winner = order == Order::Lighter ? other : party;
        for (size_t i : loser.members)
          if (after[i].one->fate == Fate::Stands)
            after[i].one = Possible{after[i].one->outcome, Fate::GivesWay, winner.provision};
      }
  }

  void decide(Matter &matter, std::vector<EffectResult> &results) {
    for (size_t index : matter.candidates) {
      const Candidate &c = candidates[index];
      matter.term(c.term);
      for (uint32_t by : c.displacing) matter.term(elementsOf(by));
      for (const Adjusting *adjustment : c.changing) matter.term(adjustment->term);
    }
    for (uint32_t rule : matter.rules)
      matter.term(elementsOf(tables.word(Section::Concurrences, rule, concurrences::Provision)));

    const size_t size = matter.candidates.size();
    std::vector<std::vector<Possible>> found(size);
    std::vector<bool> nothing(size, false);
    std::vector<std::vector<uint32_t>> facts(size); // in amounts that are to be weighed
    uint32_t effort = options.effort;
    const bool whole = completions.each(
        matter.terms,
        [&](const std::vector<uint32_t> &at) {
          const auto outcomes = outcomesAt(matter, at);
          auto add = [](auto &list, const auto &one) {
            if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
          };
          for (size_t i = 0; i < size; ++i) {
            if (outcomes[i].one)
              add(found[i], *outcomes[i].one);
            else
              nothing[i] = true;
            if (!outcomes[i].one || outcomes[i].one->fate != Fate::Stands) continue;
            for (const Possible &perhaps : outcomes[i].perhaps) add(found[i], perhaps);
            for (uint32_t fact : outcomes[i].missing) add(facts[i], fact);
          }
          return true;
        },
        effort);
    for (size_t i = 0; i < size; ++i) {
      const Candidate &c = candidates[matter.candidates[i]];
      EffectResult &result = results[matter.candidates[i]];
      result.effect = c.effect;
      result.provision = c.provision;
      result.person = person(c.who);
      result.settled = whole;
      std::sort(found[i].begin(), found[i].end());
      if (!whole) { // what the tables allow and exemptions may leave of it, and all of it may be taken away
        result.outcomes = c.outcomes;
        for (size_t o = 0; o < result.outcomes.size(); ++o)
          for (const Adjusting *adjustment : c.changing) {
            const uint32_t left = changed(adjustment->row, result.outcomes[o]);
            if (std::find(result.outcomes.begin(), result.outcomes.end(), left) == result.outcomes.end())
              result.outcomes.push_back(left);
          }
        std::sort(result.outcomes.begin(), result.outcomes.end());
        result.maybeNothing = true;
      } else {
        for (const Possible &one : found[i])
          if (one.fate != Fate::Stands)
            result.removed.push_back(one);
          else
            result.outcomes.push_back(one.outcome);
        result.maybeNothing = nothing[i] || !result.removed.empty();
      }
      if (result.outcomes.empty()) {
        result.maybeNothing = nothing[i]; // of what is taken away: it may not be imposed at all
        continue;
      }
      result.determined = whole && result.outcomes.size() == 1 && !result.maybeNothing;
      if (!result.determined) {
        Answer answer;
        answer.terms = matter.terms;
        answer.of = [&, i](const std::vector<uint32_t> &at) {
          const Becomes becomes = outcomesAt(matter, at)[i];
          if (!becomes.one || becomes.one->fate != Fate::Stands) return uint64_t(0);
          const uint64_t open = becomes.perhaps.empty() ? 0 : uint64_t(1) << 32; // settled by facts in amounts alone
          return open + becomes.one->outcome + 1;
        };
        missing(answer, result.missing, result.smallest);
        for (uint32_t fact : facts[i])
          result.missing.push_back(
              {std::nullopt, fact, std::string(tables.text(Section::Facts, fact, layout::facts::Name))});
      }
      marks(c, result);
    }
  }

  void marks(const Candidate &c, EffectResult &result) {
    for (const Adjusting *adjustment : c.marking) {
      bool holds = false, fails = false;
      uint32_t effort = options.effort;
      const bool whole = completions.each(
          {c.term, adjustment->term},
          [&](const std::vector<uint32_t> &at) {
            if (at[0] != terminalFalse) (at[1] != terminalFalse ? holds : fails) = true;
            return true;
          },
          effort);
      if (holds || !whole) result.marks.push_back({adjustment->row, fails || !whole});
    }
    const uint32_t source = tables.word(Section::Effects, c.effect, effects::Source);
    const uint32_t outcome = result.outcomes.front();
    if (static_cast<OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op)) == OutcomeOp::Kind) {
      const uint32_t kind = tables.word(Section::Outcomes, outcome, outcomes::Kind) - 1;
      // What has a term or an amount is imposed, and not ordered.
      const bool order =
          static_cast<Measure>(tables.word(Section::Outcomes, outcome, outcomes::Measure)) == Measure::None &&
          (!tables.text(Section::Outcomes, outcome, outcomes::Qualifier).empty() ||
           (tables.word(Section::Kinds, kind, kinds::Flags) & kindMeasure));
      result.alreadyOrdered = order && bound.isDisobeyed(source);
    }
  }

  // ---- what is missing

  void missing(const Answer &answer, std::vector<Missing> &out, bool &smallest) {
    for (const OpenQuestion &question : search.find(answer, smallest)) {
      const uint32_t variable = question.asked.front().variable;
      out.push_back({variable, std::nullopt, std::string(tables.text(Section::Variables, variable, variables::Label))});
    }
  }

  void reasons(uint32_t p, ProvisionResult &result) {
    const uint32_t first = tables.word(Section::Provisions, p, provisions::FirstStatement),
                   count = tables.word(Section::Provisions, p, provisions::StatementCount);
    for (uint32_t s = first; s < first + count; ++s) {
      if (static_cast<StatementKind>(tables.word(Section::Statements, s, statements::Kind)) == StatementKind::Factor)
        continue;
      const std::vector<uint32_t> &terminals =
          completions.of({tables.word(Section::Statements, s, statements::Root), 0});
      Reason reason;
      reason.statement = s;
      reason.rests = completions.tested();
      if (terminals.size() == 1) reason.holds = terminals[0] == terminalFalse ? Status::DoesNotApply : Status::Applies;
      result.reasons.push_back(reason);
    }
  }

  const BoundCase &bound;
  const Tables &tables;
  const DecideOptions &options;
  Completions completions;
  MissingSearch search;
  std::vector<bool> can; // by provision: in force, and made out in some completion
  std::vector<uint32_t> deciding;
  std::vector<Adjusting> adjusting;
  std::vector<Candidate> candidates;
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
