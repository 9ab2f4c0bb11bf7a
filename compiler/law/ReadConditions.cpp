#include "law/Reader.h"

namespace proviso::law {

ExprId Reader::add(Expr expr) {
  stores.exprs.push_back(std::move(expr));
  return {static_cast<uint32_t>(stores.exprs.size() - 1)};
}

ExprId Reader::invalid(Range range) {
  Expr expr;
  expr.range = range;
  return add(std::move(expr));
}

ExprId Reader::condition(Node node) {
  switch (node.rule()) {
  case Rule::condition:
  case Rule::junction:
  case Rule::sum:
  case Rule::product:
  case Rule::first:
  case Rule::roles: return joined(node);
  case Rule::negation:
  case Rule::roleTerm: return negation(node);
  case Rule::predicate: return predicate(node);
  case Rule::factor: return factor(node);
  case Rule::quantity: return quantity(node);
  case Rule::figure: return figure(node);
  case Rule::ref: return ref(node);
  case Rule::the: return the(node);
  case Rule::base: return base(node);
  case Rule::name: {
    Expr expr;
    expr.kind = ExprKind::Is;
    expr.range = node.range();
    expr.name = nameOf(node);
    return add(std::move(expr));
  }
  default: return invalid(node.range());
  }
}

ExprKind Reader::connective(K kind) {
  switch (kind) {
  case K::AND: return ExprKind::And;
  case K::OR: return ExprKind::Or;
  case K::IMPLIES: return ExprKind::Implies;
  case K::PLUS: return ExprKind::Add;
  case K::MINUS: return ExprKind::Subtract;
  case K::STAR: return ExprKind::Multiply;
  default: return ExprKind::Divide;
  }
}

ExprId Reader::joined(Node node) {
  Cursor c = node.cursor();
  ExprId left{};
  Range range{};
  while (!c.done()) {
    if (c.atNode()) {
      const Node first = c.takeNode();
      const ExprId next = condition(first);
      if (!left) {
        left = next;
        range = first.range(); // with its parentheses
      }
      continue;
    }
    const K token = c.kind();
    c.take();
    if (!c.atNode() || !left) continue;
    const ExprKind kind = connective(token);
    const Node second = c.takeNode();
    const ExprId right = condition(second);
    range = Range::cover(range, second.range());
    const bool wide = kind == ExprKind::And || kind == ExprKind::Or;
    if (wide && stores[left].kind == kind && stores[left].range.begin == node.range().begin &&
        stores.exprs[left.value].operands.size() >= 2 && !parenthesised(node, left)) {
      stores.exprs[left.value].operands.push_back(right);
      stores.exprs[left.value].range = range;
      continue;
    }
    Expr expr;
    expr.kind = kind;
    expr.operands = {left, right};
    expr.range = range;
    left = add(std::move(expr));
  }
  return left ? left : invalid(node.range());
}

bool Reader::parenthesised(Node node, ExprId left) const {
  return node.range().begin != stores[left].range.begin || node.text().startswith("(") || node.text().startswith("（");
}

ExprId Reader::negation(Node node) {
  Cursor c = node.cursor();
  const std::optional<Range> negated = c.take(K::NOT);
  c.skip(K::LPAREN);
  const ExprId operand = c.atNode() ? condition(c.takeNode()) : invalid(node.range());
  if (!negated) return operand;
  Expr expr;
  expr.kind = ExprKind::Not;
  expr.operands = {operand};
  expr.range = node.range();
  return add(std::move(expr));
}

std::optional<Number> Reader::number(Cursor &c) {
  const std::optional<Range> range = c.take(K::NUM);
  if (!range) return std::nullopt;
  return Number::parse(std::string_view(c.text(*range)));
}

CitationId Reader::cited(Node node, CitationUse use) {
  Quantifier quantifier = Quantifier::None;
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::citation)) return citation(c.takeNode(), use, quantifier);
    if (c.at(K::ANY)) quantifier = Quantifier::AnyOf;
    if (c.at(K::ALL)) quantifier = Quantifier::AllOf;
    pass(c);
  }
  return {};
}

