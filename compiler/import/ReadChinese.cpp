// A Chinese text: 编 章 节 条 款 项 目. A line is a paragraph (款) unless it begins with a number.
#include "import/Act.h"

#include "law/Law.h"
#include "wording/Numerals.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringSwitch.h>

#include <map>

namespace proviso::importing {

using law::compareLabels;
using wording::chineseNumeral;
using wording::digits;

namespace {

/// `第二百八十六条之一`, `第三章`, `第一分编`: what a line begins with.
struct Heading {
  std::string level, label;
  llvm::StringRef rest;
};

std::optional<Heading> headingAt(llvm::StringRef text) {
  if (!text.consume_front("第")) return std::nullopt;
  text = trimmed(text);
  auto number = chineseNumeral(text);
  if (!number) number = digits(text);
  if (!number) return std::nullopt;
  Heading heading;
  heading.label = std::to_string(number->value);
  text = trimmed(text.drop_front(number->length));
  constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> levels[] = {
      {"编", "part"}, {"分编", "subpart"}, {"章", "chapter"}, {"节", "section"}, {"条", "article"}};
  for (const auto &[word, level] : levels)
    if (text.consume_front(word)) heading.level = level.str();
  if (heading.level.empty()) return std::nullopt;
  while (heading.level == "article" && text.startswith("之")) {
    const auto inserted = chineseNumeral(text.drop_front(llvm::StringRef("之").size()));
    if (!inserted) break;
    heading.label += "-" + std::to_string(inserted->value);
    text = text.drop_front(llvm::StringRef("之").size() + inserted->length);
  }
  heading.rest = text;
  return heading;
}

/// How a list counts: `一、`, `（一）`, `1.`, `（1）`, `①`.
enum class Style : uint8_t { Point, Item, Number, BracketedNumber, Circled };

struct Enumerator {
  Style style;
  unsigned number;
  std::string label;
  llvm::StringRef rest;
};

std::optional<Enumerator> enumeratorAt(llvm::StringRef text) {
  llvm::StringRef inner = text;
  if (inner.consume_front("（") || inner.consume_front("(")) {
    inner = trimmed(inner);
    const auto chinese = chineseNumeral(inner);
    const auto number = chinese ? chinese : digits(inner);
    if (!number || number->value > 999) return std::nullopt;
    inner = trimmed(inner.drop_front(number->length));
    if (!inner.consume_front("）") && !inner.consume_front(")")) return std::nullopt;
    const auto value = static_cast<unsigned>(number->value);
    return Enumerator{chinese ? Style::Item : Style::BracketedNumber, value, std::to_string(value), inner};
  }
  if (text.size() >= 3 && text[0] == '\xE2' && text[1] == '\x91' && static_cast<unsigned char>(text[2]) >= 0xA0 &&
      static_cast<unsigned char>(text[2]) <= 0xB3) { // ① to ⑳
    const unsigned value = static_cast<unsigned char>(text[2]) - 0xA0U + 1;
    return Enumerator{Style::Circled, value, std::to_string(value), text.drop_front(3)};
  }
  const auto chinese = chineseNumeral(text);
  const auto number = chinese ? chinese : digits(text);
  if (!number || number->value > 999) return std::nullopt;
  inner = text.drop_front(number->length);
  const auto value = static_cast<unsigned>(number->value);
  if (inner.consume_front("、"))
    return Enumerator{chinese ? Style::Point : Style::Number, value, std::to_string(value), inner};
  if (chinese) return std::nullopt;
  if (!inner.consume_front("．") && !inner.consume_front(".")) return std::nullopt;
  if (!inner.empty() && digits(inner)) return std::nullopt; // 1.5 is no label
  return Enumerator{Style::Number, value, std::to_string(value), inner};
}

/// `附件一：...`, `附：`, `附表`: what stands after the articles.
bool opensAnnex(llvm::StringRef text) {
  llvm::StringRef rest = text;
  if (!rest.consume_front("附")) return false;
  const bool named = rest.consume_front("件") || rest.consume_front("表") || rest.consume_front("图") ||
                     rest.consume_front("录") || rest.consume_front("注");
  rest = trimmed(rest);
  if (rest.empty() || rest.startswith("：") || rest.startswith(":")) return true;
  if (!named || text.contains("。") || text.size() > 150) return false;
  return chineseNumeral(rest) || digits(rest) || text.size() < 100;
}

class ChineseReader {
public:
  ChineseReader(Act &act, llvm::ArrayRef<Line> body, Diagnostics &diagnostics)
      : act(act), body(body), diagnostics(diagnostics) {
    pointsAreArticles = llvm::none_of(body, [](const Line &line) {
      const auto heading = headingAt(line.text);
      return heading && heading->level == "article";
    });
    amends = llvm::StringRef(act.title).contains("修正案") || llvm::StringRef(act.title).contains("决定");
    marked = llvm::any_of(body, [](const Line &line) { return line.text.startswith("##"); });
  }

