// An English text: articles with paragraphs, points and sub-points, or sections with subsections, paragraphs and
// sub-paragraphs. A line goes on from the one before it if it begins with a small letter.
#include "import/Act.h"

#include "law/Law.h"
#include "wording/Numerals.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso::importing {

using law::compareLabels;
using law::romanNumber;

namespace {

enum class Style : uint8_t { Number, Letter, Roman };

struct Enumerator {
  std::string label;
  bool dotted = false; // `1.`, not `(1)`
  llvm::StringRef rest;
};

/// `(1)`, `(a)`, `(iv)`, `(2a)`, `1.`, `12A.`
std::optional<Enumerator> enumeratorAt(llvm::StringRef text) {
  const bool bracket = text.consume_front("(");
  const llvm::StringRef label = text.take_while([](char c) { return llvm::isAlnum(c) || c == '-'; });
  if (!isLabel(label)) return std::nullopt;
  text = text.drop_front(label.size());
  const bool number = llvm::isDigit(label.front());
  const bool letters = llvm::all_of(label, [](char c) { return isLower(c); });
  if (!number && !letters) return std::nullopt;
  if (bracket ? !text.consume_front(")") : !number || !text.consume_front(".")) return std::nullopt;
  if (!text.empty() && !bracket && text.front() != ' ' && text.front() != '\t') return std::nullopt;
  if (letters && label.size() > 1 && !romanNumber(label) && label.size() > 2) return std::nullopt; // (see) is a word
  return Enumerator{label.str(), !bracket, trimmed(text)};
}

struct Heading {
  std::string level, label;
  llvm::StringRef rest;
};

/// `Part IV General`, `Article 5`, `Schedule`, `Section 12A. Title`.
std::optional<Heading> headingAt(llvm::StringRef text) {
  constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> words[] = {
      {"Part", "part"},    {"Title", "title"},    {"Chapter", "chapter"}, {"Section", "section"},
      {"Sec.", "section"}, {"§", "section"},      {"Article", "article"}, {"Art.", "article"},
      {"Annex", "annex"},  {"Schedule", "annex"}, {"Appendix", "annex"}};
  for (const auto &[word, level] : words) {
    if (!text.startswith_insensitive(word)) continue;
    const llvm::StringRef after = text.drop_front(word.size());
    if (!after.empty() && after.front() != ' ' && llvm::isAlnum(after.front()) && word != "§") continue;
    llvm::StringRef rest = trimmed(after);
    const llvm::StringRef label = rest.take_while([](char c) { return llvm::isAlnum(c) || c == '-'; });
    const bool number = !label.empty() && llvm::isDigit(label.front()) && isLabel(label);
    const bool roman = !label.empty() && llvm::all_of(label, isUpper) && romanNumber(label);
    if (!number && !roman && !(label.size() == 1 && isUpper(label.front()))) {
      if (level != "annex" || !(rest.empty() || !isLower(rest.front()))) continue;
      return Heading{level.str(), "", rest}; // `Annex` alone
    }
    rest = rest.drop_front(label.size());
    if (!rest.empty() && !llvm::StringRef(" .:\t-").contains(rest.front()) && !rest.startswith("—") &&
        !rest.startswith("–"))
      continue;
    for (bool more = true; more;) {
      rest = trimmed(rest);
      more = rest.consume_front(".") || rest.consume_front(":") || rest.consume_front("—") || rest.consume_front("–") ||
             rest.consume_front("- ");
    }
    return Heading{level.str(), roman ? std::to_string(*romanNumber(label)) : label.str(), rest};
  }
  return std::nullopt;
}

bool isTitle(llvm::StringRef text) {
  return !text.empty() && text.size() < 160 && !llvm::StringRef(".;:,").contains(text.back()) &&
         (isUpper(text.front()) || static_cast<signed char>(text.front()) < 0) && !enumeratorAt(text);
}

class EnglishReader {
public:
  EnglishReader(Act &act, llvm::ArrayRef<Line> body, Diagnostics &diagnostics)
      : act(act), body(body), diagnostics(diagnostics) {
    articles = llvm::any_of(body, [](const Line &line) {
      const auto heading = headingAt(trimmed(line.text.ltrim('#')));
      return heading && heading->level == "article" && (line.text.startswith("#") || heading->rest.size() < 160);
    });
  }

