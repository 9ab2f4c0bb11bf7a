// Sanctions that meet: what gives way by a rule on concurrence, by what settles conflicts, and by the milder law.
#pragma once

#include "Severity.h"

#include <map>

namespace proviso {

/// Something that may be imposed: of an effect, on the subject (0) or a person (their number in the case plus 1), by
/// the law of a day.
struct Imposing {
  uint32_t effect = 0, provision = 0, who = 0;
  uint32_t law = 0; // the number of the day: 0 is that of the act
};

/// What becomes of it in one completion of the case; nothing where it imposes nothing.
struct Becomes {
  std::optional<Possible> one;
  std::vector<Possible> perhaps; // instead, by facts in amounts which are not known
  std::vector<uint32_t> missing; // rows of Facts

  bool stands() const { return one && one->fate == Fate::Stands; }
};

/// What the members of one matter come to in one completion.
struct Weighed {
  std::vector<Becomes> members;
  /// By the rule (a row of Adjustments) and person: the numbers of the days whose law may be the mildest.
  std::map<std::pair<uint32_t, uint32_t>, std::vector<uint32_t>> mildest;
  /// By the rule (a row of Concurrences), the person, and the kind: rows of Outcomes of which the highest maximum
  /// bounds the total; one where that is known.
  std::map<std::tuple<uint32_t, uint32_t, uint32_t>, std::vector<uint32_t>> totals;
  /// Facts in amounts on which these hang, as rows.
  std::vector<uint32_t> missing;
};

/// What could not be told, for the report of the whole decision.
struct NotSettled {
  /// Of a rule (a row of Concurrences) pairs of provisions of which neither is the heavier one.
  std::map<uint32_t, std::vector<std::pair<uint32_t, uint32_t>>> concurrence;
  /// Pairs of provisions that no criterion tells apart.
  std::vector<std::pair<uint32_t, uint32_t>> conflicts;
  /// Of a milder law (a row of Adjustments) pairs of numbers of days.
  std::map<uint32_t, std::vector<std::pair<uint32_t, uint32_t>>> laws;
};

class Weigh {
public:
  Weigh(const BoundCase &bound, std::vector<Date> days) : bound(bound), tables(bound.tables()), days(std::move(days)) {}

  layout::ConcurrenceRule ruleOf(uint32_t rule) const;
  bool isParty(uint32_t rule, uint32_t provision) const;
  bool isOther(uint32_t rule, uint32_t provision) const;
  /// An adjustment is meant for what this provision imposes.
  bool reaches(uint32_t adjustment, uint32_t provision) const;
  /// It is meant for all punishments, and not for kinds that it names.
  bool everyKind(uint32_t adjustment) const;
  bool takesKind(uint32_t adjustment, uint32_t kind) const;
  enum class Share : uint8_t { None, Some, All };
  /// How much of an outcome an adjustment is meant for.
  Share share(uint32_t adjustment, uint32_t outcome) const;

  /// A rule that is made out under a law. `heaviest`: of what a party imposes on a person and what another imposes, in
  /// one group of the scale, the lighter gives way; of two that are equally heavy that of the party stands.
  /// `highest KIND` weighs that kind alone. By other rules nothing gives way.
  void concur(uint32_t rule, uint32_t law, const std::vector<Imposing> &members, const std::vector<Becomes> &before,
              Weighed &after);
  /// `total up to the gravest`: of several of one kind that stand in the end, those that may have the highest maximum.
  void total(uint32_t rule, const std::vector<Imposing> &members, Weighed &after);
  /// What is left by the criteria of the corpus. `ruled`: the rules on concurrence that are made out under the law.
  void settle(uint32_t law, const std::vector<uint32_t> &ruled, const std::vector<Imposing> &members, Weighed &after);
  /// The law of the day that imposes the mildest punishment on each person counts, of what the rule is meant for.
  void choose(uint32_t rule, const std::vector<Imposing> &members, Weighed &after);

  NotSettled notSettled;

private:
  struct Package;
  std::vector<Package> packages(uint32_t law, const std::vector<Imposing> &members, const std::vector<Becomes> &from,
                                uint32_t onlyKind) const;
  void add(Package &to, const Imposing &member, uint32_t outcome, size_t index) const;
  bool covered(const std::vector<uint32_t> &ruled, uint32_t a, uint32_t b) const;
  bool leavesAlone(uint32_t provision, uint32_t other) const;
  /// The criterion by which the first counts and not the second.
  std::optional<Ground> prevails(uint32_t a, uint32_t b) const;
  bool listed(uint32_t rule, uint32_t firstColumn, uint32_t countColumn, uint32_t provision) const;
  const BoundCase::Person *person(uint32_t who) const { return who == 0 ? nullptr : &bound.persons()[who - 1]; }

  const BoundCase &bound;
  const Tables &tables;
  std::vector<Date> days; // by number
};

} // namespace proviso
