#include "proviso/Date.h"

#include "proviso/Number.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace proviso {

std::optional<Date> Date::of(int year, unsigned month, unsigned day) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!date.ok() || year < 1 || year > 9999) return std::nullopt;
  return Date{static_cast<int32_t>(sys_days{date}.time_since_epoch().count())};
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto number = [&](size_t from, size_t count) {
    int value = 0;
    for (char c : text.substr(from, count)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  return of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::string Date::text() const {
  using namespace std::chrono;
  const year_month_day date{sys_days{std::chrono::days{days}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

Date endOf(Date day, Duration period) {
  const auto last = static_cast<int64_t>(Date::of(9999, 12, 31)->days);
  if (period.unit == Duration::Unit::Days)
    return {static_cast<int32_t>(std::min(last, int64_t(day.days) + period.count))};
  using namespace std::chrono;
  const year_month_day from{sys_days{std::chrono::days{day.days}}};
  const int64_t months =
      int64_t(static_cast<int>(from.year())) * 12 + static_cast<unsigned>(from.month()) - 1 + period.count;
  const auto year = static_cast<int>(months / 12);
  const auto month = static_cast<unsigned>(months % 12) + 1;
  if (months < 0 || year > 9999) return {static_cast<int32_t>(last)};
  for (auto at = static_cast<unsigned>(from.day()); at >= 28; --at)
    if (const auto end = Date::of(year, month, at)) return *end;
  return Date::of(year, month, static_cast<unsigned>(from.day())).value_or(Date{static_cast<int32_t>(last)});
}

std::optional<Duration> Duration::parse(std::string_view text) {
  const size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto number = Number::parse(text.substr(0, space));
  const std::string_view unit = text.substr(space + 1);
  const bool days = unit == "day" || unit == "days", months = unit == "month" || unit == "months",
             years = unit == "year" || unit == "years";
  if (!number || !number->isWhole() || !(days || months || years)) return std::nullopt;
  const int64_t count = number->numerator();
  if (count < -1'000'000 || count > 1'000'000) return std::nullopt;
  return Duration{days ? Unit::Days : Unit::Months, static_cast<int32_t>(years ? count * 12 : count)};
}

std::string Duration::text() const {
  auto words = [](int32_t number, std::string_view word) {
    return fmt::format("{} {}{}", number, word, number == 1 ? "" : "s");
  };
  if (unit == Unit::Days) return words(count, "day");
  return count % 12 == 0 && count != 0 ? words(count / 12, "year") : words(count, "month");
}

} // namespace proviso