ExprId Reader::predicate(Node node) {
  Cursor c = node.cursor();
  Expr expr;
  expr.range = node.range();
  switch (c.kind()) {
  case K::ANY:
  case K::ALL:
    expr.kind = c.at(K::ANY) ? ExprKind::AnyItem : ExprKind::AllItems;
    c.take();
    if (!c.done() && !c.atNode()) expr.name = nameOf(c, c.take());
    break;
  case K::AT:
    expr.kind = ExprKind::AtLeastItems;
    c.take();
    c.skip(K::LEAST);
    expr.number = number(c).value_or(Number(1));
    if (!c.done() && !c.atNode()) expr.name = nameOf(c, c.take());
    break;
  case K::VIOLATES:
  case K::COMMITS: {
    const bool duty = c.at(K::VIOLATES);
    expr.kind = duty ? ExprKind::Violates : ExprKind::Commits;
    const Range verb = c.take();
    if (c.atNode(Rule::cited)) expr.citation = cited(c.takeNode(), duty ? CitationUse::Duty : CitationUse::Elements);
    if (expr.citation) stores.citations[expr.citation.value].verb = verb;
    break;
  }
  case K::DISOBEYED:
    expr.kind = ExprKind::Disobeyed;
    c.take();
    if (c.atNode(Rule::citation)) expr.citation = citation(c.takeNode(), CitationUse::Order);
    break;
  case K::SANCTIONED:
    expr.kind = ExprKind::Sanctioned;
    expr.number = Number(1);
    for (c.take(); !c.done();)
      if (c.at(K::NUM))
        expr.number = number(c).value_or(Number(1));
      else if (c.atNode(Rule::cited))
        expr.citation = cited(c.takeNode(), CitationUse::Place);
      else if (c.atNode(Rule::kind))
        expr.name = nameOf(c.takeNode());
      else if (c.atNode(Rule::duration))
        expr.operands = {figure(c.takeNode())};
      else {
        expr.lacking = expr.lacking || c.at(K::LACKING);
        c.take();
      }
    if (!expr.citation) expr.kind = ExprKind::Invalid;
    break;
  case K::IS: {
    expr.kind = ExprKind::Is;
    c.take();
    const bool negated = c.skip(K::NOT);
    if (c.atNode(Rule::name)) expr.name = nameOf(c.takeNode());
    const ExprId is = add(std::move(expr));
    return negated ? negate(is, node.range()) : is;
  }
  default: {
    expr.operands = {comparison(c, node.range())};
    if (!c.skip(K::INCITED) || !c.atNode(Rule::citation)) return expr.operands.front();
    expr.kind = ExprKind::In;
    expr.citation = citation(c.takeNode(), CitationUse::Rule);
  }
  }
  return add(std::move(expr));
}

ExprId Reader::negate(ExprId operand, Range range) {
  Expr expr;
  expr.kind = ExprKind::Not;
  expr.operands = {operand};
  expr.range = range;
  return add(std::move(expr));
}

ExprId Reader::comparison(Cursor &c, Range range) {
  const ExprId left = c.atNode() ? condition(c.takeNode()) : invalid(range);
  if (c.atNode(Rule::relation)) {
    Expr expr;
    expr.range = range;
    switch (c.takeNode().firstKind()) {
    case K::LT: expr.kind = ExprKind::Less; break;
    case K::LE: expr.kind = ExprKind::LessOrEqual; break;
    case K::GT: expr.kind = ExprKind::Greater; break;
    case K::GE: expr.kind = ExprKind::GreaterOrEqual; break;
    case K::EQ: expr.kind = ExprKind::Equal; break;
    default: expr.kind = ExprKind::Unequal; break;
    }
    expr.operands = {left, c.atNode() ? condition(c.takeNode()) : invalid(range)};
    return add(std::move(expr));
  }
  if (c.skip(K::IS)) {
    const bool negated = c.skip(K::NOT);
    Expr expr;
    expr.kind = ExprKind::Unascertainable;
    expr.range = range;
    expr.operands = {left};
    c.skip(K::UNASCERTAINABLE);
    const ExprId is = add(std::move(expr));
    return negated ? negate(is, range) : is;
  }
  return left;
}

