// Words and amounts of penal paragraphs.
#pragma once

#include "proviso/Number.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/StringRef.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace proviso::importing {

using llvm::StringRef;
using Words = llvm::ArrayRef<llvm::StringLiteral>;

bool startsWithAny(StringRef text, Words words);
bool startsWithAny(StringRef text, std::initializer_list<StringRef> words);
bool endsWithAny(StringRef text, Words words);
bool endsWithAny(StringRef text, std::initializer_list<StringRef> words);
bool containsAny(StringRef text, Words words);
bool containsAny(StringRef text, std::initializer_list<StringRef> words);
/// Takes the first of these words that the text begins with.
bool consumeAny(StringRef &text, Words words);
bool consumeAny(StringRef &text, std::initializer_list<StringRef> words);
size_t characters(StringRef text);

constexpr llvm::StringLiteral commas[] = {"，", ","};
constexpr llvm::StringLiteral semicolons[] = {"；", ";"};
constexpr llvm::StringLiteral stops[] = {"。"};
constexpr llvm::StringLiteral listCommas[] = {"、"};

/// The parts between separators that stand in no brackets and no quotation.
std::vector<StringRef> split(StringRef text, Words separators);
/// From the beginning of one part to the end of another of the same text.
StringRef across(StringRef first, StringRef last);
/// As a text of the language.
std::string inQuotes(StringRef text);
/// Words as a name: their characters, letters and digits.
std::string nameFrom(StringRef words);

/// `A以上B以下` and the like of one unit.
struct Bounds {
  std::optional<Number> low, high; // the same where it is exact
  bool exact = false;
};

/// As an amount of the language.
std::string amountText(const Bounds &bounds, std::string_view unit);

// Each takes what it reads from the text, and leaves the text alone where there is none.

/// `五千元以上五万元以下`; of the lower one 元 may be left out.
std::optional<Bounds> money(StringRef &text);
/// `十日以上十五日以下`, `三年以下`, as an amount of the language.
std::optional<std::string> duration(StringRef &text);
/// `一倍以上五倍以下`, `百分之五以上百分之十以下`, `百分之五十以上二倍以下`, as an amount without what it is of.
std::optional<std::string> ratio(StringRef &text);

} // namespace proviso::importing
