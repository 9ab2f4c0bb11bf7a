// What helps to write: completion, new names and numbers, corrections, the one layout.
#include "lsp/Answers.h"

#include "format/Format.h"
#include "syntax/GrammarNames.h"
#include "syntax/Lexer.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <map>
#include <set>

namespace proviso::lsp {

// ---- completion

namespace {

enum ItemKind {
  FunctionItem = 3,
  ClassItem = 7,
  InterfaceItem = 8,
  ModuleItem = 9,
  EnumItem = 13,
  KeywordItem = 14,
  EnumMemberItem = 20,
  StructItem = 22,
  EventItem = 23,
  VariableItem = 6,
  ReferenceItem = 18
};

int itemKind(DeclarationKind kind) {
  switch (kind) {
  case DeclarationKind::Role: return ClassItem;
  case DeclarationKind::Form: return StructItem;
  case DeclarationKind::Authority: return InterfaceItem;
  case DeclarationKind::Fact: return VariableItem;
  case DeclarationKind::Value: return EnumMemberItem;
  case DeclarationKind::Group: return EnumItem;
  case DeclarationKind::Kind: return FunctionItem;
  case DeclarationKind::Referral: return EventItem;
  default: return ModuleItem;
  }
}

class Completion {
public:
  Completion(const Spot &spot, const Index &everything)
      : spot(spot), everything(everything), history(*spot.law().history), text(spot.law().sources.text(spot.at.file)) {}

  Json run() {
    // The tokens of the sentence before the cursor; the word that is being written is none of them.
    const size_t begin = [&] {
      size_t at = spot.at.offset;
      for (int lines = 0; at > 0 && lines < 6; ++lines)
        at = text.rfind('\n', at - 1) == llvm::StringRef::npos ? 0 : text.rfind('\n', at - 1);
      return at;
    }();
    const llvm::StringRef before = text.slice(begin, spot.at.offset);
    tokens = scan(before);
    tokens.pop_back();
    for (const Token &one : tokens) words.push_back(before.slice(one.begin, one.end));
    if (!tokens.empty() && tokens.back().end == before.size() && isWord(words.back().back())) {
      started = words.back();
      tokens.pop_back();
      words.pop_back();
    }
    if (inText(before)) return items;
    if (const auto citation = citationBefore()) {
      propose(*citation);
      if (citation->needsLabel || !started.empty() || !items.empty()) return result();
    }
    names();
    keywords();
    return result();
  }

private:
  static bool isWord(char c) { return llvm::isAlnum(c) || c == '_' || (c & 0x80); }

  /// Within quotation marks nothing is proposed.
  bool inText(llvm::StringRef before) const {
    const llvm::StringRef line =
        before.slice(before.rfind('\n') == llvm::StringRef::npos ? 0 : before.rfind('\n'), before.size());
    const llvm::StringRef all = text.take_front(spot.at.offset);
    return all.count("\"\"\"") % 2 == 1 || (line.count('"') % 2 == 1 && !line.contains("\"\"\"")) ||
           line.contains("//");
  }

  struct Before {
    ProvisionRef at; // what the citation names so far
    Date day;
    llvm::StringRef level; // the word of a level that waits for a label
    bool needsLabel = false;
  };

  /// The day on which a citation that is written here is read.
  Date dayHere(uint32_t text) const {
    const auto home = spot.index().provisionAt(spot.at);
    // In scenarios and vocabularies there is no such day: the latest text counts.
    return home ? std::max(history.span(*home).from, history.knownFrom(history.instrument(text).code.text))
                : Date{Date::latest().days - 1};
  }

