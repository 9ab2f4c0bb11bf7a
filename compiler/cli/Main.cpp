#include "cli/Commands.h"
#include "cli/Console.h"
#include "cli/Files.h"
#include "cli/Manual.h"
#include "cli/Progress.h"
#include "lsp/Server.h"
#include "website/Website.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <atomic>
#include <cstdio>
#include <functional>
#include <map>
#include <pthread.h>
#include <thread>

using namespace proviso;

/// Nesting takes stack, and the usual one is enough for the usual limit alone. Threads that are made later have as
/// much.
static int onStackFor(const Limits &limits, const std::function<int()> &run) {
  constexpr size_t bytesOfOne = size_t(16) << 10; // rule of the grammar; several times what it takes
  if (limits.nesting <= Limits().nesting) return run();
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, limits.nesting * bytesOfOne);
  pthread_setattr_default_np(&attributes);
  pthread_attr_destroy(&attributes);
  int result = 0;
  std::thread([&] { result = run(); }).join();
  return result;
}

/// The website of law that may have errors: they are on its pages, and said here.
static int docCommand(const CommonOptions &common, const std::string &folder) {
  CompileOptions compiling = compileOptions(common);
  compiling.nameUses = true;
  const auto c = compile(common.paths, std::move(compiling));
  const bool stop = reported(common, *c);
  if (!c->history) return Exit::Errors;
  std::atomic<size_t> files = 0;
  Progress progress("writing", c->history->instrumentCount());
  writeWebsite(
      *c,
      [&](const std::string &path, const std::string &bytes) {
        writeFile(folder + "/" + path, bytes);
        ++files;
      },
      [&] { progress.step(); });
  progress.end();
  print(fmt::format("{} written to {}\n", plural(files, "file"), folder));
  return stop ? Exit::Errors : Exit::Fine;
}

