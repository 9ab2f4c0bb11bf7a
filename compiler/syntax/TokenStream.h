// The tokens of a tree as the generated parser and ANTLR's error strategy want to see them.
#pragma once

#include "antlr4-runtime.h"
#include "syntax/Tree.h"

#include <vector>

namespace proviso {

/// What ANTLR is shown of a token, only when there is a mistake.
class ShownToken final : public antlr4::Token {
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
  /// The tokens must end with one of kind END, and stay where they are.
  explicit FlatTokenStream(std::vector<Token> &tokens) : tokens(tokens.data()), last(tokens.size() - 1) {}

  TokenKind kind() const { return tokens[next].kind; }
  size_t here() const { return next; }
  void advance() { next += next != last; }

  // END has all bits set, as ANTLR's EOF has.
  size_t LA(ssize_t k) override {
    if (k == 1) return static_cast<size_t>(static_cast<int16_t>(tokens[next].kind));
    const ssize_t i = static_cast<ssize_t>(next) + (k > 0 ? k - 1 : k);
    if (k == 0 || i < 0) return antlr4::Token::INVALID_TYPE;
    return static_cast<size_t>(static_cast<int16_t>(tokens[std::min(static_cast<size_t>(i), last)].kind));
  }
  antlr4::Token *LT(ssize_t k) override {
    const ssize_t i = static_cast<ssize_t>(next) + (k > 0 ? k - 1 : k);
    return k == 0 || i < 0 ? nullptr : get(std::min(static_cast<size_t>(i), last));
  }
  /// Good until the next call but three.
  antlr4::Token *get(size_t i) const override {
    ShownToken &token = shown[turn++ % 4];
    token.type = static_cast<size_t>(static_cast<int16_t>(tokens[i].kind));
    token.index = i;
    return &token;
  }
  void consume() override { advance(); }
  size_t index() override { return next; }
  void seek(size_t i) override { next = std::min(i, last); }
  size_t size() override { return last + 1; }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval &) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext *) override { return {}; }
  std::string getText(antlr4::Token *, antlr4::Token *) override { return {}; }

private:
  const Token *tokens;
  size_t last, next = 0;
  mutable ShownToken shown[4];
  mutable size_t turn = 0;
};

} // namespace proviso
