#include "proviso/Number.h"

#include <limits>

namespace proviso {

namespace {

// Products of two 64-bit numbers fit; so does the sum of two such products but for one bit, which is checked.
__extension__ typedef __int128 Wide;

Wide magnitude(Wide value) { return value < 0 ? -value : value; }

Wide commonDivisor(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

bool fits(Wide value) {
  return value >= std::numeric_limits<int64_t>::min() && value <= std::numeric_limits<int64_t>::max();
}

/// Brings a fraction to lowest terms, where it then fits.
struct Fraction {
  Wide top, bottom;

  bool reduce() {
    if (bottom == 0) return false;
    if (bottom < 0) {
      top = -top;
      bottom = -bottom;
    }
    const Wide divisor = commonDivisor(magnitude(top), bottom);
    top /= divisor;
    bottom /= divisor;
    return fits(top) && fits(bottom);
  }
};

std::optional<Fraction> reduced(Wide top, Wide bottom) {
  Fraction fraction{top, bottom};
  if (!fraction.reduce()) return std::nullopt;
  return fraction;
}

} // namespace

Number::Number(int64_t numerator, int64_t denominator, Reduced) : top(numerator), bottom(denominator) {}

#define PROVISO_REDUCED(numerator, denominator)                                                                        \
  const auto fraction = reduced(numerator, denominator);                                                               \
  if (!fraction) return std::nullopt;                                                                                  \
  return Number(static_cast<int64_t>(fraction->top), static_cast<int64_t>(fraction->bottom), Reduced{})

std::optional<Number> Number::ratio(int64_t numerator, int64_t denominator) { PROVISO_REDUCED(numerator, denominator); }

std::optional<Number> Number::add(Number a, Number b) {
  Wide top;
  if (__builtin_add_overflow(Wide(a.top) * b.bottom, Wide(b.top) * a.bottom, &top)) return std::nullopt;
  PROVISO_REDUCED(top, Wide(a.bottom) * b.bottom);
}

std::optional<Number> Number::subtract(Number a, Number b) {
  Wide top;
  if (__builtin_sub_overflow(Wide(a.top) * b.bottom, Wide(b.top) * a.bottom, &top)) return std::nullopt;
  PROVISO_REDUCED(top, Wide(a.bottom) * b.bottom);
}

std::optional<Number> Number::multiply(Number a, Number b) {
  PROVISO_REDUCED(Wide(a.top) * b.top, Wide(a.bottom) * b.bottom);
}

std::optional<Number> Number::divide(Number a, Number b) {
  PROVISO_REDUCED(Wide(a.top) * b.bottom, Wide(a.bottom) * b.top);
}

#undef PROVISO_REDUCED

std::strong_ordering operator<=>(const Number &a, const Number &b) {
  return Wide(a.top) * b.bottom <=> Wide(b.top) * a.bottom;
}

std::optional<Number> Number::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  Wide top = 0, bottom = 1;
  bool point = false, digits = false;
  for (char c : text) {
    if (c == '_' && digits) continue;
    if (c == '.' && !point && digits) {
      point = true;
      digits = false;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    digits = true;
    top = top * 10 + (c - '0');
    if (point) bottom *= 10;
    if (top > Wide(std::numeric_limits<int64_t>::max()) * 1000 || bottom > std::numeric_limits<int64_t>::max())
      return std::nullopt;
  }
  if (!digits) return std::nullopt;
  const auto fraction = reduced(negative ? -top : top, bottom);
  if (!fraction) return std::nullopt;
  return Number(static_cast<int64_t>(fraction->top), static_cast<int64_t>(fraction->bottom), Reduced{});
}

std::string Number::text() const {
  // A decimal exactly when the denominator has no prime factor but 2 and 5.
  int64_t rest = bottom;
  size_t places = 0;
  for (int64_t scale = 1; scale % bottom != 0; ++places) {
    if (places == 18) return std::to_string(top) + "/" + std::to_string(bottom);
    scale *= 10;
  }
  std::string out = top < 0 ? "-" : "";
  Wide whole = magnitude(Wide(top)) / bottom, remainder = magnitude(Wide(top)) % bottom;
  out += std::to_string(static_cast<uint64_t>(whole));
  if (places) out += '.';
  while (places--) {
    remainder *= 10;
    out += static_cast<char>('0' + static_cast<int>(remainder / rest));
    remainder %= rest;
  }
  return out;
}

std::string Number::grouped() const {
  std::string out = text();
  const size_t start = out.starts_with('-') ? 1 : 0;
  const size_t stop = std::min(out.find_first_of("./"), out.size());
  for (size_t i = stop; i > start + 3;) {
    i -= 3;
    out.insert(i, 1, ',');
  }
  return out;
}

} // namespace proviso
