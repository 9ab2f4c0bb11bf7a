#include "check/Findings.h"
#include "tables/ConditionDiagrams.h"
#include "tables/Outcomes.h"
#include "tables/Rows.h"
#include "tables/SameConduct.h"
#include "tables/TableFindings.h"

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
  Tabulator(const ir::Program &program, ir::Index provision, size_t mostRows, Outcomes &outcomes,
            Diagnostics &diagnostics)
      : program(program), mostRows(mostRows), outcomes(outcomes), diagnostics(diagnostics),
        conditions(program, program.provisions[provision].span, table.variables, table.diagrams) {
    table.provision = provision;
  }

  ProvisionTable run() {
    const ir::Provision &p = program.provisions[table.provision];
    collect();
    const Diagram always = conditions.constraints();
    const Diagram made = dd().conjunction(conditions.subject(table.provision), condition(p.elements));
    auto under = [&](Diagram d) { return dd().ifThenElse(always, d, impossible); };
    table.elements = under(made);
    const Diagram readable = dd().withoutImpossible(table.elements);
    table.elementRows = rowsOf(table, readable, mostRows);
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
      effect.rows = rowsOf(table, dd().withoutImpossible(given), mostRows);
      table.effects.push_back(std::move(effect));
    }
    for (uint32_t a = 0; a < p.adjustments.size(); ++a)
      adjustment(a, under(dd().ifThenElse(made, condition(p.adjustments[a].guard), no)));
    const size_t before = diagnostics.list().size();
    unreachedTiers(p, under(made));
    // That a tier always applies is what makes another never count: one of the two is said.
    const bool tiersReported = diagnostics.list().size() != before;
    if (exact) reportTableFindings(program, table, conditions, always, made, describe(p), !tiersReported, diagnostics);
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
  Diagram condition(ir::Index index) { return conditions[index]; }

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
    conditions.collect(p.subject);
    conditions.collect(p.elements);
    std::vector<ir::Index> from;
    sources(table.provision, from);
    for (ir::Index source : from) {
      for (const ir::Tier &tier : program.provisions[source].tiers) {
        conditions.collect(tier.guard);
        if (source != table.provision) conditions.collect(tier.guardOnPerson);
        conditions.collectInForce(tier.guard);
        for (ir::Index role : tier.roles) conditions.variables.addRole(role, Owner::Person);
        for (ir::Index sanction : tier.sanctions) {
          if (tier.addressee == Owner::Act && outcomes.dependsOnForm(sanction))
            conditions.variables.addForm(Owner::Act);
          for (const auto &alternative : program.sanctions[sanction].delegates)
            for (const ir::Delegate &one : alternative) {
              conditions.collect(one.guard);
              conditions.collect(one.option);
              conditions.collectInForce(one.guard);
            }
        }
      }
    }
    for (const ir::Adjustment &adjustment : p.adjustments) {
      conditions.collect(adjustment.guard);
      conditions.collectInForce(adjustment.guard);
    }
    conditions.collectInForce(p.elements);
    for (ir::Index fact : conditions.close()) {
      diagnostics.report(Code::T003, p.range, describe(p), program.facts[fact].name);
      exact = false;
    }
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
    for (ir::Index role : roles) any = dd().disjunction(any, conditions.isRole(Owner::Person, role));
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
    const uint32_t form = *conditions.variables.find(VariableKind::Form, Owner::Act, ir::none, ir::none, ir::none);
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
            if (chain.size() == 1 && conditions.isUnder(one.cited, chain[0].provision)) chain[0].provision = one.cited;
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
    table.adjustments.push_back({index, root, rowsOf(table, readable, mostRows)});
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
        if (guard != guards || !conditions.readable(statement.expr)) continue;
        if (seen.insert({provision, statement.text}).second)
          table.statements.push_back({provision, statement.kind, statement.text, under(condition(statement.expr))});
      }
    };
    // From the outside in, then the items that the provision names, then its tiers and those brought in.
    std::vector<ir::Index> around;
    for (ir::Index at = table.provision; at != ir::none; at = program.provisions[at].parent) around.push_back(at);
    for (ir::Index at : llvm::reverse(around)) add(at, false);
    // What is in a provision follows it.
    for (ir::Index i = table.provision + 1; i < program.provisions.size() && conditions.isUnder(i, table.provision);
         ++i)
      add(i, false);
    std::vector<ir::Index> from;
    sources(table.provision, from);
    for (ir::Index source : from) add(source, true);
    (void)p;
  }

  const ir::Program &program;
  const size_t mostRows;
  Outcomes &outcomes;
  Diagnostics &diagnostics;
  ProvisionTable table;
  bool exact = true; // no fact has more ranges than can be told apart
  ConditionDiagrams conditions;
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
      if (program.provisions[p].adjustments[a].takesAway()) exempting.emplace_back(p, a);
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

DecisionTables tabulate(const ir::Program &program, size_t mostRows, Diagnostics &diagnostics) {
  DecisionTables tables;
  Outcomes outcomes(program, tables.outcomes);
  for (ir::Index p = 0; p < program.provisions.size(); ++p)
    if (program.provisions[p].hasEffect() || !program.provisions[p].adjustments.empty())
      tables.provisions.push_back(Tabulator(program, p, mostRows, outcomes, diagnostics).run());
  changes(program, outcomes, tables);
  compareConduct(program, tables, diagnostics);
  return tables;
}

} // namespace proviso
