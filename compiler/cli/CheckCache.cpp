#include "cli/CheckCache.h"

#include "cli/CheckManifest.h"
#include "cli/FileNames.h"
#include "cli/Files.h"
#include "source/Parallel.h"
#include "syntax/Parse.h"

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/STLExtras.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sys/stat.h>

namespace proviso {

namespace fs = std::filesystem;

namespace {

constexpr auto keptFor = std::chrono::hours(24 * 30); // caches that nobody has used for so long are removed

/// Where the cache of such a run is: by what it may depend on beside the files.
std::string cacheFile(const std::vector<std::string> &paths, const CompileOptions &options) {
  const std::string folder = cacheFolder();
  if (folder.empty()) return {};
  std::error_code error;
  // Another compiler finds other things: this file, as it was written that time.
  struct stat program {};
  if (::stat("/proc/self/exe", &program) != 0) return {};
  std::string key =
      fmt::format("{} {} {} {}.{} {} {} {} {} {}", program.st_dev, program.st_ino, program.st_size,
                  program.st_mtim.tv_sec, program.st_mtim.tv_nsec, options.asOf ? options.asOf->text() : "",
                  options.likeness, options.limits.nesting, options.limits.syntaxErrors, options.limits.rows);
  for (const std::string &path : paths)
    key += "\n" + fs::absolute(path, error).lexically_normal().string() + "\n" + path;
  return (fs::path(folder) / fmt::format("{:016x}.check", manifestHash(key))).string();
}

void store(const std::string &file, const Manifest &manifest) {
  try {
    writeFile(file, manifestBytes(manifest));
    std::error_code error;
    const auto now = fs::file_time_type::clock::now();
    for (const auto &other : fs::directory_iterator(fs::path(file).parent_path(), error))
      if (now - other.last_write_time(error) > keptFor && !error) fs::remove(other.path(), error);
  } catch (const EnvironmentError &) { // a full disk, a folder that cannot be written: the next run has more to do
  }
}

// ---- a run

struct Texts {
  std::vector<std::string> paths;
  std::vector<std::string> texts;
  std::vector<uint64_t> hashes;
};

Texts readTexts(const std::vector<std::string> &paths, size_t mostMiB) {
  Texts read{paths, std::vector<std::string>(paths.size()), std::vector<uint64_t>(paths.size())};
  inParallel(paths.size(), [&](size_t i) {
    read.texts[i] = readFile(paths[i], mostMiB);
    read.hashes[i] = manifestHash(read.texts[i]);
  });
  return read;
}

std::vector<Manifest::Counts> countsOf(const Compilation &c, size_t files) {
  std::vector<Manifest::Counts> counts(files);
  for (uint32_t i = 0; i < c.history->instrumentCount(); ++i) {
    Manifest::Counts &of = counts[c.history->instrument(i).code.range.begin.file];
    ++of.instruments;
    of.provisions += c.history->instrument(i).provisions.size() - 1;
    of.citations += c.linked.instruments[i].size();
    const auto [drafts, inPart] = c.history->instrument(i).drafts();
    of.drafts += drafts;
    of.draftsInPart += inPart;
  }
  for (const WordingCitation &one : c.wording.citations) ++counts[one.range.begin.file].wording;
  return counts;
}

} // namespace

std::string cacheFolder() {
  if (const char *own = std::getenv("PROVISO_CACHE")) return own;
  if (const char *xdg = std::getenv("XDG_CACHE_HOME"); xdg && *xdg) return (fs::path(xdg) / "proviso").string();
  if (const char *home = std::getenv("HOME"); home && *home) return (fs::path(home) / ".cache" / "proviso").string();
  return {};
}

std::unique_ptr<Compilation> compileCached(const std::vector<std::string> &paths, CompileOptions options) {
  const std::vector<std::string> files = lawFiles(paths);
  const std::string cache =
      files.size() < cachedFromFiles || llvm::is_contained(files, "-") ? "" : cacheFile(paths, options);
  std::error_code error;
  // What a lock says is no part of the cache.
  if (cache.empty() || fs::exists(lockBeside(paths), error)) return compile(paths, std::move(options));
  Texts read = readTexts(files, options.limits.file);
  std::optional<Manifest> before;
  if (fs::exists(cache, error)) {
    try {
      before = readManifest(readFile(cache));
    } catch (const EnvironmentError &) {
    }
  }
  std::map<llvm::StringRef, const Manifest::Entry *> known;
  if (before)
    for (const Manifest::Entry &entry : before->entries) known.emplace(entry.path, &entry);

  // What has changed, and what asks for it.
  std::vector<const Manifest::Entry *> same(files.size());
  std::vector<uint64_t> touched;
  bool all = !before;
  for (size_t i = 0; i < files.size() && before; ++i) {
    const auto entry = known.find(files[i]);
    if (entry == known.end()) continue;
    if (entry->second->hash == read.hashes[i]) {
      same[i] = entry->second;
      known.erase(entry);
    }
  }
  for (const auto &[path, gone] : known) { // changed or removed
    all = all || !gone->textOnly;
    touched.insert(touched.end(), gone->provides.begin(), gone->provides.end());
  }

  auto c = std::make_unique<Compilation>();
  c->options = options;
  c->options.lock = lockBeside(paths);
  c->sources.limits = options.limits;
  options.done = {}; // once is enough
  for (size_t i = 0; i < files.size(); ++i) {
    // What has not changed was valid UTF-8 when it was kept.
    if (!same[i] && invalidUtf8(read.texts[i])) return compile(paths, options);
    c->sources.add(files[i], std::move(read.texts[i]));
  }
  std::vector<Manifest::Entry> entries(files.size());
  auto readEntry = [&](size_t i, const law::File &file) {
    entries[i].path = files[i];
    entries[i].hash = read.hashes[i];
    FileNames names = namesOf(file, c->sources);
    entries[i].textOnly = names.textOnly;
    entries[i].provides = std::move(names.provides);
    entries[i].asks = std::move(names.asks);
  };
  std::vector<bool> affected(files.size(), all);
  if (!all) {
    inParallel(files.size(), [&](size_t i) {
      if (same[i]) return;
      Diagnostics ignored;
      readEntry(i, law::buildLaw(parse(c->sources, static_cast<uint32_t>(i), ignored), c->sources, ignored));
    });
    for (size_t i = 0; i < files.size(); ++i)
      if (!same[i]) {
        all = all || !entries[i].textOnly;
        touched.insert(touched.end(), entries[i].provides.begin(), entries[i].provides.end());
      }
    sortUnique(touched);
    for (size_t i = 0; i < files.size(); ++i) {
      affected[i] = !same[i] || meet(same[i]->asks, touched);
      all = all || (affected[i] && same[i] && !same[i]->textOnly);
    }
    if (all) affected.assign(files.size(), true);
  }

  // What is needed to check that.
  if (!all) {
    std::vector<uint64_t> asked;
    for (size_t i = 0; i < files.size(); ++i)
      if (affected[i]) {
        const std::vector<uint64_t> &asks = same[i] ? same[i]->asks : entries[i].asks;
        asked.insert(asked.end(), asks.begin(), asks.end());
      }
    sortUnique(asked);
    c->skipped.resize(files.size());
    for (size_t i = 0; i < files.size(); ++i)
      c->skipped[i] = !affected[i] && same[i]->textOnly && !meet(same[i]->provides, asked);
  }
  if (all || llvm::is_contained(affected, true)) {
    compile(*c);
    if (c->diagnostics.hasErrors() && !all) return compile(paths, options);
  }
  if (all && (c->diagnostics.hasErrors() || !c->diagnostics.accepted().empty() || !c->summary.stale.empty() ||
              c->history->corpus()))
    return c;

  // Put together.
  Manifest now;
  now.tables = all ? c->summary.tables : before->tables;
  if (all) inParallel(files.size(), [&](size_t i) { readEntry(i, c->history->files()[i]); });
  std::vector<Manifest::Counts> counts =
      c->history ? countsOf(*c, c->sources.size()) : std::vector<Manifest::Counts>(files.size());
  Diagnostics findings;
  std::map<std::string, uint32_t, std::less<>> ids;
  for (uint32_t i = 0; i < files.size(); ++i) ids.emplace(files[i], i);
  bool missing = false;
  auto place = [&](Range &range) {
    const auto id = before && range.begin.file < before->entries.size()
                        ? ids.find(before->entries[range.begin.file].path)
                        : ids.end();
    missing = missing || id == ids.end();
    if (id != ids.end()) range.begin.file = id->second;
  };
  for (uint32_t i = 0; i < files.size(); ++i) {
    if (!affected[i]) {
      entries[i] = *same[i];
      for (Diagnostic &d : entries[i].findings) {
        place(d.range);
        for (Note &note : d.notes)
          if (note.range) place(*note.range);
        for (Fix &fix : d.fixes)
          for (Edit &edit : fix.edits) place(edit.range);
      }
    } else {
      if (same[i] && !all) {
        entries[i] = *same[i];
        entries[i].findings.clear();
      }
      entries[i].counts = counts[i];
    }
  }
  if (missing) return compile(paths, options);
  for (const Diagnostic &d : c->diagnostics.list())
    if (d.range.begin.file < files.size() && affected[d.range.begin.file])
      entries[d.range.begin.file].findings.push_back(d);
  c->summary = {};
  for (const Manifest::Entry &entry : entries) {
    for (const Diagnostic &d : entry.findings) findings.add(d);
    c->summary.instruments += entry.counts.instruments;
    c->summary.provisions += entry.counts.provisions;
    c->summary.citations += entry.counts.citations;
    c->summary.wording += entry.counts.wording;
    c->summary.drafts += entry.counts.drafts;
    c->summary.draftsInPart += entry.counts.draftsInPart;
  }
  c->summary.tables = now.tables;
  c->diagnostics = std::move(findings);
  c->diagnostics.arrange(c->sources);
  if (all || llvm::is_contained(affected, true) || !known.empty()) {
    now.entries = std::move(entries);
    store(cache, now);
  }
  return c;
}

} // namespace proviso
