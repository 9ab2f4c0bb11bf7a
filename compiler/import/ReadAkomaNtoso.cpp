// Akoma Ntoso 3.0 (OASIS LegalDocML): the hierarchy of its body, and the days of its identification.
#include "import/Act.h"

#include "law/Law.h"
#include "source/Characters.h"
#include "wording/Days.h"
#include "wording/Numerals.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringSwitch.h>
#include <pugixml.hpp>

namespace proviso::importing {

namespace {

llvm::StringRef nameOf(pugi::xml_node node) {
  llvm::StringRef name = node.name();
  return name.contains(':') ? name.split(':').second : name;
}

/// Calls `enter` for a node and all that is in it, in the order of the document, and `leave` after what is in each,
/// until `enter` holds. However deep they are within each other.
template <typename Enter, typename Leave>
bool walk(pugi::xml_node top, Enter enter, Leave leave) {
  for (pugi::xml_node at = top;;) {
    if (enter(at)) return true;
    pugi::xml_node next = at.first_child();
    while (!next) {
      leave(at);
      if (at == top) return false;
      next = at.next_sibling();
      if (!next) at = at.parent();
    }
    at = next;
  }
}
/// The first for which it holds.
template <typename Found>
bool find(pugi::xml_node top, Found found) {
  return walk(top, found, [](pugi::xml_node) {});
}

/// All text in it, blanks run together.
std::string textOf(pugi::xml_node node) {
  std::string out;
  walk(
      node,
      [&](pugi::xml_node at) {
        if (at.type() == pugi::node_pcdata || at.type() == pugi::node_cdata) out += at.value();
        return false;
      },
      [&](pugi::xml_node at) {
        const llvm::StringRef name = nameOf(at);
        if (at != node && (name == "p" || name == "num" || name == "td" || name == "br")) out += ' ';
      });
  std::string closed;
  llvm::SmallVector<llvm::StringRef, 32> words;
  llvm::SplitString(out, words, " \t\r\n\v\f");
  for (llvm::StringRef word : words)
    if (word = trimmed(word); !word.empty()) closed += (closed.empty() ? "" : " ") + word.str();
  return closed;
}

class AkomaNtosoReader {
public:
  AkomaNtosoReader(Act &act, Range at, size_t mostNesting, Diagnostics &diagnostics)
      : act(act), at(at), mostNesting(mostNesting), diagnostics(diagnostics) {}

  bool run(pugi::xml_node root) {
    pugi::xml_node body, top;
    find(root, [&](pugi::xml_node node) {
      const llvm::StringRef name = nameOf(node);
      if (!top && (name == "act" || name == "bill" || name == "doc" || name == "statement")) top = node;
      if (!body && (name == "body" || name == "mainBody")) body = node;
      return false;
    });
    if (!top || !body) return false;
    find(top, [&](pugi::xml_node node) { return articles = articles || nameOf(node) == "article"; });
    for (pugi::xml_node part : top.children()) {
      const llvm::StringRef name = nameOf(part);
      if (name == "meta")
        meta(part);
      else if (name == "body" || name == "mainBody")
        for (pugi::xml_node child : part.children()) block(child, 0, -1, 0);
      else if (name == "attachments" || name == "components" || name == "annexes")
        annexes(part);
      else
        front(part, name);
    }
    if (act.title.empty()) act.title = alias;
    order();
    return !act.title.empty();
  }

private:
  void meta(pugi::xml_node node) {
    find(node, [&](pugi::xml_node one) {
      const llvm::StringRef name = nameOf(one), within = nameOf(one.parent());
      const std::string value = one.attribute("value").value(), date = one.attribute("date").value();
      if (name == "FRBRalias" && alias.empty()) alias = value;
      if (name == "FRBRdate")
        if (const auto day = wording::dayAt(date); day && one.attribute("name").value() != llvm::StringRef("unknown")) {
          if (within == "FRBRWork") act.adopted = day->first;
          if (within == "FRBRExpression" && act.adopted && day->first > *act.adopted) act.version = day->first;
        }
      if (name == "eventRef" && llvm::StringRef(one.attribute("refersTo").value()).contains_insensitive("force"))
        if (const auto day = wording::dayAt(date)) act.inForce = day->first;
      return false;
    });
  }

  /// Preface and preamble.
  void front(pugi::xml_node node, llvm::StringRef name) {
    pugi::xml_node title;
    if (name == "preface" || name == "coverPage")
      find(node, [&](pugi::xml_node one) {
        if (!title && (nameOf(one) == "docTitle" || nameOf(one) == "shortTitle")) title = one;
        return static_cast<bool>(title);
      });
    if (title && act.title.empty()) act.title = textOf(title);
    for (pugi::xml_node child : node.children()) {
      const std::string text = textOf(child);
      if (text.empty() || (text == act.title && name != "preamble")) continue;
      if (name == "preface" && wording::firstDay(text))
        act.history.push_back(text);
      else
        act.say(0, text);
    }
  }

