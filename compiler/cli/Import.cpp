#include "import/Import.h"

#include "cli/Console.h"
#include "cli/Files.h"
#include "cli/Progress.h"
#include "syntax/Lexer.h"

#include <llvm/ADT/STLExtras.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>

namespace proviso {

namespace fs = std::filesystem;

namespace {

constexpr llvm::StringLiteral endings[] = {".md", ".markdown", ".txt", ".xml", ".akn"};

struct Found {
  std::string path, under; // and from which folder on its place is kept
};

std::vector<Found> textFiles(const std::vector<std::string> &paths, bool &folders) {
  std::vector<Found> found;
  for (const std::string &path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      found.push_back({path, fs::path(path).parent_path().string()});
      continue;
    }
    folders = true;
    const std::vector<std::string> texts = filesUnder(path, [](const std::string &file) {
      // `_index.md` and hidden files are a website's, not the law's.
      const std::string name = fs::path(file).filename().string();
      return !name.starts_with("_") && !name.starts_with(".") &&
             llvm::is_contained(endings, fs::path(file).extension().string());
    });
    for (const std::string &text : texts) found.push_back({text, path});
    if (texts.empty())
      throw EnvironmentError(
          fmt::format("{}: there is no text in this folder ({})", path,
                      fmt::join(std::vector<std::string_view>(std::begin(endings), std::end(endings)), ", ")));
  }
  llvm::sort(found, [](const Found &a, const Found &b) { return a.path < b.path; });
  found.erase(std::unique(found.begin(), found.end(), [](const Found &a, const Found &b) { return a.path == b.path; }),
              found.end());
  return found;
}

/// The format `proviso-drafts/1` of docs/drafting.md.
std::string reportOf(const Drafts &drafts) {
  using Json = nlohmann::ordered_json;
  using State = DraftedParagraph::State;
  Json paragraphs = Json::array(), words = Json::array();
  std::map<std::string, size_t> counts;
  for (const DraftedParagraph &one : drafts.paragraphs) {
    paragraphs.push_back({{"act", one.act},
                          {"place", one.place},
                          {"drafted", one.state == State::Full   ? "full"
                                      : one.state == State::Part ? "part"
                                                                 : "not"},
                          {"not_understood", one.left}});
    for (const std::string &left : one.left) ++counts[left];
  }
  std::vector<std::pair<std::string, size_t>> order(counts.begin(), counts.end());
  llvm::stable_sort(order, [](const auto &a, const auto &b) { return a.second > b.second; });
  for (const auto &[left, count] : order) words.push_back({{"words", left}, {"count", count}});
  const Json out = {{"format", "proviso-drafts/1"},
                    {"summary",
                     {{"sanction_bearing", drafts.paragraphs.size()},
                      {"full", drafts.count(State::Full)},
                      {"part", drafts.count(State::Part)},
                      {"not", drafts.count(State::Not)}}},
                    {"not_understood", std::move(words)},
                    {"paragraphs", std::move(paragraphs)}};
  return out.dump(2) + "\n";
}

} // namespace

int importCommand(const CommonOptions &common, const ImportOptions &options) {
  Compilation c; // for its sources and diagnostics
  c.sources.limits = common.limits;
  bool folders = false;
  const std::vector<Found> files = textFiles(common.paths, folders);
  if (!options.id.empty()) {
    const std::vector<Token> tokens = scan(options.id);
    if (tokens.size() != 2 || (tokens[0].kind != TokenKind::ID && tokens[0].kind != TokenKind::CUR) ||
        tokens[0].end != options.id.size())
      throw EnvironmentError(
          fmt::format("--id {}: an act cannot be called so; a name is letters, digits and `_`, and no "
                      "word of the language",
                      options.id));
  }
  if (folders && options.out.empty()) throw EnvironmentError("a folder is imported into a folder: name it with --out");
  for (const Found &one : files) {
    std::string text = readFile(one.path, common.limits.file);
    if (const auto bad = invalidUtf8(text)) {
      const uint32_t file = c.sources.add(one.path, text.substr(0, *bad));
      c.diagnostics.report(Code::F001, Range{{file, static_cast<uint32_t>(*bad)}, 0})
          .note("save the file as UTF-8; it has not been imported");
    } else
      c.sources.add(one.path == "-" ? "<stdin>" : one.path, std::move(text));
  }
  std::vector<bool> unreadable(c.sources.size());
  for (const Diagnostic &d : c.diagnostics.list()) unreadable[d.range.begin.file] = true;
  Drafts drafts;
  Progress progress("importing", c.sources.size());
  const std::vector<Imported> acts = importActs(
      c.sources, options.id, c.diagnostics, [&] { progress.step(); }, options.draft ? &drafts : nullptr);
  progress.end();
  size_t written = 0;
  const bool whole =
      !folders && (options.out.empty() || options.out == "-" || (acts.size() == 1 && !fs::is_directory(options.out)));
  if (whole && !drafts.vocabulary.empty() && acts.size() == 1) drafts.vocabulary += "\n";
  for (const Imported &act : acts) {
    if (llvm::any_of(act.from, [&](uint32_t file) { return unreadable[file]; })) continue;
    if (!folders && (options.out.empty() || options.out == "-")) {
      print(std::exchange(drafts.vocabulary, {}) + act.text);
    } else if (whole) {
      writeFile(options.out, std::exchange(drafts.vocabulary, {}) + act.text);
    } else {
      const fs::path place = fs::path(act.path).lexically_relative(files[act.from.front()].under);
      writeFile((fs::path(options.out) / place).string(), act.text);
    }
    ++written;
  }
  if (!drafts.vocabulary.empty()) writeFile((fs::path(options.out) / "drafts.law").string(), drafts.vocabulary);
  if (!options.draftReport.empty()) writeFile(options.draftReport, reportOf(drafts));
  c.diagnostics.arrange(c.sources);
  const bool failed = reported(common, c);
  if (folders || !options.out.empty())
    print(fmt::format("{} act{} imported from {} file{}\n", written, written == 1 ? "" : "s", files.size(),
                      files.size() == 1 ? "" : "s"));
  if (options.draft && (folders || !options.out.empty())) {
    using State = DraftedParagraph::State;
    print(fmt::format("{} sanction-bearing paragraphs: {} drafted in full, {} in part, {} not\n",
                      drafts.paragraphs.size(), drafts.count(State::Full), drafts.count(State::Part),
                      drafts.count(State::Not)));
  }
  return failed ? Errors : Fine;
}

} // namespace proviso
