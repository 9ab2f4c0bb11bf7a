#include "Weigh.h"

#include <algorithm>

namespace proviso {

using namespace layout;

namespace {

template <typename List, typename One>
void addOnce(List &list, const One &one) {
  if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
}

} // namespace

/// What one provision imposes on one person in one group; or what one law does.
struct Weigh::Package {
  uint32_t provision = 0, who = 0;
  std::string_view group;
  Imposed imposed;
  std::vector<size_t> members;
};

ConcurrenceRule Weigh::ruleOf(uint32_t rule) const {
  return static_cast<ConcurrenceRule>(tables.word(Section::Concurrences, rule, concurrences::Rule));
}

bool Weigh::listed(uint32_t rule, uint32_t firstColumn, uint32_t countColumn, uint32_t provision) const {
  const uint32_t first = tables.word(Section::Concurrences, rule, firstColumn),
                 count = tables.word(Section::Concurrences, rule, countColumn);
  for (uint32_t i = first; i < first + count; ++i)
    if (tables.word(Section::Parties, i, parties::Provision) == provision) return true;
  return false;
}

bool Weigh::isParty(uint32_t rule, uint32_t provision) const {
  return listed(rule, concurrences::FirstParty, concurrences::PartyCount, provision);
}

bool Weigh::isOther(uint32_t rule, uint32_t provision) const {
  return tables.word(Section::Concurrences, rule, concurrences::WithCount) == 0 ||
         listed(rule, concurrences::FirstWith, concurrences::WithCount, provision);
}

bool Weigh::reaches(uint32_t adjustment, uint32_t provision) const {
  const uint32_t first = tables.word(Section::Adjustments, adjustment, adjustments::FirstScope),
                 count = tables.word(Section::Adjustments, adjustment, adjustments::ScopeCount);
  for (uint32_t i = first; i < first + count; ++i)
    if (tables.isUnder(provision, tables.word(Section::Scopes, i, scopes::Provision))) return true;
  return count == 0;
}

bool Weigh::everyKind(uint32_t adjustment) const {
  return tables.word(Section::Adjustments, adjustment, adjustments::KindCount) == 0;
}

bool Weigh::takesKind(uint32_t adjustment, uint32_t kind) const {
  if (everyKind(adjustment)) return !(tables.word(Section::Kinds, kind, kinds::Flags) & kindMeasure);
  const uint32_t first = tables.word(Section::Adjustments, adjustment, adjustments::FirstKind),
                 count = tables.word(Section::Adjustments, adjustment, adjustments::KindCount);
  for (uint32_t i = first; i < first + count; ++i)
    if (tables.word(Section::ScopeKinds, i, scopeKinds::Kind) == kind) return true;
  return false;
}

Weigh::Share Weigh::share(uint32_t adjustment, uint32_t outcome) const {
  const auto op = static_cast<OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op));
  if (op == OutcomeOp::Kind) {
    return takesKind(adjustment, tables.word(Section::Outcomes, outcome, outcomes::Kind) - 1) ? Share::All
                                                                                              : Share::None;
  }
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

void Weigh::add(Package &to, const Imposing &member, uint32_t outcome, size_t index) const {
  to.imposed.add(outcome, tables.text(Section::Effects, member.effect, effects::Group),
                 tables.text(Section::Effects, member.effect, effects::Alternative));
  to.members.push_back(index);
}

std::vector<Weigh::Package> Weigh::packages(uint32_t law, const std::vector<Imposing> &members,
                                            const std::vector<Becomes> &from, uint32_t onlyKind) const {
  std::vector<Package> list;
  for (size_t i = 0; i < from.size(); ++i) {
    const Imposing &member = members[i];
    if (member.law != law || !from[i].stands()) continue;
    const uint32_t outcome = from[i].one->outcome;
    const std::string_view group = groupOf(tables, outcome);
    if (group.empty()) continue;
    if (onlyKind != 0 && tables.word(Section::Outcomes, outcome, outcomes::Kind) != onlyKind) continue;
    auto package = std::find_if(list.begin(), list.end(), [&](const Package &one) {
      return one.provision == member.provision && one.who == member.who && one.group == group;
    });
    if (package == list.end()) package = list.insert(list.end(), {member.provision, member.who, group, {}, {}});
    add(*package, member, outcome, i);
  }
  return list;
}