  void run() {
    for (const Line &line : body) read(line);
    if (llvm::any_of(act.provisions, [](const Provision &p) { return p.level == "subpart"; }))
      act.levels = {"annex", "part", "subpart", "chapter", "section", "article", "paragraph", "item", "subitem"};
  }

private:
  void read(const Line &line) {
    llvm::StringRef text = line.text;
    if (text.startswith("|")) {
      table(text);
      return;
    }
    tableOpen = false;
    if (size_t end = runsOn(text); end != 0) { // articles that stand on one line, with blanks between sentences
      if (!(runTogether.begin == line.range.begin)) diagnostics.report(Code::I005, line.range);
      runTogether = line.range;
      joinedLine = text;
      for (; end != 0; end = runsOn(text)) {
        read({trimmed(text.take_front(end)), line.range});
        text = trimmed(text.drop_front(end));
      }
    }
    size_t depth = 0;
    while (text.consume_front("#")) ++depth;
    text = trimmed(text);
    if (text.empty()) return;
    if (annex && !article(line, text, true)) {
      if (!opensAnnex(text) || (depth == 0 && text.size() > 60))
        act.say(annex, text);
      else
        openAnnex(text);
      return;
    }
    if (annex) return;
    const auto heading = headingAt(text);
    if (heading && heading->level != "article" && (depth != 0 || (!marked && looksLikeHeading(heading->rest)))) {
      divide(line, depth, heading->level, heading->label, heading->rest);
      return;
    }
    if (heading && article(line, text, false)) return;
    if (depth != 0 || closedUp(text) == "附则") {
      unnumbered(line, depth, text);
      return;
    }
    if (lastArticle != "0" && opensAnnex(text)) {
      openAnnex(text);
      return;
    }
    if (const auto enumerator = enumeratorAt(text)) {
      if (enumerator->style == Style::Point && pointsAreArticles) {
        if (compareLabels(enumerator->label, lastArticle) > 0) {
          open(line, enumerator->label, enumerator->rest, false);
          return;
        }
      } else if (item(line, *enumerator))
        return;
    }
    paragraph(text);
  }

  /// Where the first sentence ends, with a blank after it, if a line that begins with an article has another one so.
  size_t runsOn(llvm::StringRef text) const {
    const bool going = text.data() > joinedLine.begin() && text.end() <= joinedLine.end();
    if (!going) {
      const auto heading = headingAt(text);
      if (!heading || heading->level != "article") return 0;
      const std::string next = following(heading->label);
      bool found = false;
      for (size_t at = text.find(" 第"); at != llvm::StringRef::npos && !found; at = text.find(" 第", at + 1)) {
        const auto other = headingAt(text.drop_front(at + 1));
        found = other && other->level == "article" && other->label == next && endsSentence(text.take_front(at));
      }
      if (!found) return 0;
    }
    for (size_t at = text.find(' '); at != llvm::StringRef::npos; at = text.find(' ', at + 1))
      if (endsSentence(text.take_front(at))) return at;
    return 0;
  }
  static bool endsSentence(llvm::StringRef text) {
    for (llvm::StringRef mark : {"。", "；", "：", ":", ";"})
      if (text.endswith(mark)) return true;
    return false;
  }

