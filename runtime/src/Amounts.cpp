// Amounts of outcomes, and outcomes in words.
#include "proviso/Decision.h"

#include <fmt/format.h>

#include <algorithm>

namespace proviso {

using namespace layout;

namespace {

std::string formula(const Tables &tables, uint32_t expr, bool inner) {
  const auto op = static_cast<ExprOp>(tables.word(Section::Exprs, expr, exprs::Op));
  if (op == ExprOp::Constant) return tables.number(Section::Exprs, expr, exprs::TopLow).grouped();
  if (op == ExprOp::Fact)
    return std::string(tables.text(Section::Facts, tables.word(Section::Exprs, expr, exprs::Fact) - 1, facts::Name));
  if (op == ExprOp::ActDay) return "the day of the act";
  if (op == ExprOp::DecisionDay) return "the day of the decision";
  const std::string left = formula(tables, tables.word(Section::Exprs, expr, exprs::Left) - 1, true),
                    right = formula(tables, tables.word(Section::Exprs, expr, exprs::Right) - 1, true);
  if (op == ExprOp::Higher || op == ExprOp::Lower)
    return fmt::format("the {} of {} and {}", op == ExprOp::Higher ? "higher" : "lower", left, right);
  if (op == ExprOp::MonthsAfter) return fmt::format("{} + {} months", left, right);
  const char *sign = op == ExprOp::Add ? "+" : op == ExprOp::Subtract ? "-" : op == ExprOp::Multiply ? "*" : "/";
  return fmt::format(fmt::runtime(inner ? "({} {} {})" : "{} {} {}"), left, sign, right);
}

} // namespace

AmountResult amountOf(const BoundCase &bound, uint32_t outcome, const BoundCase::Person *person) {
  const Tables &tables = bound.tables();
  AmountResult result;
  const uint32_t low = tables.word(Section::Outcomes, outcome, outcomes::Low),
                 high = tables.word(Section::Outcomes, outcome, outcomes::High);
  std::vector<uint32_t> unknown;
  if (low) result.low = bound.amount(low - 1, person, &unknown, &result.overflow);
  if (high) result.high = bound.amount(high - 1, person, &unknown, &result.overflow);
  if (low && !result.low) result.low = bound.amountRange(low - 1, person).low;
  if (high) result.maximum = bound.amountRange(high - 1, person);
  if (high && !result.high) result.high = result.maximum.high;
  for (uint32_t expr : unknown) {
    const uint32_t fact = tables.word(Section::Exprs, expr, exprs::Fact) - 1,
                   at = tables.word(Section::Exprs, expr, exprs::Provision);
    if (bound
            .fact(fact, at ? std::optional(at - 1) : std::nullopt, tables.word(Section::Exprs, expr, exprs::Owner) != 0,
                  person)
            .kind == FactValue::Kind::Unascertainable)
      result.unascertainable = true;
    if (std::find(result.missingFacts.begin(), result.missingFacts.end(), fact) != result.missingFacts.end()) continue;
    result.missingFacts.push_back(fact);
    result.missing.emplace_back(tables.text(Section::Facts, fact, facts::Name));
  }
  if (!unknown.empty()) {
    if (low == high && low)
      result.formula = formula(tables, low - 1, false);
    else
      result.formula = fmt::format("{} to {}", low ? formula(tables, low - 1, false) : "0",
                                   high ? formula(tables, high - 1, false) : "any");
  }
  return result;
}

/// `10,000 CNY`, `3 years`; `unit`: with the currency.
static std::string measureText(const Tables &tables, uint32_t outcome, Number value, bool unit = true) {
  const auto measure = static_cast<Measure>(tables.word(Section::Outcomes, outcome, outcomes::Measure));
  if (measure == Measure::Money)
    return unit ? fmt::format("{} {}", value.grouped(), tables.text(Section::Outcomes, outcome, outcomes::Currency))
                : value.grouped();
  if (!value.isWhole() || value > Number(INT32_MAX) || value < Number(INT32_MIN))
    return value.grouped() + (measure == Measure::Months ? " months" : " days");
  return Duration{measure == Measure::Months ? Duration::Unit::Months : Duration::Unit::Days,
                  static_cast<int32_t>(value.numerator())}
      .text();
}

static std::string amountText(const BoundCase &bound, uint32_t outcome, const BoundCase::Person *person) {
  const Tables &tables = bound.tables();
  const auto measure = static_cast<Measure>(tables.word(Section::Outcomes, outcome, outcomes::Measure));
  if (measure == Measure::None) return {};
  const AmountResult amount = amountOf(bound, outcome, person);
  const std::string currency(tables.text(Section::Outcomes, outcome, outcomes::Currency));
  if (amount.overflow) return " (the amount cannot be computed: it is too large, or divides by zero)";
  if (!amount.formula.empty()) return fmt::format(" {}{}", amount.formula, currency.empty() ? "" : " " + currency);
  auto show = [&](Number value, bool unit) { return measureText(tables, outcome, value, unit); };
  if (amount.low && amount.high)
    return *amount.low == *amount.high ? " " + show(*amount.low, true)
                                       : fmt::format(" {} to {}", show(*amount.low, false), show(*amount.high, true));
  if (amount.high) return " up to " + show(*amount.high, true);
  if (amount.low) return " at least " + show(*amount.low, true);
  return {};
}

static std::string words(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// ` within 30 days`, ` jointly with the operator`.
static std::string termsText(const Tables &tables, uint32_t outcome) {
  std::string out;
  const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstTerm),
                 count = tables.word(Section::Outcomes, outcome, outcomes::TermCount);
  for (uint32_t t = first; t < first + count; ++t)
    out += fmt::format(" {}", tables.text(Section::Terms, t, layout::terms::Text));
  return out;
}

std::string outcomeText(const BoundCase &bound, uint32_t outcome, const BoundCase::Person *person) {
  const Tables &tables = bound.tables();
  const auto op = static_cast<OutcomeOp>(tables.word(Section::Outcomes, outcome, outcomes::Op));
  const std::string may = tables.word(Section::Outcomes, outcome, outcomes::May) ? "may: " : "";
  auto text = [&](uint32_t column) { return std::string(tables.text(Section::Outcomes, outcome, column)); };
  if (op == OutcomeOp::NotWrittenOut) return may + text(outcomes::Text);
  if (op == OutcomeOp::Referral)
    return may + "referral to " +
           words(tables.text(Section::Referrals, tables.word(Section::Outcomes, outcome, outcomes::Referral) - 1,
                             referrals::Name));
  if (op == OutcomeOp::Kind) {
    // An amount that the law states is shown as it states it.
    auto constant = [&](uint32_t column) {
      const uint32_t expr = tables.word(Section::Outcomes, outcome, column);
      return expr == 0 || static_cast<ExprOp>(tables.word(Section::Exprs, expr - 1, exprs::Op)) == ExprOp::Constant;
    };
    if (constant(outcomes::Low) && constant(outcomes::High) && text(outcomes::Things).empty())
      return text(outcomes::Text);
    std::string out =
        may +
        words(tables.text(Section::Kinds, tables.word(Section::Outcomes, outcome, outcomes::Kind) - 1, kinds::Name));
    if (const std::string qualifier = text(outcomes::Qualifier); !qualifier.empty())
      out += fmt::format(" \"{}\"", qualifier);
    if (const std::string things = text(outcomes::Things); !things.empty()) {
      out += " of " + words(things);
      const AmountResult amount = amountOf(bound, outcome, person);
      if (amount.formula.empty() && amount.low)
        out += fmt::format(" ({} {})", amount.low->grouped(), text(outcomes::Currency));
    } else {
      out += amountText(bound, outcome, person);
    }
    return out + termsText(tables, outcome);
  }
  std::vector<std::string> parts;
  const uint32_t first = tables.word(Section::Outcomes, outcome, outcomes::FirstBranch),
                 count = tables.word(Section::Outcomes, outcome, outcomes::BranchCount);
  for (uint32_t i = 0; i < count; ++i)
    parts.push_back(outcomeText(bound, tables.word(Section::Branches, first + i, branches::Outcome), person));
  if (op == OutcomeOp::AlsoOrOnly) return may + parts[0] + ", also or only " + parts[1] + termsText(tables, outcome);
  const char *how = op == OutcomeOp::OneOf ? "one of" : op == OutcomeOp::OneOrMoreOf ? "one or more of" : "all of";
  return fmt::format("{}{} {{{}}}{}", may, how, fmt::join(parts, "; "), termsText(tables, outcome));
}

std::string maximumText(const BoundCase &bound, uint32_t outcome, const BoundCase::Person *person) {
  const Tables &tables = bound.tables();
  const AmountResult amount = amountOf(bound, outcome, person);
  if (tables.word(Section::Outcomes, outcome, outcomes::High) == 0) return "without an upper bound";
  if (!amount.formula.empty())
    return "up to " + formula(tables, tables.word(Section::Outcomes, outcome, outcomes::High) - 1, false);
  if (!amount.high) return "up to an amount that cannot be computed: it is too large, or divides by zero";
  return "up to " + measureText(tables, outcome, *amount.high);
}

std::string addresseeText(const BoundCase &bound, const EffectResult &effect, uint32_t outcome) {
  if (!effect.person) return "the subject";
  std::string roles(bound.tables().text(Section::Outcomes, outcome, outcomes::Addressee));
  std::replace(roles.begin(), roles.end(), '_', ' ');
  for (size_t comma; (comma = roles.find(',')) != std::string::npos;) roles.replace(comma, 1, " or ");
  if (effect.person->abstract) {
    // The role that the abstract person stands for, where it is narrower than the one addressed.
    return "each " + roles;
  }
  return fmt::format("{} ({})", effect.person->name, roles);
}

} // namespace proviso
