#include "check/Findings.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso {

namespace {

class Block {
public:
  Block(const ir::Program &program, Diagnostics &diagnostics) : program(program), diagnostics(diagnostics) {}

  void check(const ir::Tier &tier) {
    std::vector<Stated> all;
    for (ir::Index sanction : tier.sanctions) together(all, stated(sanction));
  }

private:
  /// A kind as it is stated; `surely`: it is no branch of a choice.
  struct Stated {
    ir::Index sanction;
    bool surely;
  };

  std::vector<Stated> stated(ir::Index index) {
    const ir::Sanction &sanction = program.sanctions[index];
    if (sanction.op == ir::SanctionOp::Kind) return {{index, true}};
    std::vector<Stated> all;
    for (size_t i = 0; i < sanction.operands.size(); ++i) {
      std::vector<Stated> operand = stated(sanction.operands[i]);
      if (sanction.op == ir::SanctionOp::OneOf) // never both of two branches
        all.insert(all.end(), operand.begin(), operand.end());
      else
        together(all, operand);
      // `X also or only Y`: Y in any case.
      if (sanction.op == ir::SanctionOp::AlsoOrOnly && i == 0) all.front().surely = false;
    }
    if (sanction.op == ir::SanctionOp::OneOf || sanction.op == ir::SanctionOp::OneOrMoreOf)
      for (Stated &one : all) one.surely = false;
    return all;
  }

  /// Adds what is imposed beside `all`.
  void together(std::vector<Stated> &all, const std::vector<Stated> &more) {
    const size_t before = all.size();
    for (const Stated &one : more) {
      for (size_t i = 0; i < before; ++i)
        if (same(all[i].sanction, one.sanction) && (all[i].surely || one.surely)) {
          const ir::Sanction &again = program.sanctions[one.sanction];
          diagnostics.report(Code::N007, again.range, program.kinds[again.kind].name)
              .note("it is stated here already", program.sanctions[all[i].sanction].range);
          break;
        }
      all.push_back(one);
    }
  }

  bool same(ir::Index a, ir::Index b) const {
    return program.sanctions[a].kind == program.sanctions[b].kind &&
           program.sanctions[a].qualifier == program.sanctions[b].qualifier;
  }

  const ir::Program &program;
  Diagnostics &diagnostics;
};

} // namespace

void kindsStatedTwice(const ir::Program &program, Diagnostics &diagnostics) {
  for (const ir::Provision &provision : program.provisions)
    for (const ir::Tier &tier : provision.tiers) Block(program, diagnostics).check(tier);
}

} // namespace proviso
