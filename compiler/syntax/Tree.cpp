#include "syntax/Tree.h"

#include <algorithm>
#include <cassert>

namespace proviso {

Node Tree::root() const { return {*this, 0}; }

bool Node::damaged() const {
  const auto first = tree->entries.begin() + index;
  return std::any_of(first, tree->entries.begin() + entry().subtreeEnd, [](const Tree::Entry &e) { return e.damaged; });
}

size_t Node::count(Rule rule) const {
  const auto first = tree->entries.begin() + index;
  return static_cast<size_t>(std::count_if(first, tree->entries.begin() + entry().subtreeEnd,
                                           [rule](const Tree::Entry &e) { return e.rule == rule; }));
}

Range Node::range() const {
  const Tree::Entry &e = entry();
  if (e.firstToken == e.tokenEnd) {
    const uint32_t at = e.firstToken < tree->tokens.size() ? tree->tokens[e.firstToken].begin
                                                           : static_cast<uint32_t>(tree->text.size());
    return {{tree->file, at}, 0};
  }
  const uint32_t begin = tree->tokens[e.firstToken].begin;
  return {{tree->file, begin}, tree->tokens[e.tokenEnd - 1].end - begin};
}

TokenKind Node::firstKind() const {
  const Tree::Entry &e = entry();
  return e.firstToken == e.tokenEnd ? TokenKind::END : tree->tokens[e.firstToken].kind;
}

Cursor Node::cursor() const { return Cursor(*this); }

std::optional<Node> Node::child(Rule rule) const {
  for (uint32_t i = index + 1; i < entry().subtreeEnd; i = tree->entries[i].subtreeEnd)
    if (tree->entries[i].rule == rule) return Node(*tree, i);
  return std::nullopt;
}

Cursor::Cursor(Node node)
    : tree(node.tree), nextNode(node.index + 1), nodeEnd(node.entry().subtreeEnd), nextToken(node.entry().firstToken),
      tokenEnd(node.entry().tokenEnd) {}

void Cursor::settle() {
  while (nextToken < tokenEnd && tree->tokens[nextToken].skipped &&
         !(nextNode < nodeEnd && tree->entries[nextNode].firstToken <= nextToken))
    ++nextToken;
}

bool Cursor::done() {
  settle();
  return nextToken >= tokenEnd && nextNode >= nodeEnd;
}

bool Cursor::atNode() {
  settle();
  return nextNode < nodeEnd && tree->entries[nextNode].firstToken <= nextToken;
}

Node Cursor::takeNode() {
  assert(atNode());
  const Node node(*tree, nextNode);
  nextToken = std::max(nextToken, tree->entries[nextNode].tokenEnd);
  nextNode = tree->entries[nextNode].subtreeEnd;
  return node;
}

std::optional<Node> Cursor::takeNode(Rule rule) {
  if (!atNode(rule)) return std::nullopt;
  return takeNode();
}

Range Cursor::take() {
  settle();
  assert(nextToken < tokenEnd);
  const Token &token = tree->tokens[nextToken++];
  return {{tree->file, token.begin}, token.end - token.begin};
}

std::optional<Range> Cursor::take(TokenKind kind) {
  if (!at(kind)) return std::nullopt;
  return take();
}

} // namespace proviso
