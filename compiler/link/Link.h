// Every citation bound to the provisions it names, and typed by where it stands.
#pragma once

#include "history/History.h"

namespace proviso {

/// What one citation leads to. Empty when it is broken, which has been reported.
struct Binding {
  /// All that it leads to on some day on which the provision stands where it is written.
  llvm::SmallVector<ProvisionRef, 1> targets;
  /// Which on which days, in order, where that changes; else empty. A citation follows what it named when its provision
  /// took effect, and leads nowhere where that has ended.
  struct Stretch {
    Span days;
    llvm::SmallVector<ProvisionRef, 1> targets;
    bool asNamed = false; // its number leads there, too
  };
  std::vector<Stretch> stretches;
  /// What its number named when it was bound, which is followed from then on.
  llvm::ArrayRef<ProvisionRef> named() const;
  /// The stretches after that.
  llvm::ArrayRef<Stretch> later() const;
  /// Some target is declared in outline only: it exists, and no more is known of it.
  bool outline = false;
  /// It is dated: what it names counts as it read on that day, in force or not.
  bool dated = false;
  /// It was bound on a day before the text of what it names is known: by the first text that is.
  bool presumed = false;
  /// A day on which it would lead somewhere, where it leads nowhere and that has been reported.
  std::optional<Date> elsewhen;
};

/// A citation whose number leads nowhere or to another provision on some day, whether that is accepted or not.
struct StaleCitation {
  Code code = Code::R002; // R002, R003, R018
  Range range;
  ProvisionRef home;
  ProvisionRef gone; // what it named
  Date since;
  llvm::SmallVector<ProvisionRef, 1> now; // where that is to be found; the one that fits first
};

/// The binding tables run parallel to the citation stores of the law.
struct LinkedLaw {
  const History *history = nullptr;
  std::vector<std::vector<Binding>> instruments;               // [instrument][citation]
  std::vector<std::vector<std::vector<Binding>>> scenarios;    // [file][scenario][citation]
  std::vector<std::vector<std::vector<Binding>>> vocabularies; // [file][vocabulary][citation]: `defined in`

  const Binding &binding(uint32_t instrument, law::CitationId id) const { return instruments[instrument][id.value]; }
  /// What the law accepts of what is reported about it; those whose citation is broken are left out.
  std::vector<Acceptance> acceptances;
  std::vector<StaleCitation> stale;

  size_t citationCount() const;
};

/// With `only`, what is wrong with citations on other days is not reported.
LinkedLaw link(const History &history, const Sources &sources, Diagnostics &diagnostics,
               std::optional<Date> only = std::nullopt);

/// What a citation typed on its own names on a day, as in `CSL article 59`; with none, whenever it names something, in
/// order of time. Empty after a report. Adds it to the sources.
std::vector<ProvisionRef> resolveText(const History &history, Sources &sources, llvm::StringRef citation,
                                      std::optional<Date> on, Diagnostics &diagnostics);

/// The provisions that impose what is imposed under `target`: itself, those under it, or the one around it.
std::vector<ProvisionRef> sanctioningProvisions(const History &history, ProvisionRef target);
/// The provisions at or under `target` whose elements can be committed: they have an effect.
std::vector<ProvisionRef> committableProvisions(const History &history, ProvisionRef target);
/// The provisions at or under `target` that state a duty or a ban.
std::vector<ProvisionRef> dutyProvisions(const History &history, ProvisionRef target);
/// It, or what is around it, is a draft.
bool inDraft(const History &history, ProvisionRef ref);
/// Whether the provision is what such a citation is for.
bool suits(const History &history, ProvisionRef target, law::CitationUse use);
/// A sanction, a delegation, a referral or a rule between provisions stands in it. A `notwithstanding` or `yields to`
/// belongs to the provisions under it that have effects, and to itself only where there are none.
bool hasEffect(const History &history, ProvisionRef ref);
/// Where sanctions give way to those of others: what `notwithstanding` and `yields to` at `ref` mean, in pairs of the
/// one that takes the place and the one that gives way.
std::vector<std::pair<ProvisionRef, ProvisionRef>> displacements(const LinkedLaw &law, ProvisionRef ref);

} // namespace proviso
