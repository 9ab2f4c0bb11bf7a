// The syntax tree of one file: tokens in source order, and over them the rules of grammar/ProvisoParser.g4.
//
// Nodes stand in one array in preorder; each knows where its subtree ends, and which tokens it covers. A token
// belongs to the innermost node that covers it. The tree never owns text: it has offsets into the source.
#pragma once

#include "source/Sources.h"
#include "syntax/GrammarNames.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace proviso {

struct Token {
  TokenKind kind;
  bool skipped = false; // by recovery: it belongs to no sentence
  uint32_t begin = 0, end = 0;
};

class Node;

class Tree {
public:
  struct Entry {
    Rule rule;
    bool damaged = false;    // a mistake was reported in this node itself
    uint32_t subtreeEnd = 0; // index of the first entry after the subtree
    uint32_t firstToken = 0, tokenEnd = 0;
  };

  uint32_t file = 0;
  llvm::StringRef text;
  std::vector<Token> tokens; // without the end of the file
  std::vector<Entry> entries;
  std::vector<Range> mendedBraces; // where a brace was missing or one too many

  Node root() const;
};

/// Walks what a node consists of: its own tokens and its child nodes, in source order.
class Cursor;

/// A node of a tree, by value: a pointer and an index.
class Node {
public:
  Node(const Tree &tree, uint32_t index) : tree(&tree), index(index) {}

  Rule rule() const { return entry().rule; }
  /// How many nodes with this rule are in this subtree.
  size_t count(Rule rule) const;
  /// A mistake was reported somewhere in this subtree.
  bool damaged() const;
  Range range() const;
  llvm::StringRef text() const { return tree->text.substr(range().begin.offset, range().length); }
  Cursor cursor() const;
  /// The first child with this rule.
  std::optional<Node> child(Rule rule) const;
  /// The kind of the first token, END for a node without tokens.
  TokenKind firstKind() const;

private:
  friend class Cursor;
  const Tree::Entry &entry() const { return tree->entries[index]; }
  const Tree *tree;
  uint32_t index;
};

class Cursor {
public:
  explicit Cursor(Node node);

  bool done();
  bool atNode();
  bool atNode(Rule rule) { return atNode() && Node(*tree, nextNode).rule() == rule; }
  bool at(TokenKind kind) { return !done() && !atNode() && tree->tokens[nextToken].kind == kind; }
  /// The kind of the token here, END at a node or at the end.
  TokenKind kind() { return done() || atNode() ? TokenKind::END : tree->tokens[nextToken].kind; }
  Node takeNode();
  /// The node here if it has this rule.
  std::optional<Node> takeNode(Rule rule);
  Range take();
  /// The token here if it is of this kind.
  std::optional<Range> take(TokenKind kind);
  bool skip(TokenKind kind) { return take(kind).has_value(); }
  llvm::StringRef text(Range range) const { return tree->text.substr(range.begin.offset, range.length); }

private:
  void settle();
  const Tree *tree;
  uint32_t nextNode, nodeEnd, nextToken, tokenEnd;
};

} // namespace proviso
