#include "diagnostics/Diagnostics.h"
#include "source/Characters.h"
#include "source/HiddenCharacters.h"

#include <nlohmann/json.hpp>

#include <map>

namespace proviso {

namespace {

constexpr std::string_view severityColour[] = {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m"};

std::string spaces(size_t count) { return std::string(count, ' '); }

/// Control characters of a source file must not reach the terminal, nor what would change the order of the others. Of
/// each character stays one that is as wide.
std::string printable(llvm::StringRef text) {
  std::string out;
  size_t from = 0;
  for (const HiddenCharacter &one : hiddenIn(text)) {
    out += text.slice(from, one.offset).str() + "\uFFFD";
    from = one.offset + one.bytes;
  }
  out += text.drop_front(from);
  for (char &c : out)
    if (c == '\t' || c == '\r') c = ' ';
  return out;
}

/// As much of a line as goes on a terminal, around what is marked in it.
struct Excerpt {
  std::string text;
  size_t indent = 0, marked = 1; // columns
};

Excerpt excerptOf(llvm::StringRef line, size_t before, size_t length) {
  constexpr size_t most = 120, lead = 40; // columns
  size_t begin = 0, end = line.size();
  if (displayWidth(line) > most) {
    begin = end = before;
    for (size_t width = 0, at = begin; at > 0; begin = at) {
      do --at;
      while (at > 0 && isWithinCharacter(line[at]));
      if ((width += displayWidth(line.slice(at, begin))) > lead) break;
    }
    for (size_t width = displayWidth(line.slice(begin, before)), next = end; end < line.size(); end = next) {
      next = std::min(line.size(), end + lengthInBytes(line[end]));
      if ((width += displayWidth(line.slice(end, next))) > most) break;
    }
  }
  Excerpt result;
  result.text = (begin > 0 ? "…" : "") + printable(line.slice(begin, end)) + (end < line.size() ? "…" : "");
  result.indent = (begin > 0 ? 1 : 0) + displayWidth(line.slice(begin, before));
  result.marked = std::max<size_t>(1, displayWidth(line.slice(before, std::min(before + length, end))));
  return result;
}

std::string place(const Sources &sources, Range range) {
  const LineColumn at = sources.lineColumn(range.begin);
  return fmt::format("{}:{}:{}", std::string_view(sources.path(range.begin.file)), at.line, at.column);
}

} // namespace

std::string renderText(const Diagnostics &diagnostics, const Sources &sources, bool colour, Shown limits) {
  std::string out;
  const std::string_view bold = colour ? "\x1b[1m" : "", blue = colour ? "\x1b[1;34m" : "",
                         off = colour ? "\x1b[0m" : "";
  size_t errors = 0;
  std::map<std::string_view, size_t> notes;
  for (const Diagnostic &d : diagnostics.list()) {
    if (d.severity == Severity::Error && errors++ == limits.errors) {
      out += fmt::format("... and {} more errors (`--max-errors` shows more)\n",
                         diagnostics.count(Severity::Error) - limits.errors);
      break;
    }
    if (d.severity == Severity::Note && notes[entry(d.code).name]++ >= limits.notesOfOneCode) continue;
    const auto index = static_cast<size_t>(d.severity);
    out += fmt::format("{}{}[{}]{}{}: {}{}\n", colour ? severityColour[index] : "", nameOf(d.severity),
                       entry(d.code).name, off, bold, d.message, off);
    const LineColumn at = sources.lineColumn(d.range.begin);
    const std::string number = std::to_string(at.line), margin = spaces(number.size());
    llvm::StringRef line = sources.line(d.range.begin.file, at.line);
    const size_t before = std::min<size_t>(
        line.size(), d.range.begin.offset - static_cast<size_t>(line.data() - sources.text(d.range.begin.file).data()));
    const size_t marked = std::min<size_t>(d.range.length, line.size() - before);
    out += fmt::format("{}{}-->{} {}\n", margin, blue, off, place(sources, d.range));
    out += fmt::format("{}{} |{}\n", margin, blue, off);
    const Excerpt shown = excerptOf(line, before, marked);
    out += fmt::format("{}{} |{} {}\n", blue, number, off, shown.text);
    out += fmt::format("{}{} |{} {}{}{}{}\n", margin, blue, off, spaces(shown.indent),
                       colour ? severityColour[index] : "", std::string(shown.marked, '^'), off);
    for (const Note &note : d.notes)
      out += fmt::format("{}{} ={} {}note{}: {}{}\n", margin, blue, off, bold, off, note.message,
                         note.range ? fmt::format(" ({})", place(sources, *note.range)) : "");
    for (const Fix &fix : d.fixes)
      out += fmt::format("{}{} ={} {}help{}: {}\n", margin, blue, off, bold, off, fix.message);
    out += '\n';
  }
  for (const auto &[code, count] : notes)
    if (count > limits.notesOfOneCode)
      out += fmt::format("... and {} more notes {} (`--max-errors` shows more)\n", count - limits.notesOfOneCode, code);
  return out;
}

std::string renderJson(const Diagnostics &diagnostics, const Sources &sources, const CheckSummary &summary) {
  using Json = nlohmann::ordered_json;
  auto position = [&](Location at) {
    const LineColumn lc = sources.lineColumn(at);
    return Json{{"line", lc.line}, {"column", lc.column}};
  };
  auto range = [&](Range at) {
    return Json{{"start", position(at.begin)}, {"end", position({at.begin.file, at.end()})}};
  };
  auto file = [&](Range at) { return sources.path(at.begin.file).str(); };
  auto finding = [&](const Diagnostic &d) {
    Json notes = Json::array(), fixes = Json::array();
    for (const Note &note : d.notes) {
      Json item{{"message", note.message}};
      if (note.range) {
        item["file"] = file(*note.range);
        item["range"] = range(*note.range);
      }
      notes.push_back(std::move(item));
    }
    for (const Fix &fix : d.fixes) {
      Json edits = Json::array();
      for (const Edit &edit : fix.edits)
        edits.push_back({{"file", file(edit.range)}, {"range", range(edit.range)}, {"text", edit.text}});
      fixes.push_back({{"message", fix.message}, {"certain", fix.certain}, {"edits", std::move(edits)}});
    }
    return Json{{"code", entry(d.code).name}, {"severity", nameOf(d.severity)}, {"message", d.message},
                {"file", file(d.range)},      {"range", range(d.range)},        {"notes", std::move(notes)},
                {"fixes", std::move(fixes)}};
  };
  Json list = Json::array(), accepted = Json::array();
  for (const Diagnostic &d : diagnostics.list()) list.push_back(finding(d));
  for (const Accepted &one : diagnostics.accepted())
    accepted.push_back(
        {{"finding", finding(one.finding)}, {"reason", one.reason}, {"file", file(one.at)}, {"range", range(one.at)}});
  Json stale = Json::array();
  for (const StaleTarget &one : summary.stale)
    stale.push_back({{"target", one.id},
                     {"citation", one.citation},
                     {"since", one.since},
                     {"citations", one.citations},
                     {"now", one.now}});
  const Json out{{"format", "proviso-diagnostics/1"},
                 {"diagnostics", std::move(list)},
                 {"accepted", std::move(accepted)},
                 {"stale", std::move(stale)},
                 {"summary",
                  {{"errors", diagnostics.count(Severity::Error)},
                   {"warnings", diagnostics.count(Severity::Warning)},
                   {"accepted", diagnostics.accepted().size()},
                   {"instruments", summary.instruments},
                   {"provisions", summary.provisions},
                   {"citations", summary.citations},
                   {"wording", summary.wording},
                   {"drafts", summary.drafts},
                   {"drafts_in_part", summary.draftsInPart},
                   {"tables", summary.tables}}}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace proviso
