// Simple unary tests of S-FEEL: what stands in the cells of decision tables from elsewhere.
#pragma once

#include "analysis/DecisionTable.h"

#include <llvm/ADT/StringRef.h>

namespace proviso::analysis {

enum class LiteralKind : uint8_t { String, Number, Boolean, Date, Months, Seconds, Null };

struct Literal {
  LiteralKind kind = LiteralKind::Null;
  std::string text; // of String: what it says
  Number number;    // of all others: its value; of Boolean 0 and 1
  friend bool operator==(const Literal &, const Literal &) = default;
};

/// One test: a value, a comparison or an interval. A value has equal ends.
struct UnaryTest {
  std::optional<Literal> low, high;
  bool lowIncluded = true, highIncluded = true;
  bool isValue() const { return low && low == high; }
};

/// One of them must hold; negated: none. No tests: `-`.
struct UnaryTests {
  bool negated = false;
  std::vector<UnaryTest> tests;
};

/// Feel: strings in quotation marks. Bare: a word, or words, without them are a string as well, and `2018-12-01` is a
/// date.
enum class Notation : uint8_t { Feel, Bare };

/// What cannot be read, and where in the text.
struct ReadFailure {
  size_t offset = 0;
  std::string message;
};

/// `-`, literals, `< <= > >= = !=`, intervals, `not(...)`, lists with commas. Literals: strings, numbers, true, false,
/// null, `date("...")`, `duration("...")`, `@"..."`. Empty text is `-`.
std::optional<UnaryTests> readUnaryTests(llvm::StringRef text, Notation notation, ReadFailure &failure);

/// What is written of a column before its kind is known.
struct ForeignColumn {
  Column column;                      // its name
  std::optional<ColumnKind> declared; // by a type
  std::optional<UnaryTests> allowed;
  std::vector<UnaryTests> cells; // by row
};

/// Settles the kind of a column, what values it has, and reads its cells. Fails where literals do not fit the kind or
/// each other, or a value is not allowed; `cell` is then the row, or nothing if it is what is allowed.
bool settleColumn(ForeignColumn &from, std::vector<Cell> &cells, std::optional<size_t> &cell, std::string &message);

} // namespace proviso::analysis
