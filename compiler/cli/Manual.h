// What shells and readers of manuals are told of the command line, read off the command line itself.
#pragma once

#include <CLI/App.hpp>

#include <string>

namespace proviso {

/// A script for `bash`, `zsh` or `fish`; empty for another shell.
std::string completionsFor(const std::string &shell, const CLI::App &app);
/// The manual page (section 1, roff) of the program, or of one of its commands as `check`; empty where there is none.
std::string manualPage(const CLI::App &app, const std::string &command);

} // namespace proviso
