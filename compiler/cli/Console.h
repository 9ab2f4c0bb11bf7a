// What commands have in common: exit codes, and what is written where.
#pragma once

#include "cli/Commands.h"
#include "cli/Pipeline.h"

namespace proviso {

struct DecideOptions; // proviso/Decision.h

enum Exit { Fine = 0, Errors = 1, Environment = 2 };

bool colourOn(const CommonOptions &common, int stream);
/// What compiling for this call takes; `--as-of` is left to the command.
CompileOptions compileOptions(const CommonOptions &common);
/// What deciding for this call may take.
DecideOptions decideOptions(const CommonOptions &common);
/// `1 case`, `2 cases`.
std::string plural(size_t count, std::string_view word);
/// To the standard output.
void print(const std::string &text);
/// There are errors, or warnings that count as such.
bool failed(const CommonOptions &common, const Compilation &c);
/// Diagnostics to stderr; whether the command is to stop.
bool reported(const CommonOptions &common, const Compilation &c);
/// `statutes/cn/issi.law:57:20`
std::string placeOf(const Compilation &c, Range range);
/// When a provision is in force, or stands without ever being so.
Span daysOf(const History &history, ProvisionRef ref);
/// Of a citation that was typed: only the headline and the proposals, as the place is the command line.
void reportTyped(const Diagnostics &diagnostics);
/// The tables at and in a provision; those of the provision around it where there are none.
std::vector<const ProvisionTable *> tablesOf(const Compilation &c, ProvisionRef target);
/// The day that an option names. Throws EnvironmentError where it is none.
std::optional<Date> dayOf(const std::optional<std::string> &text, std::string_view option = "--as-of");

} // namespace proviso
