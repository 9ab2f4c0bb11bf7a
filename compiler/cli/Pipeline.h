// The stages in their order: from paths to tables.
#pragma once

#include "check/Check.h"
#include "diagnostics/Diagnostics.h"
#include "emit/Emit.h"
#include "source/Sources.h"

#include "proviso/Tables.h"

#include <memory>
#include <string>
#include <vector>

namespace proviso {

/// What a run holds. Later parts have views into earlier ones, so it does not move.
struct Compilation {
  Sources sources;
  /// Citations are checked on this day alone.
  std::optional<Date> asOf;
  Diagnostics diagnostics;
  std::unique_ptr<History> history;
  LinkedLaw linked;
  ir::Program program;
  DecisionTables tables; // only when there are no errors
  CheckSummary summary;

  EmitInput emitInput() const;
};

/// Reads and checks; users' mistakes are in the diagnostics, which are arranged. Throws EnvironmentError.
std::unique_ptr<Compilation> compile(const std::vector<std::string> &paths, std::optional<Date> asOf = std::nullopt);
/// The same for sources that have been added already.
void compile(Compilation &compilation);
/// The same for texts, each with its path, in the order of the paths.
std::unique_ptr<Compilation> compileTexts(std::vector<std::pair<std::string, std::string>> texts,
                                          std::optional<Date> asOf = std::nullopt);
/// The tables as the runtime loads them: by way of the compiled form, as for everybody else.
Tables loadTables(const Compilation &compilation);

} // namespace proviso
