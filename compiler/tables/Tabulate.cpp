#include "check/Findings.h"
#include "tables/Outcomes.h"
#include "tables/Rows.h"
#include "tables/Variables.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <cassert>
#include <functional>
#include <map>
#include <set>

namespace proviso {

using ir::Op;
using ir::Owner;

namespace {

/// Tabulates one provision.
class Tabulator {
public:
  Tabulator(const ir::Program &program, ir::Index provision, Outcomes &outcomes, Diagnostics &diagnostics)
      : program(program), outcomes(outcomes), diagnostics(diagnostics), variables(program, table.variables) {
    table.provision = provision;
  }

  ProvisionTable run() {
    const ir::Provision &p = program.provisions[table.provision];
    collect();
    for (const Variable &variable : table.variables) table.diagrams.addVariable(variable.size);
    const Diagram always = constraints();
    const Diagram made = dd().conjunction(subject(table.provision), condition(p.elements));
    auto under = [&](Diagram d) { return dd().ifThenElse(always, d, impossible); };
    table.elements = under(made);
    const Diagram readable = dd().withoutImpossible(table.elements);
    table.elementRows = rowsOf(table, readable);
    if (readable == no && !p.tiers.empty()) diagnostics.report(Code::T001, p.range, describe(p));

    std::vector<Stream> streams = effectsOf(table.provision, {});
    std::map<std::string, size_t> groups; // numbered anew: two provisions may bring in one choice
    for (Stream &stream : streams) {
      Effect effect;
      effect.addressee = stream.addressee;
      effect.name = stream.name;
      effect.source = stream.source;
      if (!stream.group.empty()) {
        const size_t number = groups.try_emplace(stream.group, groups.size() + 1).first->second;
        effect.group = fmt::format("{}#{}", p.id, number);
      }
      effect.alternative = stream.alternative;
      effect.chains = std::move(stream.chains);
      effect.root = under(dd().ifThenElse(made, stream.value, no));
      if (effect.addressee == Owner::Person) effect.roles = rolesIn(effect.root);
      // Given the elements: whatever they rule out may be read as it suits.
      const Diagram given = dd().ifThenElse(always, dd().ifThenElse(made, stream.value, impossible), impossible);
      effect.rows = rowsOf(table, dd().withoutImpossible(given));
      table.effects.push_back(std::move(effect));
    }
    for (uint32_t a = 0; a < p.adjustments.size(); ++a)
      adjustment(a, under(dd().ifThenElse(made, condition(p.adjustments[a].guard), no)));
    unreachedTiers(p, under(made));
    statements(p, under);
    return std::move(table);
  }

private:
  /// An effect in the making.
  struct Stream {
    ir::Index source;
    Owner addressee;
    std::string key, name, group;
    std::vector<ir::Index> alternative;
    std::vector<Chain> chains;
    Diagram value = no;
  };

  Diagrams &dd() { return table.diagrams; }

  /// `Article 1 of HSA`.
  std::string describe(const ir::Provision &p) const {
    const std::string &code = program.instruments[p.instrument].code;
    if (p.citation.size() <= code.size() + 1) return code;
    std::string name = p.citation.substr(code.size() + 1);
    name[0] = llvm::toUpper(name[0]);
    return fmt::format("{} of {}", name, code);
  }

  // ---- variables

  /// Every provision whose tiers are brought in, itself first.
  void sources(ir::Index provision, std::vector<ir::Index> &found) const {
    if (llvm::is_contained(found, provision)) return;
    found.push_back(provision);
    for (const ir::Tier &tier : program.provisions[provision].tiers)
      for (ir::Index sanction : tier.sanctions)
        for (const auto &alternative : program.sanctions[sanction].delegates)
          for (const ir::Delegate &one : alternative)
            if (one.to != ir::none) sources(one.to, found);
  }

