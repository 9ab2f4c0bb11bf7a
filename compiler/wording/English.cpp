// The citations of law in English.
//
//   citation   = inner { "of" inner } [ of-act ] | act [","] inner
//   inner      = steps | ordinal level | base
//   steps      = levels labels { [","] level labels } { joiner labels }
//   labels     = label { brackets } { ("," | "and" | "or" | "to" | "through" | "-") label { brackets } }
//   brackets   = "(" letters-or-number ")"                         5(1)(a); and after a joiner alone: 5(1)(a) to (c)
//   ordinal    = "the" ("first" | "second" | ... )                 the first paragraph of Article 59
//   base       = "this" level | "the" ("preceding" | "foregoing" | "following" | "said" | "same") [number] level
//   of-act     = "of" ( "this" kind | "that" kind | ["the"] name | "the said" kind )
//   name       = capitalised words that end in a kind [year] ["of the" capitalised words]
//   levels     = "Article(s)" | "Art." | "Section(s)" | "s." | "§" | "paragraph(s)" | "item(s)" | "point(s)" ...
//   kind       = "Law" | "Act" | "Code" | "Regulation(s)" | "Constitution" ...
//
// Inner steps come first: `item 1 of paragraph 2 of Article 69` is article 69, paragraph 2, item 1.
#include "wording/Mentions.h"
#include "wording/Numerals.h"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <optional>

namespace proviso::wording {

namespace {

struct LevelWord {
  llvm::StringLiteral word; // singular, in small letters
  Level level;
  bool needsLabel; // `part`, `point`: everyday words, unless a label follows
};
constexpr LevelWord levelWords[] = {{"article", Level::Article, false},
                                    {"art.", Level::Article, false},
                                    {"section", Level::Section, false},
                                    {"sec.", Level::Section, false},
                                    {"s.", Level::Section, false},
                                    {"ss.", Level::Section, false},
                                    {"§§", Level::Section, false},
                                    {"§", Level::Section, false},
                                    {"subsection", Level::Subsection, false},
                                    {"sub-section", Level::Subsection, false},
                                    {"paragraph", Level::Paragraph, false},
                                    {"para.", Level::Paragraph, false},
                                    {"subparagraph", Level::Subparagraph, false},
                                    {"sub-paragraph", Level::Subparagraph, false},
                                    {"item", Level::Item, false},
                                    {"point", Level::Item, false},
                                    {"clause", Level::Item, false},
                                    {"subitem", Level::Subitem, false},
                                    {"part", Level::Part, true},
                                    {"chapter", Level::Chapter, true},
                                    {"schedule", Level::Annex, true},
                                    {"annex", Level::Annex, true},
                                    {"appendix", Level::Annex, true}};

constexpr llvm::StringLiteral kinds[] = {"Law",          "Act",       "Code",      "Regulations", "Regulation",
                                         "Constitution", "Ordinance", "Directive", "Convention",  "Treaty",
                                         "Decree",       "Rules",     "Measures",  "Provisions",  "Order",
                                         "Statute",      "Decision",  "Charter",   "Protocol",    "Amendment"};

bool isUpper(char c) { return 'A' <= c && c <= 'Z'; }

class EnglishGrammar {
public:
  EnglishGrammar(llvm::StringRef text, Mentions &out) : text(text), out(out) {}

  void run() {
    while (at < text.size()) {
      const char c = text[at];
      if (c == '.' || c == ';') {
        const bool ends = at + 1 >= text.size() || text[at + 1] == ' ' || text[at + 1] == '\n';
        sentence += ends;
        ++at;
        continue;
      }
      const bool section = text.substr(at).startswith("§");
      if (!llvm::isAlpha(c) && !section) {
        ++at;
        continue;
      }
      if (!mayBegin(c) && !section) {
        skipWord();
        continue;
      }
      if (!citation()) skipWord();
    }
  }

private:
  // ---- words

