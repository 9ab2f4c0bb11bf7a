#include "law/Builder.h"

#include <llvm/ADT/StringExtras.h>

namespace proviso::law {

void Builder::instrument(Node node) {
  Instrument result;
  result.external = node.rule() == Rule::external;
  result.range = node.range();
  result.levels = usualLevels;
  result.provisions.reserve(node.count(Rule::node) + 1);
  result.provisions.emplace_back();
  result.provisions[0].range = node.range();
  Reader reader(result, diagnostics);
  reader.at = ProvisionId{0};
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.at(K::STATUTE)) result.kind = InstrumentKind::Statute;
    if (c.at(K::REGULATION)) result.kind = InstrumentKind::Regulation;
    if (c.at(K::AMENDMENT)) result.kind = InstrumentKind::Amendment;
    if (c.atNode(Rule::code))
      result.code = nameOf(c.takeNode());
    else if (c.at(K::STRING))
      result.title = reader.quote(c);
    else if (c.at(K::DATE))
      result.version = reader.date(c);
    else if (c.atNode(Rule::element))
      element(c.takeNode(), result, reader, ProvisionId{0});
    else
      pass(c);
  }
  result.provisions[0].head = result.code ? result.code.range : node.range();
  result.provisions[0].title = result.title;
  result.provisions[0].inForce = result.inForce;
  result.provisions[0].inForceRange = result.inForceRange;
  if (result.code)
    file.instruments.push_back(std::move(result));
  else
    lose(Lost::What::Declaration, result.range, {});
}

void Builder::element(Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
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
    case Rule::amending:
      if (!child.damaged())
        amending(child, instrument, reader, at);
      else
        lose(Lost::What::Amendment, child.range(), child.text());
      break;
    default: break;
    }
  }
}

void Builder::header(Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
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
    diagnostics.report(Code::S005, keyword, std::string_view(sources.text(keyword)), describe(instrument, at))
        .note(fmt::format("it speaks of {} as a whole, and belongs to its beginning",
                          std::string_view(instrument.code.text)),
              instrument.code.range);
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
    if (instrument.provisions.size() > 1) // they have their levels
      diagnostics.report(Code::S005, keyword, "levels",
                         fmt::format("{} after its first provision", std::string_view(instrument.code.text)));
    else
      instrument.levels = levels(c.takeNode());
  }
}

std::vector<llvm::StringRef> Builder::levels(Node node) {
  std::vector<llvm::StringRef> order;
  for (Cursor c = node.cursor(); !c.done();)
    if (c.at(K::LEVEL))
      order.push_back(c.text(c.take()));
    else
      pass(c);
  return order;
}

ProvisionId Builder::addProvision(Instrument &instrument, ProvisionId parent, Provision provision) {
  const ProvisionId id{static_cast<uint32_t>(instrument.provisions.size())};
  provision.parent = parent;
  instrument.provisions.push_back(std::move(provision));
  instrument.provisions[parent.value].children.push_back(id);
  return id;
}

std::optional<uint8_t> Builder::openLevel(const Instrument &instrument, ProvisionId parent, Name word) {
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

void Builder::provision(Node node, Instrument &instrument, Reader &reader, ProvisionId parent) {
  Provision provision;
  provision.range = node.range();
  Cursor c = node.cursor();
  if (!c.at(K::HEAD)) return;
  const Name word = nameOf(c, c.take());
  const std::optional<uint8_t> level = openLevel(instrument, parent, word);
  if (c.atNode(Rule::label)) provision.label = nameOf(c.takeNode());
  if (!level || !provision.label) {
    lose(Lost::What::Provision, node.range(), provision.label.text);
    return;
  }
  provision.level = *level;
  provision.head = Range::cover(word.range, provision.label.range);
  if (c.at(K::STRING)) provision.title = reader.quote(c);
  const ProvisionId id = addProvision(instrument, parent, std::move(provision));
  const ProvisionId outer = reader.at;
  reader.at = id;
  while (!c.done()) {
    if (c.atNode(Rule::lineage)) {
      Lineage was = lineage(c.takeNode(), reader);
      instrument.provisions[id.value].was = std::move(was);
    } else if (c.atNode(Rule::element))
      element(c.takeNode(), instrument, reader, id);
    else
      pass(c);
  }
  reader.at = outer;
}

void Builder::outline(Node node, Instrument &instrument, Reader &reader, ProvisionId parent) {
  Cursor c = node.cursor();
  c.skip(K::OUTLINE);
  if (c.done() || c.atNode()) return;
  const Name word = nameOf(c, c.take());
  const std::optional<uint8_t> level = openLevel(instrument, parent, word);
  const auto labels = c.takeNode(Rule::labels);
  if (!level || !labels) {
    lose(Lost::What::Provision, node.range(), {});
    return;
  }
  std::vector<ProvisionId> added;
  Quote title;
  if (c.at(K::STRING)) title = reader.quote(c);
  std::optional<Node> was;
  if (c.skip(K::WAS)) was = c.takeNode(Rule::lineage);
  auto add = [&](llvm::StringRef label, Range range) {
    Provision one;
    one.level = *level;
    one.label = {label, range};
    one.outline = true;
    one.title = title;
    one.range = one.head = range;
    added.push_back(addProvision(instrument, parent, std::move(one)));
  };
  Name from;
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
    from = label;
    range = false;
  }
  if (was)
    for (size_t i = 0; i < added.size(); ++i) {
      const ProvisionId outer = std::exchange(reader.at, added[i]);
      Lineage one = lineage(*was, reader);
      reader.at = outer;
      one.ordinal = static_cast<uint32_t>(i);
      one.count = static_cast<uint32_t>(added.size());
      instrument.provisions[added[i].value].was = std::move(one);
    }
  while (!c.done())
    if (c.atNode(Rule::outline)) {
      const Node inner = c.takeNode();
      for (ProvisionId id : added) outline(inner, instrument, reader, id);
    } else
      pass(c);
}

