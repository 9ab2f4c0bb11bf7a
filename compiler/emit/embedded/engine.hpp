#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace proviso_tables {

/// An exact number: a fraction, its bottom above zero.
struct Exact {
  std::int64_t top = 0, bottom = 1;
};

/// a < b, without overflow.
inline bool less(Exact a, Exact b) {
  for (bool turned = false;;) {
    auto floor = [](Exact x) { return x.top / x.bottom - (x.top % x.bottom < 0 ? 1 : 0); };
    const std::int64_t wholeA = floor(a), wholeB = floor(b);
    if (wholeA != wholeB) return (wholeA < wholeB) != turned;
    const std::int64_t restA = a.top - wholeA * a.bottom, restB = b.top - wholeB * b.bottom;
    if (restA == 0 || restB == 0) return turned ? restB == 0 && restA != 0 : restA == 0 && restB != 0;
    a = {a.bottom, restA};
    b = {b.bottom, restB};
    turned = !turned;
  }
}

/// Decimal digits as an exact number: decimal("0.1"). Throws std::invalid_argument on anything else, and where it has
/// more than 18 digits.
inline Exact decimal(std::string_view text) {
  Exact number;
  bool point = false, any = false;
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || ++digits > 18) throw std::invalid_argument("a decimal of at most 18 digits is wanted");
    any = true;
    number.top = number.top * 10 + (c - '0');
    if (point) number.bottom *= 10;
  }
  if (!any) throw std::invalid_argument("a decimal is wanted");
  if (negative) number.top = -number.top;
  return number;
}

/// A day as the number that inputs of dates take: days since 1970-01-01.
constexpr Exact date(int year, unsigned month, unsigned day) {
  // Counted from March, so that the leap day comes last (H. Hinnant, "chrono-compatible low-level date algorithms").
  const int y = month <= 2 ? year - 1 : year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const auto ofEra = static_cast<unsigned>(y - era * 400);
  const unsigned ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned days = ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear;
  return {static_cast<std::int64_t>(era) * 146097 + static_cast<std::int64_t>(days) - 719468, 1};
}

/// What an input is given. Unknown, unless something else is said.
class Value {
public:
  enum class Kind : std::uint8_t { Unknown, Truth, Number, Text, Unascertainable };

  Value() = default;
  template <typename T, std::enable_if_t<std::is_same_v<T, bool>, int> = 0>
  Value(T truth) : kind_(Kind::Truth), number_{truth ? 1 : 0, 1} {}
  template <typename T, std::enable_if_t<std::is_integral_v<T> && !std::is_same_v<T, bool>, int> = 0>
  Value(T whole) : kind_(Kind::Number), number_{static_cast<std::int64_t>(whole), 1} {}
  Value(Exact number) : kind_(Kind::Number), number_(number) {}
  Value(std::string_view text) : kind_(Kind::Text), text_(text) {}
  Value(const char *text) : Value(std::string_view(text)) {}
  /// It has been found that it cannot be established.
  static Value unascertainable() {
    Value value;
    value.kind_ = Kind::Unascertainable;
    return value;
  }

  Kind kind() const { return kind_; }
  Exact number() const { return number_; }
  std::string_view text() const { return text_; }

private:
  Kind kind_ = Kind::Unknown;
  Exact number_;
  std::string_view text_;
};

template <typename T>
struct List {
  const T *first = nullptr;
  std::size_t count = 0;
  constexpr const T *begin() const { return first; }
  constexpr const T *end() const { return first + count; }
  constexpr const T &operator[](std::size_t i) const { return first[i]; }
};

struct Cut {
  Exact at;
  bool after = false; // the bound itself belongs to the interval below
};

/// Date: a number, see date(). Days, Months: the number of them.
enum class Type : std::uint8_t { Boolean, Number, Date, Days, Months, Text };

struct Input {
  std::string_view name, label;
  Type type;
  bool ofPerson, open;
  std::uint32_t size;
  List<Cut> cuts;
  List<std::string_view> values;
};

struct Outcome {
  std::string_view sanction;
  std::optional<Exact> min, max;
  std::string_view unit, mode, authority;
};

struct Effect {
  std::string_view name, addressee;
  List<std::string_view> basis;
  std::int32_t root;
  List<Outcome> outcomes;
};

struct Adjustment {
  std::string_view text;
  std::int32_t root;
};

