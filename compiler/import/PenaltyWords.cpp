#include "import/PenaltyWords.h"

#include "source/Characters.h"
#include "wording/Numerals.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso::importing {

bool startsWithAny(StringRef text, Words words) {
  return llvm::any_of(words, [&](StringRef word) { return text.startswith(word); });
}
bool endsWithAny(StringRef text, std::initializer_list<StringRef> words) {
  return llvm::any_of(words, [&](StringRef word) { return text.endswith(word); });
}
bool endsWithAny(StringRef text, Words words) {
  return llvm::any_of(words, [&](StringRef word) { return text.endswith(word); });
}
bool containsAny(StringRef text, Words words) {
  return llvm::any_of(words, [&](StringRef word) { return text.contains(word); });
}
bool containsAny(StringRef text, std::initializer_list<StringRef> words) {
  return llvm::any_of(words, [&](StringRef word) { return text.contains(word); });
}
bool startsWithAny(StringRef text, std::initializer_list<StringRef> words) {
  return llvm::any_of(words, [&](StringRef word) { return text.startswith(word); });
}
bool consumeAny(StringRef &text, std::initializer_list<StringRef> words) {
  return llvm::any_of(words, [&](StringRef word) { return text.consume_front(word); });
}
bool consumeAny(StringRef &text, Words words) {
  return llvm::any_of(words, [&](StringRef word) { return text.consume_front(word); });
}
size_t characters(StringRef text) {
  return static_cast<size_t>(llvm::count_if(text, [](char c) { return !isWithinCharacter(c); }));
}

std::vector<StringRef> split(StringRef text, Words separators) {
  static constexpr llvm::StringLiteral opening[] = {"（", "(", "《", "“", "〈"},
                                       closing[] = {"）", ")", "》", "”", "〉"};
  std::vector<StringRef> parts;
  size_t depth = 0, begin = 0;
  for (size_t at = 0; at < text.size();) {
    const StringRef rest = text.drop_front(at);
    if (startsWithAny(rest, opening)) ++depth;
    if (startsWithAny(rest, closing) && depth != 0) --depth;
    const auto separator =
        depth ? separators.end() : llvm::find_if(separators, [&](StringRef word) { return rest.startswith(word); });
    if (separator == separators.end()) {
      at += lengthInBytes(text[at]);
      continue;
    }
    parts.push_back(text.slice(begin, at));
    at = begin = at + separator->size();
  }
  parts.push_back(text.drop_front(std::min(begin, text.size())));
  return parts;
}

StringRef across(StringRef first, StringRef last) {
  return {first.data(), static_cast<size_t>(last.data() + last.size() - first.data())};
}

std::string inQuotes(StringRef text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c != '\n' && c != '\r') out += c;
  }
  return out + "\"";
}

