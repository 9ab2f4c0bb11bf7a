// Mends braces that do not add up, so that a lost one costs one message and not the file. What is meant is read from
// the order of levels (an article does not stand in a paragraph) and from the indentation: what stands in a block is
// indented more than the line that opens it, and a brace that begins a line stands below the line of its partner.
#include "syntax/Lexer.h"

#include <llvm/ADT/SmallVector.h>

#include <algorithm>

namespace proviso {

namespace {

using K = TokenKind;

bool between(K kind, K first, K last) { return kind >= first && kind <= last; }

class BraceMender {
public:
  BraceMender(const Sources &sources, uint32_t file, std::vector<Token> &tokens, const Levels &known,
              Diagnostics &diagnostics)
      : text(sources.text(file)), file(file), tokens(tokens), diagnostics(diagnostics), usualLevels(known.order),
        levels(usualLevels) {
    uint32_t line = 0, seen = 0;
    for (const Token &token : tokens) {
      const size_t last = text.slice(seen, token.begin).rfind('\n');
      if (last != llvm::StringRef::npos) line = seen + static_cast<uint32_t>(last) + 1;
      lines.push_back(line);
      seen = token.begin;
    }
    // How far the braces from here to the end of the declaration go below their balance.
    lowest.resize(tokens.size() + 1);
    for (size_t i = tokens.size() - 1; i-- > 0;) {
      const int64_t after = declares(i + 1) && first(i + 1) ? 0 : lowest[i + 1];
      lowest[i] = (kind(i) == K::LBRACE) - (kind(i) == K::RBRACE) + std::min<int64_t>(0, after);
    }
  }

  void run() {
    const size_t n = tokens.size() - 1; // without the end
    for (at = 0; at < n; ++at) {
      if (first(at)) indentation = column(at);
      closeBefore();
      if (const size_t end = opensWithoutBrace(at)) {
        take(end);
        conjure(K::LBRACE);
        report(Code::P009, where(at0, end), shown(at0, end))
            .fix(fmt::format("write `{{` after {}", shown(at0, end)), {{file, tokens[end - 1].end}, 0}, " {", true);
        open(at0, end);
        at = end - 1;
        missedBrace = end;
        continue;
      }
      if (kind(at) == K::LBRACE) {
        if (missedBrace && at - missedBrace < 2 && tokens[at].begin - tokens[missedBrace - 1].end < 40 && !first(at)) {
          missedBrace = 0; // it stands a word too late, which has been said
          continue;
        }
        if (!mended.empty() && mended.back().kind == K::LBRACE) {
          report(Code::P010, range(at), "{").fix("leave it out", range(at), "", true);
          continue;
        }
        open(statement, at);
      } else if (kind(at) == K::RBRACE && !closes()) {
        continue;
      }
      if (beginsStatement(at)) statement = at;
      mended.push_back(tokens[at]);
    }
    at = n;
    indentation = 0;
    while (!blocks.empty()) unclosed(n);
    mended.push_back(tokens[n]);
    tokens = std::move(mended);
  }

  /// Whether each brace has its partner, and each declaration stands outside all others.
  bool balanced() const {
    size_t depth = 0;
    for (size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (kind(i) == K::LBRACE) {
        if (kind(i + 1) == K::LBRACE) return false;
        ++depth;
      } else if (kind(i) == K::RBRACE) {
        if (!depth--) return false;
      } else if (depth && declares(i)) {
        return false;
      }
    }
    return depth == 0;
  }

  std::vector<Range> places; // where something was mended

private:
  struct Block {
    size_t head, headEnd; // the words that open it
    uint32_t indentation;
    int level = -1;     // of a provision
    bool ofLaw = false; // provisions may stand in it
    uint32_t line;      // where it starts
  };

  K kind(size_t i) const { return i < tokens.size() ? tokens[i].kind : K::END; }
  llvm::StringRef word(size_t i) const { return text.slice(tokens[i].begin, tokens[i].end); }
  Range range(size_t i) const { return {{file, tokens[i].begin}, tokens[i].end - tokens[i].begin}; }
  Range where(size_t from, size_t to) const {
    return {{file, tokens[from].begin}, tokens[to - 1].end - tokens[from].begin};
  }
  bool first(size_t i) const { return i == 0 || lines[i] > tokens[i - 1].begin; }
  uint32_t column(size_t i) const { return tokens[i].begin - lines[i]; }
  bool isLabel(size_t i) const { return kind(i) == K::NUM || kind(i) == K::ORDINAL || kind(i) == K::LABEL; }
  bool declares(size_t i) const {
    if (!between(kind(i), K::CORPUS, K::SCENARIO)) return false;
    const K before = i ? kind(i - 1) : K::END;
    return before != K::THIS && before != K::EXTERNAL && before != K::OF;
  }
  bool beginsStatement(size_t i) const {
    const K k = kind(i);
    return k == K::HEAD || k == K::ALSOWHEN || between(k, K::CORPUS, K::RENUMBER) || between(k, K::PERSON, K::EXPECT) ||
           k == K::ON || k == K::ONE || k == K::ALL || k == K::MAY || first(i);
  }

