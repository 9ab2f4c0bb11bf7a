#include "law/Builder.h"

namespace proviso::law {

void Builder::scenario(Node node) {
  Scenario result;
  result.range = node.range();
  Reader reader(result, diagnostics);
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.at(K::STRING))
      result.title = reader.quote(c);
    else if (c.atNode(Rule::scenarioItem)) {
      const Node item = c.takeNode();
      if (!item.damaged())
        scenarioItem(item, result, reader);
      else
        result.damaged = true;
    } else
      pass(c);
  }
  file.scenarios.push_back(std::move(result));
}

void Builder::scenarioItem(Node node, Scenario &result, Reader &reader) {
  Cursor c = node.cursor();
  if (c.atNode(Rule::personItem)) {
    personItem(c.takeNode(), result.subject, result.givens, result.history, reader);
    return;
  }
  switch (c.kind()) {
  case K::ON:
    if (result.act)
      diagnostics.report(Code::S006, first(node), "the scenario", "on").note("the first one is here", result.actRange);
    c.take();
    result.actRange = node.range();
    result.act = reader.date(c);
    break;
  case K::DECIDED:
    c.take();
    result.decided = reader.date(c);
    break;
  case K::PERSON: person(node, result, reader); break;
  default: expect(node, result, reader); break;
  }
}

void Builder::personItem(Node node, std::vector<Name> &subject, std::vector<Given> &givens, std::vector<Past> &history,
                         Reader &reader) {
  Cursor c = node.cursor();
  const K kind = c.kind();
  if (kind == K::HISTORY) {
    while (!c.done())
      if (c.atNode(Rule::past))
        history.push_back(past(c.takeNode(), reader));
      else
        pass(c);
    return;
  }
  c.take();
  while (!c.done()) {
    if (c.atNode(Rule::names)) {
      for (const Name &name : reader.names(c.takeNode())) subject.push_back(name);
    } else if (c.atNode(Rule::given) || c.atNode(Rule::open)) {
      givens.push_back(given(c.takeNode(), kind == K::UNKNOWN, reader));
    } else {
      pass(c);
    }
  }
}

Past Builder::past(Node node, Reader &reader) {
  Past result;
  result.range = node.range();
  for (Cursor c = node.cursor(); !c.done();)
    if (c.atNode(Rule::citation)) {
      result.under = reader.citation(c.takeNode(), CitationUse::Place);
    } else if (c.at(K::DATE)) {
      result.on = reader.date(c);
    } else if (c.atNode(Rule::block)) {
      for (SanctionId id : reader.block(c.takeNode())) {
        const Sanction &one = reader.stores[id];
        if (one.kind == SanctionKind::Kind)
          result.kinds.push_back(one.name);
        else
          diagnostics.report(Code::S005, one.range, std::string_view(sources.text(one.range).split(' ').first),
                             "a history: it lists kinds of sanctions");
      }
    } else {
      c.take();
    }
  return result;
}

Given Builder::given(Node node, bool unknown, Reader &reader) {
  Given result;
  result.range = node.range();
  result.unknown = unknown;
  Cursor c = node.cursor();
  result.negated = c.skip(K::NOT);
  if (c.skip(K::VIOLATES))
    result.what = Given::What::Violates;
  else if (c.skip(K::DISOBEYED))
    result.what = Given::What::Disobeyed;
  const CitationUse use = result.what == Given::What::Violates ? CitationUse::Duty : CitationUse::Place;
  bool is = false;
  while (!c.done()) {
    if (c.atNode(Rule::name))
      result.name = nameOf(c.takeNode());
    else if (c.atNode(Rule::value))
      result.value = value(c.takeNode(), reader);
    else if (c.atNode(Rule::citation))
      result.citation = reader.citation(c.takeNode(), use);
    else if (c.atNode())
      c.takeNode();
    else {
      is = is || c.at(K::IS);
      if (c.at(K::UNASCERTAINABLE)) result.unascertainable = true;
      if (is && c.at(K::NOT)) result.negated = true;
      c.take();
    }
  }
  return result;
}

ExprId Builder::value(Node node, Reader &reader) {
  Cursor c = node.cursor();
  Expr expr;
  expr.range = node.range();
  if (c.atNode(Rule::name)) {
    expr.kind = ExprKind::Fact;
    expr.name = nameOf(c.takeNode());
    return reader.add(std::move(expr));
  }
  const bool negative = c.skip(K::MINUS);
  if (c.atNode()) {
    const ExprId quantity = reader.condition(c.takeNode());
    if (!negative) return quantity;
    expr.kind = ExprKind::Negate;
    expr.operands = {quantity};
    return reader.add(std::move(expr));
  }
  if (c.at(K::DATE)) {
    const std::optional<Date> day = reader.date(c);
    if (day) {
      expr.kind = ExprKind::Day;
      expr.date = *day;
    }
  } else {
    expr.kind = ExprKind::Text;
    expr.name = {unquoted(node.text()), node.range()};
  }
  return reader.add(std::move(expr));
}

