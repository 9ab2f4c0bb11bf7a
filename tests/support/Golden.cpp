#include "support/Golden.h"

#include "cli/Pipeline.h"

#include <fstream>
#include <map>
#include <sstream>

namespace proviso::testing {

std::string readAll(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

namespace {

bool isExpectation(llvm::StringRef line) { return line.trim().startswith("//~"); }

} // namespace

std::string annotated(const std::string &path, const std::string &text) {
  Compilation c;
  c.sources.add(path, text);
  // Beside NAME.law there may be the lock NAME.lock.
  if (std::string lock = path.substr(0, path.rfind('.')) + ".lock"; std::ifstream(lock)) {
    c.options.lock = "citations.lock";
    c.options.lockText = readAll(lock);
  }
  compile(c);
  // Line numbers of the file without its expectations do not matter: comments move nothing but lines.
  std::map<uint32_t, std::string> below;
  auto withoutPath = [&](std::string message) {
    for (size_t at; (at = message.find(path)) != std::string::npos;) message.erase(at, path.size());
    return message;
  };
  for (const Diagnostic &d : c.diagnostics.list()) {
    const LineColumn at = c.sources.lineColumn(d.range.begin);
    const bool elsewhere = d.range.begin.file != 0;
    std::string &to = below[elsewhere ? UINT32_MAX : at.line];
    to += fmt::format("//~ {} {}{}: {}\n", entry(d.code).name,
                      elsewhere ? fmt::format("citations.lock:{}:", at.line) : "", at.column, withoutPath(d.message));
    for (const Note &note : d.notes) to += fmt::format("//~   note: {}\n", withoutPath(note.message));
    for (const Fix &fix : d.fixes) to += fmt::format("//~   help: {}\n", withoutPath(fix.message));
  }
  for (const Accepted &one : c.diagnostics.accepted()) {
    const LineColumn at = c.sources.lineColumn(one.finding.range.begin);
    below[at.line] += fmt::format("//~ accepted {} {}: {}\n//~   because: {}\n", entry(one.finding.code).name,
                                  at.column, withoutPath(one.finding.message), one.reason);
  }
  std::string out;
  uint32_t number = 0;
  llvm::StringRef rest = text;
  std::string pending;
  while (!rest.empty()) {
    const auto [line, after] = rest.split('\n');
    const bool ended = rest.size() > line.size();
    ++number;
    if (!isExpectation(line)) {
      out += line.str() + (ended ? "\n" : "");
      if (!ended && below.count(number)) out += "\n";
    }
    if (const auto found = below.find(number); found != below.end()) {
      out += found->second;
      below.erase(found);
    }
    rest = after;
  }
  for (const auto &[line, lines] : below) out += lines; // at the end of the file
  return out;
}

} // namespace proviso::testing
