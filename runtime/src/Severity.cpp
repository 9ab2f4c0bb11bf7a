#include "Severity.h"

#include <algorithm>

namespace proviso {

using namespace layout;

namespace {

/// A kind of punishment with its amount.
struct Part {
  uint32_t kind = 0, outcome = 0;
  std::optional<AmountResult> amount; // none: not measured
};

class Scales {
public:
  Scales(const BoundCase &bound, const BoundCase::Person *person, std::vector<uint32_t> &missing)
      : bound(bound), tables(bound.tables()), person(person), missing(missing) {}

  Order compare(const Imposed &a, const Imposed &b) {
    const std::vector<Part> left = parts(a), right = parts(b);
    if (unclear) return Order::NotComparable;
    const Order order = compare(left, right);
    return open && order != Order::NotComparable ? Order::Open : order;
  }

private:
  std::string_view scale(uint32_t kind) const { return tables.text(Section::Kinds, kind, kinds::Scale); }
  bool additional(uint32_t kind) const { return tables.word(Section::Kinds, kind, kinds::Flags) & kindAdditional; }

  std::vector<Part> parts(const Imposed &imposed) {
    std::vector<Part> all = parts(imposed.outcomes);
    for (const Imposed::Choice &choice : imposed.choices) {
      std::vector<Part> heaviest;
      for (size_t i = 0; i < choice.alternatives.size(); ++i) {
        std::vector<uint32_t> outcomes;
        for (const auto &[name, list] : choice.alternatives)
          if (isWithin(choice.alternatives[i].first, name)) outcomes.insert(outcomes.end(), list.begin(), list.end());
        take(parts(outcomes), i == 0, heaviest);
      }
      all.insert(all.end(), heaviest.begin(), heaviest.end());
    }
    sort(all);
    return all;
  }

  /// `A, and there per B` is a choice within what A brings, which is imposed with either.
  static bool isWithin(std::string_view inner, std::string_view outer) {
    return inner == outer || (inner.substr(0, outer.size()) == outer && inner.substr(outer.size(), 2) == ", ");
  }

  std::vector<Part> parts(const std::vector<uint32_t> &outcomes) {
    std::vector<Part> all;
    for (uint32_t outcome : outcomes) {
      std::vector<Part> some = parts(outcome);
      all.insert(all.end(), some.begin(), some.end());
    }
    sort(all);
    return all;
  }

  /// Of the branches of a choice the heaviest counts.
  void take(std::vector<Part> branch, bool first, std::vector<Part> &heaviest) {
    sort(branch);
    const Order order = first ? Order::Heavier : compare(branch, heaviest);
    if (order == Order::NotComparable) unclear = true;
    if (order == Order::Open) open = true;
    if (order == Order::Heavier) heaviest = std::move(branch);
  }

