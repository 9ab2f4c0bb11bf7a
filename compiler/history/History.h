// All instruments of a run over time: which provision stands under which number on a day, when it is in force, and
// what it was before and becomes then.
//
// An instrument has one text or several, one after the other; amendments are worked into the text that they meet. Each
// text is an instrument of its own here: ProvisionRef::instrument counts texts.
#pragma once

#include "history/Consolidate.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/ADT/StringMap.h>

#include <map>

namespace proviso {

class History {
public:
  /// Takes the files in the order of their paths, which is the order of the corpus.
  History(std::vector<law::File> files, const Sources &sources, Diagnostics &diagnostics);

  const std::vector<law::File> &files() const { return allFiles; }
  /// What one of the files declares of all, or nothing.
  const law::Corpus *corpus() const { return theCorpus; }
  size_t instrumentCount() const { return instruments.size(); }
  /// A text of an instrument, with what amendments have put in.
  const law::Instrument &instrument(uint32_t index) const { return *instruments[index].text; }
  /// The text of an instrument that stands on a day, or nothing.
  std::optional<uint32_t> instrumentNamed(llvm::StringRef code, Date on) const;
  /// All texts of an instrument, in order of time.
  llvm::ArrayRef<uint32_t> textsOf(llvm::StringRef code) const;
  /// From this day on the text of an instrument is known. What stood there before it is not said to be missing.
  Date knownFrom(llvm::StringRef code) const;
  std::vector<llvm::StringRef> instrumentCodes() const;

  const law::Provision &operator[](ProvisionRef ref) const {
    return instruments[ref.instrument].text->provisions[ref.provision];
  }
  ProvisionRef parent(ProvisionRef ref) const { return {ref.instrument, (*this)[ref].parent.value}; }
  bool isRoot(ProvisionRef ref) const { return ref.provision == 0; }
  /// The provision itself, the ones around it, and the instrument last.
  llvm::SmallVector<ProvisionRef, 6> around(ProvisionRef ref) const;
  /// The provision itself and all under it, in order.
  std::vector<ProvisionRef> under(ProvisionRef ref) const;
  bool isUnder(ProvisionRef inner, ProvisionRef outer) const;

  /// When the provision and everything around it are in force.
  Span span(ProvisionRef ref) const { return instruments[ref.instrument].spans[ref.provision]; }
  /// It was out of force before it ceased to stand: by its own `until`, and nothing has taken its place.
  bool expired(ProvisionRef ref) const { return span(ref).until < stands(ref).until; }
  /// When it stands under its number, in force or not yet. The first known text stands from the beginning of time.
  Span stands(ProvisionRef ref) const { return instruments[ref.instrument].stands[ref.provision]; }
  /// Why it begins and ceases to stand there, and its lineage.
  const Life &life(ProvisionRef ref) const { return instruments[ref.instrument].lives[ref.provision]; }
  /// What a provision has become.
  struct Become {
    llvm::SmallVector<ProvisionRef, 1> targets; // itself while it stands; empty: it has ended, or it is lost
    bool lost = false;                          // nothing tells what it has become
    bool part = false;                          // nothing tells of it alone: these are what stood around it
  };
  /// On a later day.
  Become on(ProvisionRef ref, Date day) const;
  /// The first day after this one on which some provision of this instrument ceases or begins to stand under its
  /// number.
  std::optional<Date> nextChange(llvm::StringRef code, Date after) const;
  /// Those that begin or cease to stand under their number on a day, parts with the whole.
  std::vector<ProvisionRef> changesOn(llvm::StringRef code, Date day) const;

  /// Numbers of this level run through the whole instrument (articles, or sections where there are none).
  uint8_t runningLevel(uint32_t instrument) const { return instruments[instrument].runningLevel; }
  /// The provision of the running level with this label, on a day.
  ProvisionRef running(uint32_t instrument, llvm::StringRef label, Date on) const;
  /// All of the running level on a day, in order.
  std::vector<ProvisionRef> runningOrder(uint32_t instrument, Date on) const;
  /// Of these those with labels from one to another.
  std::vector<ProvisionRef> runningRange(uint32_t instrument, llvm::StringRef from, llvm::StringRef to, Date on) const;
  /// A direct child on a day, or nothing.
  ProvisionRef child(ProvisionRef ref, uint8_t level, llvm::StringRef label, Date on) const;
  /// Those directly in it on a day, in order.
  std::vector<ProvisionRef> children(ProvisionRef ref, Date on) const;
  /// Whenever one with this label stood there; without a label, any.
  std::vector<ProvisionRef> everLabelled(ProvisionRef around, uint8_t level, llvm::StringRef label) const;

  /// What a finding rests on (Diagnostic::rests) where something could not be read: a provision with this label in
  /// another; a statement that begins with one of these words, within a range; a declaration of this name.
  void restsOnProvision(Diagnostic &diagnostic, ProvisionRef around, llvm::StringRef label) const;
  void restsOnStatement(Diagnostic &diagnostic, Range within, llvm::ArrayRef<TokenKind> keywords) const;
  void restsOnDeclaration(Diagnostic &diagnostic, llvm::StringRef name) const;

  /// `CSL/art59/par1/item2`; where another has stood under this number before, with the day: `CSL/art59@2026-01-01`.
  std::string id(ProvisionRef ref) const;
  /// `CSL article 59 paragraph 1`: as it is cited.
  std::string citation(ProvisionRef ref) const;
  /// `Article 59 paragraph 1 of CSL`: as it is spoken of.
  std::string describe(ProvisionRef ref) const;

private:
  struct Entry {
    const law::Instrument *text;
    std::unique_ptr<law::Instrument> made;
    std::vector<Life> lives;
    std::vector<Span> spans, stands;
    std::vector<ProvisionRef> order;
    std::vector<Range> twins;                       // instruments with the same code
    std::vector<std::pair<Date, uint32_t>> changes; // by day: a provision that begins or ends
    llvm::StringMap<llvm::SmallVector<ProvisionRef, 1>> byLabel;
    uint8_t runningLevel = 0;
  };
  void addText(uint32_t index, Consolidated from);
  void checkText(uint32_t index, Diagnostics &diagnostics) const;
  std::string path(ProvisionRef ref) const;
  void nameAll();
  void nameTexts(llvm::ArrayRef<uint32_t> texts);
  void checkNumbering(uint32_t index, Diagnostics &diagnostics) const;
  void checkGaps(ProvisionRef ref, Diagnostics &diagnostics) const;
  void checkSpans(uint32_t index, Diagnostics &diagnostics) const;

  std::vector<law::File> allFiles;
  const law::Corpus *theCorpus = nullptr;
  std::vector<Entry> instruments;
  std::map<std::string, std::vector<uint32_t>, std::less<>> byCode; // texts in order of time
  std::vector<std::vector<std::string>> ids;
};

/// The words that begin statements which give a provision its effects, its conditions, its duties.
constexpr TokenKind effectWords[] = {TokenKind::SANCTION,  TokenKind::ALSOWHEN, TokenKind::INSTEAD,
                                     TokenKind::OTHERWISE, TokenKind::PUNISH,   TokenKind::REFER};
constexpr TokenKind conditionWords[] = {TokenKind::WHEN, TokenKind::UNLESS};
constexpr TokenKind elementWords[] = {TokenKind::WHEN, TokenKind::UNLESS, TokenKind::SANCTION, TokenKind::PUNISH,
                                      TokenKind::REFER};
constexpr TokenKind dutyWords[] = {TokenKind::MUST, TokenKind::MAY};

/// `article` with a capital.
std::string capitalised(llvm::StringRef word);

} // namespace proviso
