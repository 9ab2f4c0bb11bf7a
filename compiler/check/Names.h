// What the vocabularies and scales declare, and which of it an instrument uses.
#pragma once

#include "check/Check.h"
#include "history/History.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/StringMap.h>

#include <set>

namespace proviso {

enum class NameKind : uint8_t { Role, Form, Authority, Fact, Kind, Referral, Group };

/// The vocabularies and scales whose names hold at a place.
struct Scope {
  std::vector<uint32_t> declarations;
  std::vector<Range> lost = {};                // what the instrument uses besides, if a mistake there did not hide it
  const law::Instrument *instrument = nullptr; // whose scope it is, if it is one's
};

/// A fact as it is declared: one of the program, or a definition that stands for a condition.
struct FactEntry {
  const law::Fact *declared = nullptr;
  const law::Vocabulary *vocabulary = nullptr;
  ir::Index fact = ir::none; // none: derived
};

class Names {
public:
  /// Declares everything in the program. `uses`, if any, gets what is looked up and found.
  Names(const History &history, ir::Program &program, Diagnostics &diagnostics, std::vector<NameUse> *uses = nullptr);
  /// A value of a fact of the program that is named.
  void valueUsed(ir::Index fact, law::Name name);

  /// What an instrument uses; `report`s names in it that nothing declares.
  Scope scopeOf(const law::Instrument &instrument, bool report = true);
  Scope everything() const;
  Scope of(const law::Vocabulary &vocabulary) const;

  struct Found {
    NameKind kind;
    ir::Index index; // of a fact: into factEntry()
  };
  /// What a name of one of these kinds stands for, or nothing after a report.
  std::optional<Found> find(llvm::ArrayRef<NameKind> kinds, const Scope &scope, law::Name name);
  std::optional<ir::Index> find(NameKind kind, const Scope &scope, law::Name name);
  /// The same without a report.
  std::optional<ir::Index> lookUp(NameKind kind, const Scope &scope, llvm::StringRef name) const;
  /// Where a role, form, authority, kind or referral of the program is declared.
  Range rangeOf(NameKind kind, ir::Index index) const;
  /// A fact of the program as it is declared.
  const law::Fact &declarationOf(ir::Index fact) const;
  /// Notes the roles, forms, authorities and facts that the law, as far as it has been checked, never reads, though it
  /// uses the vocabulary.
  void reportUnread();
  /// The kinds that stand in a group of a scale.
  std::vector<ir::Index> kindsOf(ir::Index group) const;
  /// The fact of the program that a declaration became; it is not derived. This reads no name.
  ir::Index indexOf(const law::Fact &declared) const;
  const FactEntry &factEntry(ir::Index index) const { return factEntries[index]; }

  /// A finding about what a name stands for rests on the name being declared once.
  void restsOnTwins(Diagnostic &diagnostic, llvm::StringRef name) const;

private:
  struct Entry {
    uint32_t declaration;
    NameKind kind;
    ir::Index index;
    Range range;
    mutable bool read = false; // by the law, which looks it up
  };
  const Entry *entryOf(NameKind kind, const Scope &scope, llvm::StringRef name) const;
  /// `readWithOther`: it is one of another, and so read where that is.
  void declare(uint32_t declaration, NameKind kind, law::Name name, ir::Index index, bool readWithOther = false);
  void vocabulary(const law::Vocabulary &vocabulary);
  void scale(const law::Scale &scale);
  void entailments();
  void missing(llvm::ArrayRef<NameKind> kinds, const Scope &scope, law::Name name, const Entry *unused);
  /// A name of a vocabulary that the instrument could use, and does not: said once for each instrument.
  void unusedDeclaration(const Scope &scope, law::Name name, const Entry &entry);
  /// A name that is missing may stand where the law could not be read. `slip`: it is rather a slip for another.
  void restsOnDeclarations(Diagnostic &diagnostic, const Scope &scope, law::Name name, bool slip) const;
  bool visible(const Scope &scope, const Entry &entry) const;

  const History &history;
  ir::Program &program;
  Diagnostics &diagnostics;
  std::vector<NameUse> *uses;
  llvm::StringMap<std::vector<Entry>> entries;
  std::vector<FactEntry> factEntries;
  std::vector<std::pair<llvm::StringRef, llvm::StringRef>> groups; // scale, name
  std::vector<law::Name> declarations;                             // vocabularies and scales by name
  std::vector<Range> declarationRanges;
  llvm::StringMap<std::vector<Range>> twins; // where a name is declared again
  std::vector<const law::Vocabulary *> vocabularies;
  std::set<std::pair<const law::Instrument *, std::string>> told; // what is said once for each instrument
  std::vector<std::pair<ir::Index, std::vector<law::Name>>> roleParents;
  std::vector<uint32_t> roleDeclaration;
};

} // namespace proviso
