#include "law/Builder.h"

namespace proviso::law {

void Builder::vocabulary(Node node) {
  Vocabulary result;
  result.range = node.range();
  Reader reader(result, diagnostics);
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::name))
      result.name = nameOf(c.takeNode());
    else if (c.at(K::STRING))
      result.label = reader.quote(c);
    else if (c.atNode(Rule::vocabItem))
      vocabItem(c.takeNode(), result, reader);
    else
      pass(c);
  }
  if (!result.name) lose(Lost::What::Declaration, result.range, {});
  file.vocabularies.push_back(std::move(result));
}

Declared Builder::declared(Node node, Reader &reader) {
  Declared result;
  for (Cursor c = node.cursor(); !c.done();)
    if (c.atNode(Rule::name))
      result.name = nameOf(c.takeNode());
    else if (c.atNode(Rule::names))
      result.is = reader.names(c.takeNode());
    else if (c.at(K::STRING))
      result.label = reader.quote(c);
    else
      pass(c);
  return result;
}

void Builder::vocabItem(Node node, Vocabulary &result, Reader &reader) {
  if (node.damaged()) return;
  switch (node.firstKind()) {
  case K::FORM: result.forms.push_back(declared(node, reader)); break;
  case K::ROLE: result.roles.push_back(declared(node, reader)); break;
  case K::AUTHORITY: result.authorities.push_back(declared(node, reader)); break;
  case K::EXCLUSIVE:
    if (const auto list = node.child(Rule::names)) result.exclusives.push_back(reader.names(*list));
    break;
  case K::FACT:
  case K::QUANTITY: fact(node, result, reader); break;
  case K::ALWAYS:
    if (const auto condition = node.child(Rule::condition)) result.always.push_back(reader.condition(*condition));
    break;
  default: break;
  }
}

/// A fact, or a quantity.
void Builder::fact(Node node, Vocabulary &result, Reader &reader) {
  Fact fact;
  fact.range = node.range();
  fact.quantity = node.firstKind() == K::QUANTITY;
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::name)) {
      fact.name = nameOf(c.takeNode());
    } else if (c.atNode(Rule::datedValue)) {
      const Node dated = c.takeNode();
      ExprId value;
      std::optional<Date> from;
      for (Cursor d = dated.cursor(); !d.done();)
        if (d.atNode(Rule::figure))
          value = reader.condition(d.takeNode());
        else if (d.at(K::DATE))
          from = reader.date(d);
        else
          pass(d);
      if (from && value) fact.overTime.push_back({*from, value, dated.range()});
    } else if (c.atNode(Rule::type)) {
      type(c.takeNode(), fact);
    } else if (c.atNode(Rule::factPart)) {
      Cursor part = c.takeNode().cursor();
      if (part.at(K::OR))
        fact.unascertainable = true;
      else if (part.at(K::FOR))
        fact.forEachProvision = true;
      else if (part.at(K::STRING))
        fact.label = reader.quote(part);
      else if (part.skip(K::OF) && part.atNode(Rule::name))
        fact.owner = nameOf(part.takeNode());
    } else if (c.atNode(Rule::condition)) {
      fact.definition = reader.condition(c.takeNode());
    } else if (c.atNode(Rule::citation)) {
      fact.definedIn = reader.citation(c.takeNode(), CitationUse::Declaration);
    } else if (c.at(K::STRING)) {
      fact.label = reader.quote(c);
    } else {
      pass(c);
    }
  }
  result.facts.push_back(std::move(fact));
}

void Builder::type(Node node, Fact &fact) {
  Cursor c = node.cursor();
  switch (c.kind()) {
  case K::BOOLEAN: fact.type = FactType::Boolean; break;
  case K::COUNT: fact.type = FactType::Count; break;
  case K::NUMBER: fact.type = FactType::Number; break;
  case K::DATETYPE: fact.type = FactType::Date; break;
  case K::DURATION: fact.type = FactType::Duration; break;
  case K::MONEY:
    fact.type = FactType::Money;
    c.take();
    if (const auto currency = c.take(K::CUR)) fact.currency = nameOf(c, *currency);
    break;
  default: fact.type = FactType::Choice; break;
  }
  while (!c.done()) {
    if (c.at(K::LT)) fact.ordered = true;
    if (c.atNode(Rule::name))
      fact.values.push_back(nameOf(c.takeNode()));
    else
      pass(c);
  }
}

void Builder::scale(Node node) {
  Scale result;
  result.range = node.range();
  Stores none;
  Reader reader(none, diagnostics);
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::name))
      result.name = nameOf(c.takeNode());
    else if (c.at(K::STRING))
      result.label = reader.quote(c);
    else if (c.atNode(Rule::scaleItem))
      scaleItem(c.takeNode(), result, reader);
    else
      pass(c);
  }
  if (!result.name) lose(Lost::What::Declaration, result.range, {});
  file.scales.push_back(std::move(result));
}

void Builder::scaleItem(Node node, Scale &result, Reader &reader) {
  if (node.firstKind() == K::REFERRAL) {
    if (!node.damaged()) result.referrals.push_back(declared(node, reader));
    return;
  }
  Declared group;
  std::vector<ScaleKind> kinds;
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::name))
      group.name = nameOf(c.takeNode());
    else if (c.at(K::STRING))
      group.label = reader.quote(c);
    else if (c.atNode(Rule::scaleKind)) {
      const Node kind = c.takeNode();
      if (!kind.damaged()) kinds.push_back(scaleKind(kind, reader));
    } else
      pass(c);
  }
  for (ScaleKind &kind : kinds) kind.group = group.name;
  result.groups.push_back(std::move(group));
  result.kinds.insert(result.kinds.end(), kinds.begin(), kinds.end());
}

ScaleKind Builder::scaleKind(Node node, Reader &reader) {
  ScaleKind result;
  bool upper = false;
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::kind)) {
      result.name = nameOf(c.takeNode());
    } else if (c.at(K::STRING)) {
      result.label = reader.quote(c);
    } else if (c.at(K::CUR)) {
      result.currency = nameOf(c, c.take());
    } else if (c.atNode(Rule::duration)) {
      (upper ? result.most : result.least) = duration(c.takeNode());
    } else if (c.atNode(Rule::names)) {
      result.on = reader.names(c.takeNode());
    } else if (c.atNode()) {
      c.takeNode();
    } else {
      upper = upper || c.at(K::TO);
      if (c.at(K::ADDITIONAL)) result.additional = true;
      c.take();
    }
  }
  return result;
}

std::optional<Duration> Builder::duration(Node node) {
  Cursor c = node.cursor();
  if (!c.at(K::NUM)) return std::nullopt;
  const Range number = c.take();
  if (!c.at(K::UNIT)) return std::nullopt;
  const Range unit = c.take();
  return makeDuration(c.text(number), c.text(unit), number);
}

std::optional<Duration> Builder::makeDuration(llvm::StringRef number, llvm::StringRef unit, Range range) {
  const std::optional<Number> value = Number::parse(std::string_view(number));
  const int32_t factor = unit.startswith("year") ? 12 : 1;
  if (!value || !value->isWhole() || value->numerator() > 1'000'000) {
    diagnostics.report(Code::P001, range, "a duration is a whole number of days, months or years, below a million");
    return std::nullopt;
  }
  return Duration{unit.startswith("day") ? Duration::Unit::Days : Duration::Unit::Months,
                  static_cast<int32_t>(value->numerator()) * factor};
}

} // namespace proviso::law
