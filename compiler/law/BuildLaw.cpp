// Reads the rules of grammar/ProvisoParser.g4 into the law. Functions are named after the rules they read.
#include "law/Law.h"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <cassert>

namespace proviso::law {

namespace {

using K = TokenKind;

constexpr llvm::StringLiteral usualLevels[] = {"part", "chapter", "section", "article", "paragraph", "item", "subitem"};

Name nameOf(const Cursor &cursor, Range range) { return {cursor.text(range), range}; }
/// Empty where a mistake was reported: what stands there is no name.
Name nameOf(Node node) { return {node.damaged() ? llvm::StringRef() : node.text(), node.range()}; }

/// The text between quotation marks, with `\"`, `\\` and `\n` resolved.
Quote quoteOf(llvm::StringRef text, Range range) {
  Quote quote{"", range};
  if (text.consume_front("\"\"\"")) {
    text.consume_back("\"\"\"");
    quote.text = text.str();
    return quote;
  }
  if (text.consume_front("\u201C"))
    text.consume_back("\u201D");
  else if (text.consume_front("\"") && !text.endswith("\\\""))
    text.consume_back("\"");
  else if (text.endswith("\\\\\""))
    text.consume_back("\"");
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      quote.text += text[i] == 'n' ? '\n' : text[i];
    } else {
      quote.text += text[i];
    }
  }
  return quote;
}

/// Reads what conditions, sanctions and citations of one declaration consist of.
class Reader {
public:
  Reader(Stores &stores, Diagnostics &diagnostics) : stores(stores), diagnostics(diagnostics) {}

  ProvisionId at; // the provision being read

  Quote quote(Cursor &c) {
    const Range range = c.take();
    return quoteOf(c.text(range), range);
  }
  std::optional<Quote> quoteIfAny(Cursor &c) {
    if (c.at(K::STRING) || c.at(K::TEXT3)) return quote(c);
    return std::nullopt;
  }

  std::optional<Date> date(Cursor &c) {
    const std::optional<Range> range = c.take(K::DATE);
    if (!range) return std::nullopt;
    const std::optional<Date> day = Date::parse(std::string_view(c.text(*range)));
    if (!day) diagnostics.report(Code::D001, *range, std::string_view(c.text(*range)));
    return day;
  }

  std::vector<Name> names(Node node) {
    std::vector<Name> list;
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode())
        list.push_back(nameOf(c.takeNode()));
      else
        c.take();
    return list;
  }

  // ---- citations

  CitationId citation(Node node, CitationUse use, Quantifier quantifier = Quantifier::None) {
    Citation result;
    result.range = node.range();
    result.use = use;
    result.at = at;
    result.quantifier = quantifier;
    Cursor c = node.cursor();
    if (const auto where = c.takeNode(Rule::place)) place(*where, result);
    while (!c.done())
      if (c.skip(K::AS)) {
        c.skip(K::OF);
        result.asOf = date(c);
      } else if (c.skip(K::EXPECTING)) {
        if (const auto text = quoteIfAny(c)) result.expecting = *text;
      } else if (c.atNode()) {
        c.takeNode();
      } else {
        c.take();
      }
    stores.citations.push_back(std::move(result));
    return {static_cast<uint32_t>(stores.citations.size() - 1)};
  }

  llvm::SmallVector<CitationId, 2> citations(Node node, CitationUse use) {
    llvm::SmallVector<CitationId, 2> list;
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode(Rule::citation))
        list.push_back(citation(c.takeNode(), use));
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    return list;
  }

  // ---- conditions

  ExprId add(Expr expr) {
    stores.exprs.push_back(std::move(expr));
    return {static_cast<uint32_t>(stores.exprs.size() - 1)};
  }
  ExprId invalid(Range range) {
    Expr expr;
    expr.range = range;
    return add(std::move(expr));
  }

  /// condition, junction, negation, sum, product: operands joined by tokens.
  ExprId condition(Node node) {
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

  // ---- sanctions

  Authorities by(Node node) {
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

  llvm::SmallVector<SanctionId, 2> block(Node node) {
    llvm::SmallVector<SanctionId, 2> list;
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode(Rule::sanction)) {
        const Node item = c.takeNode();
        if (!item.damaged()) list.push_back(sanction(item));
      } else if (c.atNode()) {
        c.takeNode();
      } else {
        c.take();
      }
    return list;
  }

  Tier tier(Node node) {
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

  /// What follows the keyword of a tier.
  void readTier(Cursor &c, Tier &result) {
    while (!c.done())
      if (c.atNode(Rule::condition))
        result.guard = condition(c.takeNode());
      else if (c.atNode(Rule::by))
        result.by = by(c.takeNode());
      else if (c.atNode(Rule::block))
        result.sanctions = block(c.takeNode());
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
  }

  SanctionId sanction(Node node) {
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
    if (t.at(K::JOINTLY)) later(t.take(), "jointly with");
    return result;
  }

  SanctionId add(Sanction sanction) {
    stores.sanctions.push_back(std::move(sanction));
    return {static_cast<uint32_t>(stores.sanctions.size() - 1)};
  }

  SanctionId per(Node node, Range range) {
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
        later(c.take(), "punish per that provision");
      } else if (c.atNode()) {
        c.takeNode();
      } else {
        c.take();
      }
    }
    return add(std::move(result));
  }

  SanctionId referTo(Name name, Range range) {
    Sanction result;
    result.kind = SanctionKind::ReferTo;
    result.name = name;
    result.range = range;
    return add(std::move(result));
  }

  Amount amount(Node node) {
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

  /// outcome: a kind with what belongs to it. Also read from an expectation.
  void detail(Node node, Sanction &result) {
    Cursor c = node.cursor();
    if (c.at(K::OF)) {
      while (!c.done())
        if (c.atNode(Rule::thing))
          result.things.push_back(thing(c.takeNode()));
        else if (c.atNode())
          c.takeNode();
        else
          c.take();
      return;
    }
    if (c.at(K::STRING)) {
      result.quote = quote(c);
      if (c.skip(K::WITHIN) && c.atNode(Rule::amount)) result.within = amount(c.takeNode());
      return;
    }
    if (c.at(K::FROM)) {
      c.take();
      if (c.at(K::STRING)) result.quote = quote(c);
      while (!c.done()) {
        if (c.at(K::LIFE))
          later(c.take(), "for life");
        else if (c.atNode(Rule::amount))
          result.amount = amount(c.takeNode());
        else if (c.atNode())
          c.takeNode();
        else
          c.take();
      }
      return;
    }
    while (!c.done())
      if (c.atNode(Rule::amount))
        result.amount = amount(c.takeNode());
      else if (c.atNode(Rule::ref))
        result.forEach = ref(c.takeNode());
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
  }

  ExprId thing(Node node) {
    Cursor c = node.cursor();
    if (c.atNode(Rule::ref)) return ref(c.takeNode());
    Expr expr;
    expr.kind = ExprKind::Text;
    expr.range = node.range();
    expr.name = {node.text().drop_front(1).drop_back(1), node.range()};
    return add(std::move(expr));
  }

  SanctionId combined(Node node) {
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
      } else if (c.at(K::CHOSEN)) {
        later(c.take(), "chosen by");
      } else if (c.atNode()) {
        c.takeNode();
      } else {
        c.take();
      }
    }
    if (result.operands.empty() && !node.damaged())
      diagnostics.report(Code::P001, node.range(), "a choice needs at least one sanction in its braces");
    return add(std::move(result));
  }

  /// Reports a form that this version reads but does not decide.
  void later(Range range, std::string_view what) { diagnostics.report(Code::S007, range, what); }

  Stores &stores;
  Diagnostics &diagnostics;