void Weigh::concur(uint32_t rule, uint32_t law, const std::vector<Imposing> &members,
                   const std::vector<Becomes> &before, Weighed &after) {
  if (ruleOf(rule) == ConcurrenceRule::Cumulative || ruleOf(rule) == ConcurrenceRule::TotalUpToGravest) return;
  const uint32_t kind =
      ruleOf(rule) == ConcurrenceRule::HighestOfKind ? tables.word(Section::Concurrences, rule, concurrences::Kind) : 0;
  const std::vector<Package> all = packages(law, members, before, kind);
  for (const Package &party : all)
    for (const Package &other : all) {
      if (!isParty(rule, party.provision) || isParty(rule, other.provision) || !isOther(rule, other.provision) ||
          party.who != other.who || party.group != other.group)
        continue;
      std::vector<uint32_t> unknown;
      const Order order = compareSeverity(bound, person(party.who), party.imposed, other.imposed, unknown);
      if (order == Order::Open) {
        for (const auto &[mine, theirs] : {std::pair(&party, &other), std::pair(&other, &party)})
          for (size_t i : mine->members) {
            Becomes &becomes = after.members[i];
            becomes.perhaps.push_back({becomes.one->outcome, Fate::GivesWay, theirs->provision, Ground::Severity});
            becomes.missing.insert(becomes.missing.end(), unknown.begin(), unknown.end());
          }
        continue;
      }
      if (order == Order::NotComparable) {
        addOnce(notSettled.concurrence[rule], std::pair(party.provision, other.provision));
        continue;
      }
      const Package &loser = order == Order::Lighter ? party : other;
      const Package &winner = order == Order::Lighter ? other : party;
      for (size_t i : loser.members)
        if (after.members[i].stands())
          after.members[i].one =
              Possible{after.members[i].one->outcome, Fate::GivesWay, winner.provision, Ground::Severity};
    }
}

void Weigh::total(uint32_t rule, const std::vector<Imposing> &members, Weighed &after) {
  struct Leaf {
    uint32_t provision, outcome;
  };
  std::map<std::pair<uint32_t, uint32_t>, std::vector<Leaf>> leaves; // by person and kind
  for (size_t i = 0; i < members.size(); ++i) {
    const Imposing &member = members[i];
    const bool party = isParty(rule, member.provision);
    if (!after.members[i].stands() || (!party && !isOther(rule, member.provision))) continue;
    std::vector<uint32_t> open{after.members[i].one->outcome};
    while (!open.empty()) {
      const uint32_t outcome = open.back();
      open.pop_back();
      const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstBranch),
                     count = tables.word(Section::Outcomes, outcome, outcomes::BranchCount);
      for (uint32_t b = first; b < first + count; ++b)
        open.push_back(tables.word(Section::Branches, b, branches::Outcome));
      if (tables.word(Section::Outcomes, outcome, outcomes::Measure) == static_cast<uint32_t>(Measure::None)) continue;
      leaves[{member.who, tables.word(Section::Outcomes, outcome, outcomes::Kind) - 1}].push_back(
          {member.provision, outcome});
    }
  }
  for (const auto &entry : leaves) {
    const auto &of = entry.first;
    const auto &list = entry.second;
    const bool several =
        std::any_of(list.begin(), list.end(), [&](const Leaf &one) { return one.provision != list.front().provision; });
    const bool party =
        std::any_of(list.begin(), list.end(), [&](const Leaf &one) { return isParty(rule, one.provision); });
    if (!several || !party) continue;
    std::vector<uint32_t> gravest;
    for (const Leaf &one : list) {
      const AmountResult amount = amountOf(bound, one.outcome, person(of.first));
      bool lower = false;
      std::vector<uint32_t> left;
      for (uint32_t other : gravest) {
        const AmountResult than = amountOf(bound, other, person(of.first));
        const auto &mine = amount.maximum, &theirs = than.maximum;
        lower = lower || (mine.high && theirs.low && *mine.high <= *theirs.low);
        if (!(theirs.high && mine.low && *theirs.high < *mine.low)) left.push_back(other);
      }
      if (lower) continue;
      left.push_back(one.outcome);
      gravest = std::move(left);
    }
    if (gravest.size() > 1)
      for (uint32_t outcome : gravest)
        for (uint32_t fact : amountOf(bound, outcome, person(of.first)).missingFacts) addOnce(after.missing, fact);
    after.totals[{rule, of.first, of.second}] = std::move(gravest);
  }
}