  void collect() {
    const ir::Provision &p = program.provisions[table.provision];
    variables.collect(p.subject);
    variables.collect(p.elements);
    std::vector<ir::Index> from;
    sources(table.provision, from);
    for (ir::Index source : from) {
      for (const ir::Tier &tier : program.provisions[source].tiers) {
        variables.collect(tier.guard);
        if (source != table.provision) variables.collect(tier.guardOnPerson);
        committedInForce(tier.guard);
        for (ir::Index role : tier.roles) variables.addRole(role, Owner::Person);
        for (ir::Index sanction : tier.sanctions) {
          if (tier.addressee == Owner::Act && outcomes.dependsOnForm(sanction)) variables.addForm();
          for (const auto &alternative : program.sanctions[sanction].delegates)
            for (const ir::Delegate &one : alternative) {
              variables.collect(one.guard);
              variables.collect(one.option);
              committedInForce(one.guard);
            }
        }
      }
    }
    for (const ir::Adjustment &adjustment : p.adjustments) {
      variables.collect(adjustment.guard);
      committedInForce(adjustment.guard);
    }
    committedInForce(p.elements);
    // Constraints that share a variable bring in what else they read, until nothing is added.
    std::vector<bool> taken(program.always.size(), false);
    for (bool added = true; added;) {
      added = false;
      for (size_t i = 0; i < program.always.size(); ++i)
        if (!taken[i] && sharesVariable(program.always[i])) {
          taken[i] = added = true;
          const size_t before = table.variables.size();
          variables.collect(program.always[i]);
          committedInForce(program.always[i]);
          added = added || table.variables.size() != before;
        }
    }
    for (ir::Index fact : variables.finish()) {
      diagnostics.report(Code::T003, p.range, describe(p), program.facts[fact].name);
      exact = false;
    }
  }

  bool otherSpan(ir::Index provision) const {
    const Span own = program.provisions[table.provision].span, other = program.provisions[provision].span;
    return (own & other) != own;
  }

  void committedInForce(ir::Index index) {
    if (index == ir::none) return;
    const ir::Expr &expr = program.exprs[index];
    if (expr.op == Op::InForce && otherSpan(expr.index)) variables.addInForce(expr.index);
    if (expr.op == Op::Committed || expr.op == Op::MadeOut) {
      if (expr.op == Op::Committed && otherSpan(expr.index)) variables.addInForce(expr.index);
      committedInForce(program.provisions[expr.index].elements);
    }
    for (ir::Index operand : expr.operands) committedInForce(operand);
  }

  void eachFact(ir::Index index, const std::function<void(const ir::Expr &)> &visit) const {
    const ir::Expr &expr = program.exprs[index];
    if (expr.op == Op::Fact || expr.op == Op::Value || expr.op == Op::Unascertainable) visit(expr);
    for (ir::Index operand : expr.operands) eachFact(operand, visit);
  }

  bool sharesVariable(ir::Index constraint) const {
    bool shares = false;
    eachFact(constraint, [&](const ir::Expr &read) {
      for (const Variable &variable : table.variables)
        shares = shares || (variable.kind == VariableKind::Fact && variable.fact == read.index &&
                            variable.provision == read.provision);
    });
    return shares;
  }

  // ---- conditions

  Diagram subject(ir::Index provision) {
    const ir::Index s = program.provisions[provision].subject;
    return s == ir::none ? yes : condition(s);
  }

  Diagram variable(VariableKind kind, Owner owner, ir::Index fact, ir::Index provision, ir::Index index,
                   uint64_t values) {
    const auto found = variables.find(kind, owner, fact, provision, index);
    assert(found && "a condition reads what was not collected");
    return dd().test(*found, values);
  }

  Diagram condition(ir::Index index) {
    if (const auto known = conditions.find(index); known != conditions.end()) return known->second;
    const Diagram result = buildCondition(program.exprs[index]);
    conditions.emplace(index, result);
    return result;
  }

