#include "analysis/UnaryTests.h"

#include "analysis/Words.h"
#include "proviso/Date.h"
#include "proviso/NearestName.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/ConvertUTF.h>

namespace proviso::analysis {

namespace {

/// `P1Y2M`, `-P30D`, `P1DT2H30M1.5S`. Years and months are months, all else seconds; the two do not mix.
std::optional<Literal> readDuration(llvm::StringRef text) {
  const bool negative = text.consume_front("-");
  if (!text.consume_front("P") || text.empty()) return std::nullopt;
  Number months, seconds;
  bool hasMonths = false, hasSeconds = false, time = false;
  while (!text.empty()) {
    if (!time && text.consume_front("T")) {
      time = true;
      if (text.empty()) return std::nullopt;
    }
    const llvm::StringRef digits = text.take_while([](char c) { return llvm::isDigit(c) || c == '.'; });
    const auto count = Number::parse(std::string_view(digits.data(), digits.size()));
    text = text.drop_front(digits.size());
    if (!count || text.empty()) return std::nullopt;
    const char unit = text.front();
    text = text.drop_front();
    const bool inMonths = !time && (unit == 'Y' || unit == 'M');
    const int64_t factor = inMonths               ? (unit == 'Y' ? 12 : 1)
                           : !time && unit == 'D' ? 86'400
                           : time && unit == 'H'  ? 3'600
                           : time && unit == 'M'  ? 60
                           : time && unit == 'S'  ? 1
                                                  : 0;
    if (factor == 0 || (!count->isWhole() && unit != 'S')) return std::nullopt;
    Number &sum = inMonths ? months : seconds;
    (inMonths ? hasMonths : hasSeconds) = true;
    const auto more = Number::multiply(*count, factor);
    const auto added = more ? Number::add(sum, *more) : std::nullopt;
    if (!added) return std::nullopt;
    sum = *added;
  }
  if (hasMonths == hasSeconds) return std::nullopt;
  const auto total = Number::multiply(hasMonths ? months : seconds, negative ? -1 : 1);
  if (!total) return std::nullopt;
  return Literal{hasMonths ? LiteralKind::Months : LiteralKind::Seconds, {}, *total};
}

std::optional<Literal> readDate(llvm::StringRef text) {
  const auto date = Date::parse(std::string_view(text.data(), text.size()));
  if (!date) return std::nullopt;
  return Literal{LiteralKind::Date, {}, Number(date->days)};
}

class Reader {
public:
  Reader(llvm::StringRef text, Notation notation, ReadFailure &failure)
      : whole(text), rest(text), notation(notation), failure(failure) {}

  std::optional<UnaryTests> run() {
    UnaryTests result;
    space();
    if (rest.empty() || rest.rtrim() == "-") return result;
    if (rest.startswith("not") && rest.drop_front(3).ltrim().startswith("(")) {
      rest = rest.drop_front(3).ltrim().drop_front();
      result.negated = true;
      if (!tests(result.tests)) return std::nullopt;
      if (!take(")")) return fail("expected `)`");
    } else if (rest.startswith("!=")) {
      rest = rest.drop_front(2);
      result.negated = true;
      const auto value = literal();
      if (!value) return std::nullopt;
      result.tests.push_back({value, value});
    } else if (!tests(result.tests)) {
      return std::nullopt;
    }
    space();
    if (!rest.empty()) return fail(fmt::format("`{}` is not part of a simple unary test", rest.str()));
    return result;
  }

private:
  std::nullopt_t fail(std::string message) { return failAt(rest, std::move(message)); }
  std::nullopt_t failAt(llvm::StringRef at, std::string message) {
    failure = {whole.size() - at.size(), std::move(message)};
    return std::nullopt;
  }
  void space() { rest = rest.ltrim(); }
  bool take(llvm::StringRef token) {
    space();
    return rest.consume_front(token);
  }

  bool tests(std::vector<UnaryTest> &list) {
    do {
      const auto one = test();
      if (!one) return false;
      list.push_back(*one);
    } while (take(","));
    return true;
  }

