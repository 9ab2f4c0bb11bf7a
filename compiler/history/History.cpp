#include "history/History.h"

#include "history/Losses.h"
#include "source/Parallel.h"

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringSwitch.h>

#include <algorithm>
#include <map>
#include <set>

namespace proviso {

std::string capitalised(llvm::StringRef word) {
  std::string text = word.str();
  if (!text.empty()) text[0] = llvm::toUpper(text[0]);
  return text;
}

History::History(std::vector<law::File> files, const Sources &sources, Diagnostics &diagnostics)
    : allFiles(std::move(files)) {
  for (const law::File &file : allFiles)
    for (const law::Corpus &corpus : file.corpora)
      if (theCorpus)
        diagnostics.report(Code::A005, corpus.range).note("the first one is here", theCorpus->range);
      else
        theCorpus = &corpus;
  std::vector<law::Lost> failed;
  std::vector<Consolidated> consolidated = consolidate(allFiles, sources, diagnostics, failed);
  if (!failed.empty()) allFiles.front().lost.insert(allFiles.front().lost.end(), failed.begin(), failed.end());
  instruments.resize(consolidated.size());
  inParallel(consolidated.size(), [&](size_t i) { addText(static_cast<uint32_t>(i), std::move(consolidated[i])); });
  for (uint32_t i = 0; i < instruments.size(); ++i) byCode[instruments[i].text->code.text.str()].push_back(i);
  std::vector<Diagnostics> findings(instruments.size());
  inParallel(instruments.size(), [&](size_t i) { checkText(static_cast<uint32_t>(i), findings[i]); });
  for (Diagnostics &list : findings) diagnostics.add(std::move(list));
  for (auto &[code, texts] : byCode)
    llvm::stable_sort(texts, [&](uint32_t a, uint32_t b) { return stands({a, 0}).from < stands({b, 0}).from; });
  nameAll();
}

void History::addText(uint32_t index, Consolidated from) {
  Entry &entry = instruments[index];
  entry.text = from.made ? from.made.get() : from.text;
  entry.made = std::move(from.made);
  entry.lives = std::move(from.lives);
  entry.twins = std::move(from.twins);
  const law::Instrument &text = *entry.text;
  entry.runningLevel = text.runningLevel();
  for (uint32_t i = 0; i < text.provisions.size(); ++i) {
    const law::Provision &p = text.provisions[i];
    Span stands = entry.lives[i].stands, force = p.inForce & stands;
    if (i != 0) {
      stands = stands & entry.stands[p.parent.value];
      force = force & entry.spans[p.parent.value];
    }
    entry.stands.push_back(stands);
    entry.spans.push_back(force);
    for (Date day : {stands.from, stands.until})
      if (day != Date::earliest() && day != Date::latest()) entry.changes.emplace_back(day, i);
    if (i != 0 && p.level == entry.runningLevel) {
      const ProvisionRef ref{index, i};
      llvm::SmallVector<ProvisionRef, 1> &same = entry.byLabel[p.label.text];
      // A number that is given twice is reported; the first counts.
      if (llvm::any_of(same, [&](ProvisionRef other) { return !(entry.stands[other.provision] & stands).empty(); }))
        continue;
      same.push_back(ref);
      entry.order.push_back(ref);
    }
  }
  llvm::sort(entry.changes);
  // An `outline` may stand after what it surrounds.
  std::stable_sort(entry.order.begin(), entry.order.end(), [&](ProvisionRef a, ProvisionRef b) {
    return law::compareLabels(text.provisions[a.provision].label.text, text.provisions[b.provision].label.text) < 0;
  });
}

void History::checkText(uint32_t index, Diagnostics &diagnostics) const {
  const law::Instrument &text = *instruments[index].text;
  if (!text.external && !text.inForceRange) {
    Diagnostic &d = diagnostics.report(Code::D003, text.code.range, std::string_view(text.code.text))
                        .note("write `in force from DATE` at the beginning of it");
    Losses(allFiles).of(d, [&](const law::Lost &lost) {
      return endsWithin(lost.range, text.range) &&
             (lost.keyword == TokenKind::IN || lost.keyword == TokenKind::FORCE ||
              (lost.what == law::Lost::What::Words && (lost.mayHold("force") || lost.mayHold("from"))));
    });
  }
  checkNumbering(index, diagnostics);
  checkSpans(index, diagnostics);
}

/// Names every provision: the first that stood under a number has it alone, a later one with its day.
void History::nameAll() {
  // Ids begin with the code, so that those of different instruments never meet.
  std::vector<llvm::ArrayRef<uint32_t>> series;
  for (const auto &[code, texts] : byCode) series.push_back(texts);
  ids.resize(instruments.size());
  inParallel(series.size(), [&](size_t i) { nameTexts(series[i]); });
}

void History::nameTexts(llvm::ArrayRef<uint32_t> texts) {
  llvm::StringMap<bool> taken;
  std::vector<std::pair<Date, ProvisionRef>> order;
  for (uint32_t i : texts) {
    ids[i].resize(instruments[i].stands.size());
    for (uint32_t p = 0; p < ids[i].size(); ++p) order.push_back({instruments[i].stands[p].from, {i, p}});
  }
  llvm::stable_sort(order, [](const auto &a, const auto &b) { return a.first < b.first; });
  for (const auto &[from, ref] : order) {
    std::string id = path(ref);
    // What never stands under its number: put in and ended on one day, or a number given twice.
    for (std::string plain = id + (taken.count(id) ? "@" + from.text() : ""), next = plain;; next += "+")
      if (taken.try_emplace(next, true).second) {
        id = std::move(next);
        break;
      }
    ids[ref.instrument][ref.provision] = std::move(id);
  }
}

void History::checkNumbering(uint32_t index, Diagnostics &diagnostics) const {
  const law::Instrument &text = *instruments[index].text;
  auto name = [&](const law::Provision &p) {
    return fmt::format("{} {}", std::string_view(text.levels[p.level]), std::string_view(p.label.text));
  };
  llvm::StringMap<llvm::SmallVector<uint32_t, 1>> seen; // by what the number is counted in
  llvm::SmallString<40> key;
  std::map<uint32_t, const law::Provision *> before; // the sibling written last
  llvm::DenseSet<uint32_t> unordered;                // parents of provisions with such a mistake
  // Provisions stand in the order of the source.
  for (uint32_t i = 1; i < text.provisions.size(); ++i) {
    const law::Provision &p = text.provisions[i];
    const bool runs = p.level == instruments[index].runningLevel;
    const uint32_t countedIn = runs ? 0 : p.parent.value;
    key.assign(reinterpret_cast<const char *>(&countedIn), reinterpret_cast<const char *>(&countedIn + 1));
    key.push_back(static_cast<char>(p.level));
    key.append(p.label.text);
    llvm::SmallVector<uint32_t, 1> &same = seen[key];
    const auto first = llvm::find_if(same, [&](uint32_t other) {
      return !(stands({index, other}) & stands({index, i})).empty();
    });
    const law::Provision *&last = before[p.parent.value];
    // What amendments have put in was checked when it was.
    if (life({index, i}).begins.kind != Turn::Kind::None && life({index, i}).begins.kind != Turn::Kind::Restated)
      continue;
    if (first != same.end()) {
      const std::string where = countedIn == 0 ? text.code.text.str() : describe({index, countedIn});
      diagnostics.report(Code::S001, p.head, where, name(p))
          .note("the first one is here", text.provisions[*first].head);
      unordered.insert(p.parent.value);
    } else if (last && !p.outline && !last->outline && last->level == p.level &&
               law::compareLabels(last->label.text, p.label.text) > 0) {
      diagnostics.report(Code::S002, p.head, name(p), name(*last))
          .note(fmt::format("{} is here; provisions stand in the order of their numbers", name(*last)), last->head);
      unordered.insert(p.parent.value);
    }
    same.push_back(i);
    last = &p;
  }
  for (uint32_t i = 1; i < text.provisions.size(); ++i)
    if (!unordered.count(i)) checkGaps({index, i}, diagnostics);
}

namespace {

/// `12` and `12A` are 12, `c` is 3; nothing for what is not counted.
std::optional<unsigned> ordinal(llvm::StringRef label, bool roman) {
  unsigned number = 0;
  if (!label.consumeInteger(10, number)) return number;
  if (roman) return law::romanNumber(label);
  if (label.size() == 1 && llvm::isAlpha(label[0])) return static_cast<unsigned>(llvm::toLower(label[0]) - 'a') + 1;
  return std::nullopt;
}

} // namespace

/// A number that is skipped within one provision. Those that run through the instrument may be encoded in part.
void History::checkGaps(ProvisionRef ref, Diagnostics &diagnostics) const {
  const law::Instrument &text = instrument(ref.instrument);
  std::vector<const law::Provision *> counted;
  for (law::ProvisionId id : (*this)[ref].children) {
    const Turn::Kind begins = life({ref.instrument, id.value}).begins.kind;
    if (text[id].level > runningLevel(ref.instrument) && (begins == Turn::Kind::None || begins == Turn::Kind::Restated))
      counted.push_back(&text[id]);
  }
  // An `outline` may stand after what it surrounds.
  llvm::stable_sort(counted, [](const law::Provision *a, const law::Provision *b) {
    return law::compareLabels(a->label.text, b->label.text) < 0;
  });
  // Letters, or Roman numerals? i, v and x alone do not tell.
  const bool roman = llvm::any_of(counted, [](const law::Provision *p) {
    return p->label.text.equals_insensitive("ii") || p->label.text.equals_insensitive("iv");
  });
  for (size_t i = 1; i < counted.size(); ++i) {
    const law::Provision &before = *counted[i - 1], &p = *counted[i];
    const bool digits = llvm::isDigit(p.label.text[0]);
    if (before.level != p.level || digits != llvm::isDigit(before.label.text[0])) continue;
    const std::optional<unsigned> from = ordinal(before.label.text, roman), to = ordinal(p.label.text, roman);
    if (!from || !to || *to <= *from + 1) continue;
    auto label = [&](unsigned number) {
      const std::string written = digits  ? std::to_string(number)
                                  : roman ? law::romanNumeral(number)
                                          : std::string(1, static_cast<char>('a' + number - 1));
      return p.label.text[0] >= 'A' && p.label.text[0] <= 'Z' ? llvm::StringRef(written).upper() : written;
    };
    llvm::StringRef level = text.levels[p.level];
    const std::string skipped = *to == *from + 2
                                    ? fmt::format("{} {}", std::string_view(level), label(*from + 1))
                                    : fmt::format("{}s {} {} {}", std::string_view(level), label(*from + 1),
                                                  *to == *from + 3 ? "and" : "to", label(*to - 1));
    Diagnostic &d = diagnostics.report(Code::S011, p.head, describe(ref), skipped);
    d.note(fmt::format("{} {} stands before it", std::string_view(level), std::string_view(before.label.text)),
           before.head);
    d.fix(fmt::format("if the law has {}, say so: `outline {}`", *to == *from + 2 ? "it" : "them", skipped),
          {p.head.begin, 0}, fmt::format("outline {} ", skipped));
    restsOnProvision(d, ref, {});
  }
}

/// What is around a provision is in force while the provision is.
void History::checkSpans(uint32_t index, Diagnostics &diagnostics) const {
  const law::Instrument &text = *instruments[index].text;
  if (text.adopted && text.inForceRange && text.inForce.from < *text.adopted && text.inForce.from != Span().from)
    diagnostics
        .report(Code::D012, *text.inForceRange, std::string_view(text.code.text), text.inForce.from.text(),
                text.adopted->text())
        .note("if the law looks back, accept this: `accept D012 because \"...\"`");
  for (uint32_t i = 0; i < text.provisions.size(); ++i) {
    const law::Provision &p = text.provisions[i];
    if (!p.inForceRange) continue;
    // What an amendment ends before it is in force has never been; that is no mistake.
    const bool ended = llvm::any_of(around({index, i}), [&](ProvisionRef one) {
      return life(one).ends.kind != Turn::Kind::None && life(one).ends.kind != Turn::Kind::Restated;
    });
    if (span({index, i}).empty() && !ended) diagnostics.report(Code::D002, *p.inForceRange, describe({index, i}));
    const Span around = i == 0 ? p.inForce : span({index, p.parent.value});
    if (span({index, i}).empty() || around.empty()) continue;
    // A day that is none has been reported.
    const bool before = p.inForce.from < around.from && p.inForce.from != Span().from;
    if (!before && !(around.until < p.inForce.until && p.inForce.until != Span().until)) continue;
    ProvisionRef stated{index, p.parent.value}; // where the other day is written
    auto day = [&](ProvisionRef ref) { return before ? (*this)[ref].inForce.from : (*this)[ref].inForce.until; };
    while (!isRoot(stated) && day(stated) != (before ? around.from : around.until)) stated = parent(stated);
    Diagnostic &d = diagnostics.report(Code::D004, *p.inForceRange, describe({index, i}),
                                       before ? "before" : "longer than", describe(stated));
    if (const auto &where = (*this)[stated].inForceRange)
      d.note(fmt::format("{} is in force as is said here", describe(stated)), *where);
  }
}

std::optional<uint32_t> History::instrumentNamed(llvm::StringRef code, Date on) const {
  std::optional<uint32_t> found;
  for (uint32_t text : textsOf(code))
    if (!found || stands({text, 0}).from <= on) found = text;
  return found;
}

llvm::ArrayRef<uint32_t> History::textsOf(llvm::StringRef code) const {
  const auto found = byCode.find(std::string_view(code));
  if (found == byCode.end()) return {};
  return found->second;
}

Date History::knownFrom(llvm::StringRef code) const {
  const llvm::ArrayRef<uint32_t> texts = textsOf(code);
  if (texts.empty()) return Date::earliest();
  const law::Instrument &first = instrument(texts.front());
  return std::max(first.inForce.from, first.version.value_or(Date::earliest()));
}

std::vector<llvm::StringRef> History::instrumentCodes() const {
  std::vector<llvm::StringRef> codes;
  for (uint32_t i = 0; i < instruments.size(); ++i)
    if (llvm::StringRef code = instruments[i].text->code.text; textsOf(code).front() == i) codes.push_back(code);
  return codes;
}

std::optional<Date> History::nextChange(llvm::StringRef code, Date after) const {
  std::optional<Date> next;
  for (uint32_t text : textsOf(code)) {
    const auto &changes = instruments[text].changes;
    const auto found = std::upper_bound(changes.begin(), changes.end(), std::pair(after, UINT32_MAX));
    if (found != changes.end() && (!next || found->first < *next)) next = found->first;
  }
  return next;
}

std::vector<ProvisionRef> History::changesOn(llvm::StringRef code, Date day) const {
  std::vector<ProvisionRef> list;
  for (uint32_t text : textsOf(code)) {
    const auto &changes = instruments[text].changes;
    for (auto at = std::lower_bound(changes.begin(), changes.end(), std::pair(day, uint32_t(0)));
         at != changes.end() && at->first == day; ++at)
      list.push_back({text, at->second});
  }
  return list;
}

History::Become History::on(ProvisionRef ref, Date day) const {
  Become result;
  if (stands(ref).contains(day)) { // mostly
    result.targets.push_back(ref);
    return result;
  }
  llvm::SmallVector<ProvisionRef, 1> open{ref};
  std::set<ProvisionRef> seen{ref};
  while (!open.empty()) {
    const ProvisionRef one = open.front();
    open.erase(open.begin());
    if (stands(one).contains(day) || day < stands(one).from) {
      result.targets.push_back(one);
      continue;
    }
    llvm::SmallVector<ProvisionRef, 2> next(life(one).next.begin(), life(one).next.end());
    // It ended with what is around it: a part of what that became, where nothing is said of it alone. What has become
    // several is what its parts have become.
    if (next.empty())
      for (law::ProvisionId child : (*this)[one].children)
        if (const ProvisionRef part{one.instrument, child.value}; stands(part).until == stands(one).until)
          for (ProvisionRef after : life(part).next)
            if (!llvm::is_contained(next, after)) next.push_back(after);
    if (next.empty()) {
      // What is around it ended with it, and has become something.
      for (ProvisionRef around : this->around(one))
        if (!isRoot(around) && (*this)[around].level >= runningLevel(one.instrument) && next.empty() &&
            stands(around).until == stands(one).until)
          next.append(life(around).next.begin(), life(around).next.end());
      if (!next.empty())
        result.part = true;
      else if (life(one).lost)
        result.lost = true;
    }
    for (ProvisionRef after : next)
      if (seen.insert(after).second) open.push_back(after);
  }
  return result;
}

llvm::SmallVector<ProvisionRef, 6> History::around(ProvisionRef ref) const {
  llvm::SmallVector<ProvisionRef, 6> list;
  for (; ref.provision != 0; ref = parent(ref)) list.push_back(ref);
  list.push_back(ref);
  return list;
}

std::vector<ProvisionRef> History::under(ProvisionRef ref) const {
  std::vector<ProvisionRef> list{ref};
  for (size_t i = 0; i < list.size(); ++i) {
    const law::Provision &p = (*this)[list[i]];
    std::vector<ProvisionRef> children;
    for (law::ProvisionId id : p.children) children.push_back({ref.instrument, id.value});
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(i) + 1, children.begin(), children.end());
  }
  return list;
}

