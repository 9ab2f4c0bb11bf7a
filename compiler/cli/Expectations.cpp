#include "cli/Expectations.h"

#include "emit/TableText.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <algorithm>

namespace proviso {

std::string digits(Number number) {
  std::string text = number.grouped();
  std::replace(text.begin(), text.end(), ',', '_');
  return text;
}

std::string citedOn(const ir::Program &program, ir::Index provision, Date day) {
  const ir::Provision &cited = program.provisions[provision];
  if (cited.span.contains(day) || cited.span.from == Date::earliest()) return cited.citation;
  return fmt::format("{} as of {}", cited.citation, cited.span.from.text());
}

namespace {

class Expectations {
public:
  Expectations(const ir::Program &program, const DecisionTables &tables, const Tables &compiled,
               const ProvisionTable &table)
      : program(program), tables(tables), compiled(compiled), table(table), p(program.provisions[table.provision]) {}

  std::vector<std::string> of(const Decision &decision) const {
    std::vector<std::string> list;
    for (const ProvisionResult &one : decision.provisions) {
      if (one.provision != table.provision) continue;
      switch (one.status) {
      case Status::Applies: list.push_back(p.citation + " applies"); break;
      case Status::DoesNotApply: list.push_back(p.citation + " does not apply"); break;
      case Status::Exempt: list.push_back(p.citation + " is exempt"); break;
      case Status::Barred: list.push_back(p.citation + " is barred"); break;
      case Status::Displaced: // by several: which of them it hangs on what is open elsewhere
        if (one.by.size() == 1)
          list.push_back(
              fmt::format("{} is displaced by {}", p.citation, citedOn(program, one.by.front(), decision.date)));
        break;
      case Status::Undetermined: list.push_back(p.citation + " is undetermined"); break;
      }
    }
    std::vector<std::pair<bool, ir::Index>> imposed, possible; // kinds, of a person or the subject
    for (const EffectResult &effect : decision.effects) {
      if (effect.provision != table.provision || !effect.determined) continue;
      const Outcome &outcome = tables.outcomes[effect.outcomes.front()];
      std::string on;
      if (effect.person)
        for (ir::Index role : outcome.addressees)
          if (effect.person->roles[role]) {
            on = fmt::format(" on {}", program.roles[role].name);
            break;
          }
      kinds(effect.outcomes.front(), effect.person != nullptr, imposed);
      for (const std::string &one : sanction(effect.outcomes.front()))
        if (std::string line = p.citation + on + " " + one; !llvm::is_contained(list, line))
          list.push_back(std::move(line));
      for (const Mark &mark : effect.marks) {
        const std::string text = markText(compiled, mark);
        if (mark.open || text.find(" or ") != std::string::npos || text.find("raised") != std::string::npos) continue;
        const std::string line = p.citation + on + (text.rfind("may be ", 0) == 0 ? " " + text : " is " + text);
        if (!llvm::is_contained(list, line)) list.push_back(line);
      }
    }
    // What the law might impose and does not here.
    for (const Effect &effect : table.effects)
      if (effect.addressee == ir::Owner::Act)
        for (uint32_t value : table.diagrams.terminals(effect.root))
          if (value >= firstOutcome && value - firstOutcome < tables.outcomes.size())
            kinds(value - firstOutcome, false, possible);
    for (const auto &one : possible)
      if (!llvm::is_contained(imposed, one) && !undetermined(decision, one.second))
        list.push_back(fmt::format("{} no {}", p.citation, program.kinds[one.second].name));
    return list;
  }

private:
  bool undetermined(const Decision &decision, ir::Index kind) const {
    return llvm::any_of(decision.effects, [&](const EffectResult &effect) {
      if (effect.provision != table.provision || effect.determined || effect.person) return false;
      std::vector<std::pair<bool, ir::Index>> found;
      for (uint32_t outcome : effect.outcomes) kinds(outcome, false, found);
      return llvm::is_contained(found, std::pair(false, kind));
    });
  }