  std::optional<UnaryTest> test() {
    UnaryTest result;
    space();
    if (take("<=") || take("<")) {
      result.highIncluded = rest.data()[-1] == '=';
      return compared(result, result.high);
    }
    if (take(">=") || take(">")) {
      result.lowIncluded = rest.data()[-1] == '=';
      return compared(result, result.low);
    }
    if (rest.startswith("[") || rest.startswith("(") || rest.startswith("]")) {
      result.lowIncluded = rest.front() == '[';
      rest = rest.drop_front();
      if (!(result.low = literal())) return std::nullopt;
      if (!take("..")) return fail("expected `..`");
      if (!(result.high = literal())) return std::nullopt;
      space();
      if (rest.empty() || !llvm::StringRef("])[").contains(rest.front())) return fail("expected `]` or `)`");
      result.highIncluded = rest.front() == ']';
      rest = rest.drop_front();
      if (result.low->kind != result.high->kind) return fail("the ends of the interval are of different kinds");
      if (!isOrdered(result.low->kind)) return fail("an interval has numbers, dates or durations at its ends");
      return result;
    }
    take("=");
    result.low = result.high = literal();
    return result.low ? std::optional(result) : std::nullopt;
  }

  static bool isOrdered(LiteralKind kind) {
    return kind != LiteralKind::String && kind != LiteralKind::Boolean && kind != LiteralKind::Null;
  }
  /// Reads the end of a comparison.
  std::optional<UnaryTest> compared(const UnaryTest &test, std::optional<Literal> &end) {
    space();
    const llvm::StringRef start = rest;
    if (!(end = literal())) return std::nullopt;
    if (!isOrdered(end->kind)) return failAt(start, "only numbers, dates and durations are compared");
    return test;
  }

  std::optional<Literal> literal() {
    space();
    if (rest.startswith("\"")) {
      auto text = quoted();
      if (!text) return std::nullopt;
      return Literal{LiteralKind::String, *text, {}};
    }
    for (const llvm::StringRef name : {"date and time", "date", "time", "duration", "@"}) {
      llvm::StringRef after = rest;
      if (!after.consume_front(name)) continue;
      after = after.ltrim();
      if (name == "@" ? !after.startswith("\"") : !after.startswith("(")) continue;
      return temporal(name);
    }
    if (const auto number = numeric()) return number;
    if (!failure.message.empty()) return std::nullopt;
    return word();
  }

  std::optional<std::string> quoted() {
    rest = rest.drop_front();
    std::string out;
    while (!rest.empty() && rest.front() != '"') {
      if (rest.front() != '\\' || rest.size() < 2) {
        out += rest.front();
        rest = rest.drop_front();
        continue;
      }
      const char escaped = rest[1];
      if (escaped == 'u') {
        unsigned code = 0;
        if (rest.size() < 6 || rest.substr(2, 4).getAsInteger(16, code)) return fail("`\\u` needs four digits");
        char buffer[4], *end = buffer;
        if (!llvm::ConvertCodePointToUTF8(code, end)) return fail("no such character");
        out.append(buffer, end);
        rest = rest.drop_front(6);
        continue;
      }
      out += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped;
      rest = rest.drop_front(2);
    }
    if (!rest.consume_front("\"")) return fail("the string is not closed");
    return out;
  }

  std::optional<Literal> temporal(llvm::StringRef function) {
    const llvm::StringRef start = rest;
    rest = rest.drop_front(function.size());
    if (function != "@") take("(");
    space();
    if (!rest.startswith("\""))
      return failAt(start, fmt::format("`{}(...)` of something else than a text", function.str()));
    const auto text = quoted();
    if (!text) return std::nullopt;
    if (function != "@" && !take(")")) return fail("expected `)`");
    std::optional<Literal> value;
    if (function == "date" || function == "@") value = readDate(*text);
    if (!value && (function == "duration" || function == "@")) value = readDuration(*text);
    if (value) return value;
    if (function == "time" || function == "date and time") return failAt(start, "times of day are not analysed");
    return failAt(start, fmt::format("\"{}\" is no {}", *text,
                                     function == "@" ? "date, and no duration either" : function.str()));
  }

