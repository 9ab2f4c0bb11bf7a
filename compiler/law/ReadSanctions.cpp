#include "law/Reader.h"

namespace proviso::law {

Authorities Reader::by(Node node) {
  Authorities result;
  bool approval = false;
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::name)) {
      const Name name = nameOf(c.takeNode());
      if (approval)
        result.approval = name;
      else
        result.names.push_back(name);
      continue;
    }
    if (c.at(K::AND)) result.join = Authorities::Join::And;
    if (c.at(K::OR)) result.join = Authorities::Join::Or;
    if (c.at(K::WITH)) approval = true;
    c.take();
  }
  return result;
}

llvm::SmallVector<SanctionId, 2> Reader::block(Node node) {
  llvm::SmallVector<SanctionId, 2> list;
  for (Cursor c = node.cursor(); !c.done();)
    if (c.atNode(Rule::sanction)) {
      const Node item = c.takeNode();
      if (!item.damaged()) list.push_back(sanction(item));
    } else {
      pass(c);
    }
  return list;
}

Tier Reader::tier(Node node) {
  Tier result;
  result.range = node.range();
  Cursor c = node.cursor();
  switch (c.kind()) {
  case K::ALSOWHEN: result.kind = TierKind::Also; break;
  case K::INSTEAD: result.kind = TierKind::Instead; break;
  default: result.kind = TierKind::Otherwise; break;
  }
  result.keyword = c.take();
  readTier(c, result);
  return result;
}

void Reader::readTier(Cursor &c, Tier &result) {
  while (!c.done())
    if (c.atNode(Rule::condition))
      result.guard = condition(c.takeNode());
    else if (c.atNode(Rule::by))
      result.by = by(c.takeNode());
    else if (c.atNode(Rule::block))
      result.sanctions = block(c.takeNode());
    else
      pass(c);
}

SanctionId Reader::sanction(Node node) {
  Cursor c = node.cursor();
  SanctionId result{};
  if (const auto main = c.takeNode(Rule::term)) result = term(*main);
  const auto tail = c.takeNode(Rule::tail);
  if (!tail || !result) return result;
  Cursor t = tail->cursor();
  if (t.at(K::ALSO)) {
    while (!t.done() && !t.atNode()) t.take();
    if (const auto other = t.takeNode(Rule::term)) {
      Sanction both;
      both.kind = SanctionKind::AlsoOrOnly;
      both.range = node.range();
      both.operands = {result, term(*other)};
      result = add(std::move(both));
    }
  }
  if (t.at(K::JOINTLY)) {
    while (!t.done())
      if (t.atNode(Rule::name))
        stores.sanctions[result.value].jointlyWith = nameOf(t.takeNode());
      else
        t.take();
  }
  return result;
}

SanctionId Reader::add(Sanction sanction) {
  stores.sanctions.push_back(std::move(sanction));
  return {static_cast<uint32_t>(stores.sanctions.size() - 1)};
}

SanctionId Reader::per(Node node, Range range) {
  Sanction result;
  result.kind = SanctionKind::PunishPer;
  result.range = range;
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::choice)) {
      for (Cursor d = c.takeNode().cursor(); !d.done();) {
        if (d.atNode(Rule::citation)) {
          result.per.push_back(citation(d.takeNode(), CitationUse::Sanction));
          continue;
        }
        if (d.at(K::OR)) result.perJoin = Sanction::Join::Or;
        if (d.at(K::AND)) result.perJoin = Sanction::Join::And;
        d.take();
      }
    } else if (c.at(K::THAT)) {
      result.perThat = true;
      c.take();
    } else {
      pass(c);
    }
  }
  return add(std::move(result));
}

SanctionId Reader::referTo(Name name, Range range) {
  Sanction result;
  result.kind = SanctionKind::ReferTo;
  result.name = name;
  result.range = range;
  return add(std::move(result));
}

Amount Reader::amount(Node node) {
  Amount result;
  result.range = node.range();
  Cursor c = node.cursor();
  if (c.skip(K::UP)) {
    c.skip(K::TO);
    result.form = Amount::Form::UpTo;
    if (c.atNode()) result.high = condition(c.takeNode());
  } else if (c.skip(K::AT)) {
    c.skip(K::LEAST);
    result.form = Amount::Form::AtLeast;
    if (c.atNode()) result.low = condition(c.takeNode());
  } else if (c.atNode()) {
    result.form = Amount::Form::Exactly;
    result.low = condition(c.takeNode());
    if (c.skip(K::TO) && c.atNode()) {
      result.form = Amount::Form::Between;
      result.high = condition(c.takeNode());
      shareUnit(result);
    }
  }
  return result;
}