template <typename Add>
void Builder::outlineRange(Name from, Name to, Add add) {
  auto prefix = [](llvm::StringRef label) {
    return label.drop_back(label.size() - label.find_last_not_of("0123456789") - 1);
  };
  auto stem = [&](llvm::StringRef label) {
    return label.find_last_not_of("0123456789") == llvm::StringRef::npos ? llvm::StringRef() : prefix(label);
  };
  unsigned long long first = 0, last = 0;
  const llvm::StringRef common = stem(to.text);
  if (common != stem(from.text) || from.text.drop_front(common.size()).getAsInteger(10, first) ||
      to.text.drop_front(common.size()).getAsInteger(10, last) || last < first || last - first > 100'000) {
    if (compareLabels(from.text, to.text) > 0)
      reversedRange(diagnostics, from, to);
    else
      diagnostics.report(Code::R013, Range::cover(from.range, to.range), std::string_view(from.text),
                         std::string_view(to.text), "cannot be counted out; name each of its numbers");
    return;
  }
  for (unsigned long long i = first + 1; i <= last; ++i) {
    file.madeLabels.push_back(std::make_unique<std::string>(common.str() + std::to_string(i)));
    add(*file.madeLabels.back(), to.range);
  }
}

void reversedRange(Diagnostics &diagnostics, Name from, Name to) {
  Diagnostic &d = diagnostics.report(Code::R013, Range::cover(from.range, to.range), std::string_view(from.text),
                                     std::string_view(to.text), "ends before it begins");
  d.fixes.push_back({fmt::format("did you mean {} to {}?", std::string_view(to.text), std::string_view(from.text)),
                     {{from.range, to.text.str()}, {to.range, from.text.str()}}});
}