bool History::isUnder(ProvisionRef inner, ProvisionRef outer) const {
  if (inner.instrument != outer.instrument) return false;
  for (;; inner = parent(inner)) {
    if (inner == outer) return true;
    if (isRoot(inner)) return false;
  }
}

ProvisionRef History::running(uint32_t index, llvm::StringRef label, Date on) const {
  const auto found = instruments[index].byLabel.find(label);
  if (found != instruments[index].byLabel.end())
    for (ProvisionRef ref : found->second)
      if (stands(ref).contains(on)) return ref;
  return {};
}

std::vector<ProvisionRef> History::runningOrder(uint32_t index, Date on) const {
  std::vector<ProvisionRef> list;
  for (ProvisionRef ref : instruments[index].order)
    if (stands(ref).contains(on)) list.push_back(ref);
  return list;
}

std::vector<ProvisionRef> History::runningRange(uint32_t index, llvm::StringRef from, llvm::StringRef to,
                                                Date on) const {
  const std::vector<ProvisionRef> &order = instruments[index].order; // by label
  std::vector<ProvisionRef> list;
  auto at = std::lower_bound(order.begin(), order.end(), from, [&](ProvisionRef ref, llvm::StringRef label) {
    return law::compareLabels((*this)[ref].label.text, label) < 0;
  });
  for (; at != order.end() && law::compareLabels((*this)[*at].label.text, to) <= 0; ++at)
    if (stands(*at).contains(on)) list.push_back(*at);
  return list;
}