void Reader::detail(Node node, Sanction &result) {
  Cursor c = node.cursor();
  if (c.at(K::OF)) {
    while (!c.done())
      if (c.atNode(Rule::thing))
        result.things.push_back(thing(c.takeNode()));
      else
        pass(c);
    return;
  }
  if (c.at(K::STRING)) {
    result.quote = quote(c);
    if (c.skip(K::WITHIN)) {
      if (c.atNode(Rule::amount))
        result.within = amount(c.takeNode());
      else
        result.withinSetTime = c.at(K::ASET);
    }
    return;
  }
  if (c.at(K::ATCOST)) {
    while (!c.done())
      if (c.atNode(Rule::name))
        result.costOf = nameOf(c.takeNode());
      else if (c.at(K::SUBJECT))
        result.costOf = nameOf(c, c.take());
      else
        pass(c);
    return;
  }
  if (c.at(K::FROM)) {
    c.take();
    if (c.at(K::STRING)) result.quote = quote(c);
    while (!c.done()) {
      if (c.at(K::LIFE)) {
        result.forLife = true;
        c.take();
      } else if (c.at(K::ASET)) {
        result.forSetTime = true;
        c.take();
      } else if (c.atNode(Rule::name)) {
        const Name from = nameOf(c.takeNode());
        result.fromDecision = from.text == "decision";
        if (!result.fromDecision)
          diagnostics.report(Code::P001, from.range, "a time runs `from decision`, or from the day of the act")
              .fix("did you mean `decision`?", from.range, "decision");
      } else if (c.atNode(Rule::amount))
        result.amount = amount(c.takeNode());
      else
        pass(c);
    }
    return;
  }
  while (!c.done())
    if (c.atNode(Rule::amount))
      result.amount = amount(c.takeNode());
    else if (c.atNode(Rule::ref))
      result.forEach = ref(c.takeNode());
    else
      pass(c);
}

ExprId Reader::thing(Node node) {
  Cursor c = node.cursor();
  if (c.atNode(Rule::ref)) return ref(c.takeNode());
  Expr expr;
  expr.kind = ExprKind::Text;
  expr.range = node.range();
  expr.name = {unquoted(node.text()), node.range()};
  return add(std::move(expr));
}

SanctionId Reader::combined(Node node) {
  Sanction result;
  result.range = node.range();
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::block)) {
      result.operands = block(c.takeNode());
    } else if (c.at(K::ONE)) {
      result.kind = SanctionKind::OneOf;
      c.take();
    } else if (c.at(K::MOREOF)) {
      result.kind = SanctionKind::OneOrMoreOf;
      c.take();
    } else if (c.at(K::ALL)) {
      result.kind = SanctionKind::AllOf;
      c.take();
    } else if (c.atNode(Rule::name)) {
      result.chosenBy = nameOf(c.takeNode());
    } else {
      pass(c);
    }
  }
  if (result.operands.empty() && !node.damaged())
    diagnostics.report(Code::P001, node.range(), "a choice needs at least one sanction in its braces");
  return add(std::move(result));
}

SanctionId Reader::term(Node node) {
  Cursor c = node.cursor();
  if (c.skip(K::MAY)) {
    Sanction result;
    result.kind = SanctionKind::May;
    result.range = node.range();
    if (c.atNode(Rule::term)) result.operands = {term(c.takeNode())};
    return add(std::move(result));
  }
  if (const auto plain = c.takeNode(Rule::plain)) return this->plain(*plain);
  return {};
}

SanctionId Reader::plain(Node node) {
  Cursor c = node.cursor();
  if (c.atNode(Rule::outcome)) return outcome(c.takeNode());
  if (c.atNode(Rule::combined)) return combined(c.takeNode());
  Sanction result;
  result.range = node.range();
  if (c.skip(K::ON)) {
    result.kind = SanctionKind::OnRole;
    while (!c.done()) {
      if (c.atNode(Rule::name))
        result.roles.push_back(nameOf(c.takeNode()));
      else if (c.atNode(Rule::personal))
        personal(c.takeNode(), result);
      else
        pass(c);
    }
    return add(std::move(result));
  }
  if (c.skip(K::PUNISH)) {
    c.skip(K::PER);
    if (c.atNode(Rule::per)) return per(c.takeNode(), node.range());
  }
  c.skip(K::REFER);
  c.skip(K::TO);
  return referTo(c.atNode(Rule::name) ? nameOf(c.takeNode()) : Name{}, node.range());
}

void Reader::personal(Node node, Sanction &result) {
  for (Cursor c = node.cursor(); !c.done();) {
    if (!c.atNode(Rule::personalItem)) {
      c.take();
      continue;
    }
    const Node item = c.takeNode();
    if (item.damaged()) continue;
    Cursor i = item.cursor();
    if (i.atNode(Rule::tier)) {
      result.tiers.push_back(tier(i.takeNode()));
    } else if (i.atNode(Rule::sanction)) {
      // Sanctions before the first tier are one base.
      const Node one = i.takeNode();
      if (result.tiers.empty() || result.tiers.back().kind != TierKind::Base) {
        Tier tierOfOne;
        tierOfOne.range = tierOfOne.keyword = one.range();
        result.tiers.push_back(std::move(tierOfOne));
      }
      if (const SanctionId id = sanction(one)) result.tiers.back().sanctions.push_back(id);
    }
  }
}

SanctionId Reader::outcome(Node node) {
  Sanction result;
  result.range = node.range();
  for (Cursor c = node.cursor(); !c.done();)
    if (c.atNode(Rule::kind))
      result.name = nameOf(c.takeNode());
    else if (c.atNode(Rule::detail))
      detail(c.takeNode(), result);
    else if (c.atNode(Rule::by))
      result.by = by(c.takeNode());
    else
      pass(c);
  return add(std::move(result));
}

void Reader::shareUnit(Amount &amount) {
  Expr &low = stores.exprs[amount.low.value];
  const Expr &high = stores[amount.high];
  if (low.kind != ExprKind::Quantity || low.unit) return;
  if (high.kind == ExprKind::Quantity)
    low.unit = high.unit;
  else if (high.kind == ExprKind::Times || high.kind == ExprKind::PercentOf) {
    low.kind = high.kind;
    low.operands = high.operands;
  }
}

} // namespace proviso::law
