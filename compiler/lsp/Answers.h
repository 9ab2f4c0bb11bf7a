// What the language server answers about a place, a file or the whole law. Pure functions of one analysis: each gives
// the result of the request that it is called after, as JSON of the protocol.
#pragma once

#include "lsp/Messages.h"
#include "lsp/Workspace.h"

namespace proviso::lsp {

/// A place in one file of an analysis.
struct Spot {
  const Analysis &analysis;
  const Places &places;
  Location at;

  const Index &index() const { return *analysis.index; }
  const Compilation &law() const { return *analysis.law; }
};

// ---- of a place
Json definition(const Spot &spot);
Json references(const Spot &spot, bool withDeclaration);
Json hover(const Spot &spot);
/// `everything`: of the whole law, whose names are proposed, as it was not long ago.
Json completion(const Spot &spot, const Index &everything);
/// What would be renamed: its range and what stands there; null: nothing.
Json prepareRename(const Spot &spot);
/// The edits, or a sentence in `why`. A name gets another one; a provision another number, and so do the citations that
/// name it.
Json rename(const Spot &spot, const std::string &to, std::string &why);
Json prepareCallHierarchy(const Spot &spot);
/// Of an item, what it delegates to, and what delegates to it.
Json outgoingCalls(const Spot &spot);
Json incomingCalls(const Spot &spot);

/// `proviso/tables`: the page of the tables at a place, `{title, html}`; null where nothing is decided, or the law has
/// errors.
Json tablesHere(const Spot &spot);

// ---- of a file
Json diagnosticsOf(const Analysis &analysis, const Places &places, uint32_t file, bool whole);
Json codeActions(const Analysis &analysis, const Places &places, Range range);
Json documentSymbols(const Analysis &analysis, const Places &places, uint32_t file);
Json foldingRanges(const Analysis &analysis, const Places &places, uint32_t file);
Json semanticTokens(const Analysis &analysis, const Places &places, uint32_t file);
Json semanticLegend();
Json formatting(const Analysis &analysis, const Places &places, uint32_t file);
Json inlayHints(const Analysis &analysis, const Places &places, Range range);
Json codeLenses(const Analysis &analysis, const Places &places, uint32_t file);

// ---- of the whole law
Json workspaceSymbols(const Analysis &analysis, const Places &places, const std::string &query);

} // namespace proviso::lsp