std::vector<ProvisionRef> History::children(ProvisionRef ref, Date on) const {
  std::vector<ProvisionRef> list;
  for (law::ProvisionId id : (*this)[ref].children)
    if (const ProvisionRef child{ref.instrument, id.value}; stands(child).contains(on)) list.push_back(child);
  return list;
}

ProvisionRef History::child(ProvisionRef ref, uint8_t level, llvm::StringRef label, Date on) const {
  for (law::ProvisionId id : (*this)[ref].children)
    if (const ProvisionRef child{ref.instrument, id.value}; (*this)[child].level == level &&
                                                            stands(child).contains(on) &&
                                                            law::compareLabels((*this)[child].label.text, label) == 0)
      return child;
  return {};
}

std::vector<ProvisionRef> History::everLabelled(ProvisionRef around, uint8_t level, llvm::StringRef label) const {
  std::vector<ProvisionRef> list;
  if (level == runningLevel(around.instrument)) {
    for (uint32_t text : textsOf(instrument(around.instrument).code.text))
      if (label.empty())
        list.insert(list.end(), instruments[text].order.begin(), instruments[text].order.end());
      else if (const auto found = instruments[text].byLabel.find(label); found != instruments[text].byLabel.end())
        list.insert(list.end(), found->second.begin(), found->second.end());
    return list;
  }
  for (law::ProvisionId id : (*this)[around].children)
    if (const ProvisionRef child{around.instrument, id.value};
        (*this)[child].level == level && (label.empty() || law::compareLabels((*this)[child].label.text, label) == 0))
      list.push_back(child);
  return list;
}

