// The citations in the wording of the law, each followed through time as the ones in statements are.
#pragma once

#include "link/Link.h"
#include "wording/Mentions.h"

namespace proviso {

/// A citation in wording, and what has become of it.
struct WordingCitation {
  enum class Fate : uint8_t {
    Good,      // it leads to what it named, on all days that can be checked
    Nowhere,   // on no day is there what it names
    Drifted,   // its number leads to another provision
    Ended,     // its number leads nowhere since some day
    Repealed,  // its act is repealed
    OtherAct,  // its act is not at hand
    NotAtHand, // the text of those days, or of that provision, is not at hand
    Anaphora,  // 该款: what was cited before it
    Amending,  // what an amendment changes or puts in
    Unclear    // what it means cannot be told
  } fate = Fate::Good;
  ProvisionRef home;
  Range range;
  bool wholeAct = false;
  bool isRange = false;                       // two ends are named, and what is between is meant
  llvm::SmallVector<ProvisionRef, 2> named;   // when it was written
  llvm::SmallVector<ProvisionRef, 2> targets; // on the last day on which its home is in force
  std::string act;                            // its name, where it is not at hand
};
/// `good`, `nowhere`, `drifted` ...
std::string_view fateWord(WordingCitation::Fate fate);

struct Wording {
  std::vector<WordingCitation> citations; // in the order of the corpus
  /// Words that look like a citation and are none.
  std::vector<std::pair<Range, llvm::StringRef>> none;

  size_t count(WordingCitation::Fate fate) const;
};

/// What two wordings must have in common for one provision to be taken for the other where only wording tells.
constexpr double usualLikeness = 0.7;

/// Reports the citations that lead nowhere or to another provision. What is not at hand is not complained of: neither
/// other acts, nor days from which there is no text. Works on several threads.
Wording linkWording(const LinkedLaw &law, const Sources &sources, double likeness, Diagnostics &diagnostics);

/// Reports what the wording of a provision cites, or the amounts and periods in it, that its statements do not have,
/// and the reverse.
void wordingAgainstStatements(const LinkedLaw &law, const Wording &wording, const Sources &sources,
                              Diagnostics &diagnostics);

/// What stands between the marks of a text, and where.
std::pair<llvm::StringRef, Location> insideOf(const Sources &sources, Range quote);

} // namespace proviso
