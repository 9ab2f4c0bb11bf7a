// The lexer of the product, by hand: it gives the tokens of grammar/ProvisoLexer.g4, which stays the authority. Words
// and the characters of names are taken from there when the compiler is built; a test compares the two lexers.
#include "syntax/Lexer.h"

#include "syntax/GrammarTables.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace proviso {

namespace {

using K = TokenKind;

enum Class : uint8_t { Other, Blank, Letter, Digit, Quote, Wide };

constexpr std::array<uint8_t, 256> classes = [] {
  std::array<uint8_t, 256> table{};
  for (const char c : {' ', '\t', '\r', '\n'}) table[static_cast<uint8_t>(c)] = Blank;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<size_t>(c)] = table[static_cast<size_t>(c - 32)] = Letter;
  table['_'] = Letter;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<size_t>(c)] = Digit;
  table['"'] = Quote;
  for (size_t c = 0x80; c < 0x100; ++c) table[c] = Wide;
  return table;
}();

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool isNameByte(char c) {
  const uint8_t type = classes[static_cast<uint8_t>(c)];
  return type == Letter || type == Digit;
}

class Scanner {
public:
  explicit Scanner(llvm::StringRef text) : begin(text.data()), at(text.data()), end(text.data() + text.size()) {
    tokens.reserve(text.size() / 6 + 16);
  }

  std::vector<Token> run() {
    while (at != end) switch (classes[static_cast<uint8_t>(*at)]) {
      case Blank: ++at; break;
      case Letter: name(); break;
      case Digit: number(); break;
      case Quote: text(); break;
      case Wide: wide(); break;
      default: punctuation(); break;
      }
    give(K::END, at);
    return std::move(tokens);
  }

private:
  /// The byte `ahead` of here, 0 at the end.
  char peek(size_t ahead = 0) const { return static_cast<size_t>(end - at) > ahead ? at[ahead] : '\0'; }
  bool follows(llvm::StringRef what) const { return llvm::StringRef(at, rest()).startswith(what); }
  size_t rest() const { return static_cast<size_t>(end - at); }

  void give(K kind, const char *from) {
    tokens.push_back({kind, false, static_cast<uint32_t>(from - begin), static_cast<uint32_t>(at - begin)});
  }
  void give(K kind, size_t bytes) {
    const char *from = at;
    at += bytes;
    give(kind, from);
  }

