// The stages in their order: from paths to the checked intermediate form.
#pragma once

#include "check/Check.h"
#include "diagnostics/Diagnostics.h"
#include "source/Sources.h"

#include <memory>
#include <string>
#include <vector>

namespace proviso {

/// What a run holds. Later parts have views into earlier ones, so it does not move.
struct Compilation {
  Sources sources;
  Diagnostics diagnostics;
  std::unique_ptr<History> history;
  LinkedLaw linked;
  ir::Program program;
  CheckSummary summary;
};

/// Reads and checks; users' mistakes are in the diagnostics, which are arranged. Throws EnvironmentError.
std::unique_ptr<Compilation> compile(const std::vector<std::string> &paths);
/// The same for sources that are read already.
void compile(Compilation &compilation);

} // namespace proviso
