#include "wording/Numerals.h"

#include "source/Characters.h"

#include <llvm/ADT/StringExtras.h>

#include <array>
#include <string>

namespace proviso::wording {

namespace {

struct Character {
  llvm::StringRef text;
  uint64_t value;
};

constexpr std::array<Character, 14> digitCharacters{{{"一", 1},
                                                     {"二", 2},
                                                     {"三", 3},
                                                     {"四", 4},
                                                     {"五", 5},
                                                     {"六", 6},
                                                     {"七", 7},
                                                     {"八", 8},
                                                     {"九", 9},
                                                     {"零", 0},
                                                     {"〇", 0},
                                                     {"○", 0},
                                                     {"两", 2},
                                                     {"Ｏ", 0}}};
constexpr std::array<Character, 5> unitCharacters{
    {{"十", 10}, {"百", 100}, {"千", 1000}, {"万", 10'000}, {"亿", 100'000'000}}};

template <size_t count>
std::optional<uint64_t> valueOf(llvm::StringRef text, const std::array<Character, count> &characters) {
  for (const Character &one : characters)
    if (text.startswith(one.text)) return one.value;
  return std::nullopt;
}

constexpr uint64_t limit = 1'000'000'000'000'000;

struct Word {
  llvm::StringLiteral cardinal, ordinal;
  uint64_t value;
};
constexpr Word words[] = {{"zero", "zeroth", 0},
                          {"one", "first", 1},
                          {"two", "second", 2},
                          {"three", "third", 3},
                          {"four", "fourth", 4},
                          {"five", "fifth", 5},
                          {"six", "sixth", 6},
                          {"seven", "seventh", 7},
                          {"eight", "eighth", 8},
                          {"nine", "ninth", 9},
                          {"ten", "tenth", 10},
                          {"eleven", "eleventh", 11},
                          {"twelve", "twelfth", 12},
                          {"thirteen", "thirteenth", 13},
                          {"fourteen", "fourteenth", 14},
                          {"fifteen", "fifteenth", 15},
                          {"sixteen", "sixteenth", 16},
                          {"seventeen", "seventeenth", 17},
                          {"eighteen", "eighteenth", 18},
                          {"nineteen", "nineteenth", 19},
                          {"twenty", "twentieth", 20},
                          {"thirty", "thirtieth", 30},
                          {"forty", "fortieth", 40},
                          {"fifty", "fiftieth", 50},
                          {"sixty", "sixtieth", 60},
                          {"seventy", "seventieth", 70},
                          {"eighty", "eightieth", 80},
                          {"ninety", "ninetieth", 90},
                          {"hundred", "hundredth", 100},
                          {"thousand", "thousandth", 1000},
                          {"million", "millionth", 1'000'000},
                          {"billion", "billionth", 1'000'000'000}};

llvm::StringRef wordAt(llvm::StringRef text) { return text.take_while(llvm::isAlpha); }

/// Number words joined by blanks, hyphens and `and`; with `ordinal` the last of them must be one.
std::optional<Numeral> numberWords(llvm::StringRef text, bool ordinal) {
  uint64_t whole = 0, group = 0;
  size_t at = 0, end = 0;
  for (;;) {
    const llvm::StringRef word = wordAt(text.drop_front(at));
    const Word *known = nullptr;
    bool last = false;
    for (const Word &one : words) {
      if (word.equals_insensitive(one.cardinal)) known = &one;
      if (ordinal && word.equals_insensitive(one.ordinal)) {
        known = &one;
        last = true;
      }
    }
    if (!known) break;
    // `two five` is no number.
    if (known->value < 100 && end != 0 && (group % 100 > 9 ? (group % 10 != 0 || known->value > 9) : group % 100 != 0))
      break;
    if (known->value == 100)
      group = (group ? group : 1) * 100;
    else if (known->value >= 1000) {
      whole += (group ? group : 1) * known->value;
      group = 0;
    } else
      group += known->value;
    if (whole > limit || group > limit) return std::nullopt;
    at = end = at + word.size();
    if (last) return Numeral{whole + group, end};
    if (text.substr(at).startswith("-") || text.substr(at).startswith(" "))
      ++at;
    else
      break;
    if (text.substr(at).startswith("and ")) at += 4;
  }
  if (end == 0 || ordinal) return std::nullopt;
  return Numeral{whole + group, end};
}

} // namespace

std::optional<Numeral> chineseNumeral(llvm::StringRef text) {
  uint64_t whole = 0, group = 0, digit = 0, plain = 0;
  size_t at = 0, digitsInRow = 0;
  bool any = false, units = false;
  while (at < text.size()) {
    const llvm::StringRef here = text.drop_front(at);
    if (static_cast<unsigned char>(here[0]) < 0xE2) break; // no character of these begins so
    if (const auto value = valueOf(here, digitCharacters)) {
      // 二五 counts digit by digit, as years do; 十一五 is none.
      if (digitsInRow != 0 && units && digit != 0) break;
      plain = plain * 10 + *value;
      digit = *value;
      ++digitsInRow;
      any = any || *value != 0 || digitsInRow > 1;
    } else if (const auto unit = valueOf(here, unitCharacters)) {
      if (digitsInRow > 1 && !(digitsInRow == 2 && plain < 10)) break; // 二〇〇五年 has none; 一百零五 has one 零
      if (*unit < 10'000) {
        group += (digitsInRow ? digit : 1) * *unit;
      } else {
        group += digit;
        if (group == 0) break;
        whole = *unit == 100'000'000 ? (whole + group) * *unit : whole + group * *unit;
        group = 0;
      }
      units = any = true;
      digit = plain = 0;
      digitsInRow = 0;
    } else
      break;
    at += chineseBytes;
    if (whole + group + plain > limit) return std::nullopt;
  }
  if (!any) return std::nullopt;
  return Numeral{units ? whole + group + digit : plain, at};
}

std::optional<Numeral> digits(llvm::StringRef text) {
  Numeral number;
  for (size_t count = 0; number.length < text.size(); ++count) {
    const llvm::StringRef here = text.drop_front(number.length);
    unsigned digit = 0;
    if (llvm::isDigit(here[0])) {
      digit = static_cast<unsigned>(here[0] - '0');
      number.length += 1;
    } else if (here.size() >= chineseBytes && here[0] == '\xEF' && here[1] == '\xBC' &&
               static_cast<unsigned char>(here[2]) >= 0x90 && static_cast<unsigned char>(here[2]) <= 0x99) {
      digit = static_cast<unsigned char>(here[2]) - 0x90U;
      number.length += chineseBytes;
    } else
      break;
    if (count >= 15) return std::nullopt;
    number.value = number.value * 10 + digit;
  }
  if (number.length == 0) return std::nullopt;
  return number;
}

std::optional<Numeral> englishNumeral(llvm::StringRef text) { return numberWords(text, false); }

std::optional<Numeral> englishOrdinal(llvm::StringRef text) {
  if (const auto number = digits(text)) {
    const llvm::StringRef after = wordAt(text.drop_front(number->length));
    for (llvm::StringRef ending : {"st", "nd", "rd", "th"})
      if (after == ending) return Numeral{number->value, number->length + 2};
    return std::nullopt;
  }
  return numberWords(text, true);
}

std::string inChinese(unsigned number) {
  constexpr const char *digit[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  constexpr std::pair<unsigned, const char *> units[] = {{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}};
  std::string out;
  bool gap = false;
  for (const auto &[unit, name] : units) {
    const unsigned here = number / unit % 10;
    if (here == 0) {
      gap = gap || !out.empty();
      continue;
    }
    if (gap) out += digit[0];
    gap = false;
    if (!(unit == 10 && here == 1 && out.empty())) out += digit[here];
    out += name;
  }
  return out.empty() ? digit[0] : out;
}

} // namespace proviso::wording