std::string nameFrom(StringRef words) {
  std::string name;
  while (!words.empty()) {
    const StringRef one = words.take_front(lengthInBytes(words.front()));
    if (beginsChinese(one) || llvm::isAlnum(one.front()))
      name += one.str();
    else if (!name.empty() && name.back() != '_')
      name += '_';
    words = words.drop_front(one.size());
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name.empty() || llvm::isDigit(name.front()) ? "_" + name : name;
}

namespace {

std::optional<Number> number(StringRef &text) {
  auto found = wording::chineseNumeral(text);
  if (!found) found = wording::digits(text);
  if (!found) return std::nullopt;
  StringRef rest = text.drop_front(found->length);
  std::optional<Number> value = Number(static_cast<int64_t>(found->value));
  if (StringRef after = rest; after.consume_front("．") || after.consume_front(".")) {
    const auto decimals = wording::digits(after);
    if (!decimals || decimals->length > 3) return std::nullopt;
    int64_t under = 1;
    for (size_t i = 0; i < decimals->length; ++i) under *= 10;
    value = Number::add(*value, *Number::ratio(static_cast<int64_t>(decimals->value), under));
    rest = after.drop_front(decimals->length);
  }
  if (llvm::isDigit(text.front()) || rest.data() != text.drop_front(found->length).data()) {
    if (rest.consume_front("万"))
      value = Number::multiply(*value, Number(10'000));
    else if (rest.consume_front("亿"))
      value = Number::multiply(*value, Number(100'000'000));
    else if (rest.consume_front("千"))
      value = Number::multiply(*value, Number(1'000));
  }
  if (!value) return std::nullopt;
  text = rest;
  return value;
}

template <typename One>
std::optional<Bounds> bounds(StringRef &text, One one) {
  StringRef rest = text;
  const auto first = one(rest, false);
  if (!first) return std::nullopt;
  Bounds result{first, first, true};
  if (rest.consume_front("以上") || rest.consume_front("至")) {
    result = {first, std::nullopt, false};
    const bool to = rest.data()[-1] == StringRef("至").back();
    rest.consume_front("，");
    StringRef after = rest;
    if (const auto second = one(after, false)) {
      if (after.consume_front("以下") || to) {
        result.high = second;
        rest = after;
      } else {
        return std::nullopt;
      }
    } else if (to) {
      return std::nullopt;
    }
  } else if (rest.consume_front("以下")) {
    result = {std::nullopt, first, false};
  }
  if (result.low && result.high && *result.low > *result.high) return std::nullopt;
  text = rest;
  return result;
}

} // namespace

std::string amountText(const Bounds &b, std::string_view unit) {
  const auto say = [&](const Number &n) { return n.text() + std::string(unit); };
  if (b.exact) return say(*b.low);
  if (b.low && b.high) return fmt::format("{} to {}", b.low->text(), say(*b.high));
  return b.low ? "at least " + say(*b.low) : "up to " + say(*b.high);
}

std::optional<Bounds> money(StringRef &text) {
  return bounds(text, [](StringRef &at, bool) -> std::optional<Number> {
    StringRef rest = at;
    const auto value = number(rest);
    if (!value) return std::nullopt;
    if (!rest.consume_front("元人民币") && !rest.consume_front("元"))
      if (!rest.startswith("以上") && !rest.startswith("至")) return std::nullopt;
    at = rest;
    return value;
  });
}

std::optional<std::string> duration(StringRef &text) {
  bool days = false, months = false, years = false;
  StringRef rest = text;
  const auto found = bounds(rest, [&](StringRef &at, bool) -> std::optional<Number> {
    StringRef after = at;
    const auto value = number(after);
    if (!value) return std::nullopt;
    std::optional<Number> result;
    if (after.consume_front("日") || after.consume_front("天")) {
      days = true;
      result = value;
    } else if (after.consume_front("个月")) {
      months = true;
      result = value;
    } else if (after.consume_front("年")) {
      years = true;
      result = Number::multiply(*value, Number(12));
    }
    if (result) at = after;
    return result;
  });
  if (!found || (days && (months || years))) return std::nullopt;
  text = rest;
  if (days) return amountText(*found, found->exact && *found->low == Number(1) ? " day" : " days");
  auto inYears = [](const std::optional<Number> &n) { return !n || Number::divide(*n, Number(12))->isWhole(); };
  if (!inYears(found->low) || !inYears(found->high)) return amountText(*found, " months");
  Bounds whole = *found;
  if (whole.low) whole.low = Number::divide(*whole.low, Number(12));
  if (whole.high) whole.high = Number::divide(*whole.high, Number(12));
  return amountText(whole, (whole.high ? *whole.high : *whole.low) == Number(1) ? " year" : " years");
}

std::optional<std::string> ratio(StringRef &text) {
  bool times = false, percent = false;
  StringRef rest = text;
  const auto found = bounds(rest, [&](StringRef &at, bool) -> std::optional<Number> {
    StringRef after = at;
    if (after.consume_front("百分之")) {
      const auto value = number(after);
      if (!value) return std::nullopt;
      percent = true;
      at = after;
      return Number::divide(*value, Number(100));
    }
    const auto value = number(after);
    if (!value) return std::nullopt;
    if (after.consume_front("倍")) {
      times = true;
      at = after;
      return value;
    }
    if (after.consume_front("%") || after.consume_front("％")) {
      percent = true;
      at = after;
      return Number::divide(*value, Number(100));
    }
    if (after.consume_front("分之")) {
      const auto top = number(after);
      const auto part = top ? Number::divide(*top, *value) : std::nullopt;
      if (!part || (part->denominator() != 2 && part->denominator() != 5)) return std::nullopt;
      times = true;
      at = after;
      return part;
    }
    return std::nullopt;
  });
  if (!found && rest.consume_front("等值以下")) {
    text = rest;
    return "up to 1 times";
  }
  if (!found) return std::nullopt;
  text = rest;
  if (times || !percent) return amountText(*found, " times");
  Bounds hundred = *found;
  if (hundred.low) hundred.low = Number::multiply(*hundred.low, Number(100));
  if (hundred.high) hundred.high = Number::multiply(*hundred.high, Number(100));
  return amountText(hundred, " % of");
}

} // namespace proviso::importing
