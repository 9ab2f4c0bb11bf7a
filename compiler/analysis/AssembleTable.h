// From what is written of a table to the table.
#pragma once

#include "analysis/ForeignTables.h"
#include "analysis/UnaryTests.h"

namespace proviso::analysis {

/// Where something is written.
struct Place {
  uint32_t line = 0, column = 0;
};

/// A place in a text.
Place placeOf(llvm::StringRef text, size_t offset);

/// A table as it is written, cell by cell. Readers fill it in and say what cannot be read.
struct WrittenTable {
  struct Entry {
    std::string text;
    Place at;
    bool verbatim = true; // the text stands there as it is, without escapes
  };
  struct Input {
    std::string name;
    std::optional<ColumnKind> declared;
    Entry allowed;
  };
  struct Output {
    Entry allowed; // under Priority and OutputOrder: the best first
  };
  struct Rule {
    std::vector<Entry> inputs, outputs;
    Place at;
  };
  std::string name;
  HitPolicy policy = HitPolicy::Unique;
  Place at;
  std::vector<Input> inputs;
  std::vector<Output> outputs;
  std::vector<Rule> rules;
  bool hasDefault = false;
  bool unreadable = false; // a problem has been said already
};

/// Adds the table, and what cannot be read of it.
void assembleTable(const WrittenTable &written, Notation notation, ForeignTables &result);

/// The policy of a letter, as in the corner of a table; a `C` may have its aggregation with it.
std::optional<HitPolicy> policyOfLetter(llvm::StringRef text);

} // namespace proviso::analysis
