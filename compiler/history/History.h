// All instruments of a run, and when each provision is in force.
//
// One version of each instrument for now: amendments and restated versions will come here as events in order of
// date. Later stages already ask for a provision by reference and for its span, and nothing else.
#pragma once

#include "law/Law.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/ADT/StringMap.h>

namespace proviso {

/// A provision of the history: an instrument by index, and a provision of it. [0] is the instrument itself.
struct ProvisionRef {
  uint32_t instrument = UINT32_MAX;
  uint32_t provision = 0;
  explicit operator bool() const { return instrument != UINT32_MAX; }
  friend auto operator<=>(const ProvisionRef &, const ProvisionRef &) = default;
};

class History {
public:
  /// Takes the files in the order of their paths, which is the order of the corpus.
  History(std::vector<law::File> files, Diagnostics &diagnostics);

  const std::vector<law::File> &files() const { return allFiles; }
  /// What one of the files declares of all, or nothing.
  const law::Corpus *corpus() const { return theCorpus; }
  size_t instrumentCount() const { return instruments.size(); }
  const law::Instrument &instrument(uint32_t index) const { return *instruments[index].text; }
  std::optional<uint32_t> instrumentNamed(llvm::StringRef code) const;
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

  /// Numbers of this level run through the whole instrument (articles, or sections where there are none).
  uint8_t runningLevel(uint32_t instrument) const { return instruments[instrument].runningLevel; }
  /// The provision of the running level with this label.
  ProvisionRef running(uint32_t instrument, llvm::StringRef label) const;
  /// All of the running level, in order.
  const std::vector<ProvisionRef> &runningOrder(uint32_t instrument) const { return instruments[instrument].order; }
  /// A direct child, or nothing.
  ProvisionRef child(ProvisionRef ref, uint8_t level, llvm::StringRef label) const;

  /// What a finding rests on (Diagnostic::rests) where something could not be read: a provision with this label in
  /// another; a statement that begins with one of these words, within a range; a declaration of this name; or what
  /// `held` says.
  void restsOnProvision(Diagnostic &diagnostic, ProvisionRef around, llvm::StringRef label) const;
  void restsOnStatement(Diagnostic &diagnostic, Range within, llvm::ArrayRef<TokenKind> keywords) const;
  void restsOnDeclaration(Diagnostic &diagnostic, llvm::StringRef name) const;
  void rests(Diagnostic &diagnostic, llvm::function_ref<bool(const law::Lost &)> held) const;

  /// `CSL/art59/par1/item2`.
  std::string id(ProvisionRef ref) const;
  /// `CSL article 59 paragraph 1`: as it is cited.
  std::string citation(ProvisionRef ref) const;
  /// `Article 59 paragraph 1 of CSL`: as it is spoken of.
  std::string describe(ProvisionRef ref) const;

private:
  struct Entry {
    const law::Instrument *text;
    std::vector<Span> spans;
    std::vector<ProvisionRef> order;
    std::vector<Range> twins; // instruments with the same code
    llvm::StringMap<ProvisionRef> byLabel;
    uint8_t runningLevel = 0;
  };
  void addInstrument(const law::Instrument &text, Diagnostics &diagnostics);
  void checkNumbering(uint32_t index, Diagnostics &diagnostics) const;
  void checkGaps(ProvisionRef ref, Diagnostics &diagnostics) const;
  void checkSpans(uint32_t index, Diagnostics &diagnostics) const;

  std::vector<law::File> allFiles;
  const law::Corpus *theCorpus = nullptr;
  std::vector<Entry> instruments;
  llvm::StringMap<uint32_t> byCode;
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
