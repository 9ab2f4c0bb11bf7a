// How much one run takes on. What is beyond a limit is said with the option that raises it, `--limit NAME=N`.
#pragma once

#include <cstddef>

namespace proviso {

/// The limits that `--limit` sets; what each protects stands in docs/reliability.md. The same for all threads of a run.
struct Limits {
  size_t file = 256;         // MiB of one file; below 4,096
  size_t nesting = 1000;     // rules of the grammar, or elements of XML, within each other; deeper ones are not read
  size_t syntaxErrors = 500; // after which the rest of a file is not read
  size_t rows = 2000;        // of a table that is written out; the compiled form has all
  size_t record = 16;        // MiB of one case in a stream of them
  size_t effort = 1;         // times the steps that a search may take (missing sets, analysis of tables)
};

} // namespace proviso
