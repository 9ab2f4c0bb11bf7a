// The law files that the repository holds.
#pragma once

#include <string>
#include <vector>

namespace proviso::testing {

struct LawFile {
  std::string path, text;
};

/// All `.law` files in these folders of the repository, in the order of their paths.
std::vector<LawFile> lawFilesIn(const std::vector<std::string> &folders);
/// statutes/ without the scenarios that were proposed: those are many, and alike.
std::vector<LawFile> writtenStatutes();

} // namespace proviso::testing
