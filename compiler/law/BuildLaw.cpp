#include "law/Builder.h"

#include <llvm/ADT/StringExtras.h>

namespace proviso::law {

/// The text between quotation marks, with `\"`, `\\` and `\n` resolved.
Quote quoteOf(llvm::StringRef text, Range range) {
  Quote quote{"", range};
  if (text.consume_front("\"\"\"")) {
    text.consume_back("\"\"\"");
    quote.text = text.str();
    return quote;
  }
  if (text.consume_front("\u201C"))
    text.consume_back("\u201D");
  else if (text.consume_front("\"") && !text.endswith("\\\""))
    text.consume_back("\"");
  else if (text.endswith("\\\\\""))
    text.consume_back("\"");
  for (;;) {
    const size_t escape = text.find('\\');
    if (escape == llvm::StringRef::npos || escape + 1 == text.size()) break;
    quote.text += text.take_front(escape);
    quote.text += text[escape + 1] == 'n' ? '\n' : text[escape + 1];
    text = text.drop_front(escape + 2);
  }
  quote.text += text;
  return quote;
}

File Builder::run() {
  if (tree.root().damaged() || !tree.mendedBraces.empty()) lost();
  for (Cursor c = tree.root().cursor(); !c.done();) {
    if (!c.atNode(Rule::top)) {
      pass(c);
      continue;
    }
    Cursor top = c.takeNode().cursor();
    if (!top.atNode()) continue;
    const Node node = top.takeNode();
    switch (node.rule()) {
    case Rule::vocabulary: vocabulary(node); break;
    case Rule::scale: scale(node); break;
    case Rule::instrument:
    case Rule::external: instrument(node); break;
    case Rule::scenario: scenario(node); break;
    case Rule::corpus: corpus(node); break;
    case Rule::accept:
      if (!node.damaged()) {
        Stores none;
        Reader reader(none, diagnostics);
        accept(node, reader, std::nullopt, file.accepts);
      }
      break;
    default: break;
    }
  }
  return std::move(file);
}

Range Builder::withWordBefore(uint32_t firstToken, uint32_t tokenEnd) const {
  const Token &first = tree.tokens[firstToken ? firstToken - 1 : 0];
  const Token &last = tree.tokens[std::max(firstToken, tokenEnd - 1)];
  return {{tree.file, first.begin}, last.end - first.begin};
}

void Builder::lost() {
  using What = Lost::What;
  for (Range brace : tree.mendedBraces) lose(What::Brace, brace, {});
  const auto count = static_cast<uint32_t>(tree.tokens.size());
  const Tree::Entry &root = tree.entries.front();
  if (root.tokenEnd < count) lose(What::Rest, {{tree.file, 0}, static_cast<uint32_t>(tree.text.size())}, {});

  for (uint32_t i = 0; i < tree.entries.size(); ++i) {
    const Tree::Entry &entry = tree.entries[i];
    const Node node(tree, i);
    What what;
    switch (entry.rule) {
    case Rule::vocabItem:
    case Rule::scaleKind: what = What::Item; break;
    case Rule::scaleItem:
      if (node.firstKind() != K::REFERRAL) continue; // its kinds are read one by one
      what = What::Item;
      break;
    case Rule::header: what = node.firstKind() == K::USE ? What::Use : What::Statement; break;
    case Rule::statement:
    case Rule::amending: what = What::Statement; break;
    case Rule::outline: what = What::Provision; break;
    default: continue;
    }
    if (entry.firstToken == entry.tokenEnd || !node.damaged()) continue;
    // Without its name it may have been the declaration of any.
    const std::optional<Node> name = node.child(entry.rule == Rule::scaleKind ? Rule::kind : Rule::name);
    const bool anyName = what == What::Provision || (what == What::Item && (!name || name->damaged()));
    lose(what, withWordBefore(entry.firstToken, entry.tokenEnd), anyName ? llvm::StringRef() : node.text(),
         node.firstKind());
  }

  uint32_t end = 0; // of the declarations so far
  Cursor declarations = tree.root().cursor();
  for (uint32_t i = 0; i < count;) {
    const Token &token = tree.tokens[i];
    while (token.begin >= end && declarations.atNode()) end = declarations.takeNode().range().end();
    uint32_t last = i;
    while (last < count && tree.tokens[last].skipped) ++last;
    if (last > i)
      lose(token.begin >= end ? What::Declaration : What::Words, withWordBefore(i, last),
           tree.text.slice(token.begin, tree.tokens[last - 1].end));
    i = std::max(last, i + 1);
  }
}

bool Lost::mayHold(llvm::StringRef name) const {
  const auto part = [](char c) { return llvm::isAlnum(c) || c == '_' || c == '-' || (c & 0x80) != 0; };
  for (size_t at = name.empty() ? llvm::StringRef::npos : text.find(name); at != llvm::StringRef::npos;
       at = text.find(name, at + 1)) {
    const llvm::StringRef after = text.drop_front(at + name.size());
    if ((at == 0 || !part(text[at - 1])) && (after.empty() || !part(after.front()))) return true;
  }
  return text.empty() || name.empty();
}

std::string pluralOf(llvm::StringRef level) { return level.str() + (level.endswith("x") ? "es" : "s"); }

std::optional<uint8_t> Instrument::levelNamed(llvm::StringRef name) const {
  for (size_t i = 0; i < levels.size(); ++i)
    if (name == levels[i] || (name.startswith(levels[i]) && name == pluralOf(levels[i])))
      return static_cast<uint8_t>(i);
  return std::nullopt;
}

bool Instrument::decidesNothing() const {
  return exprs.empty() && sanctions.empty() && citations.empty() &&
         std::none_of(provisions.begin(), provisions.end(), [](const Provision &p) {
           return p.concurrence || !p.factors.empty() || !p.adjustments.empty() || p.draft;
         });
}

std::pair<size_t, size_t> Instrument::drafts() const {
  size_t all = 0, inPart = 0;
  for (const Provision &p : provisions)
    if (p.draft) {
      ++all;
      inPart += !p.draft->left.empty();
    }
  return {all, inPart};
}

File buildLaw(const Tree &tree, const Sources &sources, Diagnostics &diagnostics, const Levels &levels) {
  return Builder(tree, sources, diagnostics, levels).run();
}

} // namespace proviso::law
