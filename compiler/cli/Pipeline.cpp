#include "cli/Pipeline.h"

#include "cli/Files.h"
#include "source/Fingerprint.h"
#include "source/Parallel.h"
#include "syntax/Parse.h"

#include <filesystem>
#include <map>
#include <set>

namespace proviso {

std::string lockBeside(const std::vector<std::string> &paths) {
  namespace fs = std::filesystem;
  for (const std::string &path : paths)
    if (path != "-")
      return ((fs::is_directory(path) ? fs::path(path) : fs::path(path).parent_path()) / "citations.lock").string();
  return {};
}

void readSources(const std::vector<std::string> &paths, Sources &sources, Diagnostics &diagnostics) {
  struct Read {
    std::string text;
    std::optional<size_t> bad;
  };
  std::vector<Read> files(paths.size());
  inParallel(paths.size(), [&](size_t i) {
    files[i].text = readFile(paths[i], sources.limits.file);
    files[i].bad = invalidUtf8(files[i].text);
    if (files[i].bad) files[i].text.resize(*files[i].bad);
  });
  for (size_t i = 0; i < paths.size(); ++i) {
    const uint32_t file = sources.add(paths[i] == "-" ? "<stdin>" : paths[i], std::move(files[i].text));
    if (files[i].bad)
      diagnostics.report(Code::F001, Range{{file, static_cast<uint32_t>(*files[i].bad)}, 0})
          .note("save the file as UTF-8");
  }
}

std::unique_ptr<Compilation> compile(const std::vector<std::string> &paths, CompileOptions options) {
  auto compilation = std::make_unique<Compilation>();
  options.lock = lockBeside(paths);
  compilation->options = std::move(options);
  compilation->sources.limits = compilation->options.limits;
  readSources(lawFiles(paths), compilation->sources, compilation->diagnostics);
  // Half a file would only earn mistakes that are none.
  if (compilation->diagnostics.hasErrors()) return compilation;
  compile(*compilation);
  return compilation;
}

/// Against the lock, if there is one.
static void review(Compilation &c) {
  if (c.options.lock.empty()) return;
  c.lockPath = c.options.lock;
  if (const law::Corpus *corpus = c.history->corpus(); corpus && !corpus->lock.text.empty()) {
    const std::filesystem::path file(c.sources.path(corpus->range.begin.file).str());
    c.lockPath = (file.parent_path() / corpus->lock.text).string();
  }
  std::optional<std::string> text = c.options.lockText;
  if (!text && std::filesystem::exists(c.lockPath)) text = readFile(c.lockPath, c.sources.limits.file);
  if (text && invalidUtf8(*text)) {
    c.diagnostics.report(Code::F001, Range{{c.sources.add(c.lockPath, ""), 0}, 0});
    return;
  }
  if (!text) return;
  c.lock = parseLock(c.sources, c.sources.add(c.lockPath, *text), c.diagnostics);
  if (!c.diagnostics.hasErrors()) Review(c.linked, c.program, c.lock).report(c.diagnostics);
}

/// Those that are reported, by what they name, in the order of the corpus.
static void staleTargets(Compilation &c) {
  std::set<std::pair<Code, Range>> reported;
  for (const Diagnostic &d : c.diagnostics.list()) reported.insert({d.code, d.range});
  std::map<std::pair<ProvisionRef, Date>, std::vector<const StaleCitation *>> byTarget;
  for (const StaleCitation &one : c.linked.stale)
    if (reported.count({one.code, one.range})) byTarget[{one.gone, one.since}].push_back(&one);
  for (const auto &[target, list] : byTarget) {
    StaleTarget stale{
        c.history->id(target.first), c.history->citation(target.first), target.second.text(), list.size(), {}};
    for (ProvisionRef now : list.front()->now) stale.now.push_back(c.history->citation(now));
    c.summary.stale.push_back(std::move(stale));
  }
}

void compile(Compilation &c) {
  std::vector<law::File> files;
  const Levels levels = declaredLevels(c.sources, c.skipped);
  c.lawFiles = static_cast<uint32_t>(c.sources.size());
  files.resize(c.lawFiles);
  std::vector<Diagnostics> own(c.lawFiles);
  inParallel(c.lawFiles, [&](size_t i) {
    const auto file = static_cast<uint32_t>(i);
    if (file < c.skipped.size() && c.skipped[file]) return;
    files[i] = law::buildLaw(parse(c.sources, file, own[i], levels), c.sources, own[i], levels);
    if (c.options.done) c.options.done();
  });
  for (Diagnostics &findings : own) c.diagnostics.add(std::move(findings));
  c.history = std::make_unique<History>(std::move(files), c.sources, c.diagnostics);
  c.linked = link(*c.history, c.sources, c.diagnostics, c.options.asOf);
  c.wording = linkWording(c.linked, c.sources, c.options.likeness, c.diagnostics);
  wordingAgainstStatements(c.linked, c.wording, c.sources, c.diagnostics);
  if (c.options.staleAllowed)
    for (Code code : {Code::R002, Code::R003, Code::R018}) {
      Acceptance acceptance{code, std::nullopt, {}, std::nullopt, "", Range{}};
      acceptance.used = true;
      c.linked.acceptances.push_back(std::move(acceptance));
    }
  c.program = check(c.linked, c.sources, c.diagnostics, c.options.nameUses ? &c.nameUses : nullptr);
  c.diagnostics.accept(c.linked.acceptances);
  if (!c.diagnostics.hasErrors() && c.options.tables) {
    c.tables = tabulate(c.program, c.sources.limits.rows, c.diagnostics);
    review(c);
    c.diagnostics.accept(c.linked.acceptances);
    if (!c.options.asOf) c.diagnostics.reportUnused(c.linked.acceptances, c.sources);
  }
  if (const law::Corpus *corpus = c.history->corpus()) c.diagnostics.deny(corpus->deny);
  c.diagnostics.arrange(c.sources);
  staleTargets(c);
  c.summary.instruments = c.program.instruments.size();
  c.summary.provisions = c.program.provisions.size() - c.program.instruments.size();
  c.summary.citations = c.linked.citationCount();
  c.summary.wording = c.wording.citations.size();
  for (uint32_t i = 0; i < c.history->instrumentCount(); ++i) {
    const auto [drafts, inPart] = c.history->instrument(i).drafts();
    c.summary.drafts += drafts;
    c.summary.draftsInPart += inPart;
  }
  c.summary.tables = c.diagnostics.hasErrors() ? 0 : c.tables.tableCount();
}

std::unique_ptr<Compilation> compileTexts(std::vector<std::pair<std::string, std::string>> texts,
                                          CompileOptions options) {
  auto compilation = std::make_unique<Compilation>();
  compilation->options = std::move(options);
  compilation->sources.limits = compilation->options.limits;
  for (auto &[path, text] : texts) compilation->sources.add(std::move(path), std::move(text));
  compile(*compilation);
  return compilation;
}

EmitInput Compilation::emitInput() const {
  std::string all;
  for (uint32_t file = 0; file < lawFiles; ++file) all += sources.text(file).str() + '\0';
  return {program, tables, fingerprintOf(all), PROVISO_VERSION};
}

Tables loadTables(const Compilation &compilation) {
  std::string error;
  std::optional<Tables> tables = Tables::load(emitCompiledForm(compilation.emitInput()), error);
  if (!tables) throw std::logic_error("the compiler wrote tables that the runtime refuses: " + error);
  return std::move(*tables);
}

} // namespace proviso
