// The table of diagnostics: each has a page, and an example among the golden files.
#include "diagnostics/Diagnostics.h"
#include "cli/Pipeline.h"
#include "cli/TableFindings.h"
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
  const std::set<std::string_view> elsewhere = {"F001", "I001", "I002", "I003", "I004", "I005", "I006", "I007", "T010",
                                                "T011", "T012", "T013", "T014", "T015", "T016", "T017", "T018"};
  for (const CodeEntry &entry : codeTable()) {
    INFO(entry.name);
    const llvm::StringRef page = explanation(llvm::StringRef(entry.name.data(), entry.name.size()));
    CHECK(page.startswith("# " + std::string(entry.name)));
    if (!elsewhere.count(entry.name)) CHECK(golden.find("//~ " + std::string(entry.name) + " ") != std::string::npos);
  }
}

TEST_CASE("what the pages quote is what the compiler says") {
  auto block = [](llvm::StringRef page, llvm::StringRef heading) {
    llvm::StringRef rest = page.split(heading).second.split("```\n").second;
    return rest.split("```").first;
  };
  size_t compared = 0;
  for (const CodeEntry &entry : codeTable()) {
    const llvm::StringRef page = explanation(llvm::StringRef(entry.name.data(), entry.name.size()));
    const llvm::StringRef said = block(page, "## What the compiler says");
    std::string written = block(page, "## Example").str();
    // What does not show is shown there as in diagnostics.
    if (const size_t hidden = written.find("\uFFFD"); hidden != std::string::npos)
      written.replace(hidden, 3, entry.code == Code::P012 ? "\u202E" : "\u200B");
    const llvm::StringRef example = written;
    if (example.contains("...") || entry.code == Code::F001) continue; // no whole file, or one that is not UTF-8
    Compilation c;
    const bool isTable = example.contains(",->");
    c.sources.add(isTable ? "fees.csv" : "harbour.law", example.str());
    if (page.contains("## The lock")) {
      c.options.lock = "citations.lock";
      c.options.lockText = block(page, "## The lock").str();
    }
    if (isTable) {
      for (CheckedTable &table : checkTables(c.sources, 0, c.diagnostics))
        for (TableFinding &one : table.findings) c.diagnostics.add(std::move(one.diagnostic));
      c.diagnostics.arrange(c.sources);
    } else
      compile(c);
    std::string shown = renderText(c.diagnostics, c.sources, false);
    while (shown.ends_with("\n\n")) shown.pop_back();
    std::string trimmed;
    for (llvm::StringRef rest = shown; !rest.empty(); rest = rest.split('\n').second)
      trimmed += rest.split('\n').first.rtrim().str() + "\n";
    INFO(entry.name);
    // A page quotes its own diagnostic; an example may earn a note besides.
    CHECK(llvm::StringRef(trimmed).contains(said.rtrim()));
    ++compared;
  }
  CHECK(compared > 45);
}

TEST_CASE("of a long line the part around the place is shown") {
  for (const bool chinese : {false, true}) {
    std::string text = "statute S \"S\" {\n  in force from 2020-01-01\n  article 1 { text \"";
    for (int i = 0; i < 200; ++i) text += chinese ? "海上" : "sea ";
    const std::string cited = chinese ? "本法第九条" : "Article 9 of this Act";
    text += cited;
    for (int i = 0; i < 200; ++i) text += chinese ? "，海" : " sea";
    text += "\" }\n}\n";
    Compilation c;
    c.sources.add("long.law", text);
    compile(c);
    const std::string report = renderText(c.diagnostics, c.sources, false);
    INFO(report);
    llvm::SmallVector<llvm::StringRef> lines;
    llvm::StringRef(report).split(lines, '\n');
    REQUIRE(lines.size() > 4);
    const llvm::StringRef line = lines[3], carets = lines[4];
    CHECK(displayWidth(line) < 130);
    CHECK(line.contains("| …"));
    CHECK(line.endswith("…"));
    const size_t at = line.find(cited);
    REQUIRE(line.contains(cited));
    CHECK(displayWidth(line.take_front(at)) == carets.find('^'));
    CHECK(carets.count('^') == displayWidth(cited));
  }
}
