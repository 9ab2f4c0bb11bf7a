#include "check/Names.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <functional>

namespace proviso {

namespace {

constexpr std::string_view kindWord[] = {"role", "form", "authority", "fact", "kind of sanction", "referral"};
constexpr std::string_view kindPhrase[] = {"a role",    "a form", "an authority", "a fact", "a kind of sanction",
                                           "a referral"};

} // namespace

Names::Names(const History &history, ir::Program &program, Diagnostics &diagnostics)
    : history(history), program(program), diagnostics(diagnostics) {
  // Scales name forms: all vocabularies come first, whatever the order of the files.
  for (const law::File &file : history.files())
    for (const law::Vocabulary &v : file.vocabularies) vocabulary(v);
  for (const law::File &file : history.files())
    for (const law::Scale &s : file.scales) scale(s);
  entailments();
  for (const law::File &file : history.files())
    for (const law::Vocabulary &v : file.vocabularies) {
      const Scope scope = of(v);
      for (const auto &list : v.exclusives) {
        std::vector<ir::Index> roles;
        for (const law::Name &name : list)
          if (const auto role = find(NameKind::Role, scope, name)) roles.push_back(*role);
        program.exclusiveRoles.push_back(std::move(roles));
      }
      for (const law::Fact &fact : v.facts)
        if (fact.owner)
          if (const auto role = find(NameKind::Role, scope, fact.owner))
            if (const auto entry = lookUp(NameKind::Fact, scope, fact.name.text);
                entry && factEntries[*entry].fact != ir::none)
              program.facts[factEntries[*entry].fact].owner = *role;
    }
}

void Names::declare(uint32_t declaration, NameKind kind, law::Name name, ir::Index index) {
  if (!name) return;
  std::vector<Entry> &same = entries[name.text];
  const auto twin = llvm::find_if(same, [&](const Entry &e) { return e.declaration == declaration; });
  if (twin != same.end()) {
    diagnostics.report(Code::V002, name.range, std::string_view(name.text))
        .note("it is declared here already", twin->range);
    twins[name.text].push_back(name.range);
    return;
  }
  same.push_back({declaration, kind, index, name.range});
}

void Names::vocabulary(const law::Vocabulary &v) {
  const auto id = static_cast<uint32_t>(declarations.size());
  if (const auto twin = llvm::find_if(declarations, [&](const law::Name &n) { return n.text == v.name.text; });
      twin != declarations.end())
    diagnostics.report(Code::V002, v.name.range, std::string_view(v.name.text))
        .note("it is declared here already", twin->range);
  declarations.push_back(v.name);
  declarationRanges.push_back(v.range);
  vocabularies.push_back(&v);
  auto next = [](const auto &list) { return static_cast<ir::Index>(list.size()); };
  for (const law::Declared &form : v.forms) {
    declare(id, NameKind::Form, form.name, next(program.forms));
    program.forms.push_back({form.name.text.str(), form.label.text});
  }
  for (const law::Declared &role : v.roles) {
    declare(id, NameKind::Role, role.name, next(program.roles));
    roleParents.push_back({next(program.roles), role.is});
    roleDeclaration.push_back(id);
    program.roles.push_back({role.name.text.str(), role.label.text, {}});
  }
  for (const law::Declared &authority : v.authorities) {
    declare(id, NameKind::Authority, authority.name, next(program.authorities));
    program.authorities.push_back({authority.name.text.str(), authority.label.text});
  }
  for (const law::Fact &fact : v.facts) {
    declare(id, NameKind::Fact, fact.name, next(factEntries));
    FactEntry entry{&fact, &v, ir::none};
    if (!fact.definition) {
      entry.fact = next(program.facts);
      ir::Fact declared{fact.name.text.str(),
                        fact.label.text,
                        static_cast<ir::FactType>(fact.type),
                        fact.currency.text.str(),
                        {},
                        fact.ordered,
                        fact.unascertainable,
                        fact.forEachProvision,
                        ir::none};
      llvm::StringMap<Range> seen;
      for (const law::Name &value : fact.values) {
        if (!seen.try_emplace(value.text, value.range).second)
          diagnostics.report(Code::V002, value.range, std::string_view(value.text));
        declared.values.push_back(value.text.str());
      }
      program.facts.push_back(std::move(declared));
    }
    factEntries.push_back(entry);
  }
  for (const law::Declared &authority : v.authorities)
    for (const law::Name &parent : authority.is) find(NameKind::Authority, of(v), parent);
}

void Names::scale(const law::Scale &s) {
  const auto id = static_cast<uint32_t>(declarations.size());
  if (const auto twin = llvm::find_if(declarations, [&](const law::Name &n) { return n.text == s.name.text; });
      twin != declarations.end())
    diagnostics.report(Code::V002, s.name.range, std::string_view(s.name.text))
        .note("it is declared here already", twin->range);
  declarations.push_back(s.name);
  declarationRanges.push_back(s.range);
  vocabularies.push_back(nullptr);
  for (const law::ScaleKind &kind : s.kinds) {
    declare(id, NameKind::Kind, kind.name, static_cast<ir::Index>(program.kinds.size()));
    ir::Kind declared{kind.name.text.str(),
                      kind.label.text,
                      kind.group.text.str(),
                      kind.currency.text.str(),
                      kind.least,
                      kind.most,
                      {},
                      kind.additional};
    for (const law::Name &form : kind.on)
      if (const auto index = lookUp(NameKind::Form, everything(), form.text))
        declared.on.push_back(*index);
      else
        missing(NameKind::Form, everything(), form, nullptr);
    program.kinds.push_back(std::move(declared));
  }
  for (const law::Declared &referral : s.referrals) {
    declare(id, NameKind::Referral, referral.name, static_cast<ir::Index>(program.referrals.size()));
    program.referrals.push_back({referral.name.text.str(), referral.label.text});
  }
}

/// Closes `role a is b` transitively.
void Names::entailments() {
  std::vector<std::vector<ir::Index>> direct(program.roles.size());
  for (const auto &[role, parents] : roleParents)
    for (const law::Name &parent : parents)
      if (const auto index = find(NameKind::Role, Scope{{roleDeclaration[role]}}, parent))
        direct[role].push_back(*index);
  for (ir::Index role = 0; role < program.roles.size(); ++role) {
    std::vector<ir::Index> found;
    std::function<void(ir::Index)> visit = [&](ir::Index at) {
      for (ir::Index parent : direct[at])
        if (!llvm::is_contained(found, parent)) {
          found.push_back(parent);
          visit(parent);
        }
    };
    visit(role);
    if (llvm::is_contained(found, role)) {
      const std::string &name = program.roles[role].name;
      for (const Entry &entry : entries[name])
        if (entry.kind == NameKind::Role && entry.index == role) diagnostics.report(Code::V012, entry.range, name);
      found.erase(std::remove(found.begin(), found.end(), role), found.end());
    }
    llvm::sort(found);
    program.roles[role].is = std::move(found);
  }
}

Scope Names::scopeOf(const law::Instrument &instrument, bool report) {
  Scope scope;
  std::vector<llvm::StringRef> known;
  for (const law::Name &name : declarations) known.push_back(name.text);
  auto declared = [&](llvm::StringRef name) {
    const auto found = llvm::find(known, name);
    if (found == known.end()) return false;
    scope.declarations.push_back(static_cast<uint32_t>(found - known.begin()));
    return true;
  };
  for (const law::Name &use : instrument.uses) {
    if (declared(use.text)) continue;
    const llvm::StringRef near = nearestName(use.text, known);
    const bool slip = isSlip(use.text, known);
    if (!slip || !declared(near)) scope.lost.push_back(use.range);
    if (!report) continue;
    Diagnostic &d = diagnostics.report(Code::V006, use.range, std::string_view(use.text));
    history.restsOnDeclaration(d, use.text);
    if (!near.empty()) d.fix(fmt::format("did you mean `{}`?", std::string_view(near)), use.range, near.str(), slip);
  }
  for (const law::File &file : history.files())
    for (const law::Lost &lost : file.lost)
      if (lost.what == law::Lost::What::Use && lost.range.begin.file == instrument.range.begin.file &&
          lost.range.begin.offset >= instrument.range.begin.offset && lost.range.end() <= instrument.range.end())
        scope.lost.push_back(lost.range);
  return scope;
}

Scope Names::everything() const {
  Scope scope;
  for (uint32_t i = 0; i < declarations.size(); ++i) scope.declarations.push_back(i);
  return scope;
}

Scope Names::of(const law::Vocabulary &vocabulary) const {
  for (uint32_t i = 0; i < vocabularies.size(); ++i)
    if (vocabularies[i] == &vocabulary) return {{i}};
  return {};
}

void Names::restsOnTwins(Diagnostic &diagnostic, llvm::StringRef name) const {
  if (const auto found = twins.find(name); found != twins.end())
    for (Range twin : found->second) diagnostic.rests(twin);
}

void Names::restsOnDeclarations(Diagnostic &diagnostic, const Scope &scope, llvm::StringRef name, bool slip) const {
  using What = law::Lost::What;
  restsOnTwins(diagnostic, name);
  if (!slip)
    for (Range lost : scope.lost) diagnostic.rests(lost);
  history.rests(diagnostic, [&](const law::Lost &lost) {
    if (!lost.mayHold(name) || (slip && lost.text.empty())) return false;
    if (lost.what == What::Declaration || lost.what == What::Rest) return true;
    return (lost.what == What::Item || lost.what == What::Words || lost.what == What::Brace) &&
           llvm::any_of(scope.declarations, [&](uint32_t declaration) {
             const Range around = declarationRanges[declaration];
             return lost.range.begin.file == around.begin.file && lost.range.begin.offset >= around.begin.offset &&
                    lost.range.end() <= around.end();
           });
  });
}

bool Names::visible(const Scope &scope, const Entry &entry) const {
  return llvm::is_contained(scope.declarations, entry.declaration);
}

std::optional<ir::Index> Names::lookUp(NameKind kind, const Scope &scope, llvm::StringRef name) const {
  const auto found = entries.find(name);
  if (found == entries.end()) return std::nullopt;
  for (const Entry &entry : found->second)
    if (entry.kind == kind && visible(scope, entry)) return entry.index;
  return std::nullopt;
}

std::optional<ir::Index> Names::find(NameKind kind, const Scope &scope, law::Name name) {
  const Entry *found = nullptr, *other = nullptr, *unused = nullptr;
  if (const auto all = entries.find(name.text); all != entries.end())
    for (const Entry &entry : all->second) {
      if (!visible(scope, entry))
        unused = &entry;
      else if (entry.kind != kind)
        other = &entry;
      else if (!found)
        found = &entry;
      else {
        diagnostics.report(Code::V007, name.range, std::string_view(name.text),
                           std::string_view(declarations[found->declaration].text),
                           std::string_view(declarations[entry.declaration].text));
        return std::nullopt;
      }
    }
  if (found) return found->index;
  if (other) {
    diagnostics
        .report(Code::V003, name.range, std::string_view(name.text), kindPhrase[static_cast<size_t>(other->kind)],
                kindPhrase[static_cast<size_t>(kind)])
        .note("it is declared here", other->range);
    return std::nullopt;
  }
  missing(kind, scope, name, unused);
  return std::nullopt;
}

void Names::missing(NameKind kind, const Scope &scope, law::Name name, const Entry *unused) {
  Diagnostic &d = kind == NameKind::Kind
                      ? diagnostics.report(Code::N001, name.range, std::string_view(name.text))
                      : diagnostics.report(Code::V001, name.range, kindWord[static_cast<size_t>(kind)],
                                           std::string_view(name.text));
  std::vector<llvm::StringRef> candidates;
  for (const auto &item : entries)
    for (const Entry &entry : item.second)
      if (entry.kind == kind && visible(scope, entry)) candidates.push_back(item.first());
  llvm::sort(candidates); // a hash map has no order of its own
  const bool slip = isSlip(name.text, candidates);
  if (llvm::StringRef near = nearestName(name.text, candidates); !near.empty())
    d.fix(fmt::format("did you mean `{}`?", std::string_view(near)), name.range, near.str(), slip);
  restsOnDeclarations(d, scope, name.text, slip);
  if (d.fixes.empty() && unused)
    d.note(fmt::format("`{}` declares it, but is not used here: add it to `use`",
                       std::string_view(declarations[unused->declaration].text)),
           unused->range);
}

} // namespace proviso
