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

struct Changes {
  std::vector<ProvisionRef> added, ended; // those in one that is itself added, or has ended, aside
  std::vector<ProvisionChange> changed;   // renumbered, or says something else
  std::vector<OpenLineage> open;
  std::vector<StaleCitation> stale; // that broke between the days
  std::vector<TableChange> tables;
};

/// What is in force on two days, `from` before `to`.
Changes changesBetween(const LinkedLaw &linked, const ir::Program &program, const DecisionTables &tables, Date from,
                       Date to);

} // namespace proviso
