// Exact numbers: rationals of 64-bit numerator and denominator. Nothing is ever rounded; what does not fit is an error.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proviso {

/// A rational number in lowest terms, the denominator positive.
class Number {
public:
  constexpr Number() = default;
  constexpr Number(int64_t whole) : top(whole) {}

  /// Nothing when the denominator is zero or the result does not fit.
  static std::optional<Number> ratio(int64_t numerator, int64_t denominator);
  /// `1_000.50`, `-3`; digits may be grouped with `_`. Nothing when it is no number or does not fit.
  static std::optional<Number> parse(std::string_view text);

  /// From parts that were taken from a Number; they are not reduced again.
  static constexpr Number raw(int64_t numerator, int64_t denominator) {
    Number n;
    n.top = numerator;
    n.bottom = denominator;
    return n;
  }

  constexpr int64_t numerator() const { return top; }
  constexpr int64_t denominator() const { return bottom; }
  constexpr bool isWhole() const { return bottom == 1; }

  /// Nothing on overflow or on division by zero.
  static std::optional<Number> add(Number a, Number b);
  static std::optional<Number> subtract(Number a, Number b);
  static std::optional<Number> multiply(Number a, Number b);
  static std::optional<Number> divide(Number a, Number b);

  friend bool operator==(const Number &, const Number &) = default;
  friend std::strong_ordering operator<=>(const Number &a, const Number &b);

  /// As a decimal where it is one (`0.5`), else as a fraction (`1/3`).
  std::string text() const;
  /// The same with the digits of the whole part grouped in threes, as in `50,000`.
  std::string grouped() const;

private:
  struct Reduced {};
  Number(int64_t numerator, int64_t denominator, Reduced);
  int64_t top = 0, bottom = 1;
};

} // namespace proviso