  Diagram buildCondition(const ir::Expr &expr) {
    switch (expr.op) {
    case Op::True: return yes;
    case Op::False: return no;
    case Op::Not: return dd().negation(condition(expr.operands[0]));
    case Op::And: {
      Diagram all = yes;
      for (ir::Index operand : expr.operands) all = dd().conjunction(all, condition(operand));
      return all;
    }
    case Op::Or: {
      Diagram any = no;
      for (ir::Index operand : expr.operands) any = dd().disjunction(any, condition(operand));
      return any;
    }
    case Op::Fact: return variable(VariableKind::Fact, expr.owner, expr.index, expr.provision, ir::none, 2);
    case Op::IsRole: return variable(VariableKind::Role, expr.owner, ir::none, ir::none, expr.index, 2);
    case Op::IsForm:
      // A linked person's form is not stated: only what the subject is decides.
      return variable(VariableKind::Form, Owner::Act, ir::none, ir::none, ir::none, uint64_t(1) << expr.index);
    case Op::Breach: return variable(VariableKind::Breach, Owner::Act, ir::none, expr.index, ir::none, 2);
    case Op::Disobeyed: return variable(VariableKind::Disobeyed, Owner::Act, ir::none, expr.index, ir::none, 2);
    case Op::Sanctioned: return variable(VariableKind::Record, Owner::Act, ir::none, ir::none, expr.index, 2);
    case Op::Committed: return dd().conjunction(madeOut(expr.index), inForce(expr.index));
    case Op::MadeOut: return madeOut(expr.index);
    case Op::InForce: return inForce(expr.index);
    case Op::Became: {
      const auto found = variables.find(VariableKind::Succession, Owner::Act, ir::none, expr.index, ir::none);
      return dd().test(*found, uint64_t(1) << expr.number.numerator());
    }
    case Op::Unascertainable: {
      const auto found = variables.find(VariableKind::Fact, expr.owner, expr.index, expr.provision, ir::none);
      return dd().test(*found, uint64_t(1) << (table.variables[*found].size - 1));
    }
    default: break;
    }
    const auto index = static_cast<ir::Index>(&expr - program.exprs.data());
    if (!variables.comparesWithConstant(expr))
      return variable(VariableKind::Comparison, personal(expr) ? Owner::Person : Owner::Act, ir::none, ir::none, index,
                      2);
    const ir::Expr &value = program.exprs[expr.operands[0]];
    const uint32_t found = *variables.find(VariableKind::Fact, value.owner, value.index, value.provision, ir::none);
    return dd().test(found, valuesThatSatisfy(program, table.variables[found], expr));
  }

  bool personal(const ir::Expr &expr) const {
    return expr.owner == Owner::Person ||
           llvm::any_of(expr.operands, [&](ir::Index o) { return personal(program.exprs[o]); });
  }

  /// The elements for some form: forms are quantified away, not set.
  Diagram madeOut(ir::Index provision) {
    Diagram made = dd().conjunction(subject(provision), condition(program.provisions[provision].elements));
    if (const auto form = variables.find(VariableKind::Form, Owner::Act, ir::none, ir::none, ir::none))
      made = dd().exists(*form, made);
    return made;
  }

  Diagram inForce(ir::Index provision) {
    if (!otherSpan(provision)) return yes;
    return variable(VariableKind::InForce, Owner::Act, ir::none, provision, ir::none, 2);
  }

