#include "bench/PlainAntlr.h"

#include "ProvisoLexer.h"
#include "ProvisoParser.h"
#include "ProvisoParserBaseVisitor.h"
#include "antlr4-runtime.h"

#include <stdexcept>

namespace proviso::bench {

namespace {

/// The lexer, with the kinds that need a look at the neighbours already known.
class Retagged final : public plain::ProvisoLexer {
public:
  Retagged(antlr4::CharStream *input, const std::vector<size_t> &kinds) : ProvisoLexer(input), kinds(kinds) {}

  std::unique_ptr<antlr4::Token> nextToken() override {
    auto token = ProvisoLexer::nextToken();
    if (token->getChannel() == antlr4::Token::DEFAULT_CHANNEL && token->getType() != antlr4::Token::EOF)
      static_cast<antlr4::CommonToken &>(*token).setType(kinds.at(next++));
    return token;
  }

private:
  const std::vector<size_t> &kinds;
  size_t next = 0;
};

class Collect final : public plain::ProvisoParserBaseVisitor {
public:
  std::vector<PlainNode> nodes;

  antlrcpp::Any visitChildren(antlr4::tree::ParseTree *tree) override {
    auto *context = static_cast<antlr4::ParserRuleContext *>(tree);
    const size_t at = nodes.size();
    const antlr4::Token *stop = context->getStop();
    nodes.push_back({context->getRuleIndex(), context->getStart()->getTokenIndex(),
                     stop ? stop->getTokenIndex() + 1 : context->getStart()->getTokenIndex(), 0});
    antlrcpp::Any result = ProvisoParserBaseVisitor::visitChildren(tree);
    nodes[at].subtreeEnd = nodes.size();
    return result;
  }
};

} // namespace

std::vector<PlainNode> plainPipeline(const std::string &text, const std::vector<size_t> &kinds) {
  antlr4::ANTLRInputStream input(text);
  Retagged lexer(&input, kinds);
  antlr4::CommonTokenStream tokens(&lexer);
  plain::ProvisoParser parser(&tokens);
  antlr4::tree::ParseTree *tree = parser.file();
  if (parser.getNumberOfSyntaxErrors() != 0) throw std::logic_error("the plain parser found errors");
  Collect collect;
  collect.visit(tree);
  return std::move(collect.nodes);
}

} // namespace proviso::bench
