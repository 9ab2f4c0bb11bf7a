// What checking has found in files that have not changed, kept from one run to the next.
//
// The cache is one file for one set of paths, options and compiler. It holds for each `.law` file the hash of its
// bytes, the names of acts that it provides (its own, and those that it says are repealed) and that it asks for (those
// that its wording cites, and its own), and what was found in it. A file is checked again when its bytes have changed,
// or when a file that provides a name that it asks for has. Files that hold more than text depend on each other in
// other ways: when one of them, or what one of them asks for, has changed, everything is checked.
#pragma once

#include "cli/Pipeline.h"

namespace proviso {

/// Fewer files are checked faster than a cache is read.
constexpr size_t cachedFromFiles = 64;

/// As compile(), but findings of files that depend on nothing that has changed come from the cache; the program and the
/// tables of the result are then not there. A cache that cannot be read, is damaged, or is of another compiler counts
/// as none; one that cannot be written is left alone. It is replaced as a whole, so that runs side by side and runs
/// that are killed leave a whole one. Errors are never kept.
std::unique_ptr<Compilation> compileCached(const std::vector<std::string> &paths, CompileOptions options);

/// The folder of caches: `PROVISO_CACHE`, or `proviso` in `XDG_CACHE_HOME` or `~/.cache`; empty: there is none.
std::string cacheFolder();

} // namespace proviso
