// The text of acts to `.law` files: what is expected stands beside the text, and not a character of wording is lost.
#include "import/Import.h"

#include "cli/Pipeline.h"
#include "support/Golden.h"

#include <doctest/doctest.h>

#include <filesystem>

using namespace proviso;

namespace {

struct Read {
  std::vector<Imported> acts;
  std::string findings; // codes, in order
};

Read import(std::initializer_list<std::pair<std::string, std::string>> texts, const std::string &id = {}) {
  Sources sources;
  Diagnostics diagnostics;
  for (const auto &[path, text] : texts) sources.add(path, text);
  Read read{importActs(sources, id, diagnostics), {}};
  for (const Diagnostic &d : diagnostics.list()) read.findings += std::string(entry(d.code).name) + " ";
  return read;
}

void checkImports(std::string path, const std::string &id = {}) {
  const std::string text = testing::readAll(path);
  const Read read = import({{std::filesystem::path(path).filename().string(), text}}, id);
  REQUIRE(read.acts.size() == 1);
  const std::string expected = std::filesystem::path(path).replace_extension(".law").string();
  if (std::getenv("PROVISO_UPDATE")) {
    FILE *file = std::fopen(expected.c_str(), "wb");
    std::fwrite(read.acts[0].text.data(), 1, read.acts[0].text.size(), file);
    std::fclose(file);
  }
  INFO(path);
  CHECK(read.acts[0].text == testing::readAll(expected));
  const auto compiled = compileTexts({{"imported.law", read.acts[0].text}});
  CHECK(!compiled->diagnostics.hasErrors());
}

} // namespace

TEST_CASE("acts in the forms that are read") {
  const std::string folder = PROVISO_SOURCE_DIR "/tests/import/";
  checkImports(folder + "harbour_act_zh.md");
  checkImports(folder + "harbour_act_sections.txt");
  checkImports(folder + "harbour_regulation_articles.md", "HR");
  checkImports(folder + "harbour_act_akn.xml");
}

TEST_CASE("several texts of one act, and its volumes") {
  const std::string head = "# 港口法\n\n2010年1月1日 通过\n\n", marker = "<!-- INFO END -->\n\n";
  const Read texts =
      import({{"a/港口法(2010-01-01).md", head + marker + "第一条 甲。\n\n第二条 本法自2010年5月1日起施行。\n"},
              {"b/港口法(2018-10-26).md",
               head + "2018年10月26日 修正\n\n" + marker + "第一条 乙。\n\n第二条 本法自2010年5月1日起施行。\n"}});
  REQUIRE(texts.acts.size() == 2);
  CHECK(texts.acts[0].code == "港口法");
  CHECK(texts.acts[1].code == "港口法");
  CHECK(llvm::StringRef(texts.acts[0].text).contains("version 2010-01-01"));
  CHECK(llvm::StringRef(texts.acts[0].text).contains("in force from 2010-05-01"));
  CHECK(llvm::StringRef(texts.acts[1].text).contains("version 2018-10-26"));
  CHECK(llvm::StringRef(texts.acts[1].text).contains("in force from 2018-10-26"));
  CHECK(texts.findings == "I003 ");
  const Read volumes = import({{"二.md", "# 民法典\n\n# 物权编\n\n" + marker + "第三条 丙。\n"},
                               {"一.md", "# 民法典\n\n# 总则\n\n" + marker + "第一条 甲。\n\n第二条 乙。\n"}});
  REQUIRE(volumes.acts.size() == 1);
  CHECK(volumes.acts[0].from.size() == 2);
  const llvm::StringRef law = volumes.acts[0].text;
  CHECK(law.find("part 1 \"总则\"") < law.find("part 2 \"物权编\""));
}

TEST_CASE("what cannot be read is said") {
  CHECK(import({{"empty.md", ""}}).findings == "I001 ");
  CHECK(import({{"notes.md", "# Notes\n"}}).findings == "I001 ");
  CHECK(llvm::StringRef(import({{"bad.xml", "<akomaNtoso><act>"}}).findings).startswith("I006"));
  // Entities are not expanded.
  const std::string laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><akomaNtoso><act><preface><p>"
                             "<docTitle>T</docTitle></p></preface><body><article><num>1</num><content><p>&b;</p>"
                             "</content></article></body></act></akomaNtoso>";
  const Read read = import({{"laughs.xml", laughs}});
  REQUIRE(read.acts.size() == 1);
  CHECK(!llvm::StringRef(read.acts[0].text).contains("haha"));
  // Deep nesting ends as text.
  std::string deep = "<akomaNtoso><act><preface><docTitle>T</docTitle></preface><body><article><num>1</num>";
  for (int i = 0; i < 50'000; ++i) deep += "<paragraph>";
  deep += "x";
  for (int i = 0; i < 50'000; ++i) deep += "</paragraph>";
  deep += "</article></body></act></akomaNtoso>";
  CHECK(import({{"deep.xml", deep}}).acts.size() == 1);
  const Read together =
      import({{"x.md", "# 港口法\n\n<!-- INFO END -->\n\n第一条 甲。第二条 乙。第三条 丙。\n\n第五条 丁。\n"}});
  CHECK(together.findings == "I005 I004 I003 ");
  REQUIRE(together.acts.size() == 1);
  CHECK(llvm::StringRef(together.acts[0].text).contains("outline article 4"));
  const Read twins = import({{"a.md", "# 港口法\n\n第一条 甲。\n"}, {"b.md", "# 港口法\n\n第一条 甲。\n"}});
  CHECK(llvm::StringRef(twins.findings).contains("I007"));
}
