// Scenarios proposed from tables: the cases of CaseGoals in words, each with what is decided of it.
#pragma once

#include "tables/CaseGoals.h"

#include "proviso/Tables.h"

#include <string>
#include <vector>

namespace proviso {

struct SuggestedCases {
  std::string text; // scenarios in the one layout, with comments that say what each is there for
  size_t cases = 0;
  size_t rows = 0, steps = 0;     // goals that they show, and none of those that are there
  std::vector<std::string> notes; // what could not be stated
};

/// For the tables of one provision, beside the cases that are there. What is expected is what is decided: it is for a
/// person to say whether it is right.
SuggestedCases suggestCases(const ir::Program &program, const DecisionTables &tables, const Tables &compiled,
                            const ProvisionTable &table, const ShownAlready &already = {});

} // namespace proviso
