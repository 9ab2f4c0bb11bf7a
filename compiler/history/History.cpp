#include "history/History.h"

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringSwitch.h>

#include <algorithm>
#include <map>

namespace proviso {

/// Whether one range ends within the other. It may begin with the word before it.
static bool ends(Range inner, Range outer) {
  return inner.begin.file == outer.begin.file && inner.end() > outer.begin.offset && inner.end() <= outer.end();
}

std::string capitalised(llvm::StringRef word) {
  std::string text = word.str();
  if (!text.empty()) text[0] = llvm::toUpper(text[0]);
  return text;
}

History::History(std::vector<law::File> files, Diagnostics &diagnostics) : allFiles(std::move(files)) {
  for (const law::File &file : allFiles)
    for (const law::Corpus &corpus : file.corpora)
      if (theCorpus)
        diagnostics.report(Code::A005, corpus.range).note("the first one is here", theCorpus->range);
      else
        theCorpus = &corpus;
  for (const law::File &file : allFiles)
    for (const law::Instrument &instrument : file.instruments) addInstrument(instrument, diagnostics);
}

void History::addInstrument(const law::Instrument &text, Diagnostics &diagnostics) {
  const auto index = static_cast<uint32_t>(instruments.size());
  const auto [known, isNew] = byCode.try_emplace(text.code.text, index);
  if (!isNew) {
    diagnostics.report(Code::S004, text.code.range, std::string_view(text.code.text))
        .note("the first one is here", instruments[known->second].text->code.range);
    instruments[known->second].twins.push_back(text.code.range);
    return;
  }
  Entry entry{};
  entry.text = &text;
  entry.runningLevel = text.runningLevel();
  for (uint32_t i = 0; i < text.provisions.size(); ++i) {
    const law::Provision &p = text.provisions[i];
    Span span = i == 0 ? p.inForce : p.inForce & entry.spans[p.parent.value];
    entry.spans.push_back(span);
    if (i != 0 && p.level == entry.runningLevel) {
      const ProvisionRef ref{index, i};
      if (entry.byLabel.try_emplace(p.label.text, ref).second) entry.order.push_back(ref);
    }
  }
  // An `outline` may stand after what it surrounds.
  std::stable_sort(entry.order.begin(), entry.order.end(), [&](ProvisionRef a, ProvisionRef b) {
    return law::compareLabels(text.provisions[a.provision].label.text, text.provisions[b.provision].label.text) < 0;
  });
  if (!text.external && !text.inForceRange) {
    Diagnostic &d = diagnostics.report(Code::D003, text.code.range, std::string_view(text.code.text))
                        .note("write `in force from DATE` at the beginning of it");
    rests(d, [&](const law::Lost &lost) {
      return ends(lost.range, text.range) &&
             (lost.keyword == TokenKind::IN || lost.keyword == TokenKind::FORCE ||
              (lost.what == law::Lost::What::Words && (lost.mayHold("force") || lost.mayHold("from"))));
    });
  }
  instruments.push_back(std::move(entry));
  checkNumbering(index, diagnostics);
  checkSpans(index, diagnostics);
}

void History::checkNumbering(uint32_t index, Diagnostics &diagnostics) const {
  const law::Instrument &text = *instruments[index].text;
  auto name = [&](const law::Provision &p) {
    return fmt::format("{} {}", std::string_view(text.levels[p.level]), std::string_view(p.label.text));
  };
  llvm::StringMap<Range> seen;                       // by what the number is counted in
  std::map<uint32_t, const law::Provision *> before; // the sibling written last
  llvm::DenseSet<uint32_t> unordered;                // parents of provisions with such a mistake
  // Provisions stand in the order of the source.
  for (uint32_t i = 1; i < text.provisions.size(); ++i) {
    const law::Provision &p = text.provisions[i];
    const bool runs = p.level == instruments[index].runningLevel;
    const uint32_t countedIn = runs ? 0 : p.parent.value;
    const auto [first, isNew] = seen.try_emplace(fmt::format("{} {}", countedIn, name(p)), p.head);
    const law::Provision *&last = before[p.parent.value];
    if (!isNew) {
      const std::string where = countedIn == 0 ? text.code.text.str() : describe({index, countedIn});
      diagnostics.report(Code::S001, p.head, where, name(p)).note("the first one is here", first->second);
      unordered.insert(p.parent.value);
    } else if (last && !p.outline && !last->outline && last->level == p.level &&
               law::compareLabels(last->label.text, p.label.text) > 0) {
      diagnostics.report(Code::S002, p.head, name(p), name(*last))
          .note(fmt::format("{} is here; provisions stand in the order of their numbers", name(*last)), last->head);
      unordered.insert(p.parent.value);
    }
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
  for (law::ProvisionId id : (*this)[ref].children)
    if (text[id].level > runningLevel(ref.instrument)) counted.push_back(&text[id]);
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
  for (uint32_t i = 0; i < text.provisions.size(); ++i) {
    const law::Provision &p = text.provisions[i];
    if (!p.inForceRange) continue;
    if (span({index, i}).empty()) diagnostics.report(Code::D002, *p.inForceRange, describe({index, i}));
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

std::optional<uint32_t> History::instrumentNamed(llvm::StringRef code) const {
  const auto found = byCode.find(code);
  if (found == byCode.end()) return std::nullopt;
  return found->second;
}

std::vector<llvm::StringRef> History::instrumentCodes() const {
  std::vector<llvm::StringRef> codes;
  for (const Entry &entry : instruments) codes.push_back(entry.text->code.text);
  return codes;
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

ProvisionRef History::running(uint32_t index, llvm::StringRef label) const {
  const auto found = instruments[index].byLabel.find(label);
  return found == instruments[index].byLabel.end() ? ProvisionRef{} : found->second;
}

ProvisionRef History::child(ProvisionRef ref, uint8_t level, llvm::StringRef label) const {
  const law::Instrument &text = instrument(ref.instrument);
  for (law::ProvisionId id : text.provisions[ref.provision].children)
    if (text[id].level == level && law::compareLabels(text[id].label.text, label) == 0)
      return {ref.instrument, id.value};
  return {};
}

void History::rests(Diagnostic &diagnostic, llvm::function_ref<bool(const law::Lost &)> held) const {
  for (const law::File &file : allFiles)
    for (const law::Lost &lost : file.lost)
      if (held(lost)) diagnostic.rests(lost.range);
}

void History::restsOnProvision(Diagnostic &diagnostic, ProvisionRef around, llvm::StringRef label) const {
  using What = law::Lost::What;
  const Range within = (*this)[around].range;
  for (Range twin : instruments[around.instrument].twins) diagnostic.rests(twin);
  rests(diagnostic, [&](const law::Lost &lost) {
    if (lost.what == What::Amendment) return lost.mayHold(label);
    if (!ends(lost.range, within)) return lost.what == What::Rest && lost.range.begin.file == within.begin.file;
    return lost.what == What::Brace ||
           ((lost.what == What::Words || lost.what == What::Provision) && lost.mayHold(label));
  });
}

void History::restsOnStatement(Diagnostic &diagnostic, Range within, llvm::ArrayRef<TokenKind> keywords) const {
  using What = law::Lost::What;
  rests(diagnostic, [&](const law::Lost &lost) {
    if (!ends(lost.range, within)) return lost.what == What::Rest && lost.range.begin.file == within.begin.file;
    return lost.what == What::Words || lost.what == What::Provision || lost.what == What::Brace ||
           (lost.what == What::Statement && llvm::is_contained(keywords, lost.keyword));
  });
}

void History::restsOnDeclaration(Diagnostic &diagnostic, llvm::StringRef name) const {
  rests(diagnostic, [&](const law::Lost &lost) {
    return lost.what == law::Lost::What::Rest || (lost.what == law::Lost::What::Declaration && lost.mayHold(name));
  });
}

namespace {

llvm::StringRef abbreviation(llvm::StringRef level) {
  return llvm::StringSwitch<llvm::StringRef>(level).Case("article", "art").Case("paragraph", "par").Default(level);
}

} // namespace

std::string History::id(ProvisionRef ref) const {
  const law::Instrument &text = instrument(ref.instrument);
  std::string out;
  for (; !isRoot(ref); ref = parent(ref)) {
    const law::Provision &p = (*this)[ref];
    out = fmt::format("/{}{}{}", std::string_view(abbreviation(text.levels[p.level])), std::string_view(p.label.text),
                      out);
    if (p.level == runningLevel(ref.instrument)) break; // what is around it is not part of its name
  }
  return text.code.text.str() + out;
}

std::string History::citation(ProvisionRef ref) const {
  const law::Instrument &text = instrument(ref.instrument);
  std::string out;
  for (; !isRoot(ref); ref = parent(ref)) {
    const law::Provision &p = (*this)[ref];
    out = fmt::format(" {} {}{}", std::string_view(text.levels[p.level]), std::string_view(p.label.text), out);
    if (p.level == runningLevel(ref.instrument)) break;
  }
  return text.code.text.str() + out;
}

std::string History::describe(ProvisionRef ref) const {
  const std::string cited = citation(ref);
  llvm::StringRef code = instrument(ref.instrument).code.text;
  if (isRoot(ref)) return code.str();
  return fmt::format("{} of {}", capitalised(llvm::StringRef(cited).drop_front(code.size() + 1)),
                     std::string_view(code));
}

} // namespace proviso
