// Statutes of any size, for measuring: they look like those of statutes/, and check without errors.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace proviso::bench {

struct LawText {
  std::string path, text;
};

struct LawShape {
  size_t files = 1, bytesPerFile = 10'000'000;
  /// Names, titles and wording in Chinese; the words of the language stay.
  bool chinese = false;
  uint32_t seed = 1;
};

/// The same shape gives the same bytes. The first file also has the vocabularies and the scale.
std::vector<LawText> generateLaw(const LawShape &shape);

/// The bytes of all files.
size_t totalSize(const std::vector<LawText> &files);

} // namespace proviso::bench
