#include "check/Conditions.h"

#include <llvm/ADT/Hashing.h>
#include <llvm/ADT/STLExtras.h>

#include <algorithm>

namespace proviso {

using law::ExprKind;

// ---- ExprPool ------------------------------------------------------------------------------------------------

ir::Index ExprPool::add(ir::Expr expr) {
  const size_t hash = llvm::hash_combine(
      static_cast<int>(expr.op), llvm::hash_combine_range(expr.operands.begin(), expr.operands.end()), expr.index,
      static_cast<int>(expr.owner), expr.provision, expr.number.numerator(), expr.number.denominator(), expr.date.days,
      expr.months);
  const auto [first, last] = known.equal_range(hash);
  for (auto it = first; it != last; ++it)
    if (program.exprs[it->second] == expr) return it->second;
  const auto index = static_cast<ir::Index>(program.exprs.size());
  program.exprs.push_back(std::move(expr));
  known.emplace(hash, index);
  return index;
}

ir::Index ExprPool::truth(bool value) {
  ir::Expr expr;
  expr.op = value ? ir::Op::True : ir::Op::False;
  return add(std::move(expr));
}

static ir::Index join(ExprPool &pool, ir::Program &program, ir::Op op, std::vector<ir::Index> operands) {
  const ir::Op neutral = op == ir::Op::And ? ir::Op::True : ir::Op::False;
  std::vector<ir::Index> kept;
  for (ir::Index operand : operands) {
    if (operand == ir::none) return ir::none;
    if (program.exprs[operand].op != neutral && !llvm::is_contained(kept, operand)) kept.push_back(operand);
  }
  if (kept.empty()) return pool.truth(op == ir::Op::And);
  if (kept.size() == 1) return kept.front();
  ir::Expr expr;
  expr.op = op;
  expr.operands = std::move(kept);
  return pool.add(std::move(expr));
}

ir::Index ExprPool::all(std::vector<ir::Index> operands) {
  return join(*this, program, ir::Op::And, std::move(operands));
}
ir::Index ExprPool::any(std::vector<ir::Index> operands) {
  return join(*this, program, ir::Op::Or, std::move(operands));
}
ir::Index ExprPool::both(ir::Index a, ir::Index b) { return all({a, b}); }

ir::Index ExprPool::negation(ir::Index operand) {
  if (operand == ir::none) return ir::none;
  const ir::Expr &inner = program.exprs[operand];
  if (inner.op == ir::Op::True || inner.op == ir::Op::False) return truth(inner.op == ir::Op::False);
  if (inner.op == ir::Op::Not) return inner.operands[0];
  ir::Expr expr;
  expr.op = ir::Op::Not;
  expr.operands = {operand};
  return add(std::move(expr));
}

ir::Index ExprPool::onPerson(ir::Index condition) {
  if (condition == ir::none) return ir::none;
  ir::Expr expr = program.exprs[condition];
  if (expr.op == ir::Op::IsRole || expr.op == ir::Op::IsForm || expr.op == ir::Op::Sanctioned) {
    expr.owner = ir::Owner::Person;
    return add(std::move(expr));
  }
  if (expr.op != ir::Op::And && expr.op != ir::Op::Or && expr.op != ir::Op::Not) return condition;
  std::vector<ir::Index> operands;
  for (ir::Index operand : expr.operands) operands.push_back(onPerson(operand));
  if (expr.op == ir::Op::Not) return negation(operands.front());
  return expr.op == ir::Op::And ? all(std::move(operands)) : any(std::move(operands));
}

ir::Index ExprPool::number(Number value, bool months) {
  ir::Expr expr;
  expr.op = ir::Op::Constant;
  expr.number = value;
  expr.months = months;
  return add(std::move(expr));
}

// ---- types ---------------------------------------------------------------------------------------------------

Type Conditions::typeOf(ir::Index index) const {
  const ir::Fact &fact = program.facts[index];
  switch (fact.type) {
  case ir::FactType::Boolean: return {TypeKind::Boolean, {}, index};
  case ir::FactType::Count:
  case ir::FactType::Number: return {TypeKind::Number, {}, index};
  case ir::FactType::Money: return {TypeKind::Money, fact.currency, index};
  case ir::FactType::Date: return {TypeKind::Date, {}, index};
  case ir::FactType::Duration: return {TypeKind::Duration, {}, index};
  case ir::FactType::Choice: return {TypeKind::Choice, {}, index};
  }
  return {};
}

std::string Conditions::describeType(const Type &type) const {
  switch (type.kind) {
  case TypeKind::Boolean: return "a condition";
  case TypeKind::Number: return "a number";
  case TypeKind::Percentage: return "a percentage";
  case TypeKind::Money: return "a sum in " + type.currency;
  case TypeKind::Days: return "a duration in days";
  case TypeKind::Months: return "a duration in months or years";
  case TypeKind::Duration: return "a duration";
  case TypeKind::Date: return "a date";
  case TypeKind::Choice: return fmt::format("a value of `{}`", program.facts[type.fact].name);
  case TypeKind::Text: return "a text";
  case TypeKind::Invalid: break;
  }
  return "nothing";
}

void Conditions::howToCompare(Diagnostic &diagnostic, llvm::StringRef name, const Type &type) const {
  if (name.empty()) return;
  if (type.kind == TypeKind::Choice) {
    const ir::Fact &fact = program.facts[type.fact];
    std::string all;
    for (const std::string &value : fact.values)
      all += fmt::format("{}`{} = {}`",
                         all.empty()                     ? ""
                         : &value == &fact.values.back() ? " or "
                                                         : ", ",
                         std::string_view(name), value);
    diagnostic.note(
        "say which value it has: " + all +
        (fact.ordered ? fmt::format("; at least: `{} >= {}`", std::string_view(name), fact.values.back()) : ""));
  } else if (type.kind == TypeKind::Number || type.kind == TypeKind::Money || type.kind == TypeKind::Date ||
             type.kind == TypeKind::Duration) {
    diagnostic.note(fmt::format("compare it, as in `{} >= {}`", std::string_view(name),
                                type.kind == TypeKind::Money      ? "10_000 " + type.currency
                                : type.kind == TypeKind::Date     ? "2026-01-31"
                                : type.kind == TypeKind::Duration ? "30 days"
                                                                  : "5"));
  }
}

void Conditions::reportMismatch(Range at, const Side &a, const Side &b) {
  Diagnostic &d = diagnostics.report(Code::V004, at, describeType(a.type), describeType(b.type));
  auto has = [&](TypeKind kind) { return a.type.kind == kind || b.type.kind == kind; };
  auto afterNumber = [&](std::string text, const std::string &unit) {
    for (const Side *side : {&a, &b})
      if (side->type.kind == TypeKind::Number && side->written && side->written->kind == ExprKind::Quantity)
        d.fix(std::move(text), {{side->written->range.begin.file, side->written->range.end()}, 0}, " " + unit);
  };
  const bool number = has(TypeKind::Number), sum = has(TypeKind::Money);
  const bool choice = has(TypeKind::Choice), text = has(TypeKind::Text);
  if (has(TypeKind::Boolean))
    d.note("a condition is met or not: it is stated alone, or with `not` before it");
  else if (sum && number)
    afterNumber("name the currency of the sum", a.type.kind == TypeKind::Money ? a.type.currency : b.type.currency);
  else if (sum && a.type.kind == b.type.kind)
    d.note("sums in different currencies are not converted: state both in one");
  else if (number && has(TypeKind::Duration))
    afterNumber("name the unit, such as days", "days");
  else if (number && has(TypeKind::Date))
    d.note("a date is written as year, month and day: 2016-01-31");
  else if (has(TypeKind::Days) && has(TypeKind::Months))
    d.note("a month has 28 to 31 days: days, and months or years, do not mix");
  for (const Side *side : {&a, &b}) {
    if (side->type.fact == ir::none) continue;
    if (side == &b && a.type.fact == b.type.fact) break;
    const ir::Fact &fact = program.facts[side->type.fact];
    names.restsOnTwins(d, fact.name);
    const Side &other = side == &a ? b : a;
    if (choice && text && other.written && llvm::is_contained(fact.values, other.written->name.text.str()))
      d.fix("a value stands without quotation marks", other.written->range, other.written->name.text.str(), true);
    else if (side->type.kind == TypeKind::Choice)
      d.note(fmt::format("the values of `{}` are {}", fact.name, fmt::join(fact.values, ", ")));
    else if (d.fixes.empty())
      d.note(fmt::format("`{}` is declared here", fact.name), names.declarationOf(side->type.fact).range);
  }
}

// ---- conditions ----------------------------------------------------------------------------------------------

ir::Index Conditions::condition(law::ExprId id, const Place &place) {
  if (!id) return ir::none;
  const law::Expr &expr = (*place.stores)[id];
  auto operands = [&] {
    std::vector<ir::Index> list;
    for (law::ExprId operand : expr.operands) list.push_back(condition(operand, place));
    return list;
  };
  switch (expr.kind) {
  case ExprKind::And: return pool.all(operands());
  case ExprKind::Or: return pool.any(operands());
  case ExprKind::Not: return pool.negation(condition(expr.operands[0], place));
  case ExprKind::Implies: {
    const ir::Index premise = condition(expr.operands[0], place), conclusion = condition(expr.operands[1], place);
    return pool.any({pool.negation(premise), conclusion});
  }
  case ExprKind::AnyItem:
  case ExprKind::AllItems:
  case ExprKind::AtLeastItems: return items(expr, place);
  case ExprKind::Violates:
  case ExprKind::Commits:
  case ExprKind::Disobeyed: return citedAll(expr, place);
  case ExprKind::Is: return isName(expr, place);
  case ExprKind::Unascertainable: {
    const Typed operand = term(expr.operands[0], place);
    if (operand.expr == ir::none) return ir::none;
    const ir::Expr inner = program.exprs[operand.expr];
    if (inner.op != ir::Op::Value && inner.op != ir::Op::Fact) {
      diagnostics.report(Code::V003, expr.range, "this", describeType(operand.type), "a fact of its own");
      return ir::none;
    }
    if (!program.facts[inner.index].unascertainable) {
      neverUnascertainable(expr.range, inner.index);
      return ir::none;
    }
    ir::Expr result = inner;
    result.op = ir::Op::Unascertainable;
    return pool.add(std::move(result));
  }
  case ExprKind::In: return readIn(expr, place);
  case ExprKind::Less:
  case ExprKind::LessOrEqual:
  case ExprKind::Greater:
  case ExprKind::GreaterOrEqual:
  case ExprKind::Equal:
  case ExprKind::Unequal: return comparison(expr, place);
  case ExprKind::Sanctioned: return sanctioned(expr, place);
  case ExprKind::Invalid: return ir::none; // reported where it was read
  default: {
    const Typed typed = term(id, place);
    if (typed.expr == ir::none) return ir::none;
    if (typed.type.kind != TypeKind::Boolean) {
      const std::string what =
          expr.kind == ExprKind::Fact ? fmt::format("`{}`", std::string_view(expr.name.text)) : "this";
      Diagnostic &d = diagnostics.report(Code::V003, expr.range, what,
                                         typed.type.kind == TypeKind::Choice && expr.kind == ExprKind::Fact
                                             ? std::string("a fact with values")
                                             : describeType(typed.type),
                                         "a condition");
      howToCompare(d, expr.name.text, typed.type);
      return ir::none;
    }
    return typed.expr;
  }
  }
}

ir::Index Conditions::roles(law::ExprId id, const Place &place) {
  const law::Expr &expr = (*place.stores)[id];
  std::vector<ir::Index> operands;
  switch (expr.kind) {
  case ExprKind::And:
  case ExprKind::Or:
    for (law::ExprId operand : expr.operands) operands.push_back(roles(operand, place));
    return expr.kind == ExprKind::And ? pool.all(operands) : pool.any(operands);
  case ExprKind::Not: return pool.negation(roles(expr.operands[0], place));
  case ExprKind::Is: return isName(expr, place);
  default: return ir::none;
  }
}

/// A role or a form, of the subject or of the person addressed.
ir::Index Conditions::isName(const law::Expr &expr, const Place &place) {
  ir::Expr result;
  result.owner = place.owner;
  const auto found = names.find({NameKind::Role, NameKind::Form}, place.scope, expr.name);
  if (!found) return ir::none;
  result.op = found->kind == NameKind::Form ? ir::Op::IsForm : ir::Op::IsRole;
  result.index = found->index;
  return pool.add(std::move(result));
}

ir::Index Conditions::readIn(const law::Expr &expr, const Place &place) {
  if (!place.bindings) {
    diagnostics.report(Code::V021, expr.range, "a vocabulary speaks of the provision that is asked");
    return ir::none;
  }
  const auto &targets = (*place.bindings)[expr.citation.value].targets;
  if (targets.empty()) return ir::none;
  if (targets.size() > 1) {
    diagnostics.report(Code::V021, expr.range, "it names several: state a condition for each");
    return ir::none;
  }
  Place there = place;
  there.provision = indexOf(targets.front());
  const size_t before = readsForEachProvision;
  const ir::Index result = condition(expr.operands[0], there);
  if (result != ir::none && readsForEachProvision == before)
    diagnostics.report(Code::V021, expr.range, "no fact here has a value for each provision");
  return result;
}

void Conditions::neverUnascertainable(Range at, ir::Index fact) {
  const law::Fact &declared = names.declarationOf(fact);
  diagnostics.report(Code::V011, at, program.facts[fact].name)
      .note("it is declared here", declared.range)
      .fix("declare it `or unascertainable`", {{declared.range.begin.file, declared.range.end()}, 0},
           " or unascertainable");
}

ir::Index Conditions::whileInForce(ProvisionRef ref, ProvisionRef home, ir::Index condition) {
  const History &history = *law.history;
  if (condition == ir::none || (history.span(ref) & history.span(home)) == history.span(home)) return condition;
  ir::Expr force;
  force.op = ir::Op::InForce;
  force.index = indexOf(ref);
  return pool.both(pool.add(std::move(force)), condition);
}

ir::Index Conditions::became(ProvisionRef ended, ProvisionRef option) {
  // Of one provision the same is asked everywhere.
  std::vector<ir::Index> &becomes = program.provisions[indexOf(ended)].becomes;
  size_t number = 0;
  if (option) {
    number = static_cast<size_t>(std::find(becomes.begin(), becomes.end(), indexOf(option)) - becomes.begin());
    if (number == becomes.size()) becomes.push_back(indexOf(option));
  }
  ir::Expr expr;
  expr.op = ir::Op::Became;
  expr.index = indexOf(ended);
  expr.number = Number(static_cast<int64_t>(number) + 1);
  return pool.add(std::move(expr));
}

/// violates, commits, disobeyed: one condition for each provision cited, joined as the citation says.
ir::Index Conditions::citedAll(const law::Expr &expr, const Place &place) {
  auto about = [&](ir::Op op, ProvisionRef ref) {
    ir::Expr result;
    result.op = op;
    result.index = indexOf(ref);
    return pool.add(std::move(result));
  };
  const History &history = *law.history;
  if (!expr.citation) {
    // The order of this paragraph: of the nearest provision that imposes anything.
    for (ProvisionRef around : history.around(place.home))
      if (!history[around].tiers.empty()) return about(ir::Op::Disobeyed, around);
    return place.home ? about(ir::Op::Disobeyed, place.home) : ir::none;
  }
  if (!place.bindings) return ir::none;
  const Binding &binding = (*place.bindings)[expr.citation.value];
  if (binding.targets.empty()) return ir::none;
  const bool every = (*place.stores)[expr.citation].quantifier == law::Quantifier::AllOf;
  bool broken = false;
  // `whenever`: whether it is in force or not.
  auto said = [&](ProvisionRef target, bool whenever) {
    ir::Index one = ir::none;
    if (expr.kind == ExprKind::Violates) {
      one = about(ir::Op::Breach, target);
    } else if (expr.kind == ExprKind::Disobeyed) {
      one = about(ir::Op::Disobeyed, target);
    } else {
      std::vector<ir::Index> committed;
      for (ProvisionRef ref : committableProvisions(history, target))
        committed.push_back(about(whenever ? ir::Op::MadeOut : ir::Op::Committed, ref));
      if (committed.empty()) {
        diagnostics.report(Code::R008, expr.range, history.describe(target))
            .note("it is declared in outline only: write out its conditions to cite it so", history[target].head);
        broken = true;
        return pool.truth(false);
      }
      one = pool.any(std::move(committed));
    }
    return !whenever && !binding.stretches.empty() ? whileInForce(target, place.home, one) : one;
  };
  auto joined = [&](std::vector<ir::Index> parts) {
    return every ? pool.all(std::move(parts)) : pool.any(std::move(parts));
  };
  std::vector<ir::Index> days;
  std::vector<ir::Index> first;
  for (ProvisionRef target : binding.named()) first.push_back(said(target, binding.dated));
  days.push_back(joined(std::move(first)));
  for (const Binding::Stretch &stretch : binding.later()) {
    std::vector<ir::Index> parts;
    std::vector<ProvisionRef> reached;
    for (ProvisionRef target : binding.named()) {
      const History::Become become = history.on(target, stretch.days.from);
      reached.insert(reached.end(), become.targets.begin(), become.targets.end());
      // What has ended, and has become nothing: whether it is still meant, nobody has said. What is left out of a range
      // that stands has gone.
      if (become.targets.empty()) {
        if (!become.lost && !history.expired(target) && !stretch.asNamed)
          parts.push_back(pool.both(became(target, {}), said(target, true)));
        continue;
      }
      // Which of several is meant, neither.
      std::vector<ir::Index> options;
      for (ProvisionRef option : become.targets)
        options.push_back(become.targets.size() == 1 ? said(option, false)
                                                     : pool.both(became(target, option), said(option, false)));
      parts.push_back(pool.any(std::move(options)));
    }
    for (ProvisionRef target : stretch.targets)
      if (!llvm::is_contained(reached, target)) parts.push_back(said(target, false));
    if (parts.empty()) continue;
    // All of those of its days: not while another, which is not among them, is in force.
    if (every)
      for (ProvisionRef target : binding.targets)
        if (!llvm::is_contained(stretch.targets, target))
          if (const ir::Index inForce = whileInForce(target, place.home, pool.truth(true)); inForce != pool.truth(true))
            parts.push_back(pool.negation(inForce));
    days.push_back(joined(std::move(parts)));
  }
  return broken ? ir::none : pool.any(std::move(days));
}

ir::Index Conditions::sanctioned(const law::Expr &expr, const Place &place) {
  if (!place.bindings) return ir::none;
  const Binding &binding = (*place.bindings)[expr.citation.value];
  if (binding.targets.empty()) return ir::none;
  ir::Record record;
  record.times = expr.number;
  record.without = expr.lacking;
  if (expr.name) {
    const auto kind = names.find(NameKind::Kind, place.scope, expr.name);
    if (!kind) return ir::none;
    record.kind = *kind;
  }
  if (!expr.operands.empty()) {
    const law::Expr &period = (*place.stores)[expr.operands[0]];
    if (period.kind == ExprKind::Invalid) return ir::none;
    const bool days = period.unit.text.startswith("day"), years = period.unit.text.startswith("year");
    const int64_t count = period.number.numerator() * (years ? 12 : 1);
    if (!period.number.isWhole() || count < 1 || count > 1'000'000) {
      diagnostics.report(Code::V013, period.range, "the period must be whole, and of one day at least");
      return ir::none;
    }
    record.within = Duration{days ? Duration::Unit::Days : Duration::Unit::Months, static_cast<int32_t>(count)};
  }
  auto ask = [&](std::vector<ir::Index> provisions) {
    record.provisions = std::move(provisions);
    std::vector<std::string> cited;
    for (ir::Index one : record.provisions) cited.push_back(program.provisions[one].citation);
    record.text = fmt::format("sanctioned {}under {}{}{}",
                              record.times == Number(1) ? "" : fmt::format("at least {} times ", record.times.text()),
                              fmt::join(cited, " or "),
                              record.kind == ir::none ? ""
                                                      : fmt::format(" {} {}", record.without ? "without" : "with",
                                                                    program.kinds[record.kind].name),
                              record.within ? " within " + record.within->text() : "");
    ir::Expr result;
    result.op = ir::Op::Sanctioned;
    result.owner = place.owner;
    const auto known = llvm::find_if(program.records, [&](const ir::Record &one) { return one.text == record.text; });
    result.index = static_cast<ir::Index>(known - program.records.begin());
    if (known == program.records.end()) program.records.push_back(record);
    return pool.add(std::move(result));
  };
  if ((*place.stores)[expr.citation].quantifier != law::Quantifier::AllOf) {
    std::vector<ir::Index> any;
    for (ProvisionRef target : binding.targets) any.push_back(indexOf(target));
    return ask(std::move(any));
  }
  std::vector<ir::Index> each;
  for (ProvisionRef target : binding.targets) each.push_back(ask({indexOf(target)}));
  return pool.all(std::move(each));
}

/// `any item`: the items of the provision where it stands.
ir::Index Conditions::items(const law::Expr &expr, const Place &place) {
  const History &history = *law.history;
  const law::Instrument &text = history.instrument(place.home.instrument);
  std::vector<ir::Index> parts;
  for (law::ProvisionId id : history[place.home].children) {
    const law::Provision &child = text[id];
    if (child.whens.empty() && child.unlesses.empty()) continue;
    if (expr.name && text.levelNamed(expr.name.text) != child.level) continue;
    Place inner = place;
    inner.home = {place.home.instrument, id.value};
    inner.provision = indexOf(inner.home);
    const ProvisionRef item = inner.home;
    if ((history.span(item) & history.span(place.home)).empty()) continue;
    // An item whose sanction stands around it may still speak of some subjects alone.
    const ir::Index who = child.subject ? roles(child.subject, inner) : pool.truth(true);
    const ir::Index own = pool.both(who, ownConditions(*this, pool, text, id, std::move(inner)));
    const ir::Index counted = whileInForce(item, place.home, own);
    // An item that is not there yet, or any more, stands in the way of nothing.
    parts.push_back(expr.kind == ExprKind::AllItems && counted != own
                        ? pool.any({own, pool.negation(whileInForce(item, place.home, pool.truth(true)))})
                        : counted);
  }
  const size_t needed =
      expr.kind == ExprKind::AtLeastItems ? static_cast<size_t>(std::max<int64_t>(1, expr.number.numerator())) : 1;
  if (parts.size() < needed) {
    const std::string word = expr.kind == ExprKind::AnyItem    ? "any"
                             : expr.kind == ExprKind::AllItems ? "all"
                                                               : "at least " + expr.number.text();
    history.restsOnStatement(diagnostics.report(Code::S008, expr.range, word + " " + expr.name.text.str(),
                                                history.describe(place.home),
                                                parts.empty() ? "none" : std::to_string(parts.size())),
                             history[place.home].range, conditionWords);
    return ir::none;
  }
  if (expr.kind == ExprKind::AnyItem) return pool.any(std::move(parts));
  if (expr.kind == ExprKind::AllItems) return pool.all(std::move(parts));
  // At least n of k: the k-th may count or not. Sharing keeps this to n * k expressions.
  const auto wanted = static_cast<size_t>(std::max<int64_t>(0, expr.number.numerator()));
  std::vector<ir::Index> atLeast(wanted + 1, pool.truth(false));
  atLeast[0] = pool.truth(true);
  for (ir::Index part : parts)
    for (size_t n = wanted; n > 0; --n) atLeast[n] = pool.any({atLeast[n], pool.both(part, atLeast[n - 1])});
  return atLeast[wanted];
}

// ---- terms ---------------------------------------------------------------------------------------------------

/// An act's condition cannot read a person's fact; a person's condition may read both.
bool Conditions::factOwner(const law::Expr &expr, const Place &place, const ir::Fact &fact) {
  if (fact.owner == ir::none) return true;
  if (place.owner == ir::Owner::Person) {
    for (ir::Index role : place.personRoles)
      if (role == fact.owner || llvm::is_contained(program.roles[role].is, fact.owner) ||
          llvm::is_contained(program.roles[fact.owner].is, role))
        return true;
  }
  diagnostics.report(Code::V008, expr.range, fact.name, program.roles[fact.owner].name)
      .note(fmt::format("it can be read inside `on {} {{ ... }}`", program.roles[fact.owner].name));
  return false;
}

ir::Index Conditions::derived(ir::Index entry, Range at, const Place &place) {
  const FactEntry &fact = names.factEntry(entry);
  if (circular.count(entry)) return ir::none;
  if (const auto first = llvm::find(unfolding, entry); first != unfolding.end()) {
    Diagnostic &d = diagnostics.report(Code::V009, at, std::string_view(fact.declared->name.text));
    for (auto one = first; one != unfolding.end(); ++one) {
      const law::Fact &declared = *names.factEntry(*one).declared;
      d.note(fmt::format("`{}` is defined here", std::string_view(declared.name.text)), declared.range);
    }
    circular.insert(first, unfolding.end());
    return ir::none;
  }
  unfolding.push_back(entry);
  Place inner = place;
  inner.stores = fact.vocabulary;
  inner.bindings = nullptr;
  inner.scope = names.of(*fact.vocabulary);
  const ir::Index result = condition(fact.declared->definition, inner);
  unfolding.pop_back();
  return result;
}

Typed Conditions::factTerm(const law::Expr &expr, const Place &place) {
  const auto entry = names.find(NameKind::Fact, place.scope, expr.name);
  if (!entry) return {};
  if (names.factEntry(*entry).fact == ir::none) {
    const ir::Index definition = derived(*entry, expr.range, place);
    return {definition, {definition == ir::none ? TypeKind::Invalid : TypeKind::Boolean, {}, ir::none}};
  }
  const ir::Index index = names.factEntry(*entry).fact;
  const ir::Fact &fact = program.facts[index];
  if (!factOwner(expr, place, fact)) return {};
  ir::Expr result;
  result.op = fact.type == ir::FactType::Boolean ? ir::Op::Fact : ir::Op::Value;
  result.index = index;
  result.owner = fact.owner == ir::none ? ir::Owner::Act : ir::Owner::Person;
  if (fact.forEachProvision) {
    result.provision = place.provision;
    ++readsForEachProvision;
  }
  if (fact.quantity && place.home && !fact.overTime.empty()) {
    const Date from = law.history->span(place.home).from;
    if (from < fact.overTime.front().first && from != Date::earliest() && early.insert({index, place.provision}).second)
      diagnostics
          .report(Code::D013, expr.range, fact.name, fact.overTime.front().first.text(),
                  law.history->describe(place.home), from.text())
          .note("its values are stated here", names.declarationOf(index).range);
  }
  return {pool.add(std::move(result)), typeOf(index)};
}

Typed Conditions::term(law::ExprId id, const Place &place) {
  const law::Expr &expr = (*place.stores)[id];
  switch (expr.kind) {
  case ExprKind::Fact: return factTerm(expr, place);
  case ExprKind::Quantity: {
    const llvm::StringRef unit = expr.unit.text;
    if (unit.empty()) return {pool.number(expr.number), {TypeKind::Number, {}, ir::none}};
    if (unit == "%" || unit == "\uFF05")
      return {pool.number(*Number::divide(expr.number, Number(100))), {TypeKind::Percentage, {}, ir::none}};
    if (unit.startswith("day")) return {pool.number(expr.number), {TypeKind::Days, {}, ir::none}};
    if (unit.startswith("month") || unit.startswith("year")) {
      const auto months = Number::multiply(expr.number, Number(unit.startswith("year") ? 12 : 1));
      return {pool.number(months.value_or(Number(0)), true), {TypeKind::Months, {}, ir::none}};
    }
    return {pool.number(expr.number), {TypeKind::Money, unit.str(), ir::none}};
  }
  case ExprKind::Day: {
    ir::Expr day;
    day.op = ir::Op::Day;
    day.date = expr.date;
    return {pool.add(std::move(day)), {TypeKind::Date, {}, ir::none}};
  }
  case ExprKind::Text: return {ir::none, {TypeKind::Text, {}, ir::none}};
  case ExprKind::Add:
  case ExprKind::Subtract:
  case ExprKind::Multiply:
  case ExprKind::Divide:
  case ExprKind::Negate:
  case ExprKind::Higher:
  case ExprKind::Lower:
  case ExprKind::Times:
  case ExprKind::PercentOf: return arithmetic(expr, place);
  case ExprKind::AmountUnder: return amountUnder(expr, place);
  case ExprKind::Invalid: return {};
  default: {
    const ir::Index truth = condition(id, place);
    return {truth, {truth == ir::none ? TypeKind::Invalid : TypeKind::Boolean, {}, ir::none}};
  }
  }
}

Typed Conditions::arithmetic(const law::Expr &expr, const Place &place) {
  auto isNumber = [](const Typed &t) { return t.type.kind == TypeKind::Number; };
  auto isMeasure = [&](const Typed &t) {
    return isNumber(t) || t.type.kind == TypeKind::Money || t.type.kind == TypeKind::Days ||
           t.type.kind == TypeKind::Months;
  };
  auto refuse = [&](const Typed &a, const Typed &b) -> Typed {
    auto written = [&](size_t i) { return i < expr.operands.size() ? &(*place.stores)[expr.operands[i]] : nullptr; };
    reportMismatch(expr.range, {a.type, written(0)}, {b.type, written(1)});
    return {};
  };
  Typed a, b;
  ir::Op op = ir::Op::Multiply;
  if (expr.kind == ExprKind::Times || expr.kind == ExprKind::PercentOf) {
    const Number factor =
        expr.kind == ExprKind::Times ? expr.number : Number::divide(expr.number, Number(100)).value_or(Number(0));
    a = {pool.number(factor), {TypeKind::Number, {}, ir::none}};
    b = term(expr.operands[0], place);
  } else if (expr.kind == ExprKind::Negate) {
    a = {pool.number(Number(-1)), {TypeKind::Number, {}, ir::none}};
    b = term(expr.operands[0], place);
  } else {
    a = term(expr.operands[0], place);
    b = term(expr.operands[1], place);
    op = expr.kind == ExprKind::Add        ? ir::Op::Add
         : expr.kind == ExprKind::Subtract ? ir::Op::Subtract
         : expr.kind == ExprKind::Multiply ? ir::Op::Multiply
         : expr.kind == ExprKind::Divide   ? ir::Op::Divide
         : expr.kind == ExprKind::Higher   ? ir::Op::Higher
                                           : ir::Op::Lower;
  }
  if (a.expr == ir::none || b.expr == ir::none) return {};
  for (Typed *side : {&a, &b}) // a share is a number to count with
    if (side->type.kind == TypeKind::Percentage) side->type.kind = TypeKind::Number;
  if (op == ir::Op::Add && a.type.kind == TypeKind::Date &&
      (b.type.kind == TypeKind::Days || b.type.kind == TypeKind::Months))
    return dayAfter(a, b, expr.range);
  if (!isMeasure(a) || !isMeasure(b)) return refuse(a, b);
  Type type = a.type;
  if (op == ir::Op::Multiply) {
    if (!isNumber(a) && !isNumber(b)) return refuse(a, b);
    type = isNumber(a) ? b.type : a.type;
  } else if (op == ir::Op::Divide) {
    if (!isNumber(b) && (a.type.kind != b.type.kind || a.type.currency != b.type.currency)) return refuse(a, b);
    if (!isNumber(b)) type = {TypeKind::Number, {}, ir::none};
  } else if (a.type.kind != b.type.kind || a.type.currency != b.type.currency) {
    return refuse(a, b);
  }
  type.fact = ir::none;
  const ir::Expr &x = program.exprs[a.expr], &y = program.exprs[b.expr];
  if (op == ir::Op::Divide && y.op == ir::Op::Constant && y.number == Number(0)) {
    diagnostics.report(Code::V013, expr.range, "it divides by zero");
    return {};
  }
  if (x.op == ir::Op::Constant && y.op == ir::Op::Constant) {
    std::optional<Number> result;
    switch (op) {
    case ir::Op::Add: result = Number::add(x.number, y.number); break;
    case ir::Op::Subtract: result = Number::subtract(x.number, y.number); break;
    case ir::Op::Multiply: result = Number::multiply(x.number, y.number); break;
    case ir::Op::Divide: result = Number::divide(x.number, y.number); break;
    case ir::Op::Higher: result = std::max(x.number, y.number); break;
    default: result = std::min(x.number, y.number); break;
    }
    if (!result) {
      diagnostics.report(Code::V013, expr.range, "the result is too large");
      return {};
    }
    return {pool.number(*result, type.kind == TypeKind::Months), type};
  }
  ir::Expr result;
  result.op = op;
  result.operands = {a.expr, b.expr};
  return {pool.add(std::move(result)), type};
}

Typed Conditions::dayAfter(const Typed &day, const Typed &period, Range at) {
  const ir::Expr &length = program.exprs[period.expr];
  if (length.op != ir::Op::Constant || !length.number.isWhole() || length.number < Number(0) ||
      length.number > Number(1'000'000)) {
    diagnostics.report(Code::V013, at, "what is added to a day must be a whole number of days, months or years");
    return {};
  }
  ir::Expr result;
  result.op = period.type.kind == TypeKind::Months ? ir::Op::MonthsAfter : ir::Op::Add;
  result.operands = {day.expr, period.expr};
  return {pool.add(std::move(result)), {TypeKind::Date, {}, ir::none}};
}

Typed Conditions::value(law::ExprId id, const Place &place, ir::Index fact) {
  const ir::Fact &declared = program.facts[fact];
  const law::Expr &expr = (*place.stores)[id];
  if (declared.type != ir::FactType::Choice || expr.kind != ExprKind::Fact) return term(id, place);
  const auto found = llvm::find(declared.values, expr.name.text);
  if (found == declared.values.end()) {
    Diagnostic &d = diagnostics.report(Code::V005, expr.range, declared.name, std::string_view(expr.name.text));
    names.restsOnTwins(d, declared.name);
    std::vector<llvm::StringRef> all(declared.values.begin(), declared.values.end());
    if (llvm::StringRef near = nearestName(expr.name.text, all); !near.empty()) {
      d.fix(fmt::format("did you mean `{}`?", std::string_view(near)), expr.range, near.str(),
            isSlip(expr.name.text, all));
      noteLookAlike(d, expr.name.text, near);
    } else {
      d.note(fmt::format("its values are {}", fmt::join(declared.values, ", ")));
    }
    return {};
  }
  ir::Expr choice;
  choice.op = ir::Op::Choice;
  choice.index = fact;
  choice.number = Number(found - declared.values.begin());
  names.valueUsed(fact, expr.name);
  return {pool.add(std::move(choice)), {TypeKind::Choice, {}, fact}};
}

/// `drunk = true`: there are no truth values to compare with.
bool Conditions::truthValue(const law::Expr &expr, const Place &place) {
  const law::Expr &fact = (*place.stores)[expr.operands[0]], &value = (*place.stores)[expr.operands[1]];
  const llvm::StringRef word = value.name.text;
  const bool yes = word == "true" || word == "yes";
  if (fact.kind != ExprKind::Fact || value.kind != ExprKind::Fact || !(yes || word == "false" || word == "no") ||
      names.lookUp(NameKind::Fact, place.scope, word))
    return false;
  const auto entry = names.lookUp(NameKind::Fact, place.scope, fact.name.text);
  const bool condition = entry && (names.factEntry(*entry).fact == ir::none ||
                                   typeOf(names.factEntry(*entry).fact).kind == TypeKind::Boolean);
  if (!condition) return false;
  const bool met = yes == (expr.kind == ExprKind::Equal);
  const std::string alone = fmt::format("{}{}", met ? "" : "not ", std::string_view(fact.name.text));
  diagnostics.report(Code::V001, value.range, "fact", std::string_view(word))
      .fix(fmt::format("a condition is stated alone: `{}`", alone), expr.range, alone, true);
  return true;
}

ir::Index Conditions::comparison(const law::Expr &expr, const Place &place) {
  // The side that is a choice says what the values on the other side are.
  auto choiceFact = [&](law::ExprId id) -> std::optional<ir::Index> {
    const law::Expr &side = (*place.stores)[id];
    if (side.kind != ExprKind::Fact) return std::nullopt;
    const auto entry = names.lookUp(NameKind::Fact, place.scope, side.name.text);
    if (!entry || names.factEntry(*entry).fact == ir::none) return std::nullopt;
    const ir::Index fact = names.factEntry(*entry).fact;
    if (program.facts[fact].type != ir::FactType::Choice) return std::nullopt;
    return fact;
  };
  if (truthValue(expr, place)) return ir::none;
  Typed a, b;
  if (const auto fact = choiceFact(expr.operands[0])) {
    a = term(expr.operands[0], place);
    b = value(expr.operands[1], place, *fact);
  } else if (const auto other = choiceFact(expr.operands[1])) {
    a = value(expr.operands[0], place, *other);
    b = term(expr.operands[1], place);
  } else {
    a = term(expr.operands[0], place);
    b = term(expr.operands[1], place);
  }
  const Side left{a.type, &(*place.stores)[expr.operands[0]]}, right{b.type, &(*place.stores)[expr.operands[1]]};
  const bool text = a.type.kind == TypeKind::Text || b.type.kind == TypeKind::Text;
  if (text && a.type.kind != TypeKind::Invalid && b.type.kind != TypeKind::Invalid) {
    reportMismatch(expr.range, left, right);
    return ir::none;
  }
  if (a.expr == ir::none || b.expr == ir::none) return ir::none;
  ir::Expr result;
  switch (expr.kind) {
  case ExprKind::Less: result.op = ir::Op::Less; break;
  case ExprKind::LessOrEqual: result.op = ir::Op::LessOrEqual; break;
  case ExprKind::Greater: result.op = ir::Op::Greater; break;
  case ExprKind::GreaterOrEqual: result.op = ir::Op::GreaterOrEqual; break;
  case ExprKind::Equal: result.op = ir::Op::Equal; break;
  default: result.op = ir::Op::Unequal; break;
  }
  const bool order = result.op != ir::Op::Equal && result.op != ir::Op::Unequal;
  auto isDuration = [](TypeKind k) { return k == TypeKind::Duration || k == TypeKind::Days || k == TypeKind::Months; };
  // Any number may be a share, but not a count.
  auto isShare = [&](const Type &x, const Type &y) {
    return x.kind == TypeKind::Percentage && y.kind == TypeKind::Number &&
           (y.fact == ir::none || program.facts[y.fact].type != ir::FactType::Count);
  };
  bool same = a.type.kind == b.type.kind && a.type.currency == b.type.currency &&
              (a.type.kind != TypeKind::Choice || a.type.fact == b.type.fact) && a.type.kind != TypeKind::Boolean;
  same = same || isShare(a.type, b.type) || isShare(b.type, a.type);
  if (isDuration(a.type.kind) && isDuration(b.type.kind) && a.type.kind != b.type.kind) {
    // A duration fact takes the unit that the law compares it in, and only that.
    const Typed &fact = a.type.kind == TypeKind::Duration ? a : b, &other = a.type.kind == TypeKind::Duration ? b : a;
    if (fact.type.kind == TypeKind::Duration && fact.type.fact != ir::none) {
      const auto [known, isNew] = durationUnit.try_emplace(fact.type.fact, other.type.kind);
      same = isNew || known->second == other.type.kind;
      if (!same) {
        Type before;
        before.kind = known->second;
        diagnostics.report(Code::V004, expr.range, describeType(before), describeType(other.type))
            .note(fmt::format("elsewhere `{}` is compared with {}: days, and months or years, do not mix",
                              program.facts[fact.type.fact].name, describeType(before)));
        return ir::none;
      }
    }
  }
  if (!same) {
    reportMismatch(expr.range, left, right);
    return ir::none;
  }
  if (order && a.type.kind == TypeKind::Choice && !program.facts[a.type.fact].ordered) {
    const std::string &name = program.facts[a.type.fact].name;
    Diagnostic &d = diagnostics.report(Code::V010, expr.range, name);
    d.note(fmt::format("an order is declared with `<`: one of {}", fmt::join(program.facts[a.type.fact].values, " < ")),
           names.declarationOf(a.type.fact).range);
    names.restsOnTwins(d, name);
    return ir::none;
  }
  // The fact stands on the left.
  auto isValue = [&](ir::Index e) { return program.exprs[e].op == ir::Op::Value; };
  if (!isValue(a.expr) && isValue(b.expr)) {
    std::swap(a, b);
    switch (result.op) {
    case ir::Op::Less: result.op = ir::Op::Greater; break;
    case ir::Op::Greater: result.op = ir::Op::Less; break;
    case ir::Op::LessOrEqual: result.op = ir::Op::GreaterOrEqual; break;
    case ir::Op::GreaterOrEqual: result.op = ir::Op::LessOrEqual; break;
    default: break;
    }
  }
  result.operands = {a.expr, b.expr};
  return pool.add(std::move(result));
}

ir::Index ownConditions(Conditions &conditions, ExprPool &pool, const law::Instrument &text, law::ProvisionId id,
                        Place place) {
  std::vector<ir::Index> parts;
  for (law::ExprId when : text[id].whens) parts.push_back(conditions.condition(when, place));
  for (law::ExprId unless : text[id].unlesses) parts.push_back(pool.negation(conditions.condition(unless, place)));
  return pool.all(std::move(parts));
}

} // namespace proviso