  /// What always holds of the variables here.
  Diagram constraints() {
    Diagram all = yes;
    auto both = [&](VariableKind kind, Owner owner, ir::Index a, ir::Index b) {
      return std::pair(variables.find(kind, owner, ir::none, ir::none, a),
                       variables.find(kind, owner, ir::none, ir::none, b));
    };
    for (ir::Index constraint : program.always)
      if (sharesVariable(constraint)) all = dd().conjunction(all, condition(constraint));
    for (Owner owner : {Owner::Act, Owner::Person}) {
      for (ir::Index role = 0; role < program.roles.size(); ++role)
        for (ir::Index entailed : program.roles[role].is)
          if (const auto [a, b] = both(VariableKind::Role, owner, role, entailed); a && b)
            all = dd().conjunction(all, dd().ifThenElse(dd().test(*a, 2), dd().test(*b, 2), yes));
      for (const auto &list : program.exclusiveRoles)
        for (size_t i = 0; i < list.size(); ++i)
          for (size_t j = i + 1; j < list.size(); ++j)
            if (const auto [a, b] = both(VariableKind::Role, owner, list[i], list[j]); a && b)
              all = dd().conjunction(all, dd().negation(dd().conjunction(dd().test(*a, 2), dd().test(*b, 2))));
    }
    // No count is below zero.
    for (uint32_t v = 0; v < table.variables.size(); ++v) {
      const Variable &counted = table.variables[v];
      if (counted.kind != VariableKind::Fact || program.facts[counted.fact].type != ir::FactType::Count) continue;
      uint64_t below = 0;
      for (size_t c = 0; c < counted.cuts.size() && c < 64; ++c)
        if (counted.cuts[c].at <= Number(0)) below |= uint64_t(1) << c;
      if (below) all = dd().conjunction(all, dd().negation(dd().test(v, below)));
    }
    all = dd().conjunction(all, days());
    // A breach of a part is a breach of the whole, and so with orders.
    for (uint32_t a = 0; a < table.variables.size(); ++a)
      for (uint32_t b = 0; b < table.variables.size(); ++b)
        if (a != b && table.variables[a].kind == table.variables[b].kind &&
            (table.variables[a].kind == VariableKind::Breach || table.variables[a].kind == VariableKind::Disobeyed) &&
            isUnder(table.variables[a].provision, table.variables[b].provision))
          all = dd().conjunction(all, dd().ifThenElse(dd().test(a, 2), dd().test(b, 2), yes));
    return all;
  }

  /// What is in force together on some day on which the provision is.
  Diagram days() {
    std::vector<uint32_t> timed;
    std::set<Date> turns;
    const Span own = program.provisions[table.provision].span;
    for (uint32_t v = 0; v < table.variables.size(); ++v) {
      const VariableKind kind = table.variables[v].kind;
      if (kind != VariableKind::InForce && kind != VariableKind::Succession) continue;
      timed.push_back(v);
      const Span span = program.provisions[table.variables[v].provision].span;
      turns.insert({span.from, span.until});
    }
    if (timed.empty()) return yes;
    turns.insert(own.from);
    Diagram any = no;
    for (Date day : turns) {
      if (!own.contains(day)) continue;
      Diagram together = yes;
      for (uint32_t v : timed) {
        const Span span = program.provisions[table.variables[v].provision].span;
        const bool inForce = table.variables[v].kind == VariableKind::InForce;
        const bool first = inForce ? !span.contains(day) : day < span.until; // its first value
        const Diagram is = dd().test(v, 1);
        together = dd().conjunction(together, first ? is : dd().negation(is));
      }
      any = dd().disjunction(any, together);
    }
    return any;
  }

  bool isUnder(ir::Index inner, ir::Index outer) const {
    for (; inner != ir::none; inner = program.provisions[inner].parent)
      if (inner == outer) return true;
    return false;
  }

  // ---- effects