  std::string shown(size_t from, size_t to) const {
    const bool head = kind(from) == K::HEAD || kind(from) == K::LEVEL || between(kind(from), K::CORPUS, K::SCENARIO) ||
                      kind(from) == K::ON || kind(from) == K::ALSOWHEN || kind(from) == K::INSTEAD ||
                      kind(from) == K::ONE || kind(from) == K::EXTERNAL;
    size_t end = from + 1;
    if (head && end < to && kind(end) != K::STRING && kind(end) != K::LBRACE) ++end;
    if ((kind(from) == K::ONE || kind(from) == K::EXTERNAL) && end < to)
      end = std::min(to, end + (kind(from) != K::ONE));
    return fmt::format("`{}`", std::string_view(text.slice(tokens[from].begin, tokens[end - 1].end)));
  }

  template <typename... Args>
  Diagnostic &report(Code code, Range where, const Args &...args) {
    places.push_back(where);
    return diagnostics.report(code, where, args...);
  }

  void take(size_t end) {
    at0 = at;
    for (size_t i = at; i < end; ++i) mended.push_back(tokens[i]);
  }
  void conjure(K kind) {
    const uint32_t end = mended.empty() ? 0 : mended.back().end;
    mended.push_back({kind, false, end, end});
  }

  int levelOf(size_t i) const {
    llvm::StringRef name = word(i);
    for (size_t l = 0; l < levels.size(); ++l)
      if (levels[l] == name) return static_cast<int>(l);
    return -1;
  }

  void open(size_t head, size_t brace) {
    Block block;
    block.head = head;
    block.headEnd = std::max(brace, head + 1);
    block.indentation = indentation;
    block.line = lines[head];
    const K k = kind(head);
    if (k == K::HEAD || k == K::LEVEL) block.level = levelOf(head), block.ofLaw = true;
    if (declares(head)) levels = usualLevels;
    if (declares(head) || k == K::INSERT || k == K::REPLACE || k == K::OUTLINE) block.ofLaw = true;
    if (k == K::STATUTE || k == K::REGULATION || k == K::AMENDMENT) declaredLevels(brace);
    blocks.push_back(block);
  }

  /// `levels section, subsection` in the instrument that opens here.
  void declaredLevels(size_t brace) {
    for (size_t i = brace; kind(i) != K::END && kind(i) != K::HEAD && !(i > brace && declares(i)); ++i)
      if (kind(i) == K::LEVELORDER) {
        levels.clear();
        for (++i; kind(i) == K::LEVEL; i += 2) {
          levels.push_back(word(i));
          if (kind(i + 1) != K::COMMA) break;
        }
        return;
      }
  }

  /// The innermost block is not closed before the token `before`.
  void unclosed(size_t before) {
    const Block block = blocks.pop_back_val();
    const uint32_t end = mended.empty() ? 0 : mended.back().end;
    std::string next = kind(before) == K::END ? "the end of the file" : shown(before, nextBrace(before));
    if (kind(before) == K::RBRACE)
      for (const Block &outer : blocks)
        if (outer.indentation == indentation) next = fmt::format("the `}}` of {}", shown(outer.head, outer.headEnd));
    auto &diagnostic = report(Code::P011, where(block.head, block.headEnd), shown(block.head, block.headEnd), next);
    if (kind(before) != K::END) diagnostic.note(next + " is here", range(before));
    diagnostic.fix("close it with `}`", {{file, end}, 0}, "\n" + std::string(block.indentation, ' ') + "}", true);
    conjure(K::RBRACE);
  }
  size_t nextBrace(size_t from) const {
    size_t i = from + 1;
    while (kind(i) != K::END && kind(i) != K::LBRACE && kind(i) != K::RBRACE && i < from + 3) ++i;
    return i;
  }