  void run() {
    for (const Line &line : body) read(line);
    if (articles && has("title"))
      act.levels = {"annex", "part", "title", "chapter", "section", "article", "paragraph", "item", "subitem"};
    if (!articles) act.levels = {"annex", "part", "chapter", "section", "subsection", "paragraph", "subparagraph"};
  }

private:
  bool has(llvm::StringRef level) const {
    return llvm::any_of(act.provisions, [&](const Provision &p) { return p.level == level; });
  }
  llvm::StringRef running() const { return articles ? "article" : "section"; }

  void read(const Line &line) {
    llvm::StringRef text = line.text;
    if (text.startswith("|")) {
      if (tableOpen)
        act.provisions[innermost()].texts.back().words += text.str() + "\n";
      else
        act.say(innermost(), text.str() + "\n");
      tableOpen = true;
      return;
    }
    tableOpen = false;
    const bool marked = text.consume_front("#");
    text = trimmed(text.ltrim('#'));
    if (text.empty()) return;
    if (awaitsTitle && isTitle(text) && !headingAt(text)) {
      act.provisions[awaitsTitle].title = text.str();
      awaitsTitle = 0;
      return;
    }
    awaitsTitle = 0;
    const auto heading = headingAt(text);
    if (heading && (marked || heading->rest.empty() || isTitle(heading->rest) || heading->level == running()) &&
        (heading->rest.empty() || !isLower(heading->rest.front()))) {
      if (this->heading(line, *heading)) return;
    } else if (!articles && !annex && section(line, text)) {
      return;
    } else if (marked) {
      keep(line, "this heading has no number");
      return;
    }
    if (annex) {
      act.say(annex, text);
      return;
    }
    if (const auto enumerator = enumeratorAt(text); enumerator && item(*enumerator)) return;
    plain(text);
  }

  // ---- headings

  bool heading(const Line &line, const Heading &heading) {
    if (heading.level == "annex") {
      if (!current && act.provisions.size() < 3) return false;
      std::string label = heading.label;
      if (label.empty() || annexTaken(label)) label = std::to_string(++annexes);
      annex = act.add(0, "annex", label, heading.rest.str());
      if (heading.rest.empty()) awaitsTitle = annex;
      return true;
    }
    if (heading.level == running()) {
      if (annex || compareLabels(heading.label, last) <= 0) {
        if (annex) return false;
        keep(line, fmt::format("{} {} stands after {} {}", heading.level, heading.label, heading.level, last));
        return true;
      }
      open(line, heading.label, heading.rest);
      return true;
    }
    if (annex) return false;
    if (!articles && heading.level == "title") return false;
    llvm::erase_if(divisions, [&](uint32_t id) { return order(act.provisions[id].level) >= order(heading.level); });
    const uint32_t parent = divisions.empty() ? 0 : divisions.back();
    for (uint32_t child : act.provisions[parent].children)
      if (act.provisions[child].level == heading.level && act.provisions[child].label == heading.label) {
        keep(line, fmt::format("there is a {} {} before it", heading.level, heading.label));
        return true;
      }
    divisions.push_back(act.add(parent, heading.level, heading.label, heading.rest.str()));
    if (heading.rest.empty()) awaitsTitle = divisions.back();
    current = 0;
    lists.clear();
    return true;
  }

  static int order(llvm::StringRef level) {
    constexpr llvm::StringLiteral levels[] = {"part", "title", "chapter", "section"};
    return static_cast<int>(llvm::find(levels, level) - std::begin(levels));
  }
  bool annexTaken(llvm::StringRef label) const {
    return llvm::any_of(act.provisions[0].children, [&](uint32_t child) {
      return act.provisions[child].level == "annex" && act.provisions[child].label == label;
    });
  }