private:
  // ---- citations

  void place(Node node, Citation &result) {
    Cursor c = node.cursor();
    llvm::SmallVector<CitationStep, 3> own;
    bool head = false;
    while (!c.done())
      if (c.atNode(Rule::code)) {
        result.instrument = nameOf(c.takeNode());
        head = true;
      } else if (c.atNode(Rule::relative)) {
        relative(c.takeNode(), result);
        head = true;
      } else if (c.atNode(Rule::step)) {
        own.push_back(step(c.takeNode()));
      } else if (c.atNode(Rule::place)) {
        const Node outer = c.takeNode();
        if (head) diagnostics.report(Code::R014, node.range(), std::string_view(node.text()), "one place only");
        place(outer, result);
      } else if (c.atNode()) {
        c.takeNode();
      } else {
        c.take();
      }
    result.steps.append(own.begin(), own.end());
  }

  void relative(Node node, Citation &result) {
    Cursor c = node.cursor();
    result.relative = c.at(K::THIS)        ? RelativeKind::This
                      : c.at(K::PRECEDING) ? RelativeKind::Preceding
                                           : RelativeKind::Following;
    c.take();
    if (c.at(K::NUM)) {
      const Range range = c.take();
      unsigned long long count = 0;
      if (c.text(range).getAsInteger(10, count) || count == 0 || count > 9999) count = 9999;
      result.relativeCount = static_cast<uint32_t>(count);
    }
    if (!c.done()) {
      const Range range = c.take();
      result.relativeLevel = nameOf(c, range);
    }
  }

  CitationStep step(Node node) {
    CitationStep result;
    result.range = node.range();
    Cursor c = node.cursor();
    result.plural = c.at(K::LEVELS);
    result.level = nameOf(c, c.take());
    const auto labels = c.takeNode(Rule::labels);
    if (!labels) return result;
    bool range = false;
    for (Cursor l = labels->cursor(); !l.done();)
      if (l.atNode(Rule::label)) {
        const Name label = nameOf(l.takeNode());
        if (range)
          result.members.back().to = label;
        else
          result.members.push_back({label, {}});
        range = false;
      } else {
        range = l.at(K::LTO);
        l.take();
      }
    return result;
  }

  // ---- conditions

  static ExprKind connective(K kind) {
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

  /// Operands joined by tokens, from the left; `and` and `or` take any number.
  ExprId joined(Node node) {
    Cursor c = node.cursor();
    ExprId left{};
    while (!c.done()) {
      if (c.atNode()) {
        const ExprId next = condition(c.takeNode());
        if (!left) left = next;
        continue;
      }
      const K token = c.kind();
      c.take();
      if (!c.atNode() || !left) continue;
      const ExprKind kind = connective(token);
      const ExprId right = condition(c.takeNode());
      const Range range = Range::cover(stores[left].range, stores[right].range);
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

  /// `(a and b) and c` stays as it is written.
  bool parenthesised(Node node, ExprId left) const {
    return node.range().begin != stores[left].range.begin || node.text().startswith("(") ||
           node.text().startswith("（");
  }

  ExprId negation(Node node) {
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

  std::optional<Number> number(Cursor &c) {
    const std::optional<Range> range = c.take(K::NUM);
    if (!range) return std::nullopt;
    return Number::parse(std::string_view(c.text(*range)));
  }

  CitationId cited(Node node, CitationUse use) {
    Quantifier quantifier = Quantifier::None;
    for (Cursor c = node.cursor(); !c.done();) {
      if (c.atNode(Rule::citation)) return citation(c.takeNode(), use, quantifier);
      if (c.at(K::ANY)) quantifier = Quantifier::AnyOf;
      if (c.at(K::ALL)) quantifier = Quantifier::AllOf;
      if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
    return {};
  }

  ExprId predicate(Node node) {
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
      c.take();
      if (c.atNode(Rule::cited)) expr.citation = cited(c.takeNode(), duty ? CitationUse::Duty : CitationUse::Elements);
      break;
    }
    case K::DISOBEYED:
      expr.kind = ExprKind::Disobeyed;
      c.take();
      if (c.atNode(Rule::citation)) expr.citation = citation(c.takeNode(), CitationUse::Order);
      break;
    case K::SANCTIONED: later(c.take(), "sanctioned"); break;
    case K::IS: {
      expr.kind = ExprKind::Is;
      c.take();
      const bool negated = c.skip(K::NOT);
      if (c.atNode(Rule::name)) expr.name = nameOf(c.takeNode());
      const ExprId is = add(std::move(expr));
      return negated ? negate(is, node.range()) : is;
    }
    default: return comparison(node);
    }
    return add(std::move(expr));
  }

  ExprId negate(ExprId operand, Range range) {
    Expr expr;
    expr.kind = ExprKind::Not;
    expr.operands = {operand};
    expr.range = range;
    return add(std::move(expr));
  }

  ExprId comparison(Node node) {
    Cursor c = node.cursor();
    const ExprId left = c.atNode() ? condition(c.takeNode()) : invalid(node.range());
    if (c.atNode(Rule::relation)) {
      Expr expr;
      expr.range = node.range();
      switch (c.takeNode().firstKind()) {
      case K::LT: expr.kind = ExprKind::Less; break;
      case K::LE: expr.kind = ExprKind::LessOrEqual; break;
      case K::GT: expr.kind = ExprKind::Greater; break;
      case K::GE: expr.kind = ExprKind::GreaterOrEqual; break;
      case K::EQ: expr.kind = ExprKind::Equal; break;
      default: expr.kind = ExprKind::Unequal; break;
      }
      expr.operands = {left, c.atNode() ? condition(c.takeNode()) : invalid(node.range())};
      return add(std::move(expr));
    }
    if (c.skip(K::IS)) {
      const bool negated = c.skip(K::NOT);
      Expr expr;
      expr.kind = ExprKind::Unascertainable;
      expr.range = node.range();
      expr.operands = {left};
      const ExprId is = add(std::move(expr));
      return negated ? negate(is, node.range()) : is;
    }
    return left;
  }

  ExprId ref(Node node) {
    Expr expr;
    expr.kind = ExprKind::Fact;
    expr.range = node.range();
    Cursor c = node.cursor();
    if (c.atNode(Rule::name)) expr.name = nameOf(c.takeNode());
    if (c.skip(K::OF) && c.atNode(Rule::name)) expr.owner = nameOf(c.takeNode());
    return add(std::move(expr));
  }

  ExprId factor(Node node) {
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
      expr.name = {node.text().drop_front(1).drop_back(1), node.range()};
    }
    return add(std::move(expr));
  }

  ExprId quantity(Node node) {
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

  ExprId base(Node node) {
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode())
        return condition(c.takeNode());
      else
        c.take();
    return invalid(node.range());
  }

  ExprId the(Node node) {
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
      later(node.range(), "the fine under another provision");
    }
    return add(std::move(expr));
  }

  // ---- sanctions

  SanctionId term(Node node) {
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

  SanctionId plain(Node node) {
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
        else if (c.atNode())
          c.takeNode();
        else
          c.take();
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

  void personal(Node node, Sanction &result) {
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

  SanctionId outcome(Node node) {
    Sanction result;
    result.range = node.range();
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode(Rule::kind))
        result.name = nameOf(c.takeNode());
      else if (c.atNode(Rule::detail))
        detail(c.takeNode(), result);
      else if (c.atNode(Rule::by))
        result.by = by(c.takeNode());
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    return add(std::move(result));
  }

  /// `1 to 10 times T`, `3 to 10 years`: the unit of the second bound is that of the first too.
  void shareUnit(Amount &amount) {
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
};

/// Reads the declarations of one file.
class Builder {
public:
  Builder(const Tree &tree, const Sources &sources, Diagnostics &diagnostics)
      : tree(tree), sources(sources), diagnostics(diagnostics) {}

  File run() {
    if (tree.root().damaged()) unread();
    for (Cursor c = tree.root().cursor(); !c.done();) {
      if (!c.atNode(Rule::top)) {
        if (c.atNode())
          c.takeNode();
        else
          c.take();
        continue;
      }
      Cursor top = c.takeNode().cursor();
      if (!top.atNode()) continue;
      const Node node = top.takeNode();
      switch (node.rule()) {
      case Rule::vocabulary: vocabulary(node); break;
      case Rule::scale: scale(node); break;
      case Rule::instrument:
      case Rule::external: instrument(node); break;
      case Rule::scenario: scenario(node); break;
      case Rule::corpus:
      case Rule::accept:
        diagnostics.report(Code::S007, first(node), std::string_view(sources.text(first(node))));
        break;
      default: break;
      }
    }
    return std::move(file);
  }

private:
  /// What recovery passed over outside all declarations.
  void unread() {
    uint32_t end = 0; // of the declarations so far
    Cursor c = tree.root().cursor();
    bool going = false;
    for (const Token &token : tree.tokens) {
      while (token.begin >= end && c.atNode()) end = c.takeNode().range().end();
      const bool outside = token.skipped && token.begin >= end;
      const Range range{{tree.file, token.begin}, token.end - token.begin};
      if (outside && going)
        file.unread.back() = Range::cover(file.unread.back(), range);
      else if (outside)
        file.unread.push_back(range);
      going = outside;
    }
  }

  /// The first word of a sentence.
  static Range first(Node node) {
    Cursor c = node.cursor();
    while (c.atNode()) c = c.takeNode().cursor();
    return c.done() ? node.range() : c.take();
  }

  template <typename Visit>
  static void each(Node node, Visit visit) {
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode())
        visit(c.takeNode());
      else
        c.take();
  }

  // ---- vocabularies and scales

  void vocabulary(Node node) {
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
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
    if (!result.name) file.unread.push_back(result.range);
    file.vocabularies.push_back(std::move(result));
  }

  Declared declared(Node node, Reader &reader) {
    Declared result;
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode(Rule::name))
        result.name = nameOf(c.takeNode());
      else if (c.atNode(Rule::names))
        result.is = reader.names(c.takeNode());
      else if (c.at(K::STRING))
        result.label = reader.quote(c);
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    return result;
  }

  void vocabItem(Node node, Vocabulary &result, Reader &reader) {
    if (node.damaged()) return;
    switch (node.firstKind()) {
    case K::FORM: result.forms.push_back(declared(node, reader)); break;
    case K::ROLE: result.roles.push_back(declared(node, reader)); break;
    case K::AUTHORITY: result.authorities.push_back(declared(node, reader)); break;
    case K::EXCLUSIVE:
      if (const auto list = node.child(Rule::names)) result.exclusives.push_back(reader.names(*list));
      break;
    case K::FACT: fact(node, result, reader); break;
    case K::ALWAYS:
      if (const auto condition = node.child(Rule::condition)) result.always.push_back(reader.condition(*condition));
      break;
    default: reader.later(first(node), sources.text(first(node))); break;
    }
  }

  void fact(Node node, Vocabulary &result, Reader &reader) {
    Fact fact;
    fact.range = node.range();
    for (Cursor c = node.cursor(); !c.done();) {
      if (c.atNode(Rule::name)) {
        fact.name = nameOf(c.takeNode());
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
        reader.citation(c.takeNode(), CitationUse::Declaration);
      } else if (c.at(K::STRING)) {
        fact.label = reader.quote(c);
      } else if (c.atNode()) {
        c.takeNode();
      } else {
        c.take();
      }
    }
    result.facts.push_back(std::move(fact));
  }

  void type(Node node, Fact &fact) {
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
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
  }

  void scale(Node node) {
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
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
    if (!result.name) file.unread.push_back(result.range);
    file.scales.push_back(std::move(result));
  }

  void scaleItem(Node node, Scale &result, Reader &reader) {
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
      } else if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
    for (ScaleKind &kind : kinds) kind.group = group.name;
    result.groups.push_back(std::move(group));
    result.kinds.insert(result.kinds.end(), kinds.begin(), kinds.end());
  }

  ScaleKind scaleKind(Node node, Reader &reader) {
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

  std::optional<Duration> duration(Node node) {
    Cursor c = node.cursor();
    if (!c.at(K::NUM)) return std::nullopt;
    const Range number = c.take();
    if (!c.at(K::UNIT)) return std::nullopt;
    const Range unit = c.take();
    return makeDuration(c.text(number), c.text(unit), number);
  }

  std::optional<Duration> makeDuration(llvm::StringRef number, llvm::StringRef unit, Range range) {
    const std::optional<Number> value = Number::parse(std::string_view(number));
    const int32_t factor = unit.startswith("year") ? 12 : 1;
    if (!value || !value->isWhole() || value->numerator() > 1'000'000) {
      diagnostics.report(Code::P001, range, "a duration is a whole number of days, months or years, below a million");
      return std::nullopt;
    }
    return Duration{unit.startswith("day") ? Duration::Unit::Days : Duration::Unit::Months,
                    static_cast<int32_t>(value->numerator()) * factor};
  }

  // ---- instruments

  void instrument(Node node) {
    Instrument result;
    result.external = node.rule() == Rule::external;
    result.range = node.range();
    result.levels.assign(std::begin(usualLevels), std::end(usualLevels));
    result.provisions.emplace_back();
    result.provisions[0].range = node.range();
    Reader reader(result, diagnostics);
    reader.at = ProvisionId{0};
    for (Cursor c = node.cursor(); !c.done();) {
      if (c.at(K::STATUTE)) result.kind = InstrumentKind::Statute;
      if (c.at(K::REGULATION)) result.kind = InstrumentKind::Regulation;
      if (c.at(K::AMENDMENT)) result.kind = InstrumentKind::Amendment;
      if (c.at(K::VERSION))
        reader.later(c.take(), "version");
      else if (c.atNode(Rule::code))
        result.code = nameOf(c.takeNode());
      else if (c.at(K::STRING))
        result.title = reader.quote(c);
      else if (c.at(K::DATE))
        result.version = reader.date(c);
      else if (c.atNode(Rule::element))
        element(c.takeNode(), result, reader, ProvisionId{0});
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
    result.provisions[0].head = result.code ? result.code.range : node.range();
    result.provisions[0].title = result.title;
    result.provisions[0].inForce = result.inForce;
    result.provisions[0].inForceRange = result.inForceRange;
    result.head = result.range;
    if (result.provisions.size() > 1)
      result.head.length = result.provisions[1].range.begin.offset - result.range.begin.offset;
    if (result.code)
      file.instruments.push_back(std::move(result));
    else
      file.unread.push_back(result.range);
  }

  void element(Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
    for (Cursor c = node.cursor(); !c.done();) {
      if (!c.atNode()) {
        c.take();
        continue;
      }
      const Node child = c.takeNode();
      switch (child.rule()) {
      case Rule::header:
        if (!child.damaged()) header(child, instrument, reader, at);
        break;
      case Rule::node: provision(child, instrument, reader, at); break;
      case Rule::outline:
        if (!child.damaged()) outline(child, instrument, reader, at);
        break;
      case Rule::statement:
        if (!child.damaged()) statement(child, instrument, reader, at);
        break;
      case Rule::amending: reader.later(first(child), sources.text(first(child))); break;
      default: break;
      }
    }
  }

  void header(Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
    Cursor c = node.cursor();
    const Range keyword = first(node);
    if (c.skip(K::NAME)) {
      std::pair<Name, Quote> name;
      if (c.atNode(Rule::name)) name.first = nameOf(c.takeNode());
      if (c.at(K::STRING)) name.second = reader.quote(c);
      instrument.provisions[at.value].names.push_back(name);
      if (at.value == 0) instrument.names.push_back(std::move(name));
      return;
    }
    if (at.value != 0) {
      diagnostics.report(Code::S005, keyword, std::string_view(sources.text(keyword)), "a provision");
      return;
    }
    if (c.skip(K::RANK)) {
      if (c.atNode(Rule::name)) instrument.rank = nameOf(c.takeNode());
    } else if (c.skip(K::SOURCE)) {
      if (c.at(K::STRING)) instrument.source = reader.quote(c);
    } else if (c.skip(K::ADOPTED)) {
      instrument.adopted = reader.date(c);
    } else if (c.skip(K::USE)) {
      if (c.atNode(Rule::names))
        for (const Name &name : reader.names(c.takeNode())) instrument.uses.push_back(name);
    } else if (c.atNode(Rule::levels)) {
      levels(c.takeNode(), instrument);
    }
  }

  void levels(Node node, Instrument &instrument) {
    instrument.levels.clear();
    for (Cursor c = node.cursor(); !c.done();)
      if (c.at(K::LEVEL))
        instrument.levels.push_back(c.text(c.take()));
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
  }

  ProvisionId addProvision(Instrument &instrument, ProvisionId parent, Provision provision) {
    const ProvisionId id{static_cast<uint32_t>(instrument.provisions.size())};
    provision.parent = parent;
    instrument.provisions.push_back(std::move(provision));
    instrument.provisions[parent.value].children.push_back(id);
    return id;
  }

  /// The level of a word that opens a provision; reports one that cannot stand here.
  std::optional<uint8_t> openLevel(const Instrument &instrument, ProvisionId parent, Name word) {
    std::optional<uint8_t> level = instrument.levelNamed(word.text);
    // A slip in the word has been reported where it was read.
    if (!level)
      level = instrument.levelNamed(nearestName(word.text, {instrument.levels.begin(), instrument.levels.end()}));
    const Provision &around = instrument[parent];
    auto article = [](llvm::StringRef noun) {
      return fmt::format("{} {}", llvm::StringRef("aeiou").contains(noun[0]) ? "an" : "a", std::string_view(noun));
    };
    if (!level) {
      diagnostics.report(
          Code::S003, word.range, fmt::format("`{}`", std::string_view(word.text)),
          fmt::format(
              "{}, whose levels are {}", std::string_view(instrument.code.text),
              fmt::join(std::vector<std::string_view>(instrument.levels.begin(), instrument.levels.end()), ", ")));
      return std::nullopt;
    }
    if (parent.value != 0 && *level <= around.level) {
      diagnostics
          .report(Code::S003, word.range, article(instrument.levels[*level]), article(instrument.levels[around.level]))
          .note("is a `}` missing before it?", around.head);
      return std::nullopt;
    }
    return level;
  }

  void provision(Node node, Instrument &instrument, Reader &reader, ProvisionId parent) {
    Provision provision;
    provision.range = node.range();
    Cursor c = node.cursor();
    if (!c.at(K::HEAD)) return;
    const Name word = nameOf(c, c.take());
    const std::optional<uint8_t> level = openLevel(instrument, parent, word);
    if (level && c.atNode(Rule::label)) provision.label = nameOf(c.takeNode());
    if (!provision.label) {
      instrument.dropped.push_back(node.range());
      return;
    }
    provision.level = *level;
    provision.head = Range::cover(word.range, provision.label.range);
    if (c.at(K::STRING)) provision.title = reader.quote(c);
    const ProvisionId id = addProvision(instrument, parent, std::move(provision));
    const ProvisionId outer = reader.at;
    reader.at = id;
    while (!c.done()) {
      if (c.at(K::WAS))
        reader.later(c.take(), "was");
      else if (c.atNode(Rule::element))
        element(c.takeNode(), instrument, reader, id);
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
    reader.at = outer;
  }

  /// `outline articles 1 to 20`: each is a provision of its own, as far as its number can be counted.
  void outline(Node node, Instrument &instrument, Reader &reader, ProvisionId parent) {
    Cursor c = node.cursor();
    c.skip(K::OUTLINE);
    if (c.done() || c.atNode()) return;
    const Name word = nameOf(c, c.take());
    const std::optional<uint8_t> level = openLevel(instrument, parent, word);
    const auto labels = c.takeNode(Rule::labels);
    if (!level || !labels) {
      instrument.dropped.push_back(node.range());
      return;
    }
    std::vector<ProvisionId> added;
    Quote title;
    if (c.at(K::STRING)) title = reader.quote(c);
    auto add = [&](llvm::StringRef label, Range range) {
      Provision one;
      one.level = *level;
      one.label = {label, range};
      one.outline = true;
      one.title = title;
      one.range = one.head = range;
      added.push_back(addProvision(instrument, parent, std::move(one)));
    };
    llvm::StringRef from;
    bool range = false;
    for (Cursor l = labels->cursor(); !l.done();) {
      if (!l.atNode(Rule::label)) {
        range = l.at(K::LTO);
        l.take();
        continue;
      }
      const Name label = nameOf(l.takeNode());
      if (range)
        outlineRange(from, label, add);
      else
        add(label.text, label.range);
      from = label.text;
      range = false;
    }
    while (!c.done())
      if (c.atNode(Rule::outline)) {
        const Node inner = c.takeNode();
        for (ProvisionId id : added) outline(inner, instrument, reader, id);
      } else if (c.atNode())
        c.takeNode();
      else
        c.take();
  }

  /// `1 to 79`, `120-1 to 120-6`: all but the last number is common.
  template <typename Add>
  void outlineRange(llvm::StringRef from, Name to, Add add) {
    auto prefix = [](llvm::StringRef label) {
      return label.drop_back(label.size() - label.find_last_not_of("0123456789") - 1);
    };
    auto stem = [&](llvm::StringRef label) {
      return label.find_last_not_of("0123456789") == llvm::StringRef::npos ? llvm::StringRef() : prefix(label);
    };
    unsigned long long first = 0, last = 0;
    const llvm::StringRef common = stem(to.text);
    if (common != stem(from) || from.drop_front(common.size()).getAsInteger(10, first) ||
        to.text.drop_front(common.size()).getAsInteger(10, last) || last < first || last - first > 100'000) {
      diagnostics.report(Code::R013, to.range,
                         fmt::format("{} to {}", std::string_view(from), std::string_view(to.text)));
      return;
    }
    for (unsigned long long i = first + 1; i <= last; ++i) {
      file.madeLabels.push_back(std::make_unique<std::string>(common.str() + std::to_string(i)));
      add(*file.madeLabels.back(), to.range);
    }
  }

  void statement(Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
    Cursor c = node.cursor();
    if (c.atNode(Rule::tier)) {
      Tier tier = reader.tier(c.takeNode());
      instrument.provisions[at.value].tiers.push_back(std::move(tier));
      return;
    }
    if (c.atNode(Rule::refer)) {
      Tier tier = refer(c.takeNode(), reader);
      instrument.provisions[at.value].tiers.push_back(std::move(tier));
      return;
    }
    const K kind = c.kind();
    const Range keyword = first(node);
    if (c.atNode()) { // adjustment, accept
      reader.later(keyword, sources.text(keyword));
      return;
    }
    c.take();
    auto provision = [&]() -> Provision & { return instrument.provisions[at.value]; };
    switch (kind) {
    case K::TEXT:
      if (const auto text = reader.quoteIfAny(c)) provision().texts.push_back(*text);
      break;
    case K::SUBJECT:
      if (provision().subject) diagnostics.report(Code::S006, keyword, describe(instrument, at), "subject");
      if (c.atNode(Rule::roles)) {
        const ExprId roles = reader.condition(c.takeNode());
        provision().subject = roles;
      }
      break;
    case K::WHEN:
    case K::UNLESS:
      if (c.atNode(Rule::condition)) {
        const ExprId condition = reader.condition(c.takeNode());
        (kind == K::WHEN ? provision().whens : provision().unlesses).push_back(condition);
      }
      break;
    case K::MUST:
    case K::MAY: {
      if (c.atNode()) { // may mitigated ...
        reader.later(keyword, "may");
        break;
      }
      Duty duty;
      duty.kind = kind == K::MAY ? Duty::Kind::May : Duty::Kind::Must;
      if (c.skip(K::NOT)) duty.kind = Duty::Kind::MustNot;
      if (const auto text = reader.quoteIfAny(c)) duty.text = *text;
      duty.range = node.range();
      provision().duties.push_back(std::move(duty));
      break;
    }
    case K::SANCTION: {
      Tier tier;
      tier.range = node.range();
      tier.keyword = keyword;
      reader.readTier(c, tier);
      for (const Tier &other : provision().tiers)
        if (other.kind == TierKind::Base && sources.text(other.keyword) == "sanction")
          diagnostics.report(Code::S006, keyword, describe(instrument, at), "sanction")
              .note("the first one is here", other.keyword);
      provision().tiers.push_back(std::move(tier));
      break;
    }
    case K::PUNISH: {
      c.skip(K::PER);
      if (!c.atNode(Rule::per)) break;
      Tier tier;
      tier.range = node.range();
      tier.keyword = keyword;
      tier.sanctions = {reader.per(c.takeNode(), node.range())};
      provision().tiers.push_back(std::move(tier));
      break;
    }
    case K::CONCURRENCE: concurrence(c, node, instrument, reader, at); break;
    case K::WITHOUT:
      while (!c.done())
        if (c.atNode(Rule::citations))
          for (CitationId id : reader.citations(c.takeNode(), CitationUse::Rule))
            provision().withoutPrejudice.push_back(id);
        else if (c.atNode())
          c.takeNode();
        else
          c.take();
      break;
    case K::IN: inForce(c, node, instrument, reader, at); break;
    default: reader.later(keyword, sources.text(keyword)); break;
    }
  }

  Tier refer(Node node, Reader &reader) {
    Tier tier;
    tier.kind = TierKind::Also;
    tier.range = node.range();
    tier.keyword = first(node);
    Name name;
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode(Rule::name))
        name = nameOf(c.takeNode());
      else if (c.atNode(Rule::condition))
        tier.guard = reader.condition(c.takeNode());
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    tier.sanctions = {reader.referTo(name, node.range())};
    return tier;
  }

  void concurrence(Cursor &c, Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
    Concurrence result;
    result.range = node.range();
    while (!c.done())
      if (c.atNode(Rule::concurrence)) {
        const Node rule = c.takeNode();
        switch (rule.firstKind()) {
        case K::HEAVIEST: result.kind = ConcurrenceKind::Heaviest; break;
        case K::CUMULATIVE: result.kind = ConcurrenceKind::Cumulative; break;
        case K::HIGHEST:
          result.kind = ConcurrenceKind::HighestOfKind;
          if (const auto kind = rule.child(Rule::kind)) result.of = nameOf(*kind);
          break;
        default: result.kind = ConcurrenceKind::TotalUpToGravest; break;
        }
      } else if (c.atNode(Rule::citations)) {
        for (CitationId id : reader.citations(c.takeNode(), CitationUse::Rule)) result.with.push_back(id);
      } else if (c.atNode()) {
        c.takeNode();
      } else {
        c.take();
      }
    if (const auto &before = instrument.provisions[at.value].concurrence)
      diagnostics.report(Code::S006, first(node), describe(instrument, at), "concurrence")
          .note("the first one is here", before->range);
    instrument.provisions[at.value].concurrence = std::move(result);
  }

  void inForce(Cursor &c, Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
    const std::optional<Range> &before =
        at.value == 0 ? instrument.inForceRange : instrument.provisions[at.value].inForceRange;
    if (before)
      diagnostics.report(Code::S006, first(node), describe(instrument, at), "in force")
          .note("the first one is here", *before);
    Span span;
    bool until = false;
    while (!c.done()) {
      if (c.at(K::DATE)) {
        const std::optional<Date> day = reader.date(c);
        if (day) (until ? span.until : span.from) = *day;
        // `until` names the last day; spans end before a day.
        if (day && until) ++span.until.days;
        continue;
      }
      until = until || c.at(K::UNTIL);
      if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
    if (at.value == 0) {
      instrument.inForce = span;
      instrument.inForceRange = node.range();
    } else {
      instrument.provisions[at.value].inForce = span;
      instrument.provisions[at.value].inForceRange = node.range();
    }
  }

  static std::string describe(const Instrument &instrument, ProvisionId at) {
    if (at.value == 0) return instrument.code.text.str();
    const Provision &p = instrument[at];
    return fmt::format("{} {}", std::string_view(instrument.levels[p.level]), std::string_view(p.label.text));
  }

  // ---- scenarios

  void scenario(Node node) {
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
      } else if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
    file.scenarios.push_back(std::move(result));
  }

  void scenarioItem(Node node, Scenario &result, Reader &reader) {
    Cursor c = node.cursor();
    if (c.atNode(Rule::personItem)) {
      personItem(c.takeNode(), result.subject, result.givens, reader);
      return;
    }
    switch (c.kind()) {
    case K::ON:
      if (result.act) diagnostics.report(Code::S006, first(node), "the scenario", "on");
      c.take();
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

  void personItem(Node node, std::vector<Name> &subject, std::vector<Given> &givens, Reader &reader) {
    Cursor c = node.cursor();
    const K kind = c.kind();
    const Range keyword = first(node);
    if (kind == K::HISTORY) {
      reader.later(keyword, "history");
      return;
    }
    c.take();
    while (!c.done()) {
      if (c.atNode(Rule::names)) {
        for (const Name &name : reader.names(c.takeNode())) subject.push_back(name);
      } else if (c.atNode(Rule::given) || c.atNode(Rule::open)) {
        givens.push_back(given(c.takeNode(), kind == K::UNKNOWN, reader));
      } else if (c.atNode()) {
        c.takeNode();
      } else {
        c.take();
      }
    }
  }

  Given given(Node node, bool unknown, Reader &reader) {
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

  /// value : name | MINUS? quantity | DATE | STRING
  ExprId value(Node node, Reader &reader) {
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
      expr.name = {node.text().drop_front(1).drop_back(1), node.range()};
    }
    return reader.add(std::move(expr));
  }

  void person(Node node, Scenario &result, Reader &reader) {
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
        personItem(c.takeNode(), person.subject, person.givens, reader);
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
    result.persons.push_back(std::move(person));
  }

  void expect(Node node, Scenario &result, Reader &reader) {
    Expectation expectation;
    expectation.range = node.range();
    for (Cursor c = node.cursor(); !c.done();) {
      if (c.atNode(Rule::citation))
        expectation.citation = reader.citation(c.takeNode(), CitationUse::Expectation);
      else if (c.atNode(Rule::name))
        expectation.on.push_back(nameOf(c.takeNode()));
      else if (c.atNode(Rule::expectation))
        this->expectation(c.takeNode(), expectation, reader);
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
    }
    if (expectation.citation) result.expectations.push_back(std::move(expectation));
  }

  void expectation(Node node, Expectation &result, Reader &reader) {
    using What = Expectation::What;
    Cursor c = node.cursor();
    const K kind = c.kind();
    const Range keyword = first(node);
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
        if (c.atNode(Rule::detail))
          reader.detail(c.takeNode(), sanction);
        else if (c.atNode(Rule::by))
          sanction.by = reader.by(c.takeNode());
        else if (c.atNode(Rule::missing))
          missing(c.takeNode(), result, reader);
        else if (c.atNode())
          c.takeNode();
        else
          c.take();
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
      if (c.atNode(Rule::kind)) result.name = nameOf(c.takeNode());
      break;
    case K::REFER:
      result.what = What::Referral;
      c.skip(K::TO);
      if (c.atNode(Rule::name)) result.name = nameOf(c.takeNode());
      break;
    case K::IS:
      if (c.at(K::UNDETERMINED)) {
        result.what = What::Undetermined;
        c.take();
        if (c.atNode(Rule::missing)) missing(c.takeNode(), result, reader);
        break;
      }
      reader.later(c.done() ? keyword : c.take(), "expect ... is barred, exempt or displaced");
      break;
    default: reader.later(keyword, sources.text(keyword)); break;
    }
  }

  void missing(Node node, Expectation &result, Reader &reader) {
    for (Cursor c = node.cursor(); !c.done();)
      if (c.atNode(Rule::open))
        result.missing.push_back(given(c.takeNode(), true, reader));
      else if (c.atNode())
        c.takeNode();
      else
        c.take();
  }

  const Tree &tree;
  const Sources &sources;
  Diagnostics &diagnostics;
  File file;
};

} // namespace

std::optional<uint8_t> Instrument::levelNamed(llvm::StringRef name) const {
  for (size_t i = 0; i < levels.size(); ++i)
    if (name == levels[i] || (name.endswith("s") && name.drop_back() == levels[i])) return static_cast<uint8_t>(i);
  return std::nullopt;
}

File buildLaw(const Tree &tree, const Sources &sources, Diagnostics &diagnostics) {
  return Builder(tree, sources, diagnostics).run();
}

} // namespace proviso::law
