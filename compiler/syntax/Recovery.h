// How the parser goes on after a mistake, and what it says of it. A mistake costs its own statement at most.
#pragma once

#include "antlr4-runtime.h"
#include "diagnostics/Diagnostics.h"
#include "syntax/TreeBuildingParser.h"

namespace proviso {

class Recovery final : public antlr4::DefaultErrorStrategy {
public:
  /// Thrown after so many errors; caught by parse().
  struct TooManyErrors {};

  Recovery(Tree &tree, size_t mostErrors, Diagnostics &diagnostics)
      : tree(tree), mostErrors(mostErrors), diagnostics(diagnostics) {}

  void sync(antlr4::Parser *parser) override;
  antlr4::Token *recoverInline(antlr4::Parser *parser) override;
  void reportError(antlr4::Parser *parser, const antlr4::RecognitionException &e) override;

protected:
  void beginErrorCondition(antlr4::Parser *parser) override;
  void endErrorCondition(antlr4::Parser *parser) override;
  void reportNoViableAlternative(antlr4::Parser *parser, const antlr4::NoViableAltException &e) override;
  void reportInputMismatch(antlr4::Parser *parser, const antlr4::InputMismatchException &e) override;
  void reportUnwantedToken(antlr4::Parser *parser) override;
  void reportMissingToken(antlr4::Parser *parser) override;
  antlr4::Token *singleTokenDeletion(antlr4::Parser *parser) override;
  antlr4::Token *getMissingSymbol(antlr4::Parser *parser) override;
  void consumeUntil(antlr4::Parser *parser, const antlr4::misc::IntervalSet &stop) override;

public:
  /// When the tree is complete: proposes the readings of what mixes `and` and `or`.
  void proposeReadings();

private:
  using Parser = antlr4::Parser;
  using Set = antlr4::misc::IntervalSet;

  TreeBuildingParser &ours(Parser *parser) const { return *static_cast<TreeBuildingParser *>(parser); }
  size_t at(Parser *parser, int ahead = 0) const; // index into the tree's tokens
  TokenKind kind(Parser *parser, int ahead = 0) const;
  llvm::StringRef word(Parser *parser, int ahead = 0) const;
  Range range(Parser *parser, int ahead = 0) const;
  bool firstOnLine(Parser *parser) const;
  void retype(Parser *parser, int ahead, TokenKind kind);
  std::string shown(Parser *parser) const;
  template <typename... Args>
  Diagnostic &report(Parser *parser, Code code, Range where, const Args &...args);

  bool missingComma(Parser *parser);
  bool mend(Parser *parser, const Set &wanted);
  std::string stray(Parser *parser, size_t rule) const;
  std::string expected(Parser *parser) const;
  void reportExpected(Parser *parser);
  void skip(Parser *parser, const Set &wanted, bool wholeFile);

  Tree &tree;
  size_t mostErrors;
  Diagnostics &diagnostics;
  size_t errors = 0;
  struct Mixed {
    uint32_t entry;
    size_t diagnostic;
  };
  std::vector<Mixed> mixed;
  std::optional<uint32_t> mixedAt; // the open node in which `and` and `or` were mixed
};

} // namespace proviso
