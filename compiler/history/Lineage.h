// Which provision is which, where its number or its wording changes.
#pragma once

#include "history/Losses.h"
#include "history/Places.h"

namespace proviso {

/// How alike two wordings are, from 0 to 1 (Dice's coefficient over their words, each as often as it stands).
double likenessOf(llvm::StringRef a, llvm::StringRef b);

/// Says that one became the other.
void link(std::vector<Consolidated> &all, ProvisionRef from, ProvisionRef to);

/// One became the other, and what is in them goes together by its wording.
void alignWithin(std::vector<Consolidated> &all, ProvisionRef from, ProvisionRef to, Date before, Date after,
                 const Sources &sources);

/// What the `was` of a provision says: the provisions of `text` that it names on a day.
void formerOf(std::vector<Consolidated> &all, ProvisionRef ref, uint32_t text, Date on, const Places &places,
              const Losses &losses, Diagnostics &diagnostics);

/// Two texts of one instrument that follow each other: by `was`, and where that is silent by wording. Two wordings are
/// taken for the same where at least half of their words are common (Dice's coefficient over the words, each as often
/// as it stands), and no other comes within a tenth of that; what is nearer to call is left open (Life::lost).
void alignTexts(std::vector<Consolidated> &all, uint32_t earlier, uint32_t later, const Sources &sources,
                const Losses &losses, Diagnostics &diagnostics);

} // namespace proviso
