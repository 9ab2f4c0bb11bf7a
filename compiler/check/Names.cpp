#include "check/Names.h"

#include "history/Losses.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <functional>

namespace proviso {

namespace {

constexpr std::string_view kindWords[] = {
    "role", "form", "authority", "fact", "kind of sanction", "referral", "group of a scale"};

std::string_view wordOf(NameKind kind) { return kindWords[static_cast<size_t>(kind)]; }
std::string phraseOf(NameKind kind) {
  return fmt::format("{} {}", kind == NameKind::Authority ? "an" : "a", wordOf(kind));
}

/// `role or form`
template <typename Of>
std::string either(llvm::ArrayRef<NameKind> kinds, Of of) {
  std::string text;
  for (NameKind kind : kinds) text += fmt::format("{}{}", text.empty() ? "" : " or ", of(kind));
  return text;
}

/// `drunk`, `asleep` and `unfit`
std::string listed(const std::vector<llvm::StringRef> &names) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i)
    text += fmt::format("{}`{}`", i == 0 ? "" : i + 1 < names.size() ? ", " : " and ", std::string_view(names[i]));
  return text;
}

std::string quoted(llvm::StringRef name) { return fmt::format("`{}`", std::string_view(name)); }

} // namespace

Names::Names(const History &history, ir::Program &program, Diagnostics &diagnostics, std::vector<NameUse> *uses)
    : history(history), program(program), diagnostics(diagnostics), uses(uses) {
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
            if (const Entry *entry = entryOf(NameKind::Fact, scope, fact.name.text);
                entry && factEntries[entry->index].fact != ir::none)
              program.facts[factEntries[entry->index].fact].owner = *role;
    }
}

void Names::declare(uint32_t declaration, NameKind kind, law::Name name, ir::Index index, bool readWithOther) {
  if (!name) return;
  std::vector<Entry> &same = entries[name.text];
  const auto twin = llvm::find_if(same, [&](const Entry &e) { return e.declaration == declaration; });
  if (twin != same.end()) {
    diagnostics.report(Code::V002, name.range, std::string_view(name.text))
        .note("it is declared here already", twin->range);
    twins[name.text].push_back(name.range);
    return;
  }
  same.push_back({declaration, kind, index, name.range, readWithOther});
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
    // Scales and cases name forms without a vocabulary: those of one name are one.
    const auto known = llvm::find_if(program.forms, [&](const ir::Form &f) { return f.name == form.name.text; });
    declare(id, NameKind::Form, form.name, static_cast<ir::Index>(known - program.forms.begin()));
    if (known == program.forms.end()) program.forms.push_back({form.name.text.str(), form.label.text});
  }
  for (const law::Declared &role : v.roles) {
    declare(id, NameKind::Role, role.name, next(program.roles), !role.is.empty());
    roleParents.push_back({next(program.roles), role.is});
    roleDeclaration.push_back(id);
    program.roles.push_back({role.name.text.str(), role.label.text, {}});
  }
  for (const law::Declared &authority : v.authorities) {
    declare(id, NameKind::Authority, authority.name, next(program.authorities), !authority.is.empty());
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
      declared.quantity = fact.quantity;
      llvm::StringMap<Range> seen;
      for (const law::Name &value : fact.values) {
        if (const auto [first, isNew] = seen.try_emplace(value.text, value.range); !isNew)
          diagnostics.report(Code::V002, value.range, std::string_view(value.text))
              .note(fmt::format("it is a value of `{}` already", std::string_view(fact.name.text)), first->second);
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
                      kind.additional,
                      s.name.text.str()};
    for (const law::Name &form : kind.on)
      if (const auto index = lookUp(NameKind::Form, everything(), form.text)) {
        declared.on.push_back(*index);
        if (uses) uses->push_back({form.range, entryOf(NameKind::Form, everything(), form.text)->range});
      } else
        missing({NameKind::Form}, everything(), form, nullptr);
    program.kinds.push_back(std::move(declared));
  }
  for (const law::Declared &group : s.groups) {
    declare(id, NameKind::Group, group.name, static_cast<ir::Index>(groups.size()));
    groups.emplace_back(s.name.text, group.name.text);
  }
  for (const law::Declared &referral : s.referrals) {
    declare(id, NameKind::Referral, referral.name, static_cast<ir::Index>(program.referrals.size()));
    program.referrals.push_back({referral.name.text.str(), referral.label.text});
  }
}

std::vector<ir::Index> Names::kindsOf(ir::Index group) const {
  std::vector<ir::Index> kinds;
  for (ir::Index kind = 0; kind < program.kinds.size(); ++kind)
    if (program.kinds[kind].scale == groups[group].first && program.kinds[kind].group == groups[group].second)
      kinds.push_back(kind);
  return kinds;
}