  /// The longest beginning of a citation that ends at the cursor.
  std::optional<Before> citationBefore() const {
    for (size_t first = 0; first < tokens.size(); ++first) {
      size_t at = first;
      std::optional<uint32_t> act;
      const bool relative = tokens[first].kind == TokenKind::LEVEL;
      if (tokens[first].kind == TokenKind::ID || tokens[first].kind == TokenKind::CUR) {
        const auto texts = history.textsOf(words[first]);
        if (texts.empty()) continue;
        act = texts.back();
        ++at;
      } else if (!relative) {
        continue;
      } else if (const auto home = spot.index().provisionAt(spot.at)) {
        act = home->instrument;
      }
      if (!act) continue;
      if (const auto current = history.instrumentNamed(history.instrument(*act).code.text, dayHere(*act)))
        act = *current;
      Before found{{*act, 0}, dayHere(*act), {}, false};
      bool good = true;
      while (at < tokens.size() && good) {
        const law::Instrument &instrument = history.instrument(*act);
        const auto level = instrument.levelNamed(words[at]);
        if (!level) {
          good = false;
        } else if (at + 1 == tokens.size()) {
          found.level = words[at];
          found.needsLabel = true;
          ++at;
        } else {
          ProvisionRef next;
          if (history.isRoot(found.at) && *level == history.runningLevel(*act))
            next = history.running(*act, words[at + 1], found.day);
          if (!next) next = history.child(found.at, *level, words[at + 1], found.day);
          if (!next) // the article has one paragraph, which need not be named
            for (ProvisionRef child : history.children(found.at, found.day))
              if (!next) next = history.child(child, *level, words[at + 1], found.day);
          good = static_cast<bool>(next);
          found.at = next;
          at += 2;
        }
      }
      if (good && (act || at > first)) {
        // `article 5` at the beginning of a provision of its own is no citation.
        if (relative &&
            (first == 0 || tokens[first - 1].kind == TokenKind::LBRACE || tokens[first - 1].kind == TokenKind::RBRACE))
          continue;
        return found;
      }
    }
    return std::nullopt;
  }

  /// What stands in it.
  void propose(const Before &before) {
    std::vector<ProvisionRef> list;
    if (history.isRoot(before.at)) list = history.runningOrder(before.at.instrument, before.day);
    for (ProvisionRef child : history.children(before.at, before.day)) {
      if (!llvm::is_contained(list, child)) list.push_back(child);
      if (history[child].implied)
        for (ProvisionRef inner : history.children(child, before.day)) list.push_back(inner);
    }
    const law::Instrument &text = history.instrument(before.at.instrument);
    size_t order = 0;
    for (ProvisionRef one : list) {
      const law::Provision &p = history[one];
      if (p.implied) continue;
      const llvm::StringRef level = text.levels[p.level];
      if (before.needsLabel && text.levelNamed(before.level) != p.level) continue;
      const std::string label = before.needsLabel
                                    ? p.label.text.str()
                                    : fmt::format("{} {}", std::string_view(level), std::string_view(p.label.text));
      std::string wording = p.title.text;
      if (wording.empty() && !p.texts.empty()) wording = oneLine(p.texts.front().text);
      add(label, ReferenceItem, history.citation(one), wording, fmt::format("0{:06}", order++));
    }
  }

  /// What the act here uses, or all in scenarios and vocabularies.
  void names() {
    std::set<llvm::StringRef> used;
    const law::File *file = spot.at.file < history.files().size() ? &history.files()[spot.at.file] : nullptr;
    bool inAct = false;
    if (file)
      for (const law::Instrument &act : file->instruments)
        if (act.range.begin.offset <= spot.at.offset && spot.at.offset <= act.range.end()) {
          inAct = true;
          for (const law::Name &one : act.uses) used.insert(one.text);
        }
    std::vector<Range> scopes;
    for (const Declaration &one : everything.declarations())
      if ((one.kind == DeclarationKind::Vocabulary || one.kind == DeclarationKind::Scale) &&
          (!inAct || used.count(one.name.text)))
        scopes.push_back(one.whole);
    const TokenKind last = tokens.empty() ? TokenKind::END : tokens.back().kind;
    using Kind = DeclarationKind;
    auto wanted = [&](Kind kind) {
      if (kind == Kind::Instrument) return last != TokenKind::IS;
      if (last == TokenKind::USE) return kind == Kind::Vocabulary || kind == Kind::Scale;
      if (last == TokenKind::IS || last == TokenKind::SUBJECT || last == TokenKind::ON)
        return kind == Kind::Role || kind == Kind::Form || (kind == Kind::Value && last == TokenKind::IS);
      if (last == TokenKind::BY) return kind == Kind::Authority;
      if (last == TokenKind::SANCTION || last == TokenKind::MAY) return kind == Kind::Kind;
      return kind != Kind::Vocabulary && kind != Kind::Scale && kind != Kind::Group;
    };
    for (const Declaration &one : everything.declarations()) {
      if (!wanted(one.kind)) continue;
      const bool open = one.kind == Kind::Instrument || last == TokenKind::USE;
      if (!open && llvm::none_of(scopes, [&](Range scope) { return scope.contains(one.name.range); })) continue;
      add(one.name.text.str(), itemKind(one.kind), std::string(wordOf(one.kind)), one.label, "1" + one.name.text.str());
    }
  }

