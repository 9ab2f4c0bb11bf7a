// Where things are: definitions, references, symbols, chains of delegation.
#include "lsp/Answers.h"

#include <llvm/ADT/STLExtras.h>

#include <map>

namespace proviso::lsp {

static Json location(const Analysis &analysis, const Places &places, Range range) {
  return {{"uri", uriOf(analysis.law->sources.path(range.begin.file).str())},
          {"range", places.range(analysis.law->sources, range)}};
}

/// The number of a provision, or the name of an act: what stands for it where it is declared.
static Range nameOfProvision(const History &history, ProvisionRef ref) {
  if (history.isRoot(ref)) return history.instrument(ref.instrument).code.range;
  const law::Provision &p = history[ref];
  return p.label.range.length != 0 ? p.label.range : p.head;
}

Json definition(const Spot &spot) {
  Json list = Json::array();
  if (const Cited *cited = spot.index().citationAt(spot.at)) {
    // On the name of an act: the act.
    if (cited->citation && cited->citation->instrument.range.length != 0 &&
        cited->citation->instrument.range.begin.offset <= spot.at.offset &&
        spot.at.offset < cited->citation->instrument.range.end())
      for (const Declaration &one : spot.index().declarations())
        if (one.kind == DeclarationKind::Instrument && one.name.text == cited->citation->instrument.text)
          list.push_back(location(spot.analysis, spot.places, one.name.range));
    if (list.empty())
      for (ProvisionRef target : cited->targets)
        list.push_back(location(spot.analysis, spot.places, nameOfProvision(*spot.law().history, target)));
    return list;
  }
  if (const Declaration *one = spot.index().nameAt(spot.at))
    list.push_back(location(spot.analysis, spot.places, one->name.range));
  return list;
}

/// The provision whose head the place is on.
static std::optional<ProvisionRef> headAt(const Spot &spot) {
  std::optional<ProvisionRef> found;
  for (const Standing &one : spot.index().provisionsIn(spot.at.file))
    if (one.head.begin.offset <= spot.at.offset && spot.at.offset <= one.head.end()) found = one.ref;
  return found;
}

Json references(const Spot &spot, bool withDeclaration) {
  const History &history = *spot.law().history;
  Json list = Json::array();
  auto add = [&](Range range) {
    if (range.length != 0) list.push_back(location(spot.analysis, spot.places, range));
  };
  std::vector<ProvisionRef> targets;
  const Cited *cited = spot.index().citationAt(spot.at);
  if (cited) {
    targets.assign(cited->targets.begin(), cited->targets.end());
  } else if (const auto at = headAt(spot)) {
    targets.push_back(*at);
  } else if (const Declaration *one = spot.index().nameAt(spot.at)) {
    if (withDeclaration) add(one->name.range);
    for (Range use : spot.index().usesOf(*one)) add(use);
    return list;
  }
  std::vector<Range> seen;
  for (ProvisionRef target : targets) {
    if (withDeclaration) seen.push_back(nameOfProvision(history, target));
    for (const Cited *one : spot.index().leadingTo(target)) seen.push_back(one->range);
  }
  llvm::sort(seen);
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  for (Range range : seen) add(range);
  return list;
}

// ---- symbols

namespace {

enum SymbolKind {
  Module = 2,
  Namespace = 3,
  Class = 5,
  Property = 7,
  Enum = 10,
  Interface = 11,
  Function = 12,
  EnumMember = 22,
  Variable = 13,
  Struct = 23,
  Event = 24
};

int symbolKind(DeclarationKind kind) {
  switch (kind) {
  case DeclarationKind::Instrument: return Module;
  case DeclarationKind::Vocabulary:
  case DeclarationKind::Scale: return Namespace;
  case DeclarationKind::Role: return Class;
  case DeclarationKind::Form: return Struct;
  case DeclarationKind::Authority: return Interface;
  case DeclarationKind::Fact: return Variable;
  case DeclarationKind::Value: return EnumMember;
  case DeclarationKind::Group: return Enum;
  case DeclarationKind::Kind: return Function;
  case DeclarationKind::Referral: return Event;
  }
  return Variable;
}

std::string headline(const law::Instrument &text, const law::Provision &p) {
  return fmt::format("{} {}", std::string_view(text.levels[p.level]), std::string_view(p.label.text));
}

} // namespace

Json documentSymbols(const Analysis &analysis, const Places &places, uint32_t file) {
  const Sources &sources = analysis.law->sources;
  Json list = Json::array();
  if (!analysis.law->history || file >= analysis.law->history->files().size()) return list;
  const law::File &of = analysis.law->history->files()[file];
  auto symbol = [&](const std::string &name, int kind, Range whole, Range selection, const std::string &detail) {
    if (!whole.contains(selection)) selection = whole;
    return Json{{"name", name.empty() ? "?" : name},
                {"detail", detail},
                {"kind", kind},
                {"range", places.range(sources, whole)},
                {"selectionRange", places.range(sources, selection)},
                {"children", Json::array()}};
  };
  for (const law::Instrument &text : of.instruments) {
    std::function<Json(law::ProvisionId)> made = [&](law::ProvisionId id) {
      const law::Provision &p = text[id];
      Json one = id.value == 0 ? symbol(text.code.text.str(), Module, text.range, text.code.range, text.title.text)
                               : symbol(headline(text, p), Function, p.range, p.label.range, p.title.text);
      for (law::ProvisionId child : p.children)
        if (text[child].range.length != 0 && !text[child].implied && !text[child].outline &&
            text[child].range.begin.file == file)
          one["children"].push_back(made(child));
      return one;
    };
    if (!text.provisions.empty()) list.push_back(made(law::ProvisionId{0}));
  }
  auto declared = [&](DeclarationKind kind, law::Name name, Range whole, llvm::StringRef label) {
    return symbol(name.text.str(), symbolKind(kind), whole, name.range, label.str());
  };
  using Kind = DeclarationKind;
  for (const law::Vocabulary &one : of.vocabularies) {
    Json item = declared(Kind::Vocabulary, one.name, one.range, one.label.text);
    for (const auto &[kind, names] : {std::pair(Kind::Form, &one.forms), std::pair(Kind::Role, &one.roles),
                                      std::pair(Kind::Authority, &one.authorities)})
      for (const law::Declared &name : *names)
        item["children"].push_back(declared(kind, name.name, name.name.range, name.label.text));
    for (const law::Fact &fact : one.facts)
      item["children"].push_back(declared(Kind::Fact, fact.name, fact.range, fact.label.text));
    list.push_back(std::move(item));
  }
  for (const law::Scale &one : of.scales) {
    Json item = declared(Kind::Scale, one.name, one.range, one.label.text);
    for (const law::ScaleKind &kind : one.kinds)
      item["children"].push_back(declared(Kind::Kind, kind.name, kind.name.range, kind.label.text));
    list.push_back(std::move(item));
  }
  for (const law::Scenario &one : of.scenarios)
    list.push_back(symbol(one.title.text, Event, one.range, one.title.range, "scenario"));
  return list;
}

Json workspaceSymbols(const Analysis &analysis, const Places &places, const std::string &query) {
  constexpr size_t most = 200;
  Json list = Json::array();
  const llvm::StringRef wanted(query);
  for (const Declaration &one : analysis.index->declarations()) {
    if (list.size() == most) break;
    if (!wanted.empty() && !one.name.text.contains_insensitive(wanted) &&
        !llvm::StringRef(one.label).contains_insensitive(wanted))
      continue;
    Json item{{"name", one.name.text.str()},
              {"kind", symbolKind(one.kind)},
              {"location", location(analysis, places, one.name.range)}};
    if (!one.label.empty()) item["containerName"] = one.label;
    list.push_back(std::move(item));
  }
  // A provision, as it is cited.
  if (wanted.contains(' ') && analysis.law->history) {
    const History &history = *analysis.law->history;
    for (uint32_t i = 0; i < history.instrumentCount() && list.size() < most; ++i) {
      if (!wanted.startswith_insensitive(history.instrument(i).code.text)) continue;
      for (uint32_t p = 1; p < history.instrument(i).provisions.size() && list.size() < most; ++p) {
        const std::string citation = history.citation({i, p});
        if (const Range at = nameOfProvision(history, {i, p});
            llvm::StringRef(citation).startswith_insensitive(wanted) && at.length != 0)
          list.push_back({{"name", citation}, {"kind", int(Function)}, {"location", location(analysis, places, at)}});
      }
    }
  }
  return list;
}

// ---- chains of delegation

static Json hierarchyItem(const Spot &spot, ProvisionRef ref) {
  const History &history = *spot.law().history;
  const Range name = nameOfProvision(history, ref), whole = history[ref].range;
  return {{"name", history.citation(ref)},
          {"detail", history[ref].title.text},
          {"kind", int(Function)},
          {"uri", uriOf(spot.law().sources.path(name.begin.file).str())},
          {"range", spot.places.range(spot.law().sources, whole.contains(name) ? whole : name)},
          {"selectionRange", spot.places.range(spot.law().sources, name)}};
}

Json prepareCallHierarchy(const Spot &spot) {
  std::optional<ProvisionRef> ref;
  if (const Cited *cited = spot.index().citationAt(spot.at); cited && !cited->targets.empty())
    ref = cited->targets.front();
  else
    ref = spot.index().provisionAt(spot.at);
  if (!ref) return nullptr;
  return Json::array({hierarchyItem(spot, *ref)});
}

static Json calls(const Spot &spot, bool outgoing) {
  const std::optional<ProvisionRef> at = spot.index().provisionAt(spot.at);
  Json list = Json::array();
  if (!at) return list;
  const History &history = *spot.law().history;
  std::map<ProvisionRef, std::vector<Range>> by;
  for (uint32_t file = 0; file < spot.law().lawFiles; ++file)
    for (const Cited &one : spot.index().citationsIn(file)) {
      if (!one.citation || !one.home || one.citation->use != law::CitationUse::Sanction) continue;
      if (outgoing && history.isUnder(one.home, *at))
        for (ProvisionRef target : one.targets) by[target].push_back(one.range);
      if (!outgoing && llvm::any_of(one.targets, [&](ProvisionRef to) { return history.isUnder(to, *at); }))
        by[one.home].push_back(one.range);
    }
  for (auto &[ref, ranges] : by) {
    if (nameOfProvision(history, ref).length == 0) continue;
    llvm::sort(ranges);
    ranges.erase(std::unique(ranges.begin(), ranges.end()), ranges.end());
    Json from = Json::array();
    for (Range range : ranges) from.push_back(spot.places.range(spot.law().sources, range));
    list.push_back({{outgoing ? "to" : "from", hierarchyItem(spot, ref)}, {"fromRanges", std::move(from)}});
  }
  return list;
}

Json outgoingCalls(const Spot &spot) { return calls(spot, true); }
Json incomingCalls(const Spot &spot) { return calls(spot, false); }

} // namespace proviso::lsp
