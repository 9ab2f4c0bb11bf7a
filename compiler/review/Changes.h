// What changed in the law from one day to another.
#pragma once

#include "review/Reading.h"
#include "review/TableChanges.h"

namespace proviso {

struct ProvisionChange {
  ProvisionRef before, after;
  bool renumbered = false;
  double likeness = 0; // wording alone tells that they are the same: how like; 0: the law says so
  ReadingDifference wording, statements;
};

/// Wording does not tell what a provision was: these are like it.
struct OpenLineage {
  ProvisionRef ref;
  std::vector<ProvisionRef> near;
};

/// Nothing is what the provision was, but something is what parts of it were.
struct Dissolved {
  ProvisionRef ref;
  std::vector<ProvisionRef> parts; // what those are
};

struct Changes {
  std::vector<ProvisionRef> added, ended; // those in one that is itself added, or has ended, aside
  std::vector<Dissolved> dissolved;
  std::vector<ProvisionChange> changed; // renumbered, or says something else
  /// One of the two is declared in outline only, so that what they say cannot be compared.
  std::vector<std::pair<ProvisionRef, ProvisionRef>> notCompared;
  std::vector<OpenLineage> open;
  std::vector<StaleCitation> stale; // that broke between the days
  std::vector<TableChange> tables;
};

/// What is in force on two days, `from` before `to`.
Changes changesBetween(const LinkedLaw &linked, const ir::Program &program, const DecisionTables &tables, Date from,
                       Date to);

} // namespace proviso