  /// `5 Short title`, `5. Short title`, `12A Offences`: a section without the word.
  bool section(const Line &line, llvm::StringRef text) {
    const llvm::StringRef label = text.take_while(llvm::isAlnum);
    if (label.empty() || !llvm::isDigit(label.front()) || !isLabel(label)) return false;
    llvm::StringRef rest = text.drop_front(label.size());
    const bool dot = rest.consume_front(".");
    if (rest.empty() || rest.front() != ' ') return false;
    rest = trimmed(rest);
    if (rest.empty() || isLower(rest.front())) return false;
    unsigned before = 0, now = 0;
    llvm::StringRef(last).take_while(llvm::isDigit).getAsInteger(10, before);
    label.take_while(llvm::isDigit).getAsInteger(10, now);
    // A title makes sure that some numbers are missing.
    if (compareLabels(label, last) <= 0 || now > before + (isTitle(rest) && rest.size() < 80 ? 5 : 1) ||
        (!dot && !isTitle(rest) && !rest.contains("(1)")))
      return false;
    open(line, label.str(), rest);
    return true;
  }

  void open(const Line &line, const std::string &label, llvm::StringRef rest) {
    unsigned before = 0, now = 0;
    llvm::StringRef(last).take_while(llvm::isDigit).getAsInteger(10, before);
    llvm::StringRef(label).take_while(llvm::isDigit).getAsInteger(10, now);
    const uint32_t parent = divisions.empty() ? 0 : divisions.back();
    if (last != "0" && now > before + 1 && now - before <= 200) {
      diagnostics
          .report(Code::I004, line.range,
                  now == before + 2 ? fmt::format("{} {} is", running().str(), before + 1)
                                    : fmt::format("{}s {} to {} are", running().str(), before + 1, now - 1))
          .note("`outline` declares in the file that they exist; add the wording where you have it");
      for (unsigned skipped = before + 1; skipped < now; ++skipped)
        act.provisions[act.add(parent, running().str(), std::to_string(skipped))].missing = true;
    }
    current = act.add(parent, running().str(), label);
    last = label;
    lists.clear();
    counted = 0;
    if (rest.empty()) {
      awaitsTitle = current;
      return;
    }
    size_t first = rest.find("(1)"); // `Interpretation.—(1) In this Act`, and not `breaks section 1(1)`
    if (first != llvm::StringRef::npos &&
        !(rest.take_front(first).endswith(" ") || rest.take_front(first).endswith("—") ||
          rest.take_front(first).endswith("–")))
      first = llvm::StringRef::npos;
    llvm::StringRef title = first == llvm::StringRef::npos ? rest : rest.take_front(first);
    while (title.consume_back(" ") || title.consume_back("—") || title.consume_back("–") || title.consume_back("-")) {
    }
    if (isTitle(title) || (first != llvm::StringRef::npos && first < 160)) {
      act.provisions[current].title = title.rtrim('.').str();
      rest = first == llvm::StringRef::npos ? llvm::StringRef() : rest.drop_front(first);
      if (title.endswith(".")) act.provisions[current].title += ".";
    }
    if (rest.empty()) return;
    if (const auto enumerator = enumeratorAt(rest); enumerator && item(*enumerator)) return;
    plain(rest);
  }

  // ---- what is in an article or a section

  struct List {
    Style style;
    std::string lastLabel;
    uint32_t parent, lastId;
    size_t depth; // 0: directly in the article
  };

  /// `i` goes on from `h`, and else is the Roman one.
  Style styleOf(llvm::StringRef label) const {
    if (llvm::isDigit(label.front())) return Style::Number;
    const auto letters = llvm::find_if(lists, [](const List &list) { return list.style == Style::Letter; });
    const bool romanOpen = llvm::any_of(lists, [](const List &list) { return list.style == Style::Roman; });
    if (!romanNumber(label)) return Style::Letter;
    const bool goesOn = letters != lists.end() && label.size() == 1 && letters->lastLabel.size() == 1 &&
                        label.front() == letters->lastLabel.front() + 1;
    return goesOn && !romanOpen ? Style::Letter : Style::Roman;
  }

