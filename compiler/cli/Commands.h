// The commands of docs/cli.md. Each returns the exit code; results go to stdout, diagnostics to stderr.
#pragma once

#include "cli/Accepts.h"

#include <optional>
#include <string>
#include <vector>

namespace proviso {

enum class Format { Text, Json, Sarif, Junit };

struct CommonOptions {
  std::vector<std::string> paths{"statutes"};
  Format format = Format::Text;
  std::string colour = "auto";
  Shown shown;
  std::optional<std::string> asOf;
  bool denyWarnings = false;
  double likeness = usualLikeness;
  bool cache = true;
  Limits limits;
};

struct BuildOptions {
  std::string out;
  std::vector<std::string> emit{"tables"};
  std::string dmnVersion = "1.3", dialect = "duckdb", country = "zz";
};

/// Of many cases.
struct BatchOptions {
  std::string file, output, id, onError = "report";
  size_t fromLine = 1;
  unsigned jobs = 0; // 0: one for each processor
  bool silenceIsFalse = false, jsonLines = false;
};
struct EvalOptions {
  std::string tables, caseFile;
  bool explain = false;
  BatchOptions batch;
};

/// What `build --emit` knows.
const std::vector<std::string> &artefactNames();

/// With `fix`, corrects first what is certain.
int checkCommand(const CommonOptions &common, bool fix, const AcceptOptions &accept);
/// Checks again whenever a file changes. Ends only by a signal, or where the first call cannot be read.
int watchCommand(const CommonOptions &common);
int buildCommand(const CommonOptions &common, const BuildOptions &options);
int evalCommand(const CommonOptions &common, const EvalOptions &options);
/// Decides the cases of a file of CSV or JSON lines.
int batchCommand(const CommonOptions &common, const BatchOptions &options, const Tables &tables);
/// With `coverage`, says also which rows of the tables the scenarios met, and which inputs they showed to decide alone.
int testCommand(const CommonOptions &common, const std::string &filter, bool coverage);
/// Scenarios proposed for the tables of a provision; with `missing`, for what those that are there do not show.
int suggestCommand(const CommonOptions &common, const std::string &citation, bool missing);
/// With `caseTemplate`, prints a case to be filled in.
int showCommand(const CommonOptions &common, const std::string &citation, bool caseTemplate);
struct NewOptions {
  std::string folder, code = "ACT", title = "An Act";
};
/// A project from nothing; what is there already is never written over.
int newCommand(const NewOptions &options);
/// Asks what decides a provision, and then decides. From standard input.
int askCommand(const CommonOptions &common, const std::string &citation);
struct RefsOptions {
  std::string to, from;              // citations; empty: all
  std::optional<std::string> accept; // a citation; empty: all of them
  bool dot = false;
  bool wording = false; // those in wording, in place of those in statements
};
/// The graph of citations; with `accept`, records what they lead to in the lock.
int refsCommand(const CommonOptions &common, const RefsOptions &options);
/// The citations in wording, and what looks like one and is none.
int wordingCommand(const CommonOptions &common);
/// What changed between two days.
int diffCommand(const CommonOptions &common, const std::string &from, const std::string &to);
/// With `check`, only says which files have another layout.
int formatCommand(const CommonOptions &common, bool check);
struct ImportOptions {
  std::string id;  // empty: made of the title
  std::string out; // a file, or a folder; empty: the standard output
  bool draft = false;
  std::string draftReport; // a file for what has become of each paragraph, as JSON
};
/// The text of acts to `.law` files.
int importCommand(const CommonOptions &common, const ImportOptions &options);
/// What decision tables of others, in DMN or CSV, show by themselves.
int tableCheckCommand(const CommonOptions &common);
int explainCommand(const std::string &code);

} // namespace proviso
