// Every file of statutes/ with one token removed, doubled or swapped with its neighbour, and files of random tokens and
// bytes: nothing crashes or hangs, every message has a real place, and one mistake does not earn a heap of messages.
//
// PROVISO_WORST=20 lists the damages with the most diagnostics, PROVISO_EVERY=1 tries every token and not a sample:
//
//     PROVISO_WORST=20 PROVISO_EVERY=1 build/release/tests/damaged_tokens_tests
#include "cli/Pipeline.h"
#include "support/LawFiles.h"
#include "support/Sanitized.h"
#include "syntax/Lexer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <random>

namespace proviso::testing {

namespace {

std::vector<Token> tokensOf(const std::string &text) {
  Sources sources;
  Diagnostics none;
  sources.add("tokens.law", text);
  std::vector<Token> tokens = lex(sources, 0, none);
  tokens.pop_back(); // the end of the file
  return tokens;
}

std::string word(const std::string &text, const Token &token) {
  return text.substr(token.begin, token.end - token.begin);
}

enum class Damage { Removed, Doubled, Swapped };
constexpr std::array kinds = {Damage::Removed, Damage::Doubled, Damage::Swapped};
constexpr std::array<const char *, 3> kindNames = {"removed", "doubled", "swapped with the next"};

std::string damaged(const std::string &text, const std::vector<Token> &tokens, size_t i, Damage damage) {
  const Token &token = tokens[i];
  const std::string before = text.substr(0, token.begin);
  switch (damage) {
  case Damage::Removed: return before + " " + text.substr(token.end);
  case Damage::Doubled: return before + word(text, token) + " " + text.substr(token.begin);
  case Damage::Swapped: {
    const Token &next = tokens[i + 1];
    return before + word(text, next) + " " + text.substr(token.end, next.begin - token.end) + " " + word(text, token) +
           text.substr(next.end);
  }
  }
  return {};
}

/// Every message and every correction stands in a file of the run.
bool wellPlaced(const Compilation &c) {
  auto inText = [&](Range range) {
    return range.begin.file < c.sources.size() && range.begin.offset <= range.end() &&
           range.end() <= c.sources.text(range.begin.file).size();
  };
  for (const Diagnostic &d : c.diagnostics.list()) {
    if (d.message.empty() || !inText(d.range)) return false;
    for (const Note &note : d.notes)
      if (note.range && !inText(*note.range)) return false;
    for (const Fix &fix : d.fixes)
      for (const Edit &edit : fix.edits)
        if (!inText(edit.range)) return false;
  }
  return true;
}

size_t mistakes(const Compilation &c) {
  return c.diagnostics.count(Severity::Error) + c.diagnostics.count(Severity::Warning);
}

size_t setting(const char *name, size_t otherwise) {
  const char *value = std::getenv(name);
  return value ? std::strtoul(value, nullptr, 10) : otherwise;
}

constexpr size_t ordinaryStep = testing::sanitized ? 997 : 43, randomFiles = testing::sanitized ? 60 : 500;

struct Try {
  size_t mistakes = 0, file = 0, token = 0;
  Damage damage = Damage::Removed;
};

class Statutes {
public:
  Statutes() : files(writtenStatutes()) {
    for (const LawFile &file : files) tokens.push_back(tokensOf(file.text));
  }

  std::string damagedText(const Try &t) const { return damaged(files[t.file].text, tokens[t.file], t.token, t.damage); }

  std::unique_ptr<Compilation> compiled(const Try &t) const {
    auto c = std::make_unique<Compilation>();
    for (size_t file = 0; file < files.size(); ++file)
      c->sources.add(files[file].path, file == t.file ? damagedText(t) : files[file].text);
    compile(*c);
    return c;
  }

  std::string shown(const Try &t) const {
    const std::string &text = files[t.file].text;
    const Token &token = tokens[t.file][t.token];
    Sources sources;
    sources.add(files[t.file].path, text);
    const LineColumn at = sources.lineColumn({0, token.begin});
    std::string heading =
        fmt::format("{}:{}:{} token {} `{}` {}", std::filesystem::path(files[t.file].path).filename().string(), at.line,
                    at.column, t.token, word(text, token).substr(0, 40), kindNames[static_cast<size_t>(t.damage)]);
    if (t.damage == Damage::Swapped)
      heading += fmt::format(" `{}`", word(text, tokens[t.file][t.token + 1]).substr(0, 40));
    return heading;
  }

