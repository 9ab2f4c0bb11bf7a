// The lexer of the product gives exactly the tokens of the generated one, which is the authority: over all files that
// are at hand, over every character, and over damaged and random text.
#include "syntax/Lexer.h"

#include "ProvisoLexer.h"
#include "antlr4-runtime.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

using namespace proviso;

namespace {

std::string shown(const std::vector<Token> &tokens, llvm::StringRef text, size_t at) {
  if (at >= tokens.size()) return "nothing";
  const Token &token = tokens[at];
  return fmt::format("kind {} at {}..{} `{}`", static_cast<unsigned>(token.kind), token.begin, token.end,
                     std::string_view(text.slice(token.begin, token.end)));
}

/// What the generated lexer makes of a text, with bytes in place of its code points.
std::vector<Token> generated(llvm::StringRef text) {
  std::vector<uint32_t> offsets;
  for (size_t i = 0; i < text.size(); ++i)
    if ((text[i] & 0xC0) != 0x80) offsets.push_back(static_cast<uint32_t>(i));
  offsets.push_back(static_cast<uint32_t>(text.size()));
  // ANTLRInputStream drops a byte order mark, so its code points are counted from after it.
  const size_t mark = text.startswith("\xEF\xBB\xBF") ? 1 : 0;
  antlr4::ANTLRInputStream input(text.data(), text.size());
  ProvisoLexer lexer(&input);
  lexer.removeErrorListeners();
  std::vector<Token> tokens;
  for (auto token = lexer.nextToken(); token->getType() != antlr4::Token::EOF; token = lexer.nextToken())
    tokens.push_back({static_cast<TokenKind>(token->getType()), false, offsets[token->getStartIndex() + mark],
                      offsets[token->getStopIndex() + 1 + mark]});
  const auto size = static_cast<uint32_t>(text.size());
  tokens.push_back({TokenKind::END, false, size, size});
  return tokens;
}

bool agree(llvm::StringRef text) {
  const std::vector<Token> theirs = generated(text), ours = scan(text);
  for (size_t i = 0; i < std::max(theirs.size(), ours.size()); ++i)
    if (i >= theirs.size() || i >= ours.size() || theirs[i].kind != ours[i].kind || theirs[i].begin != ours[i].begin ||
        theirs[i].end != ours[i].end) {
      FAIL_CHECK(
          "generated: " << shown(theirs, text, i) << ", by hand: " << shown(ours, text, i) << ", in: "
                        << text.slice(ours[std::min(i, ours.size() - 1)].begin, text.size()).take_front(60).str());
      return false;
    }
  return true;
}

std::vector<std::string> lawFiles() {
  std::vector<std::string> texts;
  for (const char *folder : {"/statutes", "/tests", "/docs"})
    for (const auto &entry : std::filesystem::recursive_directory_iterator(std::string(PROVISO_SOURCE_DIR) + folder))
      if (entry.path().extension() == ".law" || entry.path().extension() == ".md") {
        std::ifstream in(entry.path(), std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        texts.push_back(text.str());
      }
  return texts;
}

std::string encoded(uint32_t code) {
  std::string out;
  auto put = [&](uint32_t byte) { out += static_cast<char>(static_cast<uint8_t>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6), put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 0x3F)), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
  }
  return out;
}

} // namespace

TEST_CASE("over all files") {
  const std::vector<std::string> texts = lawFiles();
  CHECK(texts.size() > 100);
  for (const std::string &text : texts)
    if (!invalidUtf8(text)) agree(text);
}

TEST_CASE("over every character, at the start and within a name") {
  // One text for a thousand characters: the generated lexer is slow at what is not ASCII.
  std::string text;
  bool good = true;
  for (uint32_t code = 1; code < 0x32000 && good; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    const std::string one = encoded(code);
    if (one == "\"" || one == "\xE2\x80\x9C") continue;
    text += one + " x" + one + "y\n";
    if (text.size() > 20'000) {
      good = agree(text);
      text.clear();
    }
  }
  agree(text);
  agree("\U000E0100 x\U000E0100 \U000E01EF x\U000E01EF \U000E01F0 x\U000E01F0 \U0010FFFF x\U0010FFFF");
}

TEST_CASE("over numbers, dates, labels and texts in every neighbourhood") {
  const llvm::StringRef pieces[] = {"1",  "2018", "-01", "-",      "_",  ".", "5",  "A",  "zz", "CNY",
                                    "\"", "\\",   "\n",  "\"\"\"", "“",  "”", "：", "=",  "＝", "<",
                                    "＜", "//",   "/",   "é",      "纪", "x", " ",  "\r", "!",  "、"};
  std::mt19937 random(7);
  for (size_t i = 0; i < 30'000; ++i) {
    std::string text;
    for (size_t n = random() % 8 + 1; n; --n) text += pieces[random() % std::size(pieces)].str();
    if (!agree(text)) break;
  }
}

TEST_CASE("over files with damage") {
  std::mt19937 random(11);
  const std::vector<std::string> texts = lawFiles();
  for (size_t i = 0; i < 300; ++i) {
    std::string text = texts[random() % texts.size()];
    if (text.size() > 4000) text = text.substr(random() % (text.size() - 4000), 4000);
    for (size_t n = random() % 6; n && !text.empty(); --n) {
      const size_t at = random() % text.size();
      switch (random() % 3) {
      case 0: text.erase(at, random() % 5); break;
      case 1: text.insert(at, 1, static_cast<char>(random() % 127 + 1)); break;
      default: text[at] = "\"\\{}/-_.\n"[random() % 9]; break;
      }
    }
    while (const std::optional<size_t> bad = invalidUtf8(text)) text.erase(*bad, 1);
    if (!agree(text)) break;
  }
}
