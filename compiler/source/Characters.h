// The characters of texts and names: how long they are, how they are composed, and what they look like. Unicode's
// data, as far as names need it, is written by grammar/WriteCharacters.cpp.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <string>

namespace proviso {

/// How many bytes the character has that begins with this one, in UTF-8. A byte that begins none counts as one or two.
constexpr size_t lengthInBytes(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// A byte of a character that began before it.
constexpr bool isWithinCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

/// Chinese characters have three bytes in UTF-8: U+4000 to U+9FFF.
constexpr size_t chineseBytes = 3;
constexpr bool beginsChinese(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return 0xE4 <= byte && byte <= 0xE9;
}
inline bool beginsChinese(llvm::StringRef text) { return !text.empty() && beginsChinese(text.front()); }
/// How many Chinese characters a text has.
inline size_t chineseIn(llvm::StringRef text) {
  size_t count = 0;
  for (const char c : text) count += beginsChinese(c);
  return count;
}
/// Whether a text of so many bytes is Chinese, English names and figures in it or not.
constexpr bool isChinese(size_t characters, size_t bytes) { return characters * 10 > bytes; }

/// Normalization form C: the one way to write what can be written as one character or as several.
std::string composed(llvm::StringRef name);

/// Names that look alike have the same skeleton (Unicode Technical Standard #39).
std::string skeleton(llvm::StringRef name);

/// What tells a name from the one that it looks like, as in "the `а` in it is Cyrillic".
std::string whatDiffers(llvm::StringRef name, llvm::StringRef from);

} // namespace proviso
