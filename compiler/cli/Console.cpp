#include "cli/Console.h"

#include "proviso/Decision.h"

#include "cli/Files.h"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace proviso {

bool colourOn(const CommonOptions &common, int stream) {
  if (common.colour == "always") return true;
  if (common.colour == "never" || std::getenv("NO_COLOR")) return false;
  return isatty(stream) != 0;
}

CompileOptions compileOptions(const CommonOptions &common) {
  CompileOptions options;
  options.likeness = common.likeness;
  options.limits = common.limits;
  return options;
}

DecideOptions decideOptions(const CommonOptions &common) {
  DecideOptions options;
  options.missingBudget *= static_cast<uint32_t>(common.limits.effort);
  options.effort *= static_cast<uint32_t>(common.limits.effort);
  return options;
}

std::string plural(size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

void print(const std::string &text) { std::fwrite(text.data(), 1, text.size(), stdout); }

bool failed(const CommonOptions &common, const Compilation &c) {
  return c.diagnostics.hasErrors() || (common.denyWarnings && c.diagnostics.count(Severity::Warning) != 0);
}

bool reported(const CommonOptions &common, const Compilation &c) {
  const std::string text = renderText(c.diagnostics, c.sources, colourOn(common, STDERR_FILENO), common.shown);
  std::fwrite(text.data(), 1, text.size(), stderr);
  return failed(common, c);
}

std::string placeOf(const Compilation &c, Range range) {
  const LineColumn at = c.sources.lineColumn(range.begin);
  return fmt::format("{}:{}:{}", std::string_view(c.sources.path(range.begin.file)), at.line, at.column);
}

Span daysOf(const History &history, ProvisionRef ref) {
  return history.span(ref).empty() ? history.stands(ref) : history.span(ref);
}

void reportTyped(const Diagnostics &diagnostics) {
  for (const Diagnostic &d : diagnostics.list()) {
    fmt::print(stderr, "error[{}]: {}\n", entry(d.code).name, d.message);
    for (const Note &note : d.notes) fmt::print(stderr, "  note: {}\n", note.message);
    for (const Fix &fix : d.fixes) fmt::print(stderr, "  help: {}\n", fix.message);
  }
}

std::optional<Date> dayOf(const std::optional<std::string> &text, std::string_view option) {
  if (!text) return std::nullopt;
  const std::optional<Date> day = Date::parse(*text);
  if (!day)
    throw EnvironmentError(fmt::format("{} {}: this is no day of the calendar; write it as 2018-12-01", option, *text));
  return day;
}

std::vector<const ProvisionTable *> tablesOf(const Compilation &c, ProvisionRef target) {
  const History &history = *c.history;
  std::vector<const ProvisionTable *> found;
  for (ProvisionRef around = target; found.empty(); around = history.parent(around)) {
    for (const ProvisionTable &table : c.tables.provisions)
      if (const ir::Provision &p = c.program.provisions[table.provision]; p.instrument == target.instrument) {
        const ProvisionRef ref{target.instrument, table.provision - c.program.instruments[target.instrument].root};
        if (around == target ? history.isUnder(ref, target) : ref == around) found.push_back(&table);
      }
    if (history.isRoot(around)) break;
  }
  return found;
}

} // namespace proviso