void Builder::statement(Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
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
  if (c.atNode(Rule::accept)) {
    accept(c.takeNode(), reader, instrument[at].range, instrument.accepts);
    return;
  }
  if (c.atNode(Rule::adjustment)) {
    if (auto one = adjustment(c.takeNode(), reader, node.range(), false))
      instrument.provisions[at.value].adjustments.push_back(std::move(*one));
    return;
  }
  c.take();
  auto provision = [&]() -> Provision & { return instrument.provisions[at.value]; };
  switch (kind) {
  case K::TEXT:
    if (const auto text = reader.quoteIfAny(c)) provision().texts.push_back(*text);
    break;
  case K::SUBJECT:
    if (provision().subject) twice(keyword, instrument, at, "subject", instrument[provision().subject].range);
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
    if (c.atNode(Rule::adjustment)) {
      if (auto one = adjustment(c.takeNode(), reader, node.range(), true))
        provision().adjustments.push_back(std::move(*one));
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
        twice(keyword, instrument, at, "sanction", other.keyword);
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
  case K::COUNTS:
    c.skip(K::AS);
    if (c.atNode(Rule::citation)) {
      const CitationId as = reader.citation(c.takeNode(), CitationUse::Deemed);
      provision().countsAs.push_back(as);
    }
    break;
  case K::DEFINES:
    if (auto one = definition(c, node, reader)) provision().definitions.push_back(std::move(*one));
    break;
  case K::HAVING:
    while (!c.done())
      if (c.at(K::STRING) || c.at(K::TEXT3)) {
        if (const auto text = reader.quoteIfAny(c)) provision().factors.push_back(*text);
      } else {
        pass(c);
      }
    break;
  case K::LIMITATION:
  case K::MILDER: {
    Adjustment one = limitation(node, reader);
    provision().adjustments.push_back(std::move(one));
    break;
  }
  case K::DRAFT:
    if (!provision().draft) provision().draft = Draft{{}, node.range()};
    while (!c.done())
      if (c.at(K::STRING) || c.at(K::TEXT3)) {
        if (const auto text = reader.quoteIfAny(c)) provision().draft->left.push_back(*text);
      } else {
        pass(c);
      }
    break;
  case K::CONCURRENCE: concurrence(c, node, instrument, reader, at); break;
  case K::NOTWITHSTANDING:
  case K::YIELDS: {
    Displacement one = displacement(c, node, reader, kind == K::YIELDS);
    provision().displacements.push_back(std::move(one));
    break;
  }
  case K::WITHOUT:
    while (!c.done())
      if (c.atNode(Rule::citations))
        for (CitationId id : reader.citations(c.takeNode(), CitationUse::Rule))
          provision().withoutPrejudice.push_back(id);
      else
        pass(c);
    break;
  case K::IN: inForce(c, node, instrument, reader, at); break;
  default: break;
  }
}

Lineage Builder::lineage(Node node, Reader &reader) {
  Lineage result;
  result.range = node.range();
  for (Cursor c = node.cursor(); !c.done();) {
    result.none = result.none || c.at(K::NONE);
    if (c.atNode(Rule::citations))
      for (CitationId id : reader.citations(c.takeNode(), CitationUse::Former)) result.from.push_back(id);
    else
      pass(c);
  }
  return result;
}

void Builder::amending(Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
  Amending result;
  result.range = node.range();
  result.keyword = first(node);
  auto content = std::make_shared<Instrument>();
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.at(K::INSERT)) result.kind = Amending::Kind::Insert;
    if (c.at(K::REPLACE)) result.kind = Amending::Kind::Replace;
    if (c.at(K::REPEAL)) result.kind = Amending::Kind::Repeal;
    if (c.at(K::RENUMBER)) result.kind = Amending::Kind::Renumber;
    result.before = result.before || c.at(K::BEFORE);
    if (c.atNode(Rule::place)) {
      result.target = reader.target(c.takeNode());
      content->code = instrument[result.target].instrument;
    } else if (c.at(K::LEVEL)) {
      result.level = nameOf(c, c.take());
    } else if (c.atNode(Rule::label)) {
      result.label = nameOf(c.takeNode());
    } else if (c.atNode(Rule::element)) {
      if (content->provisions.empty()) {
        content->levels = usualLevels;
        content->provisions.emplace_back();
        content->provisions[0].range = content->provisions[0].head = content->range = node.range();
      }
      Reader inner(*content, diagnostics);
      inner.at = ProvisionId{0};
      element(c.takeNode(), *content, inner, ProvisionId{0});
    } else {
      pass(c);
    }
  }
  if (content->provisions.empty()) content->provisions.emplace_back();
  for (Accept &one : content->accepts) instrument.accepts.push_back(std::move(one));
  content->accepts.clear();
  result.content = std::move(content);
  if (result.target) instrument.provisions[at.value].amendings.push_back(std::move(result));
}

Tier Builder::refer(Node node, Reader &reader) {
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
    else
      pass(c);
  tier.sanctions = {reader.referTo(name, node.range())};
  return tier;
}

void Builder::concurrence(Cursor &c, Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
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
    } else {
      pass(c);
    }
  if (const auto &before = instrument.provisions[at.value].concurrence)
    twice(first(node), instrument, at, "concurrence", before->range);
  instrument.provisions[at.value].concurrence = std::move(result);
}

Displacement Builder::displacement(Cursor &c, Node node, Reader &reader, bool yields) {
  Displacement result;
  result.yields = yields;
  result.range = node.range();
  while (!c.done()) {
    result.otherLaw = result.otherLaw || c.at(K::OTHER);
    if (c.atNode(Rule::citations))
      for (CitationId id : reader.citations(c.takeNode(), yields ? CitationUse::Displacing : CitationUse::Displaced))
        result.citations.push_back(id);
    else
      pass(c);
  }
  return result;
}

std::optional<Adjustment> Builder::adjustment(Node node, Reader &reader, Range whole, bool may) {
  Adjustment result;
  result.may = may;
  result.range = whole;
  result.keyword = first(node);
  bool save = false;
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.at(K::MAXIMUM)) {
      c.take();
      result.adjectives.push_back(Adjective::Maximum);
      if (c.at(K::NUM)) result.times = reader.number(c).value_or(Number(1));
    } else if (c.atNode(Rule::kind)) {
      result.of = nameOf(c.takeNode());
    } else if (c.atNode(Rule::adjective)) {
      result.adjectives.push_back(adjective(c.takeNode()));
    } else if (c.atNode(Rule::condition)) {
      const ExprId condition = reader.condition(c.takeNode());
      (save ? result.save : result.guard) = condition;
    } else if (c.atNode(Rule::scope)) {
      result.scope = scope(c.takeNode(), reader);
    } else {
      save = save || c.at(K::SAVE);
      pass(c);
    }
  }
  return result;
}

