#include "check/Sanctions.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <functional>

namespace proviso {

std::string Sanctions::sourceText(Range range) const {
  std::string out;
  for (llvm::StringRef rest = sources.text(range); !rest.empty();) {
    const auto [word, after] = rest.split('\n');
    llvm::StringRef line = word.split("//").first.trim();
    if (!line.empty()) out += (out.empty() ? "" : " ") + line.str();
    rest = after;
  }
  return out;
}

std::vector<ir::Tier> Sanctions::tiers(const std::vector<law::Tier> &from, const Place &place,
                                       std::vector<ir::Statement> &statements) {
  std::vector<ir::Tier> out;
  flatten(from, place, {pool.truth(true), std::nullopt, {}}, out, statements);
  return out;
}

void Sanctions::flatten(const std::vector<law::Tier> &from, const Place &place, const Around &around,
                        std::vector<ir::Tier> &out, std::vector<ir::Statement> &statements) {
  ir::Index before = ir::none; // guard of the tier just before, for `otherwise`
  bool hasBefore = false;
  for (const law::Tier &tier : from) {
    ir::Index guard = pool.truth(true);
    // Inside `on R` of an `instead`, only the base replaces what stands above; tiers add to it as elsewhere.
    ir::TierOp op = tier.kind == law::TierKind::Base ? around.op.value_or(ir::TierOp::Also) : ir::TierOp::Also;
    switch (tier.kind) {
    case law::TierKind::Base: break;
    case law::TierKind::Also:
    case law::TierKind::Instead:
      if (tier.guard) guard = conditions.condition(tier.guard, place);
      if (tier.kind == law::TierKind::Instead) op = ir::TierOp::Instead;
      if (tier.guard) {
        before = guard;
        hasBefore = true;
      }
      break;
    case law::TierKind::Otherwise:
      if (!hasBefore) {
        diagnostics.report(Code::S010, tier.keyword);
        continue;
      }
      guard = pool.negation(before);
      break;
    }
    if (guard == ir::none) continue; // reported
    if (tier.guard)
      statements.push_back(
          {ir::StatementKind::Guard, guard, sourceText((*place.stores)[tier.guard].range), tier.range});
    const ir::Index whole = pool.both(around.guard, guard);
    const std::string authority = tier.by ? authorityText(tier.by, place) : around.authority;

    const ir::Index onPerson = place.owner == ir::Owner::Act ? pool.onPerson(whole) : whole;
    ir::Tier own{op, whole, onPerson, place.owner, place.personRoles, {}, tier.range};
    std::vector<const law::Sanction *> addressed;
    std::vector<ir::Tier> those; // punish per that provision
    for (law::SanctionId id : tier.sanctions) {
      const law::Sanction &sanction = (*place.stores)[id];
      if (sanction.perThat && !sanction.jointlyWith) {
        perThat(sanction, place, own, those);
        continue;
      }
      if (sanction.kind == law::SanctionKind::OnRole) {
        addressed.push_back(&sanction);
        continue;
      }
      // `all of` at this place says no more than the block itself.
      std::vector<law::SanctionId> list{id};
      if (sanction.kind == law::SanctionKind::AllOf) list.assign(sanction.operands.begin(), sanction.operands.end());
      for (law::SanctionId one : list)
        if (const ir::Index lowered = this->sanction(one, place, authority); lowered != ir::none)
          own.sanctions.push_back(lowered);
    }
    const bool replaces = op == ir::TierOp::Instead && (tier.sanctions.empty() || !those.empty());
    if (!own.sanctions.empty() || replaces) out.push_back(std::move(own));
    std::move(those.begin(), those.end(), std::back_inserter(out));
    std::vector<std::pair<const law::Sanction *, std::vector<ir::Index>>> blocks;
    for (const law::Sanction *sanction : addressed) {
      std::vector<ir::Index> roles;
      for (const law::Name &role : sanction->roles)
        if (const auto index = names.find(NameKind::Role, place.scope, role)) roles.push_back(*index);
      if (!roles.empty()) blocks.emplace_back(sanction, std::move(roles));
    }
    // What stands side by side has no order: for a person whom two of them fit the narrower role counts, and so it
    // comes later.
    for (size_t i = 0; i < blocks.size(); ++i)
      for (size_t j = i + 1; j < blocks.size(); ++j)
        if (isNarrower(blocks[i].second, blocks[j].second)) std::swap(blocks[i], blocks[j]);
    for (const auto &[sanction, roles] : blocks) {
      Place inner = place;
      inner.owner = ir::Owner::Person;
      inner.personRoles = roles;
      // An `instead` without a base for this addressee replaces what stands above by nothing.
      const bool based = !sanction->tiers.empty() && sanction->tiers.front().kind == law::TierKind::Base;
      if (op == ir::TierOp::Instead && !based)
        out.push_back({op, whole, whole, ir::Owner::Person, inner.personRoles, {}, sanction->range});
      flatten(sanction->tiers, inner, {whole, op, authority}, out, statements);
    }
  }
}

bool Sanctions::isNarrower(const std::vector<ir::Index> &roles, const std::vector<ir::Index> &than) const {
  return roles != than && llvm::all_of(roles, [&](ir::Index role) {
           return llvm::any_of(than, [&](ir::Index other) {
             return role == other || llvm::is_contained(program.roles[role].is, other);
           });
         });
}

std::string Sanctions::authorityText(const law::Authorities &by, const Place &place) {
  std::string out;
  for (const law::Name &name : by.names) {
    if (!names.find(NameKind::Authority, place.scope, name)) return {};
    out += (out.empty() ? "" : by.join == law::Authorities::Join::And ? " and " : " or ") + name.text.str();
  }
  if (by.approval && names.find(NameKind::Authority, place.scope, by.approval))
    out += " with approval of " + by.approval.text.str();
  return out;
}

std::vector<ir::Term> Sanctions::terms(const law::Sanction &from, const Place &place) {
  using Kind = ir::Term::Kind;
  std::vector<ir::Term> list;
  auto who = [&](Kind kind, const law::Name &name) {
    if (name && (name.text == "subject" || names.find(NameKind::Role, place.scope, name)))
      list.push_back({kind, name.text.str()});
  };
  if (from.forLife) list.push_back({Kind::For, "life"});
  if (from.forSetTime) list.push_back({Kind::For, "a set time"});
  if (from.within.form != law::Amount::Form::None) list.push_back({Kind::Within, sourceText(from.within.range)});
  if (from.withinSetTime) list.push_back({Kind::Within, "a set time"});
  if (from.fromDecision) list.push_back({Kind::From, "decision"});
  who(Kind::AtCostOf, from.costOf);
  who(Kind::ChosenBy, from.chosenBy);
  who(Kind::JointlyWith, from.jointlyWith);
  return list;
}

void Sanctions::perThat(const law::Sanction &from, const Place &place, const ir::Tier &like,
                        std::vector<ir::Tier> &out) {
  const History &history = *law.history;
  std::vector<law::CitationId> committed;
  const std::function<void(law::ExprId)> visit = [&](law::ExprId id) {
    if (!id) return;
    const law::Expr &expr = (*place.stores)[id];
    if (expr.kind == law::ExprKind::Commits && expr.citation) committed.push_back(expr.citation);
    for (law::ExprId operand : expr.operands) visit(operand);
  };
  for (law::ExprId when : history[place.home].whens) visit(when);
  if (committed.empty()) diagnostics.report(Code::S013, from.range, history.describe(place.home));
  for (law::CitationId id : committed)
    for (ProvisionRef target : (*place.bindings)[id.value].targets) {
      Binding single;
      single.targets = {target};
      single.dated = (*place.bindings)[id.value].dated;
      ir::Sanction sanction;
      sanction.op = ir::SanctionOp::Delegation;
      sanction.delegates = {delegates(single, place)};
      sanction.cited = {conditions.indexOf(target)};
      sanction.text = fmt::format("punishment per {}", history.citation(target));
      sanction.range = from.range;
      if (sanction.delegates.front().empty()) continue;
      std::vector<ir::Index> made;
      for (ProvisionRef one : committableProvisions(history, target)) {
        ir::Expr expr;
        expr.op = single.dated ? ir::Op::MadeOut : ir::Op::Committed;
        expr.index = conditions.indexOf(one);
        made.push_back(pool.add(std::move(expr)));
      }
      const ir::Index guard = pool.any(std::move(made));
      ir::Tier tier = like;
      tier.op = ir::TierOp::Also;
      tier.guard = pool.both(like.guard, guard);
      tier.guardOnPerson = pool.both(like.guardOnPerson, guard);
      program.sanctions.push_back(std::move(sanction));
      tier.sanctions = {static_cast<ir::Index>(program.sanctions.size() - 1)};
      tier.range = from.range;
      out.push_back(std::move(tier));
    }
}

ir::Index Sanctions::sanction(law::SanctionId id, const Place &place, const std::string &authority) {
  using law::SanctionKind;
  const law::Sanction &from = (*place.stores)[id];
  auto add = [&](ir::Sanction sanction) {
    sanction.range = from.range;
    program.sanctions.push_back(std::move(sanction));
    return static_cast<ir::Index>(program.sanctions.size() - 1);
  };
  const bool ownSanction =
      from.kind != SanctionKind::ReferTo && from.kind != SanctionKind::PunishPer && from.kind != SanctionKind::OnRole;
  if (from.jointlyWith && !ownSanction)
    diagnostics.report(Code::S005, from.jointlyWith.range, "jointly with", "what another provision or law imposes");
  if (from.perThat) { // it is several tiers, and no branch
    if (!from.jointlyWith) diagnostics.report(Code::S005, from.range, "that provision", "a choice, or after `may`");
    return ir::none;
  }
  switch (from.kind) {
  case SanctionKind::Kind: return kind(from, place, authority);
  case SanctionKind::May: {
    if (from.operands.empty() || !from.operands[0]) return ir::none;
    const ir::Index inner = sanction(from.operands[0], place, authority);
    if (inner != ir::none) {
      program.sanctions[inner].may = true;
      program.sanctions[inner].text = "may: " + program.sanctions[inner].text;
      for (ir::Term &term : terms(from, place)) {
        program.sanctions[inner].text += " " + term.text();
        program.sanctions[inner].terms.push_back(std::move(term));
      }
    }
    return inner;
  }
  case SanctionKind::ReferTo: {
    const auto referral = names.find(NameKind::Referral, place.scope, from.name);
    if (!referral) return ir::none;
    ir::Sanction result;
    result.op = ir::SanctionOp::Referral;
    result.kind = *referral;
    result.text = "referral to " + program.referrals[*referral].name;
    return add(std::move(result));
  }
  case SanctionKind::PunishPer: return delegation(from, place);
  case SanctionKind::OnRole: diagnostics.report(Code::S005, from.range, "on", "a choice"); return ir::none;
  case SanctionKind::OneOf:
  case SanctionKind::OneOrMoreOf:
  case SanctionKind::AllOf:
  case SanctionKind::AlsoOrOnly: break;
  }
  ir::Sanction result;
  result.op = from.kind == SanctionKind::OneOf         ? ir::SanctionOp::OneOf
              : from.kind == SanctionKind::OneOrMoreOf ? ir::SanctionOp::OneOrMoreOf
              : from.kind == SanctionKind::AllOf       ? ir::SanctionOp::AllOf
                                                       : ir::SanctionOp::AlsoOrOnly;
  std::vector<std::string> texts;
  for (law::SanctionId operand : from.operands) {
    if (!operand) return ir::none;
    const ir::Index lowered = sanction(operand, place, authority);
    if (lowered == ir::none) return ir::none;
    const ir::SanctionOp op = program.sanctions[lowered].op;
    if (op == ir::SanctionOp::Delegation || op == ir::SanctionOp::Referral) {
      diagnostics.report(Code::S005, from.range, op == ir::SanctionOp::Delegation ? "punish per" : "refer to",
                         "a choice");
      return ir::none;
    }
    result.operands.push_back(lowered);
    texts.push_back(program.sanctions[lowered].text);
  }
  if (result.operands.empty()) return ir::none;
  if (result.op == ir::SanctionOp::AlsoOrOnly)
    result.text = fmt::format("{}, also or only {}", texts[0], texts[1]);
  else
    result.text = fmt::format("{} {{{}}}",
                              result.op == ir::SanctionOp::OneOf         ? "one of"
                              : result.op == ir::SanctionOp::OneOrMoreOf ? "one or more of"
                                                                         : "all of",
                              fmt::join(texts, "; "));
  result.terms = terms(from, place);
  for (const ir::Term &term : result.terms) result.text += " " + term.text();
  return add(std::move(result));
}

ir::Index Sanctions::kind(const law::Sanction &from, const Place &place, const std::string &authority) {
  const auto found = names.find(NameKind::Kind, place.scope, from.name);
  if (!found) return ir::none;
  ir::Sanction result;
  result.kind = *found;
  result.qualifier = from.quote.text;
  result.authority = from.by ? authorityText(from.by, place) : authority;
  result.range = from.range;
  if (!amount(from, place, result)) return ir::none;
  for (law::ExprId thing : from.things) {
    const law::Expr &expr = (*place.stores)[thing];
    if (expr.kind == law::ExprKind::Text) {
      result.things.push_back(expr.name.text.str());
      continue;
    }
    const Typed term = conditions.term(thing, place);
    if (term.expr == ir::none) return ir::none;
    result.things.push_back(ir::describe(program, term.expr));
    if (term.type.kind == TypeKind::Money && from.things.size() == 1) {
      result.low = result.high = term.expr;
      result.currency = term.type.currency;
    }
  }
  result.terms = terms(from, place);
  result.text = sourceText(from.range);
  std::replace(result.text.begin(), result.text.end(), '_', ' ');
  // As a person reads it: the kind in words, its amount grouped.
  std::string name = program.kinds[*found].name;
  std::replace(name.begin(), name.end(), '_', ' ');
  std::string text = name;
  if (!result.qualifier.empty()) text += fmt::format(" \"{}\"", result.qualifier);
  if (from.amount.form != law::Amount::Form::None) text += " " + amountText(from, result);
  if (!result.things.empty()) text += fmt::format(" of {}", fmt::join(result.things, ", "));
  for (const ir::Term &term : result.terms) text += " " + term.text();
  for (size_t i = 1; i + 1 < text.size(); ++i)
    if (text[i] == '_' && llvm::isDigit(text[i - 1]) && llvm::isDigit(text[i + 1])) text[i] = ',';
  result.text = std::move(text);
  program.sanctions.push_back(std::move(result));
  return static_cast<ir::Index>(program.sanctions.size() - 1);
}

/// As the law states it; what it takes from another provision in figures.
std::string Sanctions::amountText(const law::Sanction &from, const ir::Sanction &to) const {
  const std::string stated = sourceText(from.amount.range);
  auto figure = [&](ir::Index e) -> std::optional<std::string> {
    if (e == ir::none || program.exprs[e].op != ir::Op::Constant) return std::nullopt;
    return figureText(to, program.exprs[e].number);
  };
  const auto low = figure(to.low), high = figure(to.high);
  if (llvm::StringRef(stated).find(" under ") == llvm::StringRef::npos || !high || (to.low != ir::none && !low))
    return stated;
  const std::string figures = !low ? "up to " + *high : *low == *high ? *high : *low + " to " + *high;
  return fmt::format("{} ({})", figures, stated);
}

/// A number in the measure of a sanction.
std::string Sanctions::figureText(const ir::Sanction &of, Number value) {
  if (!of.currency.empty()) return fmt::format("{} {}", value.grouped(), of.currency);
  return Duration{of.months ? Duration::Unit::Months : Duration::Unit::Days, static_cast<int32_t>(value.numerator())}
      .text();
}

/// The amount in the measure of the scale; false after a report.
bool Sanctions::amount(const law::Sanction &from, const Place &place, ir::Sanction &to) {
  using Form = law::Amount::Form;
  const ir::Kind &kind = program.kinds[to.kind];
  const bool money = !kind.currency.empty(), time = kind.least || kind.most;
  const bool months = time && (kind.most ? kind.most : kind.least)->unit == Duration::Unit::Months;
  if (money) to.currency = kind.currency;
  to.months = months;
  to.days = time && !months;
  if (from.forLife || from.forSetTime) { // without bounds, and so without a measure
    to.months = to.days = false;
    return true;
  }
  if (from.amount.form == Form::None) {
    bounds(from, place, to);
    return true;
  }
  if (!money && !time) {
    names.restsOnTwins(diagnostics.report(Code::N009, from.amount.range, kind.name)
                           .note("the scale declares it without a measure", names.rangeOf(NameKind::Kind, to.kind))
                           .fix("leave the amount out", from.amount.range, ""),
                       kind.name);
    return false;
  }
  auto bound = [&](law::ExprId id, bool upper, ir::Index &into) {
    if (!id) return true;
    Place at = place;
    at.upper = upper;
    Typed typed = conditions.term(id, at);
    if (typed.expr == ir::none) {
      if (typed.type.kind == TypeKind::Text)
        names.restsOnTwins(diagnostics.report(Code::N005, from.amount.range, kind.name, "words", "money or time"),
                           kind.name);
      return false;
    }
    const TypeKind wanted = money ? TypeKind::Money : months ? TypeKind::Months : TypeKind::Days;
    if (typed.type.kind != wanted || (money && typed.type.currency != kind.currency)) {
      Type measure;
      measure.kind = wanted;
      measure.currency = kind.currency;
      Diagnostic &d = diagnostics.report(Code::N005, (*place.stores)[id].range, kind.name,
                                         conditions.describeType(typed.type), conditions.describeType(measure));
      d.note("the scale declares it here", names.rangeOf(NameKind::Kind, to.kind));
      const law::Expr &written = (*place.stores)[id];
      if (money && typed.type.kind == TypeKind::Number && written.kind == law::ExprKind::Quantity)
        d.fix("name the currency of the sum", {{written.range.begin.file, written.range.end()}, 0},
              " " + kind.currency);
      names.restsOnTwins(d, kind.name);
      return false;
    }
    if (from.forEach) {
      const Typed times = conditions.term(from.forEach, place);
      if (times.expr == ir::none) return false;
      if (times.type.kind != TypeKind::Number) {
        diagnostics.report(Code::V003, (*place.stores)[from.forEach].range,
                           fmt::format("`{}`", sourceText((*place.stores)[from.forEach].range)),
                           conditions.describeType(times.type), "a number");
        return false;
      }
      ir::Expr product;
      product.op = ir::Op::Multiply;
      product.operands = {typed.expr, times.expr};
      typed.expr = pool.add(std::move(product));
    }
    into = typed.expr;
    return true;
  };
  if (!bound(from.amount.low, false, to.low) || !bound(from.amount.high, true, to.high)) return false;
  // `the fine under C` may be a range.
  if (from.amount.form == Form::Exactly && !bound(from.amount.low, true, to.high)) return false;
  bounds(from, place, to);
  if (place.home && from.amount.form == Form::AtLeast && to.high == ir::none)
    diagnostics.report(Code::N011, from.amount.range, kind.name)
        .note("the scale gives none; where the law leaves it open, say so: `accept N011 because \"...\"`",
              names.rangeOf(NameKind::Kind, to.kind));
  return true;
}

Typed Sanctions::amountUnder(const law::Expr &expr, const Place &place) {
  const auto kind = names.find(NameKind::Kind, place.scope, expr.name);
  if (!kind || !place.bindings) return {};
  const History &history = *law.history;
  const Binding &binding = (*place.bindings)[expr.citation.value];
  const ir::Kind &scale = program.kinds[*kind];
  auto unclear = [&](std::string_view why) -> Diagnostic & {
    return diagnostics.report(Code::N012, expr.range, scale.name, sourceText((*place.stores)[expr.citation].range),
                              why);
  };
  std::optional<std::pair<ir::Index, ir::Index>> found;
  const law::Sanction *first = nullptr;
  bool broken = binding.targets.empty();
  for (ProvisionRef target : binding.targets)
    for (ProvisionRef imposes : sanctioningProvisions(history, target)) {
      const law::Instrument &text = history.instrument(imposes.instrument);
      Place there;
      there.stores = &text;
      there.bindings = &law.instruments[imposes.instrument];
      there.scope = names.scopeOf(text);
      there.provision = conditions.indexOf(imposes);
      there.home = imposes;
      const std::function<void(law::SanctionId)> visit = [&](law::SanctionId id) {
        if (!id) return;
        const law::Sanction &one = text[id];
        for (law::SanctionId operand : one.operands) visit(operand);
        if (one.kind != law::SanctionKind::Kind || broken) return;
        const auto its = names.lookUp(NameKind::Kind, there.scope, one.name.text);
        if (!its || *its != *kind) return;
        if (llvm::is_contained(measuring, &one)) { // the circle is reported
          broken = true;
          return;
        }
        measuring.push_back(&one);
        ir::Sanction measured;
        measured.kind = *kind;
        broken = !amount(one, there, measured) || broken;
        measuring.pop_back();
        if (!found) {
          found = {measured.low, measured.high};
          first = &one;
        } else if (!broken && *found != std::pair(measured.low, measured.high)) {
          unclear("two amounts stand there").note("one is here", first->range).note("the other is here", one.range);
          broken = true;
        }
      };
      for (const law::Tier &tier : history[imposes].tiers)
        for (law::SanctionId id : tier.sanctions) visit(id);
    }
  if (broken) return {};
  if (!found) {
    unclear("it imposes none");
    return {};
  }
  ir::Index bound = place.upper ? found->second : found->first;
  if (bound == ir::none && place.upper) {
    unclear("it has no upper bound").note("it is imposed here", first->range);
    return {};
  }
  const bool months = scale.least && scale.least->unit == Duration::Unit::Months;
  if (bound == ir::none) bound = pool.number(Number(0), months);
  Type type;
  type.kind = !scale.currency.empty()     ? TypeKind::Money
              : scale.least || scale.most ? (months ? TypeKind::Months : TypeKind::Days)
                                          : TypeKind::Invalid;
  type.currency = scale.currency;
  if (type.kind == TypeKind::Invalid) {
    unclear("it has no measure");
    return {};
  }
  return {bound, type};
}

/// Fills what the scale says where the amount is silent, and holds the rest against it.
void Sanctions::bounds(const law::Sanction &from, const Place &place, ir::Sanction &to) {
  const ir::Kind &kind = program.kinds[to.kind];
  auto constant = [&](ir::Index e) -> std::optional<Number> {
    if (e == ir::none || program.exprs[e].op != ir::Op::Constant) return std::nullopt;
    return program.exprs[e].number;
  };
  auto show = [&](Number value) { return figureText(to, value); };
  const auto low = constant(to.low), high = constant(to.high);
  if (low && high && *low > *high) {
    diagnostics.report(Code::N002, from.amount.range, show(*low), show(*high));
  } else if (kind.least || kind.most) {
    const std::string range =
        fmt::format("{} to {}", kind.least ? kind.least->text() : "any", kind.most ? kind.most->text() : "any");
    // What a scenario expects may be raised beyond it (`maximum 2 times`).
    const bool raised = !place.home;
    for (const auto &value : {low, high})
      if (value && ((kind.least && *value < Number(kind.least->count)) ||
                    (!raised && kind.most && *value > Number(kind.most->count)))) {
        diagnostics.report(Code::N003, from.amount.range, show(*value), kind.name, range)
            .note("the scale declares it here", names.rangeOf(NameKind::Kind, to.kind));
        break;
      }
    if (to.low == ir::none && kind.least) to.low = pool.number(Number(kind.least->count), to.months);
    if (to.high == ir::none && kind.most) to.high = pool.number(Number(kind.most->count), to.months);
  }
}

ir::Index Sanctions::delegation(const law::Sanction &from, const Place &place) {
  ir::Sanction result;
  result.op = ir::SanctionOp::Delegation;
  result.choice = from.perJoin == law::Sanction::Join::Or;
  result.range = from.range;
  if (!place.bindings) return ir::none;
  std::vector<std::string> cited;
  for (law::CitationId id : from.per) {
    const Binding &binding = (*place.bindings)[id.value];
    if (binding.targets.empty()) return ir::none; // reported
    result.delegates.push_back(delegates(binding, place));
    result.cited.push_back(conditions.indexOf(binding.targets.front()));
    cited.push_back(law.history->citation(binding.targets.front()));
  }
  if (result.delegates.empty()) return ir::none;
  result.text = fmt::format("punishment per {}", fmt::join(cited, result.choice ? " or " : " and "));
  program.sanctions.push_back(std::move(result));
  return static_cast<ir::Index>(program.sanctions.size() - 1);
}

/// Of several provisions that impose under what is cited as one, that which is for such a subject; where none is, all.
ir::Index Sanctions::fitting(ProvisionRef imposes, llvm::ArrayRef<ProvisionRef> among, const Place &place) {
  auto subjectOf = [&](ProvisionRef ref) {
    const ir::Index subject = program.provisions[conditions.indexOf(ref)].subject;
    return subject == ir::none ? pool.truth(true) : subject;
  };
  const ir::Index own = subjectOf(imposes);
  if (place.owner != ir::Owner::Act || llvm::all_of(among, [&](ProvisionRef one) { return subjectOf(one) == own; }))
    return pool.truth(true);
  std::vector<ir::Index> any;
  for (ProvisionRef one : among) any.push_back(subjectOf(one));
  return pool.any({own, pool.negation(pool.any(std::move(any)))});
}

std::vector<ir::Delegate> Sanctions::delegates(const Binding &binding, const Place &place) {
  const History &history = *law.history;
  const ProvisionRef home = place.home;
  std::vector<ir::Delegate> list;
  auto imposing = [&](ProvisionRef target) {
    if (history[target].outline || history.instrument(target.instrument).external) return std::vector{target};
    return sanctioningProvisions(history, target);
  };
  auto add = [&](ProvisionRef imposes, ProvisionRef cited, ProvisionRef named, ir::Index guard,
                 ir::Index option = ir::none) {
    const bool outline = history[imposes].outline || history.instrument(imposes.instrument).external;
    const ir::Delegate one{outline ? ir::none : conditions.indexOf(imposes), conditions.indexOf(cited),
                           named && named != cited ? conditions.indexOf(named) : ir::none, guard, option};
    if (!llvm::is_contained(list, one)) list.push_back(one);
  };
  auto inForce = [&](ProvisionRef ref) { return conditions.whileInForce(ref, home, pool.truth(true)); };
  /// What is followed: each provision that imposes, or the item of it that is cited.
  struct Followed {
    ProvisionRef cited, imposes, unit;
  };
  std::vector<Followed> followed;
  for (ProvisionRef target : binding.named())
    for (ProvisionRef imposes : imposing(target)) {
      followed.push_back({target, imposes, history.isUnder(imposes, target) ? imposes : target});
      const ir::Index fits = fitting(imposes, imposing(target), place);
      add(imposes, target, {}, binding.dated ? fits : pool.both(inForce(imposes), fits));
    }
  for (const Binding::Stretch &stretch : binding.later()) {
    std::vector<ProvisionRef> reached, allHeirs;
    for (ProvisionRef target : stretch.targets)
      for (ProvisionRef imposes : imposing(target)) allHeirs.push_back(imposes);
    for (const Followed &one : followed) {
      const History::Become become = history.on(one.unit, stretch.days.from);
      reached.insert(reached.end(), become.targets.begin(), become.targets.end());
      if (become.lost || llvm::is_contained(become.targets, one.unit)) continue;
      std::vector<ProvisionRef> heirs, citedHeirs;
      for (ProvisionRef target : become.targets)
        for (ProvisionRef imposes : imposing(target))
          if (!llvm::is_contained(heirs, imposes)) {
            heirs.push_back(imposes);
            citedHeirs.push_back(target);
          }
      // What is left out of a range that stands has gone.
      if (become.targets.empty() && !history.expired(one.unit) && !stretch.asNamed)
        add(one.imposes, one.cited, {}, pool.truth(true), conditions.became(one.unit, {}));
      for (size_t i = 0; i < heirs.size(); ++i)
        add(heirs[i], citedHeirs[i], one.unit, pool.both(inForce(heirs[i]), fitting(heirs[i], allHeirs, place)),
            heirs.size() == 1 ? ir::none : conditions.became(one.unit, heirs[i]));
    }
    // Where nothing tells, the number is taken; and a range has new members.
    for (ProvisionRef target : stretch.targets)
      if (llvm::none_of(reached,
                        [&](ProvisionRef one) { return history.isUnder(one, target) || history.isUnder(target, one); }))
        for (ProvisionRef imposes : imposing(target)) add(imposes, target, {}, inForce(imposes));
  }
  return list;
}

void Sanctions::collectKinds(ir::Index index, std::vector<std::pair<ir::Index, std::string>> &kinds) const {
  const ir::Sanction &sanction = program.sanctions[index];
  if (sanction.op == ir::SanctionOp::Kind) kinds.push_back({sanction.kind, sanction.qualifier});
  for (ir::Index operand : sanction.operands) collectKinds(operand, kinds);
}

void Sanctions::checkAddressees(const ir::Provision &provision) {
  // Whether a subject of this form can fit; roles may be anything.
  std::function<int(ir::Index, ir::Index)> possible = [&](ir::Index e, ir::Index form) -> int { // 0 no, 1 yes, 2 maybe
    const ir::Expr &expr = program.exprs[e];
    switch (expr.op) {
    case ir::Op::True: return 1;
    case ir::Op::False: return 0;
    case ir::Op::IsForm: return expr.owner == ir::Owner::Person ? 2 : expr.index == form ? 1 : 0;
    case ir::Op::Not: {
      const int inner = possible(expr.operands[0], form);
      return inner == 2 ? 2 : 1 - inner;
    }
    case ir::Op::And:
    case ir::Op::Or: {
      const int decisive = expr.op == ir::Op::And ? 0 : 1;
      int result = 1 - decisive;
      for (ir::Index operand : expr.operands) {
        const int inner = possible(operand, form);
        if (inner == decisive) return decisive;
        if (inner == 2) result = 2;
      }
      return result;
    }
    default: return 2;
    }
  };
  std::vector<std::pair<ir::Owner, std::vector<ir::Index>>> addressees;
  for (const ir::Tier &tier : provision.tiers) {
    if (tier.addressee == ir::Owner::Act && provision.subject != ir::none)
      for (ir::Index sanction : tier.sanctions) {
        std::vector<std::pair<ir::Index, std::string>> kinds;
        collectKinds(sanction, kinds);
        for (const auto &[kind, qualifier] : kinds) {
          const auto &on = program.kinds[kind].on;
          if (on.empty() || llvm::any_of(on, [&](ir::Index form) { return possible(provision.subject, form) != 0; }))
            continue;
          std::vector<std::string> forms;
          for (ir::Index form : on) forms.push_back(program.forms[form].name);
          diagnostics
              .report(Code::N004, program.sanctions[sanction].range, program.kinds[kind].name,
                      "the subject of this provision")
              .note(fmt::format("the scale imposes it on `{}` only", fmt::join(forms, "`, `")),
                    names.rangeOf(NameKind::Kind, kind));
        }
      }
    const std::pair key{tier.addressee, tier.roles};
    if (!llvm::is_contained(addressees, key)) addressees.push_back(key);
  }
  for (const auto &[addressee, roles] : addressees) {
    struct Stated {
      std::vector<std::pair<ir::Index, std::string>> kinds;
      Range range;
    };
    std::vector<Stated> above;
    for (const ir::Tier &tier : provision.tiers) {
      if (tier.addressee != addressee || tier.roles != roles) continue;
      if (tier.op == ir::TierOp::Instead) above.clear();
      std::vector<Stated> here; // a block is checked for itself elsewhere
      for (ir::Index sanction : tier.sanctions) {
        std::vector<std::pair<ir::Index, std::string>> kinds;
        collectKinds(sanction, kinds);
        llvm::sort(kinds);
        const Range range = program.sanctions[sanction].range;
        for (const auto &one : kinds) {
          const std::string &name = program.kinds[one.first].name;
          const auto choice = llvm::find_if(above, [&](const Stated &before) {
            return llvm::is_contained(before.kinds, one) && before.kinds != kinds;
          });
          if (choice == above.end()) continue;
          const bool branch = choice->kinds.size() > 1;
          Diagnostic &d = diagnostics
                              .report(Code::N008, range, name, branch ? "one branch of a choice" : "imposed by itself",
                                      branch ? "the choice" : "that")
                              .note(branch ? "the choice is here" : "it is imposed here", choice->range);
          if (llvm::StringRef(sourceText(tier.range)).startswith("also"))
            d.fix(branch ? "to replace the whole choice, write `instead when`"
                         : "if the choice takes the place of all above, write `instead when`",
                  {tier.range.begin, 4}, "instead");
        }
        if (!kinds.empty()) here.push_back({kinds, range});
      }
      above.insert(above.end(), here.begin(), here.end());
    }
  }
}

} // namespace proviso
