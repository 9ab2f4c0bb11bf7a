// What is said about a mistake: a code of the one table, a place, notes at other places, corrections.
#pragma once

#include "source/Sources.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace proviso {

enum class Severity : uint8_t { Error, Warning, Note };
/// `error`, `warning`, `note`: in text, in JSON and in SARIF.
std::string_view nameOf(Severity severity);

enum class Code : uint8_t {
#define DIAGNOSTIC(code, severity, headline) code,
#include "diagnostics/Codes.def"
};

struct CodeEntry {
  Code code;
  Severity severity;
  std::string_view name, headline;
};

/// The whole table, in order.
const std::vector<CodeEntry> &codeTable();
const CodeEntry &entry(Code code);
/// A letter that codes begin with, and what they are about.
struct Family {
  llvm::StringRef letter, about;
};
const std::vector<Family> &families();
/// The page of a code (`R005`), or an empty text.
llvm::StringRef explanation(llvm::StringRef code);

struct Edit {
  Range range;
  std::string text;
};

/// A correction that a tool can apply. `certain`: it is surely what was meant.
struct Fix {
  std::string message;
  std::vector<Edit> edits;
  bool certain = false;
};

struct Note {
  std::string message;
  std::optional<Range> range;
};

struct Diagnostic {
  Code code;
  Severity severity;
  std::string message;
  Range range;
  std::vector<Note> notes;
  std::vector<Fix> fixes;
  /// Where the finding would not stand if it were written otherwise. It is a mere consequence, and stays silent, if
  /// a mistake in how the law is written was reported there.
  std::vector<Range> restsOn = {};
  /// No sentence of the law accepts it: a scenario that cites nothing would say nothing.
  bool mustBeMended = false;

  Diagnostic &rests(Range on) {
    restsOn.push_back(on);
    return *this;
  }
  Diagnostic &note(std::string text, std::optional<Range> at = std::nullopt) {
    notes.push_back({std::move(text), at});
    return *this;
  }
  Diagnostic &fix(std::string text, Range at, std::string replacement, bool certain = false) {
    fixes.push_back({std::move(text), {{at, std::move(replacement)}}, certain});
    return *this;
  }
};

/// What may stand with a reason: warnings and notes, and those errors that leave every table as the law states it.
bool mayBeAccepted(Code code);

/// The findings that a person accepts, and why.
struct Acceptance {
  Code code;
  std::optional<Range> within;   // where they lie; none: anywhere
  std::vector<Range> of;         // if any is named: what they lie in or point to
  std::optional<Range> citation; // names `of`
  std::string reason;
  Range at; // the sentence
  bool used = false;
};

/// A finding that was accepted.
struct Accepted {
  Diagnostic finding;
  std::string reason;
  Range at;
};

/// Collects what the stages report.
class Diagnostics {
public:
  template <typename... Args>
  Diagnostic &report(Code code, Range at, const Args &...args) {
    const CodeEntry &about = entry(code);
    all.push_back({code, about.severity, fmt::format(fmt::runtime(about.headline), args...), at, {}, {}});
    return all.back();
  }

  /// What another has collected, after what is here.
  void add(Diagnostics other) {
    all.insert(all.end(), std::make_move_iterator(other.all.begin()), std::make_move_iterator(other.all.end()));
  }
  void add(Diagnostic diagnostic) { all.push_back(std::move(diagnostic)); }
  Diagnostic &operator[](size_t index) { return all[index]; }
  const std::vector<Diagnostic> &list() const { return all; }
  /// Those from this place of the list on cannot be accepted.
  void mustBeMendedFrom(size_t first) {
    for (; first < all.size(); ++first) all[first].mustBeMended = true;
  }
  size_t count(Severity severity) const;
  bool hasErrors() const { return count(Severity::Error) != 0; }
  /// Takes out what is accepted; each acceptance that takes something is marked as used.
  void accept(std::vector<Acceptance> &acceptances);
  const std::vector<Accepted> &accepted() const { return taken; }
  /// Says which acceptances can be removed. To be asked only where everything has been looked for.
  void reportUnused(const std::vector<Acceptance> &acceptances, const Sources &sources);
  /// Makes errors of all findings with these codes.
  void deny(const std::vector<Code> &codes);
  /// What users see: without mere consequences and repetitions, sorted by file (in the order of their paths), place
  /// and code.
  void arrange(const Sources &sources);

private:
  void dropConsequences();
  std::vector<Diagnostic> all;
  std::vector<Accepted> taken;
};

/// How much of a report is shown as text; the rest is counted.
struct Shown {
  size_t errors = 100;
  size_t notesOfOneCode = 10;
};

/// Diagnostics as text with the source line and a caret line; colour only if asked. Of a long line the part around the
/// place is shown.
std::string renderText(const Diagnostics &diagnostics, const Sources &sources, bool colour, Shown limits = {});

/// Counts for the end of a report.
/// Citations of one provision that lead nowhere or to another provision from a day on, what is accepted aside.
struct StaleTarget {
  std::string id, citation; // of what they name
  std::string since;        // the day
  size_t citations = 0;
  std::vector<std::string> now; // the citations that are right then
};

struct CheckSummary {
  size_t instruments = 0, provisions = 0, citations = 0, tables = 0;
  size_t wording = 0; // citations in wording
  size_t drafts = 0, draftsInPart = 0;
  std::vector<StaleTarget> stale;
};

/// The format `proviso-diagnostics/1` of docs/cli.md.
std::string renderJson(const Diagnostics &diagnostics, const Sources &sources, const CheckSummary &summary);

/// SARIF 2.1.0, for code review and other tools. Columns count code points; paths are relative to %SRCROOT%.
std::string renderSarif(const Diagnostics &diagnostics, const Sources &sources, std::string_view version);

/// nearestName() and isSlip() for the compiler's views of text. A name that looks like one other is surely meant for
/// it.
llvm::StringRef nearestName(llvm::StringRef name, const std::vector<llvm::StringRef> &candidates);
bool isSlip(llvm::StringRef name, const std::vector<llvm::StringRef> &candidates);
/// Where the name looks like the one that was proposed: a note on how they differ all the same.
void noteLookAlike(Diagnostic &diagnostic, llvm::StringRef name, llvm::StringRef proposed);

} // namespace proviso
