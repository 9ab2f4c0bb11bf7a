#include "law/Reader.h"

namespace proviso::law {

CitationId Reader::citation(Node node, CitationUse use, Quantifier quantifier) {
  Citation result;
  result.range = node.range();
  result.use = use;
  result.at = at;
  result.quantifier = quantifier;
  Cursor c = node.cursor();
  if (const auto where = c.takeNode(Rule::place)) {
    result.place = where->range();
    place(*where, result);
  }
  while (!c.done())
    if (c.skip(K::AS)) {
      c.skip(K::OF);
      result.asOf = date(c);
    } else if (c.skip(K::EXPECTING)) {
      if (const auto text = quoteIfAny(c)) result.expecting = *text;
    } else {
      pass(c);
    }
  stores.citations.push_back(std::move(result));
  return {static_cast<uint32_t>(stores.citations.size() - 1)};
}

CitationId Reader::target(Node node) {
  Citation result;
  result.range = result.place = node.range();
  result.use = CitationUse::Amended;
  result.at = at;
  place(node, result);
  stores.citations.push_back(std::move(result));
  return {static_cast<uint32_t>(stores.citations.size() - 1)};
}

llvm::SmallVector<CitationId, 2> Reader::citations(Node node, CitationUse use) {
  llvm::SmallVector<CitationId, 2> list;
  for (Cursor c = node.cursor(); !c.done();)
    if (c.atNode(Rule::citation))
      list.push_back(citation(c.takeNode(), use));
    else
      pass(c);
  return list;
}

void Reader::place(Node node, Citation &result) {
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
      const Name code = result.instrument;
      place(outer, result);
      if (head) twoPlaces(node, outer, code, own, result);
      result.broken = result.broken || head;
    } else {
      pass(c);
    }
  result.steps.append(own.begin(), own.end());
}

/// `HSA item 1 of article 4`, `HSA article 4 of HSA`: one place, which is written in one order.
void Reader::twoPlaces(Node node, Node outer, Name code, llvm::ArrayRef<CitationStep> own, const Citation &result) {
  Diagnostic &d = diagnostics.report(Code::R014, node.range(), "it names two places, one before `of` and one after it");
  if (!code || own.empty() || result.instrument.text != code.text || result.relative != RelativeKind::None ||
      outer.child(Rule::place))
    return;
  llvm::StringRef around = outer.text();
  if (around.consume_front(code.text)) around = around.ltrim();
  const uint32_t begin = node.range().begin.offset;
  const llvm::StringRef inner =
      node.text().slice(own.front().range.begin.offset - begin, own.back().range.end() - begin);
  const std::string whole = fmt::format("{} {}{}{}", std::string_view(code.text), std::string_view(around),
                                        around.empty() ? "" : " ", std::string_view(inner));
  d.fix(fmt::format("did you mean `{}`?", whole), node.range(), whole);
}

void Reader::relative(Node node, Citation &result) {
  result.relativeRange = node.range();
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

CitationStep Reader::step(Node node) {
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

} // namespace proviso::law