  std::vector<LawFile> files;
  std::vector<std::vector<Token>> tokens;
};

/// Tokens of all files, as text.
std::vector<std::string> allWords(const Statutes &statutes) {
  std::vector<std::string> words;
  for (size_t file = 0; file < statutes.files.size(); ++file)
    for (const Token &token : statutes.tokens[file]) words.push_back(word(statutes.files[file].text, token));
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

} // namespace

TEST_CASE("a damaged token earns few diagnostics, all at real places") {
  const Statutes statutes;
  const size_t every = std::max<size_t>(1, setting("PROVISO_EVERY", ordinaryStep)), worst = setting("PROVISO_WORST", 0);
  std::vector<Try> tries;
  size_t turn = 0;
  for (size_t file = 0; file < statutes.files.size(); ++file)
    for (size_t token = 0; token < statutes.tokens[file].size(); ++token)
      for (Damage damage : kinds) {
        if (damage == Damage::Swapped && token + 1 == statutes.tokens[file].size()) continue;
        if (turn++ % every != 0) continue;
        Try t{0, file, token, damage};
        const auto c = statutes.compiled(t);
        t.mistakes = mistakes(*c);
        INFO(statutes.shown(t));
        REQUIRE(wellPlaced(*c));
        tries.push_back(t);
      }
  REQUIRE(tries.size() > 100);

  std::array<size_t, 6> counts{}; // 0, 1, 2, 3, 4 to 10, more
  for (const Try &t : tries) ++counts[t.mistakes < 4 ? t.mistakes : t.mistakes <= 10 ? 4 : 5];
  const size_t few = counts[0] + counts[1] + counts[2] + counts[3];
  MESSAGE(fmt::format("{} damaged files; with 0, 1, 2, 3, 4 to 10, more diagnostics: {}; at most 3: {:.2f} %",
                      tries.size(), fmt::join(counts, ", "),
                      100 * static_cast<double>(few) / static_cast<double>(tries.size())));
  CHECK(100 * few >= 99 * tries.size());

  std::stable_sort(tries.begin(), tries.end(), [](const Try &a, const Try &b) { return a.mistakes > b.mistakes; });
  for (size_t i = 0; i < std::min(worst, tries.size()); ++i) {
    const auto c = statutes.compiled(tries[i]);
    std::string list;
    size_t lines = 0;
    for (const Diagnostic &d : c->diagnostics.list()) {
      if (d.severity == Severity::Note || lines++ == 6) continue;
      const LineColumn at = c->sources.lineColumn(d.range.begin);
      list += fmt::format("    {} {}:{}:{} {}\n", entry(d.code).name,
                          std::filesystem::path(c->sources.path(d.range.begin.file).str()).filename().string(), at.line,
                          at.column, d.message);
      if (lines == 6) break;
    }
    fmt::print("{} diagnostics: {}\n{}", tries[i].mistakes, statutes.shown(tries[i]), list);
  }
}

TEST_CASE("random tokens and random bytes are survived") {
  const Statutes statutes;
  const std::vector<std::string> words = allWords(statutes);
  REQUIRE(words.size() > 100);
  std::mt19937 random(20190404);
  auto below = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
  auto survived = [](std::string text) {
    text.resize(invalidUtf8(text).value_or(text.size()));
    INFO(text);
    Compilation c;
    c.sources.add("random.law", text);
    compile(c);
    REQUIRE(wellPlaced(c));
    renderText(c.diagnostics, c.sources, false);
    renderJson(c.diagnostics, c.sources, c.summary);
  };
  for (size_t round = 0; round < randomFiles; ++round) {
    std::string text;
    for (size_t i = 0, n = below(300); i < n; ++i) text += words[below(words.size())] + (below(8) == 0 ? "\n" : " ");
    survived(text);
    std::string bytes;
    for (size_t i = 0, n = below(300); i < n; ++i) bytes += static_cast<char>(below(round % 2 == 0 ? 128 : 256));
    survived(bytes);
    // A piece of a real file with random bytes strewn in.
    const std::string &whole = statutes.files[below(statutes.files.size())].text;
    std::string piece = whole.substr(below(whole.size()), below(2000));
    for (size_t i = 0, n = below(6); i < n && !piece.empty(); ++i)
      piece[below(piece.size())] = static_cast<char>(below(256));
    while (!piece.empty() && (piece[0] & 0xC0) == 0x80) piece.erase(0, 1);
    survived(piece);
  }
}

} // namespace proviso::testing