void History::restsOnProvision(Diagnostic &diagnostic, ProvisionRef around, llvm::StringRef label) const {
  for (Range twin : instruments[around.instrument].twins) diagnostic.rests(twin);
  Losses(allFiles).ofProvision(diagnostic, (*this)[around].range, label);
}

void History::restsOnStatement(Diagnostic &diagnostic, Range within, llvm::ArrayRef<TokenKind> keywords) const {
  Losses(allFiles).ofStatement(diagnostic, within, keywords);
}

void History::restsOnDeclaration(Diagnostic &diagnostic, llvm::StringRef name) const {
  Losses(allFiles).ofDeclaration(diagnostic, name);
}

namespace {

llvm::StringRef abbreviation(llvm::StringRef level) {
  return llvm::StringSwitch<llvm::StringRef>(level).Case("article", "art").Case("paragraph", "par").Default(level);
}

} // namespace

std::string History::id(ProvisionRef ref) const { return ids[ref.instrument][ref.provision]; }

std::string History::path(ProvisionRef ref) const {
  const law::Instrument &text = instrument(ref.instrument);
  llvm::SmallVector<const law::Provision *, 6> around;
  for (; !isRoot(ref); ref = parent(ref)) {
    around.push_back(&(*this)[ref]);
    if (around.back()->level == runningLevel(ref.instrument)) break; // what is around it is not part of its name
  }
  std::string out = text.code.text.str();
  for (const law::Provision *p : llvm::reverse(around)) {
    out += '/';
    out += std::string_view(abbreviation(text.levels[p->level]));
    out += std::string_view(p->label.text);
  }
  return out;
}

std::string History::citation(ProvisionRef ref) const {
  const law::Instrument &text = instrument(ref.instrument);
  llvm::SmallVector<const law::Provision *, 6> around;
  for (; !isRoot(ref); ref = parent(ref)) {
    around.push_back(&(*this)[ref]);
    if (around.back()->level == runningLevel(ref.instrument)) break;
  }
  std::string out = text.code.text.str();
  for (const law::Provision *p : llvm::reverse(around)) {
    out += ' ';
    out += std::string_view(text.levels[p->level]);
    out += ' ';
    out += std::string_view(p->label.text);
  }
  return out;
}

std::string History::describe(ProvisionRef ref) const {
  const std::string cited = citation(ref);
  llvm::StringRef code = instrument(ref.instrument).code.text;
  if (isRoot(ref)) return code.str();
  return fmt::format("{} of {}", capitalised(llvm::StringRef(cited).drop_front(code.size() + 1)),
                     std::string_view(code));
}

} // namespace proviso
