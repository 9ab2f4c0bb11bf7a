// The variables of one provision, found in the conditions that it rests on.
#pragma once

#include "tables/DecisionTables.h"

#include <llvm/ADT/DenseSet.h>

#include <map>
#include <tuple>

namespace proviso {

class Variables {
public:
  Variables(const ir::Program &program, std::vector<Variable> &variables) : program(program), variables(variables) {}

  /// Takes in what a condition reads, and what the provisions that it commits read.
  void collect(ir::Index condition);
  void addForm(ir::Owner owner);
  void addRole(ir::Index role, ir::Owner owner);
  void addInForce(ir::Index provision);
  void addSuccession(ir::Index ended);
  /// Fixes the intervals. Nothing is collected afterwards. Returns the facts with too many of them.
  std::vector<ir::Index> finish();

  std::optional<uint32_t> find(VariableKind kind, ir::Owner owner, ir::Index fact, ir::Index provision,
                               ir::Index index) const;
  /// The variable of a comparison of a fact with a constant, or of an expression of its own.
  bool comparesWithConstant(const ir::Expr &comparison) const;

private:
  using Key = std::tuple<VariableKind, ir::Owner, ir::Index, ir::Index, ir::Index>;
  uint32_t add(Variable variable);
  void addFact(const ir::Expr &expr);
  void addCut(const ir::Expr &comparison);

  const ir::Program &program;
  std::vector<Variable> &variables;
  std::map<Key, uint32_t> known;
  llvm::DenseSet<ir::Index> visited;
};

/// Where a comparison of a fact with a constant parts the fact's domain.
std::vector<Cut> cutsOf(const ir::Program &program, const ir::Expr &comparison);
/// The set of values of a variable for which a comparison with a constant holds.
uint64_t valuesThatSatisfy(const ir::Program &program, const Variable &variable, const ir::Expr &comparison);

} // namespace proviso
