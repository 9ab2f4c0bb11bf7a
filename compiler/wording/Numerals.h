// Numbers as law writes them: in digits (also full-width), in Chinese numerals, in English words.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <cstdint>
#include <optional>

namespace proviso::wording {

/// A number at the beginning of a text, and the bytes that it takes.
struct Numeral {
  uint64_t value = 0;
  size_t length = 0;
};

/// 五, 十二, 二百八十六, 一千二百五十九, 一九八二, 二〇二五, 三万五千, 两; not 零 alone. Up to 10^15.
std::optional<Numeral> chineseNumeral(llvm::StringRef text);
/// 5, 12, and the same in full-width digits. At most 15 of them.
std::optional<Numeral> digits(llvm::StringRef text);
/// `five`, `twenty-one`, `two hundred and fifty`, `ten thousand`, `one million`; in small or capital letters.
std::optional<Numeral> englishNumeral(llvm::StringRef text);
/// `first`, `twenty-first`, `2nd`.
std::optional<Numeral> englishOrdinal(llvm::StringRef text);

/// The number in Chinese numerals, as labels have it: 286 is 二百八十六. Up to 9999.
std::string inChinese(unsigned number);

} // namespace proviso::wording
