//   amount  = ["RMB" | "CNY" | "¥" ...] number [ range number ] [unit]
//           | ("百" | "千" | "万") "分之" number [ range ["百分之"] number ]
//           | "twice"
//   range   = "至" | "到" | "-" | "～" | "to" | "and" (between 5 and 15 days)
//   number  = digits { ("," | "_") digits } ["." digits] ["万" | "亿" | "thousand" | "million" | "billion"]
//           | a Chinese numeral | number words
//   unit    = "元" | "yuan" | "CNY" ... | "年" | "个月" | "日" | "天" | "周" | "倍" | "%" | years | months | days |
//   weeks
//           | "times" | "percent"
#include "wording/Amounts.h"

#include "source/Characters.h"
#include "wording/Numerals.h"

#include <llvm/ADT/StringExtras.h>

#include <optional>

namespace proviso::wording {

namespace {

using Kind = Amount::Kind;

struct Unit {
  llvm::StringLiteral word;
  Kind kind;
  int64_t times = 1, over = 1;
};
// A longer word stands before one that it begins with.
constexpr Unit units[] = {{"元", Kind::Money},
                          {"yuan", Kind::Money},
                          {"renminbi", Kind::Money},
                          {"dollars", Kind::Money},
                          {"euros", Kind::Money},
                          {"euro", Kind::Money},
                          {"pounds", Kind::Money},
                          {"年", Kind::Months, 12},
                          {"years", Kind::Months, 12},
                          {"year", Kind::Months, 12},
                          {"个月", Kind::Months},
                          {"個月", Kind::Months},
                          {"months", Kind::Months},
                          {"month", Kind::Months},
                          {"个工作日", Kind::Days},
                          {"工作日", Kind::Days},
                          {"日", Kind::Days},
                          {"天", Kind::Days},
                          {"days", Kind::Days},
                          {"day", Kind::Days},
                          {"working days", Kind::Days},
                          {"business days", Kind::Days},
                          {"周", Kind::Days, 7},
                          {"weeks", Kind::Days, 7},
                          {"week", Kind::Days, 7},
                          {"倍", Kind::Ratio},
                          {"times", Kind::Ratio},
                          {"%", Kind::Ratio, 1, 100},
                          {"％", Kind::Ratio, 1, 100},
                          {"percent", Kind::Ratio, 1, 100},
                          {"per cent", Kind::Ratio, 1, 100}};

constexpr llvm::StringLiteral currencies[] = {"RMB", "CNY", "USD", "EUR", "GBP", "AUD", "HKD", "JPY",
                                              "CHF", "CAD", "¥",   "￥",  "$",   "€",   "£"};

class Scanner {
public:
  explicit Scanner(llvm::StringRef text) : text(text) {}

  std::vector<Amount> run() {
    while (at < text.size()) {
      const auto c = static_cast<unsigned char>(text[at]);
      if (llvm::isAlpha(text[at])) {
        word();
      } else if (llvm::isDigit(text[at]) || c >= 0xE2) {
        if (!amount({})) skip(c);
      } else if (c == 0xC2 || c == 0xE2 || c == 0xEF || c == '$') {
        if (!currency()) skip(c);
      } else
        ++at;
    }
    return std::move(found);
  }

private:
  void skip(unsigned char c) { // digits as a whole
    if (llvm::isDigit(static_cast<char>(c)))
      while (at < text.size() && (llvm::isAlnum(text[at]) || text[at] == '.' || text[at] == '_')) ++at;
    else
      at += lengthInBytes(static_cast<char>(c));
  }
  bool take(llvm::StringRef what) {
    if (!text.substr(at).startswith_insensitive(what)) return false;
    if (llvm::isAlnum(what.back()) && at + what.size() < text.size() && llvm::isAlnum(text[at + what.size()]))
      return false;
    at += what.size();
    return true;
  }
  void blanks() {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\n')) ++at;
  }

  bool currency() {
    const size_t begin = at;
    for (llvm::StringRef one : currencies)
      if (text.substr(at).startswith(one)) {
        at += one.size();
        blanks();
        if (amount(begin)) return true;
        break;
      }
    at = begin;
    return false;
  }

  /// A word of letters: a number word, a currency, or none of both.
  void word() {
    const size_t begin = at;
    if (currency()) return;
    if (take("twice") && multiplies()) {
      found.push_back({Kind::Ratio, Number(2), static_cast<uint32_t>(begin), static_cast<uint32_t>(at)});
      return;
    }
    if (amount({})) return;
    at = begin;
    while (at < text.size() && (llvm::isAlnum(text[at]) || text[at] == '_')) ++at;
  }

  static std::optional<Number> scaled(std::optional<Number> number, int64_t times, int64_t over = 1) {
    if (number) number = Number::multiply(*number, Number(times));
    if (number && over != 1) number = Number::divide(*number, Number(over));
    return number;
  }

