#include "cli/Fixes.h"

#include <algorithm>

namespace proviso {

namespace {

constexpr size_t maxRounds = 10;

struct Round {
  std::vector<std::pair<std::string, std::string>> texts; // path and text of every file
  std::map<uint32_t, size_t> corrections;
};

/// The texts after all certain fixes that do not overlap.
Round correct(const Compilation &c) {
  Round round;
  for (uint32_t file = 0; file < c.lawFiles; ++file)
    round.texts.emplace_back(c.sources.path(file).str(), c.sources.text(file).str());
  std::vector<Edit> edits;
  auto overlaps = [&](const Edit &edit) {
    return std::any_of(edits.begin(), edits.end(), [&](const Edit &other) {
      return edit.range.begin.file == other.range.begin.file && edit.range.begin.offset <= other.range.end() &&
             other.range.begin.offset <= edit.range.end();
    });
  };
  for (const Diagnostic &d : c.diagnostics.list())
    for (const Fix &fix : d.fixes) {
      if (!fix.certain || std::any_of(fix.edits.begin(), fix.edits.end(), overlaps)) continue;
      edits.insert(edits.end(), fix.edits.begin(), fix.edits.end());
      ++round.corrections[fix.edits.front().range.begin.file];
      break;
    }
  std::sort(edits.begin(), edits.end(), [](const Edit &a, const Edit &b) { return b.range < a.range; }); // from behind
  for (const Edit &edit : edits)
    round.texts[edit.range.begin.file].second.replace(edit.range.begin.offset, edit.range.length, edit.text);
  return round;
}

} // namespace

Fixed applyCertainFixes(std::unique_ptr<Compilation> compilation) {
  Fixed fixed;
  std::vector<std::string> original;
  for (uint32_t file = 0; file < compilation->lawFiles; ++file)
    original.push_back(compilation->sources.text(file).str());
  for (size_t i = 0; i < maxRounds; ++i) {
    Round round = correct(*compilation);
    if (round.corrections.empty()) break;
    auto next = compileTexts(std::move(round.texts), compilation->options);
    if (next->diagnostics.count(Severity::Error) > compilation->diagnostics.count(Severity::Error)) break;
    compilation = std::move(next);
    for (const auto &[file, count] : round.corrections)
      fixed.files[compilation->sources.path(file).str()].corrections += count;
  }
  for (uint32_t file = 0; file < original.size(); ++file)
    if (const auto found = fixed.files.find(compilation->sources.path(file).str()); found != fixed.files.end()) {
      found->second.after = compilation->sources.text(file).str();
      found->second.before = std::move(original[file]);
    }
  fixed.result = std::move(compilation);
  return fixed;
}

} // namespace proviso