  /// The effects of a provision, its own elements aside. With `addressees`, only those for its subject, and these
  /// roles are addressed instead.
  std::vector<Stream> effectsOf(ir::Index provision, const std::vector<ir::Index> &addressees) {
    std::vector<Stream> streams;
    const ir::Provision &p = program.provisions[provision];
    size_t groups = 0;
    for (const ir::Tier &tier : p.tiers) {
      if (!addressees.empty() && tier.addressee == Owner::Person) continue;
      const Owner owner = addressees.empty() ? tier.addressee : Owner::Person;
      const std::vector<ir::Index> &roles = addressees.empty() ? tier.roles : addressees;
      Diagram guard = condition(addressees.empty() ? tier.guard : tier.guardOnPerson);
      if (owner == Owner::Person) guard = dd().conjunction(guard, addressed(roles));
      if (tier.op == ir::TierOp::Instead)
        for (Stream &stream : streams)
          if (stream.addressee == owner) stream.value = dd().ifThenElse(guard, no, stream.value);
      for (ir::Index index : tier.sanctions) {
        const ir::Sanction &sanction = program.sanctions[index];
        if (sanction.op == ir::SanctionOp::Delegation) {
          delegation(provision, sanction, guard, owner, roles, groups, streams);
          continue;
        }
        Stream &stream =
            streamFor(streams, {provision, owner, outcomes.key(index), outcomes.name(index), {}, {}, {}, no});
        if (stream.chains.empty()) stream.chains.push_back({{provision}});
        stream.value = dd().ifThenElse(guard, outcome(index, owner, roles), stream.value);
      }
    }
    return streams;
  }

  /// Whom the outcomes of an effect address.
  std::vector<ir::Index> rolesIn(Diagram root) {
    std::vector<ir::Index> roles;
    for (uint32_t value : dd().terminals(root))
      if (value >= firstOutcome)
        for (ir::Index role : outcomes.addressees(value - firstOutcome))
          if (!llvm::is_contained(roles, role)) roles.push_back(role);
    return roles;
  }

  Diagram addressed(const std::vector<ir::Index> &roles) {
    Diagram any = no;
    for (ir::Index role : roles)
      any = dd().disjunction(any, variable(VariableKind::Role, Owner::Person, ir::none, ir::none, role, 2));
    return any;
  }

  static Stream &streamFor(std::vector<Stream> &streams, Stream wanted) {
    for (Stream &stream : streams)
      if (stream.source == wanted.source && stream.addressee == wanted.addressee && stream.key == wanted.key &&
          stream.group == wanted.group && stream.alternative == wanted.alternative)
        return stream;
    streams.push_back(std::move(wanted));
    return streams.back();
  }

  /// The terminal of a sanction; for a subject, without what its form cannot bear.
  Diagram outcome(ir::Index sanction, Owner owner, const std::vector<ir::Index> &roles) {
    auto leaf = [&](std::optional<ir::Index> form) {
      const auto found = outcomes.of(sanction, owner == Owner::Person ? roles : std::vector<ir::Index>(), form);
      return found ? terminal(*found + firstOutcome) : no;
    };
    if (owner == Owner::Person || !outcomes.dependsOnForm(sanction)) return leaf(std::nullopt);
    const uint32_t form = *variables.find(VariableKind::Form, Owner::Act, ir::none, ir::none, ir::none);
    llvm::SmallVector<Diagram, 4> children;
    for (ir::Index f = 0; f < program.forms.size(); ++f) children.push_back(leaf(f));
    children.push_back(leaf(std::nullopt));
    return dd().node(form, children);
  }

