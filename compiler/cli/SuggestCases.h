// Scenarios proposed from tables: the cases of CaseGoals in words, each with what is decided of it.
#pragma once

#include "tables/DecisionTables.h"

#include "proviso/Tables.h"

#include <string>
#include <vector>

namespace proviso {

struct SuggestedCases {
  std::string text; // scenarios in the one layout, with comments that say what each is there for
  size_t cases = 0;
  size_t rows = 0, steps = 0;     // goals that they show
  std::vector<std::string> notes; // what could not be stated
};

/// For the tables of one provision. What is expected is what is decided: it is for a person to say whether it is right.
SuggestedCases suggestCases(const ir::Program &program, const DecisionTables &tables, const Tables &compiled,
                            const ProvisionTable &table);

} // namespace proviso
