// What is decided of a case, as sentences of a scenario expect it.
#pragma once

#include "tables/DecisionTables.h"

#include "proviso/Decision.h"
#include "proviso/Tables.h"

#include <string>
#include <vector>

namespace proviso {

/// `CSL article 59 applies`, `CSL article 59 fine 10_000 to 100_000 CNY`, `CSL article 59 no warning`: what stands
/// after `expect`, of one provision. What no sentence can say is left out.
std::vector<std::string> expectations(const ir::Program &program, const DecisionTables &tables, const Tables &compiled,
                                      const ProvisionTable &table, const Decision &decision);
/// A provision as a scenario cites it that stands on this day.
std::string citedOn(const ir::Program &program, ir::Index provision, Date day);
/// `50_000`
std::string digits(Number number);

} // namespace proviso
