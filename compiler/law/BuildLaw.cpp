#include "law/Builder.h"

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
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      quote.text += text[i] == 'n' ? '\n' : text[i];
    } else {
      quote.text += text[i];
    }
  }
  return quote;
}

File Builder::run() {
  if (tree.root().damaged()) unread();
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
    case Rule::corpus:
    case Rule::accept: diagnostics.report(Code::S007, first(node), std::string_view(sources.text(first(node)))); break;
    default: break;
    }
  }
  return std::move(file);
}

void Builder::unread() {
  uint32_t end = 0; // of the declarations so far
  Cursor c = tree.root().cursor();
  bool going = false;
  for (const Token &token : tree.tokens) {
    while (token.begin >= end && c.atNode()) end = c.takeNode().range().end();
    const bool outside = token.skipped && token.begin >= end;
    const Range range{{tree.file, token.begin}, token.end - token.begin};
    if (outside && going)
      file.unread.back() = Range::cover(file.unread.back(), range);
    else if (outside)
      file.unread.push_back(range);
    going = outside;
  }
}

std::optional<uint8_t> Instrument::levelNamed(llvm::StringRef name) const {
  for (size_t i = 0; i < levels.size(); ++i)
    if (name == levels[i] || (name.endswith("s") && name.drop_back() == levels[i])) return static_cast<uint8_t>(i);
  return std::nullopt;
}

File buildLaw(const Tree &tree, const Sources &sources, Diagnostics &diagnostics) {
  return Builder(tree, sources, diagnostics).run();
}

} // namespace proviso::law
