#include "cli/Commands.h"
#include "cli/Files.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <map>

using namespace proviso;

int main(int argc, char **argv) {
  CLI::App app{
      "Proviso: a compiler for law. Checks provisions and their citations, and makes decision tables of them."};
  app.name("proviso");
  app.set_version_flag("--version", "proviso " PROVISO_VERSION);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 fine; 1 the input has errors; 2 the call is wrong, or a file cannot be read or written.\n"
             "This is an aid to working with law, and no legal advice.");

  CommonOptions common;
  BuildOptions build;
  EvalOptions eval;
  std::string filter, code, asOf;
  std::vector<std::string> showArguments;
  std::vector<std::string> emit;
  bool fix = false;
  const std::map<std::string, Format> formats{{"text", Format::Text}, {"json", Format::Json}};

  auto paths = [&](CLI::App *command) {
    command->add_option("paths", common.paths,
                        "`.law` files, or folders of them (default: statutes); `-` is standard input");
    command->add_option("--color", common.colour, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->type_name("WHEN");
    command->add_option("--max-errors", common.maxErrors, "how many errors are shown")->type_name("N");
  };
  auto format = [&](CLI::App *command, std::string_view more = "") {
    std::map<std::string, Format> known = formats;
    if (more == "sarif") known["sarif"] = Format::Sarif;
    command
        ->add_option_function<std::string>(
            "--format", [&common, known](const std::string &name) { common.format = known.at(name); },
            more.empty() ? "text or json" : fmt::format("text, json or {}", more))
        ->check(CLI::IsMember(known))
        ->type_name("FORMAT");
  };

  CLI::App *check = app.add_subcommand("check", "Check provisions, citations and vocabularies.");
  paths(check);
  format(check, "sarif");
  check->add_flag("--fix", fix, "correct what is certain in the files, then check");
  check->add_option("--deny", "`--deny warnings` makes warnings errors")
      ->type_name("warnings")
      ->check(CLI::IsMember({"warnings"}))
      ->each([&](const std::string &) { common.denyWarnings = true; });
  check->footer("Example: proviso check statutes --format json");

  CLI::App *buildCmd = app.add_subcommand("build", "Check, then write artefacts.");
  paths(buildCmd);
  buildCmd->add_option("--out", build.out, "the folder to write to")->required();
  buildCmd->add_option("--emit", build.emit, "what to write: ir, tables, json, csv, markdown, dmn")
      ->delimiter(',')
      ->check(CLI::IsMember(artefactNames()));
  buildCmd->add_option("--as-of", asOf, "only what is in force on this day");
  buildCmd->add_option("--deny", "`--deny warnings` makes warnings errors")
      ->type_name("warnings")
      ->check(CLI::IsMember({"warnings"}))
      ->each([&](const std::string &) { common.denyWarnings = true; });
  buildCmd->footer("Example: proviso build statutes --out out --emit tables,markdown,dmn");

  CLI::App *evalCmd = app.add_subcommand("eval", "Decide one case.");
  paths(evalCmd);
  format(evalCmd);
  evalCmd->add_option("--tables", eval.tables, "compiled tables, in place of sources");
  evalCmd->add_option("--case", eval.caseFile, "the case, as JSON; `-` is standard input")->required();
  evalCmd->add_option("--as-of", asOf, "decide by the law of this day, in place of the day of the act");
  evalCmd->add_flag("--explain", eval.explain, "say of each provision which of its statements hold");
  evalCmd->footer("Example: proviso eval statutes --case case.json --explain");

  CLI::App *test = app.add_subcommand("test", "Run the scenarios.");
  paths(test);
  format(test);
  test->add_option("--filter", filter, "only scenarios whose title this regular expression finds");
  test->footer("Example: proviso test statutes --filter 'user data'");

  CLI::App *show = app.add_subcommand("show", "Show a provision: its wording, citations and tables.");
  show->add_option("arguments", showArguments,
                   "paths (default: statutes), and last the citation, as in 'CSL article 59 paragraph 1'")
      ->required();
  show->add_option("--color", common.colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  format(show);
  show->footer("Example: proviso show 'CSL article 69 item 3'");

  bool formatCheck = false;
  CLI::App *fmtCmd =
      app.add_subcommand("fmt", "Bring files into the one layout; prints the names of those that changed.");
  paths(fmtCmd);
  fmtCmd->add_flag("--check", formatCheck, "change nothing; the exit code says whether a file has another layout");
  fmtCmd->footer("Example: proviso fmt statutes --check");

  CLI::App *explain = app.add_subcommand("explain", "Explain a diagnostic.");
  explain->add_option("code", code, "as in R005")->required();
  explain->footer("Example: proviso explain R005");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  try {
    if (!asOf.empty()) build.asOf = eval.asOf = asOf;
    int result = 0;
    if (check->parsed())
      result = checkCommand(common, fix);
    else if (buildCmd->parsed())
      result = buildCommand(common, build);
    else if (evalCmd->parsed())
      result = evalCommand(common, eval);
    else if (test->parsed())
      result = testCommand(common, filter);
    else if (show->parsed()) {
      const std::string citation = showArguments.back();
      showArguments.pop_back();
      if (!showArguments.empty()) common.paths = showArguments;
      result = showCommand(common, citation);
    } else if (fmtCmd->parsed())
      result = formatCommand(common, formatCheck);
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
}