  std::vector<Part> parts(uint32_t outcome) {
    const auto op = static_cast<OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op));
    if (op == OutcomeOp::Referral) return {};
    if (op == OutcomeOp::NotWrittenOut) {
      unclear = true;
      return {};
    }
    if (op == OutcomeOp::Kind) {
      Part part;
      part.outcome = outcome;
      part.kind = tables.word(Section::Outcomes, outcome, outcomes::Kind) - 1;
      if (tables.word(Section::Kinds, part.kind, kinds::Flags) & kindMeasure) return {};
      if (tables.word(Section::Outcomes, outcome, outcomes::Measure) != static_cast<uint32_t>(Measure::None))
        part.amount = amountOf(bound, outcome, person);
      return {part};
    }
    std::vector<Part> result;
    const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstBranch),
                   count = tables.word(Section::Outcomes, outcome, outcomes::BranchCount);
    for (uint32_t i = 0; i < count; ++i) {
      std::vector<Part> branch = parts(tables.word(Section::Branches, first + i, branches::Outcome));
      if (op == OutcomeOp::OneOf)
        take(std::move(branch), i == 0, result);
      else
        result.insert(result.end(), branch.begin(), branch.end());
    }
    return result;
  }

  /// Principal kinds first, the heaviest first.
  void sort(std::vector<Part> &all) {
    std::stable_sort(all.begin(), all.end(), [&](const Part &a, const Part &b) {
      return std::pair(!additional(a.kind), a.kind) > std::pair(!additional(b.kind), b.kind);
    });
    // Of one kind the higher amount first, as far as that can be told.
    for (size_t i = 1; i < all.size(); ++i)
      for (size_t at = i; at > 0 && all[at - 1].kind == all[at].kind; --at) {
        std::vector<uint32_t> before = missing;
        const bool lower = amounts(all[at - 1], all[at]) == Order::Lighter;
        missing = std::move(before);
        if (!lower) break;
        std::swap(all[at - 1], all[at]);
      }
  }

  Order compare(const std::vector<Part> &a, const std::vector<Part> &b) {
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      if (scale(a[i].kind) != scale(b[i].kind)) return Order::NotComparable;
      if (additional(a[i].kind) != additional(b[i].kind))
        return additional(a[i].kind) ? Order::Lighter : Order::Heavier;
      if (a[i].kind != b[i].kind) return a[i].kind < b[i].kind ? Order::Lighter : Order::Heavier;
      if (const Order order = amounts(a[i], b[i]); order != Order::Equal) return order;
    }
    return a.size() == b.size() ? Order::Equal : a.size() < b.size() ? Order::Lighter : Order::Heavier;
  }

  Order amounts(const Part &a, const Part &b) {
    if (!a.amount || !b.amount) return Order::Equal; // of one kind both are measured or neither is
    auto written = [&](const Part &part, uint32_t column) {
      return tables.word(Section::Outcomes, part.outcome, column);
    };
    if (written(a, outcomes::Low) == written(b, outcomes::Low) &&
        written(a, outcomes::High) == written(b, outcomes::High))
      return Order::Equal; // whatever it comes to
    for (const AmountResult *one : {&*a.amount, &*b.amount})
      if (one->overflow) return Order::NotComparable;
    for (const AmountResult *one : {&*a.amount, &*b.amount})
      if (!one->formula.empty()) return unknown(*a.amount, *b.amount);
    // Open upwards is more than any sum.
    if (a.amount->high != b.amount->high) {
      if (!a.amount->high) return Order::Heavier;
      if (!b.amount->high) return Order::Lighter;
      return *a.amount->high < *b.amount->high ? Order::Lighter : Order::Heavier;
    }
    const Number low = a.amount->low.value_or(Number(0)), other = b.amount->low.value_or(Number(0));
    return low == other ? Order::Equal : low < other ? Order::Lighter : Order::Heavier;
  }

  /// An amount hangs on what is not known: only bounds that do not meet tell.
  Order unknown(const AmountResult &a, const AmountResult &b) {
    if (a.maximum.high && b.maximum.low && *a.maximum.high < *b.maximum.low) return Order::Lighter;
    if (b.maximum.high && a.maximum.low && *b.maximum.high < *a.maximum.low) return Order::Heavier;
    if (a.unascertainable || b.unascertainable) return Order::NotComparable;
    for (const AmountResult *one : {&a, &b})
      for (uint32_t fact : one->missingFacts)
        if (std::find(missing.begin(), missing.end(), fact) == missing.end()) missing.push_back(fact);
    return Order::Open;
  }

  const BoundCase &bound;
  const Tables &tables;
  const BoundCase::Person *person;
  std::vector<uint32_t> &missing;
  bool unclear = false, open = false; // among the branches of a choice
};

} // namespace

void Imposed::add(uint32_t outcome, std::string_view group, std::string_view alternative) {
  if (group.empty()) {
    outcomes.push_back(outcome);
    return;
  }
  auto named = [](auto &list, std::string_view name, auto nameOf) {
    return std::find_if(list.begin(), list.end(), [&](const auto &one) { return nameOf(one) == name; });
  };
  auto choice = named(choices, group, [](const Choice &one) { return one.group; });
  if (choice == choices.end()) choice = choices.insert(choices.end(), {group, {}});
  auto &list = choice->alternatives;
  auto at = named(list, alternative, [](const auto &one) { return one.first; });
  if (at == list.end()) at = list.insert(list.end(), {alternative, {}});
  at->second.push_back(outcome);
}

Order compareSeverity(const BoundCase &bound, const BoundCase::Person *person, const Imposed &a, const Imposed &b,
                      std::vector<uint32_t> &missing) {
  return Scales(bound, person, missing).compare(a, b);
}

bool isPunishment(const Tables &tables, uint32_t outcome) { return !groupOf(tables, outcome).empty(); }

std::string_view groupOf(const Tables &tables, uint32_t outcome) {
  const auto op = static_cast<OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op));
  if (op == OutcomeOp::Kind) {
    const uint32_t kind = tables.word(Section::Outcomes, outcome, outcomes::Kind) - 1;
    if (tables.word(Section::Kinds, kind, kinds::Flags) & kindMeasure) return {};
    return tables.text(Section::Kinds, kind, kinds::Group);
  }
  const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstBranch),
                 count = tables.word(Section::Outcomes, outcome, outcomes::BranchCount);
  for (uint32_t i = 0; i < count; ++i)
    if (const std::string_view group = groupOf(tables, tables.word(Section::Branches, first + i, branches::Outcome));
        !group.empty())
      return group;
  return {};
}

} // namespace proviso
