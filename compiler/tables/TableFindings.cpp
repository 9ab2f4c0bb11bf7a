#include "tables/TableFindings.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <set>

namespace proviso {

using ir::Op;
using ir::Owner;

std::optional<Example> exampleOf(const Diagrams &diagrams, Diagram d, const std::function<bool(Diagram)> &wanted) {
  constexpr uint32_t nowhere = UINT32_MAX;
  struct Best {
    uint32_t answers = nowhere, value = 0;
  };
  std::unordered_map<Diagram, Best> known;
  std::function<Best(Diagram)> best = [&](Diagram at) -> Best {
    if (isTerminal(at)) return wanted(at) ? Best{0, 0} : Best{};
    if (const auto found = known.find(at); found != known.end()) return found->second;
    Best result;
    const auto children = diagrams.children(at);
    for (uint32_t v = 0; v < children.size(); ++v)
      if (const Best next = best(children[v]); next.answers != nowhere && next.answers + 1 < result.answers)
        result = {next.answers + 1, v};
    known.emplace(at, result);
    return result;
  };
  if (best(d).answers == nowhere) return std::nullopt;
  Example example;
  while (!isTerminal(d)) {
    const uint32_t value = best(d).value;
    example.emplace_back(diagrams.variable(d), value);
    d = diagrams.children(d)[value];
  }
  return example;
}

std::string exampleText(const ir::Program &program, const std::vector<Variable> &variables, const Example &example) {
  std::vector<std::string> parts;
  for (const auto &[variable, value] : example)
    parts.push_back(fmt::format("{}: {}", variables[variable].label, valueText(program, variables[variable], value)));
  return parts.empty() ? "in every case" : fmt::format("for example: {}", fmt::join(parts, "; "));
}

namespace {

class Finder {
public:
  Finder(const ir::Program &program, ProvisionTable &table, ConditionDiagrams &conditions, Diagram always, Diagram made,
         const std::string &name, bool guards, Diagnostics &diagnostics)
      : program(program), p(program.provisions[table.provision]), table(table), conditions(conditions),
        diagrams(table.diagrams), always(always), made(made), name(name), guards(guards), diagnostics(diagnostics) {}

  void run() {
    // What can never apply is said to be so, and no more.
    if (!comesTo(under(made), yes)) return;
    constantConditions();
    idleInputs();
    emptyHanded();
  }

private:
  Diagram under(Diagram d) { return diagrams.ifThenElse(always, d, impossible); }
  bool comesTo(Diagram d, Diagram terminal) { return llvm::is_contained(diagrams.terminals(d), valueOf(terminal)); }

  void constantConditions() {
    for (const ir::Statement &statement : p.statements) {
      const bool guard = statement.kind == ir::StatementKind::Guard || statement.kind == ir::StatementKind::Adjustment;
      const bool element = statement.kind == ir::StatementKind::When || statement.kind == ir::StatementKind::Unless;
      if ((!guard && !element) || !conditions.readable(statement.expr)) continue;
      // A limitation and a milder law are no conditions that somebody has written.
      if (program.exprs[statement.expr].op == Op::True) continue;
      Diagram d = conditions[statement.expr];
      if (guard) d = diagrams.ifThenElse(made, d, impossible);
      if (comesTo(under(d), no)) continue;
      constant.insert(&statement);
      if (guard && !guards) continue;
      diagnostics.report(Code::T007, statement.range, name,
                         statement.kind == ir::StatementKind::Unless ? "never holds" : "always holds");
    }
  }

  /// The facts, breaches, orders and roles that the provision itself names, and that decide nothing in it.
  void idleInputs() {
    std::vector<Diagram> roots{table.elements};
    for (const Effect &effect : table.effects) roots.push_back(effect.root);
    for (const AdjustmentTable &one : table.adjustments) roots.push_back(one.root);
    std::vector<bool> seen(table.variables.size(), false);
    for (const ir::Statement &statement : p.statements) {
      if (statement.kind == ir::StatementKind::Subject || statement.kind == ir::StatementKind::Factor ||
          constant.count(&statement))
        continue;
      eachInput(statement.expr, [&](uint32_t variable) {
        if (seen[variable]) return;
        seen[variable] = true;
        if (llvm::any_of(roots, [&](Diagram root) { return matters(root, variable); })) return;
        diagnostics.report(Code::T008, statement.range, table.variables[variable].label, name);
      });
    }
  }

