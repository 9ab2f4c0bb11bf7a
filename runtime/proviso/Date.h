// Days of the proleptic Gregorian calendar, and periods of law.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proviso {

/// A day, counted from 1970-01-01. Years 0001 to 9999.
struct Date {
  int32_t days = 0;

  /// `2018-12-01`. Nothing when it is no day of the calendar.
  static std::optional<Date> parse(std::string_view text);
  static std::optional<Date> of(int year, unsigned month, unsigned day);
  static constexpr Date earliest() { return {INT32_MIN}; }
  static constexpr Date latest() { return {INT32_MAX}; }

  std::string text() const;
  friend auto operator<=>(const Date &, const Date &) = default;
};
struct Duration;

/// The last day of a period that begins the day after `day`. A day that a month does not have is its last one. What
/// goes beyond the calendar ends with it.
Date endOf(Date day, Duration period);

/// The days from `from` to the one before `until`.
struct Span {
  Date from = Date::earliest();
  Date until = Date::latest();

  bool contains(Date day) const { return from <= day && day < until; }
  bool empty() const { return until <= from; }
  Span operator&(Span other) const { return {std::max(from, other.from), std::min(until, other.until)}; }
  friend auto operator<=>(const Span &, const Span &) = default;
};

/// A period in days, or in months (a year is twelve): the two are not compared with each other.
struct Duration {
  enum class Unit : uint8_t { Days, Months } unit = Unit::Days;
  int32_t count = 0;

  /// `30 days`, `1 month`, `2 years`. Nothing when it is no period, or longer than a million of these.
  static std::optional<Duration> parse(std::string_view text);
  /// In words: `30 days`, `3 years`, `18 months`.
  std::string text() const;
  friend bool operator==(const Duration &, const Duration &) = default;
};

} // namespace proviso
