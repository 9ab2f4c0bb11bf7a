// Which tier adds to what stands above, which takes its place, and for whom it is meant.
#include "import/PenaltyGrammar.h"

#include "source/Characters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso::importing {

// ---- tiers

bool PenaltyGrammar::further(StringRef segment) {
  const Penalty kept = result;
  const DraftNames keptNames = names;
  const std::set<std::string> keptOrders = orders;
  if (tryFurther(segment)) return true;
  result = kept;
  names = keptNames;
  orders = keptOrders;
  return false;
}

bool PenaltyGrammar::tryFurther(StringRef segment) {
  std::vector<StringRef> parts = split(segment, commas);
  size_t first = 0; // the first clause
  for (size_t i = 0; i + 1 < parts.size(); ++i)
    if (parts[i].endswith("的")) {
      first = i + 1;
      // 数额巨大的，或者有其他严重情节的
      while (first + 1 < parts.size() && parts[first].startswith("或者") && parts[first].endswith("的")) ++first;
      break;
    }
  PenaltyTier one;
  if (parts.size() == 2)
    for (StringRef word : {"的行为构成犯罪的", "构成犯罪的"})
      if (StringRef who = parts[0]; who.consume_back(word) && !who.empty() && parts[1] == "依法追究刑事责任")
        if (const auto persons = personsIn(who)) {
          Imposed on;
          on.form = Imposed::Form::On;
          on.roles = *persons;
          on.of = {refer(referral("criminal_liability", "依法追究刑事责任"))};
          one.kind = PenaltyTier::Kind::Also;
          one.guard = "constitutes_crime";
          one.imposed = {on};
          result.tiers.push_back(one);
          return true;
        }
  if (first == 0) return more(parts); // what is added to the base
  StringRef words = across(parts.front(), parts[first - 1]).drop_back(chineseBytes);
  if (isGains(parts.front()) && first == 1) {
    return more(parts); // gains are confiscated wherever there are any
  }
  const bool bound = threshold(words).has_value();
  const auto guard = conditions(words, true);
  if (!guard) return false;
  one.guard = bound && !outer.empty() ? joined(outer, "and", *guard) : *guard;
  if (!bound) outer.clear();
  one.kind = PenaltyTier::Kind::Also;
  one.bound = bound && outer.empty();
  ofSum = bound;
  const bool added = tier(llvm::makeArrayRef(parts).drop_front(first), one, false);
  // 属于国家工作人员的: what it adds is plain only where other law decides.
  return added && (!words.startswith("属于") || onlyRefers(result.tiers.back().imposed));
}

bool PenaltyGrammar::more(llvm::ArrayRef<StringRef> clauses) {
  if (result.tiers.size() > 1 && outer.empty() && !result.tiers.back().bound &&
      !onlyRefers(result.tiers.back().imposed))
    return false;
  PenaltyTier base = result.tiers.front();
  if (base.kind != PenaltyTier::Kind::Base || !result.left.empty()) return false;
  PenaltyTier added;
  std::vector<PenaltyTier> nested;
  if (!read(clauses, added, nested)) return false;
  for (PenaltyTier &inner : nested) {
    if (!added.imposed.empty() ||
        (inner.guard != "is unit" && inner.guard != "is individual" && inner.guard != "illegal_gains > 0 CNY"))
      return false;
    inner.kind = PenaltyTier::Kind::Also;
    inner.bound = outer.empty();
    if (!outer.empty()) inner.guard = joined(outer, "and", inner.guard);
    for (const PenaltyTier &above : result.tiers)
      for (const Imposed &thing : inner.imposed)
        if (splitsChoice(thing, above.imposed)) return false;
  }
  if (!nested.empty()) {
    result.tiers.insert(result.tiers.end(), nested.begin(), nested.end());
    return true;
  }
  if (llvm::any_of(llvm::drop_begin(result.tiers),
                   [](const PenaltyTier &one) { return !one.bound && !onlyRefers(one.imposed); }))
    return false;
  // A second statement of the same kind for the same persons would be a second sanction.
  for (const Imposed &one : added.imposed)
    if (clashes(one, base.imposed)) return false;
  if (!added.by.empty() && added.by != base.by)
    for (Imposed &one : added.imposed) {
      if (one.form == Imposed::Form::Refer) continue;
      if (one.form != Imposed::Form::Kind || !one.by.empty()) return false;
      one.by = added.by;
    }
  else if (added.by.empty() && !base.by.empty() && afterStop && llvm::any_of(added.imposed, [](const Imposed &one) {
             return one.form != Imposed::Form::Refer && one.form != Imposed::Form::On;
           }))
    return false;
  for (Imposed &one : added.imposed)
    if (!place(std::move(one), base.imposed)) return false;
  result.tiers.front() = std::move(base);
  return true;
}

void PenaltyGrammar::kinds(const Imposed &one, std::vector<std::string> &list) {
  if (one.form == Imposed::Form::Kind) list.push_back(one.kind);
  for (const Imposed &inner : one.of) kinds(inner, list);
}

