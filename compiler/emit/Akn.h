// Akoma Ntoso 3.0 is made of the law itself, not of its tables.
#pragma once

#include "emit/Emit.h"
#include "link/References.h"
#include "link/Wording.h"

namespace proviso {

struct AknInput {
  const History &history;
  const Wording &wording;
  std::vector<Reference> references; // of statements
  const Sources &sources;
  std::string fingerprint, version;
  std::string country;      // ISO 3166-1, in small letters
  std::optional<Date> only; // the texts in force on this day
};

/// One file for each text of an instrument as it is in force from some day on.
std::vector<Artefact> emitAkn(const AknInput &input);

} // namespace proviso
