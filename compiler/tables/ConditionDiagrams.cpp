#include "tables/ConditionDiagrams.h"

#include <llvm/ADT/STLExtras.h>

#include <cassert>
#include <set>

namespace proviso {

using ir::Op;
using ir::Owner;

std::vector<ir::Index> ConditionDiagrams::close() {
  // Constraints that share a variable bring in what else they read, until nothing is added.
  std::vector<bool> taken(program.always.size(), false);
  for (bool added = true; added;) {
    added = false;
    for (size_t i = 0; i < program.always.size(); ++i)
      if (!taken[i] && sharesVariable(program.always[i])) {
        taken[i] = added = true;
        const size_t before = list.size();
        collect(program.always[i]);
        collectInForce(program.always[i]);
        added = added || list.size() != before;
      }
  }
  std::vector<ir::Index> tooMany = variables.finish();
  for (const Variable &variable : list) diagrams.addVariable(variable.size);
  return tooMany;
}

Diagram ConditionDiagrams::isRole(Owner owner, ir::Index role) {
  return variable(VariableKind::Role, owner, ir::none, ir::none, role, 2);
}

bool ConditionDiagrams::otherSpan(ir::Index provision) const {
  const Span other = program.provisions[provision].span;
  return (own & other) != own;
}

void ConditionDiagrams::collectInForce(ir::Index index) {
  if (index == ir::none) return;
  const ir::Expr &expr = program.exprs[index];
  if (expr.op == Op::InForce && otherSpan(expr.index)) variables.addInForce(expr.index);
  if (expr.op == Op::Committed || expr.op == Op::MadeOut) {
    if (expr.op == Op::Committed && otherSpan(expr.index)) variables.addInForce(expr.index);
    collectInForce(program.provisions[expr.index].elements);
  }
  for (ir::Index operand : expr.operands) collectInForce(operand);
}

void ConditionDiagrams::eachFact(ir::Index index, const std::function<void(const ir::Expr &)> &visit) const {
  const ir::Expr &expr = program.exprs[index];
  if (expr.op == Op::Fact || expr.op == Op::Value || expr.op == Op::Unascertainable) visit(expr);
  for (ir::Index operand : expr.operands) eachFact(operand, visit);
}

bool ConditionDiagrams::sharesVariable(ir::Index constraint) const {
  bool shares = false;
  eachFact(constraint, [&](const ir::Expr &read) {
    for (const Variable &variable : list)
      shares = shares || (variable.kind == VariableKind::Fact && variable.fact == read.index &&
                          variable.provision == read.provision);
  });
  return shares;
}

Diagram ConditionDiagrams::subject(ir::Index provision) {
  const ir::Index s = program.provisions[provision].subject;
  return s == ir::none ? yes : (*this)[s];
}

Diagram ConditionDiagrams::variable(VariableKind kind, Owner owner, ir::Index fact, ir::Index provision,
                                    ir::Index index, uint64_t values) {
  const auto found = variables.find(kind, owner, fact, provision, index);
  assert(found && "a condition reads what was not collected");
  return diagrams.test(*found, values);
}

Diagram ConditionDiagrams::operator[](ir::Index index) {
  if (const auto found = known.find(index); found != known.end()) return found->second;
  const Diagram result = build(program.exprs[index]);
  known.emplace(index, result);
  return result;
}

Diagram ConditionDiagrams::build(const ir::Expr &expr) {
  switch (expr.op) {
  case Op::True: return yes;
  case Op::False: return no;
  case Op::Not: return diagrams.negation((*this)[expr.operands[0]]);
  case Op::And: {
    Diagram all = yes;
    for (ir::Index operand : expr.operands) all = diagrams.conjunction(all, (*this)[operand]);
    return all;
  }
  case Op::Or: {
    Diagram any = no;
    for (ir::Index operand : expr.operands) any = diagrams.disjunction(any, (*this)[operand]);
    return any;
  }
  case Op::Fact: return variable(VariableKind::Fact, expr.owner, expr.index, expr.provision, ir::none, 2);
  case Op::IsRole: return variable(VariableKind::Role, expr.owner, ir::none, ir::none, expr.index, 2);
  case Op::IsForm:
    return variable(VariableKind::Form, expr.owner, ir::none, ir::none, ir::none, uint64_t(1) << expr.index);
  case Op::Breach: return variable(VariableKind::Breach, Owner::Act, ir::none, expr.index, ir::none, 2);
  case Op::Disobeyed: return variable(VariableKind::Disobeyed, Owner::Act, ir::none, expr.index, ir::none, 2);
  case Op::Stated: return variable(VariableKind::Stated, Owner::Act, expr.index, expr.provision, ir::none, 2);
  case Op::Sanctioned: return variable(VariableKind::Record, expr.owner, ir::none, ir::none, expr.index, 2);
  case Op::Committed: return diagrams.conjunction(madeOut(expr.index), inForce(expr.index));
  case Op::MadeOut: return madeOut(expr.index);
  case Op::InForce: return inForce(expr.index);
  case Op::Became: {
    const auto found = variables.find(VariableKind::Succession, Owner::Act, ir::none, expr.index, ir::none);
    return diagrams.test(*found, uint64_t(1) << expr.number.numerator());
  }
  case Op::Unascertainable: {
    const auto found = variables.find(VariableKind::Fact, expr.owner, expr.index, expr.provision, ir::none);
    return diagrams.test(*found, uint64_t(1) << (list[*found].size - 1));
  }
  default: break;
  }
  const auto index = static_cast<ir::Index>(&expr - program.exprs.data());
  if (!variables.comparesWithConstant(expr))
    return variable(VariableKind::Comparison, personal(expr) ? Owner::Person : Owner::Act, ir::none, ir::none, index,
                    2);
  const ir::Expr &value = program.exprs[expr.operands[0]];
  const uint32_t found = *variables.find(VariableKind::Fact, value.owner, value.index, value.provision, ir::none);
  return diagrams.test(found, valuesThatSatisfy(program, list[found], expr));
}

bool ConditionDiagrams::personal(const ir::Expr &expr) const {
  return expr.owner == Owner::Person ||
         llvm::any_of(expr.operands, [&](ir::Index o) { return personal(program.exprs[o]); });
}

Diagram ConditionDiagrams::madeOut(ir::Index provision) {
  Diagram made = diagrams.conjunction(subject(provision), (*this)[program.provisions[provision].elements]);
  if (const auto form = variables.find(VariableKind::Form, Owner::Act, ir::none, ir::none, ir::none))
    made = diagrams.exists(*form, made);
  return made;
}

Diagram ConditionDiagrams::inForce(ir::Index provision) {
  if (!otherSpan(provision)) return yes;
  return variable(VariableKind::InForce, Owner::Act, ir::none, provision, ir::none, 2);
}

Diagram ConditionDiagrams::constraints() {
  Diagram all = yes;
  auto both = [&](VariableKind kind, Owner owner, ir::Index a, ir::Index b) {
    return std::pair(variables.find(kind, owner, ir::none, ir::none, a),
                     variables.find(kind, owner, ir::none, ir::none, b));
  };
  for (ir::Index constraint : program.always)
    if (sharesVariable(constraint)) all = diagrams.conjunction(all, (*this)[constraint]);
  for (Owner owner : {Owner::Act, Owner::Person}) {
    for (ir::Index role = 0; role < program.roles.size(); ++role)
      for (ir::Index entailed : program.roles[role].is)
        if (const auto [a, b] = both(VariableKind::Role, owner, role, entailed); a && b)
          all = diagrams.conjunction(all, diagrams.ifThenElse(diagrams.test(*a, 2), diagrams.test(*b, 2), yes));
    for (const auto &exclusive : program.exclusiveRoles)
      for (size_t i = 0; i < exclusive.size(); ++i)
        for (size_t j = i + 1; j < exclusive.size(); ++j)
          if (const auto [a, b] = both(VariableKind::Role, owner, exclusive[i], exclusive[j]); a && b)
            all = diagrams.conjunction(
                all, diagrams.negation(diagrams.conjunction(diagrams.test(*a, 2), diagrams.test(*b, 2))));
  }
  // No count is below zero.
  for (uint32_t v = 0; v < list.size(); ++v) {
    const Variable &counted = list[v];
    if (counted.kind != VariableKind::Fact || program.facts[counted.fact].type != ir::FactType::Count) continue;
    uint64_t below = 0;
    for (size_t c = 0; c < counted.cuts.size() && c < 64; ++c)
      if (counted.cuts[c].at <= Number(0)) below |= uint64_t(1) << c;
    if (below) all = diagrams.conjunction(all, diagrams.negation(diagrams.test(v, below)));
  }
  all = diagrams.conjunction(all, days());
  // Who is late by the longer of two periods is late by the shorter one.
  for (uint32_t a = 0; a < list.size(); ++a)
    for (uint32_t b = 0; b < list.size(); ++b)
      if (a != b && isLonger(list[a], list[b]))
        all = diagrams.conjunction(all, diagrams.ifThenElse(diagrams.test(a, 2), diagrams.test(b, 2), yes));
  // A breach of a part is a breach of the whole, and so with orders.
  for (uint32_t a = 0; a < list.size(); ++a)
    for (uint32_t b = 0; b < list.size(); ++b)
      if (a != b && list[a].kind == list[b].kind &&
          (list[a].kind == VariableKind::Breach || list[a].kind == VariableKind::Disobeyed) &&
          isUnder(list[a].provision, list[b].provision))
        all = diagrams.conjunction(all, diagrams.ifThenElse(diagrams.test(a, 2), diagrams.test(b, 2), yes));
  return all;
}

bool ConditionDiagrams::isLonger(const Variable &a, const Variable &b) const {
  if (a.kind != VariableKind::Comparison || b.kind != VariableKind::Comparison) return false;
  const ir::Expr &one = program.exprs[a.expr], &other = program.exprs[b.expr];
  if (one.op != Op::Greater || other.op != Op::Greater || one.operands[0] != other.operands[0]) return false;
  const ir::Expr &end = program.exprs[one.operands[1]], &otherEnd = program.exprs[other.operands[1]];
  if (end.op != otherEnd.op || (end.op != Op::MonthsAfter && end.op != Op::Add) ||
      end.operands[0] != otherEnd.operands[0])
    return false;
  const ir::Expr &length = program.exprs[end.operands[1]], &otherLength = program.exprs[otherEnd.operands[1]];
  return length.op == Op::Constant && otherLength.op == Op::Constant && length.number > otherLength.number;
}

Diagram ConditionDiagrams::days() {
  std::vector<uint32_t> timed;
  std::set<Date> turns;
  for (uint32_t v = 0; v < list.size(); ++v) {
    const VariableKind kind = list[v].kind;
    if (kind != VariableKind::InForce && kind != VariableKind::Succession) continue;
    timed.push_back(v);
    const Span span = program.provisions[list[v].provision].span;
    turns.insert({span.from, span.until});
  }
  if (timed.empty()) return yes;
  turns.insert(own.from);
  Diagram any = no;
  for (Date day : turns) {
    if (!own.contains(day)) continue;
    Diagram together = yes;
    for (uint32_t v : timed) {
      const Span span = program.provisions[list[v].provision].span;
      const bool inForce = list[v].kind == VariableKind::InForce;
      const bool first = inForce ? !span.contains(day) : day < span.until; // its first value
      const Diagram is = diagrams.test(v, 1);
      together = diagrams.conjunction(together, first ? is : diagrams.negation(is));
    }
    any = diagrams.disjunction(any, together);
  }
  return any;
}

bool ConditionDiagrams::isUnder(ir::Index inner, ir::Index outer) const {
  for (; inner != ir::none; inner = program.provisions[inner].parent)
    if (inner == outer) return true;
  return false;
}

bool ConditionDiagrams::readable(ir::Index index) const {
  const ir::Expr &expr = program.exprs[index];
  switch (expr.op) {
  case Op::Fact:
  case Op::Unascertainable:
    return expr.owner == Owner::Act &&
           variables.find(VariableKind::Fact, expr.owner, expr.index, expr.provision, ir::none).has_value();
  case Op::IsRole:
    return expr.owner == Owner::Act &&
           variables.find(VariableKind::Role, expr.owner, ir::none, ir::none, expr.index).has_value();
  case Op::IsForm:
    return expr.owner == Owner::Act &&
           variables.find(VariableKind::Form, Owner::Act, ir::none, ir::none, ir::none).has_value();
  case Op::Breach: return variables.find(VariableKind::Breach, Owner::Act, ir::none, expr.index, ir::none).has_value();
  case Op::Disobeyed:
    return variables.find(VariableKind::Disobeyed, Owner::Act, ir::none, expr.index, ir::none).has_value();
  case Op::Stated:
    return variables.find(VariableKind::Stated, Owner::Act, expr.index, expr.provision, ir::none).has_value();
  case Op::Sanctioned:
    return expr.owner == Owner::Act &&
           variables.find(VariableKind::Record, Owner::Act, ir::none, ir::none, expr.index).has_value();
  case Op::InForce:
    return !otherSpan(expr.index) || variables.find(VariableKind::InForce, Owner::Act, ir::none, expr.index, ir::none);
  case Op::Committed: {
    const ir::Provision &p = program.provisions[expr.index];
    return (p.subject == ir::none || readable(p.subject)) && readable(p.elements) &&
           (!otherSpan(expr.index) ||
            variables.find(VariableKind::InForce, Owner::Act, ir::none, expr.index, ir::none));
  }
  case Op::Less:
  case Op::LessOrEqual:
  case Op::Greater:
  case Op::GreaterOrEqual:
  case Op::Equal:
  case Op::Unequal: {
    if (personal(expr)) return false;
    if (!variables.comparesWithConstant(expr))
      return variables.find(VariableKind::Comparison, Owner::Act, ir::none, ir::none, index).has_value();
    const ir::Expr &value = program.exprs[expr.operands[0]];
    const auto found = variables.find(VariableKind::Fact, value.owner, value.index, value.provision, ir::none);
    if (!found) return false;
    // Its bounds must be among the cuts, else the intervals do not part it.
    return llvm::all_of(cutsOf(program, expr),
                        [&](const Cut &cut) { return llvm::is_contained(list[*found].cuts, cut); });
  }
  default: return llvm::all_of(expr.operands, [&](ir::Index operand) { return readable(operand); });
  }
}

} // namespace proviso
