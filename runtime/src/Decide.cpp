// A decision is made in stages: elements, effects, adjustments, displacement, and what happens where sanctions meet
// (docs/decisions.md). The first two are read off the tables; the later ones are functions of what the tables give, and
// are computed for each combination that some completion of the case gives.
#include "proviso/Decision.h"

#include "Missing.h"
#include "Weigh.h"

#include <algorithm>
#include <map>
#include <set>

namespace proviso {

using namespace layout;

namespace {

class Decider {
public:
  Decider(const BoundCase &bound, const DecideOptions &options)
      : bound(bound), tables(bound.tables()), options(options), completions(bound),
        search(tables, completions, options), days(daysOf(bound)), weighing(bound, days) {}

  Decision run() {
    decision.date = bound.date();
    for (uint32_t law = 0; law < days.size(); ++law) {
      if (law != 0) completions.addLaw(days[law]);
      laws.emplace_back();
      elements(law);
      adjustments(law);
    }
    milderLaws();
    for (uint32_t law = 0; law < laws.size(); ++law)
      for (uint32_t p : deciding) collect(p, law);
    for (uint32_t p : deciding) {
      // What is not in force on the day of the act has the status that its own law gives it, where that may count.
      uint32_t law = 0;
      if (ofMilderLaw(p))
        while (law < laws.size() && !inForce(p, law)) ++law;
      provision(p, law < laws.size() ? law : 0);
    }
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
  // ---- the days whose law may count

  struct Adjusting {
    uint32_t row;
    Term term;
    bool exempts, bars, raises;
    bool takesAway() const { return exempts || bars; }
    bool changes() const { return takesAway() || raises; } // what is imposed; else it marks it
  };
  /// What the law of a day makes of the case.
  struct LawOfDay {
    std::vector<bool> can; // by provision: in force, and made out in some completion
    std::vector<Adjusting> adjusting;
  };

  static Span spanOf(const Tables &tables, uint32_t p) {
    return {tables.date(Section::Provisions, p, provisions::From),
            tables.date(Section::Provisions, p, provisions::Until)};
  }

  static uint32_t adjectivesOf(const Tables &tables, uint32_t adjustment) {
    return tables.word(Section::Adjustments, adjustment, adjustments::Adjectives);
  }

  /// That of the act; where some milder law prevails, each later one on which what it is meant for changes.
  static std::vector<Date> daysOf(const BoundCase &bound) {
    const Tables &tables = bound.tables();
    const Weigh scopes(bound, {});
    std::set<Date> later;
    for (uint32_t a = 0; a < tables.rows(Section::Adjustments) && bound.date() < bound.decided(); ++a) {
      if (adjectivesOf(tables, a) != adjectiveMilderLaw ||
          !spanOf(tables, tables.word(Section::Adjustments, a, adjustments::Provision)).contains(bound.decided()))
        continue;
      for (uint32_t p = 0; p < tables.rows(Section::Provisions); ++p) {
        if (!scopes.reaches(a, p) && p != tables.word(Section::Adjustments, a, adjustments::Provision)) continue;
        const Span span = spanOf(tables, p);
        for (Date turn : {span.from, span.until})
          if (bound.date() < turn && turn <= bound.decided()) later.insert(turn);
      }
    }
    std::vector<Date> days{bound.date()};
    days.insert(days.end(), later.begin(), later.end());
    return days;
  }

  /// The rules by which the mildest law counts, as rows of Adjustments: those of the day of the decision.
  void milderLaws() {
    if (days.size() == 1) return;
    for (const Adjusting &one : laws.back().adjusting)
      if (adjectivesOf(tables, one.row) == adjectiveMilderLaw) milder.push_back(one);
  }
  bool ofMilderLaw(uint32_t p) const {
    return std::any_of(milder.begin(), milder.end(),
                       [&](const Adjusting &one) { return weighing.reaches(one.row, p); });
  }

  // ---- stage 1: elements

  bool inForce(uint32_t p, uint32_t law) const { return spanOf(tables, p).contains(days[law]); }

  Term elementsOf(uint32_t p, uint32_t law) const {
    return {tables.word(Section::Provisions, p, provisions::Elements), 0, law};
  }

  /// Which provisions can be made out.
  void elements(uint32_t law) {
    std::vector<bool> &can = laws[law].can;
    can.assign(tables.rows(Section::Provisions), false);
    for (uint32_t p = 0; p < can.size(); ++p) {
      const auto decides = static_cast<Decides>(tables.word(Section::Provisions, p, provisions::Decides));
      if (decides == Decides::Nothing || (options.only && !(*options.only)[p])) continue;
      if (decides == Decides::Status && law == 0) deciding.push_back(p);
      if (!inForce(p, law)) continue;
      const std::vector<uint32_t> &terminals = completions.of(elementsOf(p, law));
      if (terminals.empty()) decision.contradictory = true;
      can[p] = !terminals.empty() && terminals.back() != terminalFalse;
    }
  }

  /// The provisions in force that may take the place of this one.
  std::vector<uint32_t> displacersOf(uint32_t p, uint32_t law) const {
    std::vector<uint32_t> list;
    const uint32_t first = tables.word(Section::Provisions, p, provisions::FirstDisplacer),
                   count = tables.word(Section::Provisions, p, provisions::DisplacerCount);
    for (uint32_t i = first; i < first + count; ++i)
      if (const uint32_t by = tables.word(Section::Displacers, i, displacers::By); laws[law].can[by])
        list.push_back(by);
    return list;
  }

  // ---- stage 3: adjustments

  void adjustments(uint32_t law) {
    for (uint32_t a = 0; a < tables.rows(Section::Adjustments); ++a) {
      if (!laws[law].can[tables.word(Section::Adjustments, a, adjustments::Provision)]) continue;
      const Term term{tables.word(Section::Adjustments, a, adjustments::Root), 0, law};
      const std::vector<uint32_t> &terminals = completions.of(term);
      if (terminals.empty() || terminals.back() == terminalFalse) continue;
      const uint32_t adjectives = adjectivesOf(tables, a);
      const bool must = tables.word(Section::Adjustments, a, adjustments::May) == 0;
      laws[law].adjusting.push_back({a, term, must && adjectives == adjectiveExempt,
                                     must && adjectives == adjectiveBarred, must && adjectives == adjectiveMaximum});
    }
  }

  using Share = Weigh::Share;

  /// An adjustment that takes away what it is meant for takes away all that a provision imposes by way of punishment.
  bool takesAll(uint32_t adjustment, uint32_t p) const {
    if (weighing.everyKind(adjustment)) return true;
    if (tables.word(Section::Provisions, p, provisions::Flags) & provisionPunishesByOutline) return false;
    const uint32_t first = tables.word(Section::Provisions, p, provisions::FirstPunishment),
                   count = tables.word(Section::Provisions, p, provisions::PunishmentCount);
    for (uint32_t i = first; i < first + count; ++i)
      if (!weighing.takesKind(adjustment, tables.word(Section::Punishments, i, punishments::Kind))) return false;
    return true;
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
  struct Candidate : Imposing {
    Term term;
    std::vector<uint32_t> outcomes; // that the tables allow
    std::vector<uint32_t> displacing;
    std::vector<const Adjusting *> changing, marking;
  };

  // ---- the status of a provision

  void provision(uint32_t p, uint32_t law) {
    ProvisionResult result;
    result.provision = p;
    result.inForce = inForce(p, law);
    result.law = days[law];
    if (result.inForce) status(p, law, result);
    if (result.inForce && options.reasons) reasons(p, law, result);
    if (options.reasons && (result.status == Status::Exempt || result.status == Status::Barred))
      for (uint32_t adjustment : result.by) {
        completions.of({tables.word(Section::Adjustments, adjustment, adjustments::Root), 0, law});
        result.rests.insert(result.rests.end(), completions.tested().begin(), completions.tested().end());
      }
    decision.provisions.push_back(std::move(result));
  }

  void status(uint32_t p, uint32_t law, ProvisionResult &result) {
    if (!laws[law].can[p]) return;
    const std::vector<uint32_t> displacing = displacersOf(p, law);
    std::vector<const Adjusting *> taking;
    for (const Adjusting &one : laws[law].adjusting)
      if (one.takesAway() && weighing.reaches(one.row, p) && punishes(p) && takesAll(one.row, p))
        taking.push_back(&one);
    Answer answer;
    answer.terms.push_back(elementsOf(p, law));
    for (uint32_t by : displacing) answer.terms.push_back(elementsOf(by, law));
    for (const Adjusting *one : taking) answer.terms.push_back(one->term);
    // By another law than that of the act it applies only where that law may count.
    const size_t rules = answer.terms.size();
    for (const Adjusting &one : milder)
      if (law != 0 && weighing.reaches(one.row, p)) answer.terms.push_back(one.term);
    answer.of = [&](const std::vector<uint32_t> &at) {
      if (at[0] == terminalFalse ||
          (law != 0 && std::all_of(at.begin() + static_cast<std::ptrdiff_t>(rules), at.end(),
                                   [](uint32_t terminal) { return terminal == terminalFalse; })))
        return static_cast<uint64_t>(Status::DoesNotApply);
      for (size_t i = 0; i < displacing.size(); ++i)
        if (at[1 + i] != terminalFalse) return static_cast<uint64_t>(Status::Displaced);
      for (size_t i = 0; i < taking.size(); ++i)
        if (at[1 + displacing.size() + i] != terminalFalse)
          return static_cast<uint64_t>(taking[i]->bars ? Status::Barred : Status::Exempt);
      return static_cast<uint64_t>(Status::Applies);
    };
    std::vector<bool> seen(static_cast<size_t>(Status::Barred) + 1, false);
    std::vector<bool> causes(answer.terms.size(), false);
    uint32_t effort = options.effort;
    const bool whole = completions.each(
        answer.terms,
        [&](const std::vector<uint32_t> &at) {
          const uint64_t status = answer.of(at);
          seen[status] = true;
          // The first that takes its place, or takes away, is the reason.
          const bool displaced = status == static_cast<uint64_t>(Status::Displaced);
          if (displaced || status == static_cast<uint64_t>(Status::Exempt) ||
              status == static_cast<uint64_t>(Status::Barred))
            for (size_t i = displaced ? 1 : 1 + displacing.size(); i < rules; ++i)
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
      for (size_t i = 0; i < taking.size(); ++i)
        if (causes[1 + displacing.size() + i]) result.by.push_back(taking[i]->row);
      return;
    }
    result.status = Status::Undetermined;
    result.nothingKnown = nothingKnown(elementsOf(p, law).root);
    if (asksWhatIsMissing(p, law))
      missing(answer, result.missing, result.smallest);
    else
      result.smallest = false;
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
          kind == VariableKind::Succession || kind == VariableKind::Record || kind == VariableKind::Stated)
        continue;
      if (!bound.isOpen(v, nullptr)) return false;
    }
    return true;
  }

  /// As most of the law is of other matters, most of a decision would be said of what nobody asks.
  bool asksWhatIsMissing(uint32_t p, uint32_t law) {
    return options.reasons || options.missingWhereNothingIsKnown || options.weighWhatIsUnknown ||
           !nothingKnown(elementsOf(p, law).root);
  }

  // ---- stages 2 to 4: effects

  const BoundCase::Person *person(uint32_t who) const { return who == 0 ? nullptr : &bound.persons()[who - 1]; }

  void collect(uint32_t p, uint32_t law) {
    if (!laws[law].can[p]) return;
    if (law != 0 && !options.weighWhatIsUnknown && nothingKnown(elementsOf(p, law).root)) return;
    const uint32_t first = tables.word(Section::Provisions, p, provisions::FirstEffect),
                   count = tables.word(Section::Provisions, p, provisions::EffectCount);
    const std::vector<uint32_t> displacing = displacersOf(p, law);
    for (uint32_t e = first; e < first + count; ++e) {
      const bool ofPersons = tables.word(Section::Effects, e, effects::Addressee) != 0;
      const auto last = static_cast<uint32_t>(ofPersons ? bound.persons().size() : 0);
      for (uint32_t who = ofPersons ? 1 : 0; who <= last; ++who) {
        Candidate one{
            {e, p, who, law}, {tables.word(Section::Effects, e, effects::Root), who, law}, {}, displacing, {}, {}};
        const std::vector<uint32_t> &terminals = completions.of(one.term);
        if (terminals.empty()) decision.contradictory = true;
        for (uint32_t terminal : terminals)
          if (terminal != terminalFalse && terminal - firstOutcome < tables.rows(Section::Outcomes))
            one.outcomes.push_back(terminal - firstOutcome);
        // By the law of another day all is weighed that would meet then, and only what a rule is meant for counts.
        if (one.outcomes.empty() || (law != 0 && (milder.empty() || !punishes(one)))) continue;
        for (const Adjusting &adjustment : laws[law].adjusting)
          if (adjectivesOf(tables, adjustment.row) != adjectiveMilderLaw && weighing.reaches(adjustment.row, p) &&
              std::any_of(one.outcomes.begin(), one.outcomes.end(),
                          [&](uint32_t outcome) { return weighing.share(adjustment.row, outcome) != Share::None; })) {
            if (adjustment.changes()) one.changing.push_back(&adjustment);
            if (adjustment.raises ? raisesSome(adjustment, one.outcomes) : !adjustment.takesAway())
              one.marking.push_back(&adjustment);
          }
        candidates.push_back(std::move(one));
      }
    }
  }

  // ---- stages 5 to 7: sanctions that meet

  /// The mildest law is looked for of what it imposes.
  bool isMeant(const Adjusting &milderLaw, const Candidate &c) const {
    return weighing.reaches(milderLaw.row, c.provision) &&
           std::any_of(c.outcomes.begin(), c.outcomes.end(),
                       [&](uint32_t outcome) { return weighing.share(milderLaw.row, outcome) != Share::None; });
  }

  /// Candidates that are decided together, because something weighs them, and what they rest on.
  struct Matter {
    std::vector<Term> terms;
    std::vector<size_t> candidates;
    std::vector<Imposing> members;                    // the same
    std::vector<std::pair<uint32_t, uint32_t>> rules; // rows of Concurrences, and under which law
    bool settles = false;                             // conflicts by the criteria of the corpus
    std::vector<const Adjusting *> milder;
    size_t term(Term wanted) {
      const auto found = std::find(terms.begin(), terms.end(), wanted);
      if (found != terms.end()) return static_cast<size_t>(found - terms.begin());
      terms.push_back(wanted);
      return terms.size() - 1;
    }
  };

  /// Which candidates meet.
  class Groups {
  public:
    explicit Groups(size_t count) : leader(count) {
      for (size_t i = 0; i < count; ++i) leader[i] = i;
    }
    size_t of(size_t i) { return leader[i] == i ? i : leader[i] = of(leader[i]); }
    void join(size_t a, size_t b) { leader[of(b)] = of(a); }

  private:
    std::vector<size_t> leader;
  };

  bool weighed(const Candidate &c) {
    return punishes(c) && (options.weighWhatIsUnknown || !nothingKnown(elementsOf(c.provision, c.law).root));
  }

  /// Groups the candidates by what weighs them, and decides each group.
  void resolve() {
    Groups groups(candidates.size());
    struct Weighed {
      size_t member;
      std::pair<uint32_t, uint32_t> rule;
    };
    std::vector<Weighed> byRule;
    std::vector<size_t> settled;
    std::vector<std::pair<size_t, const Adjusting *>> byLaw;
    for (uint32_t r = 0; r < tables.rows(Section::Concurrences); ++r) {
      const uint32_t p = tables.word(Section::Concurrences, r, concurrences::Provision);
      if (laws[0].can[p])
        decision.concurrence.push_back(
            {p, r, std::string(tables.text(Section::Concurrences, r, concurrences::Text)), {}, {}});
      for (uint32_t law = 0; law < laws.size(); ++law) {
        if (!laws[law].can[p]) continue;
        for (uint32_t who = 0; who <= bound.persons().size(); ++who) {
          std::vector<size_t> parties, others;
          for (size_t c = 0; c < candidates.size(); ++c) {
            if (candidates[c].who != who || candidates[c].law != law || !punishes(candidates[c])) continue;
            if (weighing.isParty(r, candidates[c].provision))
              parties.push_back(c);
            else if (weighing.isOther(r, candidates[c].provision) && weighed(candidates[c]))
              others.push_back(c);
          }
          // The sum of several parties is bounded as well.
          if (weighing.ruleOf(r) == ConcurrenceRule::TotalUpToGravest) {
            if (parties.size() + others.size() < 2) continue;
          } else if (others.empty()) {
            continue;
          }
          if (parties.empty() || weighing.ruleOf(r) == ConcurrenceRule::Cumulative) continue;
          for (const auto *list : {&parties, &others})
            for (size_t c : *list) groups.join(parties.front(), c);
          byRule.push_back({parties.front(), {r, law}});
        }
      }
    }
    auto meeting = [&](auto include, auto record) {
      for (uint32_t who = 0; who <= bound.persons().size(); ++who) {
        std::optional<size_t> first;
        for (size_t c = 0; c < candidates.size(); ++c) {
          if (candidates[c].who != who || !include(candidates[c])) continue;
          if (first) groups.join(*first, c);
          first = first ? first : c;
        }
        if (first) record(*first);
      }
    };
    if (tables.rows(Section::Criteria) != 0)
      for (uint32_t law = 0; law < laws.size(); ++law)
        meeting([&](const Candidate &c) { return c.law == law && weighed(c); },
                [&](size_t first) { settled.push_back(first); });
    for (const Adjusting &one : milder)
      meeting([&](const Candidate &c) { return isMeant(one, c) && weighed(c); },
              [&](size_t first) { byLaw.emplace_back(first, &one); });
    std::map<size_t, Matter> matters; // by leader: the first candidate in order
    for (size_t c = 0; c < candidates.size(); ++c) {
      Matter &matter = matters[groups.of(c)];
      matter.candidates.push_back(c);
      matter.members.push_back(candidates[c]);
    }
    auto addOnce = [](auto &list, const auto &one) {
      if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
    };
    for (const Weighed &one : byRule) addOnce(matters[groups.of(one.member)].rules, one.rule);
    for (size_t member : settled) {
      Matter &matter = matters[groups.of(member)];
      matter.settles = true;
      // Where some rule speaks of two of them, no criterion does.
      for (uint32_t r = 0; r < tables.rows(Section::Concurrences); ++r)
        for (uint32_t law = 0; law < laws.size(); ++law)
          if (laws[law].can[tables.word(Section::Concurrences, r, concurrences::Provision)])
            addOnce(matter.rules, std::pair(r, law));
    }
    for (const auto &[member, one] : byLaw) addOnce(matters[groups.of(member)].milder, one);
    std::vector<EffectResult> results(candidates.size());
    for (auto &[key, matter] : matters) decide(matter, results);
    for (EffectResult &result : results) {
      if (!result.outcomes.empty())
        decision.effects.push_back(std::move(result));
      else if (!result.removed.empty() && !isOldNews(result, results))
        decision.removed.push_back(std::move(result));
    }
    for (ConcurrenceResult &result : decision.concurrence)
      result.notComparable = weighing.notSettled.concurrence[result.concurrence];
    decision.conflicts = weighing.notSettled.conflicts;
    for (MildestLaw &one : decision.mildest)
      for (const auto &[a, b] : weighing.notSettled.laws[one.adjustment])
        one.notComparable.emplace_back(days[a], days[b]);
  }

  /// That a later law which is not the mildest would say the same: the result by the law of the act speaks of it.
  bool isOldNews(const EffectResult &result, const std::vector<EffectResult> &all) const {
    return result.law != days[0] && std::any_of(all.begin(), all.end(), [&](const EffectResult &other) {
             return other.effect == result.effect && other.person == result.person && other.law == days[0];
           });
  }

  /// What becomes of the members where the terms come to these terminals.
  Weighed outcomesAt(Matter &matter, const std::vector<uint32_t> &at) {
    Weighed weighed;
    for (size_t index : matter.candidates) {
      const Candidate &c = candidates[index];
      const uint32_t terminal = at[matter.term(c.term)];
      if (terminal == terminalFalse || terminal - firstOutcome >= tables.rows(Section::Outcomes)) {
        weighed.members.emplace_back();
        continue;
      }
      Possible result{terminal - firstOutcome};
      for (uint32_t by : c.displacing)
        if (at[matter.term(elementsOf(by, c.law))] != terminalFalse) {
          result.fate = Fate::Displaced;
          result.by = by;
          break;
        }
      for (const Adjusting *adjustment : c.changing) {
        if (result.fate != Fate::Stands) break;
        if (at[matter.term(adjustment->term)] == terminalFalse) continue;
        const Share part = weighing.share(adjustment->row, result.outcome);
        if (adjustment->takesAway() && part == Share::All)
          result = {result.outcome, adjustment->bars ? Fate::Barred : Fate::Exempt, adjustment->row};
        else if (part != Share::None)
          result.outcome = changed(adjustment->row, result.outcome);
      }
      weighed.members.push_back({result, {}, {}});
    }
    const std::vector<Becomes> before = weighed.members;
    std::vector<std::vector<uint32_t>> ruled(laws.size());
    for (const auto &[rule, law] : matter.rules)
      if (at[matter.term(elementsOf(tables.word(Section::Concurrences, rule, concurrences::Provision), law))] !=
          terminalFalse) {
        ruled[law].push_back(rule);
        weighing.concur(rule, law, matter.members, before, weighed);
      }
    if (matter.settles)
      for (uint32_t law = 0; law < laws.size(); ++law) weighing.settle(law, ruled[law], matter.members, weighed);
    std::vector<uint32_t> prevailing;
    for (const Adjusting *one : matter.milder)
      if (at[matter.term(one->term)] != terminalFalse) prevailing.push_back(one->row);
    // The law of another day counts for nothing else.
    for (size_t i = 0; i < matter.members.size(); ++i)
      if (matter.members[i].law != 0 && weighed.members[i].one &&
          std::none_of(prevailing.begin(), prevailing.end(), [&](uint32_t rule) {
            return weighing.reaches(rule, matter.members[i].provision) &&
                   weighing.share(rule, weighed.members[i].one->outcome) != Share::None;
          }))
        weighed.members[i] = {};
    for (uint32_t rule : prevailing) weighing.choose(rule, matter.members, weighed);
    for (const std::vector<uint32_t> &rules : ruled)
      for (uint32_t rule : rules)
        if (weighing.ruleOf(rule) == ConcurrenceRule::TotalUpToGravest) weighing.total(rule, matter.members, weighed);
    return weighed;
  }

  void decide(Matter &matter, std::vector<EffectResult> &results) {
    for (size_t index : matter.candidates) {
      const Candidate &c = candidates[index];
      matter.term(c.term);
      for (uint32_t by : c.displacing) matter.term(elementsOf(by, c.law));
      for (const Adjusting *adjustment : c.changing) matter.term(adjustment->term);
    }
    for (const auto &[rule, law] : matter.rules)
      matter.term(elementsOf(tables.word(Section::Concurrences, rule, concurrences::Provision), law));
    for (const Adjusting *one : matter.milder) matter.term(one->term);

    const size_t size = matter.candidates.size();
    std::vector<std::vector<Possible>> found(size);
    std::vector<bool> nothing(size, false);
    std::vector<std::vector<uint32_t>> facts(size); // in amounts that are to be weighed
    Together together;
    uint32_t effort = options.effort;
    const bool whole = completions.each(
        matter.terms,
        [&](const std::vector<uint32_t> &at) {
          const Weighed weighed = outcomesAt(matter, at);
          const std::vector<Becomes> &outcomes = weighed.members;
          together.add(weighed);
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
      result.law = days[c.law];
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
          const Becomes becomes = outcomesAt(matter, at).members[i];
          if (!becomes.one || becomes.one->fate != Fate::Stands) return uint64_t(0);
          const uint64_t open = becomes.perhaps.empty() ? 0 : uint64_t(1) << 32; // settled by facts in amounts alone
          return open + becomes.one->outcome + 1;
        };
        if (asksWhatIsMissing(c.provision, c.law)) {
          missing(answer, result.missing, result.smallest);
          missingFacts(facts[i], result.missing);
        } else {
          result.smallest = false;
        }
      }
      marks(c, result);
    }
    totals(matter, together);
    mildest(matter, together);
  }