bool PenaltyGrammar::isChoice(const Imposed &one) {
  return one.form == Imposed::Form::OneOf || one.form == Imposed::Form::AlsoOrOnly;
}

bool PenaltyGrammar::clashes(const Imposed &one, const std::vector<Imposed> &list) {
  std::vector<std::string> mine;
  if (one.form != Imposed::Form::On) kinds(one, mine);
  for (const Imposed &other : list) {
    if ((one.form == Imposed::Form::On) != (other.form == Imposed::Form::On)) continue;
    if (one.form == Imposed::Form::On) {
      if (one.roles != other.roles) continue;
      for (const Imposed &inner : one.of)
        if (clashes(inner, other.of)) return true;
      continue;
    }
    std::vector<std::string> theirs;
    kinds(other, theirs);
    for (const std::string &kind : mine)
      if (kind != "order" && kind != "confiscation" && llvm::is_contained(theirs, kind)) return true;
  }
  return false;
}

bool PenaltyGrammar::splitsChoice(const Imposed &one, const std::vector<Imposed> &list) {
  std::vector<std::string> mine;
  kinds(one, mine);
  for (const Imposed &other : list) {
    if (one.form == Imposed::Form::On && other.form == Imposed::Form::On) {
      for (const Imposed &inner : one.of)
        if (splitsChoice(inner, other.of)) return true;
      continue;
    }
    if ((one.form == Imposed::Form::On) != (other.form == Imposed::Form::On)) continue;
    if (!isChoice(one) && !isChoice(other)) continue;
    std::vector<std::string> theirs;
    kinds(other, theirs);
    if (llvm::any_of(mine, [&](const std::string &kind) { return llvm::is_contained(theirs, kind); })) return true;
  }
  return false;
}

void PenaltyGrammar::confiscateAlso(Imposed &one, const Imposed &other) {
  StringRef mine = one.detail, theirs = other.detail;
  mine.consume_front("of ");
  theirs.consume_front("of ");
  if (mine.contains(theirs)) return;
  if (theirs.contains(mine))
    one.detail = other.detail;
  else
    one.detail = theirs.startswith("illegal") ? fmt::format("of {}, {}", theirs.str(), mine.str())
                                              : fmt::format("of {}, {}", mine.str(), theirs.str());
}

bool PenaltyGrammar::place(Imposed thing, std::vector<Imposed> &block) {
  auto confiscates = [](const Imposed &one) { return one.form == Imposed::Form::Kind && one.kind == "confiscation"; };
  const auto taken = llvm::find_if(block, confiscates);
  if (!confiscates(thing) || taken == block.end()) {
    block.push_back(std::move(thing));
    return true;
  }
  if (thing.may != taken->may || thing.by != taken->by) return false;
  confiscateAlso(*taken, thing);
  return true;
}

bool PenaltyGrammar::isCriminal(const std::string &kind) {
  static constexpr llvm::StringLiteral list[] = {"public_surveillance",
                                                 "criminal_detention",
                                                 "imprisonment",
                                                 "life_imprisonment",
                                                 "death_penalty",
                                                 "criminal_fine",
                                                 "deprivation_of_political_rights",
                                                 "confiscation_of_property"};
  return llvm::is_contained(list, kind);
}

bool PenaltyGrammar::tier(llvm::ArrayRef<StringRef> clauses, PenaltyTier &one, bool base) {
  std::vector<PenaltyTier> nested;
  adds = false;
  if (!read(clauses, one, nested)) return false;
  const bool adding = adds;
  if (!base && !one.imposed.empty() && !relation(one, adding)) return false;
  if (one.kind == PenaltyTier::Kind::Also && !takeAlong(one)) return false;
  if (base || !one.imposed.empty()) result.tiers.push_back(one);
  outer = nested.empty() ? "" : one.guard;
  for (PenaltyTier &inner : nested) {
    inner.kind = PenaltyTier::Kind::Also;
    inner.bound = one.guard.empty();
    if (!one.guard.empty()) {
      std::vector<std::string> list;
      for (const Imposed &thing : inner.imposed) kinds(thing, list);
      if (StringRef(one.guard).contains("minor") || llvm::any_of(list, isCriminal)) return false;
    }
    if (!one.guard.empty()) inner.guard = joined(one.guard, "and", inner.guard);
    if (!one.by.empty() && inner.by.empty()) inner.by = one.by;
    if (!takeAlong(inner)) return false;
    for (const PenaltyTier &above : result.tiers)
      for (const Imposed &thing : inner.imposed)
        if (splitsChoice(thing, above.imposed)) return false;
    result.tiers.push_back(inner);
  }
  return !result.tiers.back().imposed.empty();
}

bool PenaltyGrammar::takeAlong(PenaltyTier &one) {
  for (Imposed &thing : one.imposed)
    if (thing.form == Imposed::Form::Kind && thing.kind == "confiscation")
      for (const PenaltyTier &above : result.tiers)
        for (const Imposed &other : above.imposed)
          if (other.form == Imposed::Form::Kind && other.kind == "confiscation" && other.detail != thing.detail) {
            if (thing.may || other.may) return false;
            confiscateAlso(thing, other);
          }
  return true;
}