  void keywords() {
    for (const llvm::StringRef word : keywordWords()) add(word.str(), KeywordItem, "", "", "2" + word.str());
  }

  /// Its words, as far as they fit.
  static std::string oneLine(llvm::StringRef text) {
    llvm::SmallVector<llvm::StringRef, 64> parts;
    llvm::SplitString(text, parts);
    std::string out;
    for (llvm::StringRef part : parts) {
      if (out.size() + part.size() > 300) return out + " ...";
      out += (out.empty() ? "" : " ") + part.str();
    }
    return out;
  }

  void add(const std::string &label, int kind, const std::string &detail, const std::string &documentation,
           const std::string &order) {
    if (!seen.insert(label).second) return;
    Json item{{"label", label}, {"kind", kind}, {"sortText", order}};
    if (!detail.empty()) item["detail"] = detail;
    if (!documentation.empty()) item["documentation"] = documentation;
    // In place of the word that is begun, also where editors would take less for a word.
    const uint32_t begin = spot.at.offset - static_cast<uint32_t>(started.size());
    item["textEdit"] = {{"range", spot.places.range(spot.law().sources,
                                                    {{spot.at.file, begin}, static_cast<uint32_t>(started.size())})},
                        {"newText", label}};
    items.push_back(std::move(item));
  }

  Json result() { return {{"isIncomplete", false}, {"items", std::move(items)}}; }

  static const std::vector<llvm::StringRef> &keywordWords() {
    static const std::vector<llvm::StringRef> *const words = [] {
      auto *list = new std::vector<llvm::StringRef>;
      for (const char *word : {"statute",
                               "regulation",
                               "amendment",
                               "vocabulary",
                               "scale",
                               "scenario",
                               "corpus",
                               "external",
                               "in force from",
                               "until",
                               "use",
                               "rank",
                               "source",
                               "adopted",
                               "version",
                               "outline",
                               "chapter",
                               "section",
                               "article",
                               "paragraph",
                               "item",
                               "subitem",
                               "text",
                               "subject",
                               "when",
                               "unless",
                               "must",
                               "must not",
                               "may",
                               "sanction",
                               "instead",
                               "otherwise",
                               "also when",
                               "punish per",
                               "refer to",
                               "counts as",
                               "concurrence",
                               "notwithstanding",
                               "yields to",
                               "without prejudice to",
                               "defines",
                               "limitation",
                               "having regard to",
                               "milder law prevails",
                               "accept",
                               "heavier",
                               "lighter",
                               "mitigated",
                               "exempt",
                               "maximum",
                               "form",
                               "role",
                               "authority",
                               "exclusive",
                               "fact",
                               "always",
                               "quantity",
                               "referral",
                               "person",
                               "given",
                               "unknown",
                               "history",
                               "expect",
                               "decided",
                               "is",
                               "not",
                               "and",
                               "or",
                               "any item",
                               "all items",
                               "violates",
                               "commits",
                               "disobeyed",
                               "unascertainable",
                               "up to",
                               "at least",
                               "times",
                               "the higher of",
                               "the lower of",
                               "for each",
                               "within",
                               "by",
                               "on",
                               "insert",
                               "replace",
                               "repeal",
                               "renumber",
                               "this article",
                               "preceding paragraph",
                               "following paragraph",
                               "as of",
                               "expecting",
                               "applies",
                               "does not apply",
                               "undetermined"})
        list->push_back(word);
      return list;
    }();
    return *words;
  }

