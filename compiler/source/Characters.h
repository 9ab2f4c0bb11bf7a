// The characters of names: how they are composed, and what they look like. Unicode's data, as far as names need it,
// is written by grammar/WriteCharacters.cpp.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <string>

namespace proviso {

/// Normalization form C: the one way to write what can be written as one character or as several.
std::string composed(llvm::StringRef name);

/// Names that look alike have the same skeleton (Unicode Technical Standard #39).
std::string skeleton(llvm::StringRef name);

/// What tells a name from the one that it looks like, as in "the `а` in it is Cyrillic".
std::string whatDiffers(llvm::StringRef name, llvm::StringRef from);

} // namespace proviso
