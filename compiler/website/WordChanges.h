// What differs between two wordings, word by word; of Chinese, character by character.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <string>

namespace proviso {

/// The later text as HTML, with `<del>` for what is gone and `<ins>` for what is new. Empty where they are the same, or
/// too long to compare.
std::string wordChanges(llvm::StringRef before, llvm::StringRef after);

} // namespace proviso
