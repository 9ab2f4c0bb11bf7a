#include "syntax/Parse.h"

#include "ProvisoParser.h"
#include "syntax/Lexer.h"
#include "syntax/Recovery.h"
#include "syntax/TokenStream.h"

namespace proviso {

Tree parse(const Sources &sources, uint32_t file, Diagnostics &diagnostics, const Levels &levels) {
  Tree tree;
  tree.file = file;
  tree.text = sources.text(file);
  tree.tokens = lex(sources, file, diagnostics);
  retag(sources, file, tree.tokens, levels);
  tree.mendedBraces = mendBraces(sources, file, tree.tokens, levels, diagnostics);

  FlatTokenStream stream(tree.tokens);
  ProvisoParser parser(&stream);
  Recovery recovery(tree, diagnostics);
  tree.entries.reserve(tree.tokens.size() * 2);
  parser.begin(tree, recovery, maxSyntaxDepth);
  try {
    parser.file();
  } catch (const TreeBuildingParser::TooDeep &) {
    const Token &here = tree.tokens[std::min(stream.index(), tree.tokens.size() - 1)];
    diagnostics.report(Code::P007, Range{{file, here.begin}, here.end - here.begin}, maxSyntaxDepth);
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
