#include "syntax/Lexer.h"

namespace proviso {

namespace {

using K = TokenKind;

class Retagger {
public:
  Retagger(llvm::StringRef text, std::vector<Token> &tokens) : text(text), tokens(tokens) {}

  /// `levels section, subsection`: words that this file declares as levels, and the order that it declares for the
  /// whole corpus.
  void declaredLevels(llvm::StringSet<> &words, std::vector<llvm::StringRef> &ofCorpus) const {
    bool inCorpus = false;
    for (size_t i = 0; kind(i) != K::END; ++i) {
      if (kind(i) >= K::CORPUS && kind(i) <= K::SCENARIO) inCorpus = kind(i) == K::CORPUS;
      if (kind(i) != K::LEVELORDER) continue;
      const bool orders = inCorpus && ofCorpus.empty();
      for (size_t j = i + 1; kind(j) == K::ID || kind(j) == K::LEVEL; j += 2) {
        if (kind(j) == K::ID) words.insert(word(j));
        if (orders) ofCorpus.push_back(word(j));
        if (kind(j + 1) != K::COMMA) break;
      }
    }
  }

  void run(const Levels &known) {
    llvm::StringSet<> own;
    std::vector<llvm::StringRef> ofCorpus;
    declaredLevels(own, ofCorpus);
    if (!own.empty() || !known.words.empty()) {
      for (llvm::StringRef level : known.order) own.insert(level);
      levels(own, known.words);
    }
    for (size_t i = 0; kind(i) != K::END; ++i) switch (kind(i)) {
      case K::ALSO:
        if (kind(i + 1) == K::WHEN) {
          tokens[i].kind = K::ALSOWHEN;
          blockAwaited = true;
        }
        break;
      case K::INSTEAD:
      case K::INSERT:
      case K::REPLACE: blockAwaited = true; break;
      case K::OUTLINE:
        inOutline = true;
        blockAwaited = ofOutline = false;
        break;
      case K::NONE:
        if (ofOutline) blockAwaited = ofOutline = inOutline = false;
        break;
      case K::WAS:
        blockAwaited = true;
        ofOutline = inOutline;
        break;
      case K::REFER:
        if (kind(i + 1) == K::TO && kind(i + 3) == K::WHEN) tokens[i + 3].kind = K::GUARD;
        break;
      case K::WITHIN:
        if (word(i + 1) == "a") tokens[i + 1].kind = K::ASET;
        break;
      case K::FOR:
        if (kind(i + 2) == K::SET && word(i + 1) == "a") tokens[i + 1].kind = K::ASET;
        break;
      case K::IN:
        if (beginsCitation(i + 1)) tokens[i].kind = K::INCITED;
        break;
      case K::AT:
        if (kind(i + 1) == K::THE) tokens[i].kind = K::ATCOST;
        break;
      case K::WITHOUT:
        if (kind(i + 1) == K::ID && kind(i + 2) != K::TO) tokens[i].kind = K::LACKING;
        break;
      case K::ANY: anySanction(i); break;
      case K::LBRACE:
      case K::RBRACE: blockAwaited = inOutline = ofOutline = false; break;
      case K::LEVEL:
      case K::LEVELS: i = numbers(i); break;
      default: break;
      }
  }

private:
  K kind(size_t i) const { return i < tokens.size() ? tokens[i].kind : K::END; }
  llvm::StringRef word(size_t i) const { return text.slice(tokens[i].begin, tokens[i].end); }

  /// The level words of another file stay names here, except before a label: there they cite.
  void levels(const llvm::StringSet<> &own, const llvm::StringSet<> &ofOthers) {
    for (size_t i = 0; kind(i) != K::END; ++i) {
      if (kind(i) != K::ID) continue;
      const llvm::StringSet<> &declared = isLabel(i + 1) || isLetterLabel(i + 1) ? ofOthers : own;
      llvm::StringRef name = word(i);
      if (declared.contains(name) || own.contains(name))
        tokens[i].kind = K::LEVEL;
      else if (name.consume_back("s") && (declared.contains(name) || own.contains(name)))
        tokens[i].kind = K::LEVELS;
    }
  }

