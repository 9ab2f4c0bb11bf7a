#include "check/Findings.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso {

namespace {

/// What follows from conditions that hold, each of them looked at as it is written. Equal expressions are one.
class Known {
public:
  explicit Known(const ir::Program &program) : program(program) {}

  void add(ir::Index index) {
    const ir::Expr &expr = program.exprs[index];
    if (expr.op == ir::Op::And)
      for (ir::Index operand : expr.operands) add(operand);
    else
      conditions.push_back(index);
  }

  bool holds(ir::Index index) const {
    const ir::Expr &expr = program.exprs[index];
    if (llvm::is_contained(conditions, index)) return true;
    auto each = [&](ir::Index operand) { return holds(operand); };
    switch (expr.op) {
    case ir::Op::True: return true;
    case ir::Op::Not: return isRuledOut(expr.operands[0]);
    case ir::Op::And: return llvm::all_of(expr.operands, each);
    case ir::Op::Or: return llvm::any_of(expr.operands, each);
    default: return false;
    }
  }

  bool isRuledOut(ir::Index index) const {
    const ir::Expr &expr = program.exprs[index];
    auto each = [&](ir::Index operand) { return isRuledOut(operand); };
    switch (expr.op) {
    case ir::Op::False: return true;
    case ir::Op::Not: return holds(expr.operands[0]);
    case ir::Op::And: return negated(index) || llvm::any_of(expr.operands, each);
    case ir::Op::Or: return negated(index) || llvm::all_of(expr.operands, each);
    default: return negated(index);
    }
  }

private:
  bool negated(ir::Index index) const {
    return llvm::any_of(conditions, [&](ir::Index condition) {
      return program.exprs[condition].op == ir::Op::Not && program.exprs[condition].operands[0] == index;
    });
  }

  const ir::Program &program;
  std::vector<ir::Index> conditions;
};

} // namespace

void reportUnreached(const std::string &provision, llvm::ArrayRef<const ir::Tier *> tiers, Diagnostics &diagnostics) {
  std::vector<const ir::Tier *> reported;
  for (const ir::Tier *tier : tiers) {
    if (llvm::any_of(reported, [&](const ir::Tier *other) {
          return other->guard == tier->guard ||
                 (other->range.begin.offset <= tier->range.begin.offset && tier->range.end() <= other->range.end());
        }))
      continue;
    reported.push_back(tier);
    diagnostics.report(Code::T002, tier->range, provision);
  }
}

void tiersRuledOut(const LinkedLaw &law, const ir::Program &program, Diagnostics &diagnostics) {
  for (const ir::Provision &provision : program.provisions) {
    if (provision.tiers.empty()) continue;
    Known elements(program);
    elements.add(provision.elements);
    if (elements.isRuledOut(provision.elements)) continue; // no tier is to blame for that
    std::vector<const ir::Tier *> unreached;
    for (const ir::Tier &tier : provision.tiers) {
      Known known = elements;
      known.add(tier.guard); // tiers within tiers: one guard may rule out another
      if (known.isRuledOut(tier.guard)) unreached.push_back(&tier);
    }
    const auto index = static_cast<ir::Index>(&provision - program.provisions.data());
    const ProvisionRef ref{provision.instrument, index - program.instruments[provision.instrument].root};
    reportUnreached(law.history->describe(ref), unreached, diagnostics);
  }
}

} // namespace proviso
