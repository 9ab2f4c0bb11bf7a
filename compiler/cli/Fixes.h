// `check --fix`: carries out the corrections that are certain.
#pragma once

#include "cli/Pipeline.h"

#include <map>

namespace proviso {

/// What was corrected.
struct Fixed {
  struct File {
    std::string before, after;
    size_t corrections = 0;
  };
  std::map<std::string, File> files;   // by path, only those that changed
  std::unique_ptr<Compilation> result; // of the corrected texts
};

/// Corrects the sources in memory, in rounds: what one correction brings to light, the next round may correct. A
/// round after which there are more errors than before is taken back. Fixes that overlap wait for the next round.
Fixed applyCertainFixes(std::unique_ptr<Compilation> compilation);

} // namespace proviso
