#include "tables/Outcomes.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <algorithm>

namespace proviso {

/// Equal in law, however it is written.
static std::string identity(const Outcome &o) {
  std::string key = fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", static_cast<int>(o.op), o.may, o.kind,
                                o.qualifier, o.currency, o.things, o.authority, fmt::join(o.addressees, ","), o.low,
                                o.high, o.months, o.days, fmt::join(o.branches, ","));
  for (const ir::Term &term : o.terms) key += "|" + term.text();
  for (const auto &[provision, number] : o.raisedBy) key += fmt::format("|{}#{}", provision, number);
  return key + (o.op == OutcomeOp::NotWrittenOut ? o.text : "");
}

uint32_t Outcomes::add(Outcome outcome) {
  const auto [it, isNew] = known.try_emplace(identity(outcome), static_cast<uint32_t>(outcomes.size()));
  if (isNew) outcomes.push_back(std::move(outcome));
  return it->second;
}

std::optional<uint32_t> Outcomes::of(ir::Index index, const std::vector<ir::Index> &addressees,
                                     std::optional<ir::Index> form) {
  const ir::Sanction &from = program.sanctions[index];
  Outcome outcome;
  outcome.may = from.may;
  outcome.addressees = addressees;
  outcome.text = from.text;
  outcome.kind = from.kind;
  outcome.terms = from.terms;
  if (from.op == ir::SanctionOp::Referral) {
    outcome.op = OutcomeOp::Referral;
    return add(std::move(outcome));
  }
  if (from.op == ir::SanctionOp::Kind) {
    const auto &on = program.kinds[from.kind].on;
    if (form && !on.empty() && !llvm::is_contained(on, *form)) return std::nullopt;
    outcome.qualifier = from.qualifier;
    outcome.currency = from.currency;
    outcome.things = fmt::format("{}", fmt::join(from.things, ", "));
    outcome.authority = from.authority;
    outcome.low = from.low;
    outcome.high = from.high;
    outcome.months = from.months;
    outcome.days = from.days;
    return add(std::move(outcome));
  }
  outcome.op = from.op == ir::SanctionOp::OneOf         ? OutcomeOp::OneOf
               : from.op == ir::SanctionOp::OneOrMoreOf ? OutcomeOp::OneOrMoreOf
               : from.op == ir::SanctionOp::AllOf       ? OutcomeOp::AllOf
                                                        : OutcomeOp::AlsoOrOnly;
  for (ir::Index operand : from.operands)
    if (const auto branch = of(operand, addressees, form)) {
      outcome.branches.push_back(*branch);
      if (outcome.authority.empty()) outcome.authority = outcomes[*branch].authority;
    }
  if (outcome.branches.empty()) return std::nullopt;
  if (outcome.branches.size() == from.operands.size()) return add(std::move(outcome));
  // One branch is left: it is no choice any more.
  if (outcome.branches.size() == 1) {
    Outcome only = outcomes[outcome.branches[0]];
    only.may = only.may || from.may;
    return add(std::move(only));
  }
  outcome.text += " (as far as the subject can bear it)";
  return add(std::move(outcome));
}

std::optional<uint32_t> Outcomes::without(uint32_t index, const std::vector<ir::Index> &kinds) {
  Outcome outcome = outcomes[index];
  if (outcome.op == OutcomeOp::Kind) {
    const bool taken =
        kinds.empty() ? !program.kinds[outcome.kind].isMeasure() : llvm::is_contained(kinds, outcome.kind);
    return taken ? std::nullopt : std::optional(index);
  }
  if (outcome.branches.empty()) return index;
  std::vector<uint32_t> left;
  for (uint32_t branch : outcome.branches)
    if (const auto rest = without(branch, kinds)) left.push_back(*rest);
  if (left == outcome.branches) return index;
  if (left.empty()) return std::nullopt;
  if (left.size() == 1) {
    Outcome only = outcomes[left.front()];
    only.may = only.may || outcome.may;
    return add(std::move(only));
  }
  outcome.branches = std::move(left);
  outcome.text += " (as far as it is not exempt)";
  return add(std::move(outcome));
}

uint32_t Outcomes::raised(uint32_t index, const ir::Adjustment &by, std::pair<ir::Index, uint32_t> adjustment) {
  Outcome outcome = outcomes[index];
  if (llvm::is_contained(outcome.raisedBy, adjustment)) return index;
  if (outcome.op == OutcomeOp::Kind) {
    const bool meant =
        by.kinds.empty() ? !program.kinds[outcome.kind].isMeasure() : llvm::is_contained(by.kinds, outcome.kind);
    const auto times = Number::multiply(outcome.times, by.times);
    if (!meant || outcome.high == ir::none || !times) return index;
    outcome.times = *times;
  } else {
    std::vector<uint32_t> branches;
    for (uint32_t branch : outcome.branches) branches.push_back(raised(branch, by, adjustment));
    if (branches == outcome.branches) return index;
    outcome.branches = std::move(branches);
  }
  outcome.raisedBy.push_back(adjustment);
  llvm::sort(outcome.raisedBy);
  outcome.text += fmt::format(" (maximum {} times)", by.times.text());
  return add(std::move(outcome));
}

uint32_t Outcomes::notWrittenOut(ir::Index provision, const std::vector<ir::Index> &addressees) {
  Outcome outcome;
  outcome.op = OutcomeOp::NotWrittenOut;
  outcome.addressees = addressees;
  outcome.text = fmt::format("what {} imposes (declared in outline only)", program.provisions[provision].citation);
  return add(std::move(outcome));
}

std::string Outcomes::key(ir::Index index) const {
  const ir::Sanction &from = program.sanctions[index];
  if (from.op == ir::SanctionOp::Referral) return fmt::format("referral {}", from.kind);
  if (from.op == ir::SanctionOp::Kind) return fmt::format("{} \"{}\"", from.kind, from.qualifier);
  std::vector<std::string> kinds;
  for (ir::Index operand : from.operands) kinds.push_back(key(operand));
  llvm::sort(kinds);
  return fmt::format("choice {}", fmt::join(kinds, " "));
}

std::string Outcomes::name(ir::Index index) const {
  const ir::Sanction &from = program.sanctions[index];
  if (from.op == ir::SanctionOp::Referral) return "referral to " + program.referrals[from.kind].name;
  if (from.op == ir::SanctionOp::Kind) return program.kinds[from.kind].name;
  std::vector<std::string> names;
  for (ir::Index operand : from.operands) names.push_back(name(operand));
  return fmt::format("{}", fmt::join(names, from.op == ir::SanctionOp::AllOf ? " and " : " or "));
}

bool Outcomes::dependsOnForm(ir::Index index) const {
  const ir::Sanction &from = program.sanctions[index];
  if (from.op == ir::SanctionOp::Kind) return !program.kinds[from.kind].on.empty();
  return llvm::any_of(from.operands, [&](ir::Index operand) { return dependsOnForm(operand); });
}

} // namespace proviso
