#include "source/Characters.h"

#include <fmt/format.h>
#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Support/ConvertUTF.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace proviso {

namespace {

struct Decomposition {
  uint32_t code, first, second; // second 0: another character for the same
};
struct Composition {
  uint32_t first, second, code;
};
struct CharacterRun {
  uint32_t first, last;
  uint8_t value;
};
struct LookAlike {
  uint32_t code;
  uint16_t text; // offset in lookAlikeTexts
};

#include "CharacterTables.inc"

using Characters = std::vector<uint32_t>;

Characters decode(llvm::StringRef text) {
  Characters out;
  for (const auto *at = text.bytes_begin(), *end = text.bytes_end(); at < end;) {
    llvm::UTF32 code = 0;
    if (llvm::convertUTF8Sequence(&at, end, &code, llvm::strictConversion) != llvm::conversionOK) break;
    out.push_back(code);
  }
  return out;
}

std::string encode(llvm::ArrayRef<uint32_t> characters) {
  std::string out;
  for (uint32_t code : characters) {
    char bytes[UNI_MAX_UTF8_BYTES_PER_CODE_POINT], *end = bytes;
    llvm::ConvertCodePointToUTF8(code, end);
    out.append(bytes, end);
  }
  return out;
}

template <typename Entry, size_t size>
const Entry *entryOf(const Entry (&table)[size], uint32_t code) {
  const Entry *found = llvm::partition_point(table, [&](const Entry &entry) { return entry.code < code; });
  return found != std::end(table) && found->code == code ? found : nullptr;
}

template <size_t size>
uint8_t valueOf(const CharacterRun (&table)[size], uint32_t code) {
  const CharacterRun *found = llvm::partition_point(table, [&](const CharacterRun &run) { return run.last < code; });
  return found != std::end(table) && found->first <= code ? found->value : 0;
}

// Hangul syllables are composed by a rule: leading consonant, vowel, and perhaps a trailing consonant.
constexpr uint32_t syllables = 0xAC00, leading = 0x1100, vowels = 0x1161, trailing = 0x11A7;
constexpr uint32_t leadingCount = 19, vowelCount = 21, trailingCount = 28;

void decompose(uint32_t code, Characters &out) {
  if (code >= syllables && code < syllables + leadingCount * vowelCount * trailingCount) {
    const uint32_t index = code - syllables;
    out.push_back(leading + index / (vowelCount * trailingCount));
    out.push_back(vowels + index / trailingCount % vowelCount);
    if (index % trailingCount) out.push_back(trailing + index % trailingCount);
  } else if (const Decomposition *parts = entryOf(decompositions, code)) {
    decompose(parts->first, out);
    if (parts->second) decompose(parts->second, out);
  } else {
    out.push_back(code);
  }
}

/// Marks of one letter in Unicode's order, which is by their class.
void order(Characters &characters) {
  for (size_t i = 0; i < characters.size();) {
    size_t end = i;
    while (end < characters.size() && valueOf(classes, characters[end])) ++end;
    std::stable_sort(characters.begin() + static_cast<ptrdiff_t>(i), characters.begin() + static_cast<ptrdiff_t>(end),
                     [](uint32_t a, uint32_t b) { return valueOf(classes, a) < valueOf(classes, b); });
    i = end + 1;
  }
}

Characters decomposed(const Characters &characters) {
  Characters out;
  for (uint32_t code : characters) decompose(code, out);
  order(out);
  return out;
}

std::optional<uint32_t> compose(uint32_t first, uint32_t second) {
  if (first >= leading && first < leading + leadingCount && second >= vowels && second < vowels + vowelCount)
    return syllables + ((first - leading) * vowelCount + (second - vowels)) * trailingCount;
  if (first >= syllables && (first - syllables) % trailingCount == 0 &&
      first < syllables + leadingCount * vowelCount * trailingCount && second > trailing &&
      second < trailing + trailingCount)
    return first + (second - trailing);
  const Composition *found = llvm::partition_point(compositions, [&](const Composition &one) {
    return std::pair(one.first, one.second) < std::pair(first, second);
  });
  if (found == std::end(compositions) || found->first != first || found->second != second) return std::nullopt;
  return found->code;
}

bool isAscii(llvm::StringRef text) {
  return llvm::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string_view scriptOf(uint32_t code) {
  const char *name = scriptNames;
  for (uint8_t number = valueOf(scripts, code); number > 0; --number) name += std::string_view(name).size() + 1;
  return name;
}

} // namespace

std::string composed(llvm::StringRef name) {
  if (isAscii(name)) return name.str();
  Characters out;
  std::optional<size_t> letter; // the last one that takes marks
  uint8_t before = 0;           // the class of the mark just before, which may shut out the next one
  for (uint32_t code : decomposed(decode(name))) {
    const uint8_t own = valueOf(classes, code);
    const bool next = letter && (*letter + 1 == out.size() || (before != 0 && before < own));
    if (const auto whole = next ? compose(out[*letter], code) : std::nullopt) {
      out[*letter] = *whole;
      continue;
    }
    if (own == 0) letter = out.size();
    before = own;
    out.push_back(code);
  }
  return encode(out);
}

std::string skeleton(llvm::StringRef name) {
  Characters out;
  for (uint32_t code : decomposed(decode(name)))
    if (const LookAlike *entry = entryOf(lookAlikes, code))
      llvm::append_range(out, decode(lookAlikeTexts + entry->text));
    else
      out.push_back(code);
  return encode(decomposed(out));
}

std::string whatDiffers(llvm::StringRef name, llvm::StringRef from) {
  if (composed(name) == composed(from))
    return fmt::format("`{0}` is written there with other characters for the same letters", std::string_view(from));
  const Characters wholeOfIt = decode(name), wholeOfOther = decode(from);
  llvm::ArrayRef<uint32_t> it = wholeOfIt, other = wholeOfOther;
  while (!it.empty() && !other.empty() && it.front() == other.front()) it = it.drop_front(), other = other.drop_front();
  const bool sameLength = it.size() == other.size();
  while (!it.empty() && !other.empty() && it.back() == other.back()) it = it.drop_back(), other = other.drop_back();
  if (sameLength && !it.empty()) { // the first letter that differs speaks for the others
    it = it.take_front();
    other = other.take_front();
    const std::string_view own = scriptOf(it[0]), others = scriptOf(other[0]);
    if (it[0] >= 0xFF01 && it[0] <= 0xFF5E) return fmt::format("the `{}` in it is full-width", encode(it));
    if (!own.empty() && !others.empty() && own != others)
      return fmt::format("the `{}` in it is {}, the `{}` in `{}` is {}", encode(it), own, encode(other),
                         std::string_view(from), others);
  }
  return fmt::format("it has `{}` where `{}` has `{}`", encode(it), std::string_view(from), encode(other));
}

} // namespace proviso
