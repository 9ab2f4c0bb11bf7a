// The law as pages: a folder that a browser reads, with no server and no network.
#pragma once

#include "cli/Pipeline.h"

#include <functional>

namespace proviso {

/// Calls `write` for each file, with its path below the folder of the site; from several threads, in no order. `done`
/// is called after each page of an act. Anything but the pages of what has errors is written: tables only where there
/// are none. The same law gives the same bytes.
void writeWebsite(const Compilation &law, const std::function<void(const std::string &, const std::string &)> &write,
                  const std::function<void()> &done = {});

} // namespace proviso
