#include "source/HiddenCharacters.h"

#include "source/Characters.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Support/ConvertUTF.h>

#include <algorithm>
#include <cstring>

namespace proviso {

namespace {

/// Whether a hidden character may begin with the byte.
constexpr bool suspicious(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && byte != '\n' && byte != '\t' && byte != '\r') || byte == 0x7F || byte == 0xC2 ||
         byte == 0xD8 || byte == 0xE1 || byte == 0xE2 || byte == 0xEF || byte == 0xF3;
}

uint32_t decode(llvm::StringRef text, size_t at) {
  const auto *from = text.bytes_begin() + at;
  llvm::UTF32 code = 0;
  llvm::convertUTF8Sequence(&from, text.bytes_end(), &code, llvm::strictConversion);
  return code;
}

uint32_t before(llvm::StringRef text, size_t at) {
  if (at == 0) return 0;
  do --at;
  while (at > 0 && isWithinCharacter(text[at]));
  return decode(text, at);
}

/// Hebrew, Arabic and others that are written from right to left.
constexpr bool rightToLeft(uint32_t code) {
  return (code >= 0x590 && code < 0x900) || (code >= 0xFB1D && code < 0xFE00) || (code >= 0xFE70 && code < 0xFEFF);
}
/// Scripts in which joiners choose the form of a letter: Arabic, those of India and South-East Asia, Mongolian.
constexpr bool joins(uint32_t code) {
  return (code >= 0x600 && code < 0x10A0) || (code >= 0x1780 && code < 0x18B0) || rightToLeft(code);
}

bool beside(llvm::StringRef text, size_t at, size_t bytes, bool (*is)(uint32_t)) {
  return is(before(text, at)) || (at + bytes < text.size() && is(decode(text, at + bytes)));
}

bool isHidden(llvm::StringRef text, size_t at, size_t bytes, uint32_t code) {
  switch (code) {
  case 0x200C:
  case 0x200D: return !beside(text, at, bytes, joins);
  case 0x061C:
  case 0x200E:
  case 0x200F: return !beside(text, at, bytes, rightToLeft);
  case 0xFEFF: return at != 0;
  case 0x00AD: // soft hyphen
  case 0x115F:
  case 0x1160: // fillers of Hangul
  case 0x180E: // vowel separator of Mongolian
  case 0x200B:
  case 0x3164:
  case 0xFFA0: return true;
  default: break;
  }
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || (code >= 0xFFF9 && code <= 0xFFFB) ||
         (code >= 0xE0000 && code <= 0xE007F);
}

} // namespace

std::vector<HiddenCharacter> hiddenIn(llvm::StringRef text) {
  std::vector<HiddenCharacter> list;
  constexpr size_t block = 64; // so that the compiler looks at all bytes of one at once
  for (size_t first = 0; first < text.size(); first += block) {
    const size_t end = std::min(text.size(), first + block);
    bool any = false;
    for (size_t at = first; at < end; ++at) any |= suspicious(text[at]);
    if (!any) continue;
    for (size_t at = first; at < end; ++at) {
      if (!suspicious(text[at])) continue;
      const size_t bytes = lengthInBytes(text[at]);
      const uint32_t code = decode(text, at);
      if (isHidden(text, at, bytes, code))
        list.push_back({at, bytes, code, (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069)});
    }
  }
  return list;
}

std::string withoutHidden(llvm::StringRef text) {
  std::string out;
  size_t from = 0;
  for (const HiddenCharacter &one : hiddenIn(text)) {
    out += text.slice(from, one.offset);
    from = one.offset + one.bytes;
  }
  return out + text.drop_front(from).str();
}

std::string nameOfHidden(uint32_t code) {
  struct Named {
    uint32_t code;
    const char *name;
  };
  constexpr Named names[] = {{0x00AD, "soft hyphen"},
                             {0x061C, "Arabic letter mark"},
                             {0x200B, "zero-width space"},
                             {0x200C, "zero-width non-joiner"},
                             {0x200D, "zero-width joiner"},
                             {0x200E, "left-to-right mark"},
                             {0x200F, "right-to-left mark"},
                             {0x202A, "left-to-right embedding"},
                             {0x202B, "right-to-left embedding"},
                             {0x202C, "pop directional formatting"},
                             {0x202D, "left-to-right override"},
                             {0x202E, "right-to-left override"},
                             {0x2060, "word joiner"},
                             {0x2066, "left-to-right isolate"},
                             {0x2067, "right-to-left isolate"},
                             {0x2068, "first strong isolate"},
                             {0x2069, "pop directional isolate"},
                             {0xFEFF, "zero-width no-break space"}};
  for (const Named &one : names)
    if (one.code == code) return fmt::format("U+{:04X}, {}", code, one.name);
  return fmt::format("U+{:04X}", code);
}

} // namespace proviso
