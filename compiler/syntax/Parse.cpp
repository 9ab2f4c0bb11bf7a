#include "syntax/Parse.h"

#include "ProvisoParser.h"
#include "source/HiddenCharacters.h"
#include "syntax/Lexer.h"
#include "syntax/Recovery.h"
#include "syntax/TokenStream.h"

namespace proviso {

/// Once for each kind, at the first.
static void reportHidden(llvm::StringRef text, uint32_t file, Diagnostics &diagnostics) {
  const std::vector<HiddenCharacter> hidden = hiddenIn(text);
  for (const bool reorders : {true, false}) {
    std::vector<Edit> edits;
    std::optional<uint32_t> first;
    for (const HiddenCharacter &one : hidden) {
      if (one.reorders != reorders) continue;
      edits.push_back({{{file, static_cast<uint32_t>(one.offset)}, static_cast<uint32_t>(one.bytes)}, ""});
      if (!first) first = one.code;
    }
    if (!first) continue;
    const size_t count = edits.size();
    diagnostics
        .report(reorders ? Code::P012 : Code::P013, edits.front().range,
                nameOfHidden(*first) + (count == 1 ? "" : fmt::format(", and {} more", count - 1)))
        .fixes.push_back({count == 1 ? "leave it out" : fmt::format("leave out all {} in this file", count),
                          std::move(edits), true});
  }
}

Tree parse(const Sources &sources, uint32_t file, Diagnostics &diagnostics, const Levels &levels) {
  Tree tree;
  tree.file = file;
  tree.text = sources.text(file);
  reportHidden(tree.text, file, diagnostics);
  tree.tokens = lex(sources, file, diagnostics);
  retag(sources, file, tree.tokens, levels);
  tree.mendedBraces = mendBraces(sources, file, tree.tokens, levels, diagnostics);

  FlatTokenStream stream(tree.tokens);
  ProvisoParser parser(&stream);
  Recovery recovery(tree, sources.limits.syntaxErrors, diagnostics);
  tree.entries.reserve(tree.tokens.size() * 2);
  parser.begin(tree, recovery, sources.limits.nesting);
  try {
    parser.file();
  } catch (const TreeBuildingParser::TooDeep &) {
    const Token &here = tree.tokens[std::min(stream.index(), tree.tokens.size() - 1)];
    diagnostics.report(Code::P007, Range{{file, here.begin}, here.end - here.begin}, sources.limits.nesting);
    tree.entries.front().damaged = true;
  } catch (const Recovery::TooManyErrors &) {
    tree.entries.front().damaged = true;
  }
  recovery.proposeReadings();
  tree.tokens.pop_back();
  for (Tree::Entry &entry : tree.entries) {
    entry.tokenEnd = std::min(entry.tokenEnd, static_cast<uint32_t>(tree.tokens.size()));
    entry.firstToken = std::min(entry.firstToken, entry.tokenEnd);
  }
  return tree;
}

} // namespace proviso
