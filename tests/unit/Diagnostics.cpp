// The table of diagnostics: each has a page, and an example among the golden files.
#include "diagnostics/Diagnostics.h"
#include "support/Golden.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>

using namespace proviso;

TEST_CASE("every diagnostic has a page and a golden example") {
  std::string golden;
  for (const auto &entry : std::filesystem::recursive_directory_iterator(PROVISO_SOURCE_DIR "/tests/golden"))
    if (entry.path().extension() == ".law") golden += testing::readAll(entry.path().string());
  // What a `.law` file in UTF-8 cannot show is tested elsewhere.
  const std::set<std::string_view> elsewhere = {"F001"};
  for (const CodeEntry &entry : codeTable()) {
    INFO(entry.name);
    const llvm::StringRef page = explanation(llvm::StringRef(entry.name.data(), entry.name.size()));
    CHECK(page.startswith("# " + std::string(entry.name)));
    if (!elsewhere.count(entry.name)) CHECK(golden.find("//~ " + std::string(entry.name) + " ") != std::string::npos);
  }
}
