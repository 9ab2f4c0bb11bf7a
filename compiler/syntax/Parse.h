// From text to a syntax tree. Never fails and never throws: it yields a tree and diagnostics.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "syntax/Tree.h"

#include <llvm/ADT/StringSet.h>

namespace proviso {

/// The levels of provisions as far as they reach beyond the file that declares them.
struct Levels {
  /// Of instruments that declare none, outermost first: the usual ones, or those of the corpus.
  std::vector<llvm::StringRef> order{"annex", "part", "chapter", "section", "article", "paragraph", "item", "subitem"};
  /// All that `levels section, subsection` declares anywhere: citations may name it.
  llvm::StringSet<> words;
};

/// What the files declare.
Levels declaredLevels(const Sources &sources, const std::vector<bool> &skipped = {});

/// Parses one file, which must be valid UTF-8, within the limits of the sources: a provision in a provision nests three
/// rules, parentheses five. Thread-safe: shares nothing but the grammar's constants.
Tree parse(const Sources &sources, uint32_t file, Diagnostics &diagnostics, const Levels &levels = {});

} // namespace proviso