  void eachInput(ir::Index index, llvm::function_ref<void(uint32_t)> visit) {
    const ir::Expr &expr = program.exprs[index];
    std::optional<uint32_t> found;
    switch (expr.op) {
    case Op::Fact:
    case Op::Value:
    case Op::Unascertainable:
      found = conditions.variables.find(VariableKind::Fact, expr.owner, expr.index, expr.provision, ir::none);
      break;
    case Op::Breach:
      found = conditions.variables.find(VariableKind::Breach, Owner::Act, ir::none, expr.index, ir::none);
      break;
    case Op::Disobeyed:
      found = conditions.variables.find(VariableKind::Disobeyed, Owner::Act, ir::none, expr.index, ir::none);
      break;
    case Op::IsRole:
      found = conditions.variables.find(VariableKind::Role, expr.owner, ir::none, ir::none, expr.index);
      break;
    case Op::Sanctioned:
      found = conditions.variables.find(VariableKind::Record, expr.owner, ir::none, ir::none, expr.index);
      break;
    default: break;
    }
    if (found) visit(*found);
    for (ir::Index operand : expr.operands) eachInput(operand, visit);
  }

  /// Two possible cases that differ in it alone, or in what goes with it, come to different answers.
  bool matters(Diagram root, uint32_t variable) {
    std::vector<Diagram> by;
    for (uint32_t value = 0; value < diagrams.size(variable); ++value)
      by.push_back(diagrams.restrict(root, variable, value));
    for (size_t i = 0; i < by.size(); ++i)
      for (size_t j = i + 1; j < by.size(); ++j)
        if (!diagrams.agree(by[i], by[j])) return true;
    return false;
  }

  /// It applies, and imposes nothing on anybody.
  void emptyHanded() {
    // What only refers to other law where it rules the case does no more.
    if (llvm::all_of(table.effects,
                     [&](const Effect &effect) { return llvm::StringRef(effect.name).startswith("referral to "); }))
      return;
    Diagram any = no;
    for (const Effect &effect : table.effects) {
      Diagram imposes = diagrams.map(effect.root, [](uint32_t value) {
        return terminal(value) == impossible ? no : terminal(value) == no ? no : yes;
      });
      for (uint32_t v = 0; v < table.variables.size(); ++v)
        if (table.variables[v].owner == Owner::Person) imposes = diagrams.exists(v, imposes);
      any = diagrams.disjunction(any, imposes);
    }
    // What a subject of one form cannot bear is no gap, as long as one of another form can.
    if (const auto form = conditions.variables.find(VariableKind::Form, Owner::Act, ir::none, ir::none, ir::none))
      any = diagrams.exists(*form, any);
    const Diagram nothing = under(diagrams.ifThenElse(any, no, made));
    if (const auto example = exampleOf(diagrams, nothing, [](Diagram d) { return d == yes; }))
      diagnostics.report(Code::T009, p.range, name).note(exampleText(program, table.variables, *example));
  }

  const ir::Program &program;
  const ir::Provision &p;
  ProvisionTable &table;
  ConditionDiagrams &conditions;
  Diagrams &diagrams;
  Diagram always, made;
  const std::string &name;
  bool guards;
  Diagnostics &diagnostics;
  std::set<const ir::Statement *> constant; // reported: what it reads needs no report of its own
};

} // namespace

void reportTableFindings(const ir::Program &program, ProvisionTable &table, ConditionDiagrams &conditions,
                         Diagram always, Diagram made, const std::string &provision, bool guards,
                         Diagnostics &diagnostics) {
  Finder(program, table, conditions, always, made, provision, guards, diagnostics).run();
}

} // namespace proviso
