// Feeds the generated parser from a flat array of tokens.
#pragma once

#include "antlr4-runtime.h"
#include "syntax/Tree.h"

#include <memory>
#include <vector>

namespace proviso {

class FlatToken final : public antlr4::Token {
public:
  size_t type = 0, index = 0;

  std::string getText() const override { return {}; }
  size_t getType() const override { return type; }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() const override { return 0; }
  size_t getChannel() const override { return 0; }
  size_t getTokenIndex() const override { return index; }
  size_t getStartIndex() const override { return index; }
  size_t getStopIndex() const override { return index; }
  antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  antlr4::CharStream *getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }
};

class FlatTokenStream final : public antlr4::TokenStream {
public:
  /// The tokens must end with one of kind END.
  explicit FlatTokenStream(const std::vector<Token> &from) : tokens(from.size()) {
    for (size_t i = 0; i < from.size(); ++i) {
      tokens[i].type = from[i].kind == TokenKind::END ? antlr4::Token::EOF : static_cast<size_t>(from[i].kind);
      tokens[i].index = i;
    }
  }

  void retype(size_t at, TokenKind kind) { tokens[at].type = static_cast<size_t>(kind); }

  antlr4::Token *LT(ssize_t k) override {
    const ssize_t i = static_cast<ssize_t>(next) + (k > 0 ? k - 1 : k);
    if (k == 0 || i < 0) return nullptr;
    return &tokens[std::min(static_cast<size_t>(i), tokens.size() - 1)];
  }
  size_t LA(ssize_t k) override {
    const antlr4::Token *token = LT(k);
    return token ? token->getType() : antlr4::Token::INVALID_TYPE;
  }
  antlr4::Token *get(size_t i) const override { return const_cast<FlatToken *>(&tokens[i]); }
  void consume() override {
    if (next + 1 < tokens.size()) ++next;
  }
  size_t index() override { return next; }
  void seek(size_t i) override { next = std::min(i, tokens.size() - 1); }
  size_t size() override { return tokens.size(); }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval &) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext *) override { return {}; }
  std::string getText(antlr4::Token *, antlr4::Token *) override { return {}; }

private:
  std::vector<FlatToken> tokens;
  size_t next = 0;
};

} // namespace proviso
