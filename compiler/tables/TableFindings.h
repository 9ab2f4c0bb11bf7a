// What the table of one provision shows of how the provision is written.
#pragma once

#include "tables/ConditionDiagrams.h"

namespace proviso {

/// One value for each input that a case needs to get somewhere: pairs of a variable and its value.
using Example = std::vector<std::pair<uint32_t, uint32_t>>;

/// A case with the fewest answers for which a diagram of the table comes to one of these terminals; nothing where there
/// is none.
std::optional<Example> exampleOf(const Diagrams &diagrams, Diagram d, const std::function<bool(Diagram)> &wanted);
/// `for example: is operator: yes; leaked: >= 500`.
std::string exampleText(const ir::Program &program, const std::vector<Variable> &variables, const Example &example);

/// T007, T008, T009: conditions that always hold, inputs that never matter, cases in which nothing is imposed. `made`:
/// subject and elements; `always`: what always holds; `guards`: also of the conditions of tiers.
void reportTableFindings(const ir::Program &program, ProvisionTable &table, ConditionDiagrams &conditions,
                         Diagram always, Diagram made, const std::string &provision, bool guards,
                         Diagnostics &diagnostics);

} // namespace proviso
