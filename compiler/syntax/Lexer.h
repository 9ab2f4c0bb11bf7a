// From text to tokens.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "syntax/Tree.h"

namespace proviso {

/// The tokens of a file, without comments, blanks and needless semicolons; ends with a token of kind END.
std::vector<Token> lex(const Sources &sources, uint32_t file, Diagnostics &diagnostics);

/// Gives tokens the kinds that need a look at their neighbours (see grammar/ProvisoLexer.g4).
void retag(const Sources &sources, uint32_t file, std::vector<Token> &tokens);

} // namespace proviso
