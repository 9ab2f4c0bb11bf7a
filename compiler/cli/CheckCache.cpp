#include "cli/CheckCache.h"

#include "cli/Files.h"
#include "link/Acts.h"
#include "source/Parallel.h"
#include "syntax/Parse.h"

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Support/xxhash.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>

namespace proviso {

namespace fs = std::filesystem;

namespace {

constexpr llvm::StringLiteral magic = "proviso-check-cache-2\n";
constexpr auto keptFor = std::chrono::hours(24 * 30); // caches that nobody has used for so long are removed

struct Counts {
  uint64_t instruments = 0, provisions = 0, citations = 0, wording = 0, drafts = 0, draftsInPart = 0;
};

struct Entry {
  std::string path;
  uint64_t hash = 0;
  bool textOnly = false;
  std::vector<uint64_t> provides, asks; // names, hashed, in order
  Counts counts;
  std::vector<Diagnostic> findings; // files in their ranges are entries
};

struct Manifest {
  std::vector<Entry> entries; // in the order of the paths
  uint64_t tables = 0;
};

// ---- the names of a file

uint64_t hashOf(llvm::StringRef name) { return llvm::xxHash64(name); }

void sortUnique(std::vector<uint64_t> &list) {
  llvm::sort(list);
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

bool meet(const std::vector<uint64_t> &a, const std::vector<uint64_t> &b) {
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();)
    if (*x == *y)
      return true;
    else
      ++(*x < *y ? x : y);
  return false;
}

/// It holds acts, and nothing of them but structure, wording and days.
bool isTextOnly(const law::File &file) {
  if (!file.corpora.empty() || !file.accepts.empty() || !file.vocabularies.empty() || !file.scales.empty() ||
      !file.scenarios.empty() || !file.lost.empty())
    return false;
  return llvm::all_of(file.instruments, [](const law::Instrument &act) {
    return act.decidesNothing() && act.accepts.empty() && act.uses.empty() && !act.external;
  });
}

void readNames(const law::File &file, const Sources &sources, Entry &entry) {
  for (const law::Instrument &act : file.instruments) {
    auto own = [&](llvm::StringRef name) { entry.provides.push_back(hashOf(titleKey(name))); };
    own(act.code.text);
    own(act.title.text);
    for (const auto &[language, name] : act.names) own(name.text);
    for (const law::Provision &p : act.provisions)
      for (const law::Quote &quote : p.texts) {
        const llvm::StringRef text = insideOf(sources, quote.range).first;
        const bool repeals = text.contains("废止") || text.contains("停止执行");
        wording::Mentions mentions;
        wording::recognise(text, mentions);
        for (const wording::ShortName &name : mentions.shortNames) entry.asks.push_back(hashOf(titleKey(name.of)));
        for (const wording::Mention &mention : mentions.list) {
          if (mention.act != wording::ActForm::Named) continue;
          if (mention.marked) {
            const uint64_t name = hashOf(titleKey(mention.name));
            entry.asks.push_back(name);
            if (repeals) entry.provides.push_back(name);
          } else
            Acts::endsOf(mention.name, [&](llvm::StringRef name) {
              entry.asks.push_back(hashOf(titleKey(name)));
              return false;
            });
        }
      }
  }
  entry.asks.insert(entry.asks.end(), entry.provides.begin(), entry.provides.end());
  sortUnique(entry.provides);
  sortUnique(entry.asks);
}

// ---- the file

class Writer {
public:
  void number(uint64_t value) { // seven bits at a time
    for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
    bytes += static_cast<char>(value);
  }
  void text(llvm::StringRef value) {
    number(value.size());
    bytes += value;
  }
  void hashes(const std::vector<uint64_t> &list) {
    number(list.size());
    for (uint64_t one : list) bytes.append(reinterpret_cast<const char *>(&one), sizeof one);
  }
  void range(Range value) {
    number(value.begin.file);
    number(value.begin.offset);
    number(value.length);
  }
  std::string bytes;
};

class Reader {
public:
  explicit Reader(llvm::StringRef bytes) : bytes(bytes) {}
  uint64_t number() {
    uint64_t value = 0;
    for (unsigned shift = 0; !bytes.empty() && shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes.front());
      bytes = bytes.drop_front();
      value |= static_cast<uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
    failed = true;
    return 0;
  }
  std::string text() {
    const uint64_t size = number();
    if (size > bytes.size()) failed = true;
    const std::string value = failed ? std::string() : bytes.take_front(size).str();
    bytes = bytes.drop_front(value.size());
    return value;
  }
  std::vector<uint64_t> hashes() {
    std::vector<uint64_t> list;
    const uint64_t count = number();
    if (count > bytes.size() / sizeof(uint64_t)) failed = true;
    if (failed) return list;
    list.resize(count);
    std::copy_n(bytes.data(), count * sizeof(uint64_t), reinterpret_cast<char *>(list.data()));
    bytes = bytes.drop_front(count * sizeof(uint64_t));
    return list;
  }
  Range range() {
    Range value;
    value.begin.file = static_cast<uint32_t>(number());
    value.begin.offset = static_cast<uint32_t>(number());
    value.length = static_cast<uint32_t>(number());
    return value;
  }
  /// A number of things that take a byte at least.
  uint64_t count() {
    const uint64_t value = number();
    if (value > bytes.size()) failed = true;
    return failed ? 0 : value;
  }
  bool failed = false;

private:
  llvm::StringRef bytes;
};

void write(Writer &out, const Diagnostic &d) {
  out.number(static_cast<uint64_t>(d.code));
  out.number(static_cast<uint64_t>(d.severity));
  out.text(d.message);
  out.range(d.range);
  out.number(d.notes.size());
  for (const Note &note : d.notes) {
    out.text(note.message);
    out.number(note.range.has_value());
    if (note.range) out.range(*note.range);
  }
  out.number(d.fixes.size());
  for (const Fix &fix : d.fixes) {
    out.text(fix.message);
    out.number(fix.certain);
    out.number(fix.edits.size());
    for (const Edit &edit : fix.edits) {
      out.range(edit.range);
      out.text(edit.text);
    }
  }
}

Diagnostic readFinding(Reader &in) {
  Diagnostic d{static_cast<Code>(in.number()), static_cast<Severity>(in.number()), in.text(), in.range(), {}, {}};
  for (uint64_t i = in.count(); i > 0; --i) {
    Note note{in.text(), std::nullopt};
    if (in.number()) note.range = in.range();
    d.notes.push_back(std::move(note));
  }
  for (uint64_t i = in.count(); i > 0; --i) {
    Fix fix{in.text(), {}, in.number() != 0};
    for (uint64_t k = in.count(); k > 0; --k) {
      const Range range = in.range();
      fix.edits.push_back({range, in.text()});
    }
    d.fixes.push_back(std::move(fix));
  }
  if (static_cast<size_t>(d.code) >= codeTable().size()) in.failed = true;
  return d;
}

std::string written(const Manifest &manifest) {
  Writer out;
  out.bytes = magic.str();
  out.number(manifest.tables);
  out.number(manifest.entries.size());
  for (const Entry &entry : manifest.entries) {
    out.text(entry.path);
    out.hashes({entry.hash});
    out.number(entry.textOnly);
    out.hashes(entry.provides);
    out.hashes(entry.asks);
    for (uint64_t count : {entry.counts.instruments, entry.counts.provisions, entry.counts.citations,
                           entry.counts.wording, entry.counts.drafts, entry.counts.draftsInPart})
      out.number(count);
    out.number(entry.findings.size());
    for (const Diagnostic &d : entry.findings) write(out, d);
  }
  const uint64_t sum = hashOf(out.bytes);
  out.bytes.append(reinterpret_cast<const char *>(&sum), sizeof sum);
  return std::move(out.bytes);
}

std::optional<Manifest> read(llvm::StringRef bytes) {
  uint64_t sum = 0;
  if (!bytes.startswith(magic) || bytes.size() < magic.size() + sizeof sum) return std::nullopt;
  std::copy_n(bytes.end() - sizeof sum, sizeof sum, reinterpret_cast<char *>(&sum));
  bytes = bytes.drop_back(sizeof sum);
  if (hashOf(bytes) != sum) return std::nullopt;
  Reader in(bytes.drop_front(magic.size()));
  Manifest manifest;
  manifest.tables = in.number();
  for (uint64_t i = in.count(); i > 0; --i) {
    Entry entry;
    entry.path = in.text();
    const std::vector<uint64_t> hash = in.hashes();
    entry.hash = hash.size() == 1 ? hash.front() : 0;
    entry.textOnly = in.number() != 0;
    entry.provides = in.hashes();
    entry.asks = in.hashes();
    for (uint64_t *count : {&entry.counts.instruments, &entry.counts.provisions, &entry.counts.citations,
                            &entry.counts.wording, &entry.counts.drafts, &entry.counts.draftsInPart})
      *count = in.number();
    for (uint64_t k = in.count(); k > 0; --k) entry.findings.push_back(readFinding(in));
    manifest.entries.push_back(std::move(entry));
  }
  if (in.failed) return std::nullopt;
  return manifest;
}

/// Where the cache of such a run is: by what it may depend on beside the files.
std::string cacheFile(const std::vector<std::string> &paths, std::optional<Date> asOf, double likeness) {
  const std::string folder = cacheFolder();
  if (folder.empty()) return {};
  std::error_code error;
  std::string key;
  try {
    key = readFile("/proc/self/exe");
  } catch (const EnvironmentError &) {
    return {};
  }
  key = fmt::format("{:016x} {} {}", hashOf(key), asOf ? asOf->text() : "", likeness);
  for (const std::string &path : paths)
    key += "\n" + fs::absolute(path, error).lexically_normal().string() + "\n" + path;
  return (fs::path(folder) / fmt::format("{:016x}.check", hashOf(key))).string();
}

void store(const std::string &file, const Manifest &manifest) {
  try {
    writeFile(file, written(manifest));
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

Texts readTexts(const std::vector<std::string> &paths) {
  Texts read{paths, std::vector<std::string>(paths.size()), std::vector<uint64_t>(paths.size())};
  inParallel(paths.size(), [&](size_t i) {
    read.texts[i] = readFile(paths[i]);
    read.hashes[i] = hashOf(read.texts[i]);
  });
  return read;
}

std::vector<Counts> countsOf(const Compilation &c, size_t files) {
  std::vector<Counts> counts(files);
  for (uint32_t i = 0; i < c.history->instrumentCount(); ++i) {
    Counts &of = counts[c.history->instrument(i).code.range.begin.file];
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

std::unique_ptr<Compilation> compileCached(const std::vector<std::string> &paths, std::optional<Date> asOf,
                                           double likeness, const std::function<void()> &done) {
  const std::vector<std::string> files = lawFiles(paths);
  const std::string cache =
      files.size() < cachedFromFiles || llvm::is_contained(files, "-") ? "" : cacheFile(paths, asOf, likeness);
  std::error_code error;
  // What a lock says is no part of the cache.
  if (cache.empty() || fs::exists(optionsFor(paths, asOf, false, likeness).lock, error))
    return compile(paths, asOf, false, likeness, done);
  Texts read = readTexts(files);
  std::optional<Manifest> before;
  if (fs::exists(cache, error)) {
    try {
      before = proviso::read(readFile(cache));
    } catch (const EnvironmentError &) {
    }
  }
  std::map<llvm::StringRef, const Entry *> known;
  if (before)
    for (const Entry &entry : before->entries) known.emplace(entry.path, &entry);

  // What has changed, and what asks for it.
  std::vector<const Entry *> same(files.size());
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
  c->options = optionsFor(paths, asOf, false, likeness);
  c->options.done = done;
  for (size_t i = 0; i < files.size(); ++i) {
    // What has not changed was valid UTF-8 when it was kept.
    if (!same[i] && invalidUtf8(read.texts[i])) return compile(paths, asOf, false, likeness);
    c->sources.add(files[i], std::move(read.texts[i]));
  }
  std::vector<Entry> entries(files.size());
  auto readEntry = [&](size_t i, const law::File &file) {
    entries[i].path = files[i];
    entries[i].hash = read.hashes[i];
    entries[i].textOnly = isTextOnly(file);
    readNames(file, c->sources, entries[i]);
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
    if (c->diagnostics.hasErrors() && !all) return compile(paths, asOf, false, likeness);
  }
  if (all && (c->diagnostics.hasErrors() || !c->diagnostics.accepted().empty() || !c->summary.stale.empty() ||
              c->history->corpus()))
    return c;

  // Put together.
  Manifest now;
  now.tables = all ? c->summary.tables : before->tables;
  if (all) inParallel(files.size(), [&](size_t i) { readEntry(i, c->history->files()[i]); });
  std::vector<Counts> counts = c->history ? countsOf(*c, c->sources.size()) : std::vector<Counts>(files.size());
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
  if (missing) return compile(paths, asOf, false, likeness);
  for (const Diagnostic &d : c->diagnostics.list())
    if (d.range.begin.file < files.size() && affected[d.range.begin.file])
      entries[d.range.begin.file].findings.push_back(d);
  c->summary = {};
  for (const Entry &entry : entries) {
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
