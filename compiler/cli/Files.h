// The files of a call: found, read, written whole or not at all.
#pragma once

#include "source/Limits.h"

#include <llvm/ADT/STLFunctionalExtras.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace proviso {

/// The environment failed: a file cannot be read or written, a path does not exist. Exit code 2.
struct EnvironmentError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The files under a folder of whose paths `wanted` holds. What is there and cannot be reached, links that lead to no
/// file among it, is an EnvironmentError. Symbolic links to folders are not followed.
std::vector<std::string> filesUnder(const std::string &folder, llvm::function_ref<bool(const std::string &)> wanted);

/// All `.law` files at or under the paths, sorted and without repetitions. A path that does not exist, a folder without
/// any, and what is there and cannot be read are EnvironmentErrors. Symbolic links to folders are not followed.
std::vector<std::string> lawFiles(const std::vector<std::string> &paths);

/// The bytes of a file; `-` is standard input. One of more than so many MiB is an EnvironmentError.
std::string readFile(const std::string &path, size_t mostMiB = Limits().file);

/// Writes beside the file and renames, so that nobody ever sees half of it; permissions stay as they were. Makes the
/// folder.
void writeFile(const std::string &path, const std::string &bytes);

} // namespace proviso
