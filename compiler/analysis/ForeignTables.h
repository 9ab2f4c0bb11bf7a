// Decision tables that others have written: DMN and CSV.
#pragma once

#include "analysis/DecisionTable.h"

#include <llvm/ADT/StringRef.h>

namespace proviso::analysis {

/// What could not be read, and why. Lines and columns count from 1, columns in bytes.
struct ReadProblem {
  uint32_t line = 0, column = 0;
  std::string message;
};

struct ForeignTable {
  DecisionTable table;
  /// It was read as a whole. Else only its name and line are there: half a table would be analysed wrongly.
  bool analysable = false;
  bool hasDefault = false; // what no row meets has an outcome all the same
};

struct ForeignTables {
  std::vector<ForeignTable> tables; // in the order of the text
  std::vector<ReadProblem> problems;
};

/// All decision tables of a DMN document, versions 1.1 to 1.5, whose cells are simple unary tests. Item definitions
/// give types and allowed values. Two outcomes are equal if their texts are, once literals are put alike. Ranks follow
/// the order of the allowed output values, the first output first.
ForeignTables readDmn(llvm::StringRef text);

/// One table. The first record is the head: the hit policy (`U`, `A`, `P`, `F`, `R`, `O`, `C`, `C+`, `C<`, `C>`, `C#`),
/// then the names of the columns; outputs begin with `->`. The byte after the policy separates fields: `,`, `;` or tab.
/// A record that begins with `values` says what each column allows; of outputs under `P` and `O`, the best first. All
/// other records are rows; their first field is a number or a note, and is not looked at. Cells are as in DMN, but
/// words need no quotation marks. RFC 4180 says how fields are quoted. Empty lines are passed over.
ForeignTables readCsvTable(llvm::StringRef text, std::string name);

} // namespace proviso::analysis
