// What grammar/WriteTables.cpp reads out of the grammar when the compiler is built.
#pragma once

#include "syntax/GrammarNames.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace proviso {

struct CharacterRange {
  uint32_t first, last;
};
/// A word of the language and its TokenKind.
struct Word {
  const char *text;
  uint8_t size;
  uint16_t kind;
};
/// The tokens that a state of the parser takes, one bit for each kind; bit 0 is the end of the file.
struct Expected {
  uint64_t bits[4];
  bool takes(TokenKind kind) const {
    const unsigned bit = kind == TokenKind::END ? 0 : static_cast<unsigned>(kind);
    return bits[bit >> 6] >> (bit & 63) & 1;
  }
  /// The rule may end here, so that what follows it may stand here too.
  bool mayEnd() const { return bits[3] >> 63; }
};

#include "GrammarTables.inc"

inline bool within(const CharacterRange *first, const CharacterRange *last, uint32_t code) {
  const CharacterRange *range =
      std::upper_bound(first, last, code, [](uint32_t c, const CharacterRange &r) { return c < r.first; });
  return range != first && code <= std::prev(range)->last;
}
inline bool startsName(uint32_t code) { return within(std::begin(nameStart), std::end(nameStart), code); }
inline bool continuesName(uint32_t code) { return within(std::begin(nameContinue), std::end(nameContinue), code); }

} // namespace proviso