  /// A heading in plain text is short and no sentence.
  static bool looksLikeHeading(llvm::StringRef rest) {
    return rest.size() < 120 && !rest.contains("。") && !rest.contains("，") && !rest.contains("；");
  }

  // ---- divisions

  /// Where a division of this level stands: in the innermost one of a higher level that is open.
  uint32_t around(llvm::StringRef level) {
    llvm::erase_if(divisions, [&](uint32_t id) { return order(act.provisions[id].level) >= order(level); });
    return divisions.empty() ? 0 : divisions.back();
  }
  static int order(llvm::StringRef level) {
    return llvm::StringSwitch<int>(level)
        .Case("part", 0)
        .Case("subpart", 1)
        .Case("chapter", 2)
        .Case("section", 3)
        .Default(4);
  }

  void divide(const Line &line, size_t depth, const std::string &level, const std::string &label,
              llvm::StringRef title) {
    const uint32_t parent = around(level);
    const std::string *last = lastOf(parent, level);
    if (last && compareLabels(label, *last) <= 0) {
      keep(line, fmt::format("{} {} stands after {} {}", level, label, level, *last));
      return;
    }
    divisions.push_back(act.add(parent, level, label, closedUp(title)));
    if (depth != 0) levelAt[depth] = level;
    currentArticle = 0;
  }

  const std::string *lastOf(uint32_t parent, llvm::StringRef level) const {
    for (uint32_t child : llvm::reverse(act.provisions[parent].children))
      if (act.provisions[child].level == level) return &act.provisions[child].label;
    return nullptr;
  }

  void unnumbered(const Line &line, size_t depth, llvm::StringRef text) {
    if (lastArticle != "0" && opensAnnex(text)) {
      openAnnex(text);
      return;
    }
    const auto enumerator = enumeratorAt(text);
    if (enumerator && enumerator->style == Style::Point && pointsAreArticles &&
        compareLabels(enumerator->label, lastArticle) > 0) {
      open(line, enumerator->label, enumerator->rest, true);
      return;
    }
    if (lastArticle == "0" && divisions.empty()) {
      act.say(0, text);
      return;
    }
    if (enumerator) {
      keep(line, "its number does not go on from the one before");
      return;
    }
    const auto known = levelAt.find(depth);
    const std::string level = known != levelAt.end() ? known->second : "chapter";
    const uint32_t parent = around(level);
    const std::string *last = lastOf(parent, level);
    unsigned next = 1;
    if (last) llvm::StringRef(*last).getAsInteger(10, next), ++next;
    diagnostics.report(Code::I002, line.range, "this heading has no number")
        .note(fmt::format("it has become {} {}", level, next));
    divide(line, depth, level, std::to_string(next), text);
  }

  void openAnnex(llvm::StringRef text) {
    llvm::StringRef rest = text;
    rest.consume_front("附");
    const bool plain = rest.consume_front("件") || rest.startswith("：") || rest.startswith(":") || rest.empty();
    rest = trimmed(rest);
    std::string label;
    if (plain) {
      auto number = chineseNumeral(rest);
      if (!number) number = digits(rest);
      if (number) {
        label = std::to_string(number->value);
        rest = rest.drop_front(number->length);
      }
      if (!rest.consume_front("：")) rest.consume_front(":");
    } else
      rest = text;
    const std::string *last = lastOf(0, "annex");
    unsigned next = 1;
    if (last) llvm::StringRef(*last).getAsInteger(10, next), ++next;
    if (label.empty() || (last && compareLabels(label, *last) <= 0)) label = std::to_string(next);
    annex = act.add(0, "annex", label, closedUp(rest));
  }

  // ---- articles and what is in them

