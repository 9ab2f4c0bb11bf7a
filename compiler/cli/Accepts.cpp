#include "cli/Accepts.h"

#include "cli/Files.h"
#include "format/Format.h"
#include "syntax/Parse.h"

#include <llvm/ADT/StringSet.h>

#include <algorithm>
#include <filesystem>

namespace proviso {

namespace {

/// The innermost provision at a place, or none.
ProvisionRef provisionAt(const History &history, Location place) {
  auto holds = [&](ProvisionRef ref) { return history[ref].range.contains(place); };
  for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
    ProvisionRef ref{i, 0};
    if (!holds(ref)) continue;
    for (bool deeper = true; deeper;) {
      deeper = false;
      for (law::ProvisionId child : history[ref].children)
        if (holds({i, child.value})) {
          ref.provision = child.value;
          deeper = true;
          break;
        }
    }
    return ref;
  }
  return {};
}

std::string inQuotes(llvm::StringRef text) {
  std::string out = "\"";
  for (const char c : text) out += c == '\n' ? "\\n" : c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  return out + '"';
}

struct Sentences {
  std::string text;
  size_t findings = 0;
  std::string homeless; // findings that stand in no provision, and what is said of them
};

Sentences sentencesFor(const Compilation &c, const AcceptOptions &options) {
  Sentences result;
  llvm::StringSet<> known;
  for (const Diagnostic &finding : c.diagnostics.list()) {
    if (!mayBeAccepted(finding.code)) continue;
    const std::string_view code = entry(finding.code).name;
    const ProvisionRef ref = provisionAt(*c.history, finding.range.begin);
    if (!ref) {
      const LineColumn at = c.sources.lineColumn(finding.range.begin);
      result.homeless +=
          fmt::format("{}:{}:{}: {} stands in no provision that could be cited, and is not accepted\n",
                      std::string_view(c.sources.path(finding.range.begin.file)), at.line, at.column, code);
      continue;
    }
    ++result.findings;
    const std::string sentence =
        fmt::format("accept {} for {} because {}\n", code, c.history->citation(ref), inQuotes(options.because));
    if (known.insert(sentence).second) result.text += sentence;
  }
  return result;
}

bool mustBeMended(const Compilation &c) {
  const auto &findings = c.diagnostics.list();
  return !c.history || std::any_of(findings.begin(), findings.end(), [](const Diagnostic &d) {
    return d.severity == Severity::Error && !mayBeAccepted(d.code);
  });
}

std::string laidOut(std::string text, const Sources &of) {
  Sources sources;
  Diagnostics none;
  const uint32_t file = sources.add("", std::move(text));
  return formatLaw(parse(sources, file, none, declaredLevels(of)));
}

/// A list goes on; after anything else it begins with an empty line.
std::string append(llvm::StringRef before, const std::string &sentences) {
  before = before.rtrim();
  if (before.empty()) return sentences;
  const bool list = before.substr(before.rfind('\n') + 1).startswith("accept ");
  return before.str() + (list ? "\n" : "\n\n") + sentences;
}

} // namespace

std::unique_ptr<Compilation> writeAccepts(std::unique_ptr<Compilation> c, const AcceptOptions &options) {
  const std::string path = std::filesystem::path(options.file).lexically_normal().string();
  std::string list;
  size_t accepted = 0;
  // What hindered the tables may be accepted; then they are made, and may have findings of their own.
  while (!mustBeMended(*c)) {
    const Sentences sentences = sentencesFor(*c, options);
    if (sentences.findings == 0) {
      if (accepted) writeFile(path, list);
      fmt::print(stderr, "{}{}: {} finding{} accepted\n", sentences.homeless, path, accepted, accepted == 1 ? "" : "s");
      return c;
    }
    accepted += sentences.findings;
    std::vector<std::pair<std::string, std::string>> texts;
    for (uint32_t file = 0; file < c->lawFiles; ++file)
      texts.emplace_back(c->sources.path(file).str(), c->sources.text(file).str());
    auto at = std::lower_bound(texts.begin(), texts.end(), std::pair(path, std::string()));
    if (at == texts.end() || at->first != path) at = texts.insert(at, {path, ""});
    list = at->second = append(at->second, laidOut(sentences.text, c->sources));
    c = compileTexts(std::move(texts), c->options);
  }
  fmt::print(stderr, "{}: nothing was written: first the errors must be mended that cannot be accepted\n", path);
  return c;
}

} // namespace proviso
