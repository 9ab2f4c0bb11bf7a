#include "cli/Index.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringMap.h>

namespace proviso {

std::string_view wordOf(DeclarationKind kind) {
  constexpr std::string_view words[] = {"vocabulary", "scale", "act",   "form",  "role",
                                        "authority",  "fact",  "value", "group", "kind of sanction",
                                        "referral"};
  return words[static_cast<size_t>(kind)];
}

void Index::declare(DeclarationKind kind, law::Name name, Range whole, std::string label) {
  if (name) declared.push_back({kind, name, whole, std::move(label)});
}

Index::Index(const Compilation &compilation) : c(compilation) {
  if (!c.history) return;
  const History &history = *c.history;
  for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
    const law::Instrument &text = history.instrument(i);
    for (uint32_t k = 0; k < text.citations.size(); ++k) {
      const law::Citation &one = text.citations[k];
      const Binding &binding = c.linked.instruments[i][k];
      citations.push_back({one.range, &one, &binding, {i, one.at ? one.at.value : 0}, {}});
      // `was` names what its provision was.
      const llvm::ArrayRef<ProvisionRef> targets = one.use == law::CitationUse::Former && one.at
                                                       ? llvm::makeArrayRef(history.life({i, one.at.value}).before)
                                                       : llvm::makeArrayRef(binding.targets);
      citations.back().targets.assign(targets.begin(), targets.end());
    }
    for (uint32_t p = 0; p < text.provisions.size(); ++p)
      if (const law::Provision &one = text.provisions[p]; one.range.length != 0 && !one.implied)
        provisions.push_back({one.range, p == 0 ? text.code.range : one.head, {i, p}});
  }
  auto others = [&](const law::Stores &stores, const std::vector<Binding> &bindings) {
    for (size_t k = 0; k < stores.citations.size() && k < bindings.size(); ++k) {
      citations.push_back({stores.citations[k].range, &stores.citations[k], &bindings[k], {}, {}});
      citations.back().targets.assign(bindings[k].targets.begin(), bindings[k].targets.end());
    }
  };
  using Kind = DeclarationKind;
  for (size_t f = 0; f < history.files().size(); ++f) {
    const law::File &file = history.files()[f];
    for (size_t s = 0; s < file.scenarios.size(); ++s) others(file.scenarios[s], c.linked.scenarios[f][s]);
    for (size_t v = 0; v < file.vocabularies.size(); ++v) {
      const law::Vocabulary &vocabulary = file.vocabularies[v];
      others(vocabulary, c.linked.vocabularies[f][v]);
      declare(Kind::Vocabulary, vocabulary.name, vocabulary.range, vocabulary.label.text);
      for (const law::Declared &one : vocabulary.forms) declare(Kind::Form, one.name, one.name.range, one.label.text);
      for (const law::Declared &one : vocabulary.roles) declare(Kind::Role, one.name, one.name.range, one.label.text);
      for (const law::Declared &one : vocabulary.authorities)
        declare(Kind::Authority, one.name, one.name.range, one.label.text);
      for (const law::Fact &one : vocabulary.facts) {
        declare(Kind::Fact, one.name, one.range, one.label.text);
        for (const law::Name &value : one.values) declare(Kind::Value, value, one.range, one.label.text);
      }
    }
    for (const law::Scale &scale : file.scales) {
      declare(Kind::Scale, scale.name, scale.range, scale.label.text);
      for (const law::Declared &one : scale.groups) declare(Kind::Group, one.name, one.name.range, one.label.text);
      for (const law::Declared &one : scale.referrals)
        declare(Kind::Referral, one.name, one.name.range, one.label.text);
      for (const law::ScaleKind &one : scale.kinds) declare(Kind::Kind, one.name, one.name.range, one.label.text);
    }
    for (const law::Instrument &act : file.instruments) declare(Kind::Instrument, act.code, act.range, act.title.text);
  }
  for (const WordingCitation &one : c.wording.citations) {
    citations.push_back({one.range, nullptr, nullptr, one.home, {}});
    citations.back().targets.assign(one.targets.begin(), one.targets.end());
    if (one.targets.empty()) citations.back().targets.assign(one.named.begin(), one.named.end());
  }
  // Of texts one after the other, and of what stands in a text twice, the last counts.
  llvm::stable_sort(citations, [](const Cited &a, const Cited &b) {
    return std::tie(a.range.begin, b.range.length) < std::tie(b.range.begin, a.range.length);
  });
  llvm::stable_sort(provisions, [](const Standing &a, const Standing &b) {
    return std::tie(a.range.begin, b.range.length) < std::tie(b.range.begin, a.range.length);
  });
  llvm::sort(declared, [](const Declaration &a, const Declaration &b) { return a.name.range < b.name.range; });
  uses = c.nameUses;
  // What an act uses, by name.
  auto named = [&](Kind kind, llvm::StringRef name) -> const Declaration * {
    const auto found =
        llvm::find_if(declared, [&](const Declaration &one) { return one.kind == kind && one.name.text == name; });
    return found == declared.end() ? nullptr : &*found;
  };
  for (const law::File &file : history.files())
    for (const law::Instrument &act : file.instruments)
      for (const law::Name &use : act.uses)
        for (Kind kind : {Kind::Vocabulary, Kind::Scale})
          if (const Declaration *found = named(kind, use.text)) uses.push_back({use.range, found->name.range});
  llvm::StringMap<Range> acts; // the first text of each
  for (const Declaration &one : declared)
    if (one.kind == Kind::Instrument) acts.try_emplace(one.name.text, one.name.range);
  for (const Cited &one : citations)
    if (one.citation && one.citation->instrument.range.length != 0)
      if (const auto found = acts.find(one.citation->instrument.text); found != acts.end())
        uses.push_back({one.citation->instrument.range, found->second});
  auto key = [](const NameUse &a) { return std::tie(a.at, a.declaration); };
  llvm::sort(uses, [&](const NameUse &a, const NameUse &b) { return key(a) < key(b); });
  uses.erase(
      std::unique(uses.begin(), uses.end(), [&](const NameUse &a, const NameUse &b) { return key(a) == key(b); }),
      uses.end());
}

