#include "wording/Days.h"

#include "wording/Numerals.h"

#include <llvm/ADT/StringExtras.h>

namespace proviso::wording {

namespace {

std::optional<unsigned> number(llvm::StringRef &text) {
  auto found = digits(text);
  if (!found) found = chineseNumeral(text);
  if (!found || found->value > 9999) return std::nullopt;
  text = text.drop_front(found->length);
  return static_cast<unsigned>(found->value);
}

std::optional<unsigned> month(llvm::StringRef &text) {
  constexpr llvm::StringLiteral names[] = {"January", "February", "March",     "April",   "May",      "June",
                                           "July",    "August",   "September", "October", "November", "December"};
  for (unsigned i = 0; i < 12; ++i)
    if (text.startswith_insensitive(names[i])) {
      text = text.drop_front(names[i].size()).ltrim();
      return i + 1;
    }
  return std::nullopt;
}

} // namespace

std::optional<std::pair<Date, size_t>> dayAt(llvm::StringRef text) {
  const llvm::StringRef whole = text;
  auto made = [&](unsigned year, unsigned monthOfYear, unsigned day) -> std::optional<std::pair<Date, size_t>> {
    const std::optional<Date> date = Date::of(static_cast<int>(year), monthOfYear, day);
    if (!date || year < 1000) return std::nullopt;
    return std::pair(*date, whole.size() - text.size());
  };
  if (text.size() >= 10)
    if (const auto iso = Date::parse(std::string_view(text.take_front(10)))) return std::pair(*iso, size_t{10});
  if (const auto named = month(text)) { // June 1, 2017
    const auto day = number(text);
    text = text.ltrim(", ");
    const auto year = day ? number(text) : std::nullopt;
    return year ? made(*year, *named, *day) : std::nullopt;
  }
  const auto first = number(text);
  if (!first) return std::nullopt;
  if (text.consume_front("年")) {
    const auto monthOfYear = number(text);
    if (!monthOfYear || !text.consume_front("月")) return std::nullopt;
    const auto day = number(text);
    if (!day || !text.consume_front("日")) return std::nullopt;
    return made(*first, *monthOfYear, *day);
  }
  for (llvm::StringRef ending : {"st", "nd", "rd", "th"}) text.consume_front(ending);
  text = text.ltrim();
  text.consume_front("of ");
  const auto named = month(text); // 1 June 2017
  const auto year = named ? number(text) : std::nullopt;
  return year ? made(*year, *named, *first) : std::nullopt;
}

static bool mayBeginDay(llvm::StringRef text) {
  return llvm::isAlnum(text.front()) || static_cast<unsigned char>(text.front()) >= 0xE2;
}

std::optional<Date> firstDay(llvm::StringRef text) {
  for (bool within = false; !text.empty(); text = text.drop_front()) {
    if (mayBeginDay(text) && !within)
      if (const auto day = dayAt(text)) return day->first;
    within = llvm::isAlnum(text.front());
  }
  return std::nullopt;
}

} // namespace proviso::wording