bool Weigh::leavesAlone(uint32_t provision, uint32_t other) const {
  // What stands around it speaks for it.
  for (std::optional<uint32_t> at = provision; at; at = tables.parent(*at)) {
    const uint32_t first = tables.word(Section::Provisions, *at, provisions::FirstLeftAlone),
                   count = tables.word(Section::Provisions, *at, provisions::LeftAloneCount);
    for (uint32_t i = first; i < first + count; ++i)
      if (tables.isUnder(other, tables.word(Section::LeftAlone, i, leftAlone::Provision))) return true;
  }
  return false;
}

/// Some rule says what happens when both apply.
bool Weigh::covered(const std::vector<uint32_t> &ruled, uint32_t a, uint32_t b) const {
  if (leavesAlone(a, b) || leavesAlone(b, a)) return true;
  return std::any_of(ruled.begin(), ruled.end(), [&](uint32_t rule) {
    const bool first = isParty(rule, a), second = isParty(rule, b);
    return (first && second) || (first && isOther(rule, b)) || (second && isOther(rule, a));
  });
}

std::optional<Ground> Weigh::prevails(uint32_t a, uint32_t b) const {
  for (uint32_t c = 0; c < tables.rows(Section::Criteria); ++c)
    switch (static_cast<Criterion>(tables.word(Section::Criteria, c, criteria::Criterion))) {
    case Criterion::Rank: {
      const uint32_t mine = tables.word(Section::Provisions, a, provisions::Rank),
                     theirs = tables.word(Section::Provisions, b, provisions::Rank);
      if (mine != 0 && theirs != 0 && mine != theirs) return mine < theirs ? std::optional(Ground::Rank) : std::nullopt;
      break;
    }
    case Criterion::Specialty: {
      bool narrower = false, wider = false;
      for (uint32_t s = 0; s < tables.rows(Section::Specialties); ++s) {
        const uint32_t one = tables.word(Section::Specialties, s, specialties::Narrower),
                       other = tables.word(Section::Specialties, s, specialties::Wider);
        narrower = narrower || (one == a && other == b);
        wider = wider || (one == b && other == a);
      }
      if (narrower != wider) return narrower ? std::optional(Ground::Specialty) : std::nullopt;
      break;
    }
    case Criterion::Date: {
      const Date mine = tables.date(Section::Provisions, a, provisions::From),
                 theirs = tables.date(Section::Provisions, b, provisions::From);
      if (mine != theirs) return mine > theirs ? std::optional(Ground::Date) : std::nullopt;
      break;
    }
    }
  return std::nullopt;
}