/// What stands in nodes: at the place of a node the number of its input, then where each value leads: a place, or below
/// zero an end: -1 no, -2 what the vocabulary rules out, -3 yes or the first outcome, -4 the second.
struct Provision {
  std::string_view id, citation, title, from, until;
  List<Input> inputs;
  std::int32_t elements;
  List<Effect> effects;
  List<Adjustment> adjustments;
  List<std::int32_t> nodes;
};

enum class Status : std::uint8_t { No, Yes, Undetermined, Contradictory };

struct EffectDecision {
  const Effect *effect = nullptr;
  bool determined = false;
  /// Every outcome that some completion of the inputs comes to; null for nothing.
  std::vector<const Outcome *> possible;
  /// Where it is determined; null for nothing.
  const Outcome *outcome() const { return determined ? possible.front() : nullptr; }
};

struct Decision {
  Status elements = Status::Undetermined;
  std::vector<EffectDecision> effects;
  std::vector<Status> adjustments;
};

namespace detail {

/// The possible values of an input as bits.
inline std::uint64_t maskOf(const Input &input, const Value &value) {
  using Kind = Value::Kind;
  const std::uint64_t all = input.size >= 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << input.size) - 1;
  auto only = [](std::size_t index) { return std::uint64_t(1) << index; };
  auto refuse = [&]() -> std::uint64_t {
    throw std::invalid_argument(std::string(input.name) + " is given a value that it cannot have");
  };
  if (value.kind() == Kind::Unknown) return all;
  if (value.kind() == Kind::Unascertainable) return input.open ? only(input.size - 1) : refuse();
  if (input.type == Type::Boolean)
    return value.kind() == Kind::Truth ? only(static_cast<std::size_t>(value.number().top)) : refuse();
  if (input.type == Type::Text) {
    if (value.kind() == Kind::Text)
      for (std::size_t i = 0; i < input.values.count; ++i)
        if (input.values[i] == value.text()) return only(i);
    return refuse();
  }
  if (value.kind() != Kind::Number) return refuse();
  std::size_t index = 0;
  for (const Cut &cut : input.cuts) {
    if (less(value.number(), cut.at) || (cut.after && !less(cut.at, value.number()))) break;
    ++index;
  }
  return only(index);
}

/// Every end that is reached by some value that is still possible, what the vocabulary rules out aside.
inline std::vector<std::int32_t> reach(const Provision &p, std::int32_t root, const std::vector<std::uint64_t> &masks) {
  std::vector<std::int32_t> ends, open{root};
  std::vector<bool> seen(p.nodes.count, false);
  while (!open.empty()) {
    const std::int32_t at = open.back();
    open.pop_back();
    if (at < 0) {
      bool known = at == -2;
      for (const std::int32_t end : ends) known = known || end == at;
      if (!known) ends.push_back(at);
      continue;
    }
    const auto place = static_cast<std::size_t>(at);
    if (seen[place]) continue;
    seen[place] = true;
    const auto input = static_cast<std::size_t>(p.nodes[place]);
    for (std::size_t value = 0; value < p.inputs[input].size; ++value)
      if (masks[input] >> value & 1) open.push_back(p.nodes[place + 1 + value]);
  }
  return ends;
}

inline Status truth(const std::vector<std::int32_t> &ends) {
  if (ends.empty()) return Status::Contradictory;
  return ends.size() > 1 ? Status::Undetermined : ends.front() == -1 ? Status::No : Status::Yes;
}

} // namespace detail

/// Decides one provision for the act and its subject, or for one person linked with it. `values` has one for each input,
/// in their order. Throws std::invalid_argument where a value is not one of its input. Thread-safe.
///
/// These are the tables: what other provisions do to the effects (exemption, displacement, concurrence, the milder law)
/// is not decided here.
inline Decision decide(const Provision &p, const Value *values) {
  std::vector<std::uint64_t> masks;
  for (std::size_t i = 0; i < p.inputs.count; ++i) masks.push_back(detail::maskOf(p.inputs[i], values[i]));
  Decision decision;
  decision.elements = detail::truth(detail::reach(p, p.elements, masks));
  for (const Effect &effect : p.effects) {
    EffectDecision one;
    one.effect = &effect;
    for (const std::int32_t end : detail::reach(p, effect.root, masks))
      one.possible.push_back(end == -1 ? nullptr : &effect.outcomes[static_cast<std::size_t>(-3 - end)]);
    one.determined = one.possible.size() == 1;
    decision.effects.push_back(std::move(one));
  }
  for (const Adjustment &one : p.adjustments)
    decision.adjustments.push_back(detail::truth(detail::reach(p, one.root, masks)));
  return decision;
}

} // namespace proviso_tables
