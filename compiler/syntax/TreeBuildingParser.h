// The superclass of the generated parser. It records the syntax tree as rules begin and end, and it is the fast road:
// generated code finds its tokens, contexts and error strategy by name, and so finds ours, which are plain memory, in
// place of ANTLR's, which are virtual calls and allocations. ANTLR's own are used where a mistake is explained.
#pragma once

#include "antlr4-runtime.h"
#include "syntax/GrammarTables.h"
#include "syntax/TokenStream.h"
#include "syntax/Tree.h"

#include <memory>
#include <new>
#include <vector>

namespace proviso {

class Recovery;

class TreeBuildingParser : public antlr4::Parser {
public:
  explicit TreeBuildingParser(antlr4::TokenStream *input);
  ~TreeBuildingParser() override;

  /// Thrown when rules are nested too deep; caught by parse().
  struct TooDeep {};

  /// Where the tree is written, whose tokens the stream must feed. To be called before parsing.
  void begin(Tree &to, Recovery &recovery, size_t depthLimit);
  /// Marks the innermost open node: a mistake was reported in it.
  void damage();
  size_t getState() const override { return state; }
  antlr4::Token *consume() override;

protected:
  /// Makes the contexts of the open rules in one stack: a rule that is left frees its place for the next.
  class Contexts {
  public:
    template <typename T, typename... Args>
    T *createInstance(Args &&...args) {
      static_assert(sizeof(T) <= sizeof(Place), "contexts have no members: the grammar uses no labels");
      return new (&places[used]) T(std::forward<Args>(args)...);
    }

  private:
    friend class TreeBuildingParser;
    friend class Recovery;
    struct alignas(std::max_align_t) Place {
      unsigned char bytes[sizeof(antlr4::ParserRuleContext)];
    };
    std::unique_ptr<Place[]> places;
    size_t used = 0;
  };

  /// The error strategy as generated code calls it: nothing to do while all is well.
  class Strategy {
  public:
    Strategy *operator->() { return this; }
    void sync(TreeBuildingParser *parser) {
      const Expected &next = expected[parser->state];
      const TokenKind kind = parser->_input->kind();
      if (next.takes(kind)) return;
      // `and` in a list joined with `or`, or the other way round, is for the recovery to see.
      const bool mixed = (kind == TokenKind::AND && next.takes(TokenKind::OR)) ||
                         (kind == TokenKind::OR && next.takes(TokenKind::AND));
      if (!next.mayEnd() || mixed) mend(parser);
    }
    void reportMatch(TreeBuildingParser *parser) {
      if (parser->recovering) recovered(parser);
    }
    void recoverInline(TreeBuildingParser *parser);
    void reportError(TreeBuildingParser *parser, const antlr4::RecognitionException &e);
    void recover(TreeBuildingParser *parser, const std::exception_ptr &e);

  private:
    friend class TreeBuildingParser;
    void mend(TreeBuildingParser *parser);
    void recovered(TreeBuildingParser *parser);
    Recovery *recovery = nullptr;
  };

  // Each of these hides one of ANTLR's by its name.
  void setState(size_t s) { state = s; }
  void enterRule(antlr4::ParserRuleContext *context, size_t from, size_t rule) override {
    if (_tracker.used + 1 >= depth) throw TooDeep(); // before anything is opened: such a rule is not left
    ++_tracker.used;
    state = from;
    _ctx = context;
    const auto at = static_cast<uint32_t>(_input->here());
    open[_tracker.used] = static_cast<uint32_t>(tree->entries.size());
    tree->entries.push_back({static_cast<Rule>(rule), false, 0, at, at});
  }
  void exitRule() {
    Tree::Entry &entry = tree->entries[open[_tracker.used]];
    entry.subtreeEnd = static_cast<uint32_t>(tree->entries.size());
    entry.tokenEnd = static_cast<uint32_t>(_input->here());
    antlr4::ParserRuleContext *left = _ctx;
    if (left->exception) entry.damaged = true;
    state = left->invokingState;
    _ctx = static_cast<antlr4::ParserRuleContext *>(left->parent);
    left->~ParserRuleContext();
    --_tracker.used;
  }
  void enterOuterAlt(antlr4::ParserRuleContext *, size_t) override {}
  antlr4::Token *match(size_t type) final {
    if (_input->LA(1) != type) {
      _errHandler.recoverInline(this);
    } else {
      _errHandler.reportMatch(this);
      _input->advance();
    }
    return nullptr;
  }

  FlatTokenStream *_input;
  Contexts _tracker;
  Strategy _errHandler;

private:
  friend class Recovery;
  size_t state = antlr4::atn::ATNState::INVALID_STATE_NUMBER, depth = 0;
  bool recovering = false; // a mistake was reported and no token has been taken since
  std::unique_ptr<uint32_t[]> open;
  Tree *tree = nullptr;
};

} // namespace proviso