/// Closes `role a is b` transitively.
void Names::entailments() {
  std::vector<std::vector<ir::Index>> direct(program.roles.size());
  for (const auto &[role, parents] : roleParents)
    for (const law::Name &parent : parents)
      if (const auto index = find(NameKind::Role, Scope{{roleDeclaration[role]}}, parent))
        direct[role].push_back(*index);
  std::vector<std::vector<ir::Index>> reached(program.roles.size());
  for (ir::Index role = 0; role < program.roles.size(); ++role) {
    std::function<void(ir::Index)> visit = [&](ir::Index at) {
      for (ir::Index parent : direct[at])
        if (!llvm::is_contained(reached[role], parent)) {
          reached[role].push_back(parent);
          visit(parent);
        }
    };
    visit(role);
  }
  std::vector<bool> reported(program.roles.size());
  for (ir::Index role = 0; role < program.roles.size(); ++role) {
    if (llvm::is_contained(reached[role], role) && !reported[role]) {
      Diagnostic &d = diagnostics.report(Code::V012, rangeOf(NameKind::Role, role), program.roles[role].name);
      for (ir::Index other : reached[role])
        if (llvm::is_contained(reached[other], role)) {
          reported[other] = true;
          if (other != role)
            d.note(fmt::format("`{}`, in the same circle, is declared here", program.roles[other].name),
                   rangeOf(NameKind::Role, other));
        }
    }
    program.roles[role].is = reached[role];
    llvm::erase_value(program.roles[role].is, role);
    llvm::sort(program.roles[role].is);
  }
}

Range Names::rangeOf(NameKind kind, ir::Index index) const {
  for (const auto &same : entries)
    for (const Entry &entry : same.second)
      if (entry.kind == kind && entry.index == index) return entry.range;
  return {};
}

Scope Names::scopeOf(const law::Instrument &instrument, bool report) {
  Scope scope;
  scope.instrument = &instrument;
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
    if (near.empty()) continue;
    d.fix(fmt::format("did you mean `{}`?", std::string_view(near)), use.range, near.str(), slip);
    noteLookAlike(d, use.text, near);
  }
  auto used = [&](const law::Lost &lost) { // or what was skipped of it
    return lost.what == law::Lost::What::Use ||
           (lost.what == law::Lost::What::Words && llvm::any_of(known, [&](auto one) { return lost.mayHold(one); }));
  };
  for (const law::File &file : history.files())
    for (const law::Lost &lost : file.lost)
      if (used(lost) && instrument.range.contains(lost.range)) scope.lost.push_back(lost.range);
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

void Names::restsOnDeclarations(Diagnostic &diagnostic, const Scope &scope, law::Name name, bool slip) const {
  using What = law::Lost::What;
  restsOnTwins(diagnostic, name.text);
  if (!slip)
    for (Range lost : scope.lost) diagnostic.rests(lost);
  Losses(history.files()).of(diagnostic, [&](const law::Lost &lost) {
    if (!lost.mayHold(name.text) || (slip && lost.text.empty())) {
      // The first of several words where one name is needed: the second is reported.
      return lost.what == What::Words && lost.range.begin == name.range.begin;
    }
    if (lost.what == What::Declaration || lost.what == What::Rest) return true;
    return (lost.what == What::Item || lost.what == What::Words || lost.what == What::Brace) &&
           llvm::any_of(scope.declarations,
                        [&](uint32_t declaration) { return declarationRanges[declaration].contains(lost.range); });
  });
}

ir::Index Names::indexOf(const law::Fact &declared) const {
  return llvm::find_if(factEntries, [&](const FactEntry &entry) { return entry.declared == &declared; })->fact;
}

void Names::valueUsed(ir::Index fact, law::Name name) {
  if (!uses) return;
  for (const law::Name &value : declarationOf(fact).values)
    if (value.text == name.text) {
      uses->push_back({name.range, value.range});
      return;
    }
}

const law::Fact &Names::declarationOf(ir::Index fact) const {
  return *llvm::find_if(factEntries, [&](const FactEntry &entry) { return entry.fact == fact; })->declared;
}

bool Names::visible(const Scope &scope, const Entry &entry) const {
  return llvm::is_contained(scope.declarations, entry.declaration);
}

const Names::Entry *Names::entryOf(NameKind kind, const Scope &scope, llvm::StringRef name) const {
  const auto found = entries.find(name);
  if (found == entries.end()) return nullptr;
  for (const Entry &entry : found->second)
    if (entry.kind == kind && visible(scope, entry)) return &entry;
  return nullptr;
}

std::optional<ir::Index> Names::lookUp(NameKind kind, const Scope &scope, llvm::StringRef name) const {
  const Entry *entry = entryOf(kind, scope, name);
  if (!entry) return std::nullopt;
  entry->read = true;
  return entry->index;
}

void Names::reportUnread() {
  if (diagnostics.hasErrors()) return; // it may be read where the law could not be
  const Scope used = [&] {
    Scope all;
    for (uint32_t i = 0; i < history.instrumentCount(); ++i)
      for (uint32_t declaration : scopeOf(history.instrument(i), false).declarations)
        if (!llvm::is_contained(all.declarations, declaration)) all.declarations.push_back(declaration);
    return all;
  }();
  for (const auto &same : entries)
    for (const Entry &entry : same.second) {
      // A scale is complete by itself, whatever the law at hand makes use of.
      const bool ofScale =
          entry.kind == NameKind::Kind || entry.kind == NameKind::Referral || entry.kind == NameKind::Group;
      if (!entry.read && !ofScale && visible(used, entry))
        diagnostics.report(Code::V017, entry.range, wordOf(entry.kind), std::string_view(same.first()));
    }
}