  void delegation(ir::Index provision, const ir::Sanction &sanction, Diagram guard, Owner owner,
                  const std::vector<ir::Index> &roles, size_t &groups, std::vector<Stream> &streams) {
    const std::string group = sanction.choice ? fmt::format("{}#{}", program.provisions[provision].id, ++groups) : "";
    for (size_t a = 0; a < sanction.delegates.size(); ++a) {
      const std::vector<ir::Index> alternative =
          sanction.choice ? std::vector{sanction.cited[a]} : std::vector<ir::Index>();
      for (const ir::Delegate &one : sanction.delegates[a]) {
        Chain way{{provision}};
        if (one.named != ir::none) way.push_back({one.named, true});
        Diagram leads = dd().conjunction(guard, condition(one.guard));
        if (one.option != ir::none) leads = dd().conjunction(leads, open(one, sanction.delegates[a], owner, roles));
        if (one.to == ir::none) {
          way.push_back({one.cited});
          Stream &stream =
              streamFor(streams, {one.cited, owner, "outline", "what is not written out", group, alternative, {}, no});
          if (!llvm::is_contained(stream.chains, way)) stream.chains.push_back(std::move(way));
          stream.value = dd().ifThenElse(
              leads,
              terminal(outcomes.notWrittenOut(one.cited, owner == Owner::Person ? roles : std::vector<ir::Index>()) +
                       firstOutcome),
              stream.value);
          continue;
        }
        for (Stream &inner : effectsOf(one.to, owner == Owner::Person ? roles : std::vector<ir::Index>())) {
          Stream wanted = inner;
          wanted.chains.clear();
          wanted.value = no;
          if (sanction.choice) {
            wanted.group = group;
            wanted.alternative = alternative;
            wanted.alternative.insert(wanted.alternative.end(), inner.alternative.begin(), inner.alternative.end());
          }
          Stream &stream = streamFor(streams, std::move(wanted));
          // Several chains to one sanction: it is imposed when any of them leads there.
          stream.value = orElse(dd().ifThenElse(leads, inner.value, no), stream.value);
          for (Chain chain : inner.chains) {
            // The chain names what was cited, where that is an item of the provision that imposes.
            if (chain.size() == 1 && isUnder(one.cited, chain[0].provision)) chain[0].provision = one.cited;
            chain.insert(chain.begin(), way.begin(), way.end());
            if (!llvm::is_contained(stream.chains, chain)) stream.chains.push_back(std::move(chain));
          }
        }
      }
    }
  }

  /// When this is what is meant of several. Where they impose the same it does not matter: the first that is in force.
  Diagram open(const ir::Delegate &one, const std::vector<ir::Delegate> &alternative, Owner owner,
               const std::vector<ir::Index> &roles) {
    const auto effects = [&](const ir::Delegate &delegate) {
      std::vector<Stream> streams;
      if (delegate.to != ir::none)
        streams = effectsOf(delegate.to, owner == Owner::Person ? roles : std::vector<ir::Index>());
      return streams;
    };
    const std::vector<Stream> own = effects(one);
    Diagram others = no; // one before it is in force
    for (const ir::Delegate &other : alternative) {
      if (other.option == ir::none || other.named != one.named || &other == &one) continue;
      const std::vector<Stream> theirs = effects(other);
      const bool same = !own.empty() && own.size() == theirs.size() &&
                        std::equal(own.begin(), own.end(), theirs.begin(), [](const Stream &a, const Stream &b) {
                          return a.addressee == b.addressee && a.key == b.key && a.group == b.group &&
                                 a.value == b.value && a.alternative == b.alternative;
                        });
      if (!same) return condition(one.option);
      if (&other < &one) others = dd().disjunction(others, condition(other.guard));
    }
    return one.named == ir::none ? condition(one.option) : dd().negation(others);
  }

  /// Where the first imposes nothing, the second.
  Diagram orElse(Diagram first, Diagram second) {
    const Diagram imposes = dd().map(first, [](uint32_t value) { return terminal(value) == no ? no : yes; });
    return dd().ifThenElse(imposes, first, second);
  }

  void unreachedTiers(const ir::Provision &p, Diagram elements) {
    if (!exact) return;
    if (!llvm::is_contained(dd().terminals(elements), valueOf(yes))) return; // said once already
    std::vector<const ir::Tier *> unreached;
    for (const ir::Tier &tier : p.tiers) {
      Diagram reached =
          dd().ifThenElse(dd().map(elements, [](uint32_t value) { return terminal(value) == yes ? yes : no; }),
                          condition(tier.guard), no);
      if (reached == no)
        unreached.push_back(&tier);
      else
        superseded(p, tier, reached);
    }
    reportUnreached(describe(p), unreached, diagnostics);
  }