int main(int argc, char **argv) {
  CLI::App app{
      "Proviso: a compiler for law. Checks provisions and their citations, and makes decision tables of them."};
  app.name("proviso");
  app.set_version_flag("--version", "proviso " PROVISO_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(36);
  app.footer("Exit codes: 0 fine; 1 the input has errors; 2 the call is wrong, or a file cannot be read or written.\n"
             "This is an aid to working with law, and no legal advice.");

  CommonOptions common;
  BuildOptions build;
  EvalOptions eval;
  std::string filter, suggest, code, asOf;
  std::vector<std::string> showArguments;
  std::vector<std::string> emit;
  bool watch = false, fix = false, coverage = false, caseTemplate = false;
  AcceptOptions accept{"", "not looked into yet"};
  const std::map<std::string, Format> formats{{"text", Format::Text}, {"json", Format::Json}};

  auto colour = [&](CLI::App *command) {
    command->add_option("--color", common.colour, "colour in messages (default: auto, on a terminal only)")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->option_text("auto|always|never");
  };
  auto shown = [&](CLI::App *command) {
    command
        ->add_option_function<size_t>(
            "--max-errors",
            [&common](size_t most) {
              common.shown = {most, most};
            },
            "how many errors, and notes of one code, are shown as text (default: 100 and 10)")
        ->check(CLI::Range(size_t(0), size_t(1000000)))
        ->option_text("N");
  };
  const std::map<std::string, std::pair<size_t Limits::*, size_t>> limits{
      // with the greatest that is safe
      {"file", {&Limits::file, 4095}},
      {"nesting", {&Limits::nesting, 10'000}},
      {"errors", {&Limits::syntaxErrors, 1'000'000}},
      {"rows", {&Limits::rows, 10'000'000}},
      {"record", {&Limits::record, 4095}},
      {"effort", {&Limits::effort, 1'000'000}}};
  auto limit = [&](CLI::App *command) {
    command
        ->add_option_function<std::vector<std::string>>(
            "--limit",
            [&common, &limits](const std::vector<std::string> &settings) {
              for (const std::string &setting : settings) {
                const auto [name, number] = llvm::StringRef(setting).split('=');
                const auto known = limits.find(name.str());
                if (known == limits.end())
                  throw CLI::ValidationError(
                      "--limit",
                      fmt::format("{}: the limits are file, nesting, errors, rows, record and effort", setting));
                size_t value = 0;
                if (number.getAsInteger(10, value) || value == 0 || value > known->second.second)
                  throw CLI::ValidationError("--limit", fmt::format("{}: a number from 1 to {} is needed, as in {}=100",
                                                                    setting, known->second.second, known->first));
                common.limits.*known->second.first = value;
              }
            },
            "what a run takes on: file=MiB, nesting=N, errors=N, rows=N, record=MiB, effort=TIMES\n(default: file=256, "
            "nesting=1000, errors=500, rows=2000, record=16, effort=1)")
        ->allow_extra_args(false)
        ->option_text("NAME=N");
  };
  auto paths = [&](CLI::App *command) {
    command
        ->add_option("PATH", common.paths,
                     "`.law` files, or folders of them (default: statutes); `-` is standard input")
        ->option_text("...");
    colour(command);
    shown(command);
    limit(command);
  };
  auto format = [&](CLI::App *command, std::string_view more = "") {
    std::map<std::string, Format> known = formats;
    if (more == "sarif") known["sarif"] = Format::Sarif;
    if (more == "junit") known["junit"] = Format::Junit;
    command
        ->add_option_function<std::string>(
            "--format", [&common, known](const std::string &name) { common.format = known.at(name); },
            "how the result is written (default: text)")
        ->check(CLI::IsMember(known))
        ->option_text(more.empty() ? "text|json" : fmt::format("text|json|{}", more));
  };
  auto deny = [&](CLI::App *command) {
    command->add_option("--deny", "warnings count as errors")
        ->check(CLI::IsMember({"warnings"}))
        ->option_text("warnings")
        ->each([&](const std::string &) { common.denyWarnings = true; });
  };

  CLI::App *check = app.add_subcommand("check", "Check provisions, citations and vocabularies.");
  paths(check);
  format(check, "sarif");
  check->add_flag("--fix", fix, "correct what is certain in the files, then check");
  deny(check);
  CLI::Option *write =
      check->add_option("--write-accepts", accept.file, "accept what is found today: write it to this file")
          ->check([](const std::string &path) {
            const bool law = path.size() > 4 && path.ends_with(".law");
            return law ? "" : "the list must be a `.law` file, so that it belongs to the law from now on";
          })
          ->option_text("FILE");
  check->add_option("--because", accept.because, "the reason that it gives (default: \"not looked into yet\")")
      ->needs(write)
      ->check([](const std::string &text) {
        const bool empty = text.find_first_not_of(" \t\n") == std::string::npos;
        return empty ? "a reason must be given" : "";
      })
      ->option_text("TEXT");
  check->add_option("--as-of", asOf, "say only what is wrong with citations on this day")->option_text("DAY");
  check
      ->add_option("--likeness", common.likeness,
                   "how much two wordings must have in common to be taken for one provision in\ntwo texts, where only "
                   "that tells (default: 0.7)")
      ->check(CLI::Range(0.5, 1.0))
      ->option_text("0.5..1");
  check->add_flag("--watch", watch, "check again whenever a file changes, until it is stopped")
      ->excludes("--fix")
      ->excludes(write);
  check->add_flag("!--no-cache", common.cache, "check every file, whether it has changed or not");
  check->footer("Example: proviso check statutes --format json");

  CLI::App *buildCmd = app.add_subcommand("build", "Check, then write artefacts.");
  paths(buildCmd);
  buildCmd->add_option("--out", build.out, "the folder to write to (required)")->required()->option_text("DIR");
  buildCmd
      ->add_option("--emit", build.emit,
                   "what to write, with commas between (default: tables):\nir, tables, json, csv, markdown, html, dmn, "
                   "jdm, js, rego, cpp, sql, akn")
      ->delimiter(',')
      ->check(CLI::IsMember(artefactNames()))
      ->option_text("LIST");
  buildCmd->add_option("--dmn-version", build.dmnVersion, "the version of DMN to write (default: 1.3)")
      ->check(CLI::IsMember({"1.3", "1.5"}))
      ->option_text("1.3|1.5");
  buildCmd->add_option("--dialect", build.dialect, "the SQL to write (default: duckdb)")
      ->check(CLI::IsMember(std::vector<std::string>{"duckdb", "postgres", "clickhouse", "spark"}))
      ->option_text("duckdb|postgres|clickhouse|spark");
  buildCmd
      ->add_option("--country", build.country, "whose law it is, for Akoma Ntoso: two letters (default: zz, unknown)")
      ->check([](const std::string &word) {
        const auto isSmall = [](char c) { return 'a' <= c && c <= 'z'; };
        return word.size() == 2 && isSmall(word[0]) && isSmall(word[1])
                   ? std::string()
                   : word + " is no code of a country: ISO 3166-1 has two letters, here small ones, like cn";
      })
      ->option_text("CODE");
  buildCmd->add_option("--as-of", asOf, "only what is in force on this day")->option_text("DAY");
  deny(buildCmd);
  buildCmd->footer("Example: proviso build statutes --out out --emit tables,markdown,dmn");

  CLI::App *evalCmd = app.add_subcommand("eval", "Decide a case, or many.");
  paths(evalCmd);
  format(evalCmd);
  evalCmd->add_option("--tables", eval.tables, "compiled tables, in place of sources")->option_text("FILE");
  CLI::Option *oneCase =
      evalCmd->add_option("--case", eval.caseFile, "the case, as JSON; `-` is standard input")->option_text("FILE");
  CLI::Option *batch = evalCmd
                           ->add_option("--batch", eval.batch.file,
                                        "many cases, as CSV or as lines of JSON (.jsonl); `-` is standard input")
                           ->option_text("FILE")
                           ->excludes(oneCase);
  evalCmd->add_flag("--json-lines", eval.batch.jsonLines, "the cases are lines of JSON, whatever the file is called")
      ->needs(batch);
  evalCmd
      ->add_option("--output", eval.batch.output, "where decisions of --batch are written (default: standard output)")
      ->option_text("FILE")
      ->needs(batch);
  evalCmd->add_option("--id", eval.batch.id, "the column that names the case; it is copied")
      ->option_text("COLUMN")
      ->needs(batch);
  evalCmd
      ->add_option("--on-error", eval.batch.onError,
                   "a case that cannot be decided: stop, skip it, or report it in its place (default: report)")
      ->option_text("stop|skip|report")
      ->check(CLI::IsMember({"stop", "skip", "report"}))
      ->needs(batch);
  evalCmd->add_option("--from-line", eval.batch.fromLine, "go on with this line of the file; the output is added to")
      ->option_text("N")
      ->needs(batch);
  evalCmd->add_option("--jobs", eval.batch.jobs, "how many threads decide (default: one for each processor)")
      ->option_text("N")
      ->needs(batch);
  evalCmd
      ->add_flag("--silence-is-false", eval.batch.silenceIsFalse,
                 "a condition that a case does not state is false, and not unknown")
      ->needs(batch);
  evalCmd->add_option("--as-of", asOf, "decide by the law of this day, in place of the day of the act")
      ->option_text("DAY");
  evalCmd->add_flag("--explain", eval.explain, "say of each provision which of its statements hold");
  evalCmd->footer("Example: proviso eval statutes --case case.json --explain\n"
                  "         proviso eval --tables out/tables.proviso --batch cases.csv --output decided.csv");

  CLI::App *test = app.add_subcommand("test", "Run the scenarios.");
  paths(test);
  format(test, "junit");
  test->add_option("--filter", filter, "only scenarios whose title this regular expression finds")
      ->option_text("REGEX");
  test->add_flag("--coverage", coverage,
                 "say also which rows of the decision tables the scenarios met, and which inputs they showed to decide "
                 "alone; with "
                 "--suggest: print only what they do not show yet");
  test->add_option(
          "--suggest", suggest,
          "print few scenarios that meet every row of the tables of this provision, and show of each input that "
          "it alone decides")
      ->option_text("CITATION")
      ->excludes("--filter");
  test->footer("Example: proviso test statutes --filter 'user data'");

  CLI::App *show = app.add_subcommand("show", "Show a provision: its wording, citations and tables.");
  show->add_option("CITATION", showArguments,
                   "the citation, as in 'CSL article 59 paragraph 1', after the paths if any are given")
      ->required()
      ->option_text(" ");
  CLI::Option *empty = show->add_flag("--case-template", caseTemplate,
                                      "print a case for `eval` to be filled in: all that the decision can depend on");
  show->add_option("--as-of", asOf, "as it is on this day (default: all that has stood under the number)")
      ->option_text("DAY");
  colour(show);
  limit(show);
  format(show);
  empty->excludes("--format")->option_text(" ");
  show->footer("Examples: proviso show 'CSL article 69 item 3'\n"
               "          proviso show 'CSL article 69' --case-template > case.json");

  CLI::App *ask = app.add_subcommand("ask", "Ask about a case, question by question, and decide it.");
  ask->add_option("CITATION", showArguments,
                  "the provision that is asked about, as in 'CSL article 69', after the paths if any are given")
      ->required()
      ->option_text(" ");
  ask->add_option("--as-of", asOf, "the provision that stands under this number on this day")->option_text("DAY");
  colour(ask);
  limit(ask);
  format(ask);
  ask->footer("Example: proviso ask statutes 'CSL article 64'");

  RefsOptions refsOptions;
  CLI::App *refs = app.add_subcommand("refs", "List who cites what, and where that leads over time.");
  paths(refs);
  refs->add_option("--to", refsOptions.to, "only what leads to this provision, or into it")->option_text("CITATION");
  refs->add_option("--from", refsOptions.from, "only what this provision cites, or what is in it")
      ->option_text("CITATION");
  refs->add_option_function<std::string>(
          "--format",
          [&](const std::string &name) {
            refsOptions.dot = name == "dot";
            if (!refsOptions.dot) common.format = formats.at(name);
          },
          "how the result is written (default: text)")
      ->check(CLI::IsMember({"text", "json", "dot"}))
      ->option_text("text|json|dot");
  refs->add_option_function<std::string>(
          "--accept", [&](const std::string &citation) { refsOptions.accept = citation; },
          "record in the lock that what is cited has been read: all, or what leads to\n"
          "this provision or stands in it")
      ->expected(0, 1)
      ->option_text("[CITATION]");
  refs->add_flag("--wording", refsOptions.wording, "the citations in wording, and what looks like one and is none");
  refs->footer("Examples: proviso refs statutes --to 'CSL article 61'\n"
               "          proviso refs statutes --format dot | dot -Tsvg > graph.svg\n"
               "          proviso refs statutes --accept 'CSL article 61'");

  std::string diffFrom, diffTo;
  CLI::App *diff = app.add_subcommand("diff", "Say what changed in the law from one day to another.");
  paths(diff);
  format(diff);
  diff->add_option("--from", diffFrom, "the earlier day (required)")->required()->option_text("DAY");
  diff->add_option("--to", diffTo, "the later day (required)")->required()->option_text("DAY");
  diff->footer("Example: proviso diff statutes --from 2025-12-31 --to 2026-01-01");

  bool formatCheck = false;
  CLI::App *fmtCmd =
      app.add_subcommand("fmt", "Bring files into the one layout; prints the names of those that changed.");
  paths(fmtCmd);
  fmtCmd->add_flag("--check", formatCheck, "change nothing; the exit code says whether a file has another layout");
  fmtCmd->footer("Example: proviso fmt statutes --check");

  ImportOptions importOptions;
  CLI::App *importCmd = app.add_subcommand("import", "Make `.law` files of the text of acts.");
  importCmd
      ->add_option("FILE", common.paths,
                   "plain text, Markdown or Akoma Ntoso 3.0 (.xml), or folders of these; `-` is standard input")
      ->required()
      ->option_text("...");
  colour(importCmd);
  shown(importCmd);
  limit(importCmd);
  importCmd->add_option("--id", importOptions.id, "what citations call the act (default: made of its title)")
      ->option_text("ID");
  importCmd->add_option("--out", importOptions.out, "the file to write, or the folder where a folder is imported")
      ->option_text("FILE");
  importCmd->add_flag("--draft", importOptions.draft,
                      "formalise what is read with certainty in penal paragraphs (Chinese), for review");
  importCmd
      ->add_option("--draft-report", importOptions.draftReport,
                   "with --draft: what has become of each penal paragraph, as JSON")
      ->option_text("FILE");
  importCmd->footer("Examples: proviso import csl.md --id CSL --out statutes/csl.law\n"
                    "          proviso import national-laws --out statutes/national");

  CLI::App *table = app.add_subcommand("table", "Analyse decision tables of others.");
  table->require_subcommand(1);
  CLI::App *tableCheck =
      table->add_subcommand("check", "Find conflicts, gaps, and rows and conditions without effect.");
  tableCheck->add_option("FILE", common.paths, "DMN 1.2 to 1.5 (.dmn, .xml), or tables as CSV")
      ->required()
      ->option_text("...");
  format(tableCheck, "sarif");
  deny(tableCheck);
  colour(tableCheck);
  shown(tableCheck);
  limit(tableCheck);
  tableCheck->footer("Example: proviso table check discount.dmn");

  CLI::App *explain = app.add_subcommand("explain", "Explain a diagnostic.");
  explain->add_option("CODE", code, "as in R005; a letter alone lists its family")->required()->option_text(" ");
  explain->footer("Example: proviso explain R005");

  std::string siteFolder;
  CLI::App *doc = app.add_subcommand("doc", "Write a website of the law, which needs no server and no network.");
  paths(doc);
  doc->add_option("--out", siteFolder, "the folder to write to (required)")->required()->option_text("DIR");
  doc->footer("Example: proviso doc statutes --out site");

  NewOptions newOptions;
  CLI::App *newCmd = app.add_subcommand("new", "Make a project: words, a statute, scenarios, CI, editor settings.");
  newCmd->add_option("DIR", newOptions.folder, "the folder to make it in")->required()->option_text(" ");
  newCmd->add_option("--code", newOptions.code, "what citations call the act (default: ACT)")->option_text("ID");
  newCmd->add_option("--title", newOptions.title, "its title (default: An Act)")->option_text("TEXT");
  newCmd->footer("Example: proviso new market --code SMA --title 'Street Market Act'");

  std::string shell, page;
  CLI::App *completion = app.add_subcommand("completion", "Print what completes commands and options in a shell.");
  completion->add_option("SHELL", shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->option_text(" ");
  completion->footer("Example: proviso completion bash > ~/.local/share/bash-completion/completions/proviso");
  CLI::App *manual = app.add_subcommand("manual", "Print the manual page of the program, or of a command.");
  manual->add_option("COMMAND", page, "as in check; none: the program")->option_text(" ");
  manual->footer("Example: proviso manual check | man -l -");

  CLI::App *lspCmd =
      app.add_subcommand("lsp", "Serve editors: the Language Server Protocol on standard input and output.");
  std::vector<std::string> lspPaths;
  lspCmd
      ->add_option("PATH", lspPaths,
                   "`.law` files, or folders of them (default: `statutes` in the folders of the editor, or these)")
      ->option_text("...");
  bool stdio = true;
  lspCmd->add_flag("--stdio", stdio, "for editors that say so; there is no other way");
  lspCmd->footer("Example: proviso lsp statutes");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  const auto run = [&]() -> int {
    try {
      if (!asOf.empty()) common.asOf = asOf;
      int result = 0;
      if (check->parsed())
        result = watch ? watchCommand(common) : checkCommand(common, fix, accept);
      else if (buildCmd->parsed())
        result = buildCommand(common, build);
      else if (evalCmd->parsed()) {
        if (eval.caseFile.empty() && eval.batch.file.empty())
          throw EnvironmentError("eval needs a case: --case FILE, or --batch FILE for many");
        result = evalCommand(common, eval);
      } else if (test->parsed())
        result = suggest.empty() ? testCommand(common, filter, coverage) : suggestCommand(common, suggest, coverage);
      else if (show->parsed() || ask->parsed()) {
        const std::string citation = showArguments.back();
        showArguments.pop_back();
        if (!showArguments.empty()) common.paths = showArguments;
        result = ask->parsed() ? askCommand(common, citation) : showCommand(common, citation, caseTemplate);
      } else if (refs->parsed())
        result = refsOptions.wording ? wordingCommand(common) : refsCommand(common, refsOptions);
      else if (diff->parsed())
        result = diffCommand(common, diffFrom, diffTo);
      else if (fmtCmd->parsed())
        result = formatCommand(common, formatCheck);
      else if (importCmd->parsed())
        result = importCommand(common, importOptions);
      else if (doc->parsed())
        result = docCommand(common, siteFolder);
      else if (newCmd->parsed())
        result = newCommand(newOptions);
      else if (completion->parsed())
        std::fputs(completionsFor(shell, app).c_str(), stdout);
      else if (manual->parsed()) {
        const std::string text = manualPage(app, page);
        if (text.empty()) throw EnvironmentError(fmt::format("there is no command `{}`", page));
        std::fputs(text.c_str(), stdout);
      } else if (lspCmd->parsed())
        return lsp::serve(stdin, stdout, lspPaths);
      else if (tableCheck->parsed())
        result = tableCheckCommand(common);
      else
        result = explainCommand(code);
      if (std::fflush(stdout) != 0) throw EnvironmentError("the result cannot be written");
      return result;
    } catch (const EnvironmentError &e) {
      std::fprintf(stderr, "proviso: %s\n", e.what());
    } catch (const std::exception &e) {
      std::fprintf(stderr, "proviso: internal error: %s\n", e.what());
    }
    return 2;
  };
  return onStackFor(common.limits, run);
}