  /// What all completions of a matter say of totals and of laws.
  struct Together {
    size_t completions = 0;
    std::map<std::tuple<uint32_t, uint32_t, uint32_t>, std::pair<size_t, std::set<uint32_t>>> totals;
    std::map<std::pair<uint32_t, uint32_t>, std::set<uint32_t>> mildest;
    std::set<uint32_t> facts;

    void add(const Weighed &one) {
      ++completions;
      for (const auto &[of, outcomes] : one.totals) {
        auto &[times, all] = totals[of];
        ++times;
        all.insert(outcomes.begin(), outcomes.end());
      }
      for (const auto &[of, laws] : one.mildest) mildest[of].insert(laws.begin(), laws.end());
      facts.insert(one.missing.begin(), one.missing.end());
    }
  };

  void totals(Matter &matter, const Together &together) {
    for (const auto &[of, found] : together.totals) {
      const auto &[rule, who, kind] = of;
      const auto result = std::find_if(decision.concurrence.begin(), decision.concurrence.end(),
                                       [&, rule = rule](const auto &one) { return one.concurrence == rule; });
      if (result == decision.concurrence.end()) continue;
      TotalResult total;
      total.person = person(who);
      total.kind = kind;
      total.outcomes.assign(found.second.begin(), found.second.end());
      total.maybeNone = found.first != together.completions;
      if (!total.determined()) {
        Answer answer;
        answer.terms = matter.terms;
        answer.of = [&, of = of](const std::vector<uint32_t> &at) {
          const Weighed weighed = outcomesAt(matter, at);
          const auto one = weighed.totals.find(of);
          return one == weighed.totals.end() ? 0 : setNumber(one->second);
        };
        bool smallest = true;
        missing(answer, total.missing, smallest);
        missingFacts({together.facts.begin(), together.facts.end()}, total.missing);
      }
      result->totals.push_back(std::move(total));
    }
  }

