#include "cli/Commands.h"

#include "cli/CheckCache.h"
#include "cli/Console.h"
#include "cli/Files.h"
#include "cli/Fixes.h"
#include "cli/Pipeline.h"
#include "cli/Progress.h"

#include "emit/Akn.h"
#include "emit/TableText.h"
#include "format/Format.h"
#include "syntax/Parse.h"

#include "proviso/Decision.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/ScopeExit.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace proviso {

namespace {

using Json = nlohmann::ordered_json;

} // namespace

const std::vector<std::string> &artefactNames() {
  static const std::vector<std::string> names = {"ir",  "tables", "json", "csv", "markdown", "html", "dmn",
                                                 "jdm", "js",     "rego", "cpp", "sql",      "akn"};
  return names;
}

/// What is taken apart only when the process ends need not be taken apart at all.
static void keep(std::unique_ptr<Compilation> compilation) {
  static std::vector<std::unique_ptr<Compilation>> *const kept = new std::vector<std::unique_ptr<Compilation>>();
  kept->push_back(std::move(compilation));
}

int checkCommand(const CommonOptions &common, bool fix, const AcceptOptions &accept) {
  std::vector<std::string> paths = common.paths;
  // What the list accepts already is not written again.
  if (!accept.file.empty() && std::filesystem::exists(accept.file)) paths.push_back(accept.file);
  CompileOptions compiling = compileOptions(common);
  compiling.asOf = dayOf(common.asOf);
  Progress progress("checking", lawFiles(paths).size());
  compiling.done = [&] { progress.step(); };
  auto c = common.cache && !fix && accept.file.empty() ? compileCached(paths, std::move(compiling))
                                                       : compile(paths, std::move(compiling));
  c->options.done = {};
  progress.end();
  const auto atEnd = llvm::make_scope_exit([&] { keep(std::move(c)); });
  if (fix && !c->history) fix = false; // a file cannot be read as text: nothing is touched
  if (fix) {
    Fixed fixed = applyCertainFixes(std::move(c));
    for (const auto &[path, file] : fixed.files) { // all of them before the first is written
      if (path == "<stdin>") throw EnvironmentError("--fix needs files: standard input cannot be corrected");
      if (readFile(path, common.limits.file) != file.before)
        throw EnvironmentError(fmt::format("{}: this file changed while it was checked; nothing was corrected", path));
    }
    for (const auto &[path, file] : fixed.files) {
      writeFile(path, file.after);
      fmt::print(stderr, "{}: {} correction{}\n", path, file.corrections, file.corrections == 1 ? "" : "s");
    }
    c = std::move(fixed.result);
  }
  if (!accept.file.empty()) c = writeAccepts(std::move(c), accept);
  if (common.format == Format::Json) {
    print(renderJson(c->diagnostics, c->sources, c->summary));
    return failed(common, *c) ? Errors : Fine;
  }
  if (common.format == Format::Sarif) {
    print(renderSarif(c->diagnostics, c->sources, PROVISO_VERSION));
    return failed(common, *c) ? Errors : Fine;
  }
  const bool stop = reported(common, *c);
  if (!c->summary.stale.empty()) print("Citations that lead elsewhere, by what they name:\n");
  for (const StaleTarget &one : c->summary.stale)
    print(fmt::format(
        "  {}, from {} on: {} citation{}; {}\n", one.citation, one.since, one.citations, one.citations == 1 ? "" : "s",
        one.now.empty() ? "nothing has taken its place" : fmt::format("it is now {}", fmt::join(one.now, ", and "))));
  const size_t errors = c->diagnostics.count(Severity::Error), warnings = c->diagnostics.count(Severity::Warning);
  const size_t accepted = c->diagnostics.accepted().size();
  print(fmt::format("{}: {}, {}{}; {}, {}, {}{}, {}\n", stop ? "not good" : "good", plural(errors, "error"),
                    plural(warnings, "warning"),
                    accepted ? fmt::format(", {} accepted", plural(accepted, "finding")) : "",
                    plural(c->summary.instruments, "instrument"), plural(c->summary.provisions, "provision"),
                    plural(c->summary.citations, "citation"),
                    c->summary.wording ? fmt::format(" and {} in wording", c->summary.wording) : "",
                    plural(c->summary.tables, "table")));
  if (const size_t drafts = c->summary.drafts)
    print(fmt::format("{} await{} review{}\n", plural(drafts, "draft"), drafts == 1 ? "s" : "",
                      c->summary.draftsInPart ? fmt::format(", {} of them in part", c->summary.draftsInPart) : ""));
  return stop ? Errors : Fine;
}