bool PenaltyGrammar::persons(PenaltyTier &one) const {
  std::optional<std::vector<std::string>> who;
  bool subject = false;
  for (const PenaltyTier &other : result.tiers)
    for (const Imposed &thing : other.imposed) {
      if (thing.form == Imposed::Form::Refer) continue;
      if (thing.form != Imposed::Form::On)
        subject = true;
      else if (!who)
        who = thing.roles;
      else if (*who != thing.roles)
        return llvm::all_of(one.imposed, isOn);
    }
  if (!who || llvm::all_of(one.imposed, isOn)) return true;
  std::vector<std::string> own;
  for (const Imposed &thing : one.imposed) kinds(thing, own);
  if (subject) return llvm::none_of(own, isDisciplinary);
  if (llvm::any_of(one.imposed, isOn)) return false;
  Imposed on;
  on.form = Imposed::Form::On;
  on.roles = *who;
  on.of = std::move(one.imposed);
  one.imposed = {std::move(on)};
  return true;
}

bool PenaltyGrammar::isDisciplinary(StringRef kind) {
  static constexpr llvm::StringLiteral list[] = {"disciplinary_warning", "demerit",  "serious_demerit", "demotion",
                                                 "removal_from_post",    "dismissal"};
  return llvm::is_contained(list, kind);
}

std::optional<bool> PenaltyGrammar::discipline(PenaltyTier &one) const {
  std::vector<std::string> above, own;
  for (const PenaltyTier &other : result.tiers)
    for (const Imposed &thing : other.imposed)
      if (thing.form == Imposed::Form::On) kinds(thing, above);
  for (const Imposed &thing : one.imposed)
    if (thing.form == Imposed::Form::On) kinds(thing, own);
  if (llvm::none_of(above, isDisciplinary) || llvm::none_of(own, isDisciplinary)) return std::nullopt;
  one.kind = PenaltyTier::Kind::Instead;
  return llvm::all_of(above, isDisciplinary) && llvm::all_of(own, isDisciplinary) &&
         llvm::all_of(one.imposed, [](const Imposed &thing) { return thing.form == Imposed::Form::On; });
}

bool PenaltyGrammar::isOn(const Imposed &one) {
  return one.form == Imposed::Form::On || one.form == Imposed::Form::Refer;
}

bool PenaltyGrammar::relation(PenaltyTier &one, bool adding) {
  bool measures = false, criminal = false, choice = false, overlaps = false, only = true, onlyFines = true;
  std::vector<std::string> above, own;
  for (const PenaltyTier &other : result.tiers)
    for (const Imposed &thing : other.imposed) {
      if (thing.form == Imposed::Form::On || thing.form == Imposed::Form::Refer) {
        measures = measures || thing.form == Imposed::Form::On;
        continue;
      }
      if (thing.form == Imposed::Form::Per) measures = true;
      kinds(thing, above);
    }
  for (const Imposed &thing : one.imposed) {
    if (thing.form != Imposed::Form::Refer) only = false;
    if (thing.form == Imposed::Form::On || thing.form == Imposed::Form::Per)
      measures = true;
    else
      kinds(thing, own);
    for (const PenaltyTier &other : result.tiers) choice = choice || splitsChoice(thing, other.imposed);
  }
  for (const std::string &kind : above) {
    criminal = criminal || isCriminal(kind);
    measures = measures || kind == "order" || kind == "confiscation";
    const bool again = llvm::is_contained(own, kind) && kind != "order" && kind != "confiscation";
    overlaps = overlaps || again;
    onlyFines = onlyFines && (!again || kind == "fine");
  }
  for (const std::string &kind : own) {
    criminal = criminal || isCriminal(kind);
    measures = measures || kind == "order" || kind == "confiscation";
  }
  if (only) return true;
  if (!persons(one)) return false;
  if (const auto ladder = discipline(one)) return *ladder;
  if (one.bound || ofSum) return !choice;
  if (categories) {
    if (measures) return false;
    one.kind = PenaltyTier::Kind::Instead;
    return true;
  }
  const StringRef guard = one.guard;
  if (guard.contains("constitutes_crime") || guard.contains("liable_to_criminal_punishment")) {
    // 构成犯罪的，处...: the crime has a penalty of its own.
    return !criminal && !overlaps && !choice;
  }
  if (guard.contains("disobeyed")) return !choice && !criminal;
  if (guard == "circumstances = minor") {
    if (measures || adding) return false;
    one.kind = PenaltyTier::Kind::Instead;
    return true;
  }
  if (criminal) {
    if (adding || measures) return adding && !overlaps && !choice;
    one.kind = PenaltyTier::Kind::Instead;
    return true;
  }
  // 并处 with a fine that is stated again: there is one fine, and its bounds are the new ones.
  if (adding) return !choice && (!overlaps || onlyFines);
  if (!choice) return true;
  if (measures) return false;
  one.kind = PenaltyTier::Kind::Instead;
  return true;
}

} // namespace proviso::importing
