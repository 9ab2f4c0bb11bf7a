#include "import/WriteLaw.h"

#include "format/Format.h"
#include "source/HiddenCharacters.h"
#include "syntax/Parse.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

namespace proviso::importing {

namespace {

std::string quoted(llvm::StringRef given) {
  const std::string shown = withoutHidden(given);
  const llvm::StringRef text = shown;
  if (text.endswith("\n") && !text.contains("\"\"\"")) return "\"\"\"\n" + text.str() + "\"\"\"";
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\' || c == '\r') out += '\\'; // a text ends with its line
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + "\"";
}

/// What an act is by its title.
std::string_view kindOf(const Act &act) {
  const llvm::StringRef title = act.title;
  if (act.language == Language::Chinese) {
    if (title.contains("修正案")) return "amendment";
    for (llvm::StringRef ending : {"法", "法典", "基本法"})
      if (title.endswith(ending) || title.contains(ending.str() + "（")) return "statute";
    return title.contains("宪法") ? "statute" : "regulation";
  }
  if (title.contains_insensitive("amendment")) return "amendment";
  for (llvm::StringRef word : {"regulation", "rules", "order", "provisions", "measures"})
    if (title.contains_insensitive(word)) return "regulation";
  return "statute";
}

/// By who adopted it first. Empty where that does not say it.
std::string_view rankOf(const Act &act) {
  if (act.history.empty()) return "";
  const llvm::StringRef first = act.history.front();
  const bool amendment = llvm::StringRef(act.title).contains("修正案");
  if (llvm::StringRef(act.title).startswith("中华人民共和国宪法")) return "constitution";
  if (first.contains("全国人民代表大会"))
    return amendment || llvm::StringRef(act.title).endswith("法") || llvm::StringRef(act.title).endswith("法典") ? "law"
                                                                                                                 : "";
  if (first.contains("国务院")) return "administrative_regulation";
  return "";
}

class Writer {
public:
  Writer(const Act &act, const ActDraft &draft) : act(act), draft(draft) {}

  std::string run(llvm::StringRef code, bool dated) {
    out = draft.vocabulary + fmt::format("{} {}", kindOf(act), std::string_view(code));
    if (const auto version = act.version ? act.version : dated ? act.adopted : std::nullopt)
      out += fmt::format(" version {}", version->text());
    out += fmt::format(" {} {{\n", quoted(act.title));
    if (!act.levels.empty()) out += fmt::format("levels {}\n", fmt::join(act.levels, ", "));
    if (const std::string_view rank = rankOf(act); !rank.empty()) out += fmt::format("rank {}\n", rank);
    if (!act.history.empty()) out += fmt::format("source {}\n", quoted(llvm::join(act.history, "; ")));
    if (act.adopted) out += fmt::format("adopted {}\n", act.adopted->text());
    if (act.inForce) out += fmt::format("in force from {}\n", act.inForce->text());
    if (!draft.uses.empty()) out += fmt::format("use {}\n", draft.uses);
    contents(0);
    return out + "}\n";
  }

private:
  /// Texts and provisions in the order in which they were read.
  void contents(uint32_t id) {
    const Provision &p = act.provisions[id];
    const auto drafted = draft.statements.find(id);
    size_t children = 0;
    for (const Text &text : p.texts) {
      for (; children < text.childrenBefore; ++children) provision(p.children[children]);
      out += fmt::format("text {}\n", quoted(text.words));
    }
    if (drafted != draft.statements.end()) out += drafted->second.before;
    for (; children < p.children.size(); ++children) provision(p.children[children]);
    if (drafted != draft.statements.end()) out += drafted->second.after;
  }

  void provision(uint32_t id) {
    const Provision &p = act.provisions[id];
    const bool large = p.level != "paragraph" && p.level != "item" && p.level != "subitem" && p.level != "subsection" &&
                       p.level != "subparagraph";
    if (p.missing) {
      out += fmt::format("outline {} {}\n", p.level, p.label);
      return;
    }
    out += fmt::format("{}{} {}{} {{\n", large && !llvm::StringRef(out).endswith("{\n") ? "\n" : "", p.level, p.label,
                       p.title.empty() ? "" : " " + quoted(p.title));
    // The one paragraph of an article is implied.
    const bool only = p.level == "article" && p.texts.empty() && p.children.size() == 1 &&
                      act.provisions[p.children.front()].level == "paragraph" &&
                      act.provisions[p.children.front()].children.empty();
    contents(only ? p.children.front() : id);
    out += "}\n";
  }

  const Act &act;
  const ActDraft &draft;
  std::string out;
};

} // namespace

std::string writeLaw(const Act &act, llvm::StringRef code, bool dated, const ActDraft &draft) {
  Sources sources;
  Diagnostics diagnostics;
  const uint32_t file = sources.add("imported", Writer(act, draft).run(code, dated));
  const Tree tree = parse(sources, file, diagnostics);
  return diagnostics.hasErrors() ? sources.text(file).str() : formatLaw(tree);
}

} // namespace proviso::importing
