// `proviso fmt`: what it writes means the same, keeps every comment, and is written by it again as it is.
#include "cli/Pipeline.h"
#include "format/Format.h"
#include "support/Golden.h"
#include "support/LawFiles.h"
#include "syntax/Lexer.h"
#include "syntax/Parse.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

using namespace proviso;

namespace {

struct Formatted {
  bool readable = false;
  std::string text;
};

Formatted format(const std::string &text) {
  Sources sources;
  Diagnostics diagnostics;
  const Tree tree = parse(sources, sources.add("file.law", text), diagnostics);
  if (diagnostics.hasErrors()) return {};
  return {true, formatLaw(tree)};
}

/// The tokens as the parser means them: no `;`, punctuation and texts as they are written in the one layout.
std::vector<std::string> words(const std::string &text) {
  Sources sources;
  Diagnostics none;
  std::vector<std::string> list;
  for (const Token &token : lex(sources, sources.add("file.law", text), none)) {
    std::string word = text.substr(token.begin, token.end - token.begin);
    if ((token.kind >= TokenKind::ASSIGN && token.kind <= TokenKind::EQ) || token.kind == TokenKind::PERCENT)
      word = asciiPunctuation(token.kind);
    if (token.kind == TokenKind::NUM) std::erase(word, '_');
    if (token.kind == TokenKind::STRING) std::erase_if(word, [](char c) { return c == '"' || c == '\\' || c < 0; });
    list.push_back(std::move(word));
  }
  return list;
}

std::vector<std::string> comments(const std::string &text) {
  std::vector<std::string> list;
  for (llvm::StringRef rest = text; !rest.empty(); rest = rest.split('\n').second) {
    const llvm::StringRef line = rest.split('\n').first;
    const size_t at = line.find("//");
    if (at != llvm::StringRef::npos && line.take_front(at).count('"') % 2 == 0)
      list.push_back(line.substr(at).rtrim().str());
  }
  return list;
}

std::vector<std::string> goodTexts() {
  std::vector<std::string> texts;
  for (const testing::LawFile &file : testing::lawFilesIn({"statutes", "tests/golden", "tests/scenarios"}))
    texts.push_back(file.text);
  return texts;
}

std::string checkedForm(const std::vector<std::pair<std::string, std::string>> &files) {
  Compilation c;
  for (const auto &[path, text] : files) c.sources.add(path, text);
  compile(c);
  std::string json = emitIr(c.emitInput());
  // The fingerprint is that of the texts.
  const size_t at = json.find("\"sources\"");
  REQUIRE(at != std::string::npos);
  json.erase(at, json.find('\n', at) - at);
  return json;
}

} // namespace

TEST_CASE("formatting twice is formatting once, and loses no word and no comment") {
  size_t seen = 0;
  for (const std::string &text : goodTexts()) {
    const Formatted once = format(text);
    if (!once.readable) continue;
    ++seen;
    INFO(text.substr(0, 200));
    const Formatted twice = format(once.text);
    REQUIRE(twice.readable);
    CHECK(once.text == twice.text);
    CHECK(comments(text) == comments(once.text));
    std::vector<std::string> before = words(text), after = words(once.text);
    // `paragraph 1 of article 59` changes its order and loses its `of`; whatever else, no word is lost.
    if (text.find(" of ") != std::string::npos)
      for (std::vector<std::string> *list : {&before, &after}) {
        std::erase(*list, "of");
        std::sort(list->begin(), list->end());
      }
    CHECK(before == after);
  }
  CHECK(seen > 40);
}

TEST_CASE("the checked law does not change") {
  std::vector<std::pair<std::string, std::string>> before, after;
  for (const testing::LawFile &file : testing::lawFilesIn({"statutes"})) before.push_back({file.path, file.text});
  for (const auto &[path, text] : before) after.push_back({path, format(text).text});
  CHECK(checkedForm(before) == checkedForm(after));
}

TEST_CASE("where the lines were broken does not matter") {
  std::mt19937 random(3);
  size_t seen = 0;
  for (const std::string &text : goodTexts()) {
    if (text.find("//") != std::string::npos || text.find("\n\n") != std::string::npos) continue; // those are kept
    const Formatted wanted = format(text);
    if (!wanted.readable) continue;
    std::string mangled;
    Sources sources;
    Diagnostics none;
    for (const Token &token : lex(sources, sources.add("file.law", text), none)) {
      mangled += text.substr(token.begin, token.end - token.begin);
      mangled += random() % 3 ? std::string(random() % 4 + 1, ' ') : std::string("\n   ", random() % 4 + 1);
    }
    INFO(mangled.substr(0, 200));
    CHECK(format(mangled).text == wanted.text);
    ++seen;
  }
  // Statutes without their comments and blank lines.
  for (const testing::LawFile &statute : testing::lawFilesIn({"statutes"})) {
    const std::string &text = statute.text;
    Sources sources;
    Diagnostics none;
    std::string plain, mangled;
    for (const Token &token : lex(sources, sources.add("file.law", text), none)) {
      plain += text.substr(token.begin, token.end - token.begin) + " ";
      mangled += text.substr(token.begin, token.end - token.begin) + (random() % 4 ? "  " : "\n");
    }
    CHECK(format(plain).text == format(mangled).text);
    ++seen;
  }
  CHECK(seen > 8);
}

TEST_CASE("the layout, by example") {
  for (const auto &entry : std::filesystem::directory_iterator(PROVISO_SOURCE_DIR "/tests/format")) {
    if (entry.path().extension() != ".law") continue;
    const std::string wanted = entry.path().string() + ".formatted";
    INFO(entry.path().string());
    const Formatted formatted = format(testing::readAll(entry.path().string()));
    REQUIRE(formatted.readable);
    if (std::getenv("PROVISO_UPDATE")) std::ofstream(wanted, std::ios::binary) << formatted.text;
    CHECK(formatted.text == testing::readAll(wanted));
  }
}
