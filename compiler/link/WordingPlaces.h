// What a citation in wording names on a day.
#pragma once

#include "history/History.h"
#include "wording/Mentions.h"

namespace proviso {

struct WordingPlace {
  /// Of a range its two ends.
  llvm::SmallVector<ProvisionRef, 2> targets;
  /// It cannot be told what is meant; else, where there are no targets, there is none.
  bool unclear = false;
  /// It leads to what is only known to exist.
  bool outline = false;
  std::string missing; // `Article 213 of 民事诉讼法 has no paragraph 2`
  ProvisionRef nearest;
};

/// A citation that was made before in the same text.
struct EarlierMention {
  const wording::Mention *mention;
  llvm::SmallVector<ProvisionRef, 2> targets;
};

/// `text`: the instrument that is meant, which is that of `home` where `own`.
WordingPlace placeOf(const History &history, const wording::Mention &mention, ProvisionRef home, uint32_t text,
                     bool own, Date on, llvm::ArrayRef<EarlierMention> before);

} // namespace proviso