std::optional<ir::Index> Names::find(NameKind kind, const Scope &scope, law::Name name) {
  const auto found = find(llvm::ArrayRef(kind), scope, name);
  return found ? std::optional(found->index) : std::nullopt;
}

std::optional<Names::Found> Names::find(llvm::ArrayRef<NameKind> kinds, const Scope &scope, law::Name name) {
  const Entry *found = nullptr, *other = nullptr, *unused = nullptr;
  if (const auto all = entries.find(name.text); all != entries.end())
    for (const Entry &entry : all->second) {
      const bool fits = llvm::is_contained(kinds, entry.kind);
      if (!visible(scope, entry)) {
        if (!unused || fits) unused = &entry;
      } else if (!fits) {
        other = &entry;
      } else if (!found) {
        found = &entry;
      } else {
        const auto &one = declarations[found->declaration].text, &two = declarations[entry.declaration].text;
        if (told.insert({scope.instrument, name.text.str()}).second)
          diagnostics.report(Code::V007, name.range, std::string_view(name.text), quoted(one), quoted(two))
              .note(fmt::format("{} declares it here", quoted(one)), found->range)
              .note(fmt::format("{} declares it here: rename one, or do not use both", quoted(two)), entry.range);
        return std::nullopt;
      }
    }
  if (found) {
    found->read = true;
    if (uses) uses->push_back({name.range, found->range});
    return Found{found->kind, found->index};
  }
  if (other) {
    Diagnostic &d =
        diagnostics.report(Code::V003, name.range, quoted(name.text), phraseOf(other->kind), either(kinds, phraseOf));
    d.note("it is declared here", other->range);
    const bool person = other->kind == NameKind::Role || other->kind == NameKind::Form;
    if (person && llvm::is_contained(kinds, NameKind::Fact))
      d.fix(fmt::format("a condition on the subject is `is {}`", std::string_view(name.text)), name.range,
            "is " + name.text.str());
    return std::nullopt;
  }
  if (unused && scope.instrument && llvm::is_contained(kinds, unused->kind)) {
    unusedDeclaration(scope, name, *unused);
    return Found{unused->kind, unused->index};
  }
  missing(kinds, scope, name, unused);
  return std::nullopt;
}

void Names::unusedDeclaration(const Scope &scope, law::Name name, const Entry &entry) {
  const law::Instrument &instrument = *scope.instrument;
  const std::string declaration = declarations[entry.declaration].text.str();
  if (!told.insert({&instrument, declaration}).second) return;
  Diagnostic &d = diagnostics.report(Code::V015, name.range, std::string_view(name.text), quoted(declaration),
                                     std::string_view(instrument.code.text));
  d.note("it is declared here", entry.range);
  for (Range lost : scope.lost) d.rests(lost);
  auto after = [](Range range) { return Range{{range.begin.file, range.end()}, 0}; };
  if (!instrument.uses.empty())
    d.fix("add it to `use`", after(instrument.uses.back().range), ", " + declaration);
  else if (instrument.inForceRange)
    d.fix(fmt::format("write `use {}`", declaration), after(*instrument.inForceRange), "\n  use " + declaration);
}

void Names::missing(llvm::ArrayRef<NameKind> kinds, const Scope &scope, law::Name name, const Entry *unused) {
  Diagnostic &d = kinds.front() == NameKind::Kind
                      ? diagnostics.report(Code::N001, name.range, std::string_view(name.text))
                      : diagnostics.report(Code::V001, name.range, either(kinds, wordOf), std::string_view(name.text));
  std::vector<llvm::StringRef> candidates;
  for (const auto &item : entries)
    for (const Entry &entry : item.second)
      if (llvm::is_contained(kinds, entry.kind) && visible(scope, entry)) candidates.push_back(item.first());
  llvm::sort(candidates); // a hash map has no order of its own
  const bool slip = isSlip(name.text, candidates);
  if (llvm::StringRef near = nearestName(name.text, candidates); !near.empty()) {
    d.fix(fmt::format("did you mean `{}`?", std::string_view(near)), name.range, near.str(), slip);
    noteLookAlike(d, name.text, near);
  }
  restsOnDeclarations(d, scope, name, slip);
  if (!d.fixes.empty()) return;
  if (unused)
    d.note(fmt::format("{} declares it, and is not used here", quoted(declarations[unused->declaration].text)),
           unused->range);
  else if (scope.instrument && scope.declarations.empty())
    d.note(fmt::format("{} uses no vocabulary or scale: write `use NAME` at its beginning",
                       std::string_view(scope.instrument->code.text)),
           scope.instrument->code.range);
  else if (!candidates.empty() && candidates.size() <= 8 && kinds.front() != NameKind::Fact)
    d.note(fmt::format("there {} {}", candidates.size() == 1 ? "is only" : "are", listed(candidates)));
}

} // namespace proviso
