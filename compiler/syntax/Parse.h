// From text to a syntax tree. Never fails and never throws: it yields a tree and diagnostics.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "syntax/Tree.h"

#include <llvm/ADT/StringSet.h>

namespace proviso {

/// Rules nested deeper than this are not read. A provision in a provision costs three, parentheses five.
constexpr size_t maxSyntaxDepth = 1000;
/// After this many syntax errors the rest of a file is not read.
constexpr size_t maxSyntaxErrors = 500;

/// Words for levels, besides the usual ones.
using LevelWords = llvm::StringSet<>;

/// All that `levels section, subsection` declares in any of the files.
LevelWords declaredLevels(const Sources &sources);

/// Parses one file, which must be valid UTF-8. Thread-safe: shares nothing but the grammar's constants.
/// `ofOthers` are levels that citations may name although this file does not declare them.
Tree parse(const Sources &sources, uint32_t file, Diagnostics &diagnostics, const LevelWords &ofOthers = {});

} // namespace proviso