  /// Whether an article begins here.
  bool article(const Line &line, llvm::StringRef text, bool afterAnnex) {
    const auto heading = headingAt(text);
    if (!heading || heading->level != "article" || pointsAreArticles) return false;
    // `第五条规定的` begins a sentence.
    const llvm::StringRef rest = heading->rest;
    const bool apart =
        rest.empty() || trimmed(rest).size() != rest.size() || rest.startswith("【") || rest.startswith("（");
    if (!apart) return false;
    if (compareLabels(heading->label, lastArticle) <= 0) {
      if (!afterAnnex) {
        keep(line, fmt::format("article {} stands after article {}", heading->label, lastArticle));
        return true;
      }
      return false;
    }
    if (afterAnnex && heading->label != following(lastArticle)) return false;
    // What an amendment puts in has its own numbers.
    if (amends && lastArticle != "0" && heading->label != following(lastArticle)) return false;
    annex = 0;
    open(line, heading->label, rest, false);
    return true;
  }

  static std::string following(llvm::StringRef label) {
    unsigned number = 0;
    label.split('-').first.getAsInteger(10, number);
    return std::to_string(number + 1);
  }

  void open(const Line &line, std::string label, llvm::StringRef rest, bool titled) {
    while (begin(line, label)) {
      rest = trimmed(rest);
      if (rest.consume_front("【")) {
        const auto [title, after] = rest.split("】");
        act.provisions[currentArticle].title = title.str();
        rest = trimmed(after);
      }
      if (titled) {
        act.provisions[currentArticle].title = closedUp(rest);
        return;
      }
      const auto next = nextOnLine(rest);
      if (!next) {
        if (!rest.empty()) paragraph(rest);
        return;
      }
      if (!(runTogether.begin == line.range.begin)) diagnostics.report(Code::I005, line.range);
      runTogether = line.range;
      paragraph(trimmed(rest.take_front(next->first)));
      label = next->second.label;
      rest = next->second.rest;
    }
  }

  /// Articles that run together on one line: where the next one begins.
  std::optional<std::pair<size_t, Heading>> nextOnLine(llvm::StringRef text) const {
    if (pointsAreArticles) return std::nullopt;
    const std::string next = following(lastArticle);
    for (size_t at = text.find("。第"); at != llvm::StringRef::npos; at = text.find("。第", at + 1)) {
      const size_t begin = at + llvm::StringRef("。").size();
      const auto heading = headingAt(text.drop_front(begin));
      if (heading && heading->level == "article" && heading->label == next && !heading->rest.empty() &&
          trimmed(heading->rest).size() != heading->rest.size())
        return std::pair(begin, *heading);
    }
    return std::nullopt;
  }

  /// An article with this number. Numbers that are skipped are not at hand.
  bool begin(const Line &line, const std::string &label) {
    unsigned before = 0, now = 0;
    llvm::StringRef(lastArticle).split('-').first.getAsInteger(10, before);
    llvm::StringRef(label).split('-').first.getAsInteger(10, now);
    const uint32_t parent = divisions.empty() ? 0 : divisions.back();
    if (lastArticle != "0" && now > before + 1) {
      if (now - before > 200) {
        keep(line, "its number is far from the one before");
        return false;
      }
      diagnostics
          .report(Code::I004, line.range,
                  now == before + 2 ? fmt::format("article {} is", before + 1)
                                    : fmt::format("articles {} to {} are", before + 1, now - 1))
          .note("`outline` declares in the file that they exist; add the wording where you have it");
      for (unsigned skipped = before + 1; skipped < now; ++skipped)
        act.provisions[act.add(parent, "article", std::to_string(skipped))].missing = true;
    }
    currentArticle = act.add(parent, "article", label);
    lastArticle = label;
    currentParagraph = 0;
    lists.clear();
    suspended.clear();
    return true;
  }

  void paragraph(llvm::StringRef text) {
    if (!lists.empty()) {
      suspended = lists;
      since = currentArticle ? act.provisions[currentArticle].children.size() : 0;
    }
    lists.clear();
    if (!currentArticle) {
      act.say(divisions.empty() ? 0 : divisions.back(), text);
      return;
    }
    const size_t count = act.provisions[currentArticle].children.size();
    currentParagraph = act.add(currentArticle, "paragraph", std::to_string(count + 1));
    act.say(currentParagraph, text);
  }

