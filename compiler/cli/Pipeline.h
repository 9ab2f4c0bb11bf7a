// The stages in their order: from paths to tables.
#pragma once

#include "check/Check.h"
#include "diagnostics/Diagnostics.h"
#include "emit/Emit.h"
#include "link/Wording.h"
#include "review/Lock.h"
#include "source/Sources.h"

#include "proviso/Tables.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace proviso {

struct CompileOptions {
  /// Citations are checked on this day alone.
  std::optional<Date> asOf = std::nullopt;
  /// Where the lock is looked for if the corpus does not say; empty: nowhere, not even where the corpus says.
  std::string lock = {};
  /// What the lock says, where that is not to be read from a file.
  std::optional<std::string> lockText = std::nullopt;
  /// What wordings must have in common for one provision to be taken for another.
  double likeness = usualLikeness;
  /// Citations that have become stale are no errors: for who asks what has changed.
  bool staleAllowed = false;
  /// Called after each file that is read, from any thread.
  std::function<void()> done = {};
  Limits limits = {};
  bool nameUses = false; // Compilation::nameUses is wanted
  bool tables = true;    // or only what comes before them
};

/// What a run holds. Later parts have views into earlier ones, so it does not move.
struct Compilation {
  Sources sources;
  /// Files that are left out, though they are among the sources; none, or one for each.
  std::vector<bool> skipped;
  /// The first of the sources, which hold law; the lock may come after them.
  uint32_t lawFiles = 0;
  CompileOptions options;
  Diagnostics diagnostics;
  std::unique_ptr<History> history;
  LinkedLaw linked;
  Wording wording;
  ir::Program program;
  std::vector<NameUse> nameUses;
  DecisionTables tables; // only when there are no errors
  CheckSummary summary;
  /// Where the lock is or would be, and what it says; only when there are no errors.
  std::string lockPath;
  Lock lock;

  EmitInput emitInput() const;
};

/// Reads files, on several threads, in the order of the paths. What is not UTF-8 is reported, and ends there.
void readSources(const std::vector<std::string> &paths, Sources &sources, Diagnostics &diagnostics);
/// Reads and checks; users' mistakes are in the diagnostics, which are arranged. Throws EnvironmentError.
/// The lock is looked for beside what is read.
std::unique_ptr<Compilation> compile(const std::vector<std::string> &paths, CompileOptions options = {});
/// Where the lock is if the corpus does not say: in the first folder that is read.
std::string lockBeside(const std::vector<std::string> &paths);
/// The same for sources that have been added already, and within their limits.
void compile(Compilation &compilation);
/// The same for texts, each with its path, in the order of the paths.
std::unique_ptr<Compilation> compileTexts(std::vector<std::pair<std::string, std::string>> texts,
                                          CompileOptions options = {});
/// The tables as the runtime loads them: by way of the compiled form, as for everybody else.
Tables loadTables(const Compilation &compilation);

} // namespace proviso
