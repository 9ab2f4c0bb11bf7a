// The text of acts to `.law` files: plain text, Markdown, Akoma Ntoso.
#pragma once

#include "diagnostics/Diagnostics.h"

#include <functional>
#include <string>
#include <vector>

namespace proviso {

struct Imported {
  std::string code, title;
  std::vector<uint32_t> from; // files of the sources; several where an act has volumes
  std::string path, text;     // of the `.law` file; the path is that of the first source with another ending
};

/// Reads all files of the sources, on several threads. Volumes of one act become one file; texts of one act get the
/// same code, and the day from which each is in force. What cannot be placed is kept as text and reported. `id`: the
/// code of the one act that all files are of; empty: made of the title. Results are in the order of the sources.
/// Calls `done` after each file that is read, from any thread.
std::vector<Imported> importActs(
    const Sources &sources, const std::string &id, Diagnostics &diagnostics, const std::function<void()> &done = [] {});

/// The code of an act by its title: `网络安全法`, `CSL` of `Cybersecurity Law`.
std::string codeOf(llvm::StringRef title);

} // namespace proviso
