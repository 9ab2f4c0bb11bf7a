// The lock: what it holds, what it notices, and what it does not mind.
#include "cli/Pipeline.h"
#include "format/Format.h"
#include "review/Changes.h"
#include "support/LawFiles.h"
#include "syntax/Parse.h"

#include <doctest/doctest.h>

using namespace proviso;

namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

const std::string words = R"(vocabulary harbour { fact drunk : boolean  fact asleep : boolean  fact loud : boolean }
scale fines { administrative { warning  fine money AUD } }
)";
const std::string act = R"(statute HSA "Harbour Safety Act" {
  in force from 2015-07-01  use harbour, fines
  article 1 "Drunk" { text "Whoever is drunk is fined 100 dollars."  when drunk  sanction { fine 100 AUD } }
  article 2 "Asleep" { when asleep  punish per article 1 }
}
)";
const std::string charges = R"(regulation HCR "Harbour Charges Regulation" {
  in force from 2016-01-01  use harbour, fines
  article 1 { when drunk and loud  punish per HSA article 1 }
  article 2 { when commits HSA article 2 and loud  sanction { warning } }
}
)";
const std::string second = R"(statute HSA version 2020-01-01 "Harbour Safety Act" {
  in force from 2020-07-01  use harbour, fines
  article 1 "Aims" was none { text "This Act keeps the harbour safe." }
  article 2 "Drunk" was article 1 { text "Whoever is drunk is fined 300 dollars."  when drunk  sanction { fine 300 AUD } }
  article 3 "Asleep" was article 2 { when asleep  punish per article 2 }
}
accept R003 because "not yet changed"
)";

std::unique_ptr<Compilation> compiled(Texts texts, std::optional<std::string> lock = std::nullopt) {
  std::sort(texts.begin(), texts.end());
  return compileTexts(std::move(texts), {.lock = "citations.lock", .lockText = std::move(lock)});
}

/// Everything read as it is.
std::string locked(const Texts &texts) {
  const auto c = compiled(texts);
  INFO(renderText(c->diagnostics, c->sources, false));
  REQUIRE_FALSE(c->diagnostics.hasErrors());
  return lockText(Review(c->linked, c->program, {}).accepted([](const LockedCitation &) { return true; }));
}

std::vector<const Diagnostic *> findings(const Compilation &c, Code code) {
  std::vector<const Diagnostic *> list;
  for (const Diagnostic &d : c.diagnostics.list())
    if (d.code == code) list.push_back(&d);
  return list;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size(), ++count)
    text.replace(at, from.size(), to);
  REQUIRE(count > 0);
  return text;
}

std::string formatted(const std::string &text) {
  Sources sources;
  Diagnostics diagnostics;
  const uint32_t file = sources.add("x.law", text);
  return formatLaw(parse(sources, file, diagnostics));
}

} // namespace

