#include "support/Golden.h"
#include "syntax/Parse.h"

#include <doctest/doctest.h>

#include <random>

using namespace proviso;

TEST_SUITE("grammar") {
  TEST_CASE("every decision of the generated parser is LL(1)") {
    const std::string parser = testing::readAll(PROVISO_GENERATED_PARSER);
    REQUIRE(parser.size() > 100'000);
    CHECK(parser.find("adaptivePredict") == std::string::npos);
  }

  auto parsed = [](const std::string &text) {
    Sources sources;
    Diagnostics diagnostics;
    sources.add("x.law", text);
    const Tree tree = parse(sources, 0, diagnostics);
    // Every token belongs to the tree, and every message stands in the file.
    for (const Tree::Entry &entry : tree.entries) {
      CHECK(entry.subtreeEnd <= tree.entries.size());
      CHECK(entry.tokenEnd <= tree.tokens.size());
      CHECK(entry.firstToken <= entry.tokenEnd);
    }
    for (const Diagnostic &d : diagnostics.list()) CHECK(d.range.end() <= text.size());
    return diagnostics.count(Severity::Error);
  };

  TEST_CASE("deep nesting is an error, not a crash") {
    std::string text = "statute S { article 1 { when ";
    for (int i = 0; i < 200'000; ++i) text += '(';
    CHECK(parsed(text) >= 1);
    text = "statute S { article 1 { when ";
    for (int i = 0; i < 200'000; ++i) text += "not ";
    CHECK(parsed(text) >= 1);
    text = "";
    for (int i = 0; i < 100'000; ++i) text += "statute S { article 1 { ";
    CHECK(parsed(text) >= 1);
    text = "statute S {";
    for (int i = 0; i < 50'000; ++i) text += "article 1 { paragraph 1 { ";
    CHECK(parsed(text) >= 1);
  }

  TEST_CASE("moderate nesting is read") {
    std::string open, close;
    for (int i = 0; i < 100; ++i) {
      open += '(';
      close += ')';
    }
    CHECK(parsed("statute S { article 1 { when " + open + "x" + close + " } }") == 0);
  }

  TEST_CASE("random bytes and random words are survived") {
    std::mt19937 random(5);
    auto below = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    const std::vector<std::string> words = {
        "statute", "S",          "{",       "}",          "article",  "1",    "paragraph", "when", "and",
        "or",      "(",          ")",       "\"x\"",      "sanction", "fine", "5",         "CNY",  "punish",
        "per",     "CSL",        "any",     "of",         "items",    "to",   "on",        "also", "when",
        "instead", "scenario",   "expect",  "vocabulary", "fact",     ":",    "one",       "of",   "<",
        "=",       "2018-01-01", "refer",   "严重",       "；",       "｛",   "\"",        "“",    "preceding",
        "not",     "286-1",      "outline", "scale",      "role",     "in",   "force",     "from"};
    for (int round = 0; round < 400; ++round) {
      std::string text;
      for (size_t i = 0, n = below(120); i < n; ++i) text += words[below(words.size())] + (below(8) == 0 ? "\n" : " ");
      parsed(text);
      std::string bytes;
      for (size_t i = 0, n = below(200); i < n; ++i) bytes += static_cast<char>(below(128));
      parsed(bytes);
    }
  }

  TEST_CASE("a mistake costs its own statement at most") {
    Sources sources;
    Diagnostics diagnostics;
    sources.add("x.law", "statute S {\n  article 1 {\n    whn x\n    sanction { }\n  }\n  article 2 { when }\n  "
                         "article 3 { text \"kept\" }\n}\n");
    const Tree tree = parse(sources, 0, diagnostics);
    CHECK(diagnostics.count(Severity::Error) == 2);
    size_t provisions = 0;
    for (const Tree::Entry &entry : tree.entries) provisions += entry.rule == Rule::node;
    CHECK(provisions == 3);
  }
}
