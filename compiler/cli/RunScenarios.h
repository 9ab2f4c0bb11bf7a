// Scenarios decided by the runtime, and held against what they expect.
#pragma once

#include "check/IntermediateForm.h"
#include "proviso/Decision.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace proviso {

struct ScenarioFailure {
  size_t expectation = 0; // index into the scenario's expectations
  std::string found;      // what was decided instead
};

struct ScenarioResult {
  std::vector<std::string> errors; // the case could not be decided
  std::vector<ScenarioFailure> failures;
  std::string decision; // in words, for failures
  bool passed() const { return errors.empty() && failures.empty(); }
};

/// The facts of a scenario as a case. What it does not state is false where it is a condition, else unknown.
Case caseOf(const ir::Program &program, const ir::Scenario &scenario);

/// A case in which silence is false, unless what is stated makes a word true by the law's own definitions.
std::optional<BoundCase> bindScenario(const ir::Program &program, const Tables &tables, Case of,
                                      std::vector<std::string> &errors);

/// `decided` is given the case and its decision, unless the case contradicts itself.
ScenarioResult runScenario(const ir::Program &program, const Tables &tables, const ir::Scenario &scenario,
                           const std::function<void(const BoundCase &, const Decision &)> &decided = {});

} // namespace proviso
