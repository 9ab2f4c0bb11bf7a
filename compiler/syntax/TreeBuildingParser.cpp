#include "syntax/TreeBuildingParser.h"

#include "syntax/Recovery.h"

namespace proviso {

TreeBuildingParser::TreeBuildingParser(antlr4::TokenStream *input)
    : antlr4::Parser(input), _input(static_cast<FlatTokenStream *>(input)) {}
TreeBuildingParser::~TreeBuildingParser() = default;

void TreeBuildingParser::begin(Tree &to, Recovery &recovery, size_t depthLimit) {
  tree = &to;
  depth = depthLimit;
  _errHandler.recovery = &recovery;
  _tracker.places.reset(new Contexts::Place[depth + 1]);
  open.reset(new uint32_t[depth + 1]);
}

antlr4::Token *TreeBuildingParser::consume() {
  if (recovering) tree->tokens[_input->here()].skipped = true;
  _input->advance();
  return nullptr;
}

void TreeBuildingParser::damage() {
  if (_tracker.used) tree->entries[open[_tracker.used]].damaged = true;
}

void TreeBuildingParser::Strategy::mend(TreeBuildingParser *parser) { recovery->sync(parser); }
void TreeBuildingParser::Strategy::recovered(TreeBuildingParser *parser) { recovery->reportMatch(parser); }
void TreeBuildingParser::Strategy::recoverInline(TreeBuildingParser *parser) { recovery->recoverInline(parser); }
void TreeBuildingParser::Strategy::reportError(TreeBuildingParser *parser, const antlr4::RecognitionException &e) {
  recovery->reportError(parser, e);
}
void TreeBuildingParser::Strategy::recover(TreeBuildingParser *parser, const std::exception_ptr &e) {
  recovery->recover(parser, e);
}

} // namespace proviso
