// Runs the generated lexer and turns its code points into bytes.
#include "syntax/Lexer.h"

#include "ProvisoLexer.h"
#include "antlr4-runtime.h"

namespace proviso {

namespace {

bool isPunctuation(size_t type) { return type >= ProvisoLexer::ASSIGN && type <= ProvisoLexer::PERCENT; }

/// Byte offset of each code point, and of the end.
std::vector<uint32_t> byteOffsets(llvm::StringRef text) {
  std::vector<uint32_t> offsets;
  offsets.reserve(text.size() + 1);
  for (size_t i = 0; i < text.size(); ++i)
    if ((text[i] & 0xC0) != 0x80) offsets.push_back(static_cast<uint32_t>(i));
  offsets.push_back(static_cast<uint32_t>(text.size()));
  return offsets;
}

} // namespace

std::vector<Token> lex(const Sources &sources, uint32_t file, Diagnostics &diagnostics) {
  llvm::StringRef text = sources.text(file);
  const std::vector<uint32_t> offsets = byteOffsets(text);
  antlr4::ANTLRInputStream input(text.data(), text.size());
  ProvisoLexer lexer(&input);
  lexer.removeErrorListeners(); // every character belongs to a token: BAD takes what nothing else does

  std::vector<Token> tokens;
  uint32_t wideCount = 0, needlessCount = 0;
  Range firstWide, firstNeedless;
  // ANTLRInputStream drops a byte order mark, so its code points are counted from after it.
  const size_t mark = text.startswith("\xEF\xBB\xBF") ? 1 : 0;
  for (auto token = lexer.nextToken(); token->getType() != antlr4::Token::EOF; token = lexer.nextToken()) {
    const size_t type = token->getType();
    const uint32_t begin = offsets[token->getStartIndex() + mark], end = offsets[token->getStopIndex() + 1 + mark];
    const Range range{{file, begin}, end - begin};
    if (type == ProvisoLexer::SEMI) {
      if (!needlessCount++) firstNeedless = range;
      continue;
    }
    auto kind = static_cast<TokenKind>(type);
    if (kind == TokenKind::OPEN) {
      diagnostics.report(Code::P004, range).fix("close the text with `\"`", {{file, end}, 0}, "\"");
      kind = TokenKind::STRING;
    } else if (isPunctuation(type) && static_cast<unsigned char>(text[begin]) > 0x7F) {
      if (!wideCount++) firstWide = range;
    }
    tokens.push_back({kind, false, begin, end});
  }
  if (needlessCount) diagnostics.report(Code::P006, firstNeedless);
  if (wideCount) diagnostics.report(Code::P005, firstWide, wideCount);
  const auto size = static_cast<uint32_t>(text.size());
  tokens.push_back({TokenKind::END, false, size, size});
  return tokens;
}

} // namespace proviso
