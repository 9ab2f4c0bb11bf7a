#include "support/Oracle.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace proviso::testing {

using ir::Op;

namespace {

bool contains(const std::vector<ir::Index> &list, ir::Index one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

Atom atomOf(const ir::Program &program, const ir::Expr &expr) {
  const bool personal = program.facts[expr.index].owner != ir::none;
  return {personal ? Atom::Kind::PersonFact : Atom::Kind::Fact, expr.index, expr.provision};
}

} // namespace

void Oracle::read(ir::Index index, std::set<Atom> &atoms, std::set<ir::Index> &seen) const {
  if (index == ir::none || !seen.insert(index).second) return;
  const ir::Expr &expr = program.exprs[index];
  switch (expr.op) {
  case Op::Fact:
  case Op::Value:
  case Op::Unascertainable: atoms.insert(atomOf(program, expr)); break;
  case Op::Breach: atoms.insert({Atom::Kind::Breach, ir::none, expr.index}); break;
  case Op::Disobeyed: atoms.insert({Atom::Kind::Disobeyed, ir::none, expr.index}); break;
  case Op::Committed:
    read(program.provisions[expr.index].subject, atoms, seen);
    read(program.provisions[expr.index].elements, atoms, seen);
    break;
  default: break;
  }
  for (ir::Index operand : expr.operands) read(operand, atoms, seen);
}

std::set<Atom> Oracle::atoms(ir::Index provision) const {
  std::set<Atom> found;
  std::set<ir::Index> seen, sources;
  std::function<void(ir::Index)> source = [&](ir::Index p) {
    if (!sources.insert(p).second) return;
    for (const ir::Tier &tier : program.provisions[p].tiers) {
      read(tier.guard, found, seen);
      for (ir::Index s : tier.sanctions)
        for (const auto &alternative : program.sanctions[s].delegates)
          for (ir::Index to : alternative) source(to);
    }
  };
  read(program.provisions[provision].elements, found, seen);
  source(provision);
  // Constraints tie further facts to these.
  for (bool added = true; added;) {
    added = false;
    for (ir::Index always : program.always) {
      std::set<Atom> more;
      std::set<ir::Index> fresh;
      read(always, more, fresh);
      const bool shares = std::any_of(more.begin(), more.end(), [&](const Atom &a) { return found.count(a) != 0; });
      if (!shares) continue;
      for (const Atom &a : more) added = found.insert(a).second || added;
    }
  }
  return found;
}

std::vector<int64_t> Oracle::values(const Atom &atom) const {
  if (atom.kind == Atom::Kind::Breach || atom.kind == Atom::Kind::Disobeyed) return {0, 1};
  const ir::Fact &fact = program.facts[atom.fact];
  std::set<int64_t> list;
  if (fact.type == ir::FactType::Boolean)
    list = {0, 1};
  else if (fact.type == ir::FactType::Choice)
    for (size_t i = 0; i < fact.values.size(); ++i) list.insert(static_cast<int64_t>(i));
  else {
    list.insert(0);
    for (const ir::Expr &expr : program.exprs)
      if (expr.op >= Op::Less && expr.op <= Op::Unequal && program.exprs[expr.operands[0]].op == Op::Value &&
          program.exprs[expr.operands[0]].index == atom.fact) {
        const ir::Expr &bound = program.exprs[expr.operands[1]];
        if (bound.op != Op::Constant && bound.op != Op::Day) continue;
        const int64_t at =
            bound.op == Op::Day ? bound.date.days : bound.number.numerator() / bound.number.denominator();
        list.insert({at - 1, at, at + 1});
      }
  }
  if (fact.unascertainable) list.insert(unascertainable);
  return {list.begin(), list.end()};
}

std::optional<Number> Oracle::term(ir::Index index, const World &world) const {
  const ir::Expr &expr = program.exprs[index];
  switch (expr.op) {
  case Op::Value: {
    const int64_t value = world.values.at(atomOf(program, expr));
    if (value == unascertainable) return std::nullopt;
    return Number(value);
  }
  case Op::Constant:
  case Op::Choice: return expr.number;
  case Op::Day: return Number(expr.date.days);
  default: break;
  }
  const auto a = term(expr.operands[0], world), b = term(expr.operands[1], world);
  if (!a || !b) return std::nullopt;
  switch (expr.op) {
  case Op::Add: return Number::add(*a, *b);
  case Op::Subtract: return Number::subtract(*a, *b);
  case Op::Multiply: return Number::multiply(*a, *b);
  case Op::Divide: return Number::divide(*a, *b);
  case Op::Higher: return std::max(*a, *b);
  default: return std::min(*a, *b);
  }
}

bool Oracle::holds(ir::Index index, const World &world) const {
  const ir::Expr &expr = program.exprs[index];
  auto each = [&](ir::Index operand) { return holds(operand, world); };
  switch (expr.op) {
  case Op::True: return true;
  case Op::False: return false;
  case Op::And: return std::all_of(expr.operands.begin(), expr.operands.end(), each);
  case Op::Or: return std::any_of(expr.operands.begin(), expr.operands.end(), each);
  case Op::Not: return !each(expr.operands[0]);
  case Op::Fact: return world.values.at(atomOf(program, expr)) == 1;
  case Op::Unascertainable: return world.values.at(atomOf(program, expr)) == unascertainable;
  case Op::IsRole: return (expr.owner == ir::Owner::Act ? world.roles : world.personRoles).count(expr.index) != 0;
  case Op::IsForm: return world.form == expr.index;
  case Op::Breach: return world.values.at({Atom::Kind::Breach, ir::none, expr.index}) == 1;
  case Op::Disobeyed: return world.values.at({Atom::Kind::Disobeyed, ir::none, expr.index}) == 1;
  case Op::Committed: return committed(expr.index, world);
  default: break;
  }
  const auto a = term(expr.operands[0], world), b = term(expr.operands[1], world);
  if (!a || !b) return false;
  switch (expr.op) {
  case Op::Less: return *a < *b;
  case Op::LessOrEqual: return *a <= *b;
  case Op::Greater: return *a > *b;
  case Op::GreaterOrEqual: return *a >= *b;
  case Op::Equal: return *a == *b;
  default: return *a != *b;
  }
}

bool Oracle::committed(ir::Index provision, World world) const {
  if (!inForce(provision, world)) return false;
  const ir::Provision &p = program.provisions[provision];
  for (ir::Index form = 0; form <= program.forms.size(); ++form) {
    world.form = form < program.forms.size() ? std::optional(form) : std::nullopt;
    if ((p.subject == ir::none || holds(p.subject, world)) && holds(p.elements, world)) return true;
  }
  return false;
}

bool Oracle::consistent(const World &world) const {
  for (ir::Index always : program.always) {
    std::set<Atom> read_;
    std::set<ir::Index> seen;
    read(always, read_, seen);
    if (std::all_of(read_.begin(), read_.end(), [&](const Atom &a) { return world.values.count(a) != 0; }) &&
        !holds(always, world))
      return false;
  }
  auto isUnder = [&](ir::Index inner, ir::Index outer) {
    for (; inner != ir::none; inner = program.provisions[inner].parent)
      if (inner == outer) return true;
    return false;
  };
  for (const auto &[a, x] : world.values)
    for (const auto &[b, y] : world.values)
      if (a.kind == Atom::Kind::Breach && b.kind == Atom::Kind::Breach && x == 1 && y == 0 &&
          isUnder(a.provision, b.provision))
        return false;
  return true;
}

bool Oracle::madeOut(ir::Index provision, const World &world) const {
  const ir::Provision &p = program.provisions[provision];
  return inForce(provision, world) && (p.subject == ir::none || holds(p.subject, world)) && holds(p.elements, world);
}

std::string Oracle::key(ir::Index sanction) const {
  const ir::Sanction &s = program.sanctions[sanction];
  if (s.op == ir::SanctionOp::Referral) return "referral " + program.referrals[s.kind].name;
  if (s.op == ir::SanctionOp::Kind) return program.kinds[s.kind].name + " " + s.qualifier;
  std::vector<std::string> parts;
  for (ir::Index operand : s.operands) parts.push_back(key(operand));
  std::sort(parts.begin(), parts.end());
  return fmt::format("choice {}", fmt::join(parts, " "));
}

std::string Oracle::canonical(ir::Index sanction, const World &world, bool person,
                              const std::vector<ir::Index> &roles) const {
  const ir::Sanction &s = program.sanctions[sanction];
  const std::string may = s.may ? "may " : "";
  if (s.op == ir::SanctionOp::Referral) return may + "referral " + program.referrals[s.kind].name;
  if (s.op == ir::SanctionOp::Kind) {
    const auto &on = program.kinds[s.kind].on;
    if (!person && !on.empty() && world.form && !contains(on, *world.form)) return "";
    std::string addressed;
    if (person)
      for (ir::Index role : roles) addressed += "," + program.roles[role].name;
    auto bound = [&](ir::Index e) -> std::string {
      if (e == ir::none) return "open";
      return program.exprs[e].op == Op::Constant ? program.exprs[e].number.text() : "formula";
    };
    return fmt::format("{}{} {} {}..{} by {}{}", may, program.kinds[s.kind].name, s.qualifier, bound(s.low),
                       bound(s.high), s.authority, addressed);
  }
  std::vector<std::string> parts;
  for (ir::Index operand : s.operands)
    if (std::string part = canonical(operand, world, person, roles); !part.empty()) parts.push_back(std::move(part));
  if (parts.empty()) return "";
  if (parts.size() == 1 && s.operands.size() > 1)
    return (s.may && !parts[0].starts_with("may ") ? "may " : "") + parts[0];
  return fmt::format("{}{}({})", may, static_cast<int>(s.op), fmt::join(parts, "; "));
}

std::vector<Oracle::Imposed> Oracle::imposed(ir::Index provision, const World &world, bool person,
                                             const std::vector<ir::Index> *readdressed) const {
  std::vector<Imposed> list;
  auto put = [&](const std::string &k, std::string outcome) {
    for (Imposed &one : list)
      if (one.key == k) {
        one.outcome = std::move(outcome);
        return;
      }
    list.push_back({k, std::move(outcome)});
  };
  for (const ir::Tier &tier : program.provisions[provision].tiers) {
    if (readdressed && tier.addressee == ir::Owner::Person) continue;
    const bool toPerson = readdressed || tier.addressee == ir::Owner::Person;
    if (toPerson && !person) continue;
    const std::vector<ir::Index> &roles = readdressed ? *readdressed : tier.roles;
    if (toPerson &&
        std::none_of(roles.begin(), roles.end(), [&](ir::Index role) { return world.personRoles.count(role) != 0; }))
      continue;
    if (!holds(tier.guard, world)) continue;
    if (tier.op == ir::TierOp::Instead && toPerson == person)
      for (Imposed &one : list) one.outcome.clear();
    for (ir::Index s : tier.sanctions) {
      const ir::Sanction &sanction = program.sanctions[s];
      if (sanction.op != ir::SanctionOp::Delegation) {
        if (toPerson == person)
          put(program.provisions[provision].id + " " + key(s), canonical(s, world, person, roles));
        continue;
      }
      // What is brought in for the subject brings its own persons with it; for a person, only what the subject gets.
      for (size_t a = 0; a < sanction.delegates.size(); ++a)
        for (ir::Index to : sanction.delegates[a]) {
          if (!inForce(to, world)) continue;
          const std::string suffix = sanction.choice ? fmt::format(" choice {} {}", provision, sanction.cited[a]) : "";
          for (const Imposed &one : imposed(to, world, person, toPerson ? &roles : nullptr))
            if (!one.outcome.empty()) put(one.key + suffix, one.outcome);
        }
    }
  }
  return list;
}

std::map<std::string, std::string> Oracle::effects(ir::Index provision, const World &world, bool person) const {
  std::map<std::string, std::string> result;
  if (!madeOut(provision, world)) return result;
  for (const Imposed &one : imposed(provision, world, person, nullptr))
    if (!one.outcome.empty()) result[one.key] = one.outcome;
  return result;
}

} // namespace proviso::testing