  struct Character {
    uint32_t code;
    uint32_t bytes;
  };
  /// The character of several bytes that stands at `from`.
  static Character decode(const char *from) {
    auto byte = [&](int i) { return static_cast<uint32_t>(static_cast<uint8_t>(from[i])); };
    if (byte(0) < 0xE0) return {(byte(0) & 0x1F) << 6 | (byte(1) & 0x3F), 2};
    if (byte(0) < 0xF0) return {(byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
    return {(byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F), 4};
  }

  // ---- names and words

  void name() {
    const char *from = at;
    do
      while (at != end && isNameByte(*at)) ++at;
    while (wideTail());
    // A word of the language has no character outside ASCII, wherever in it: then it is found in no slot.
    const auto size = static_cast<size_t>(at - from);
    if (size <= longestWord) {
      const Word &word = words[slot(from, size)];
      if (word.size == size && std::memcmp(word.text, from, size) == 0) return give(static_cast<K>(word.kind), from);
    }
    const bool currency = size == 3 && std::all_of(from, at, [](char c) { return c >= 'A' && c <= 'Z'; });
    give(currency ? K::CUR : K::ID, from);
  }

  /// Takes a character outside ASCII that continues a name.
  bool wideTail() {
    if (at == end || static_cast<uint8_t>(*at) < 0x80) return false;
    const Character next = decode(at);
    if (!continuesName(next.code)) return false;
    at += next.bytes;
    return true;
  }

  size_t slot(const char *from, size_t size) const {
    auto load = [](const char *p, size_t n) {
      uint64_t value = 0;
      std::memcpy(&value, p, n);
      return value;
    };
    const uint64_t first = size >= 8 ? load(from, 8) : load(from, size);
    const uint64_t last = size > 8 ? load(from + size - 8, 8) : first;
    return static_cast<size_t>(((first ^ (last << 7 | last >> 57)) * wordSeed) >> 53);
  }

  // ---- numbers, dates, labels

  void number() {
    const char *from = at;
    while (isDigit(peek())) ++at;
    const auto digits = static_cast<size_t>(at - from);
    const char next = peek();
    if (next == '-' && isDigit(peek(1))) {
      while (peek() == '-' && isDigit(peek(1))) {
        ++at;
        while (isDigit(peek())) ++at;
      }
      const bool date = at - from == 10 && digits == 4 && from[7] == '-';
      give(date ? K::DATE : K::ORDINAL, from);
      return;
    }
    if (isLetter(next)) {
      while (isLetter(peek())) ++at;
      give(K::LABEL, from);
      return;
    }
    while (isDigit(peek()) || peek() == '_') ++at;
    if (peek() == '.' && isDigit(peek(1))) {
      ++at;
      while (isDigit(peek()) || peek() == '_') ++at;
    }
    give(K::NUM, from);
  }

  // ---- texts

  void text() {
    const char *from = at;
    if (follows("\"\"\"")) {
      const size_t close = llvm::StringRef(at, rest()).find("\"\"\"", 3);
      if (close != llvm::StringRef::npos) {
        give(K::TEXT3, close + 3);
        return;
      }
    }
    const char *p = at + 1, *open = nullptr; // where the text ends if it is never closed
    for (; p != end && *p != '"' && *p != '\n' && *p != '\r'; ++p) {
      if (*p != '\\') continue;
      if (p + 1 == end) break;
      if (!open && (p[1] == '\n' || p[1] == '\r')) open = p;
      ++p;
    }
    const bool closed = p != end && *p == '"';
    at = closed ? p + 1 : open ? open : p;
    give(closed ? K::STRING : K::OPEN, from);
  }

  /// “...”, which takes anything but a quotation mark of its kind.
  void curved() {
    const char *from = at;
    at += 3;
    while (at != end && *at != '\n' && *at != '\r') {
      if (follows("\u201C")) break;
      if (follows("\u201D")) {
        at += 3;
        return give(K::STRING, from);
      }
      ++at;
    }
    give(K::OPEN, from);
  }

  // ---- punctuation

  void punctuation() {
    switch (*at) {
    case '{': return give(K::LBRACE, size_t(1));
    case '}': return give(K::RBRACE, size_t(1));
    case '(': return give(K::LPAREN, size_t(1));
    case ')': return give(K::RPAREN, size_t(1));
    case ',': return give(K::COMMA, size_t(1));
    case ';': return give(K::SEMI, size_t(1));
    case '+': return give(K::PLUS, size_t(1));
    case '-': return give(K::MINUS, size_t(1));
    case '*': return give(K::STAR, size_t(1));
    case '%': return give(K::PERCENT, size_t(1));
    case ':': return withEquals(1, K::COLON, K::ASSIGN);
    case '<': return withEquals(1, K::LT, K::LE);
    case '>': return withEquals(1, K::GT, K::GE);
    case '!': return withEquals(1, K::BAD, K::NE);
    case '=': return give(K::EQ, size_t(1));
    case '/':
      if (peek(1) != '/') return give(K::SLASH, size_t(1));
      while (at != end && *at != '\n' && *at != '\r') ++at;
      return;
    default: return give(K::BAD, size_t(1));
    }
  }

  /// A sign of so many bytes, alone or with `=` after it.
  void withEquals(size_t bytes, K alone, K with) {
    if (peek(bytes) == '=') return give(with, bytes + 1);
    if (llvm::StringRef(at + bytes, rest() - bytes).startswith("\uFF1D")) return give(with, bytes + 3);
    give(alone, bytes);
  }

  void wide() {
    const Character here = decode(at);
    switch (here.code) {
    case 0xFEFF:
    case 0x3000: at += here.bytes; return;
    case 0x201C: return curved();
    case 0x2264: return give(K::LE, size_t(3));
    case 0x2265: return give(K::GE, size_t(3));
    case 0x2260: return give(K::NE, size_t(3));
    case 0x3001:
    case 0xFF0C: return give(K::COMMA, size_t(3));
    case 0xFF05: return give(K::PERCENT, size_t(3));
    case 0xFF08: return give(K::LPAREN, size_t(3));
    case 0xFF09: return give(K::RPAREN, size_t(3));
    case 0xFF1A: return withEquals(3, K::COLON, K::ASSIGN);
    case 0xFF1B: return give(K::SEMI, size_t(3));
    case 0xFF1C: return withEquals(3, K::LT, K::LE);
    case 0xFF1D: return give(K::EQ, size_t(3));
    case 0xFF1E: return withEquals(3, K::GT, K::GE);
    case 0xFF5B: return give(K::LBRACE, size_t(3));
    case 0xFF5D: return give(K::RBRACE, size_t(3));
    default: break;
    }
    if (!startsName(here.code)) return give(K::BAD, here.bytes);
    name();
  }

  const char *begin, *at, *end;
  std::vector<Token> tokens;
};

/// Spaces at the start of the line in which `at` stands.
size_t indentation(llvm::StringRef text, size_t at) {
  const size_t line = text.take_front(at).rfind('\n') + 1; // npos + 1 is 0
  return text.find_first_not_of(" \t", line) - line;
}

/// A `"""` without its partner would turn all texts after it inside out. The text is taken to end before the first
/// line that is indented no more than the one where it begins.
void closeLongText(llvm::StringRef text, uint32_t file, std::vector<Token> &tokens, Diagnostics &diagnostics) {
  auto alone = [&](size_t i) { // what is left over at the end
    return tokens[i].kind == K::STRING && tokens[i].end - tokens[i].begin == 2 && i + 1 < tokens.size() &&
           tokens[i + 1].begin == tokens[i].end && text.substr(tokens[i].end).startswith("\"");
  };
  size_t left = 0;
  while (left < tokens.size() && !alone(left)) ++left;
  for (size_t i = 0; i <= left && left < tokens.size(); ++i) {
    const Token token = tokens[i];
    if (token.kind != K::TEXT3 && i != left) continue;
    const size_t end = i == left ? text.size() : token.end, limit = indentation(text, token.begin);
    size_t stop = end;
    for (size_t line = text.find('\n', token.begin); line < end && stop == end; line = text.find('\n', line + 1)) {
      const size_t first = text.find_first_not_of(" \t\r", line + 1);
      if (first < end && text[first] != '\n' && text[first] != '"' && indentation(text, first) <= limit)
        stop = line + 1;
    }
    if (stop == end && i != left) continue;
    const auto last = static_cast<uint32_t>(text.take_front(stop).rtrim().size());
    diagnostics.report(Code::P004, Range{{file, token.begin}, 3}, "three quotation marks are missing")
        .fix("close the text with three quotation marks", {{file, last}, 0}, "\"\"\"");
    tokens.resize(i);
    tokens.push_back({K::TEXT3, false, token.begin, last});
    for (Token next : scan(text.drop_front(stop))) {
      next.begin += static_cast<uint32_t>(stop);
      next.end += static_cast<uint32_t>(stop);
      tokens.push_back(next);
    }
    return;
  }
}

bool isPunctuation(K kind) { return kind >= K::ASSIGN && kind <= K::PERCENT; }

} // namespace

std::string_view asciiPunctuation(TokenKind kind) {
  switch (kind) {
  case K::ASSIGN: return ":=";
  case K::COLON: return ":";
  case K::COMMA: return ",";
  case K::LBRACE: return "{";
  case K::RBRACE: return "}";
  case K::LPAREN: return "(";
  case K::RPAREN: return ")";
  case K::LE: return "<=";
  case K::GE: return ">=";
  case K::NE: return "!=";
  case K::LT: return "<";
  case K::GT: return ">";
  case K::EQ: return "=";
  default: return "%";
  }
}

std::vector<Token> scan(llvm::StringRef text) { return Scanner(text).run(); }

std::vector<Token> lex(const Sources &sources, uint32_t file, Diagnostics &diagnostics) {
  llvm::StringRef text = sources.text(file);
  std::vector<Token> tokens = scan(text);
  closeLongText(text, file, tokens, diagnostics);
  std::vector<Edit> wide, needless;
  std::vector<std::pair<size_t, Token>> swallowed; // braces within unclosed texts, and the token before them
  for (Token &token : tokens) {
    const Range range{{file, token.begin}, token.end - token.begin};
    if (token.kind == K::SEMI) {
      needless.push_back({range, ""});
    } else if (token.kind == K::OPEN) {
      const llvm::StringRef open = text.slice(token.begin, token.end).rtrim();
      const std::string mark = open.startswith("\"") ? "\"" : "\u201D";
      // `article 1 "Title {`, `must "keep watch }`: the braces were meant for the article.
      llvm::StringRef kept = open;
      while (kept.size() > 2 && (kept.endswith("{") || kept.endswith(" }"))) {
        const auto brace = token.begin + static_cast<uint32_t>(kept.size()) - 1;
        const K kind = kept.back() == '{' ? K::LBRACE : K::RBRACE;
        swallowed.push_back({static_cast<size_t>(&token - tokens.data()), {kind, false, brace, brace + 1}});
        kept = kept.drop_back().rtrim();
      }
      const auto end = token.begin + static_cast<uint32_t>(kept.size());
      token.end = end;
      diagnostics.report(Code::P004, range, fmt::format("a `{}` is missing", mark))
          .fix(fmt::format("close the text with `{}`", mark), {{file, end}, 0}, mark);
      token.kind = K::STRING;
    } else if (isPunctuation(token.kind) && static_cast<uint8_t>(text[token.begin]) > 0x7F) {
      wide.push_back({range, std::string(asciiPunctuation(token.kind))});
    }
  }
  // From the last text to the first, and in each from its last brace: none moves the place of another.
  std::stable_sort(swallowed.begin(), swallowed.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
  for (const auto &[before, brace] : swallowed)
    tokens.insert(tokens.begin() + static_cast<ptrdiff_t>(before) + 1, brace);
  if (!needless.empty()) {
    diagnostics.report(Code::P006, needless.front().range)
        .fixes.push_back(
            {needless.size() == 1 ? "leave it out" : fmt::format("leave out all {} in this file", needless.size()),
             needless, true});
    std::erase_if(tokens, [](const Token &token) { return token.kind == K::SEMI; });
  }
  if (!wide.empty())
    diagnostics.report(Code::P005, wide.front().range, wide.size()).fixes.push_back({"write it in ASCII", wide, true});
  return tokens;
}

} // namespace proviso