  void mildest(Matter &matter, const Together &together) {
    for (const auto &[of, laws] : together.mildest) {
      MildestLaw result;
      result.adjustment = of.first;
      result.person = person(of.second);
      result.days = days;
      for (uint32_t law : laws) result.mildest.push_back(days[law]);
      if (laws.size() > 1) {
        Answer answer;
        answer.terms = matter.terms;
        answer.of = [&, of = of](const std::vector<uint32_t> &at) {
          const Weighed weighed = outcomesAt(matter, at);
          const auto one = weighed.mildest.find(of);
          return one == weighed.mildest.end() ? 0 : setNumber(one->second);
        };
        bool smallest = true;
        missing(answer, result.missing, smallest);
      }
      decision.mildest.push_back(std::move(result));
    }
  }

  /// Different for different sets, as far as numbers go.
  static uint64_t setNumber(const std::vector<uint32_t> &set) {
    uint64_t number = 1;
    for (uint32_t one : set) number = number * 1'000'003 + one + 1;
    return number;
  }

  void missingFacts(const std::vector<uint32_t> &rows, std::vector<Missing> &out) const {
    for (uint32_t fact : rows)
      out.push_back({std::nullopt, fact, std::string(tables.text(Section::Facts, fact, layout::facts::Name))});
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
      std::string text(tables.text(Section::Variables, variable, variables::Label));
      if (std::all_of(question.asked.begin(), question.asked.end(), [&](const OpenQuestion::Asked &one) {
            return bound.cannotBeComputed(variable, person(one.who));
          }))
        text += ", which cannot be computed: it is too large, or divides by zero";
      out.push_back({variable, std::nullopt, std::move(text)});
    }
  }

  void reasons(uint32_t p, uint32_t law, ProvisionResult &result) {
    const uint32_t first = tables.word(Section::Provisions, p, provisions::FirstStatement),
                   count = tables.word(Section::Provisions, p, provisions::StatementCount);
    for (uint32_t s = first; s < first + count; ++s) {
      if (static_cast<StatementKind>(tables.word(Section::Statements, s, statements::Kind)) == StatementKind::Factor)
        continue;
      const std::vector<uint32_t> &terminals =
          completions.of({tables.word(Section::Statements, s, statements::Root), 0, law});
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
  std::vector<Date> days; // whose law may count; the first is that of the act
  Weigh weighing;
  std::vector<LawOfDay> laws; // by day
  std::vector<Adjusting> milder;
  std::vector<uint32_t> deciding;
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
