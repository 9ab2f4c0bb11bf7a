// What is tried with arbitrary bytes. A target aborts, with a sentence, when something does not hold that must.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace proviso::fuzz {

struct Target {
  const char *name;
  void (*attempt)(std::string_view bytes);
  /// Which of the repository's files are a beginning, by their endings.
  std::vector<std::string> endings;
  unsigned cost; // how many of the cheapest one take as long
};

/// syntax      lexer and parser: tokens in order; a well-formed tree over them; every message at a real place
/// compiler    the whole way to compiled tables as a file, beside a fixed vocabulary, scale and statute; diagnostics as
///             text and as JSON
/// wording     what is recognised in the text of an act lies in it
/// importing   the text of an act, as Markdown or XML, with drafts: what comes of it is a `.law` file that parses
/// tables      a compiled file in which words are changed and the checksums are right: it is refused, or decides
/// cases       a case, and a form of cases, as JSON: it is refused, or decided
/// columns     cases as CSV: refused, or decided as decide() does
/// foreign     decision tables as CSV and DMN
/// lock        a lock, which is written as it was read; the cache of `check`
/// decisions   a random law, chosen by the bytes: the runtime agrees with the naive interpreter
const std::vector<Target> &targets();

/// Longer inputs are cut: a fuzzer finds more with many short ones.
constexpr size_t maxSyntaxBytes = 64 << 10, maxCompilerBytes = 8 << 10;

} // namespace proviso::fuzz