  static bool mayBegin(char c) {
    switch (llvm::toLower(c)) { // of the level words, `the`, `this`
    case 'a':
    case 's':
    case 'p':
    case 'i':
    case 'c':
    case 't': return true;
    default: return false;
    }
  }
  void skipWord() {
    const size_t begin = at;
    while (at < text.size() && (llvm::isAlnum(text[at]) || text[at] == '-')) ++at;
    if (at == begin) ++at;
  }
  void blanks() {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text.substr(at).startswith("\u00A0")))
      at += text[at] == ' ' || text[at] == '\n' ? 1 : 2;
  }
  bool wordEnds(size_t place) const { return place >= text.size() || !llvm::isAlnum(text[place]); }
  /// A whole word and the blanks after it, whatever its capitals.
  bool take(llvm::StringRef word) {
    if (!text.substr(at).startswith_insensitive(word) || !wordEnds(at + word.size())) return false;
    at += word.size();
    blanks();
    return true;
  }

  const LevelWord *level(bool &plural) {
    for (const LevelWord &one : levelWords) {
      if (!text.substr(at).startswith_insensitive(one.word)) continue;
      size_t end = at + one.word.size();
      plural = one.word.back() != '.' && !one.word.endswith("§") && end < text.size() && text[end] == 's' &&
               wordEnds(end + 1);
      end += plural ? 1 : 0;
      if (one.word == "annex" && text.substr(end).startswith("es")) end += 2;
      if (one.word.back() != '.' && !one.word.endswith("§") && !wordEnds(end)) continue;
      if (at != 0 && llvm::isAlnum(text[at - 1])) return nullptr;
      at = end;
      blanks();
      return &one;
    }
    return nullptr;
  }

  /// `5`, `12A`, `286-1`; `IV` is 4; after letters also `a`, `iii`.
  std::optional<std::string> plainLabel() {
    size_t end = at;
    while (end < text.size() &&
           (llvm::isAlnum(text[end]) || (text[end] == '-' && end > at && end + 1 < text.size() &&
                                         llvm::isDigit(text[end + 1]) && llvm::isDigit(text[end - 1]))))
      ++end;
    const llvm::StringRef word = text.slice(at, end);
    if (word.empty() || word.size() > 8) return std::nullopt;
    std::string label;
    if (llvm::isDigit(word.front()))
      label = word.str();
    else if (const unsigned roman = romanValue(word))
      label = std::to_string(roman);
    else if (word.size() == 1 && isUpper(word.front()) && word != "A" && word != "I")
      label = word.str();
    else
      return std::nullopt;
    at = end;
    return label;
  }
  static unsigned romanValue(llvm::StringRef word) {
    constexpr std::pair<char, unsigned> values[] = {{'I', 1}, {'V', 5}, {'X', 10}, {'L', 50}, {'C', 100}};
    unsigned sum = 0, last = 1000;
    for (char c : word) {
      const auto found = std::find_if(std::begin(values), std::end(values), [c](auto one) { return one.first == c; });
      if (found == std::end(values)) return 0;
      if (found->second > last) sum -= 2 * last;
      sum += found->second;
      last = found->second;
    }
    return sum;
  }
  /// `(a)`, `(12)`, `(iv)`.
  std::optional<std::string> bracket() {
    if (at >= text.size() || text[at] != '(') return std::nullopt;
    const size_t close = text.find(')', at);
    if (close == llvm::StringRef::npos || close - at < 2 || close - at > 6) return std::nullopt;
    const llvm::StringRef inside = text.slice(at + 1, close);
    const bool number = std::all_of(inside.begin(), inside.end(), [](char c) { return llvm::isDigit(c); });
    const bool small = std::all_of(inside.begin(), inside.end(), [](char c) { return 'a' <= c && c <= 'z'; });
    const bool mixed = llvm::isDigit(inside.front()) && std::all_of(inside.begin(), inside.end(), llvm::isAlnum);
    if (!number && !mixed &&
        !(small && (inside.size() < 3 || inside.find_first_not_of("ivxl") == llvm::StringRef::npos)) &&
        !(inside.size() == 1 && isUpper(inside[0])))
      return std::nullopt;
    at = close + 1;
    return inside.str();
  }

