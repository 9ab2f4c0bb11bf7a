// From text to tokens.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "syntax/Parse.h"

namespace proviso {

/// The tokens of a text, which must be valid UTF-8, exactly as grammar/ProvisoLexer.g4 has them: texts that are not
/// closed (OPEN) and needless semicolons (SEMI) included. Ends with a token of kind END. Thread-safe.
std::vector<Token> scan(llvm::StringRef text);

/// How a mark of punctuation (ASSIGN to EQ, PERCENT) is written in ASCII.
std::string_view asciiPunctuation(TokenKind kind);

/// The tokens of a file, ready for retag(): unclosed texts are reported and closed, needless semicolons are left out.
std::vector<Token> lex(const Sources &sources, uint32_t file, Diagnostics &diagnostics);

/// Gives tokens the kinds that need a look at their neighbours (see grammar/ProvisoLexer.g4).
void retag(const Sources &sources, uint32_t file, std::vector<Token> &tokens, const Levels &levels);

/// Where braces do not add up, says which is missing or too many, and supplies or leaves it out, and gives
/// the places. After retag().
std::vector<Range> mendBraces(const Sources &sources, uint32_t file, std::vector<Token> &tokens, const Levels &levels,
                              Diagnostics &diagnostics);

} // namespace proviso
