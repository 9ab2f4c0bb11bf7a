#include "check/Findings.h"

#include <llvm/ADT/STLExtras.h>

#include <set>

namespace proviso {

namespace {

class Orders {
public:
  Orders(const LinkedLaw &law, const ir::Program &program, Diagnostics &diagnostics)
      : history(*law.history), law(law), program(program), diagnostics(diagnostics) {
    for (const ir::Sanction &sanction : program.sanctions)
      if (!sanction.qualifier.empty()) groups.insert(program.kinds[sanction.kind].group);
  }

  void run() {
    for (uint32_t i = 0; i < history.instrumentCount(); ++i)
      for (const law::Expr &expr : history.instrument(i).exprs)
        if (expr.kind == law::ExprKind::Disobeyed) {
          if (expr.citation)
            cited(law.binding(i, expr.citation), expr.range);
          else
            ownOrder(i, expr.range);
        }
    for (size_t f = 0; f < law.scenarios.size(); ++f)
      for (size_t s = 0; s < law.scenarios[f].size(); ++s)
        for (const law::Given &given : history.files()[f].scenarios[s].givens)
          if (given.what == law::Given::What::Disobeyed && given.citation)
            cited(law.scenarios[f][s][given.citation.value], given.range);
  }

private:
  ir::Index indexOf(ProvisionRef ref) const { return program.instruments[ref.instrument].root + ref.provision; }

  /// What can be disobeyed: an order in words, or, as it has no measure, something like it.
  bool isOrder(const ir::Sanction &sanction) const {
    if (!sanction.qualifier.empty()) return true;
    const ir::Kind &kind = program.kinds[sanction.kind];
    return kind.currency.empty() && !kind.least && !kind.most && (groups.empty() || groups.count(kind.group));
  }

  /// The orders that a sanction brings.
  void collect(ir::Index index, std::vector<Range> &found, std::set<ir::Index> &delegating) const {
    const ir::Sanction &sanction = program.sanctions[index];
    if (sanction.op == ir::SanctionOp::Kind && isOrder(sanction)) found.push_back(sanction.range);
    for (ir::Index operand : sanction.operands) collect(operand, found, delegating);
    for (const std::vector<ir::Delegate> &alternative : sanction.delegates) {
      std::vector<Range> brought;
      for (const ir::Delegate &one : alternative)
        if (one.to == ir::none) // what is declared in outline only may order anything
          brought.push_back(sanction.range);
        else if (delegating.insert(one.to).second)
          collectOf(one.to, brought, delegating);
      if (!brought.empty()) found.push_back(sanction.range);
    }
  }
  void collectOf(ir::Index provision, std::vector<Range> &found, std::set<ir::Index> &delegating) const {
    for (const ir::Tier &tier : program.provisions[provision].tiers)
      for (ir::Index sanction : tier.sanctions) collect(sanction, found, delegating);
  }
  std::vector<Range> ordersOf(ProvisionRef ref) const {
    std::vector<Range> found;
    std::set<ir::Index> delegating;
    collectOf(indexOf(ref), found, delegating);
    return found;
  }

  Diagnostic &report(ProvisionRef ref, Range at) {
    Diagnostic &d = diagnostics.report(Code::N010, at, history.describe(ref));
    history.restsOnStatement(d, history[ref].range, effectWords);
    return d;
  }

  /// `disobeyed C`: an order at or under C. It may also rest on a power or a duty that C states, or on words that have
  /// no statements yet.
  void cited(const Binding &binding, Range at) {
    for (ProvisionRef target : binding.targets) {
      bool imposes = false, open = false;
      for (ProvisionRef ref : history.under(target)) {
        const law::Provision &provision = history[ref];
        imposes |= !provision.tiers.empty();
        open |= provision.outline || !provision.duties.empty() || !ordersOf(ref).empty() ||
                (provision.tiers.empty() && !provision.texts.empty());
      }
      if (!open)
        report(target, at)
            .note(imposes ? "what it imposes cannot be disobeyed; an order says what is to be done, as "
                            "in `order \"to correct\"`"
                          : "it imposes nothing",
                  history[target].head);
    }
  }

  /// `disobeyed` alone: an order that this paragraph has given before.
  void ownOrder(uint32_t instrument, Range at) {
    const law::Instrument &text = history.instrument(instrument);
    ProvisionRef home{instrument, 0};
    for (uint32_t p = 0; p < text.provisions.size(); ++p) // what is inside comes later
      if (holds(text.provisions[p].range, at)) home.provision = p;
    const auto around = history.around(home);
    const auto imposing = llvm::find_if(around, [&](ProvisionRef ref) { return !history[ref].tiers.empty(); });
    if (imposing == around.end()) return; // it has no effect that could be guarded
    const std::vector<Range> orders = ordersOf(*imposing);
    const bool guard =
        llvm::any_of(history[*imposing].tiers, [&](const law::Tier &tier) { return holds(tier.range, at); });
    if (llvm::any_of(orders, [&](Range order) { return !guard || order.begin.offset < at.begin.offset; })) return;
    Diagnostic &d = report(*imposing, at);
    if (!orders.empty()) {
      d.note("this order stands below: only what stands above can have been disobeyed", orders.front());
      return;
    }
    for (ProvisionRef ref : llvm::make_range(imposing + 1, around.end()))
      if (const std::vector<Range> outer = ordersOf(ref); !outer.empty()) {
        d.note(fmt::format("this order is one of {0}: to mean it, write `disobeyed {0}`", history.citation(ref)),
               outer.front());
        return;
      }
    d.note("state the order first, as in `order \"to correct\"`, or say whose order is meant: `disobeyed article 1`");
  }

  static bool holds(Range outer, Range inner) {
    return outer.begin.file == inner.begin.file && outer.begin.offset <= inner.begin.offset &&
           inner.end() <= outer.end();
  }

  const History &history;
  const LinkedLaw &law;
  const ir::Program &program;
  Diagnostics &diagnostics;
  std::set<std::string> groups; // of the scales, that have orders in words
};

} // namespace

void ordersNotGiven(const LinkedLaw &law, const ir::Program &program, Diagnostics &diagnostics) {
  Orders(law, program, diagnostics).run();
}

} // namespace proviso
