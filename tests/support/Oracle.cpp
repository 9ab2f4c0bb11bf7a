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
  case Op::Became: atoms.insert({Atom::Kind::Succession, ir::none, expr.index}); break;
  case Op::MadeOut:
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
      read(tier.guardOnPerson, found, seen);
      for (ir::Index s : tier.sanctions)
        for (const auto &alternative : program.sanctions[s].delegates)
          for (const ir::Delegate &one : alternative) {
            read(one.guard, found, seen);
            read(one.option, found, seen);
            if (one.to != ir::none) source(one.to);
          }
    }
  };
  read(program.provisions[provision].elements, found, seen);
  for (const ir::Adjustment &adjustment : program.provisions[provision].adjustments)
    read(adjustment.guard, found, seen);
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
  if (atom.kind == Atom::Kind::Succession) {
    std::vector<int64_t> list;
    for (size_t i = 0; i < std::max<size_t>(2, program.provisions[atom.provision].becomes.size()); ++i)
      list.push_back(static_cast<int64_t>(i) + 1);
    return list;
  }
  const ir::Fact &fact = program.facts[atom.fact];
  std::set<int64_t> list;
  if (fact.type == ir::FactType::Boolean)
    list = {0, 1};
  else if (fact.type == ir::FactType::Choice)
    for (size_t i = 0; i < fact.values.size(); ++i) list.insert(static_cast<int64_t>(i));
  else {
    list.insert(0);
    if (fact.type == ir::FactType::Money) list.insert({1'000, 1'000'000});
    for (const ir::Expr &expr : program.exprs)
      if (expr.op >= Op::Less && expr.op <= Op::Unequal && program.exprs[expr.operands[0]].op == Op::Value &&
          program.exprs[expr.operands[0]].index == atom.fact) {
        const ir::Expr &bound = program.exprs[expr.operands[1]];
        if (bound.op != Op::Constant && bound.op != Op::Day) continue;
        const int64_t at =
            bound.op == Op::Day ? bound.date.days : bound.number.numerator() / bound.number.denominator();
        list.insert({at - 1, at, at + 1});
      }
    if (fact.type == ir::FactType::Count) list.erase(list.begin(), list.lower_bound(0));
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
  case Op::Committed: return inForce(expr.index, world) && committed(expr.index, world);
  case Op::MadeOut: return committed(expr.index, world);
  case Op::Became: return succession(expr.index, world) == expr.number.numerator();
  case Op::InForce: return inForce(expr.index, world);
  case Op::Sanctioned: return sanctioned(program.records[expr.index], world);
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

bool Oracle::sanctioned(const ir::Record &record, const World &world) const {
  int times = 0;
  for (const World::Past &past : world.history) {
    bool under = false;
    for (ir::Index at = past.under; at != ir::none; at = program.provisions[at].parent)
      under = under || contains(record.provisions, at);
    const bool has = record.kind != ir::none && contains(past.kinds, record.kind);
    const bool kind = record.kind == ir::none || has != record.without;
    const bool late = record.within && endOf(past.on, *record.within) < world.date;
    times += under && kind && !late && past.on <= world.date;
  }
  return Number(times) >= record.times;
}

/// What a provision has become: 0 while it stands.
int64_t Oracle::succession(ir::Index provision, const World &world) const {
  if (world.date < program.provisions[provision].span.until) return 0;
  return world.values.at({Atom::Kind::Succession, ir::none, provision});
}

bool Oracle::committed(ir::Index provision, World world) const {
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
      if (a.kind == b.kind && (a.kind == Atom::Kind::Breach || a.kind == Atom::Kind::Disobeyed) && x == 1 && y == 0 &&
          isUnder(a.provision, b.provision))
        return false;
  return true;
}

std::set<Atom> Oracle::atoms() const {
  std::set<Atom> all;
  for (ir::Index p = 0; p < program.provisions.size(); ++p)
    if (program.provisions[p].hasEffect() || !program.provisions[p].adjustments.empty()) all.merge(atoms(p));
  std::set<ir::Index> seen; // amounts are weighed against each other
  for (const ir::Sanction &sanction : program.sanctions)
    for (ir::Index bound : {sanction.low, sanction.high}) read(bound, all, seen);
  return all;
}

void Oracle::closeUpwards(World &world) const {
  for (auto &[whole, breached] : world.values)
    for (const auto &[part, value] : world.values)
      if (whole.kind == part.kind && (part.kind == Atom::Kind::Breach || part.kind == Atom::Kind::Disobeyed) &&
          value == 1)
        for (ir::Index at = part.provision; at != ir::none; at = program.provisions[at].parent)
          if (at == whole.provision) breached = 1;
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

std::string Oracle::canonical(ir::Index sanction, const World &world, bool person, const std::vector<ir::Index> &roles,
                              const Adjusted &adjusted) const {
  const ir::Sanction &s = program.sanctions[sanction];
  const std::string may = s.may ? "may " : "";
  std::string addressed;
  if (person)
    for (ir::Index role : roles) addressed += "," + program.roles[role].name;
  if (s.op == ir::SanctionOp::Referral) return may + "referral " + program.referrals[s.kind].name + addressed;
  if (s.op == ir::SanctionOp::Kind) {
    const auto &on = program.kinds[s.kind].on;
    if (!person && !on.empty() && world.form && !contains(on, *world.form)) return "";
    if (adjusted.exempt.count(s.kind)) return "";
    auto bound = [&](ir::Index e, Number times) -> std::string {
      if (e == ir::none) return "open";
      if (program.exprs[e].op != Op::Constant) return times == Number(1) ? "formula" : "formula * " + times.text();
      return Number::multiply(program.exprs[e].number, times)->text();
    };
    const auto times = adjusted.times.find(s.kind);
    return fmt::format("{}{} {} {}..{} by {}{}", may, program.kinds[s.kind].name, s.qualifier, bound(s.low, Number(1)),
                       bound(s.high, times == adjusted.times.end() ? Number(1) : times->second), s.authority,
                       addressed);
  }
  std::vector<std::string> parts;
  for (ir::Index operand : s.operands)
    if (std::string part = canonical(operand, world, person, roles, adjusted); !part.empty())
      parts.push_back(std::move(part));
  if (parts.empty()) return "";
  if (parts.size() == 1 && s.operands.size() > 1)
    return (s.may && !parts[0].starts_with("may ") ? "may " : "") + parts[0];
  return fmt::format("{}{}({})", may, static_cast<int>(s.op), fmt::join(parts, "; "));
}

std::vector<Oracle::Imposed> Oracle::imposed(ir::Index provision, const World &world, bool person,
                                             const std::vector<ir::Index> *readdressed) const {
  std::vector<Imposed> list;
  auto put = [&](Imposed next) {
    for (Imposed &one : list)
      if (one.key == next.key) {
        one = std::move(next);
        return;
      }
    list.push_back(std::move(next));
  };
  for (const ir::Tier &tier : program.provisions[provision].tiers) {
    if (readdressed && tier.addressee == ir::Owner::Person) continue;
    const bool toPerson = readdressed || tier.addressee == ir::Owner::Person;
    if (toPerson && !person) continue;
    const std::vector<ir::Index> &roles = readdressed ? *readdressed : tier.roles;
    if (toPerson &&
        std::none_of(roles.begin(), roles.end(), [&](ir::Index role) { return world.personRoles.count(role) != 0; }))
      continue;
    if (!holds(readdressed ? tier.guardOnPerson : tier.guard, world)) continue;
    if (tier.op == ir::TierOp::Instead && toPerson == person)
      for (Imposed &one : list) one.outcome.clear();
    for (ir::Index s : tier.sanctions) {
      const ir::Sanction &sanction = program.sanctions[s];
      if (sanction.op != ir::SanctionOp::Delegation) {
        if (toPerson == person)
          put({program.provisions[provision].id + " " + key(s), canonical(s, world, person, roles), s, roles, "", ""});
        continue;
      }
      // What is brought in for the subject brings its own persons with it; for a person, only what the subject gets.
      for (size_t a = 0; a < sanction.delegates.size(); ++a)
        for (const ir::Delegate &delegate : sanction.delegates[a]) {
          const ir::Index to = delegate.to;
          if (to == ir::none || !holds(delegate.guard, world) ||
              (delegate.option != ir::none && !holds(delegate.option, world)))
            continue;
          const std::string suffix = sanction.choice ? fmt::format(" choice {} {}", provision, sanction.cited[a]) : "";
          for (const Imposed &one : imposed(to, world, person, toPerson ? &roles : nullptr))
            if (!one.outcome.empty())
              put({one.key + suffix, one.outcome, one.sanction, one.roles,
                   sanction.choice ? fmt::format("{} {}", provision, s) : one.group,
                   sanction.choice ? fmt::format("{}/{}", sanction.cited[a], one.alternative) : one.alternative});
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

// ---- after the tables

Oracle::Adjusted Oracle::adjusted(ir::Index provision, const World &world, bool everyKind) const {
  Adjusted result;
  for (ir::Index q = 0; q < program.provisions.size(); ++q)
    for (const ir::Adjustment &a : program.provisions[q].adjustments) {
      if ((!a.exempts() && !a.raises()) || (everyKind && !a.kinds.empty()) || !madeOut(q, world) ||
          !holds(a.guard, world))
        continue;
      bool reaches = a.provisions.empty();
      for (ir::Index at = provision; at != ir::none; at = program.provisions[at].parent)
        reaches = reaches || contains(a.provisions, at);
      if (!reaches) continue;
      for (ir::Index kind = 0; kind < program.kinds.size(); ++kind) {
        if (a.kinds.empty() ? program.kinds[kind].isMeasure() : !contains(a.kinds, kind)) continue;
        if (a.exempts())
          result.exempt.insert(kind);
        else
          result.times[kind] = *Number::multiply(result.times.try_emplace(kind, Number(1)).first->second, a.times);
      }
    }
  return result;
}

bool Oracle::displaced(ir::Index provision, const World &world) const {
  for (ir::Index q = 0; q < program.provisions.size(); ++q)
    if (contains(program.provisions[q].displaces, provision) && madeOut(q, world)) return true;
  return false;
}

/// Before provisions are weighed against each other.
bool Oracle::standing(ir::Index provision, const World &world, bool person, const Imposed &one) const {
  return !one.outcome.empty() && !displaced(provision, world) &&
         !canonical(one.sanction, world, person, one.roles, adjusted(provision, world, false)).empty();
}

std::string Oracle::group(ir::Index sanction, const World &world, bool person, const Adjusted &adjusted) const {
  const ir::Sanction &s = program.sanctions[sanction];
  if (canonical(sanction, world, person, {}, adjusted).empty() || s.op == ir::SanctionOp::Referral) return "";
  if (s.op == ir::SanctionOp::Kind) return program.kinds[s.kind].isMeasure() ? "" : program.kinds[s.kind].group;
  for (ir::Index operand : s.operands)
    if (std::string one = group(operand, world, person, adjusted); !one.empty()) return one;
  return "";
}

std::vector<Oracle::Part> Oracle::parts(ir::Index sanction, const World &world, bool person, const Adjusted &adjusted,
                                        bool &unclear) const {
  const ir::Sanction &s = program.sanctions[sanction];
  if (canonical(sanction, world, person, {}, adjusted).empty() || s.op == ir::SanctionOp::Referral) return {};
  if (s.op == ir::SanctionOp::Kind) {
    if (program.kinds[s.kind].isMeasure()) return {};
    Part part{
        !program.kinds[s.kind].additional, s.kind, std::nullopt, Number(0), s.low, s.high, Number(1), true, {}, {}};
    if (const auto raised = adjusted.times.find(s.kind); raised != adjusted.times.end()) part.times = raised->second;
    auto raise = [&](std::optional<Number> value) {
      return value ? Number::multiply(*value, part.times) : std::nullopt;
    };
    if (s.high != ir::none) part.high = raise(term(s.high, world));
    if (s.low != ir::none) part.low = term(s.low, world).value_or(Number(0));
    if (s.high != ir::none) {
      part.least = raise(bound(s.high, world, Op::Higher));
      part.most = raise(bound(s.high, world, Op::Lower));
    }
    part.known = (s.high == ir::none || part.high) && (s.low == ir::none || term(s.low, world));
    return {part};
  }
  std::vector<Part> result;
  bool first = true;
  for (ir::Index operand : s.operands) {
    std::vector<Part> branch = parts(operand, world, person, adjusted, unclear);
    if (s.op != ir::SanctionOp::OneOf) {
      result.insert(result.end(), branch.begin(), branch.end());
    } else if (!canonical(operand, world, person, {}, adjusted).empty()) {
      const int order = first ? 1 : compare(branch, result);
      unclear = unclear || order == notComparable;
      if (order == 1) result = std::move(branch);
    }
    first = first && canonical(operand, world, person, {}, adjusted).empty();
  }
  return result;
}

/// The least (Op::Higher) or the most (Op::Lower) that a term can come to, where something in it cannot be established.
std::optional<Number> Oracle::bound(ir::Index index, const World &world, Op side) const {
  if (const auto exact = term(index, world)) return exact;
  const ir::Expr &expr = program.exprs[index];
  if (expr.op != Op::Higher && expr.op != Op::Lower) return std::nullopt;
  const auto a = bound(expr.operands[0], world, side), b = bound(expr.operands[1], world, side);
  if (a && b) return expr.op == Op::Higher ? std::max(*a, *b) : std::min(*a, *b);
  return expr.op == side ? (a ? a : b) : std::nullopt;
}

/// Below zero: a is the milder one.
int Oracle::compare(const std::vector<Part> &left, const std::vector<Part> &right) {
  auto sorted = [](std::vector<Part> list) {
    std::stable_sort(list.begin(), list.end(), [](const Part &a, const Part &b) {
      return std::pair(a.principal, a.kind) > std::pair(b.principal, b.kind);
    });
    return list;
  };
  const std::vector<Part> a = sorted(left), b = sorted(right);
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (a[i].principal != b[i].principal) return a[i].principal ? 1 : -1;
    if (a[i].kind != b[i].kind) return a[i].kind > b[i].kind ? 1 : -1;
    if (a[i].lowExpr == b[i].lowExpr && a[i].highExpr == b[i].highExpr && a[i].times == b[i].times) continue;
    if (!a[i].known || !b[i].known) {
      // What cannot be established may still have bounds that tell.
      if (a[i].most && b[i].least && *a[i].most < *b[i].least) return -1;
      if (b[i].most && a[i].least && *b[i].most < *a[i].least) return 1;
      return notComparable;
    }
    if (a[i].high != b[i].high) return !a[i].high ? 1 : !b[i].high ? -1 : *a[i].high > *b[i].high ? 1 : -1;
    if (a[i].low != b[i].low) return a[i].low > b[i].low ? 1 : -1;
  }
  return a.size() == b.size() ? 0 : a.size() > b.size() ? 1 : -1;
}

std::vector<Oracle::Part> Oracle::package(ir::Index provision, const World &world, bool person,
                                          const std::string &wanted, bool &unclear, ir::Index only) const {
  std::vector<Part> all;
  if (program.provisions[provision].tiers.empty() || !madeOut(provision, world)) return all;
  const Adjusted none = adjusted(provision, world, false);
  std::map<std::string, std::map<std::string, std::vector<Part>>> choices;
  for (const Imposed &one : imposed(provision, world, person, nullptr))
    if (standing(provision, world, person, one) && group(one.sanction, world, person, none) == wanted &&
        (only == ir::none || isOf(one.sanction, only))) {
      const std::vector<Part> more = parts(one.sanction, world, person, none, unclear);
      std::vector<Part> &to = one.group.empty() ? all : choices[one.group][one.alternative];
      to.insert(to.end(), more.begin(), more.end());
    }
  // Of alternatives the heaviest counts.
  for (const auto &[choice, alternatives] : choices) {
    std::vector<std::vector<Part>> together; // with what stands beside a choice within this choice
    for (const auto &[alternative, its] : alternatives) {
      together.emplace_back();
      for (const auto &[other, more] : alternatives)
        if (alternative.starts_with(other)) together.back().insert(together.back().end(), more.begin(), more.end());
    }
    const std::vector<Part> *heaviest = &together.front();
    for (const auto &its : together)
      if (compare(its, *heaviest) == 1) heaviest = &its;
    for (const auto &its : together) unclear = unclear || compare(its, *heaviest) == notComparable;
    all.insert(all.end(), heaviest->begin(), heaviest->end());
  }
  return all;
}

bool Oracle::isOf(ir::Index sanction, ir::Index kind) const {
  return program.sanctions[sanction].op == ir::SanctionOp::Kind && program.sanctions[sanction].kind == kind;
}

bool Oracle::outweighed(ir::Index provision, ir::Index sanction, const World &world, bool person,
                        const std::string &wanted) const {
  for (ir::Index r = 0; r < program.provisions.size(); ++r) {
    const auto &rule = program.provisions[r].concurrence;
    const bool ofKind = rule && rule->rule == ir::ConcurrenceRule::HighestOfKind;
    if (!rule || (rule->rule != ir::ConcurrenceRule::Heaviest && !ofKind) || !madeOut(r, world)) continue;
    if (ofKind && !isOf(sanction, rule->kind)) continue;
    const ir::Index only = ofKind ? rule->kind : ir::none;
    auto other = [&](ir::Index p) {
      return !contains(rule->parties, p) && (rule->with.empty() || contains(rule->with, p));
    };
    bool unclear = false;
    const std::vector<Part> own = package(provision, world, person, wanted, unclear, only);
    for (ir::Index p = 0; p < program.provisions.size(); ++p) {
      const bool against =
          contains(rule->parties, provision) ? other(p) : other(provision) && contains(rule->parties, p);
      if (!against || p == provision) continue;
      bool alsoUnclear = unclear;
      const std::vector<Part> its = package(p, world, person, wanted, alsoUnclear, only);
      if (its.empty() || alsoUnclear) continue;
      // Of two that are equal that of the party stands.
      const int order = compare(own, its);
      if (order < 0 || (order == 0 && !contains(rule->parties, provision))) return true;
    }
  }
  return false;
}

std::map<std::string, std::string> Oracle::remaining(ir::Index provision, const World &world, bool person) const {
  std::map<std::string, std::string> result;
  if (!madeOut(provision, world) || displaced(provision, world)) return result;
  const Adjusted none = adjusted(provision, world, false);
  for (const Imposed &one : imposed(provision, world, person, nullptr)) {
    if (!standing(provision, world, person, one)) continue;
    const std::string in = group(one.sanction, world, person, none);
    if (!in.empty() && outweighed(provision, one.sanction, world, person, in)) continue;
    result[one.key] = canonical(one.sanction, world, person, one.roles, none);
  }
  return result;
}

std::string Oracle::status(ir::Index provision, const World &world) const {
  if (!madeOut(provision, world)) return "";
  if (displaced(provision, world)) return "displaced";
  return ir::imposesPunishment(program, provision) && !adjusted(provision, world, true).exempt.empty() ? "exempt"
                                                                                                       : "applies";
}

uint64_t Oracle::valueOf(const Variable &v, const World &world) const {
  switch (v.kind) {
  case VariableKind::Role: return (v.owner == ir::Owner::Act ? world.roles : world.personRoles).count(v.index) ? 1 : 0;
  case VariableKind::Form: return world.form.value_or(static_cast<ir::Index>(program.forms.size()));
  case VariableKind::Breach: return static_cast<uint64_t>(world.values.at({Atom::Kind::Breach, ir::none, v.provision}));
  case VariableKind::Disobeyed:
    return static_cast<uint64_t>(world.values.at({Atom::Kind::Disobeyed, ir::none, v.provision}));
  case VariableKind::InForce: return inForce(v.provision, world) ? 1 : 0;
  case VariableKind::Succession: return static_cast<uint64_t>(succession(v.provision, world));
  case VariableKind::Comparison: return holds(v.expr, world) ? 1 : 0;
  case VariableKind::Record: return sanctioned(program.records[v.index], world) ? 1 : 0;
  case VariableKind::Fact: break;
  }
  const ir::Fact &fact = program.facts[v.fact];
  const int64_t value =
      world.values.at({fact.owner == ir::none ? Atom::Kind::Fact : Atom::Kind::PersonFact, v.fact, v.provision});
  if (value == unascertainable) return v.size - 1;
  if (fact.type == ir::FactType::Boolean || fact.type == ir::FactType::Choice) return static_cast<uint64_t>(value);
  uint64_t interval = 0;
  for (const Cut &cut : v.cuts)
    if (cut.after ? Number(value) > cut.at : Number(value) >= cut.at) ++interval;
  return interval;
}

} // namespace proviso::testing
