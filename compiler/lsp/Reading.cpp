// What a reader is shown: wording, tables, what is wrong, what a citation means, names by what they are.
#include "lsp/Answers.h"

#include "cli/Console.h"
#include "emit/TableText.h"
#include "syntax/Lexer.h"

#include <llvm/ADT/STLExtras.h>

#include <map>
#include <set>

namespace proviso::lsp {

// ---- hover

static std::string wordingOf(const History &history, ProvisionRef ref) {
  std::string out;
  for (ProvisionRef one : history.under(ref)) {
    if (one != ref && (history.stands(one) & history.stands(ref)).empty()) continue;
    const law::Provision &p = history[one];
    std::string lines;
    for (const law::Quote &text : p.texts) lines += text.text + "\n";
    for (const law::Duty &duty : p.duties)
      lines += fmt::format("{} {}\n",
                           duty.kind == law::Duty::Kind::Must      ? "must"
                           : duty.kind == law::Duty::Kind::MustNot ? "must not"
                                                                   : "may",
                           duty.text.text);
    if (lines.empty()) continue;
    if (one != ref && !p.implied)
      out += fmt::format("*{} {}*  \n", std::string_view(history.instrument(one.instrument).levels[p.level]),
                         std::string_view(p.label.text));
    llvm::SmallVector<llvm::StringRef, 8> split;
    llvm::StringRef(lines).split(split, '\n', -1, false);
    for (llvm::StringRef line : split) out += fmt::format("> {}\n", std::string_view(line.trim()));
    out += "\n";
  }
  return out;
}

/// Of the page of a provision, what follows its wording, under smaller headings.
static std::string tablesAlone(llvm::StringRef page) {
  std::string out;
  const size_t first = page.find("\n## ");
  if (first == llvm::StringRef::npos) return out;
  llvm::SmallVector<llvm::StringRef, 64> lines;
  page.drop_front(first + 1).split(lines, '\n');
  for (llvm::StringRef line : lines) out += (line.startswith("## ") ? "##" : "") + line.str() + "\n";
  return out;
}

static std::string provisionText(const Analysis &analysis, ProvisionRef ref) {
  constexpr size_t longest = 4000; // bytes of wording or of tables; a page of the website has all
  const Compilation &c = *analysis.law;
  const History &history = *c.history;
  auto cut = [&](std::string text) {
    if (text.size() <= longest) return text;
    size_t at = text.rfind('\n', longest);
    if (at == std::string::npos) at = longest;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return text.substr(0, at) + "\n\n...\n";
  };
  std::string out = fmt::format("**{}**", history.citation(ref));
  const std::string &title =
      history.isRoot(ref) ? history.instrument(ref.instrument).title.text : history[ref].title.text;
  if (!title.empty()) out += fmt::format(" {}", title);
  const Span days = daysOf(history, ref);
  out += fmt::format("  \n{}\n\n", history.span(ref).empty() ? "never in force" : "in force " + spanText(days));
  if (history[ref].outline) out += "Declared in outline: its text is not at hand.\n\n";
  if (!history.isRoot(ref)) out += cut(wordingOf(history, ref));
  if (c.diagnostics.hasErrors() || history.isRoot(ref)) return out;
  std::string tables;
  for (const ProvisionTable *table : tablesOf(c, ref))
    if (history.isUnder({ref.instrument, table->provision - c.program.instruments[ref.instrument].root}, ref))
      tables += tablesAlone(markdownOf(c.emitInput(), *table));
  if (!tables.empty()) out += "---\n" + cut(std::move(tables));
  return out;
}

Json hover(const Spot &spot) {
  std::string text;
  Range range;
  if (const Cited *cited = spot.index().citationAt(spot.at)) {
    range = cited->range;
    for (ProvisionRef target : cited->targets) {
      if (!text.empty()) text += "\n---\n";
      text += provisionText(spot.analysis, target);
      if (text.size() > 20'000) break;
    }
  } else if (const Declaration *one = spot.index().nameAt(spot.at)) {
    range = *spot.index().nameRangeAt(spot.at);
    text = fmt::format("**{}** `{}`", wordOf(one->kind), std::string_view(one->name.text));
    if (!one->label.empty()) text += "  \n" + one->label;
    if (one->kind == DeclarationKind::Fact || one->kind == DeclarationKind::Value)
      text += fmt::format("\n```law\n{}\n```", std::string_view(spot.law().sources.text(one->whole)));
  }
  if (text.empty()) return nullptr;
  return {{"contents", {{"kind", "markdown"}, {"value", text}}},
          {"range", spot.places.range(spot.law().sources, range)}};
}

Json tablesHere(const Spot &spot) {
  const auto at = spot.index().provisionAt(spot.at);
  if (!at || spot.law().diagnostics.hasErrors()) return nullptr;
  const std::vector<const ProvisionTable *> tables = tablesOf(spot.law(), *at);
  if (tables.empty()) return nullptr;
  return {{"title", spot.law().program.provisions[tables.front()->provision].citation},
          {"html", htmlOf(spot.law().emitInput(), *tables.front())}};
}

// ---- diagnostics

/// What only the whole law shows.
static bool needsTheWhole(const Diagnostic &d) {
  const std::string_view name = entry(d.code).name;
  return name.front() == 'T' || name.front() == 'A' || d.code == Code::V017;
}

Json diagnosticsOf(const Analysis &analysis, const Places &places, uint32_t file, bool whole) {
  const Sources &sources = analysis.law->sources;
  Json list = Json::array();
  for (const Diagnostic &d : analysis.law->diagnostics.list()) {
    if (d.range.begin.file != file || (!whole && needsTheWhole(d))) continue;
    std::string message = d.message;
    Json related = Json::array();
    for (const Note &note : d.notes)
      if (note.range)
        related.push_back({{"location",
                            {{"uri", uriOf(sources.path(note.range->begin.file).str())},
                             {"range", places.range(sources, *note.range)}}},
                           {"message", note.message}});
      else
        message += "\nnote: " + note.message;
    for (const Fix &fix : d.fixes) message += "\nhelp: " + fix.message;
    const int severity = d.severity == Severity::Error ? 1 : d.severity == Severity::Warning ? 2 : 3;
    Json one{{"range", places.range(sources, d.range)},
             {"severity", severity},
             {"code", entry(d.code).name},
             {"source", "proviso"},
             {"message", message}};
    if (!related.empty()) one["relatedInformation"] = std::move(related);
    list.push_back(std::move(one));
  }
  return list;
}

// ---- hints and lenses

Json inlayHints(const Analysis &analysis, const Places &places, Range range) {
  const History &history = *analysis.law->history;
  const Sources &sources = analysis.law->sources;
  Json list = Json::array();
  auto named = [&](llvm::ArrayRef<ProvisionRef> refs) {
    std::string text;
    for (ProvisionRef one : refs) text += (text.empty() ? "" : ", ") + history.citation(one);
    return text;
  };
  Range last;
  for (const Cited &one : analysis.index->citationsIn(range.begin.file)) {
    if (!one.citation || one.targets.empty() || one.range == last) continue;
    last = one.range;
    if (one.range.end() < range.begin.offset || range.end() < one.range.begin.offset) continue;
    std::string text;
    if (one.citation->relative != law::RelativeKind::None) text = "= " + named(one.binding->named());
    // Where it leads after the number has come to mean something else.
    if (const auto later = one.binding->later(); !later.empty() && !later.back().asNamed)
      text += fmt::format("{}from {}: {}", text.empty() ? "" : "; ", later.back().days.from.text(),
                          later.back().targets.empty() ? "nothing" : named(later.back().targets));
    if (text.empty()) continue;
    list.push_back({{"position", places.position(sources, {range.begin.file, one.range.end()})},
                    {"label", text},
                    {"paddingLeft", true}});
  }
  return list;
}

Json codeLenses(const Analysis &analysis, const Places &places, uint32_t file) {
  const Compilation &c = *analysis.law;
  const History &history = *c.history;
  Json list = Json::array();
  // By provision, how many citations from law and from scenarios lead to it or into it.
  std::map<ProvisionRef, std::pair<std::set<Range>, std::set<Range>>> cited;
  for (uint32_t from = 0; from < c.lawFiles; ++from)
    for (const Cited &one : analysis.index->citationsIn(from))
      for (ProvisionRef to : one.targets)
        for (ProvisionRef around : history.around(to)) {
          if (history[around].range.begin.file != file) continue;
          if (one.home && history.isUnder(one.home, around)) continue;
          (one.home ? cited[around].first : cited[around].second).insert(one.range);
        }
  std::map<ProvisionRef, size_t> rows;
  if (!c.diagnostics.hasErrors())
    for (const ProvisionTable &table : c.tables.provisions) {
      const uint32_t instrument = c.program.provisions[table.provision].instrument;
      size_t &count = rows[{instrument, table.provision - c.program.instruments[instrument].root}];
      count += table.elementRows.rows.size();
      for (const Effect &effect : table.effects) count += effect.rows.rows.size();
    }
  Range last;
  for (const Standing &one : analysis.index->provisionsIn(file)) {
    if (one.head == last) continue; // in several texts
    last = one.head;
    std::string title;
    if (const auto found = cited.find(one.ref); found != cited.end()) {
      if (const size_t count = found->second.first.size()) title = fmt::format("cited {}", plural(count, "time"));
      if (const size_t count = found->second.second.size())
        title += fmt::format("{}in {} of scenarios", title.empty() ? "" : " | ", plural(count, "sentence"));
    }
    if (const auto found = rows.find(one.ref); found != rows.end())
      title += fmt::format("{}{}", title.empty() ? "" : " | ", plural(found->second, "row"));
    if (title.empty()) continue;
    const Json at = places.range(c.sources, one.head);
    list.push_back({{"range", at},
                    {"command",
                     {{"title", title},
                      {"command", "proviso.showReferences"},
                      {"arguments", {uriOf(c.sources.path(file).str()), at.at("start")}}}}});
  }
  return list;
}

// ---- names by what they are

static constexpr const char *tokenTypes[] = {"namespace",  "class", "struct",   "interface", "variable",
                                             "enumMember", "enum",  "function", "event"};

Json semanticLegend() { return {{"tokenTypes", tokenTypes}, {"tokenModifiers", {"declaration"}}}; }

static unsigned tokenType(DeclarationKind kind) {
  switch (kind) {
  case DeclarationKind::Vocabulary:
  case DeclarationKind::Scale:
  case DeclarationKind::Instrument: return 0;
  case DeclarationKind::Role: return 1;
  case DeclarationKind::Form: return 2;
  case DeclarationKind::Authority: return 3;
  case DeclarationKind::Fact: return 4;
  case DeclarationKind::Value: return 5;
  case DeclarationKind::Group: return 6;
  case DeclarationKind::Kind: return 7;
  case DeclarationKind::Referral: return 8;
  }
  return 4;
}

Json semanticTokens(const Analysis &analysis, const Places &places, uint32_t file) {
  const Index &index = *analysis.index;
  struct Mark {
    Range at;
    unsigned type;
    bool declares;
  };
  std::vector<Mark> marks;
  for (const NameUse &use : index.usesIn(file))
    if (const Declaration *one = index.declarationOf(use.declaration))
      marks.push_back({use.at, tokenType(one->kind), false});
  for (const Declaration &one : index.declarations())
    if (one.name.range.begin.file == file) marks.push_back({one.name.range, tokenType(one.kind), true});
  llvm::sort(marks, [](const Mark &a, const Mark &b) { return a.at < b.at; });
  Json data = Json::array();
  size_t line = 0, column = 0;
  uint32_t end = 0;
  for (const Mark &one : marks) {
    if (one.at.begin.offset < end || one.at.length == 0) continue; // once
    end = one.at.end();
    const Json range = places.range(analysis.law->sources, one.at);
    const size_t l = range["start"]["line"], c = range["start"]["character"], stop = range["end"]["character"];
    if (range["end"]["line"] != range["start"]["line"]) continue;
    data.push_back(l - line);
    data.push_back(l == line ? c - column : c);
    data.push_back(stop - c);
    data.push_back(one.type);
    data.push_back(one.declares ? 1 : 0);
    line = l;
    column = c;
  }
  return {{"data", std::move(data)}};
}

Json foldingRanges(const Analysis &analysis, const Places &places, uint32_t file) {
  const Sources &sources = analysis.law->sources;
  const llvm::StringRef text = sources.text(file);
  Json list = Json::array();
  auto fold = [&](uint32_t from, uint32_t to, const char *kind) {
    const uint32_t first = sources.lineColumn({file, from}).line, last = sources.lineColumn({file, to}).line;
    if (first >= last) return;
    Json one{{"startLine", first - 1}, {"endLine", last - 1}};
    if (kind) one["kind"] = kind;
    list.push_back(std::move(one));
  };
  std::vector<uint32_t> open;
  for (const Token &token : scan(text)) {
    if (token.kind == TokenKind::LBRACE) {
      open.push_back(token.begin);
    } else if (token.kind == TokenKind::RBRACE && !open.empty()) {
      fold(open.back(), token.begin, nullptr);
      open.pop_back();
    } else if (token.kind == TokenKind::TEXT3) {
      fold(token.begin, token.end - 1, nullptr);
    }
  }
  // Comments on lines one after the other.
  size_t at = 0, first = llvm::StringRef::npos, last = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find('\n', at), text.size());
    if (text.slice(at, end).ltrim().startswith("//")) {
      if (first == llvm::StringRef::npos) first = at;
      last = at;
    } else if (first != llvm::StringRef::npos) {
      fold(static_cast<uint32_t>(first), static_cast<uint32_t>(last), "comment");
      first = llvm::StringRef::npos;
    }
    at = end + 1;
  }
  if (first != llvm::StringRef::npos) fold(static_cast<uint32_t>(first), static_cast<uint32_t>(last), "comment");
  (void)places;
  return list;
}

} // namespace proviso::lsp