  static bool isDivision(llvm::StringRef name) {
    return llvm::StringSwitch<bool>(name)
        .Cases("part", "book", "tome", "title", "subpart", true)
        .Cases("chapter", "subchapter", "subtitle", "annex", true)
        .Default(false);
  }
  /// How deep below the article (or section) an element stands at least: 0 is its paragraph; -1: none of these.
  int depthOf(llvm::StringRef name) const {
    if (articles)
      return llvm::StringSwitch<int>(name)
          .Cases("paragraph", "subsection", "rule", 0)
          .Cases("point", "subparagraph", "clause", 1)
          .Cases("indent", "subclause", 2)
          .Default(-1);
    return llvm::StringSwitch<int>(name)
        .Case("subsection", 0)
        .Cases("paragraph", "point", "clause", 1)
        .Cases("subparagraph", "indent", "subclause", 2)
        .Default(-1);
  }

  /// `depth`: below the article of what it stands in; -1: the article or a division.
  void block(pugi::xml_node node, uint32_t in, int depth, size_t level) {
    llvm::StringRef name = nameOf(node);
    if (name == "hcontainer" && llvm::StringRef(node.attribute("name").value()) == "annex") name = "annex";
    if (node.type() != pugi::node_element) {
      if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata)
        if (const llvm::StringRef text = trimmed(node.value()); !text.empty()) act.say(in, text);
      return;
    }
    if (level > mostNesting) {
      if (!tooDeep)
        diagnostics.report(Code::I002, at, fmt::format("elements are nested more than {} deep", mostNesting))
            .note(fmt::format("`--limit nesting={}` allows that much; what is deeper is kept as text", mostNesting));
      tooDeep = true;
      say(node, in);
      return;
    }
    const bool isArticle = name == (articles ? "article" : "section");
    const bool isSection = articles && name == "section";
    const int below = depthOf(name);
    if (isDivision(name) || isArticle || isSection || below >= 0) {
      provision(node, name, in,
                isArticle                       ? -1
                : isDivision(name) || isSection ? -1
                                                : std::max(depth + 1, below),
                level, below >= 0);
      return;
    }
    const bool transparent = llvm::StringSwitch<bool>(name)
                                 .Cases("content", "intro", "wrapUp", "wrap", "list", "alinea", true)
                                 .Cases("hcontainer", "container", "crossHeading", "blockContainer", true)
                                 .Default(false);
    if (transparent) {
      for (pugi::xml_node child : node.children()) block(child, in, depth, level + 1);
      return;
    }
    if (name != "p" && name != "blockList" && name != "table" && name != "num" && name != "heading" &&
        name != "subheading" && name != "block" && name != "item" && name != "quotedStructure" && name != "foreign" &&
        name != "ul" && name != "ol")
      diagnostics.report(Code::I002, at, fmt::format("<{}> is no element of a hierarchy", std::string_view(name)))
          .note("it is kept as text of what it stands in");
    say(node, in);
  }

  void say(pugi::xml_node node, uint32_t in) {
    if (nameOf(node) == "table") {
      std::string rows;
      for (pugi::xml_node row : node.children()) {
        if (nameOf(row) != "tr") { // a caption
          say(row, in);
          continue;
        }
        std::string cells = "|";
        for (pugi::xml_node cell : row.children()) cells += " " + textOf(cell) + " |";
        rows += cells + "\n";
      }
      if (!rows.empty()) act.say(in, rows);
      return;
    }
    if (const std::string text = textOf(node); !text.empty()) act.say(in, text);
  }

  void provision(pugi::xml_node node, llvm::StringRef name, uint32_t in, int depth, size_t level, bool inArticle) {
    if (inArticle && depth > 2) {
      say(node, in);
      return;
    }
    constexpr const char *ofArticles[] = {"paragraph", "item", "subitem"},
                         *ofSections[] = {"subsection", "paragraph", "subparagraph"};
    const std::string word = inArticle ? (articles ? ofArticles[depth] : ofSections[depth]) : name.str();
    std::string label, rest;
    for (pugi::xml_node child : node.children())
      if (nameOf(child) == "num") labelOf(textOf(child), label, rest);
    unsigned next = 1;
    for (uint32_t child : act.provisions[in].children)
      if (act.provisions[child].level == word) {
        llvm::StringRef(act.provisions[child].label).take_while(llvm::isDigit).getAsInteger(10, next);
        ++next;
        if (act.provisions[child].label == label) label.clear();
      }
    if (label.empty()) label = std::to_string(next);
    std::string title = rest;
    for (pugi::xml_node child : node.children())
      if (nameOf(child) == "heading" || nameOf(child) == "subheading")
        title += (title.empty() ? "" : " ") + textOf(child);
    const uint32_t id = act.add(in, word, label, title);
    for (pugi::xml_node child : node.children())
      if (nameOf(child) != "num" && nameOf(child) != "heading" && nameOf(child) != "subheading")
        block(child, id, depth, level + 1);
    Provision &made = act.provisions[id];
    made.missing = llvm::StringRef(node.attribute("status").value()) == "incomplete" && title.empty() &&
                   made.texts.empty() && made.children.empty();
  }