  std::optional<Literal> numeric() {
    llvm::StringRef text = rest;
    const bool negative = text.consume_front("-");
    text = text.ltrim();
    size_t length = 0;
    while (length < text.size() && (llvm::isDigit(text[length]) || (text[length] == '.' && length + 1 < text.size() &&
                                                                    llvm::isDigit(text[length + 1]))))
      ++length;
    if (length == 0) return std::nullopt;
    const llvm::StringRef after = text.drop_front(length);
    if (notation == Notation::Bare && !after.empty() && (after.front() == '-' || isWordChar(after.front())))
      return std::nullopt; // a date, or a word that begins with a digit
    const std::string digits =
        (negative ? "-" : "") + std::string(text.front() == '.' ? "0" : "") + text.take_front(length).str();
    const auto number = Number::parse(digits);
    if (!number) return fail(fmt::format("`{}` is no number that is exactly represented", digits));
    rest = after;
    return Literal{LiteralKind::Number, {}, *number};
  }

  static bool isWordChar(char c) { return llvm::isAlnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

  std::optional<Literal> word() {
    // Without quotation marks, to the next mark that can follow a value.
    llvm::StringRef text = notation == Notation::Bare
                               ? rest.take_until([](char c) { return llvm::StringRef(",()[]<>=\"").contains(c); })
                               : rest.take_while(isWordChar);
    if (notation == Notation::Bare && text.contains("..")) text = text.take_front(text.find(".."));
    text = text.rtrim();
    const llvm::StringRef start = rest;
    rest = rest.drop_front(text.size());
    if (text == "true") return Literal{LiteralKind::Boolean, {}, 1};
    if (text == "false") return Literal{LiteralKind::Boolean, {}, 0};
    if (text == "null") return Literal{LiteralKind::Null, {}, {}};
    if (notation == Notation::Bare && !text.empty()) {
      if (auto date = readDate(text)) return date;
      return Literal{LiteralKind::String, text.str(), {}};
    }
    return failAt(start,
                  start.empty() ? "expected a value" : fmt::format("`{}` is no literal value", start.rtrim().str()));
  }

  llvm::StringRef whole, rest;
  Notation notation;
  ReadFailure &failure;
};

const char *nameOf(LiteralKind kind) {
  switch (kind) {
  case LiteralKind::String: return "a string";
  case LiteralKind::Number: return "a number";
  case LiteralKind::Boolean: return "a boolean";
  case LiteralKind::Date: return "a date";
  case LiteralKind::Months: return "a duration of years and months";
  case LiteralKind::Seconds: return "a duration of days and times";
  case LiteralKind::Null: return "null";
  }
  return "";
}

LiteralKind literalOf(ColumnKind kind) {
  switch (kind) {
  case ColumnKind::Choice: return LiteralKind::String;
  case ColumnKind::Boolean: return LiteralKind::Boolean;
  case ColumnKind::Number:
  case ColumnKind::Whole: return LiteralKind::Number;
  case ColumnKind::Date: return LiteralKind::Date;
  case ColumnKind::Months: return LiteralKind::Months;
  case ColumnKind::Seconds: return LiteralKind::Seconds;
  }
  return LiteralKind::String;
}

ColumnKind columnOf(LiteralKind kind) {
  for (const ColumnKind one :
       {ColumnKind::Boolean, ColumnKind::Number, ColumnKind::Date, ColumnKind::Months, ColumnKind::Seconds})
    if (literalOf(one) == kind) return one;
  return ColumnKind::Choice;
}

class Settler {
public:
  Settler(ForeignColumn &from, std::string &message) : column(from.column), message(message) {}

  bool fits(const UnaryTests &tests) {
    for (const UnaryTest &test : tests.tests)
      for (const auto &end : {test.low, test.high}) {
        if (!end) continue;
        if (end->kind == LiteralKind::Null) {
          column.null = true;
          continue;
        }
        if (!kind) kind = end->kind;
        if (*kind == end->kind) continue;
        message = fmt::format("{} where {} is expected in column {}", nameOf(end->kind), nameOf(*kind), column.name);
        return false;
      }
    return true;
  }

