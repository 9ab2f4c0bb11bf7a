#include "check/Scenarios.h"

#include <llvm/ADT/STLExtras.h>

namespace proviso {

void Scenarios::subject(const std::vector<law::Name> &from, const Place &place, std::vector<ir::Index> &roles,
                        std::vector<ir::Index> &forms) {
  for (const law::Name &name : from)
    if (const auto found = names.find({NameKind::Role, NameKind::Form}, place.scope, name))
      (found->kind == NameKind::Form ? forms : roles).push_back(found->index);
}

/// For each instrument, those that define words of it.
void Scenarios::findDefining() {
  const History &history = *law.history;
  defining.resize(history.instrumentCount());
  for (uint32_t i = 0; i < history.instrumentCount(); ++i)
    for (const law::Provision &provision : history.instrument(i).provisions)
      for (const law::Definition &one : provision.definitions)
        for (law::CitationId id : one.of)
          for (ProvisionRef target : law.binding(i, id).targets) defining[target.instrument].insert(i);
}

/// What the instruments use that the scenario cites, and those that define words of them; everything where it cites
/// none.
Scope Scenarios::scope(const std::vector<Binding> &bindings) {
  if (defining.empty()) findDefining();
  std::set<uint32_t> instruments;
  for (const Binding &binding : bindings)
    for (ProvisionRef target : binding.targets) {
      instruments.insert(target.instrument);
      instruments.insert(defining[target.instrument].begin(), defining[target.instrument].end());
    }
  Scope result;
  for (uint32_t instrument : instruments) {
    const Scope used = names.scopeOf(law.history->instrument(instrument), false);
    for (uint32_t declaration : used.declarations)
      if (!llvm::is_contained(result.declarations, declaration)) result.declarations.push_back(declaration);
    result.lost.insert(result.lost.end(), used.lost.begin(), used.lost.end());
  }
  return result.declarations.empty() ? names.everything() : result;
}

std::optional<ir::Given> Scenarios::given(const law::Given &from, const Place &place,
                                          const std::vector<ir::Index> *roles) {
  ir::Given result;
  result.truth = from.unknown ? ir::Truth::Unknown : from.negated ? ir::Truth::False : ir::Truth::True;
  result.unascertainable = from.unascertainable;
  if (from.citation) {
    const Binding &binding = (*place.bindings)[from.citation.value];
    if (binding.targets.empty()) return std::nullopt;
    result.provision = conditions.indexOf(binding.targets.front());
  }
  if (from.what != law::Given::What::Fact) {
    result.what = from.what == law::Given::What::Violates ? ir::Given::What::Breach : ir::Given::What::Disobeyed;
    return result;
  }
  const auto entry = names.find(NameKind::Fact, place.scope, from.name);
  if (!entry) return std::nullopt;
  const ir::Index fact = names.factEntry(*entry).fact;
  if (fact == ir::none) {
    const law::Fact &definition = *names.factEntry(*entry).declared;
    diagnostics
        .report(Code::V003, from.name.range, fmt::format("`{}`", std::string_view(from.name.text)), "a derived fact",
                "a fact of its own")
        .note("it is defined here: state the facts that it rests on", definition.range);
    return std::nullopt;
  }
  result.fact = fact;
  const ir::Fact &declared = program.facts[fact];
  if (declared.quantity) {
    diagnostics
        .report(Code::V020, from.name.range, declared.name,
                "has the value of the day of the act, and is not stated of a case")
        .note("its values are stated here", names.declarationOf(fact).range);
    return std::nullopt;
  }
  if ((declared.owner != ir::none) != (roles != nullptr)) {
    Diagnostic &d = diagnostics.report(Code::V003, from.name.range, fmt::format("`{}`", declared.name),
                                       declared.owner == ir::none ? "a fact of the act" : "a fact of a person",
                                       roles ? "a fact of a person" : "a fact of the act");
    d.note(declared.owner == ir::none
               ? "state it outside `person { ... }`"
               : fmt::format("state it in `person {} {{ ... }}`", program.roles[declared.owner].name));
    return std::nullopt;
  }
  if (from.citation && !declared.forEachProvision) {
    diagnostics.report(Code::V014, from.range, declared.name,
                       "stated for all: it has one value, not one for each provision");
    return std::nullopt;
  }
  if (from.unascertainable && !declared.unascertainable) {
    conditions.neverUnascertainable(from.range, fact);
    return std::nullopt;
  }
  if (from.unknown || from.unascertainable) return result;
  if (!from.value) {
    if (declared.type != ir::FactType::Boolean) {
      Diagnostic &d =
          diagnostics.report(Code::V003, from.range, fmt::format("`{}`", declared.name),
                             declared.type == ir::FactType::Choice ? std::string("a fact with values")
                                                                   : conditions.describeType(conditions.typeOf(fact)),
                             "a value");
      conditions.howToCompare(d, declared.name, conditions.typeOf(fact));
      return std::nullopt;
    }
    return result;
  }
  const Typed value = conditions.value(from.value, place, fact);
  const Type wanted = conditions.typeOf(fact);
  const bool duration =
      wanted.kind == TypeKind::Duration && (value.type.kind == TypeKind::Days || value.type.kind == TypeKind::Months);
  const bool share = value.type.kind == TypeKind::Percentage && declared.type == ir::FactType::Number;
  const bool fits = duration || share || (value.type.kind == wanted.kind && value.type.currency == wanted.currency);
  if (value.type.kind != TypeKind::Invalid && !fits)
    conditions.reportMismatch(from.range, {wanted, nullptr}, {value.type, &(*place.stores)[from.value]});
  if (value.expr == ir::none || !fits) return std::nullopt;
  const ir::Expr &given = program.exprs[value.expr];
  if (declared.type == ir::FactType::Count && given.op == ir::Op::Constant &&
      (!given.number.isWhole() || given.number < Number(0))) {
    diagnostics.report(Code::V014, from.range, declared.name, "a whole number, zero or more");
    return std::nullopt;
  }
  result.value = value.expr;
  return result;
}

/// One for each provision that is cited.
void Scenarios::add(std::vector<ir::Given> &to, const law::Given &from, const Place &place,
                    const std::vector<ir::Index> *roles) {
  const auto lowered = given(from, place, roles);
  if (!lowered) return;
  to.push_back(*lowered);
  if (!from.citation) return;
  for (ProvisionRef target : llvm::drop_begin((*place.bindings)[from.citation.value].targets)) {
    to.push_back(*lowered);
    to.back().provision = conditions.indexOf(target);
  }
}

void Scenarios::record(const std::vector<law::Past> &from, Date act, const Place &place, std::vector<ir::Past> &to) {
  for (const law::Past &one : from)
    for (ProvisionRef target : (*place.bindings)[one.under.value].targets) {
      ir::Past past{conditions.indexOf(target), one.on.value_or(act), {}};
      for (const law::Name &kind : one.kinds)
        if (const auto found = names.find(NameKind::Kind, place.scope, kind)) past.kinds.push_back(*found);
      to.push_back(std::move(past));
      break; // of a range the first: one sanction is stated
    }
}

void Scenarios::scenario(const law::Scenario &from, const std::vector<Binding> &bindings) {
  ir::Scenario result;
  result.title = from.title.text;
  result.range = from.title.range;
  if (!from.act) {
    diagnostics.report(Code::X001, from.title.range).note("write `on DATE` at the beginning of it").rests(from.range);
    return;
  }
  result.act = *from.act;
  result.decided = from.decided.value_or(*from.act);
  Place place;
  place.stores = &from;
  place.bindings = &bindings;
  place.scope = scope(bindings);
  subject(from.subject, place, result.roles, result.forms);
  for (const law::Given &one : from.givens) add(result.givens, one, place, nullptr);
  result.personsStated = from.noPersons || !from.persons.empty();
  for (const law::Person &person : from.persons) {
    ir::Person lowered;
    lowered.name = person.label.text;
    subject(person.roles, place, lowered.roles, lowered.forms);
    subject(person.subject, place, lowered.roles, lowered.forms);
    for (const law::Given &one : person.givens) add(lowered.givens, one, place, &lowered.roles);
    record(person.history, result.act, place, lowered.history);
    if (lowered.name.empty()) lowered.name = fmt::format("person {}", result.persons.size() + 1);
    result.persons.push_back(std::move(lowered));
  }
  record(from.history, result.act, place, result.history);
  for (const law::Expectation &one : from.expectations)
    if (auto lowered = expectation(one, place)) result.expectations.push_back(std::move(*lowered));
  program.scenarios.push_back(std::move(result));
}

std::optional<ir::Expectation> Scenarios::expectation(const law::Expectation &from, const Place &place) {
  using What = law::Expectation::What;
  ir::Expectation result;
  result.what = static_cast<ir::Expectation::What>(from.what);
  result.range = from.range;
  result.may = from.may;
  result.adjective = static_cast<ir::Adjective>(from.adjective);
  result.text = sanctions.sourceText(from.range);
  const Binding &binding = (*place.bindings)[from.citation.value];
  if (binding.targets.empty()) return std::nullopt;
  for (ProvisionRef target : binding.targets)
    for (ProvisionRef ref : committableProvisions(*law.history, target))
      result.provisions.push_back(conditions.indexOf(ref));
  for (const law::Name &role : from.on)
    if (const auto index = names.find(NameKind::Role, place.scope, role))
      result.roles.push_back(*index);
    else
      return std::nullopt;
  for (const law::Given &one : from.missing) {
    // A fact of a person may be missing as well as one of the act.
    const auto entry = one.name ? names.lookUp(NameKind::Fact, place.scope, one.name.text) : std::nullopt;
    const bool ofPerson = entry && names.factEntry(*entry).fact != ir::none &&
                          program.facts[names.factEntry(*entry).fact].owner != ir::none;
    const size_t before = result.missing.size();
    add(result.missing, one, place, ofPerson ? &result.roles : nullptr);
    if (result.missing.size() == before) return std::nullopt;
  }
  switch (from.what) {
  case What::Sanction: {
    const law::Sanction &sanction = (*place.stores)[from.sanction];
    result.sanction = sanctions.sanction(from.sanction, place, {});
    if (result.sanction == ir::none) return std::nullopt;
    result.anyAmount = sanction.amount.form == law::Amount::Form::None && sanction.things.empty();
    result.anyQualifier = sanction.quote.text.empty();
    break;
  }
  case What::Absent:
    if (const auto found = names.find({NameKind::Kind, NameKind::Referral}, place.scope, from.name)) {
      result.kind = found->index;
      result.referral = found->kind == NameKind::Referral;
      result.qualifier = from.quote.text;
    } else {
      return std::nullopt;
    }
    break;
  case What::EffectUndetermined:
    if (const auto found = names.find({NameKind::Kind, NameKind::Referral}, place.scope, from.name)) {
      result.kind = found->index;
      result.referral = found->kind == NameKind::Referral;
    } else {
      return std::nullopt;
    }
    break;
  case What::Referral:
    if (const auto referral = names.find(NameKind::Referral, place.scope, from.name))
      result.kind = *referral;
    else
      return std::nullopt;
    break;
  case What::Total:
    result.sanction = sanctions.sanction(from.sanction, place, {});
    if (result.sanction == ir::none) return std::nullopt;
    break;
  case What::Under:
    if (const auto day = (*place.stores)[from.by].asOf) {
      result.day = *day;
      break;
    }
    diagnostics.report(Code::X003, (*place.stores)[from.by].range);
    return std::nullopt;
  case What::Displaced: {
    for (ProvisionRef target : (*place.bindings)[from.by.value].targets)
      for (ProvisionRef ref : committableProvisions(*law.history, target)) result.by.push_back(conditions.indexOf(ref));
    if (result.by.empty()) return std::nullopt;
    break;
  }
  default: break;
  }
  return result;
}

} // namespace proviso
