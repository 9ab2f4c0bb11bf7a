// Where the decision tables of a provision differ between two days: the rows, and a case that is decided otherwise.
#pragma once

#include "review/Reading.h"
#include "tables/DecisionTables.h"

namespace proviso {

/// One input of an example, as a case states it.
struct ExampleInput {
  VariableKind kind = VariableKind::Fact;
  bool ofPerson = false;
  std::string key;       // the same for what is the same on both days
  std::string text;      // `illegal_gains: >= 5,000 CNY`; empty: it goes without saying
  std::string name;      // of a fact, role or form
  std::string provision; // of a breach, an order, a fact for each provision: its id
  std::string value;     // of a fact, as a case file writes it in JSON
};

struct TableChange {
  ProvisionRef before, after;
  std::vector<std::string> gone, added; // rows: `made out: ...`, `fine: ... => fine 10,000 to 50,000 CNY`
  /// A case, and what it earns before and after; both as sentences. Empty where none was found.
  std::vector<ExampleInput> caseBefore, caseAfter;
  std::vector<std::string> earnsBefore, earnsAfter;
};

/// Compares what two provisions decide, each by the law of its day; nothing where they decide the same, or nothing.
std::optional<TableChange> tableChange(const Readings &readings, const ir::Program &program,
                                       const DecisionTables &tables, ProvisionRef before, Date from, ProvisionRef after,
                                       Date to);

} // namespace proviso