  bool item(const Enumerator &enumerator) {
    if (!current) return false;
    const Style style = styleOf(enumerator.label);
    auto list = llvm::find_if(lists, [&](const List &one) { return one.style == style; });
    if (list != lists.end() && compareLabels(enumerator.label, list->lastLabel) <= 0) {
      // Another list begins where the one around it has gone on; here it cannot be told.
      return false;
    }
    if (list == lists.end()) {
      const bool inner = !lists.empty();
      uint32_t parent = inner ? lists.back().lastId : current;
      size_t depth = inner ? lists.back().depth + 1 : 0;
      if (!inner && counted != 0 && articles && !enumerator.dotted) { // what an unnumbered paragraph lists
        parent = act.provisions[current].children.back();
        depth = 1;
      } else if (!inner && articles && style != Style::Number) {
        parent = act.add(current, "paragraph", std::to_string(++counted));
        depth = 1;
      }
      if (!articles && !inner) depth = style == Style::Number ? 0 : style == Style::Letter ? 1 : 2;
      if (depth > 2) return false;
      lists.push_back({style, "", parent, 0, depth});
      list = lists.end() - 1;
    }
    lists.erase(list + 1, lists.end());
    list = lists.end() - 1;
    constexpr const char *ofArticles[] = {"paragraph", "item", "subitem"},
                         *ofSections[] = {"subsection", "paragraph", "subparagraph"};
    list->lastLabel = enumerator.label;
    list->lastId =
        act.add(list->parent, articles ? ofArticles[list->depth] : ofSections[list->depth], enumerator.label);
    if (const auto next = enumeratorAt(enumerator.rest); next && styleOf(next->label) != style && item(*next))
      return true;
    if (!enumerator.rest.empty()) act.say(list->lastId, enumerator.rest);
    return true;
  }

  void plain(llvm::StringRef text) {
    const uint32_t in = innermost();
    if (isLower(text.front()) && !act.provisions[in].texts.empty() &&
        act.provisions[in].texts.back().childrenBefore == act.provisions[in].children.size()) {
      act.provisions[in].texts.back().words += " " + text.str();
      return;
    }
    if (!current) {
      act.say(divisions.empty() ? 0 : divisions.back(), text);
      return;
    }
    const bool numbered = !lists.empty() && lists.front().depth == 0;
    if (numbered || !articles) { // closing words, of what the list stands in
      act.say(lists.empty()                   ? current
              : numbered && lists.size() == 1 ? lists.front().lastId
                                              : lists[numbered].parent,
              text);
      return;
    }
    lists.clear();
    act.say(act.add(current, "paragraph", std::to_string(++counted)), text);
  }

  uint32_t innermost() const {
    if (annex) return annex;
    if (!lists.empty()) return lists.back().lastId;
    if (current) return counted ? act.provisions[current].children.back() : current;
    return divisions.empty() ? 0 : divisions.back();
  }

  void keep(const Line &line, const std::string &why) {
    diagnostics.report(Code::I002, line.range, "this line cannot be placed")
        .note(fmt::format("it is kept as text of what stands before it: {}", why));
    act.say(innermost(), trimmed(line.text.ltrim('#')));
  }

  Act &act;
  llvm::ArrayRef<Line> body;
  Diagnostics &diagnostics;
  bool articles = false; // else sections run through the act
  std::vector<uint32_t> divisions;
  std::string last = "0";
  uint32_t current = 0, annex = 0, awaitsTitle = 0;
  unsigned counted = 0; // unnumbered paragraphs of the article
  unsigned annexes = 0;
  std::vector<List> lists;
  bool tableOpen = false;
};

} // namespace

void readEnglish(Act &act, llvm::ArrayRef<Line> body, Diagnostics &diagnostics) {
  EnglishReader(act, body, diagnostics).run();
}

} // namespace proviso::importing