  /// `Article 5`, `(a)`, `第五条`, `§ 12A.`: the label, and what is none of it.
  static void labelOf(llvm::StringRef num, std::string &label, std::string &rest) {
    llvm::StringRef text = trimmed(num);
    if (text.consume_front("第")) {
      if (const auto number = wording::chineseNumeral(text)) {
        label = std::to_string(number->value);
        if (const size_t inserted = text.find("之"); inserted != llvm::StringRef::npos)
          if (const auto more = wording::chineseNumeral(text.drop_front(inserted + 3)))
            label += "-" + std::to_string(more->value);
        return;
      }
    }
    while (!text.empty() && text.contains(' ') && !llvm::any_of(text.split(' ').first, llvm::isDigit) &&
           text.split(' ').first.size() > 1)
      text = text.split(' ').second;
    text = text.trim("()[]. :§\u2014");
    text.consume_front("（");
    text.consume_back("）");
    const bool fits = isLabel(text) || (law::romanNumber(text) && llvm::all_of(text, isUpper));
    if (!fits) {
      if (const auto number = wording::chineseNumeral(text); number && number->length == text.size())
        label = std::to_string(number->value);
      else
        rest = num.str();
      return;
    }
    if (const auto roman = law::romanNumber(text); roman && llvm::all_of(text, isUpper))
      label = std::to_string(*roman);
    else if (llvm::isDigit(text.front()) || text.size() == 1 || law::romanNumber(text))
      label = text.str();
    else
      rest = num.str();
  }

  void annexes(pugi::xml_node part) {
    unsigned count = 0;
    for (pugi::xml_node one : part.children()) {
      if (one.type() != pugi::node_element) continue;
      const uint32_t id = act.add(0, "annex", std::to_string(++count));
      find(one, [&](pugi::xml_node node) {
        const llvm::StringRef name = nameOf(node);
        if (name == "meta") return false;
        if (name == "docTitle" || (name == "heading" && act.provisions[id].title.empty()))
          act.provisions[id].title = textOf(node);
        if (name == "p" || name == "td" || name == "num") say(node, id);
        return false;
      });
    }
  }

  /// If its levels are not the usual ones: in the order in which they are found in each other.
  void order() {
    std::vector<std::string> usual{"annex", "part", "chapter", "section", "article", "paragraph", "item", "subitem"};
    std::vector<std::string> known{"annex",     "tome",         "book",       "part",    "subpart", "title",
                                   "subtitle",  "chapter",      "subchapter", "section", "article", "subsection",
                                   "paragraph", "subparagraph", "item",       "subitem"};
    bool other = !articles;
    for (const Provision &p : llvm::drop_begin(act.provisions)) other = other || !llvm::is_contained(usual, p.level);
    if (!other) return;
    for (const std::string &level : known)
      if (level == "annex" || llvm::any_of(act.provisions, [&](const Provision &p) { return p.level == level; }))
        act.levels.push_back(level);
  }

  Act &act;
  Range at;
  size_t mostNesting;
  Diagnostics &diagnostics;
  bool articles = false, tooDeep = false;
  std::string alias;
};

} // namespace

std::optional<Act> readAkomaNtoso(const Sources &sources, uint32_t file, Diagnostics &diagnostics) {
  const llvm::StringRef text = sources.text(file);
  pugi::xml_document document;
  // Entities of the document's own are not expanded.
  const pugi::xml_parse_result result = document.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
  if (!result) {
    size_t at = std::min(static_cast<size_t>(std::max<ptrdiff_t>(0, result.offset)), text.size());
    while (at > 0 && at < text.size() && isWithinCharacter(text[at])) --at;
    diagnostics.report(Code::I006, Range{{file, static_cast<uint32_t>(at)}, 0}, result.description());
    return std::nullopt;
  }
  Act act;
  act.at = {{file, 0}, 0};
  act.language = isChinese(chineseIn(text), text.size()) ? Language::Chinese : Language::English;
  if (!AkomaNtosoReader(act, act.at, sources.limits.nesting, diagnostics).run(document)) {
    diagnostics.report(Code::I001, Range{{file, 0}, 0});
    return std::nullopt;
  }
  findDays(act, sources.path(file), diagnostics);
  return act;
}

} // namespace proviso::importing