  /// A number and what multiplies it.
  std::optional<Number> number() {
    const llvm::StringRef here = text.substr(at);
    if (here.empty()) return std::nullopt;
    if (llvm::isDigit(here.front())) {
      std::string digits;
      size_t i = 0;
      bool point = false;
      for (; i < here.size(); ++i) {
        const char c = here[i];
        const bool more = i + 1 < here.size() && llvm::isDigit(here[i + 1]);
        if (llvm::isDigit(c))
          digits += c;
        else if (c == '.' && more && !point) {
          digits += c;
          point = true;
        } else if (!((c == ',' || c == '_') && more))
          break;
      }
      std::optional<Number> value = Number::parse(digits);
      at += i;
      return multiplied(value);
    }
    if (const auto chinese = chineseNumeral(here)) {
      at += chinese->length;
      return multiplied(Number(static_cast<int64_t>(chinese->value)));
    }
    if (const auto full = digits(here)) {
      at += full->length;
      return multiplied(Number(static_cast<int64_t>(full->value)));
    }
    if (const auto words = llvm::isAlpha(here.front()) ? englishNumeral(here) : std::nullopt) {
      at += words->length;
      return Number(static_cast<int64_t>(words->value));
    }
    return std::nullopt;
  }
  std::optional<Number> multiplied(std::optional<Number> value) {
    constexpr std::pair<llvm::StringLiteral, int64_t> multipliers[] = {
        {"万", 10'000}, {"亿", 100'000'000}, {" thousand", 1000}, {" million", 1'000'000}, {" billion", 1'000'000'000}};
    for (const auto &[word, times] : multipliers)
      if (take(word)) return scaled(value, times);
    return value;
  }

  const Unit *unit() {
    const size_t begin = at;
    if (at < text.size() && text[at] == '-') ++at; // a 30-day period
    blanks();
    for (const Unit &one : units)
      if (take(one.word)) {
        // 二十周岁, 三年级
        for (llvm::StringRef after : {"岁", "级", "度"})
          if (text.substr(at).startswith(after)) {
            at = begin;
            return nullptr;
          }
        if (one.word == "times" && !multiplies()) {
          at = begin;
          return nullptr;
        }
        return &one;
      }
    static constexpr Unit money{"", Kind::Money};
    for (llvm::StringRef one : currencies)
      if (take(one)) return &money;
    at = begin;
    return nullptr;
  }

  /// `three times the gains`; `three times within a year` only counts.
  bool multiplies() const {
    const llvm::StringRef next = text.substr(at).ltrim().take_while(llvm::isAlpha);
    for (llvm::StringRef word :
         {"", "within", "under", "in", "with", "without", "or", "and", "per", "a", "is", "are", "by"})
      if (next == word && !text.substr(at).ltrim().startswith("(")) return false;
    return true;
  }

  bool range() {
    const size_t begin = at;
    blanks();
    for (llvm::StringRef word : {"至", "到", "～", "—", "–", "-", "to", "and"})
      if (take(word)) {
        blanks();
        return true;
      }
    at = begin;
    return false;
  }

  bool endsBefore(std::initializer_list<llvm::StringRef> words, size_t place) const {
    for (llvm::StringRef word : words)
      if (text.take_front(place).endswith(word)) return true;
    return false;
  }

  /// `begun`: where its currency stands, if that comes first.
  bool amount(std::optional<size_t> begun) {
    const size_t begin = at;
    if (endsBefore({"第", "之", "月"}, begin)) { // ordinals, 之一, the day of a date
      number();
      return at != begin;
    }
    for (const auto &[word, over] :
         {std::pair<llvm::StringRef, int64_t>{"百分之", 100}, {"千分之", 1000}, {"万分之", 10'000}})
      if (take(word)) {
        do { // 百分之一至百分之三
          const size_t from = at;
          take(word);
          if (at >= text.size()) break;
          const auto value = scaled(number(), 1, over);
          if (!value) break;
          found.push_back({Kind::Ratio, *value,
                           static_cast<uint32_t>(found.empty() || from == begin + word.size() ? begin : from),
                           static_cast<uint32_t>(at)});
        } while (range());
        return true;
      }
    const auto first = number();
    if (!first) {
      at = begin;
      return false;
    }
    const size_t firstEnd = at;
    // The years of a date: 2017年6月.
    const Unit *known = begun ? nullptr : unit();
    if (known && known->word == "年" && *first >= Number(1000)) {
      at = firstEnd;
      return true;
    }
    std::optional<Number> second;
    size_t secondBegin = 0;
    if (!known && range() && at < text.size()) {
      secondBegin = at;
      second = number();
      if (second) known = begun ? nullptr : unit();
    }
    static constexpr Unit money{"", Kind::Money};
    if (begun) {
      known = &money;
      // A currency may stand before and a unit after: RMB 10,000 yuan.
      const size_t stop = at;
      if (const Unit *again = unit(); again && again->kind != Kind::Money) at = stop;
    }
    if (!known || (second && known->word == "年" && *second >= Number(1000))) {
      at = firstEnd;
      return false;
    }
    const auto low = scaled(first, known->times, known->over), high = scaled(second, known->times, known->over);
    if (low)
      found.push_back({known->kind, *low, static_cast<uint32_t>(begun.value_or(begin)),
                       static_cast<uint32_t>(second ? firstEnd : at)});
    if (high) found.push_back({known->kind, *high, static_cast<uint32_t>(secondBegin), static_cast<uint32_t>(at)});
    return true;
  }

  llvm::StringRef text;
  size_t at = 0;
  std::vector<Amount> found;
};

} // namespace

std::vector<Amount> amountsIn(llvm::StringRef text) { return Scanner(text).run(); }

} // namespace proviso::wording
