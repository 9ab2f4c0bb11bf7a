// Finds what a citation names. Only link() uses it.
#pragma once

#include "link/Link.h"

namespace proviso {

class Resolver {
public:
  Resolver(const History &history, const Sources &sources, Diagnostics &diagnostics)
      : history(history), sources(sources), diagnostics(diagnostics) {}

  /// `standsIn`: the provision where the citation stands; none in scenarios and vocabularies.
  /// What it names on a day.
  Binding resolve(const law::Citation &citation, ProvisionRef standsIn, Date on);

private:
  using Targets = llvm::SmallVector<ProvisionRef, 1>;

  std::optional<Targets> start(const law::Citation &citation, size_t &firstStep);
  std::optional<Targets> relative(const law::Citation &citation);
  bool narrow(Targets &targets, const law::CitationStep &step, const law::Citation &citation, Binding &binding);
  std::optional<ProvisionRef> holder(ProvisionRef from, uint8_t level, const law::CitationStep &step,
                                     const law::Citation &citation);
  void unknownInstrument(law::Name written);
  void withoutInstrument(const law::Citation &citation);
  void unknownLevel(const law::Citation &citation, const law::CitationStep &step, ProvisionRef in);
  /// Whether the citation, changed, leads to what it is for, and not back to where it stands.
  bool leads(const law::Citation &changed) const;
  /// The text of the citation with `replacement` at `place`.
  std::string rewritten(const law::Citation &citation, Range place, llvm::StringRef replacement) const;
  std::vector<ProvisionRef> atLevel(ProvisionRef from, uint8_t level) const;
  bool otherInstruments(Diagnostic &d, law::Name label, const law::Citation &citation);
  std::optional<Date> missing(ProvisionRef in, uint8_t level, const law::CitationStep &step,
                              const law::CitationStep::Member &member, law::Name label, const law::Citation &citation);
  void between(uint32_t instrument, law::Name label, Diagnostic &d) const;
  std::string contents(ProvisionRef ref) const;

  const History &history;
  const Sources &sources;
  Diagnostics &diagnostics;
  /// Of several texts of an instrument, the one of the day.
  bool current(uint32_t text) const { return history.instrumentNamed(history.instrument(text).code.text, day) == text; }

  Date day;
  ProvisionRef home; // where the citation stands that is being resolved
  bool proposing = true;
};

} // namespace proviso
