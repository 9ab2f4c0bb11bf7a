// SARIF 2.1.0 (OASIS standard, 27 March 2020), for code review and other tools.
#include "diagnostics/Diagnostics.h"

#include <nlohmann/json.hpp>

#include <map>

namespace proviso {

namespace {

using Json = nlohmann::ordered_json;

/// A path as a URI: relative ones to the root of the sources.
Json artifact(llvm::StringRef path) {
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) || llvm::StringRef("-._~/").contains(c);
    uri += plain && byte < 0x80 ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  if (path.startswith("/")) return {{"uri", "file://" + uri}};
  return {{"uri", uri}, {"uriBaseId", "%SRCROOT%"}};
}

class Writer {
public:
  Writer(const Diagnostics &diagnostics, const Sources &sources) : diagnostics(diagnostics), sources(sources) {}

  Json run(std::string_view version) {
    Json results = Json::array();
    // The standard wants `suppressions` of all results or of none.
    auto add = [&](const Diagnostic &d, Json suppressions) {
      results.push_back(result(d));
      results.back()["suppressions"] = std::move(suppressions);
    };
    for (const Diagnostic &d : diagnostics.list()) add(d, Json::array());
    for (const Accepted &one : diagnostics.accepted())
      add(one.finding, Json::array({{{"kind", "inSource"},
                                     {"status", "accepted"},
                                     {"justification", one.reason},
                                     {"location", location(one.at)}}}));
    return {{"tool", {{"driver", {{"name", "Proviso"}, {"version", version}, {"rules", std::move(rules)}}}}},
            {"columnKind", "unicodeCodePoints"},
            {"results", std::move(results)}};
  }

private:
  Json region(Range range) const {
    const LineColumn from = sources.lineColumn(range.begin), to = sources.lineColumn({range.begin.file, range.end()});
    return {{"startLine", from.line}, {"startColumn", from.column}, {"endLine", to.line}, {"endColumn", to.column}};
  }
  Json location(Range range) const {
    return {{"physicalLocation",
             {{"artifactLocation", artifact(sources.path(range.begin.file))}, {"region", region(range)}}}};
  }

  size_t rule(Code code) {
    const auto [known, isNew] = ruleIndices.try_emplace(code, rules.size());
    if (!isNew) return known->second;
    const CodeEntry &about = entry(code);
    llvm::StringRef page = explanation(llvm::StringRef(about.name.data(), about.name.size()));
    const llvm::StringRef title = page.split('\n').first.split(": ").second; // `# R005: a number that ...`
    rules.push_back({{"id", about.name},
                     {"shortDescription", {{"text", title.str()}}},
                     {"help", {{"text", page.str()}, {"markdown", page.str()}}},
                     {"defaultConfiguration", {{"level", nameOf(about.severity)}}}});
    return known->second;
  }

  Json result(const Diagnostic &d) {
    const size_t index = rule(d.code);
    std::string message = d.message;
    Json related = Json::array();
    for (const Note &note : d.notes)
      if (note.range) {
        Json one = location(*note.range);
        one["message"] = {{"text", note.message}};
        related.push_back(std::move(one));
      } else {
        message += "; " + note.message;
      }
    Json out{{"ruleId", entry(d.code).name},
             {"ruleIndex", index},
             {"level", nameOf(d.severity)},
             {"message", {{"text", message}}},
             {"locations", Json::array({location(d.range)})}};
    if (!related.empty()) out["relatedLocations"] = std::move(related);
    if (!d.fixes.empty()) {
      Json fixes = Json::array();
      for (const Fix &one : d.fixes) fixes.push_back(fix(one));
      out["fixes"] = std::move(fixes);
    }
    return out;
  }

  Json fix(const Fix &from) const {
    std::map<uint32_t, Json> files;
    for (const Edit &edit : from.edits)
      files.try_emplace(edit.range.begin.file, Json::array())
          .first->second.push_back({{"deletedRegion", region(edit.range)}, {"insertedContent", {{"text", edit.text}}}});
    Json changes = Json::array();
    for (auto &[file, replacements] : files)
      changes.push_back(
          {{"artifactLocation", artifact(sources.path(file))}, {"replacements", std::move(replacements)}});
    return {{"description", {{"text", from.message}}}, {"artifactChanges", std::move(changes)}};
  }

  const Diagnostics &diagnostics;
  const Sources &sources;
  Json rules = Json::array();
  std::map<Code, size_t> ruleIndices;
};

} // namespace

std::string renderSarif(const Diagnostics &diagnostics, const Sources &sources, std::string_view version) {
  const Json out{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({Writer(diagnostics, sources).run(version)})}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace proviso