void Builder::person(Node node, Scenario &result, Reader &reader) {
  Person person;
  person.range = node.range();
  Cursor c = node.cursor();
  c.skip(K::PERSON);
  if (c.skip(K::NONE)) {
    result.noPersons = true;
    return;
  }
  while (!c.done()) {
    if (c.atNode(Rule::names))
      person.roles = reader.names(c.takeNode());
    else if (c.at(K::STRING))
      person.label = reader.quote(c);
    else if (c.atNode(Rule::personItem))
      personItem(c.takeNode(), person.subject, person.givens, person.history, reader);
    else
      pass(c);
  }
  result.persons.push_back(std::move(person));
}

void Builder::expect(Node node, Scenario &result, Reader &reader) {
  Expectation expectation;
  expectation.range = node.range();
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::citation))
      expectation.citation = reader.citation(c.takeNode(), CitationUse::Expectation);
    else if (c.atNode(Rule::name))
      expectation.on.push_back(nameOf(c.takeNode()));
    else if (c.atNode(Rule::expectation))
      this->expectation(c.takeNode(), expectation, reader);
    else
      pass(c);
  }
  if (expectation.citation) result.expectations.push_back(std::move(expectation));
}

void Builder::expectation(Node node, Expectation &result, Reader &reader) {
  using What = Expectation::What;
  Cursor c = node.cursor();
  const K kind = c.kind();
  if (c.at(K::MAY)) {
    result.may = true;
    c.take();
    if (c.skip(K::BE)) {
      result.what = What::Adjusted;
      if (c.atNode(Rule::adjective)) result.adjective = adjective(c.takeNode());
      return;
    }
  }
  if (c.atNode(Rule::combined)) {
    result.what = What::Sanction;
    result.sanction = reader.combined(c.takeNode());
    return;
  }
  if (c.atNode(Rule::kind)) {
    Sanction sanction;
    sanction.range = node.range();
    sanction.name = nameOf(c.takeNode());
    result.what = What::Sanction;
    while (!c.done()) {
      if (c.at(K::UNDETERMINED)) result.what = What::EffectUndetermined;
      if (c.skip(K::JOINTLY)) {
        c.skip(K::WITH);
        if (c.atNode(Rule::name)) sanction.jointlyWith = nameOf(c.takeNode());
      } else if (c.atNode(Rule::detail))
        reader.detail(c.takeNode(), sanction);
      else if (c.atNode(Rule::by))
        sanction.by = reader.by(c.takeNode());
      else if (c.atNode(Rule::missing))
        missing(c.takeNode(), result, reader);
      else
        pass(c);
    }
    result.name = sanction.name;
    result.sanction = reader.add(std::move(sanction));
    return;
  }
  c.take();
  switch (kind) {
  case K::APPLIES: result.what = What::Applies; break;
  case K::DOES: result.what = What::DoesNotApply; break;
  case K::NO:
    result.what = What::Absent;
    if (c.atNode(Rule::name)) result.name = nameOf(c.takeNode());
    if (c.at(K::STRING)) result.quote = reader.quote(c);
    break;
  case K::REFER:
    result.what = What::Referral;
    c.skip(K::TO);
    if (c.atNode(Rule::name)) result.name = nameOf(c.takeNode());
    if (c.skip(K::UNDETERMINED)) {
      result.what = What::EffectUndetermined;
      if (c.atNode(Rule::missing)) missing(c.takeNode(), result, reader);
    }
    break;
  case K::IS:
    if (c.at(K::UNDETERMINED)) {
      result.what = What::Undetermined;
      c.take();
      if (c.atNode(Rule::missing)) missing(c.takeNode(), result, reader);
      break;
    }
    if (c.atNode(Rule::adjective)) {
      result.adjective = adjective(c.takeNode());
      result.what = result.adjective == Adjective::Exempt ? What::Exempt : What::Adjusted;
      break;
    }
    if (c.skip(K::BARRED)) {
      result.what = What::Barred;
      break;
    }
    if (c.skip(K::DISPLACED)) {
      result.what = What::Displaced;
      c.skip(K::BY);
      if (c.atNode(Rule::citation)) result.by = reader.citation(c.takeNode(), CitationUse::Expectation);
      break;
    }
    break;
  case K::TOTAL: {
    Sanction total;
    total.range = node.range();
    result.what = What::Total;
    while (!c.done())
      if (c.atNode(Rule::kind))
        total.name = nameOf(c.takeNode());
      else if (c.atNode(Rule::amount))
        total.amount = reader.amount(c.takeNode());
      else
        pass(c);
    result.sanction = reader.add(std::move(total));
    break;
  }
  case K::UNDER:
    result.what = What::Under;
    if (c.atNode(Rule::citation)) result.by = reader.citation(c.takeNode(), CitationUse::Place);
    break;
  default: break;
  }
}

void Builder::missing(Node node, Expectation &result, Reader &reader) {
  for (Cursor c = node.cursor(); !c.done();)
    if (c.atNode(Rule::open))
      result.missing.push_back(given(c.takeNode(), true, reader));
    else
      pass(c);
}

} // namespace proviso::law
