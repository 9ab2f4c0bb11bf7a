// `check --write-accepts`: what is found today is accepted, so that only what is new is reported from now on.
#pragma once

#include "cli/Pipeline.h"

namespace proviso {

struct AcceptOptions {
  std::string file; // empty: nothing is to be written
  std::string because;
};

/// Writes an `accept` to the file for each finding that may be accepted and stands in a provision, and says so on
/// standard error. Gives the compilation of the law with them. Where an error must be mended first nothing is written.
std::unique_ptr<Compilation> writeAccepts(std::unique_ptr<Compilation> compilation, const AcceptOptions &options);

} // namespace proviso
