#include "tables/SameConduct.h"

#include "tables/TableFindings.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <map>
#include <set>

namespace proviso {

using ir::Index;

namespace {

/// The heaviest kind of a group that somebody may get, and what is known of its amount.
struct Gravest {
  Index kind = ir::none, high = ir::none, low = ir::none;
  bool several = false; // of this kind with amounts that differ
};

class Conduct {
public:
  Conduct(const ir::Program &program, DecisionTables &tables, Diagnostics &diagnostics)
      : program(program), tables(tables), diagnostics(diagnostics) {
    for (const ir::Provision &provision : program.provisions)
      if (provision.concurrence) rules.push_back(&*provision.concurrence);
  }

  void run() {
    const bool bySpecialty = llvm::is_contained(program.conflicts, ir::Criterion::Specialty);
    // By what a condition asks: the tables that ask it.
    std::map<std::tuple<VariableKind, Index, Index, Index>, std::vector<size_t>> readers;
    for (size_t t = 0; t < tables.provisions.size(); ++t) {
      const ProvisionTable &table = tables.provisions[t];
      if (!ir::punishmentsOf(program, table.provision).any()) continue;
      for (uint32_t v : table.diagrams.support(table.elements)) {
        const Variable &variable = table.variables[v];
        if (variable.kind == VariableKind::Fact || variable.kind == VariableKind::Breach ||
            variable.kind == VariableKind::Disobeyed || variable.kind == VariableKind::Comparison)
          readers[{variable.kind, variable.fact, variable.provision, variable.index}].push_back(t);
      }
    }
    std::set<std::pair<size_t, size_t>> pairs;
    for (const auto &[question, list] : readers)
      for (size_t i = 0; i < list.size(); ++i)
        for (size_t j = i + 1; j < list.size(); ++j) pairs.insert({list[i], list[j]});
    for (const auto &[a, b] : pairs) {
      const Index p = tables.provisions[a].provision, q = tables.provisions[b].provision;
      if ((program.provisions[p].span & program.provisions[q].span).empty()) continue;
      const bool doubtful = !brings(p, q) && !brings(q, p) && !isRuled(p, q) && cannotBeOrdered(a, b);
      if (!bySpecialty && !doubtful) continue;
      const auto [there, back] = implications(p, q);
      if (bySpecialty && there != back) tables.specialties.emplace_back(there ? p : q, there ? q : p);
      if (doubtful && (there || back) && !settled(p, q, there, back)) report(p, q, there);
    }
    llvm::sort(tables.specialties);
  }

private:
  bool isUnder(Index inner, Index outer) const {
    for (; inner != ir::none; inner = program.provisions[inner].parent)
      if (inner == outer) return true;
    return false;
  }

  /// The sanctions of the one are those of the other.
  bool brings(Index provision, Index other) const {
    std::set<Index> seen;
    std::vector<Index> open{provision};
    while (!open.empty()) {
      const Index at = open.back();
      open.pop_back();
      if (!seen.insert(at).second) continue;
      for (const ir::Tier &tier : program.provisions[at].tiers)
        for (Index sanction : tier.sanctions)
          for (const auto &alternative : program.sanctions[sanction].delegates)
            for (const ir::Delegate &one : alternative)
              if (one.to != ir::none) open.push_back(one.to);
    }
    return seen.count(other) != 0;
  }

  /// Some rule speaks of the two.
  bool isRuled(Index p, Index q) const {
    for (const auto &[a, b] : {std::pair(p, q), std::pair(q, p)}) {
      if (llvm::is_contained(program.provisions[a].displaces, b) || program.provisions[a].yieldsToOtherLaw) return true;
      for (Index at = a; at != ir::none; at = program.provisions[at].parent)
        for (Index alone : program.provisions[at].withoutPrejudice)
          if (isUnder(b, alone)) return true;
    }
    return llvm::any_of(rules, [&](const ir::Concurrence *rule) {
      const ir::Concurrence &c = *rule;
      auto party = [&](Index one) { return llvm::is_contained(c.parties, one); };
      auto other = [&](Index one) { return c.with.empty() || llvm::is_contained(c.with, one); };
      return (party(p) && (party(q) || other(q))) || (party(q) && other(p));
    });
  }

  /// By the criteria of the corpus.
  bool settled(Index p, Index q, bool there, bool back) const {
    const ir::Provision &a = program.provisions[p], &b = program.provisions[q];
    const uint32_t rank = program.instruments[a.instrument].rankNumber,
                   other = program.instruments[b.instrument].rankNumber;
    return llvm::any_of(program.conflicts, [&](ir::Criterion criterion) {
      switch (criterion) {
      case ir::Criterion::Rank: return rank != 0 && other != 0 && rank != other;
      case ir::Criterion::Specialty: return there != back;
      case ir::Criterion::Date: return a.span.from != b.span.from;
      }
      return false;
    });
  }

  // ---- which is the heavier one

