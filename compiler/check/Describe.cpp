#include "check/IntermediateForm.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace proviso::ir {

namespace {

std::string_view symbol(Op op) {
  switch (op) {
  case Op::Less: return "<";
  case Op::LessOrEqual: return "<=";
  case Op::Greater: return ">";
  case Op::GreaterOrEqual: return ">=";
  case Op::Equal: return "=";
  case Op::Unequal: return "!=";
  case Op::Add: return "+";
  case Op::Subtract: return "-";
  case Op::Multiply: return "*";
  default: return "/";
  }
}

using Names = llvm::function_ref<std::string(Index)>;

std::string operand(const Program &program, Index index, Names name) {
  const Op op = program.exprs[index].op;
  const std::string text = describe(program, index, name);
  const bool joined = op == Op::And || op == Op::Or || (op >= Op::Add && op <= Op::Divide);
  return joined ? "(" + text + ")" : text;
}

} // namespace

Punishments punishmentsOf(const Program &program, Index provision) {
  Punishments found;
  std::vector<bool> visited(program.provisions.size(), false);
  std::function<void(Index)> of, imposes;
  of = [&](Index sanction) {
    const Sanction &s = program.sanctions[sanction];
    if (s.op == SanctionOp::Kind && !program.kinds[s.kind].isMeasure()) found.kinds.push_back(s.kind);
    for (const std::vector<Delegate> &alternative : s.delegates)
      for (const Delegate &one : alternative)
        if (one.to == none)
          found.outline = true;
        else
          imposes(one.to);
    for (Index operand : s.operands) of(operand);
  };
  imposes = [&](Index p) {
    if (visited[p]) return;
    visited[p] = true;
    for (const Tier &tier : program.provisions[p].tiers)
      for (Index sanction : tier.sanctions) of(sanction);
  };
  imposes(provision);
  std::sort(found.kinds.begin(), found.kinds.end());
  found.kinds.erase(std::unique(found.kinds.begin(), found.kinds.end()), found.kinds.end());
  return found;
}

std::string Term::text() const {
  std::string words = value;
  std::replace(words.begin(), words.end(), '_', ' ');
  switch (kind) {
  case Kind::Within: return "within " + words;
  case Kind::From: return "from the " + words;
  case Kind::For: return "for " + words;
  case Kind::AtCostOf: return "at the cost of the " + words;
  case Kind::JointlyWith: return "jointly with the " + words;
  case Kind::ChosenBy: return "chosen by the " + words;
  }
  return words;
}

std::string describe(const Program &program, Index index) {
  return describe(program, index, [&](Index provision) { return program.provisions[provision].citation; });
}

std::string describe(const Program &program, Index index, Names name) {
  if (index == none) return "";
  const Expr &expr = program.exprs[index];
  auto in = [&](std::string text) {
    if (expr.provision != none) text += " in " + name(expr.provision);
    return text;
  };
  switch (expr.op) {
  case Op::True: return "true";
  case Op::False: return "false";
  case Op::And:
  case Op::Or: {
    std::string out;
    for (Index one : expr.operands)
      out += (out.empty() ? "" : expr.op == Op::And ? " and " : " or ") + operand(program, one, name);
    return out;
  }
  case Op::Not: return "not " + operand(program, expr.operands[0], name);
  case Op::Fact:
  case Op::Value: return in(program.facts[expr.index].name);
  case Op::ActDay: return "the day of the act";
  case Op::DecisionDay: return "the day of the decision";
  case Op::MonthsAfter: {
    const Number months = program.exprs[expr.operands[1]].number;
    return fmt::format("{} + {}", operand(program, expr.operands[0], name),
                       Duration{Duration::Unit::Months, static_cast<int32_t>(months.numerator())}.text());
  }
  case Op::IsRole: return "is " + program.roles[expr.index].name;
  case Op::IsForm: return "is " + program.forms[expr.index].name;
  case Op::Breach: return "violates " + name(expr.index);
  case Op::Disobeyed: return "disobeyed " + name(expr.index);
  case Op::Stated: return in(program.facts[expr.index].name) + " is stated";
  case Op::Sanctioned: return program.records[expr.index].text;
  case Op::InForce: return name(expr.index) + " is in force";
  case Op::Committed:
  case Op::MadeOut: return "commits " + name(expr.index);
  case Op::Became: {
    const Provision &ended = program.provisions[expr.index];
    const auto number = static_cast<size_t>(expr.number.numerator()) - 1;
    return ended.becomes.empty() ? name(expr.index) + " counts on"
                                 : fmt::format("{} has become {}", name(expr.index), name(ended.becomes[number]));
  }
  case Op::Unascertainable: return in(program.facts[expr.index].name) + " is unascertainable";
  case Op::Constant: return expr.number.text() + (expr.months ? " months" : "");
  case Op::Day: return expr.date.text();
  case Op::Choice: return program.facts[expr.index].values[static_cast<size_t>(expr.number.numerator())];
  case Op::Higher:
  case Op::Lower:
    return fmt::format("the {} of {} and {}", expr.op == Op::Higher ? "higher" : "lower",
                       operand(program, expr.operands[0], name), operand(program, expr.operands[1], name));
  default:
    return fmt::format("{} {} {}", operand(program, expr.operands[0], name), symbol(expr.op),
                       operand(program, expr.operands[1], name));
  }
}

} // namespace proviso::ir