  bool joiner(bool &range) {
    const size_t begin = at;
    const bool comma = at < text.size() && text[at] == ',';
    if (comma) ++at;
    blanks();
    range = false;
    if (take("to") || take("through") || take("until")) return range = true;
    if (take("and") || take("or") || take("and/or")) return true;
    if (text.substr(at).startswith("-") || text.substr(at).startswith("–")) {
      at += text[at] == '-' ? 1 : 3;
      blanks();
      return range = true;
    }
    if (comma) return true;
    at = begin;
    return false;
  }

  // ---- inner

  using Steps = llvm::SmallVector<Step, 2>;
  struct Inner {
    llvm::SmallVector<Steps, 2> alternatives; // each outer first
    llvm::SmallVector<std::pair<uint32_t, uint32_t>, 2> places;
    Relative relative = Relative::None;
    Level relativeLevel = Level::Paragraph;
    uint8_t count = 1;
  };

  static Step oneStep(Level level, std::string label) {
    Step step;
    step.level = level;
    step.members.push_back({std::move(label), {}});
    return step;
  }

  /// A label and the brackets after it.
  bool labelled(Level level, Steps &steps) {
    const size_t begin = at;
    if (auto label = plainLabel())
      steps.push_back(oneStep(level, *label));
    else if (auto inBrackets = bracket())
      steps.push_back(oneStep(level, *inBrackets));
    else if (auto letter = level > Level::Article ? smallLetter() : std::nullopt)
      steps.push_back(oneStep(level, *letter));
    else {
      at = begin;
      return false;
    }
    while (auto more = bracket()) steps.push_back(oneStep(Level::Unnamed, *more));
    return true;
  }
  /// `item a`
  std::optional<std::string> smallLetter() {
    if (at >= text.size() || text[at] < 'a' || text[at] > 'z' || !wordEnds(at + 1)) return std::nullopt;
    if (text[at] == 'a' && at + 1 < text.size() && text[at + 1] == ' ') return std::nullopt; // `point a finger`
    return text.substr(at++, 1).str();
  }

  bool back(size_t to) {
    at = to;
    return false;
  }

  /// `the first paragraph`
  bool ordinal(Inner &result, size_t begin) {
    const size_t from = at;
    const auto number = englishOrdinal(text.substr(at));
    if (!number || number->value == 0 || number->value > 999) return false;
    at += number->length;
    blanks();
    bool plural = false;
    const LevelWord *word = level(plural);
    if (!word || plural || word->needsLabel) return back(from);
    end = lastWordEnd();
    result.alternatives.push_back({oneStep(word->level, std::to_string(number->value))});
    result.places.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
    return true;
  }

  /// After `the` or `this`.
  bool relative(Inner &result, bool the) {
    result.relative = Relative::This;
    if (the) {
      take("last");
      if (take("preceding") || take("foregoing") || take("previous"))
        result.relative = Relative::Preceding;
      else if (take("following") || take("next"))
        result.relative = Relative::Following;
      else if (take("said") || take("same"))
        result.relative = Relative::That;
      else
        return false;
      auto count = englishNumeral(text.substr(at));
      if (!count) count = digits(text.substr(at));
      if (count) {
        if (count->value == 0 || count->value > 50) return false;
        result.count = static_cast<uint8_t>(count->value);
        at += count->length;
        blanks();
      }
    }
    bool plural = false;
    const LevelWord *word = level(plural);
    if (!word || plural != (result.count > 1)) return false;
    result.relativeLevel = word->level;
    end = lastWordEnd();
    return true;
  }