int buildCommand(const CommonOptions &common, const BuildOptions &options) {
  const auto c = compile(common.paths, compileOptions(common));
  if (reported(common, *c)) return Errors;
  if (const auto day = dayOf(common.asOf)) {
    auto &list = c->tables.provisions;
    list.erase(std::remove_if(
                   list.begin(), list.end(),
                   [&](const ProvisionTable &t) { return !c->program.provisions[t.provision].span.contains(*day); }),
               list.end());
  }
  const EmitInput input = c->emitInput();
  std::vector<Artefact> files;
  for (const std::string &name : options.emit) {
    std::vector<Artefact> made;
    if (name == "ir")
      made = {{"ir.json", emitIr(input)}};
    else if (name == "tables")
      made = {{"tables.proviso", emitCompiledForm(input)}};
    else if (name == "json")
      made = {{"tables.json", emitTablesJson(input)}};
    else if (name == "csv")
      made = emitCsv(input);
    else if (name == "markdown")
      made = emitMarkdown(input);
    else if (name == "html")
      made = emitHtml(input);
    else if (name == "akn")
      made = emitAkn({*c->history, c->wording, references(c->linked), c->sources, input.fingerprint, input.version,
                      options.country, dayOf(common.asOf)});
    else if (name == "dmn")
      made = emitDmn(input, options.dmnVersion == "1.5" ? DmnVersion::V1_5 : DmnVersion::V1_3);
    else if (name == "jdm")
      made = emitJdm(input);
    else if (name == "js")
      made = {{"tables.mjs", emitJs(input)}};
    else if (name == "rego")
      made = {{"tables.rego", emitRego(input)}};
    else if (name == "cpp")
      made = {{"tables.hpp", emitCpp(input)}};
    else if (name == "sql")
      made = emitSql(input, *sqlDialectNamed(options.dialect));
    files.insert(files.end(), std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
  }
  for (const ProvisionTable &table : c->tables.provisions)
    if (isTooLarge(table) && llvm::any_of(options.emit, [](const std::string &name) {
          return name == "csv" || name == "dmn" || name == "jdm" || name == "sql";
        }))
      fmt::print(stderr,
                 "{} has a table of more than {} rows (`--limit rows={}`): csv leaves it out, and dmn, jdm and sql the "
                 "provision\n",
                 c->program.provisions[table.provision].citation, common.limits.rows, common.limits.rows);
  for (const auto &[path, bytes] : files) writeFile(options.out + "/" + path, bytes);
  print(fmt::format("{} decided by {}; {} written to {}\n", plural(c->tables.provisions.size(), "provision"),
                    plural(c->tables.tableCount(), "table"), plural(files.size(), "file"), options.out));
  return Fine;
}

int evalCommand(const CommonOptions &common, const EvalOptions &options) {
  std::optional<Tables> tables;
  std::string error;
  if (options.tables.empty()) {
    const auto c = compile(common.paths, compileOptions(common));
    if (reported(common, *c)) return Errors;
    tables = loadTables(*c);
  } else {
    tables = options.tables == "-" ? Tables::load(readFile("-", common.limits.file), error)
                                   : Tables::open(options.tables, error);
    if (!tables) throw EnvironmentError(fmt::format("{}: {}", options.tables, error));
  }
  if (!options.batch.file.empty()) return batchCommand(common, options.batch, *tables);
  std::vector<std::string> errors;
  std::optional<BoundCase> bound;
  if (auto read = readCase(readFile(options.caseFile, common.limits.file), errors)) {
    if (const auto day = dayOf(common.asOf)) {
      read->date = *day;
      read->decided = std::max(read->decided, *day);
    }
    bound = BoundCase::bind(*tables, *read, errors);
  }
  if (!bound) {
    for (const std::string &one : errors) fmt::print(stderr, "{}: error: {}\n", options.caseFile, one);
    return Errors;
  }
  DecideOptions deciding = decideOptions(common);
  deciding.reasons = options.explain;
  const Decision decision = decide(*bound, deciding);
  print(common.format == Format::Json ? decisionJson(*bound, decision, options.explain)
                                      : decisionText(*bound, decision, options.explain));
  return decision.contradictory ? Errors : Fine;
}

int formatCommand(const CommonOptions &common, bool check) {
  bool stop = false;
  Compilation c; // for its sources and diagnostics
  c.sources.limits = common.limits;
  const std::vector<std::string> paths = lawFiles(common.paths);
  std::vector<std::optional<size_t>> bad;
  for (const std::string &path : paths) {
    const std::string text = readFile(path, common.limits.file);
    bad.push_back(invalidUtf8(text));
    c.sources.add(path == "-" ? "<stdin>" : path, text.substr(0, bad.back().value_or(text.size())));
  }
  const Levels levels = declaredLevels(c.sources);
  for (uint32_t file = 0; file < c.sources.size(); ++file) {
    c.diagnostics = {};
    if (bad[file])
      c.diagnostics.report(Code::F001, Range{{file, static_cast<uint32_t>(*bad[file])}, 0})
          .note("save the file as UTF-8");
    const Tree tree = parse(c.sources, file, c.diagnostics, levels);
    if (c.diagnostics.hasErrors()) { // what cannot be read whole is left as it is
      c.diagnostics.arrange(c.sources);
      reported(common, c);
      stop = true;
      continue;
    }
    const std::string formatted = formatLaw(tree);
    if (paths[file] == "-" && !check) {
      print(formatted);
    } else if (formatted != c.sources.text(file)) {
      print(paths[file] + "\n");
      stop |= check;
      if (!check) writeFile(paths[file], formatted);
    }
  }
  return stop ? Errors : Fine;
}

namespace {

/// Those of the codes for which `wanted` holds, a line each.
std::string listOfCodes(llvm::function_ref<bool(llvm::StringRef)> wanted) {
  std::string out;
  for (const CodeEntry &one : codeTable())
    if (const llvm::StringRef name(one.name.data(), one.name.size()); wanted(name))
      out += fmt::format("  {}\n", std::string_view(explanation(name).split('\n').first.ltrim("# ")));
  return out;
}

/// `r5`, `R05` and `ROO5` all look for R005.
std::string writtenInFull(llvm::StringRef code) {
  std::string digits = code.drop_front(code.empty() ? 0 : 1).str();
  std::replace(digits.begin(), digits.end(), 'O', '0');
  std::replace(digits.begin(), digits.end(), 'I', '1');
  return code.take_front(1).str() + std::string(3 - std::min<size_t>(3, digits.size()), '0') + digits;
}

} // namespace

int explainCommand(const std::string &asked) {
  const std::string code = llvm::StringRef(asked).trim().upper();
  if (const llvm::StringRef page = explanation(code); !page.empty()) {
    print(page.str());
    return Fine;
  }
  for (const Family &family : families())
    if (family.letter == code) {
      print(fmt::format("{}: {}\n\n{}", code, std::string_view(family.about),
                        listOfCodes([&](llvm::StringRef name) { return name.startswith(code); })));
      return Fine;
    }
  const std::string full = writtenInFull(code);
  auto oneCharacterOff = [&](llvm::StringRef name) {
    size_t different = 0;
    for (size_t i = 0; i < name.size() && i < full.size(); ++i) different += name[i] != full[i];
    return name.size() == full.size() && different == 1;
  };
  std::string near = listOfCodes([&](llvm::StringRef name) { return name == full; });
  if (near.empty()) near = listOfCodes(oneCharacterOff);
  std::string text = fmt::format("there is no diagnostic `{}`\n", asked);
  if (!near.empty()) text += fmt::format("did you mean one of these?\n{}", near);
  text += "`proviso explain LETTER` lists a family:\n";
  for (const Family &family : families())
    text += fmt::format("  {}  {}\n", std::string_view(family.letter), std::string_view(family.about));
  throw EnvironmentError(llvm::StringRef(text).rtrim('\n').str());
}

} // namespace proviso