  /// What a tier imposes, where those below always take its place.
  void superseded(const ir::Provision &p, const ir::Tier &tier, Diagram reached) {
    const auto below = llvm::ArrayRef<ir::Tier>(p.tiers).drop_front(static_cast<size_t>(&tier - p.tiers.data()) + 1);
    if (tier.addressee == Owner::Person) reached = dd().conjunction(reached, addressed(tier.roles));
    std::vector<std::pair<Range, std::vector<Range>>> lost; // what, and by which tiers
    for (ir::Index index : tier.sanctions) {
      Diagram left = reached;
      std::vector<Range> by;
      for (const ir::Tier &later : below) {
        if (later.addressee != tier.addressee || !replaces(later, index)) continue;
        Diagram guard = condition(later.guard);
        if (later.addressee == Owner::Person) guard = dd().conjunction(guard, addressed(later.roles));
        const Diagram before = left;
        left = dd().ifThenElse(guard, no, left);
        if (left != before) by.push_back(later.range);
      }
      if (left == no) lost.emplace_back(program.sanctions[index].range, std::move(by));
    }
    if (lost.empty()) return;
    if (lost.size() == tier.sanctions.size()) lost = {{tier.range, lost.back().second}};
    for (const auto &[what, by] : lost) {
      Diagnostic &d = diagnostics.report(Code::T004, what, describe(p));
      for (Range one : by) d.note("this takes its place", one);
    }
  }

  bool replaces(const ir::Tier &later, ir::Index sanction) const {
    if (later.op == ir::TierOp::Instead) return true;
    return program.sanctions[sanction].op != ir::SanctionOp::Delegation &&
           llvm::any_of(later.sanctions, [&](ir::Index other) {
             return program.sanctions[other].op != ir::SanctionOp::Delegation &&
                    outcomes.key(other) == outcomes.key(sanction);
           });
  }

  void adjustment(uint32_t index, Diagram root) {
    const Diagram readable = dd().withoutImpossible(root);
    table.adjustments.push_back({index, root, rowsOf(table, readable)});
    if (exact && readable == no && dd().withoutImpossible(table.elements) != no) {
      const ir::Provision &p = program.provisions[table.provision];
      diagnostics.report(Code::T005, p.adjustments[index].range, describe(p));
    }
  }

  // ---- statements for explanations

  void statements(const ir::Provision &p, const std::function<Diagram(Diagram)> &under) {
    std::set<std::pair<ir::Index, std::string>> seen;
    auto add = [&](ir::Index provision, bool guards) {
      for (const ir::Statement &statement : program.provisions[provision].statements) {
        const bool guard = statement.kind == ir::StatementKind::Guard ||
                           (statement.kind == ir::StatementKind::Adjustment && provision == table.provision);
        if (guard != guards || !readable(statement.expr)) continue;
        if (seen.insert({provision, statement.text}).second)
          table.statements.push_back({provision, statement.kind, statement.text, under(condition(statement.expr))});
      }
    };
    // From the outside in, then the items that the provision names, then its tiers and those brought in.
    std::vector<ir::Index> around;
    for (ir::Index at = table.provision; at != ir::none; at = program.provisions[at].parent) around.push_back(at);
    for (ir::Index at : llvm::reverse(around)) add(at, false);
    // What is in a provision follows it.
    for (ir::Index i = table.provision + 1; i < program.provisions.size() && isUnder(i, table.provision); ++i)
      add(i, false);
    std::vector<ir::Index> from;
    sources(table.provision, from);
    for (ir::Index source : from) add(source, true);
    (void)p;
  }