  /// Closes what cannot go on here: another declaration or a higher level begins, or the line is indented less.
  void closeBefore() {
    if (blocks.empty() || kind(at) == K::RBRACE) return;
    if (declares(at) && first(at)) {
      while (!blocks.empty()) unclosed(at);
      return;
    }
    if (kind(at) == K::HEAD) {
      const int level = levelOf(at);
      while (blocks.size() > 1 && level >= 0 &&
             (!blocks.back().ofLaw || (blocks.back().level >= level && blocks.back().level >= 0)))
        unclosed(at);
    }
    const bool starter = kind(at) == K::HEAD || kind(at) == K::ALSOWHEN || between(kind(at), K::FORM, K::RENUMBER) ||
                         (kind(at) == K::ID && kind(at + 1) == K::LBRACE);
    if (!starter || !first(at)) return;
    while (blocks.size() > 1 && indentation <= blocks.back().indentation && lines[at] != blocks.back().line)
      unclosed(at);
  }

  /// A provision or `sanction` that has all but its `{`: the first token after its head, else 0.
  size_t opensWithoutBrace(size_t i) const {
    size_t end = i + 1;
    if ((kind(i) == K::HEAD || kind(i) == K::LEVEL) && isLabel(end)) {
      if (i && kind(i - 1) == K::OUTLINE) return 0;
      const K before = i ? kind(i - 1) : K::END;
      if (kind(i) == K::LEVEL && !first(i) && before != K::LBRACE && before != K::RBRACE) return 0;
      ++end;
      if (kind(end) == K::STRING && kind(i) == K::HEAD) ++end;
      const K next = kind(end);
      const bool body = between(next, K::TEXT, K::RENUMBER) || next == K::ALSOWHEN || next == K::HEAD ||
                        (next == K::NAME && kind(end + 2) == K::STRING) ||
                        (next == K::LEVEL && isLabel(end + 1) && first(end));
      return body ? end : 0;
    }
    if (kind(i) == K::SANCTION || kind(i) == K::OTHERWISE) {
      if (kind(end) == K::BY) {
        end += 2;
        while (kind(end) == K::OR || kind(end) == K::AND) end += 2;
        if (kind(end) == K::WITH) end += 4;
      }
      const K next = kind(end);
      return next == K::ID || next == K::ONE || next == K::ON || next == K::MAY ? end : 0;
    }
    return 0;
  }

  /// Whether the `}` here is to stay. Closes what stands inside its partner.
  bool closes() {
    auto tooMany = [&] {
      auto &diagnostic = report(Code::P010, range(at), "}");
      if (!blocks.empty())
        diagnostic.note(
            fmt::format("it would close {}, which goes on", shown(blocks.back().head, blocks.back().headEnd)),
            where(blocks.back().head, blocks.back().headEnd));
      diagnostic.fix("leave it out", range(at), "", true);
      return false;
    };
    if (blocks.empty()) return tooMany();
    if (first(at)) {
      if (indentation > blocks.back().indentation && surplus(at)) return tooMany();
      const bool partner =
          std::any_of(blocks.begin(), blocks.end(), [&](const Block &b) { return b.indentation == indentation; });
      while (partner && blocks.size() > 1 && blocks.back().indentation > indentation) unclosed(at);
    } else if (lines[at] != blocks.back().line) {
      // It closes a block of another line. Does the block go on below?
      size_t next = at + 1;
      while (next + 1 < tokens.size() && !first(next)) ++next;
      const uint32_t below = kind(next) == K::END ? 0 : column(next);
      const bool goesOn = kind(next) == K::RBRACE ? below == blocks.back().indentation && next == at + 1
                                                  : below > blocks.back().indentation;
      if (goesOn && kind(next) != K::END && surplus(at)) return tooMany();
    }
    blocks.pop_back();
    return true;
  }

  /// More braces are closed from here on to the end of this declaration than are open.
  bool surplus(size_t from) const { return static_cast<int64_t>(blocks.size()) + lowest[from] < 0; }

  llvm::StringRef text;
  uint32_t file;
  std::vector<Token> &tokens, mended;
  Diagnostics &diagnostics;
  std::vector<uint32_t> lines; // the start of the line of each token
  std::vector<int64_t> lowest;
  llvm::SmallVector<Block, 16> blocks;
  const std::vector<llvm::StringRef> &usualLevels;
  std::vector<llvm::StringRef> levels; // of the instrument at hand
  size_t at = 0, at0 = 0, statement = 0, missedBrace = 0;
  uint32_t indentation = 0; // of the line of `at`
};

} // namespace

std::vector<Range> mendBraces(const Sources &sources, uint32_t file, std::vector<Token> &tokens, const Levels &levels,
                              Diagnostics &diagnostics) {
  BraceMender mender(sources, file, tokens, levels, diagnostics);
  if (!mender.balanced()) mender.run();
  return std::move(mender.places);
}

} // namespace proviso