  void gravest(uint32_t index, std::map<std::string, Gravest> &found) const {
    const Outcome &outcome = tables.outcomes[index];
    for (uint32_t branch : outcome.branches) gravest(branch, found);
    if (outcome.op != OutcomeOp::Kind || program.kinds[outcome.kind].isMeasure()) return;
    const ir::Kind &kind = program.kinds[outcome.kind];
    Gravest &most = found[kind.group];
    auto weight = [&](Index one) { return std::pair(!program.kinds[one].additional, one); };
    if (most.kind == ir::none || weight(outcome.kind) > weight(most.kind))
      most = {outcome.kind, outcome.high, outcome.low, false};
    else if (most.kind == outcome.kind && (most.high != outcome.high || most.low != outcome.low))
      most.several = true;
  }

  /// What each effect of a table may impose, by group of the scale.
  const std::vector<std::map<std::string, Gravest>> &gravestOf(size_t table) {
    const auto [it, isNew] = gravestByTable.try_emplace(table);
    if (!isNew) return it->second;
    for (const Effect &effect : tables.provisions[table].effects) {
      std::map<std::string, Gravest> &found = it->second.emplace_back();
      for (uint32_t value : tables.provisions[table].diagrams.terminals(effect.root))
        if (value >= firstOutcome && value - firstOutcome < tables.outcomes.size())
          gravest(value - firstOutcome, found);
    }
    return it->second;
  }

  bool isConstant(Index expr) const { return expr == ir::none || program.exprs[expr].op == ir::Op::Constant; }

  /// Some amounts of one kind on one person, neither of which is surely the higher one; or kinds of two scales.
  bool cannotBeOrdered(size_t a, size_t b) {
    const auto &ours = tables.provisions[a].effects, &others = tables.provisions[b].effects;
    for (size_t i = 0; i < ours.size(); ++i)
      for (size_t j = 0; j < others.size(); ++j) {
        const Effect &one = ours[i], &other = others[j];
        if (one.addressee != other.addressee) continue;
        if (one.addressee == ir::Owner::Person &&
            llvm::none_of(one.roles, [&](Index role) { return llvm::is_contained(other.roles, role); }))
          continue;
        const auto &mine = gravestOf(a)[i], &theirs = gravestOf(b)[j];
        for (const auto &[group, most] : mine) {
          const auto same = theirs.find(group);
          if (same == theirs.end()) continue;
          const Gravest &than = same->second;
          if (program.kinds[most.kind].scale != program.kinds[than.kind].scale) return true;
          if (most.kind != than.kind) continue;
          if (most.high == than.high && most.low == than.low && !most.several && !than.several) continue;
          if (!isConstant(most.high) || !isConstant(than.high)) return true;
        }
      }
    return false;
  }

  // ---- the same conduct

  /// Whether the first is made out only where the second is, and the other way round.
  std::pair<bool, bool> implications(Index p, Index q) {
    const ir::Provision &a = program.provisions[p], &b = program.provisions[q];
    variables.clear();
    diagrams = Diagrams();
    ConditionDiagrams conditions(program, a.span & b.span, variables, diagrams);
    for (const ir::Provision *one : {&a, &b}) {
      conditions.collect(one->subject);
      conditions.collect(one->elements);
      conditions.collectInForce(one->elements);
    }
    if (!conditions.close().empty()) return {false, false};
    const Diagram always = conditions.constraints();
    const Diagram first = diagrams.conjunction(conditions.subject(p), conditions[a.elements]),
                  second = diagrams.conjunction(conditions.subject(q), conditions[b.elements]);
    auto never = [&](Diagram d) {
      return !llvm::is_contained(diagrams.terminals(diagrams.ifThenElse(always, d, impossible)), valueOf(yes));
    };
    both = diagrams.ifThenElse(always, diagrams.conjunction(first, second), impossible);
    if (never(first) || never(second)) return {false, false};
    return {never(diagrams.ifThenElse(second, no, first)), never(diagrams.ifThenElse(first, no, second))};
  }

  std::string describe(Index p) const { return program.provisions[p].citation; }

  void report(Index p, Index q, bool there) {
    const Index narrow = there ? p : q, wide = there ? q : p;
    Diagnostic &d = diagnostics.report(Code::T006, program.provisions[narrow].range, describe(narrow), describe(wide));
    if (const auto example = exampleOf(diagrams, both, [](Diagram at) { return at == yes; }))
      d.note(exampleText(program, variables, *example));
    d.note(fmt::format("{} is here", describe(wide)), program.provisions[wide].range);
    d.note(fmt::format(
        "say which counts: `notwithstanding {0}`, `yields to {0}`, `concurrence ... with {0}`; or that both "
        "do: `without prejudice to {0}`",
        describe(wide)));
  }

  const ir::Program &program;
  DecisionTables &tables;
  Diagnostics &diagnostics;
  std::vector<const ir::Concurrence *> rules;
  std::map<size_t, std::vector<std::map<std::string, Gravest>>> gravestByTable;
  // of the last comparison
  std::vector<Variable> variables;
  Diagrams diagrams;
  Diagram both = no;
};

} // namespace

void compareConduct(const ir::Program &program, DecisionTables &tables, Diagnostics &diagnostics) {
  Conduct(program, tables, diagnostics).run();
}

} // namespace proviso
