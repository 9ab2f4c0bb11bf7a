#include "tables/Variables.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <functional>

namespace proviso {

using ir::Op;

namespace {

Number constantOf(const ir::Expr &expr) { return expr.op == Op::Day ? Number(expr.date.days) : expr.number; }

bool isConstant(Op op) { return op == Op::Constant || op == Op::Day || op == Op::Choice; }

/// Counts, days and durations are whole: more than 500 is 501 and more, and nothing lies between.
bool isWhole(const ir::Program &program, const ir::Expr &comparison) {
  const ir::FactType type = program.facts[program.exprs[comparison.operands[0]].index].type;
  return type == ir::FactType::Count || type == ir::FactType::Date || type == ir::FactType::Duration;
}

/// The least whole number that is not below; the greatest one plus 1, where `above`.
Number nextWhole(Number at, bool above) {
  const int64_t down =
      at.numerator() / at.denominator() - (at.numerator() % at.denominator() < 0 ? 1 : 0); // towards the negative
  return at.isWhole() ? (above ? Number::add(at, Number(1)).value_or(at) : at) : Number(down + 1);
}

} // namespace

std::vector<Cut> cutsOf(const ir::Program &program, const ir::Expr &comparison) {
  const ir::Expr &constant = program.exprs[comparison.operands[1]];
  if (constant.op == Op::Choice) return {};
  const Number at = constantOf(constant);
  if (isWhole(program, comparison)) {
    switch (comparison.op) {
    case Op::Less:
    case Op::GreaterOrEqual: return {{nextWhole(at, false), false}};
    case Op::Greater:
    case Op::LessOrEqual: return {{nextWhole(at, true), false}};
    default:
      if (!at.isWhole()) return {};
      return {{at, false}, {nextWhole(at, true), false}};
    }
  }
  switch (comparison.op) {
  case Op::Less:
  case Op::GreaterOrEqual: return {{at, false}};
  case Op::Greater:
  case Op::LessOrEqual: return {{at, true}};
  default: return {{at, false}, {at, true}};
  }
}

uint64_t allValues(const Variable &variable) {
  return variable.size >= 64 ? ~uint64_t(0) : (uint64_t(1) << variable.size) - 1;
}

uint32_t Variables::add(Variable variable) {
  const Key key{variable.kind, variable.owner, variable.fact, variable.provision, variable.index};
  const auto [it, isNew] = known.try_emplace(key, static_cast<uint32_t>(variables.size()));
  if (isNew) variables.push_back(std::move(variable));
  return it->second;
}

std::optional<uint32_t> Variables::find(VariableKind kind, ir::Owner owner, ir::Index fact, ir::Index provision,
                                        ir::Index index) const {
  const auto found = known.find({kind, owner, fact, provision, index});
  if (found == known.end()) return std::nullopt;
  return found->second;
}

bool Variables::comparesWithConstant(const ir::Expr &comparison) const {
  return program.exprs[comparison.operands[0]].op == Op::Value && isConstant(program.exprs[comparison.operands[1]].op);
}

/// Several may have stood under one number: the day in the id tells them apart.
static std::string citedOn(const ir::Provision &p) {
  const size_t day = p.id.find('@');
  return p.citation + (day == std::string::npos ? "" : " of " + p.id.substr(day + 1, 10));
}

void Variables::addForm(ir::Owner owner) {
  Variable form;
  form.kind = VariableKind::Form;
  form.size = static_cast<uint32_t>(program.forms.size()) + 1;
  form.owner = owner;
  form.label = owner == ir::Owner::Act ? "form of the subject" : "form of the person";
  add(std::move(form));
}

void Variables::addRole(ir::Index role, ir::Owner owner) {
  Variable variable;
  variable.kind = VariableKind::Role;
  variable.owner = owner;
  variable.index = role;
  variable.label =
      owner == ir::Owner::Act ? "is " + program.roles[role].name : "the person is " + program.roles[role].name;
  add(std::move(variable));
}

void Variables::addInForce(ir::Index provision) {
  Variable variable;
  variable.kind = VariableKind::InForce;
  variable.provision = provision;
  variable.label = citedOn(program.provisions[provision]) + " is in force";
  add(std::move(variable));
}

void Variables::addSuccession(ir::Index ended) {
  Variable variable;
  variable.kind = VariableKind::Succession;
  variable.provision = ended;
  variable.label = "what " + program.provisions[ended].citation + " has become";
  variable.size = 1 + std::max<uint32_t>(2, static_cast<uint32_t>(program.provisions[ended].becomes.size()));
  add(std::move(variable));
}

void Variables::addFact(const ir::Expr &expr) {
  const ir::Fact &fact = program.facts[expr.index];
  Variable variable;
  variable.kind = VariableKind::Fact;
  variable.owner = expr.owner;
  variable.fact = expr.index;
  variable.provision = expr.provision;
  variable.label = fact.name;
  if (expr.provision != ir::none) variable.label += " in " + citedOn(program.provisions[expr.provision]);
  if (fact.owner != ir::none) variable.label += " of the person";
  add(std::move(variable));
}

void Variables::addCut(const ir::Expr &comparison) {
  const ir::Expr &value = program.exprs[comparison.operands[0]], &constant = program.exprs[comparison.operands[1]];
  addFact(value);
  Variable &variable = variables[*find(VariableKind::Fact, value.owner, value.index, value.provision, ir::none)];
  if (constant.months) variable.months = true;
  for (const Cut &cut : cutsOf(program, comparison))
    if (!llvm::is_contained(variable.cuts, cut)) variable.cuts.push_back(cut);
}

void Variables::collect(ir::Index index) {
  if (index == ir::none) return;
  if (!visited.insert(index).second) return;
  const ir::Expr &expr = program.exprs[index];
  switch (expr.op) {
  case Op::Fact:
  case Op::Unascertainable: addFact(expr); return;
  case Op::IsRole: addRole(expr.index, expr.owner); return;
  case Op::IsForm: addForm(expr.owner); return;
  case Op::Breach:
  case Op::Disobeyed: {
    Variable variable;
    variable.kind = expr.op == Op::Breach ? VariableKind::Breach : VariableKind::Disobeyed;
    variable.provision = expr.index;
    variable.label = (expr.op == Op::Breach ? "violates " : "disobeyed ") + program.provisions[expr.index].citation;
    add(std::move(variable));
    return;
  }
  case Op::Became: addSuccession(expr.index); return;
  case Op::Stated: {
    Variable variable;
    variable.kind = VariableKind::Stated;
    variable.fact = expr.index;
    variable.provision = expr.provision;
    variable.label = program.facts[expr.index].name;
    if (expr.provision != ir::none) variable.label += " in " + citedOn(program.provisions[expr.provision]);
    variable.label += " is stated";
    add(std::move(variable));
    return;
  }
  case Op::Sanctioned: {
    Variable variable;
    variable.kind = VariableKind::Record;
    variable.owner = expr.owner;
    variable.index = expr.index;
    variable.label = (expr.owner == ir::Owner::Person ? "the person was " : "") + program.records[expr.index].text;
    add(std::move(variable));
    return;
  }
  case Op::MadeOut:
  case Op::Committed: {
    const ir::Provision &p = program.provisions[expr.index];
    collect(p.subject);
    collect(p.elements);
    return;
  }
  case Op::Less:
  case Op::LessOrEqual:
  case Op::Greater:
  case Op::GreaterOrEqual:
  case Op::Equal:
  case Op::Unequal: {
    if (comparesWithConstant(expr)) {
      addCut(expr);
      return;
    }
    Variable variable;
    variable.kind = VariableKind::Comparison;
    variable.index = index;
    variable.expr = index;
    variable.label = ir::describe(program, index);
    const std::function<bool(ir::Index)> personal = [&](ir::Index e) {
      const ir::Expr &inner = program.exprs[e];
      return inner.owner == ir::Owner::Person || llvm::any_of(inner.operands, personal);
    };
    variable.owner = personal(index) ? ir::Owner::Person : ir::Owner::Act;
    add(std::move(variable));
    return;
  }
  default:
    for (ir::Index operand : expr.operands) collect(operand);
  }
}

std::vector<ir::Index> Variables::finish() {
  std::vector<ir::Index> tooMany;
  for (Variable &variable : variables) {
    if (variable.kind != VariableKind::Fact) continue;
    const ir::Fact &fact = program.facts[variable.fact];
    llvm::sort(variable.cuts);
    size_t size = fact.type == ir::FactType::Boolean  ? 2
                  : fact.type == ir::FactType::Choice ? fact.values.size()
                                                      : variable.cuts.size() + 1;
    if (fact.unascertainable) ++size;
    if (size > 64) {
      tooMany.push_back(variable.fact);
      size = 64;
    }
    variable.size = static_cast<uint32_t>(size);
  }
  return tooMany;
}

uint64_t valuesThatSatisfy(const ir::Program &program, const Variable &variable, const ir::Expr &comparison) {
  const ir::Expr &constant = program.exprs[comparison.operands[1]];
  uint64_t set = 0;
  // More than 64 are an error that is reported (T003); wrapped round, each comparison still holds somewhere.
  auto where = [&](uint32_t count, auto holds) {
    for (uint32_t v = 0; v < count; ++v)
      if (holds(v)) set |= uint64_t(1) << (v % 64);
    return set;
  };
  if (constant.op == Op::Choice) {
    const int64_t at = constant.number.numerator();
    return where(static_cast<uint32_t>(program.facts[variable.fact].values.size()), [&](uint32_t v) {
      switch (comparison.op) {
      case Op::Less: return v < at;
      case Op::LessOrEqual: return v <= at;
      case Op::Greater: return v > at;
      case Op::GreaterOrEqual: return v >= at;
      case Op::Equal: return v == at;
      default: return v != at;
      }
    });
  }
  // Value v is the interval from cut v-1 to cut v, and the cuts that part this comparison are among them. A
  // comparison with what is unascertainable, the last value, is false.
  const Number at = constantOf(constant);
  const auto count = static_cast<uint32_t>(variable.cuts.size());
  const bool whole = isWhole(program, comparison);
  // The cut before the bound, and the one after it.
  const Cut before{whole ? nextWhole(at, false) : at, false}, after{whole ? nextWhole(at, true) : at, !whole};
  if (whole && !at.isWhole() && (comparison.op == Op::Equal || comparison.op == Op::Unequal))
    return comparison.op == Op::Equal ? 0 : where(count + 1, [](uint32_t) { return true; });
  auto upTo = [&](uint32_t v, bool itself) { return v < count && variable.cuts[v] <= (itself ? after : before); };
  auto from = [&](uint32_t v, bool itself) { return v > 0 && variable.cuts[v - 1] >= (itself ? before : after); };
  return where(count + 1, [&](uint32_t v) {
    switch (comparison.op) {
    case Op::Less: return upTo(v, false);
    case Op::LessOrEqual: return upTo(v, true);
    case Op::Greater: return from(v, false);
    case Op::GreaterOrEqual: return from(v, true);
    case Op::Equal: return upTo(v, true) && from(v, true);
    default: return !(upTo(v, true) && from(v, true));
    }
  });
}

} // namespace proviso
