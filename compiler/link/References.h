// The graph of citations: who cites what, how, and where that leads on which days.
#pragma once

#include "link/Link.h"

namespace proviso {

struct Reference {
  ProvisionRef from;
  std::string role; // `punishes per`, `violates`, `amends` ...
  Range range;      // the citation
  law::CitationUse use = law::CitationUse::Rule;
  /// Where it leads, in order of time; on days between it leads nowhere.
  struct Stretch {
    Span days;
    std::vector<ProvisionRef> targets;
  };
  std::vector<Stretch> stretches;
  bool dated = false, presumed = false;

  /// What it names first.
  const std::vector<ProvisionRef> &named() const { return stretches.front().targets; }
  /// Where it leads at the end of time.
  std::vector<ProvisionRef> last() const { return stretches.back().targets; }
};

/// Those of provisions, in the order of the corpus; broken ones, which are reported, are left out.
std::vector<Reference> references(const LinkedLaw &linked);

} // namespace proviso
