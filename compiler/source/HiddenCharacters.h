// Characters that do not show, so that a person reads something else than the compiler.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <string>
#include <vector>

namespace proviso {

struct HiddenCharacter {
  size_t offset = 0, bytes = 0;
  uint32_t code = 0;
  /// It changes the order in which the characters around it show (Unicode Standard Annex #9): what stands in a text or
  /// a comment can look as if it stood outside, and the other way round (CVE-2021-42574).
  bool reorders = false;
};

/// Those of a text, in order: directional marks, embeddings and isolates; what has no width; control characters. Not:
/// the mark of UTF-8 at the start; marks of direction and joiners beside letters of scripts that need them.
std::vector<HiddenCharacter> hiddenIn(llvm::StringRef text);

/// The text without them.
std::string withoutHidden(llvm::StringRef text);

/// `U+202E, right-to-left override`.
std::string nameOfHidden(uint32_t code);

} // namespace proviso
