// Penalties as statements of the language.
#include "import/PenaltyGrammar.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso::importing {

void DraftNames::add(const DraftNames &other) {
  roles.insert(other.roles.begin(), other.roles.end());
  authorities.insert(other.authorities.begin(), other.authorities.end());
  referrals.insert(other.referrals.begin(), other.referrals.end());
  facts.insert(other.facts.begin(), other.facts.end());
  own.insert(other.own.begin(), other.own.end());
  used.insert(other.used.begin(), other.used.end());
}

namespace {

std::string text(const Imposed &one);

std::string block(const std::vector<Imposed> &list) {
  std::string out = "{\n";
  for (const Imposed &one : list) out += text(one) + "\n";
  return out + "}";
}

std::string text(const Imposed &one) {
  std::string out = one.may && one.form != Imposed::Form::Refer ? "may " : "";
  switch (one.form) {
  case Imposed::Form::Kind:
    out += one.kind;
    if (!one.detail.empty()) out += " " + one.detail;
    break;
  case Imposed::Form::OneOf: out += "one of " + block(one.of); break;
  case Imposed::Form::AlsoOrOnly: out += fmt::format("{} also or only {}", text(one.of[0]), text(one.of[1])); break;
  case Imposed::Form::On: out += fmt::format("on {} {}", fmt::join(one.roles, " or "), block(one.of)); break;
  case Imposed::Form::Per: out += "punish per " + one.detail; break;
  case Imposed::Form::Refer: out += "refer to " + one.kind; break;
  }
  if (!one.by.empty()) out += " by " + one.by;
  return out;
}

} // namespace

std::string conditionsOf(const Penalty &penalty) {
  std::string out = penalty.left.empty() ? "draft\n" : "";
  for (const std::string &words : penalty.left) out += fmt::format("draft {}\n", inQuotes(words));
  if (!penalty.subject.empty()) out += fmt::format("subject {}\n", penalty.subject);
  return out + fmt::format("when {}\n", penalty.when);
}

std::string sanctionsOf(const Penalty &penalty) {
  std::string out, referrals;
  for (const std::string &factor : penalty.factors) referrals += fmt::format("having regard to {}\n", inQuotes(factor));
  if (!penalty.concurrence.empty()) out += fmt::format("concurrence {}\n", penalty.concurrence);
  for (const PenaltyTier &one : penalty.tiers) {
    if (onlyRefers(one.imposed)) {
      for (const Imposed &thing : one.imposed)
        referrals += fmt::format("refer to {}{}\n", thing.kind, one.guard.empty() ? "" : " when " + one.guard);
      continue;
    }
    const bool alone = one.kind == PenaltyTier::Kind::Base && one.imposed.size() == 1 &&
                       one.imposed.front().form == Imposed::Form::Per;
    if (alone) {
      out += text(one.imposed.front()) + "\n";
      continue;
    }
    out += one.kind == PenaltyTier::Kind::Base      ? "sanction"
           : one.kind == PenaltyTier::Kind::Instead ? "instead when " + one.guard
                                                    : "also when " + one.guard;
    if (!one.by.empty()) out += " by " + one.by;
    out += " " + block(one.imposed) + "\n";
  }
  return out + referrals;
}

} // namespace proviso::importing
