#include "support/Oracle.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

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
  case Op::Unascertainable:
    if (!program.facts[expr.index].quantity) atoms.insert(atomOf(program, expr));
    break;
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
    if (fact.type == ir::FactType::Date) list = {11'000, 11'700, 12'500};
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

std::optional<Number> Oracle::quantity(ir::Index fact, Date day) const {
  std::optional<Number> last;
  for (const auto &[from, value] : program.facts[fact].overTime)
    if (from <= day) last = value;
  return last;
}

std::optional<Number> Oracle::term(ir::Index index, const World &world) const {
  const ir::Expr &expr = program.exprs[index];
  switch (expr.op) {
  case Op::Value: {
    if (program.facts[expr.index].quantity) return quantity(expr.index, world.date);
    const int64_t value = world.values.at(atomOf(program, expr));
    if (value == unascertainable) return std::nullopt;
    return Number(value);
  }
  case Op::Constant:
  case Op::Choice: return expr.number;
  case Op::Day: return Number(expr.date.days);
  case Op::ActDay: return Number(world.date.days);
  case Op::DecisionDay: return Number(world.decided.days);
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
  case Op::Lower: return std::min(*a, *b);
  default:
    return Number(endOf(Date{static_cast<int32_t>(a->numerator())},
                        {Duration::Unit::Months, static_cast<int32_t>(b->numerator())})
                      .days);
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
  case Op::IsForm: return (expr.owner == ir::Owner::Act ? world.form : world.personForm) == expr.index;
  case Op::Breach: return world.values.at({Atom::Kind::Breach, ir::none, expr.index}) == 1;
  case Op::Disobeyed: return world.values.at({Atom::Kind::Disobeyed, ir::none, expr.index}) == 1;
  case Op::Committed: return inForce(expr.index, world) && committed(expr.index, world);
  case Op::MadeOut: return committed(expr.index, world);
  case Op::Became: return succession(expr.index, world) == expr.number.numerator();
  case Op::InForce: return inForce(expr.index, world);
  case Op::Stated: return world.unstated.count({Atom::Kind::Fact, expr.index, expr.provision}) == 0;
  case Op::Sanctioned:
    return sanctioned(program.records[expr.index], expr.owner == ir::Owner::Act ? world.history : world.personHistory,
                      world);
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

bool Oracle::sanctioned(const ir::Record &record, const std::vector<World::Past> &history, const World &world) const {
  int times = 0;
  for (const World::Past &past : history) {
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
  if (world.law < program.provisions[provision].span.until) return 0;
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

std::optional<std::set<Atom>> Oracle::violated(const World &world) const {
  for (size_t i = constrained.size(); i < program.always.size(); ++i) {
    std::set<ir::Index> seen;
    read(program.always[i], constrained.emplace_back(), seen);
  }
  for (size_t i = 0; i < program.always.size(); ++i)
    if (std::all_of(constrained[i].begin(), constrained[i].end(),
                    [&](const Atom &a) { return world.values.count(a) != 0; }) &&
        !holds(program.always[i], world))
      return constrained[i];
  auto isUnder = [&](ir::Index inner, ir::Index outer) {
    for (; inner != ir::none; inner = program.provisions[inner].parent)
      if (inner == outer) return true;
    return false;
  };
  for (const auto &[a, x] : world.values) {
    if ((a.kind != Atom::Kind::Breach && a.kind != Atom::Kind::Disobeyed) || x != 1) continue;
    for (const auto &[b, y] : world.values)
      if (a.kind == b.kind && y == 0 && isUnder(a.provision, b.provision)) return std::set<Atom>();
  }
  return std::nullopt;
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

bool Oracle::reaches(const ir::Adjustment &adjustment, ir::Index provision) const {
  bool reaches = adjustment.provisions.empty();
  for (ir::Index at = provision; at != ir::none; at = program.provisions[at].parent)
    reaches = reaches || contains(adjustment.provisions, at);
  return reaches;
}

bool Oracle::takes(const ir::Adjustment &adjustment, ir::Index kind) const {
  return adjustment.kinds.empty() ? !program.kinds[kind].isMeasure() : contains(adjustment.kinds, kind);
}

Oracle::Adjusted Oracle::adjusted(ir::Index provision, const World &world) const {
  Adjusted result;
  for (ir::Index q = 0; q < program.provisions.size(); ++q)
    for (const ir::Adjustment &a : program.provisions[q].adjustments) {
      if ((!a.takesAway() && !a.raises()) || !reaches(a, provision) || !madeOut(q, world) || !holds(a.guard, world))
        continue;
      for (ir::Index kind = 0; kind < program.kinds.size(); ++kind) {
        if (!takes(a, kind)) continue;
        if (a.takesAway())
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
         !canonical(one.sanction, world, person, one.roles, adjusted(provision, world)).empty();
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

int Oracle::amounts(const Part &a, const Part &b) {
  if (a.lowExpr == b.lowExpr && a.highExpr == b.highExpr && a.times == b.times) return 0;
  if (!a.known || !b.known) {
    // What cannot be established may still have bounds that tell.
    if (a.most && b.least && *a.most < *b.least) return -1;
    if (b.most && a.least && *b.most < *a.least) return 1;
    return notComparable;
  }
  if (a.high != b.high) return !a.high ? 1 : !b.high ? -1 : *a.high > *b.high ? 1 : -1;
  return a.low == b.low ? 0 : a.low > b.low ? 1 : -1;
}

/// Below zero: a is the milder one.
int Oracle::compare(const std::vector<Part> &left, const std::vector<Part> &right) {
  auto sorted = [](std::vector<Part> list) {
    std::stable_sort(list.begin(), list.end(), [](const Part &a, const Part &b) {
      return std::pair(a.principal, a.kind) > std::pair(b.principal, b.kind);
    });
    for (size_t i = 1; i < list.size(); ++i)
      for (size_t at = i; at > 0 && list[at - 1].kind == list[at].kind && amounts(list[at - 1], list[at]) == -1; --at)
        std::swap(list[at - 1], list[at]);
    return list;
  };
  const std::vector<Part> a = sorted(left), b = sorted(right);
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (a[i].principal != b[i].principal) return a[i].principal ? 1 : -1;
    if (a[i].kind != b[i].kind) return a[i].kind > b[i].kind ? 1 : -1;
    if (const int order = amounts(a[i], b[i]); order != 0) return order;
  }
  return a.size() == b.size() ? 0 : a.size() > b.size() ? 1 : -1;
}

std::vector<Oracle::Part> Oracle::package(ir::Index provision, const World &world, bool person,
                                          const std::string &wanted, bool &unclear, ir::Index only) const {
  std::vector<Left> list;
  if (program.provisions[provision].tiers.empty() || !madeOut(provision, world)) return {};
  const Adjusted none = adjusted(provision, world);
  for (const Imposed &one : imposed(provision, world, person, nullptr))
    if (standing(provision, world, person, one) && group(one.sanction, world, person, none) == wanted &&
        (only == ir::none || isOf(one.sanction, only)))
      list.push_back({provision, one, none, wanted});
  return together(list, world, person, unclear);
}

std::vector<Oracle::Part> Oracle::together(const std::vector<Left> &list, const World &world, bool person,
                                           bool &unclear) const {
  std::vector<Part> all;
  std::map<std::pair<ir::Index, std::string>, std::map<std::string, std::vector<Part>>> choices;
  for (const Left &one : list) {
    const std::vector<Part> more = parts(one.imposed.sanction, world, person, one.adjusted, unclear);
    std::vector<Part> &to =
        one.imposed.group.empty() ? all : choices[{one.provision, one.imposed.group}][one.imposed.alternative];
    to.insert(to.end(), more.begin(), more.end());
  }
  // Of alternatives the heaviest counts.
  for (const auto &[choice, alternatives] : choices) {
    std::vector<std::vector<Part>> several; // with what stands beside a choice within this choice
    for (const auto &[alternative, its] : alternatives) {
      several.emplace_back();
      for (const auto &[other, more] : alternatives)
        if (alternative.starts_with(other)) several.back().insert(several.back().end(), more.begin(), more.end());
    }
    const std::vector<Part> *heaviest = &several.front();
    for (const auto &its : several)
      if (compare(its, *heaviest) == 1) heaviest = &its;
    for (const auto &its : several) unclear = unclear || compare(its, *heaviest) == notComparable;
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

/// After concurrence and conflicts.
std::vector<Oracle::Left> Oracle::left(const World &world, bool person, const Pairs &narrower) const {
  std::vector<Left> list;
  for (ir::Index p = 0; p < program.provisions.size(); ++p) {
    if (program.provisions[p].tiers.empty() || !madeOut(p, world) || displaced(p, world)) continue;
    const Adjusted none = adjusted(p, world);
    for (const Imposed &one : imposed(p, world, person, nullptr)) {
      if (!standing(p, world, person, one)) continue;
      const std::string in = group(one.sanction, world, person, none);
      if (in.empty() || !outweighed(p, one.sanction, world, person, in)) list.push_back({p, one, none, in});
    }
  }
  if (program.conflicts.empty()) return list;
  // Round by round: who is beaten by nobody that is still there beats the others.
  std::set<std::pair<ir::Index, std::string>> there, settled;
  for (const Left &one : list)
    if (!one.group.empty()) there.insert({one.provision, one.group});
  auto beats = [&](const auto &a, const auto &b) {
    return a.second == b.second && a.first != b.first && !ruled(a.first, b.first, world) &&
           prevails(a.first, b.first, narrower);
  };
  for (bool more = true; more;) {
    more = false;
    for (const auto &one : there) {
      if (settled.count(one) ||
          std::any_of(there.begin(), there.end(), [&](const auto &other) { return beats(other, one); }))
        continue;
      settled.insert(one);
      std::erase_if(there, [&](const auto &other) { return beats(one, other); });
      more = true;
      break;
    }
  }
  std::erase_if(list, [&](const Left &one) { return !one.group.empty() && !there.count({one.provision, one.group}); });
  return list;
}

bool Oracle::ruled(ir::Index a, ir::Index b, const World &world) const {
  for (const auto &[one, other] : {std::pair(a, b), std::pair(b, a)})
    for (ir::Index at = one; at != ir::none; at = program.provisions[at].parent)
      for (ir::Index alone = other; alone != ir::none; alone = program.provisions[alone].parent)
        if (contains(program.provisions[at].withoutPrejudice, alone)) return true;
  for (ir::Index r = 0; r < program.provisions.size(); ++r) {
    const auto &rule = program.provisions[r].concurrence;
    if (!rule || !madeOut(r, world)) continue;
    auto party = [&](ir::Index p) { return contains(rule->parties, p); };
    auto other = [&](ir::Index p) { return rule->with.empty() || contains(rule->with, p); };
    if ((party(a) && (party(b) || other(b))) || (party(b) && other(a))) return true;
  }
  return false;
}

bool Oracle::prevails(ir::Index a, ir::Index b, const Pairs &narrower) const {
  auto has = [&](ir::Index x, ir::Index y) {
    return std::find(narrower.begin(), narrower.end(), std::pair(x, y)) != narrower.end();
  };
  const ir::Provision &p = program.provisions[a], &q = program.provisions[b];
  const uint32_t rank = program.instruments[p.instrument].rankNumber,
                 otherRank = program.instruments[q.instrument].rankNumber;
  for (ir::Criterion criterion : program.conflicts) {
    if (criterion == ir::Criterion::Rank && rank && otherRank && rank != otherRank) return rank < otherRank;
    if (criterion == ir::Criterion::Specialty && has(a, b) != has(b, a)) return has(a, b);
    if (criterion == ir::Criterion::Date && p.span.from != q.span.from) return p.span.from > q.span.from;
  }
  return false;
}

std::vector<Date> Oracle::days(const World &world) const {
  std::set<Date> later;
  for (ir::Index q = 0; q < program.provisions.size(); ++q)
    for (const ir::Adjustment &a : program.provisions[q].adjustments)
      if (a.must(ir::Adjective::MilderLaw) && program.provisions[q].span.contains(world.decided))
        for (ir::Index p = 0; p < program.provisions.size(); ++p)
          if (reaches(a, p) || p == q)
            for (Date turn : {program.provisions[p].span.from, program.provisions[p].span.until})
              if (world.date < turn && turn <= world.decided) later.insert(turn);
  std::vector<Date> list{world.date};
  list.insert(list.end(), later.begin(), later.end());
  return list;
}

bool Oracle::meant(const ir::Adjustment &milder, const Left &one, const World &world, bool person) const {
  if (one.group.empty() || !reaches(milder, one.provision)) return false;
  bool some = false;
  std::function<void(ir::Index)> visit = [&](ir::Index sanction) {
    const ir::Sanction &s = program.sanctions[sanction];
    some = some || (s.op == ir::SanctionOp::Kind && takes(milder, s.kind) &&
                    !canonical(sanction, world, person, {}, one.adjusted).empty());
    for (ir::Index operand : s.operands) visit(operand);
  };
  visit(one.imposed.sanction);
  return some;
}

std::map<std::pair<std::string, Date>, std::string> Oracle::remaining(ir::Index provision, const World &world,
                                                                      bool person, const Pairs &narrower) const {
  const std::vector<Date> all = days(world);
  std::vector<World> worlds;
  std::vector<std::vector<Left>> lists;
  for (Date day : all) {
    worlds.push_back(world);
    worlds.back().law = day;
    lists.push_back(left(worlds.back(), person, narrower));
  }
  std::vector<const ir::Adjustment *> rules;
  for (ir::Index q = 0; q < program.provisions.size() && all.size() > 1; ++q)
    for (const ir::Adjustment &a : program.provisions[q].adjustments)
      if (a.must(ir::Adjective::MilderLaw) && madeOut(q, worlds.back())) rules.push_back(&a);
  // By the law of another day only what some rule is meant for.
  for (size_t d = 1; d < lists.size(); ++d)
    std::erase_if(lists[d], [&](const Left &one) {
      return std::none_of(rules.begin(), rules.end(),
                          [&](const auto *rule) { return meant(*rule, one, worlds[d], person); });
    });
  for (const ir::Adjustment *rule : rules) {
    std::vector<std::vector<Part>> sums;
    std::vector<bool> unclear, beaten(lists.size(), false);
    for (size_t d = 0; d < lists.size(); ++d) {
      std::vector<Left> of;
      for (const Left &one : lists[d])
        if (meant(*rule, one, worlds[d], person)) of.push_back(one);
      bool not_ = false;
      sums.push_back(together(of, worlds[d], person, not_));
      unclear.push_back(not_);
    }
    for (size_t a = 0; a < lists.size(); ++a)
      for (size_t b = a + 1; b < lists.size(); ++b) {
        const int order = unclear[a] || unclear[b] ? notComparable : compare(sums[b], sums[a]);
        beaten[order == -1 ? a : b] = true;
      }
    if (std::all_of(beaten.begin(), beaten.end(), [](bool one) { return one; })) beaten[0] = false;
    for (size_t d = 0; d < lists.size(); ++d)
      if (beaten[d]) std::erase_if(lists[d], [&](const Left &one) { return meant(*rule, one, worlds[d], person); });
  }
  std::map<std::pair<std::string, Date>, std::string> result;
  for (size_t d = 0; d < lists.size(); ++d)
    for (const Left &one : lists[d])
      if (one.provision == provision)
        result[{one.imposed.key, all[d]}] =
            canonical(one.imposed.sanction, worlds[d], person, one.imposed.roles, one.adjusted);
  return result;
}

std::string Oracle::status(ir::Index provision, const World &world) const {
  if (!madeOut(provision, world)) return "";
  if (displaced(provision, world)) return "displaced";
  const ir::Punishments punishments = ir::punishmentsOf(program, provision);
  if (!punishments.any()) return "applies";
  for (ir::Index q = 0; q < program.provisions.size(); ++q)
    for (const ir::Adjustment &a : program.provisions[q].adjustments) {
      if (!a.takesAway() || !reaches(a, provision) || !madeOut(q, world) || !holds(a.guard, world)) continue;
      const bool all = a.kinds.empty() ||
                       (!punishments.outline && std::all_of(punishments.kinds.begin(), punishments.kinds.end(),
                                                            [&](ir::Index kind) { return contains(a.kinds, kind); }));
      if (all) return a.must(ir::Adjective::Barred) ? "barred" : "exempt";
    }
  return "applies";
}

uint64_t Oracle::valueOf(const Variable &v, const World &world) const {
  switch (v.kind) {
  case VariableKind::Role: return (v.owner == ir::Owner::Act ? world.roles : world.personRoles).count(v.index) ? 1 : 0;
  case VariableKind::Form:
    return (v.owner == ir::Owner::Act ? world.form : world.personForm)
        .value_or(static_cast<ir::Index>(program.forms.size()));
  case VariableKind::Breach: return static_cast<uint64_t>(world.values.at({Atom::Kind::Breach, ir::none, v.provision}));
  case VariableKind::Disobeyed:
    return static_cast<uint64_t>(world.values.at({Atom::Kind::Disobeyed, ir::none, v.provision}));
  case VariableKind::InForce: return inForce(v.provision, world) ? 1 : 0;
  case VariableKind::Succession: return static_cast<uint64_t>(succession(v.provision, world));
  case VariableKind::Comparison: return holds(v.expr, world) ? 1 : 0;
  case VariableKind::Record:
    return sanctioned(program.records[v.index], v.owner == ir::Owner::Act ? world.history : world.personHistory, world);
  case VariableKind::Stated: return world.unstated.count({Atom::Kind::Fact, v.fact, v.provision}) == 0;
  case VariableKind::Fact: break;
  }
  const ir::Fact &fact = program.facts[v.fact];
  const int64_t value =
      fact.quantity
          ? quantity(v.fact, world.date).value_or(Number()).numerator()
          : world.values.at({fact.owner == ir::none ? Atom::Kind::Fact : Atom::Kind::PersonFact, v.fact, v.provision});
  if (value == unascertainable) return v.size - 1;
  if (fact.type == ir::FactType::Boolean || fact.type == ir::FactType::Choice) return static_cast<uint64_t>(value);
  uint64_t interval = 0;
  for (const Cut &cut : v.cuts)
    if (cut.after ? Number(value) > cut.at : Number(value) >= cut.at) ++interval;
  return interval;
}

} // namespace proviso::testing