TEST_SUITE("review") {
  TEST_CASE("layout, comments, the order of files and where they lie do not change the lock") {
    const std::string lock = locked({{"a.law", words}, {"b.law", act}, {"c.law", charges}});
    CHECK(lock.find("HCR/art1 | punishes per HSA/art1 | HSA/art1 | ") != std::string::npos);
    CHECK(lock == locked({{"all.law", words + charges + act}}));
    CHECK(lock == locked({{"z/a.law", formatted(words)}, {"x/b.law", formatted(act)}, {"y.law", formatted(charges)}}));
    CHECK(lock == locked({{"a.law", words},
                          {"b.law", replaced(act, "when drunk", "// a comment\n    when   drunk // and another\n  ")},
                          {"c.law", charges}}));
    const auto c = compiled({{"all.law", words + formatted(act) + charges}}, lock);
    CHECK(c->diagnostics.list().empty());
  }

  TEST_CASE("the lock of the statutes does not depend on their layout and their files") {
    Texts texts, moved, blank;
    for (const testing::LawFile &file : testing::lawFilesIn({"statutes"})) {
      texts.emplace_back(file.path, file.text);
      moved.emplace_back("elsewhere/" + std::to_string(moved.size()) + ".law", file.text);
      std::string loose = "// moved\n\n" + file.text;
      for (size_t at = 0; (at = loose.find('\n', at)) != std::string::npos; at += 3) loose.replace(at, 1, "\n  ");
      blank.emplace_back(file.path, loose);
    }
    const std::string lock = locked(texts);
    CHECK(std::count(lock.begin(), lock.end(), '\n') > 40);
    CHECK(lock == locked(moved));
    CHECK(lock == locked(blank));
  }

  TEST_CASE("what a citation leads to has changed") {
    const std::string lock = locked({{"a.law", words + act + charges}});
    SUBCASE("in what it provides") {
      const auto c = compiled({{"a.law", words + replaced(act, "fine 100", "fine 101") + charges}}, lock);
      CHECK(findings(*c, Code::R020).size() == 2); // of articles 1 and 2
      CHECK(findings(*c, Code::R020)[0]->message.find("in what it provides") != std::string::npos);
    }
    SUBCASE("in its wording") {
      const auto c = compiled({{"a.law", words + replaced(act, "Whoever is drunk", "Who is drunk") + charges}}, lock);
      REQUIRE(findings(*c, Code::R020).size() == 2);
      CHECK(findings(*c, Code::R020)[0]->message.find("in its wording since") != std::string::npos);
    }
    SUBCASE("by a later text: the number alone is no change") {
      const auto c = compiled({{"a.law", words + act + charges}, {"b.law", second}}, lock);
      // Article 2, now 3, reads the same; article 1, now 2, does not. Both are cited twice.
      const auto found = findings(*c, Code::R020);
      REQUIRE(found.size() == 2);
      for (const Diagnostic *d : found) {
        std::string notes;
        for (const Note &note : d->notes) notes += note.message + "\n";
        CHECK(notes.find("it was read as Article 1 of HSA") != std::string::npos);
        CHECK(notes.find("- fine 100 AUD") != std::string::npos);
        CHECK(notes.find("+ fine 300 AUD") != std::string::npos);
      }
    }
    SUBCASE("and is recorded for one citation only") {
      const auto c = compiled({{"a.law", words + replaced(act, "fine 100", "fine 101") + charges}}, lock);
      const Lock next = Review(c->linked, c->program, c->lock).accepted([&](const LockedCitation &one) {
        return c->history->id(one.from) == "HCR/art1";
      });
      const auto again = compiled({{"a.law", words + replaced(act, "fine 100", "fine 101") + charges}}, lockText(next));
      REQUIRE(findings(*again, Code::R020).size() == 1);
    }
  }

  TEST_CASE("a citation that is not in the lock, and one that is gone") {
    const std::string lock = locked({{"a.law", words + act + charges}});
    const auto added =
        compiled({{"a.law", words + act +
                                replaced(charges, "article 2 {",
                                         "article 3 { when loud  punish per HSA article 2 }\n  article 2 {")}},
                 lock);
    CHECK(findings(*added, Code::R021).size() == 1);
    const auto gone = compiled({{"a.law", words + act}}, lock);
    CHECK_FALSE(gone->diagnostics.hasErrors());
    CHECK(
        Review(gone->linked, gone->program, gone->lock).accepted([](const LockedCitation &) { return false; }).size() ==
        1);
  }

  TEST_CASE("an instrument that is renamed loses nothing") {
    const std::string lock = locked({{"a.law", words + act + charges}});
    const std::string renamed = replaced(replaced(act + charges, "HSA", "HARBOUR"), "HCR", "CHARGES");
    const auto c = compiled({{"a.law", words + renamed}}, lock);
    CHECK(findings(*c, Code::R020).empty());
    CHECK(findings(*c, Code::R021).empty());
    // And it is written under its new name, whatever is accepted.
    CHECK(lockText(Review(c->linked, c->program, c->lock).accepted([](const LockedCitation &) { return false; })) ==
          locked({{"a.law", words + renamed}}));
    // A change is noticed all the same.
    const auto changed = compiled({{"a.law", words + replaced(renamed, "fine 100", "fine 101")}}, lock);
    CHECK(findings(*changed, Code::R020).size() == 2);
  }

  TEST_CASE("a lock that is damaged is refused at its line, and nothing is lost") {
    const std::string lock = locked({{"a.law", words + act + charges}});
    for (const std::string &damaged :
         {std::string("x"), "<<<<<<< ours\n" + lock, replaced(lock, "HCR/art1 | punishes per ", "HCR/art1 punishes "),
          lock + lock.substr(lock.find("HCR/art1"))}) {
      const auto c = compiled({{"a.law", words + act + charges}}, damaged);
      INFO(damaged);
      CHECK(findings(*c, Code::F002).size() >= 1);
    }
    const auto c = compiled({{"a.law", words + act + charges}}, lock);
    CHECK(lockText(c->lock) == lock);
  }
}