ExprId Reader::ref(Node node) {
  Expr expr;
  expr.kind = ExprKind::Fact;
  expr.range = node.range();
  Cursor c = node.cursor();
  if (c.atNode(Rule::name)) expr.name = nameOf(c.takeNode());
  if (c.skip(K::OF) && c.atNode(Rule::name)) expr.owner = nameOf(c.takeNode());
  return add(std::move(expr));
}

ExprId Reader::factor(Node node) {
  Cursor c = node.cursor();
  if (c.atNode()) return condition(c.takeNode());
  Expr expr;
  expr.range = node.range();
  if (c.skip(K::MINUS)) {
    expr.kind = ExprKind::Negate;
    expr.operands = {c.atNode() ? condition(c.takeNode()) : invalid(node.range())};
  } else if (c.at(K::DATE)) {
    const std::optional<Date> day = date(c);
    expr.kind = day ? ExprKind::Day : ExprKind::Invalid;
    if (day) expr.date = *day;
  } else if (c.at(K::STRING)) {
    expr.kind = ExprKind::Text;
    expr.name = {unquoted(node.text()), node.range()};
  }
  return add(std::move(expr));
}

ExprId Reader::quantity(Node node) {
  Cursor c = node.cursor();
  if (c.atNode(Rule::the)) return the(c.takeNode());
  if (c.skip(K::LPAREN)) return c.atNode() ? condition(c.takeNode()) : invalid(node.range());
  Expr expr;
  expr.kind = ExprKind::Quantity;
  expr.range = node.range();
  const std::optional<Number> value = number(c);
  if (!value) {
    diagnostics.report(Code::P001, node.range(), "this number is too large to compute with exactly");
    expr.kind = ExprKind::Invalid;
    return add(std::move(expr));
  }
  expr.number = *value;
  if (const auto measure = c.takeNode(Rule::measure)) {
    Cursor m = measure->cursor();
    const K kind = m.kind();
    if (kind != K::END) expr.unit = nameOf(m, m.take());
    m.skip(K::OF);
    if (m.atNode(Rule::base)) {
      expr.kind = kind == K::PERCENT ? ExprKind::PercentOf : ExprKind::Times;
      expr.operands = {base(m.takeNode())};
      expr.unit = {};
    }
  }
  return add(std::move(expr));
}

/// `2 years`, `100 EUR`, `5 %`, `7`.
ExprId Reader::figure(Node node) {
  Expr expr;
  expr.kind = ExprKind::Quantity;
  expr.range = node.range();
  Cursor c = node.cursor();
  if (const std::optional<Number> value = number(c)) {
    expr.number = *value;
    if (!c.done()) expr.unit = nameOf(c, c.take());
  } else {
    diagnostics.report(Code::P001, node.range(), "this number is too large to compute with exactly");
    expr.kind = ExprKind::Invalid;
  }
  return add(std::move(expr));
}

ExprId Reader::base(Node node) {
  for (Cursor c = node.cursor(); !c.done();)
    if (c.atNode())
      return condition(c.takeNode());
    else
      c.take();
  return invalid(node.range());
}

ExprId Reader::the(Node node) {
  Expr expr;
  expr.range = node.range();
  Cursor c = node.cursor();
  c.skip(K::THE);
  if (c.at(K::HIGHER) || c.at(K::LOWER)) {
    expr.kind = c.at(K::HIGHER) ? ExprKind::Higher : ExprKind::Lower;
    while (!c.done())
      if (c.atNode())
        expr.operands.push_back(condition(c.takeNode()));
      else
        c.take();
    if (expr.operands.size() != 2) expr.kind = ExprKind::Invalid;
  } else {
    expr.kind = ExprKind::AmountUnder;
    while (!c.done())
      if (c.atNode(Rule::kind))
        expr.name = nameOf(c.takeNode());
      else if (c.atNode(Rule::citation))
        expr.citation = citation(c.takeNode(), CitationUse::Sanction);
      else
        c.take();
    if (!expr.name || !expr.citation) expr.kind = ExprKind::Invalid;
  }
  return add(std::move(expr));
}

} // namespace proviso::law