  bool inner(Inner &result) {
    const size_t begin = at;
    const bool the = take("the");
    if (ordinal(result, begin)) return true;
    if (the || take("this")) return relative(result, the) || back(begin);
    bool plural = false;
    const LevelWord *word = level(plural);
    Steps first;
    if (!word || !labelled(word->level, first)) return back(begin);
    result.alternatives.push_back(first);
    result.places.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(at)});
    end = at;
    // `Article 59, paragraph 1`, `Article 6(1) point (a)`
    for (size_t stop = at;; stop = at) {
      if (at < text.size() && text[at] == ',') ++at;
      blanks();
      bool more = false;
      const LevelWord *lower = level(more);
      Steps deeper;
      if (!lower || lower->level <= result.alternatives.back().back().level || !labelled(lower->level, deeper)) {
        at = stop;
        break;
      }
      result.alternatives.back().append(deeper.begin(), deeper.end());
      result.places.back().second = static_cast<uint32_t>(at);
      end = at;
    }
    // The rest of a list.
    for (;;) {
      bool range = false;
      const size_t joined = at;
      if (!joiner(range)) break;
      Steps next;
      const size_t from = at;
      bool again = false;
      const LevelWord *named = level(again);
      const Steps &last = result.alternatives.back();
      if (named && (named->level != word->level)) { // `or Section 6`: another citation
        at = joined;
        break;
      }
      if (!labelled(word->level, next)) {
        at = joined;
        break;
      }
      // A number that counts something is none of the list: `Articles 5 and 6 months`.
      const bool bracketOnly = text[from] == '(';
      if (!bracketOnly && !plural && !range && !named && word->level != Level::Section &&
          word->level != Level::Article) {
        at = joined;
        break;
      }
      if (!bracketOnly && !named && !plural && !range && text[joined] == ',') {
        at = joined;
        break;
      }
      if (bracketOnly && last.size() > 1) { // 5(1)(a) to (c): at the depth of the last one
        next.front().level = last.back().level;
        Steps full(last.begin(), last.end() - 1);
        full.append(next.begin(), next.end());
        next = full;
      }
      if (range && next.size() == last.size() && next.back().members.size() == 1) {
        result.alternatives.back().back().members.back().to = next.back().members.back().from;
        result.places.back().second = static_cast<uint32_t>(at);
      } else {
        result.alternatives.push_back(next);
        result.places.push_back({static_cast<uint32_t>(from), static_cast<uint32_t>(at)});
      }
      end = at;
    }
    at = end;
    return true;
  }

  size_t lastWordEnd() const {
    size_t stop = at;
    while (stop > 0 && (text[stop - 1] == ' ' || text[stop - 1] == '\n')) --stop;
    return stop;
  }

  // ---- the whole

  /// `Law`, `Act 2018`: the end of a name.
  bool kindWord() {
    for (llvm::StringRef kind : kinds)
      if (text.substr(at).startswith(kind) && wordEnds(at + kind.size())) {
        at += kind.size();
        return true;
      }
    return false;
  }

  /// After `of`: `this Law`, `that Act`, `the Criminal Law`, `Regulation (EU) 2016/679`.
  bool act(Mention &mention) {
    const size_t begin = at;
    if (take("this") || take("the present")) {
      if (kindWord()) {
        mention.act = ActForm::This;
        return true;
      }
    } else if (take("that") || take("the said") || take("the same")) {
      if (kindWord()) {
        mention.act = ActForm::Former;
        return true;
      }
    } else {
      take("the");
      const size_t from = at;
      size_t nameEnd = 0;
      for (int words = 0; words < 14; ++words) {
        const size_t word = at;
        if (kindWord()) {
          nameEnd = at;
          blanks();
          const size_t after = at;
          const auto year = digits(text.substr(at));
          if (year && year->value > 1200 && year->value < 2200 && year->length == 4) {
            at += 4;
            nameEnd = at;
          } else if (text.substr(after).startswith("(") || (year && text.substr(at + year->length).startswith("/"))) {
            const size_t stop = text.find_first_of(",;.", at);
            const llvm::StringRef rest = text.slice(at, stop == llvm::StringRef::npos ? text.size() : stop);
            const size_t slash = rest.find('/');
            if (slash != llvm::StringRef::npos && slash < 16) {
              at += slash + 1;
              while (at < text.size() && llvm::isDigit(text[at])) ++at;
              nameEnd = at;
            }
          }
          at = nameEnd;
          blanks();
          if (text.substr(at).startswith("of the People's Republic of China") ||
              text.substr(at).startswith("of the People’s Republic of China")) {
            at = text.find("China", at) + 5;
            nameEnd = at;
          }
          break;
        }
        at = word;
        size_t stop = at;
        while (stop < text.size() && (llvm::isAlnum(text[stop]) || text[stop] == '-' || text[stop] == '\'')) ++stop;
        const llvm::StringRef name = text.slice(at, stop);
        if (name.empty() || (!isUpper(name.front()) && name != "and" && name != "of" && name != "on" && name != "the" &&
                             name != "for" && name != "to" && name != "in"))
          break;
        at = stop;
        if (at < text.size() && text[at] == ',') break;
        blanks();
      }
      if (nameEnd != 0) {
        const llvm::StringRef name = text.slice(from, nameEnd);
        // `the Law` alone is this one.
        if (std::find(std::begin(kinds), std::end(kinds), name) != std::end(kinds))
          mention.act = ActForm::This;
        else {
          mention.act = ActForm::Named;
          mention.name = name;
        }
        at = nameEnd;
        return true;
      }
    }
    at = begin;
    return false;
  }

  bool citation() {
    const size_t begin = at;
    llvm::SmallVector<Inner, 3> inners;
    Inner first;
    if (!inner(first)) {
      at = begin;
      return false;
    }
    inners.push_back(std::move(first));
    size_t stop = end;
    Mention base;
    for (;;) {
      at = stop;
      blanks();
      if (take("thereof")) {
        stop = lastWordEnd();
        break;
      }
      if (!take("of") && !take("in") && !take("under")) break;
      Inner outer;
      const size_t here = at;
      if (inners.back().relative == Relative::None && inner(outer) && levelOf(outer) < levelOf(inners.back())) {
        stop = end;
        inners.push_back(std::move(outer));
        continue;
      }
      at = here;
      if (act(base)) stop = at;
      break;
    }
    at = stop;
    // From the outermost inwards.
    llvm::SmallVector<Steps, 4> paths{Steps()};
    for (auto one = inners.rbegin(); one != inners.rend(); ++one) {
      if (one->relative != Relative::None) {
        base.relative = one->relative;
        base.relativeLevel = one->relativeLevel;
        base.count = one->count;
        continue;
      }
      llvm::SmallVector<Steps, 4> longer;
      for (const Steps &path : paths)
        for (const Steps &alternative : one->alternatives) {
          Steps joined = path;
          joined.append(alternative.begin(), alternative.end());
          longer.push_back(std::move(joined));
        }
      paths = std::move(longer);
    }
    // `Article 68 or item 1 of Article 69 of the Cybersecurity Law`: both are of that law.
    if (base.act != ActForm::Silent)
      for (size_t i = out.list.size(), from = begin; i-- > 0;) {
        Mention &before = out.list[i];
        if (before.act != ActForm::Silent || before.relative != Relative::None || before.end > from ||
            !joins(text.slice(before.end, from)))
          break;
        before.act = base.act;
        before.name = base.name;
        from = before.begin;
      }
    const auto &places = inners.front().places;
    for (size_t i = 0; i < paths.size(); ++i) {
      Mention mention = base;
      mention.steps = paths[i];
      const bool own = places.size() == paths.size() && paths.size() > 1;
      mention.begin = own && i > 0 ? places[i].first : static_cast<uint32_t>(begin);
      mention.end = own && i + 1 < places.size() ? places[i].second : static_cast<uint32_t>(stop);
      mention.continues = i > 0;
      mention.sentence = sentence;
      out.list.push_back(std::move(mention));
    }
    return true;
  }
  static bool joins(llvm::StringRef words) {
    words = words.trim(" \n,");
    return words.empty() || words == "or" || words == "and" || words == "and/or";
  }
  static Level levelOf(const Inner &inner) {
    return inner.relative != Relative::None ? inner.relativeLevel : inner.alternatives.front().front().level;
  }

  llvm::StringRef text;
  Mentions &out;
  size_t at = 0, end = 0;
  uint32_t sentence = 0;
};

} // namespace

void recogniseEnglish(llvm::StringRef text, Mentions &mentions) { EnglishGrammar(text, mentions).run(); }

} // namespace proviso::wording
