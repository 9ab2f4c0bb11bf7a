// What the design of the language shows is read without a mistake of syntax, where the design is at hand.
#include "law/Law.h"
#include "support/Golden.h"
#include "syntax/Parse.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <sstream>

using namespace proviso;

namespace {

const std::filesystem::path design = PROVISO_SOURCE_DIR "/../shared/design";

/// The errors that reading one program reports.
std::set<std::string> codesOf(const std::string &program) {
  Sources sources;
  Diagnostics diagnostics;
  sources.add("design.law", program);
  law::buildLaw(parse(sources, 0, diagnostics), sources, diagnostics);
  std::set<std::string> codes;
  for (const Diagnostic &d : diagnostics.list())
    if (entry(d.code).severity == Severity::Error) codes.insert(std::string(entry(d.code).name));
  return codes;
}

void parses(const std::string &program) {
  INFO(program);
  for (const std::string &code : codesOf(program)) {
    INFO(code);
    CHECK(code[0] != 'P');
  }
}

bool absent() {
  if (std::filesystem::exists(design)) return false;
  MESSAGE("SKIPPED: the design is not at hand");
  return true;
}

} // namespace

TEST_CASE("every program of the design parses") {
  if (absent()) return;
  std::istringstream page(testing::readAll((design / "language.md").string()));
  char section = '0';
  size_t programs = 0, citations = 0;
  std::string block;
  auto flush = [&] {
    if (section == '2' || section == '3' || section == '5') {
      // The lines of the design are read as they stand: nothing but what waits for a later version is noted.
      INFO(block);
      for (const std::string &code : codesOf(block)) CHECK(code == "S007");
      ++programs;
    }
    block.clear();
  };
  for (std::string line; std::getline(page, line);) {
    if (line.rfind("## ", 0) == 0) section = line[3];
    const bool code = line.rfind("    ", 0) == 0;
    if (code && section == '4') {
      line = line.substr(0, line.find("//"));
      for (size_t dot; !line.empty(); line = dot == std::string::npos ? "" : line.substr(dot + 2)) {
        dot = line.find("\u00B7"); // two bytes
        parses("statute S { article 1 { punish per " + line.substr(0, dot) + "\n} }");
        const bool choice = line.find(" or ") != std::string::npos;
        if (!choice) parses("statute S { article 1 { when violates any of " + line.substr(0, dot) + "\n} }");
        ++citations;
      }
    } else if (code || (!block.empty() && line.empty())) {
      block += line + "\n";
    } else if (!block.empty()) {
      flush();
    }
  }
  CHECK(programs == 3);
  CHECK(citations >= 10);
}

TEST_CASE("the laws that the grammar was tried on parse") {
  if (absent()) return;
  size_t files = 0;
  for (const auto &entry : std::filesystem::directory_iterator(design / "grammar-spike" / "good")) {
    parses(testing::readAll(entry.path().string()));
    ++files;
  }
  CHECK(files > 5);
}