/// `limitation ...` and `milder law prevails`: adjustments of their own.
Adjustment Builder::limitation(Node node, Reader &reader) {
  Adjustment result;
  result.range = node.range();
  result.keyword = first(node);
  const bool milder = node.firstKind() == K::MILDER;
  result.adjectives = {milder ? Adjective::MilderLaw : Adjective::Barred};
  Limitation periods;
  bool to = false;
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::duration)) {
      periods.periods.push_back({reader.figure(c.takeNode()), {}});
    } else if (c.atNode(Rule::condition)) {
      const ExprId when = reader.condition(c.takeNode());
      if (!periods.periods.empty()) periods.periods.back().when = when;
    } else if (c.atNode(Rule::name)) {
      (to ? periods.to : periods.from) = nameOf(c.takeNode());
    } else if (c.atNode(Rule::scope)) {
      result.scope = scope(c.takeNode(), reader);
    } else {
      to = to || c.at(K::TO);
      pass(c);
    }
  }
  if (!milder) result.limitation = std::move(periods);
  return result;
}

/// After `defines`. A text, or a name alone, says only that a word is defined here.
std::optional<Definition> Builder::definition(Cursor &c, Node node, Reader &reader) {
  Definition result;
  result.range = node.range();
  while (!c.done()) {
    if (c.atNode(Rule::name)) {
      result.fact = nameOf(c.takeNode());
    } else if (c.atNode(Rule::value)) {
      result.value = value(c.takeNode(), reader);
    } else if (c.atNode(Rule::citations)) {
      for (CitationId id : reader.citations(c.takeNode(), CitationUse::Rule)) result.of.push_back(id);
    } else if (c.atNode(Rule::threshold)) {
      for (Cursor t = c.takeNode().cursor(); !t.done();) {
        result.presumed = result.presumed || t.at(K::PRESUMED);
        if (t.atNode(Rule::condition))
          result.when = reader.condition(t.takeNode());
        else
          pass(t);
      }
    } else {
      pass(c);
    }
  }
  return result.when ? std::optional(std::move(result)) : std::nullopt;
}

Adjective Builder::adjective(Node node) {
  switch (node.firstKind()) {
  case K::HEAVIER: return Adjective::Heavier;
  case K::LIGHTER: return Adjective::Lighter;
  case K::MITIGATED: return Adjective::Mitigated;
  default: return Adjective::Exempt;
  }
}

AdjustmentScope Builder::scope(Node node, Reader &reader) {
  AdjustmentScope result;
  result.range = node.range();
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode(Rule::citations)) {
      result.form = AdjustmentScope::Form::Cited;
      for (CitationId id : reader.citations(c.takeNode(), CitationUse::Rule)) result.citations.push_back(id);
      continue;
    }
    if (c.at(K::ANY)) result.form = AdjustmentScope::Form::Any;
    if (c.atNode(Rule::name))
      result.sort = nameOf(c.takeNode());
    else if (c.atNode(Rule::code))
      result.instrument = nameOf(c.takeNode());
    else
      pass(c);
  }
  return result;
}

void Builder::inForce(Cursor &c, Node node, Instrument &instrument, Reader &reader, ProvisionId at) {
  const std::optional<Range> &before =
      at.value == 0 ? instrument.inForceRange : instrument.provisions[at.value].inForceRange;
  if (before) twice(first(node), instrument, at, "in force", *before);
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
    pass(c);
  }
  if (at.value == 0) {
    instrument.inForce = span;
    instrument.inForceRange = node.range();
  } else {
    instrument.provisions[at.value].inForce = span;
    instrument.provisions[at.value].inForceRange = node.range();
  }
}

std::string Builder::describe(const Instrument &instrument, ProvisionId at) {
  std::string path;
  for (; at.value != 0; at = instrument[at].parent) {
    const Provision &p = instrument[at];
    path = fmt::format("{} {}{}{}", std::string_view(instrument.levels[p.level]), std::string_view(p.label.text),
                       path.empty() ? "" : " ", path);
    // The chapter is no part of the name of its article.
    if (p.level == instrument.runningLevel()) break;
  }
  if (path.empty()) return instrument.code.text.str();
  path[0] = llvm::toUpper(path[0]);
  return fmt::format("{} of {}", path, std::string_view(instrument.code.text));
}

void Builder::twice(Range keyword, const Instrument &instrument, ProvisionId at, std::string_view what, Range first) {
  diagnostics.report(Code::S006, keyword, describe(instrument, at), what).note("the first one is here", first);
}

} // namespace proviso::law