  Cell cell(const UnaryTests &tests, bool isDomain) {
    Cell result;
    if (tests.tests.empty()) return result;
    result.restricted = true;
    result.negated = tests.negated;
    for (const UnaryTest &test : tests.tests) {
      // A comparison with null is not true, and its negation is not true either.
      if (!test.isValue() && tests.negated && !isDomain) result.null = true;
      if (test.isValue() && test.low->kind == LiteralKind::Null)
        result.null = true;
      else if (kind == LiteralKind::String)
        result.values.push_back(listed(test.low->text));
      else if (kind == LiteralKind::Boolean)
        result.values.push_back(static_cast<uint32_t>(test.low->number.numerator()));
      else
        result.ranges.push_back({test.low ? std::optional(test.low->number) : std::nullopt,
                                 test.high ? std::optional(test.high->number) : std::nullopt, test.lowIncluded,
                                 test.highIncluded});
    }
    return result;
  }

  /// The place of a text in the list of values.
  uint32_t listed(const std::string &text) {
    const auto found = llvm::find(texts, text);
    if (found != texts.end()) return static_cast<uint32_t>(found - texts.begin());
    texts.push_back(text);
    column.values.push_back("\"" + text + "\"");
    return static_cast<uint32_t>(texts.size() - 1);
  }

  /// Whether each value that a cell names is allowed. A comparison that no allowed value meets is read, and found
  /// later.
  bool isAllowed(const UnaryTests &tests) {
    const Cell &domain = column.domain;
    if (!domain.restricted || domain.negated) return true;
    for (const UnaryTest &test : tests.tests) {
      if (!test.isValue() || test.low->kind == LiteralKind::Null) continue;
      const Cell one = cell({false, {test}}, false);
      if (one.ranges.empty()
              ? llvm::is_contained(domain.values, one.values.front())
              : llvm::any_of(domain.ranges, [&](const Range &range) { return has(range, test.low->number); }))
        continue;
      message = fmt::format("{} is outside what column {} allows", cellText(column, one), column.name);
      if (kind == LiteralKind::String) {
        std::vector<std::string_view> names;
        for (const uint32_t value : domain.values) names.push_back(texts[value]);
        if (const std::string_view nearest = nearestName(test.low->text, names); !nearest.empty())
          message += fmt::format("; did you mean \"{}\"?", nearest);
      }
      return false;
    }
    return true;
  }

  std::optional<LiteralKind> kind;

private:
  static bool has(const Range &range, const Number &value) {
    return (!range.low || *range.low < value || (range.lowIncluded && *range.low == value)) &&
           (!range.high || value < *range.high || (range.highIncluded && value == *range.high));
  }

  Column &column;
  std::string &message;
  std::vector<std::string> texts;
};

} // namespace

std::optional<UnaryTests> readUnaryTests(llvm::StringRef text, Notation notation, ReadFailure &failure) {
  failure = {};
  return Reader(text, notation, failure).run();
}

bool settleColumn(ForeignColumn &from, std::vector<Cell> &cells, std::optional<size_t> &cell, std::string &message) {
  Settler settler(from, message);
  if (from.declared) settler.kind = literalOf(*from.declared);
  cell.reset();
  if (from.allowed && !settler.fits(*from.allowed)) return false;
  for (size_t row = 0; row < from.cells.size(); ++row)
    if (cell = row; !settler.fits(from.cells[row])) return false;
  cell.reset();
  Column &column = from.column;
  column.kind = from.declared ? *from.declared : columnOf(settler.kind.value_or(LiteralKind::String));
  if (column.kind == ColumnKind::Boolean) column.values = {"false", "true"};
  const bool hasAllowed = from.allowed && !from.allowed->tests.empty();
  if (hasAllowed) column.domain = settler.cell(*from.allowed, true);
  for (size_t row = 0; row < from.cells.size(); ++row)
    if (cell = row; !settler.isAllowed(from.cells[row])) return false;
  cell.reset();
  for (const UnaryTests &tests : from.cells) cells.push_back(settler.cell(tests, false));
  // What the list of allowed values does not have is none, unless nothing is said, or only what is not allowed.
  column.open = column.kind == ColumnKind::Choice && (!hasAllowed || from.allowed->negated);
  return true;
}

} // namespace proviso::analysis