  /// A list goes on after lines without a number: these were text of its last item.
  void goOn(const Enumerator &enumerator) {
    const auto open = llvm::find_if(suspended, [&](const List &list) { return list.style == enumerator.style; });
    if (open == suspended.end() || enumerator.number != open->number + 1) return;
    std::vector<uint32_t> &paragraphs = act.provisions[currentArticle].children;
    const std::vector<uint32_t> between(paragraphs.begin() + static_cast<std::ptrdiff_t>(since), paragraphs.end());
    if (llvm::any_of(between, [&](uint32_t id) { return !act.provisions[id].children.empty(); })) return;
    paragraphs.resize(since);
    for (uint32_t id : between) {
      for (const Text &text : act.provisions[id].texts) act.say(suspended.back().last, text.words);
      act.provisions[id] = {};
    }
    currentParagraph = paragraphs.back();
    lists = suspended;
  }

  bool item(const Line &line, const Enumerator &enumerator) {
    if (!currentArticle || !currentParagraph) return false;
    if (lists.empty()) goOn(enumerator);
    auto open = llvm::find_if(lists, [&](const List &list) { return list.style == enumerator.style; });
    if (open == lists.end()) {
      if (enumerator.number != 1) return false;
      if (lists.size() == 2) { // a list in a sub-item
        act.say(lists.back().last, line.text);
        return true;
      }
      const uint32_t parent = lists.empty() ? currentParagraph : lists.back().last;
      lists.push_back({enumerator.style, 0, parent, 0});
      open = lists.end() - 1;
    } else {
      if (enumerator.number <= open->number) {
        if (enumerator.number != 1) {
          keep(line, fmt::format("its number is not greater than {}", open->number));
          return true;
        }
        return false; // another list begins
      }
      lists.erase(open + 1, lists.end());
      open = lists.end() - 1;
    }
    open->number = enumerator.number;
    open->last = act.add(open->parent, lists.size() == 1 ? "item" : "subitem", enumerator.label);
    if (const llvm::StringRef rest = trimmed(enumerator.rest); !rest.empty()) act.say(open->last, rest);
    return true;
  }

  // ---- what is no sentence

  uint32_t innermost() const {
    if (annex) return annex;
    if (!lists.empty()) return lists.back().last;
    if (currentArticle) return currentParagraph ? currentParagraph : currentArticle;
    return divisions.empty() ? 0 : divisions.back();
  }

  void table(llvm::StringRef row) {
    const uint32_t in = innermost();
    if (tableOpen)
      act.provisions[in].texts.back().words += row.str() + "\n";
    else
      act.say(in, row.str() + "\n");
    tableOpen = true;
  }

  /// As text where it stands.
  void keep(const Line &line, const std::string &why) {
    diagnostics.report(Code::I002, line.range, "this line cannot be placed")
        .note(fmt::format("it is kept as text of what stands before it: {}", why));
    act.say(innermost(), trimmed(line.text.ltrim('#')));
  }

  struct List {
    Style style;
    unsigned number;
    uint32_t parent, last;
  };

  Act &act;
  llvm::ArrayRef<Line> body;
  Diagnostics &diagnostics;
  bool pointsAreArticles = false; // `一、` opens one, as in amendments
  bool amends = false;
  bool marked = false; // headings have their `##`
  std::vector<uint32_t> divisions;
  std::map<size_t, std::string> levelAt; // by the number of `#`
  std::string lastArticle = "0";
  uint32_t currentArticle = 0, currentParagraph = 0, annex = 0;
  std::vector<List> lists, suspended; // open; and what was until the last lines without a number
  size_t since = 0;                   // so many paragraphs of the article stand before these lines
  bool tableOpen = false;
  Range runTogether;
  llvm::StringRef joinedLine; // the line that is being cut
};

} // namespace

void readChinese(Act &act, llvm::ArrayRef<Line> body, Diagnostics &diagnostics) {
  ChineseReader(act, body, diagnostics).run();
}

} // namespace proviso::importing
