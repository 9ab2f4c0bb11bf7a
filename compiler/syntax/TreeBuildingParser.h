// The superclass of the generated parser: records the syntax tree as rules begin and end.
#pragma once

#include "antlr4-runtime.h"
#include "syntax/Tree.h"

#include <vector>

namespace proviso {

class TreeBuildingParser : public antlr4::Parser {
public:
  using antlr4::Parser::Parser;

  /// Thrown when rules are nested too deep; caught by parse().
  struct TooDeep {};

  void enterRule(antlr4::ParserRuleContext *context, size_t state, size_t rule) override;
  /// Hides the inherited one: generated code calls it by name.
  void exitRule();
  antlr4::Token *consume() override;

  /// Marks the innermost open node: a mistake was reported in it.
  void damage();

  Tree *tree = nullptr;
  size_t maxDepth = 0;

private:
  std::vector<uint32_t> open;
};

} // namespace proviso
