// The file of the cache of `check`: bytes with a checksum.
#pragma once

#include "diagnostics/Diagnostics.h"

#include <optional>
#include <string>
#include <vector>

namespace proviso {

struct Manifest {
  struct Counts {
    uint64_t instruments = 0, provisions = 0, citations = 0, wording = 0, drafts = 0, draftsInPart = 0;
  };
  struct Entry {
    std::string path;
    uint64_t hash = 0;
    bool textOnly = false;
    std::vector<uint64_t> provides, asks; // names, hashed, in order
    Counts counts;
    std::vector<Diagnostic> findings; // files in their ranges are entries
  };
  std::vector<Entry> entries; // in the order of the paths
  uint64_t tables = 0;
};

uint64_t manifestHash(llvm::StringRef bytes);
std::string manifestBytes(const Manifest &manifest);
/// Nothing if the bytes are damaged, or of another version.
std::optional<Manifest> readManifest(llvm::StringRef bytes);

} // namespace proviso
