#pragma once

#include "law/Law.h"

namespace proviso::law {

using K = TokenKind;

inline Name nameOf(const Cursor &cursor, Range range) { return {cursor.text(range), range}; }
/// Empty where a mistake was reported: what stands there is no name.
inline Name nameOf(Node node) { return {node.damaged() ? llvm::StringRef() : node.text(), node.range()}; }

/// The text between quotation marks, with `\"`, `\\` and `\n` resolved.
Quote quoteOf(llvm::StringRef text, Range range);

/// The same without resolving anything. A text that is not closed ends with its line.
inline llvm::StringRef unquoted(llvm::StringRef text) {
  if (!text.consume_front("\"")) text.consume_front("\u201C");
  if (!text.consume_back("\"")) text.consume_back("\u201D");
  return text;
}

/// Passes over what is not read.
inline void pass(Cursor &c) {
  if (c.atNode())
    c.takeNode();
  else
    c.take();
}

/// Reads what conditions, sanctions and citations of one declaration consist of. Functions are named after the rules
/// of grammar/ProvisoParser.g4 that they read.
class Reader {
public:
  Reader(Stores &stores, Diagnostics &diagnostics) : stores(stores), diagnostics(diagnostics) {}

  ProvisionId at; // the provision being read

  Quote quote(Cursor &c) {
    const Range range = c.take();
    return quoteOf(c.text(range), range);
  }
  std::optional<Quote> quoteIfAny(Cursor &c) {
    if (c.at(K::STRING) || c.at(K::TEXT3)) return quote(c);
    return std::nullopt;
  }
  std::optional<Date> date(Cursor &c) {
    const std::optional<Range> range = c.take(K::DATE);
    if (!range) return std::nullopt;
    const std::optional<Date> day = Date::parse(std::string_view(c.text(*range)));
    if (!day) diagnostics.report(Code::D001, *range, std::string_view(c.text(*range)));
    return day;
  }
  std::vector<Name> names(Node node) {
    std::vector<Name> list;
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode())
        list.push_back(nameOf(c.takeNode()));
      else
        c.take();
    return list;
  }

  // ---- citations
  CitationId citation(Node node, CitationUse use, Quantifier quantifier = Quantifier::None);
  llvm::SmallVector<CitationId, 2> citations(Node node, CitationUse use);
  /// What an amendment changes. Its place is found when the history is made.
  CitationId target(Node node);

  // ---- conditions
  ExprId add(Expr expr);
  std::optional<Number> number(Cursor &c);
  ExprId invalid(Range range);
  /// condition, junction, negation, sum, product: operands joined by tokens.
  ExprId condition(Node node);
  /// `2 years`, `100 EUR`, `7`.
  ExprId figure(Node node);

  // ---- sanctions
  Authorities by(Node node);
  llvm::SmallVector<SanctionId, 2> block(Node node);
  Tier tier(Node node);
  /// What follows the keyword of a tier.
  void readTier(Cursor &c, Tier &result);
  SanctionId sanction(Node node);
  SanctionId add(Sanction sanction);
  SanctionId per(Node node, Range range);
  SanctionId referTo(Name name, Range range);
  Amount amount(Node node);
  /// outcome: a kind with what belongs to it. Also read from an expectation.
  void detail(Node node, Sanction &result);
  ExprId thing(Node node);
  SanctionId combined(Node node);

  /// Reports a form that this version reads but does not decide.

  Stores &stores;
  Diagnostics &diagnostics;

private:
  // ---- citations
  void place(Node node, Citation &result);
  void twoPlaces(Node node, Node outer, Name code, llvm::ArrayRef<CitationStep> own, const Citation &result);
  void relative(Node node, Citation &result);
  CitationStep step(Node node);

  // ---- conditions
  static ExprKind connective(K kind);
  /// Operands joined by tokens, from the left; `and` and `or` take any number.
  ExprId joined(Node node);
  /// `(a and b) and c` stays as it is written.
  bool parenthesised(Node node, ExprId left) const;
  ExprId negation(Node node);
  CitationId cited(Node node, CitationUse use);
  ExprId predicate(Node node);
  ExprId negate(ExprId operand, Range range);
  ExprId comparison(Cursor &c, Range range);
  ExprId ref(Node node);
  ExprId factor(Node node);
  ExprId quantity(Node node);
  ExprId base(Node node);
  ExprId the(Node node);

  // ---- sanctions
  SanctionId term(Node node);
  SanctionId plain(Node node);
  void personal(Node node, Sanction &result);
  SanctionId outcome(Node node);
  /// `1 to 10 times T`, `3 to 10 years`: the unit of the second bound is that of the first too.
  void shareUnit(Amount &amount);
};

} // namespace proviso::law