  void kinds(uint32_t index, bool ofPerson, std::vector<std::pair<bool, ir::Index>> &found) const {
    const Outcome &outcome = tables.outcomes[index];
    if (outcome.op == OutcomeOp::Kind)
      if (const std::pair one(ofPerson, outcome.kind); !llvm::is_contained(found, one)) found.push_back(one);
    for (uint32_t branch : outcome.branches) kinds(branch, ofPerson, found);
  }

  /// As an expectation says it; several where no single one can.
  std::vector<std::string> sanction(uint32_t index) const {
    const Outcome &outcome = tables.outcomes[index];
    const std::string may = outcome.may ? "may " : "";
    switch (outcome.op) {
    case OutcomeOp::NotWrittenOut: return {};
    case OutcomeOp::Referral: return {"refer to " + program.referrals[outcome.kind].name};
    case OutcomeOp::Kind: return {may + kindText(outcome)};
    case OutcomeOp::AlsoOrOnly:
    case OutcomeOp::AllOf: {
      std::vector<std::string> all;
      for (uint32_t branch : outcome.branches)
        for (const std::string &one : sanction(branch)) all.push_back(one);
      return all;
    }
    default: break;
    }
    std::vector<std::string> branches;
    for (uint32_t branch : outcome.branches) {
      if (tables.outcomes[branch].op != OutcomeOp::Kind) return {};
      branches.push_back((tables.outcomes[branch].may ? "may " : "") + kindText(tables.outcomes[branch]));
    }
    return {fmt::format("{}{} {{ {} }}", may, outcome.op == OutcomeOp::OneOf ? "one of" : "one or more of",
                        fmt::join(branches, "  "))};
  }

  std::string kindText(const Outcome &outcome) const {
    std::string text = program.kinds[outcome.kind].name;
    if (!outcome.qualifier.empty() && outcome.things.empty()) text += fmt::format(" \"{}\"", outcome.qualifier);
    auto constant = [&](ir::Index expr) -> std::optional<Number> {
      if (expr == ir::none || program.exprs[expr].op != ir::Op::Constant) return std::nullopt;
      return program.exprs[expr].number;
    };
    const bool formula =
        (outcome.low != ir::none && !constant(outcome.low)) || (outcome.high != ir::none && !constant(outcome.high));
    // A qualifier with an amount (disqualification from "..." for 5 years) has a form of its own.
    if (formula || !outcome.qualifier.empty() || !outcome.things.empty()) return text;
    const auto low = constant(outcome.low);
    auto high = constant(outcome.high);
    if (high) high = Number::multiply(*high, outcome.times);
    auto measured = [&](Number value) {
      if (!outcome.currency.empty()) return digits(value) + " " + outcome.currency;
      if (!value.isWhole()) return value.text() + (outcome.months ? " months" : " days");
      return Duration{outcome.months ? Duration::Unit::Months : Duration::Unit::Days,
                      static_cast<int32_t>(value.numerator())}
          .text();
    };
    if (low && high && *low == *high) return text + " " + measured(*low);
    if (low && high)
      return fmt::format("{} {} to {}", text, outcome.currency.empty() ? measured(*low) : digits(*low),
                         measured(*high));
    if (high) return fmt::format("{} up to {}", text, measured(*high));
    if (low) return fmt::format("{} at least {}", text, measured(*low));
    return text;
  }

  const ir::Program &program;
  const DecisionTables &tables;
  const Tables &compiled;
  const ProvisionTable &table;
  const ir::Provision &p;
};

} // namespace

std::vector<std::string> expectations(const ir::Program &program, const DecisionTables &tables, const Tables &compiled,
                                      const ProvisionTable &table, const Decision &decision) {
  return Expectations(program, tables, compiled, table).of(decision);
}

} // namespace proviso
