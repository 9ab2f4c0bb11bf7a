#include "syntax/TreeBuildingParser.h"

#include <algorithm>

namespace proviso {

void TreeBuildingParser::enterRule(antlr4::ParserRuleContext *context, size_t state, size_t rule) {
  // Before anything is opened: a rule whose entry throws is not left.
  if (open.size() >= maxDepth) throw TooDeep();
  open.push_back(static_cast<uint32_t>(tree->entries.size()));
  const auto at = static_cast<uint32_t>(_input->index());
  tree->entries.push_back({static_cast<Rule>(rule), false, 0, at, at});
  antlr4::Parser::enterRule(context, state, rule);
}

void TreeBuildingParser::exitRule() {
  Tree::Entry &entry = tree->entries[open.back()];
  entry.subtreeEnd = static_cast<uint32_t>(tree->entries.size());
  entry.tokenEnd = std::min(static_cast<uint32_t>(_input->index()), static_cast<uint32_t>(tree->tokens.size()));
  entry.firstToken = std::min(entry.firstToken, entry.tokenEnd);
  if (_ctx->exception) entry.damaged = true;
  open.pop_back();
  antlr4::Parser::exitRule();
}

antlr4::Token *TreeBuildingParser::consume() {
  const size_t at = _input->index();
  if (at < tree->tokens.size() && _errHandler->inErrorRecoveryMode(this)) tree->tokens[at].skipped = true;
  return antlr4::Parser::consume();
}

void TreeBuildingParser::damage() {
  if (!open.empty()) tree->entries[open.back()].damaged = true;
}

} // namespace proviso
