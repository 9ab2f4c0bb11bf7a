// Conditions of the intermediate form as diagrams over the variables that they read, for one provision or several.
#pragma once

#include "tables/Variables.h"

#include <functional>

namespace proviso {

/// First all that will be asked for is collected; then the variables are closed, and conditions can be built.
class ConditionDiagrams {
public:
  /// `days`: what is in force on all of them is no question. The variables and diagrams are filled in.
  ConditionDiagrams(const ir::Program &program, Span days, std::vector<Variable> &list, Diagrams &diagrams)
      : variables(program, list), program(program), own(days), list(list), diagrams(diagrams) {}

  void collect(ir::Index condition) { variables.collect(condition); }
  /// What a condition says is committed or in force, and is not always in force on these days.
  void collectInForce(ir::Index condition);
  /// Takes in the constraints that share variables. Returns the facts with more ranges than can be told apart.
  std::vector<ir::Index> close();

  Diagram operator[](ir::Index condition);
  /// Whom a provision addresses.
  Diagram subject(ir::Index provision);
  Diagram isRole(ir::Owner owner, ir::Index role);
  /// What always holds of the variables.
  Diagram constraints();
  /// All that a condition reads is a variable here, and the act's.
  bool readable(ir::Index condition) const;
  bool isUnder(ir::Index inner, ir::Index outer) const;

  Variables variables;

private:
  bool otherSpan(ir::Index provision) const;
  void eachFact(ir::Index condition, const std::function<void(const ir::Expr &)> &visit) const;
  bool sharesVariable(ir::Index constraint) const;
  Diagram variable(VariableKind kind, ir::Owner owner, ir::Index fact, ir::Index provision, ir::Index index,
                   uint64_t values);
  Diagram build(const ir::Expr &expr);
  bool personal(const ir::Expr &expr) const;
  /// The elements for some form: forms are quantified away, not set.
  Diagram madeOut(ir::Index provision);
  Diagram inForce(ir::Index provision);
  /// Both ask whether one day is after the end of a period that begins with another, and the first period is longer.
  bool isLonger(const Variable &a, const Variable &b) const;
  /// What is in force together on some day.
  Diagram days();

  const ir::Program &program;
  const Span own;
  std::vector<Variable> &list;
  Diagrams &diagrams;
  std::unordered_map<ir::Index, Diagram> known;
};

} // namespace proviso
