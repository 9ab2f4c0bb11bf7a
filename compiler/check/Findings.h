// Checks of the whole law, once all of it is in the intermediate form.
#pragma once

#include "check/IntermediateForm.h"
#include "link/Link.h"

namespace proviso {

/// V016, V018: declared names that look alike, and names whose letters are not composed.
void namesAlike(const History &history, Diagnostics &diagnostics);

/// N007: a kind that one block imposes twice, or once surely and once more as a branch of a choice.
void kindsStatedTwice(const ir::Program &program, Diagnostics &diagnostics);

/// T002, of the tiers of one provision that can never apply. Several addressees of one tier, or a tier with what stands
/// within it, are one mistake.
void reportUnreached(const std::string &provision, llvm::ArrayRef<const ir::Tier *> tiers, Diagnostics &diagnostics);
/// T002, as far as it shows without tables, which are made only of a law without errors: a tier whose guard contradicts
/// what the provision says itself.
void tiersRuledOut(const LinkedLaw &law, const ir::Program &program, Diagnostics &diagnostics);

/// N010: `disobeyed`, of a provision that gives no order.
void ordersNotGiven(const LinkedLaw &law, const ir::Program &program, Diagnostics &diagnostics);

} // namespace proviso