  bool beginsCitation(size_t i) const {
    const K k = kind(i);
    return k == K::LEVEL || k == K::LEVELS || k == K::THIS || k == K::PRECEDING || k == K::FOLLOWING ||
           ((k == K::ID || k == K::CUR) && kind(i + 1) != K::FROM);
  }

  bool isLabel(size_t i) const { return kind(i) == K::NUM || kind(i) == K::ORDINAL || kind(i) == K::LABEL; }
  bool isLetterLabel(size_t i) const {
    return kind(i) == K::ID &&
           (word(i).size() == 1 || (word(i).size() < 7 && word(i).find_first_not_of("ivxlc") == llvm::StringRef::npos));
  }
  /// A number that begins an amount or a comparison is no member of a list of numbers.
  bool isMeasured(size_t i) const {
    const K k = kind(i);
    return k == K::UNIT || k == K::CUR || k == K::PERCENT || k == K::TIMES || (k >= K::LE && k <= K::SLASH);
  }

  /// `any sanction`, `any administrative sanction`: no statement begins here, as no `{` and no `by` follows.
  void anySanction(size_t any) {
    const bool named = kind(any + 1) == K::ID || kind(any + 1) == K::CUR;
    const size_t i = any + (named ? 2 : 1);
    if (kind(i) == K::SANCTION && kind(i + 1) != K::LBRACE && kind(i + 1) != K::BY) tokens[i].kind = K::ANYSANCTION;
  }

  /// The labels after the level word at `i`; returns the last token that belongs to them.
  size_t numbers(size_t i) {
    const K before = i ? kind(i - 1) : K::LBRACE;
    if (before == K::PRECEDING || before == K::FOLLOWING || before == K::THIS || before == K::ANY || before == K::ALL ||
        before == K::LEVELORDER)
      return i;
    const bool plural = kind(i) == K::LEVELS;
    size_t next = i + 1;
    if (isLetterLabel(next)) tokens[next].kind = K::LABEL;
    if (!isLabel(next)) return i;
    ++next;
    bool list = false;
    auto member = [&](size_t k) { return (isLabel(k) && !isMeasured(k + 1)) || (plural && isLetterLabel(k)); };
    while ((kind(next) == K::COMMA || kind(next) == K::AND || kind(next) == K::TO) && member(next + 1)) {
      tokens[next].kind = kind(next) == K::COMMA ? K::LCOMMA : kind(next) == K::AND ? K::LAND : K::LTO;
      if (kind(next + 1) == K::ID) tokens[next + 1].kind = K::LABEL;
      next += 2;
      list = true;
    }
    const bool opens = kind(next) == K::LBRACE || kind(next) == K::STRING || kind(next) == K::WAS;
    if (!list && !plural && !blockAwaited && opens) {
      tokens[i].kind = K::HEAD;
      inOutline = inOutline && i > 0 && kind(i - 1) == K::OUTLINE;
    }
    // An outline needs no `{`: what opens after its `was` is another provision.
    if (ofOutline && kind(next) != K::COMMA && kind(next) != K::AND) blockAwaited = ofOutline = inOutline = false;
    return next - 1;
  }

  llvm::StringRef text;
  std::vector<Token> &tokens;
  bool inOutline = false, ofOutline = false; // after `outline`; after its `was`
  bool blockAwaited = false;                 // a statement that must have its own `{` still waits for it
};

} // namespace

Levels declaredLevels(const Sources &sources, const std::vector<bool> &skipped) {
  Levels levels;
  std::vector<llvm::StringRef> ofCorpus;
  for (uint32_t file = 0; file < sources.size(); ++file)
    if ((file >= skipped.size() || !skipped[file]) &&
        std::string_view(sources.text(file)).find("levels") != std::string_view::npos) {
      std::vector<Token> tokens = scan(sources.text(file));
      Retagger(sources.text(file), tokens).declaredLevels(levels.words, ofCorpus);
    }
  if (!ofCorpus.empty()) levels.order = std::move(ofCorpus);
  return levels;
}

void retag(const Sources &sources, uint32_t file, std::vector<Token> &tokens, const Levels &levels) {
  Retagger(sources.text(file), tokens).run(levels);
}

} // namespace proviso