  const Spot &spot;
  const Index &everything;
  const History &history;
  const llvm::StringRef text;
  std::vector<Token> tokens;
  std::vector<llvm::StringRef> words;
  llvm::StringRef started;
  std::set<std::string> seen;
  Json items = Json::array();
};

} // namespace

Json completion(const Spot &spot, const Index &everything) {
  if (!spot.law().history) return Json::array();
  return Completion(spot, everything).run();
}

// ---- new names, new numbers

namespace {

using Edits = std::map<uint32_t, std::map<Range, std::string>>; // by file

Json workspaceEdit(const Spot &spot, const Edits &edits) {
  Json changes = Json::object();
  for (const auto &[file, list] : edits) {
    Json of = Json::array();
    for (const auto &[range, text] : list)
      of.push_back({{"range", spot.places.range(spot.law().sources, range)}, {"newText", text}});
    changes[uriOf(spot.law().sources.path(file).str())] = std::move(of);
  }
  return {{"changes", std::move(changes)}};
}

/// The provision of which a label stands at the place: its own, or one in a citation.
struct Numbered {
  ProvisionRef ref;
  Range label;
};

/// The label in a citation that names the provision, or one around what it names.
std::optional<Range> labelIn(const History &history, const Cited &cited, ProvisionRef ref) {
  if (!cited.citation) return std::nullopt;
  const law::Provision &p = history[ref];
  const llvm::ArrayRef<ProvisionRef> named = cited.binding->named();
  if (llvm::none_of(named, [&](ProvisionRef one) { return history.isUnder(one, ref); })) return std::nullopt;
  const law::Instrument &text = history.instrument(ref.instrument);
  for (const law::CitationStep &step : cited.citation->steps) {
    if (text.levelNamed(step.level.text) != p.level) continue;
    for (const law::CitationStep::Member &member : step.members)
      for (const law::Name &label : {member.from, member.to})
        if (label.text == p.label.text && label.range.length != 0) return label.range;
  }
  return std::nullopt;
}

std::optional<Numbered> numberedAt(const Spot &spot) {
  const History &history = *spot.law().history;
  auto touches = [&](Range range) {
    return range.begin.file == spot.at.file && range.begin.offset <= spot.at.offset && spot.at.offset <= range.end();
  };
  std::optional<Numbered> found;
  for (const Standing &one : spot.index().provisionsIn(spot.at.file))
    if (!history.isRoot(one.ref) && touches(one.head)) found = {one.ref, history[one.ref].label.range};
  if (found && found->label.length != 0) return found;
  if (const Cited *cited = spot.index().citationAt(spot.at); cited && cited->citation)
    for (ProvisionRef target : cited->binding->named())
      for (ProvisionRef around : history.around(target))
        if (const auto label = labelIn(history, *cited, around); label && touches(*label))
          return Numbered{around, *label};
  return std::nullopt;
}

} // namespace

Json prepareRename(const Spot &spot) {
  if (!spot.law().history) return nullptr;
  const Sources &sources = spot.law().sources;
  std::optional<Range> range;
  if (const auto numbered = numberedAt(spot))
    range = numbered->label;
  else if (spot.index().nameAt(spot.at))
    range = spot.index().nameRangeAt(spot.at);
  if (!range) return nullptr;
  return {{"range", spot.places.range(sources, *range)}, {"placeholder", sources.text(*range).str()}};
}

Json rename(const Spot &spot, const std::string &to, std::string &why) {
  const History &history = *spot.law().history;
  Edits edits;
  const std::vector<Token> tokens = scan(to);
  const bool oneToken = tokens.size() == 2 && tokens[0].begin == 0 && tokens[0].end == to.size();
  if (const auto numbered = numberedAt(spot)) {
    const law::Provision &p = history[numbered->ref];
    const law::Instrument &text = history.instrument(numbered->ref.instrument);
    const bool isLabel = oneToken && (tokens[0].kind == TokenKind::NUM || tokens[0].kind == TokenKind::ORDINAL ||
                                      tokens[0].kind == TokenKind::LABEL || tokens[0].kind == TokenKind::ID);
    if (!isLabel) {
      why = fmt::format("`{}` is no number of a provision: 12, 12A, 286-1 and a are", to);
      return nullptr;
    }
    for (ProvisionRef other : history.everLabelled(history.parent(numbered->ref), p.level, to))
      if (other != numbered->ref && !(history.stands(other) & history.stands(numbered->ref)).empty()) {
        why = fmt::format("{} is there already", history.citation(other));
        return nullptr;
      }
    if (p.level == text.runningLevel())
      for (ProvisionRef other :
           history.runningOrder(numbered->ref.instrument, history.stands(numbered->ref).from == Date::earliest()
                                                              ? history.span(numbered->ref).from
                                                              : history.stands(numbered->ref).from))
        if (other != numbered->ref && history[other].label.text == to) {
          why = fmt::format("{} is there already", history.citation(other));
          return nullptr;
        }
    if (p.label.range.length == 0 || spot.law().sources.text(p.label.range) != p.label.text) {
      why = "this provision is declared in outline, in a range with others: its number cannot be changed alone";
      return nullptr;
    }
    edits[p.label.range.begin.file][p.label.range] = to;
    for (uint32_t file = 0; file < spot.law().lawFiles; ++file)
      for (const Cited &one : spot.index().citationsIn(file))
        if (const auto label = labelIn(history, one, numbered->ref)) edits[file][*label] = to;
    return workspaceEdit(spot, edits);
  }
  const Declaration *declaration = spot.index().nameAt(spot.at);
  if (!declaration) {
    why = "nothing that has a name or a number stands here";
    return nullptr;
  }
  if (!oneToken || (tokens[0].kind != TokenKind::ID && tokens[0].kind != TokenKind::CUR)) {
    why = fmt::format("`{}` is no name: a name is letters, digits and `_`, and no word of the language", to);
    return nullptr;
  }
  for (const Declaration &other : spot.index().declarations())
    if (other.name.text == to && other.kind == declaration->kind && other.name.range != declaration->name.range &&
        other.kind != DeclarationKind::Value) {
      why = fmt::format("there is a {} `{}` already", wordOf(other.kind), to);
      return nullptr;
    }
  // An act has its name at the head of each of its texts.
  for (const Declaration &one : spot.index().declarations()) {
    const bool same = &one == declaration || (one.kind == DeclarationKind::Instrument &&
                                              declaration->kind == one.kind && one.name.text == declaration->name.text);
    if (!same) continue;
    edits[one.name.range.begin.file][one.name.range] = to;
    for (Range use : spot.index().usesOf(one))
      if (use.length != 0) edits[use.begin.file][use] = to;
  }
  return workspaceEdit(spot, edits);
}

// ---- corrections

Json codeActions(const Analysis &analysis, const Places &places, Range range) {
  const Sources &sources = analysis.law->sources;
  Json list = Json::array();
  for (const Diagnostic &d : analysis.law->diagnostics.list()) {
    if (d.range.begin.file != range.begin.file || d.range.end() < range.begin.offset ||
        range.end() < d.range.begin.offset)
      continue;
    for (const Fix &fix : d.fixes) {
      if (fix.edits.empty()) continue;
      Json changes = Json::object();
      for (const Edit &edit : fix.edits)
        changes[uriOf(sources.path(edit.range.begin.file).str())].push_back(
            {{"range", places.range(sources, edit.range)}, {"newText", edit.text}});
      list.push_back({{"title", fix.message},
                      {"kind", "quickfix"},
                      {"isPreferred", fix.certain},
                      {"diagnostics",
                       {{{"range", places.range(sources, d.range)},
                         {"code", entry(d.code).name},
                         {"source", "proviso"},
                         {"message", d.message}}}},
                      {"edit", {{"changes", std::move(changes)}}}});
    }
  }
  return list;
}

// ---- layout

Json formatting(const Analysis &analysis, const Places &places, uint32_t file) {
  const Sources &sources = analysis.law->sources;
  Diagnostics mistakes;
  const Tree tree = parse(sources, file, mistakes, declaredLevels(sources));
  if (mistakes.hasErrors()) return Json::array(); // what cannot be read whole is left as it is
  const std::string laid = formatLaw(tree);
  const llvm::StringRef before = sources.text(file), after(laid);
  // Whole lines between what stays at the beginning and at the end.
  size_t begin = 0;
  while (begin < before.size() && begin < after.size() && before[begin] == after[begin]) ++begin;
  if (begin == before.size() && begin == after.size()) return Json::array();
  begin = before.rfind('\n', begin == 0 ? 0 : begin - 1);
  begin = begin == llvm::StringRef::npos ? 0 : begin + 1;
  size_t end = 0;
  while (end < before.size() - begin && end < after.size() - begin &&
         before[before.size() - 1 - end] == after[after.size() - 1 - end])
    ++end;
  const llvm::StringRef tail = before.take_back(end);
  end = tail.contains('\n') ? tail.size() - tail.find('\n') - 1 : 0;
  return Json::array({{{"range", places.range(sources, {{file, static_cast<uint32_t>(begin)},
                                                        static_cast<uint32_t>(before.size() - end - begin)})},
                       {"newText", after.slice(begin, after.size() - end).str()}}});
}

} // namespace proviso::lsp
