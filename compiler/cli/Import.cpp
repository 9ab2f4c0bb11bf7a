#include "import/Import.h"

#include "cli/Console.h"
#include "cli/Files.h"
#include "cli/Progress.h"

#include <llvm/ADT/STLExtras.h>

#include <filesystem>

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
    const size_t before = found.size();
    fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, error), end;
    for (; !error && at != end; at.increment(error)) {
      const std::string name = at->path().filename().string();
      // `_index.md` and hidden files are a website's, not the law's.
      if (name.starts_with("_") || name.starts_with(".") || !at->is_regular_file(error)) continue;
      if (llvm::is_contained(endings, at->path().extension().string())) found.push_back({at->path().string(), path});
    }
    if (error) throw EnvironmentError(fmt::format("{}: {}", path, error.message()));
    if (found.size() == before)
      throw EnvironmentError(
          fmt::format("{}: there is no text in this folder ({})", path,
                      fmt::join(std::vector<std::string_view>(std::begin(endings), std::end(endings)), ", ")));
  }
  llvm::sort(found, [](const Found &a, const Found &b) { return a.path < b.path; });
  found.erase(std::unique(found.begin(), found.end(), [](const Found &a, const Found &b) { return a.path == b.path; }),
              found.end());
  return found;
}

} // namespace

int importCommand(const CommonOptions &common, const ImportOptions &options) {
  Compilation c; // for its sources and diagnostics
  bool folders = false;
  const std::vector<Found> files = textFiles(common.paths, folders);
  if (folders && options.out.empty()) throw EnvironmentError("a folder is imported into a folder: name it with --out");
  for (const Found &one : files) {
    std::string text = readFile(one.path);
    if (const auto bad = invalidUtf8(text)) {
      const uint32_t file = c.sources.add(one.path, text.substr(0, *bad));
      c.diagnostics.report(Code::F001, Range{{file, static_cast<uint32_t>(*bad)}, 0})
          .note("save the file as UTF-8; it has not been imported");
    } else
      c.sources.add(one.path == "-" ? "<stdin>" : one.path, std::move(text));
  }
  std::vector<bool> unreadable(c.sources.size());
  for (const Diagnostic &d : c.diagnostics.list()) unreadable[d.range.begin.file] = true;
  Progress progress("importing", c.sources.size());
  const std::vector<Imported> acts = importActs(c.sources, options.id, c.diagnostics, [&] { progress.step(); });
  progress.end();
  size_t written = 0;
  for (const Imported &act : acts) {
    if (llvm::any_of(act.from, [&](uint32_t file) { return unreadable[file]; })) continue;
    if (!folders && (options.out.empty() || options.out == "-")) {
      print(act.text);
    } else if (!folders && acts.size() == 1 && !fs::is_directory(options.out)) {
      writeFile(options.out, act.text);
    } else {
      const fs::path place = fs::path(act.path).lexically_relative(files[act.from.front()].under);
      writeFile((fs::path(options.out) / place).string(), act.text);
    }
    ++written;
  }
  c.diagnostics.arrange(c.sources);
  const bool failed = reported(common, c);
  if (folders || !options.out.empty())
    print(fmt::format("{} act{} imported from {} file{}\n", written, written == 1 ? "" : "s", files.size(),
                      files.size() == 1 ? "" : "s"));
  return failed ? Errors : Fine;
}

} // namespace proviso