/// The place itself or the end of what stands before it: a cursor stands between characters.
static bool touches(Range range, Location at) {
  return range.begin.file == at.file && range.begin.offset <= at.offset && at.offset <= range.end();
}

template <typename List, typename RangeOf>
static auto inFile(const List &list, uint32_t file, RangeOf rangeOf) {
  const auto begin = llvm::partition_point(list, [&](const auto &one) { return rangeOf(one).begin.file < file; });
  const auto end = llvm::partition_point(list, [&](const auto &one) { return rangeOf(one).begin.file <= file; });
  return llvm::makeArrayRef(list).slice(static_cast<size_t>(begin - list.begin()), static_cast<size_t>(end - begin));
}

llvm::ArrayRef<Cited> Index::citationsIn(uint32_t file) const {
  return inFile(citations, file, [](const Cited &one) { return one.range; });
}
llvm::ArrayRef<NameUse> Index::usesIn(uint32_t file) const {
  return inFile(uses, file, [](const NameUse &one) { return one.at; });
}
llvm::ArrayRef<Standing> Index::provisionsIn(uint32_t file) const {
  return inFile(provisions, file, [](const Standing &one) { return one.range; });
}

const Cited *Index::citationAt(Location at) const {
  const Cited *found = nullptr;
  for (const Cited &one : citationsIn(at.file))
    if (touches(one.range, at) && (!found || one.range.length <= found->range.length)) found = &one;
  return found;
}

const Declaration *Index::declarationOf(Range name) const {
  const auto found = llvm::partition_point(declared, [&](const Declaration &one) { return one.name.range < name; });
  return found != declared.end() && found->name.range == name ? &*found : nullptr;
}

std::optional<Range> Index::nameRangeAt(Location at) const {
  for (const NameUse &one : usesIn(at.file))
    if (touches(one.at, at)) return one.at;
  for (const Declaration &one : inFile(declared, at.file, [](const Declaration &d) { return d.name.range; }))
    if (touches(one.name.range, at)) return one.name.range;
  return std::nullopt;
}

const Declaration *Index::nameAt(Location at) const {
  for (const NameUse &one : usesIn(at.file))
    if (touches(one.at, at)) return declarationOf(one.declaration);
  for (const Declaration &one : inFile(declared, at.file, [](const Declaration &d) { return d.name.range; }))
    if (touches(one.name.range, at)) return &one;
  return nullptr;
}

std::vector<Range> Index::usesOf(const Declaration &declaration) const {
  std::vector<Range> list;
  for (const NameUse &one : uses)
    if (one.declaration == declaration.name.range) list.push_back(one.at);
  return list;
}

std::optional<ProvisionRef> Index::provisionAt(Location at) const {
  std::optional<ProvisionRef> found;
  uint32_t length = UINT32_MAX;
  for (const Standing &one : provisionsIn(at.file))
    if (touches(one.range, at) && one.range.length <= length) {
      found = one.ref;
      length = one.range.length;
    }
  return found;
}

std::vector<const Cited *> Index::leadingTo(ProvisionRef target) const {
  std::vector<const Cited *> list;
  for (const Cited &one : citations) {
    if (!list.empty() && list.back()->range == one.range) continue;
    if (llvm::any_of(one.targets, [&](ProvisionRef to) { return c.history->isUnder(to, target); }))
      list.push_back(&one);
  }
  return list;
}

} // namespace proviso