  /// All that it reads is a variable here, and the act's.
  bool readable(ir::Index index) const {
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
    case Op::Breach:
      return variables.find(VariableKind::Breach, Owner::Act, ir::none, expr.index, ir::none).has_value();
    case Op::Disobeyed:
      return variables.find(VariableKind::Disobeyed, Owner::Act, ir::none, expr.index, ir::none).has_value();
    case Op::Sanctioned:
      return variables.find(VariableKind::Record, Owner::Act, ir::none, ir::none, expr.index).has_value();
    case Op::InForce:
      return !otherSpan(expr.index) ||
             variables.find(VariableKind::InForce, Owner::Act, ir::none, expr.index, ir::none);
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
                          [&](const Cut &cut) { return llvm::is_contained(table.variables[*found].cuts, cut); });
    }
    default: return llvm::all_of(expr.operands, [&](ir::Index operand) { return readable(operand); });
    }
  }

  const ir::Program &program;
  Outcomes &outcomes;
  Diagnostics &diagnostics;
  ProvisionTable table;
  bool exact = true; // no fact has more ranges than can be told apart
  Variables variables;
  std::unordered_map<ir::Index, Diagram> conditions;
};

} // namespace

size_t DecisionTables::tableCount() const {
  size_t count = 0;
  for (const ProvisionTable &table : provisions) count += 1 + table.effects.size() + table.adjustments.size();
  return count;
}

/// What adjustments make of the outcomes that the tables have: what one leaves may meet the next.
static void changes(const ir::Program &program, Outcomes &outcomes, DecisionTables &tables) {
  using Which = std::pair<ir::Index, uint32_t>; // a provision, and which of its adjustments
  std::vector<Which> exempting, raising;
  for (ir::Index p = 0; p < program.provisions.size(); ++p)
    for (uint32_t a = 0; a < program.provisions[p].adjustments.size(); ++a) {
      if (program.provisions[p].adjustments[a].exempts()) exempting.emplace_back(p, a);
      if (program.provisions[p].adjustments[a].raises()) raising.emplace_back(p, a);
    }
  auto adjustment = [&](Which one) -> const ir::Adjustment & {
    return program.provisions[one.first].adjustments[one.second];
  };
  auto reaches = [&](Which one, ir::Index provision) {
    const std::vector<ir::Index> &of = adjustment(one).provisions;
    for (; provision != ir::none && !of.empty(); provision = program.provisions[provision].parent)
      if (llvm::is_contained(of, provision)) return true;
    return of.empty();
  };
  // A higher maximum is made only of what is imposed where it reaches: all combinations of several are made.
  std::vector<std::set<Which>> raised;
  for (const ProvisionTable &table : tables.provisions)
    for (Which one : raising)
      if (reaches(one, table.provision))
        for (const Effect &effect : table.effects)
          for (uint32_t value : table.diagrams.terminals(effect.root))
            if (value >= firstOutcome) {
              raised.resize(std::max<size_t>(raised.size(), value - firstOutcome + 1));
              raised[value - firstOutcome].insert(one);
            }
  std::set<std::tuple<ir::Index, uint32_t, uint32_t>> known;
  for (bool more = true; more;) {
    more = false;
    for (uint32_t o = 0; o < tables.outcomes.size(); ++o) {
      auto change = [&](Which by, std::optional<uint32_t> left) {
        if (!left || *left == o) return;
        raised.resize(std::max<size_t>({raised.size(), *left + size_t(1), o + size_t(1)}));
        const size_t before = raised[*left].size();
        raised[*left].insert(raised[o].begin(), raised[o].end());
        more = more || raised[*left].size() != before;
        if (!known.insert({by.first, by.second, o}).second) return;
        tables.changes.push_back({by.first, by.second, o, *left});
        more = true;
      };
      for (Which by : exempting) change(by, outcomes.without(o, adjustment(by).kinds));
      if (o < raised.size())
        for (Which by : std::set<Which>(raised[o])) change(by, outcomes.raised(o, adjustment(by), by));
    }
  }
}

DecisionTables tabulate(const ir::Program &program, Diagnostics &diagnostics) {
  DecisionTables tables;
  Outcomes outcomes(program, tables.outcomes);
  for (ir::Index p = 0; p < program.provisions.size(); ++p)
    if (program.provisions[p].hasEffect() || !program.provisions[p].adjustments.empty())
      tables.provisions.push_back(Tabulator(program, p, outcomes, diagnostics).run());
  changes(program, outcomes, tables);
  return tables;
}

} // namespace proviso