void Weigh::settle(uint32_t law, const std::vector<uint32_t> &ruled, const std::vector<Imposing> &members,
                   Weighed &after) {
  if (tables.rows(Section::Criteria) == 0) return;
  const std::vector<Package> all = packages(law, members, after.members, 0);
  std::vector<bool> out(all.size(), false);
  // Who is beaten by nobody who is left counts, and beats; a circle stands as it is.
  std::vector<bool> counts(all.size(), false);
  auto meet = [&](size_t a, size_t b) {
    return all[a].who == all[b].who && all[a].group == all[b].group && all[a].provision != all[b].provision &&
           !covered(ruled, all[a].provision, all[b].provision);
  };
  for (bool more = true; more;) {
    more = false;
    for (size_t a = 0; a < all.size(); ++a) {
      if (out[a] || counts[a]) continue;
      bool beaten = false;
      for (size_t b = 0; b < all.size() && !beaten; ++b)
        beaten = b != a && !out[b] && meet(a, b) && prevails(all[b].provision, all[a].provision);
      if (beaten) continue;
      counts[a] = more = true;
      for (size_t b = 0; b < all.size(); ++b) {
        if (b == a || out[b] || !meet(a, b)) continue;
        const auto ground = prevails(all[a].provision, all[b].provision);
        if (!ground) continue;
        out[b] = true;
        for (size_t i : all[b].members)
          after.members[i].one = Possible{after.members[i].one->outcome, Fate::GivesWay, all[a].provision, *ground};
      }
    }
  }
  for (size_t a = 0; a < all.size(); ++a)
    for (size_t b = a + 1; b < all.size(); ++b)
      if (!out[a] && !out[b] && meet(a, b))
        addOnce(notSettled.conflicts, std::pair(all[a].provision, all[b].provision));
}

void Weigh::choose(uint32_t rule, const std::vector<Imposing> &members, Weighed &after) {
  std::vector<uint32_t> persons;
  for (const Imposing &member : members)
    if (reaches(rule, member.provision)) addOnce(persons, member.who);
  for (uint32_t who : persons) {
    std::vector<Package> laws(days.size());
    for (size_t i = 0; i < members.size(); ++i)
      if (members[i].who == who && after.members[i].stands() && reaches(rule, members[i].provision) &&
          share(rule, after.members[i].one->outcome) != Share::None)
        add(laws[members[i].law], members[i], after.members[i].one->outcome, i);
    std::vector<bool> beaten(laws.size(), false);
    for (uint32_t earlier = 0; earlier < laws.size(); ++earlier)
      for (uint32_t later = earlier + 1; later < laws.size(); ++later) {
        std::vector<uint32_t> unknown;
        const Order order = compareSeverity(bound, person(who), laws[later].imposed, laws[earlier].imposed, unknown);
        if (order == Order::Open) {
          for (const auto &[mine, other] : {std::pair(earlier, later), std::pair(later, earlier)})
            for (size_t i : laws[mine].members) {
              Becomes &becomes = after.members[i];
              becomes.perhaps.push_back(
                  {becomes.one->outcome, Fate::MilderLaw, static_cast<uint32_t>(days[other].days), Ground::Severity});
              becomes.missing.insert(becomes.missing.end(), unknown.begin(), unknown.end());
            }
          continue;
        }
        // Where they cannot be compared, the earlier law counts: nobody can say that the later one is milder.
        if (order == Order::NotComparable) addOnce(notSettled.laws[rule], std::pair(earlier, later));
        const uint32_t loser = order == Order::Lighter ? earlier : later;
        beaten[loser] = true;
      }
    std::vector<uint32_t> &mildest = after.mildest[{rule, who}];
    for (uint32_t law = 0; law < laws.size(); ++law)
      if (!beaten[law]) mildest.push_back(law);
    if (mildest.empty()) { // a circle: what cannot be compared is between what can
      beaten[0] = false;
      mildest.push_back(0);
    }
    for (uint32_t law = 0; law < laws.size(); ++law)
      if (beaten[law])
        for (size_t i : laws[law].members)
          after.members[i].one = Possible{after.members[i].one->outcome, Fate::MilderLaw,
                                          static_cast<uint32_t>(days[mildest.front()].days), Ground::Severity};
  }
}

} // namespace proviso
