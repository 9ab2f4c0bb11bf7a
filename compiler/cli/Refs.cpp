// `proviso refs`: the graph of citations, and the lock.
#include "cli/Console.h"
#include "cli/Files.h"

#include "emit/TableText.h"
#include "link/References.h"

#include <llvm/ADT/STLExtras.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace proviso {

using Json = nlohmann::ordered_json;

namespace {

class Graph {
public:
  Graph(const Compilation &c, std::vector<Reference> list) : c(c), history(*c.history), list(std::move(list)) {}

  std::string text() const {
    std::string out;
    ProvisionRef last;
    for (const Reference &one : list) {
      if (!last || one.from != last) out += fmt::format("{}{}\n", out.empty() ? "" : "\n", spoken(one.from));
      last = one.from;
      out += fmt::format("  {} {}  ({})\n", one.role, written(one), placeOf(c, one.range));
      if (one.presumed) out += "    presumed: its text is known from a later day only\n";
      if (one.dated) out += "    as it read on that day\n";
      const bool plain = one.stretches.size() == 1 && one.stretches.front().days == daysOf(history, one.from);
      for (const Reference::Stretch &stretch : one.stretches) {
        std::string targets;
        for (ProvisionRef target : stretch.targets) targets += (targets.empty() ? "" : ", ") + history.citation(target);
        if (stretch.targets.empty()) targets = "nothing";
        out += plain ? fmt::format("    {}\n", targets) : fmt::format("    {}: {}\n", spanText(stretch.days), targets);
      }
    }
    return out;
  }

  std::string json() const {
    Json references = Json::array();
    for (const Reference &one : list) {
      const LineColumn at = c.sources.lineColumn(one.range.begin);
      Json item{{"from", history.id(one.from)},
                {"role", one.role},
                {"text", written(one)},
                {"file", c.sources.path(one.range.begin.file).str()},
                {"line", at.line},
                {"column", at.column}};
      if (one.dated) item["dated"] = true;
      if (one.presumed) item["presumed"] = true;
      for (const Reference::Stretch &stretch : one.stretches) {
        Json leads = Json::object();
        if (stretch.days.from != Date::earliest()) leads["from"] = stretch.days.from.text();
        if (stretch.days.until != Date::latest()) leads["until"] = Date{stretch.days.until.days - 1}.text();
        leads["provisions"] = Json::array();
        for (ProvisionRef target : stretch.targets) leads["provisions"].push_back(history.id(target));
        item["leads_to"].push_back(std::move(leads));
      }
      references.push_back(std::move(item));
    }
    return Json{{"format", "proviso-refs/1"}, {"references", std::move(references)}}.dump(
               2, ' ', false, Json::error_handler_t::replace) +
           "\n";
  }

  /// For Graphviz: an instrument is a cluster; where a citation leads only by what its target has become is dashed.
  std::string dot() const {
    std::map<std::string, std::set<ProvisionRef>> nodes;
    std::set<std::tuple<ProvisionRef, ProvisionRef, std::string, bool>> edges;
    auto node = [&](ProvisionRef ref) {
      nodes[history.instrument(ref.instrument).code.text.str()].insert(ref);
      return ref;
    };
    for (const Reference &one : list)
      for (const Reference::Stretch &stretch : one.stretches)
        for (ProvisionRef target : stretch.targets)
          edges.insert({node(one.from), node(target), one.role, !llvm::is_contained(one.named(), target)});
    std::string out = "digraph references {\n  rankdir=LR;\n  node [shape=box];\n";
    for (const auto &[code, list] : nodes) {
      out += fmt::format("  subgraph \"cluster_{0}\" {{\n    label=\"{0}\";\n", code);
      for (ProvisionRef ref : list) {
        std::string label = history.citation(ref).substr(code.size());
        if (label.empty()) label = " " + code;
        if (const std::string id = history.id(ref); id.find('@') != std::string::npos)
          label += "\\n" + id.substr(id.find('@') + 1);
        out += fmt::format("    \"{}\" [label=\"{}\"];\n", history.id(ref), label.substr(1));
      }
      out += "  }\n";
    }
    for (const auto &[from, to, role, followed] : edges)
      out += fmt::format("  \"{}\" -> \"{}\" [label=\"{}\"{}];\n", history.id(from), history.id(to), role,
                         followed ? ", style=dashed" : "");
    return out + "}\n";
  }

private:
  std::string spoken(ProvisionRef ref) const {
    const std::string id = history.id(ref);
    return history.citation(ref) + (id.find('@') == std::string::npos ? "" : ", " + spanText(daysOf(history, ref)));
  }
  std::string written(const Reference &one) const {
    std::string text = c.sources.text(one.range).str();
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
  }

  const Compilation &c;
  const History &history;
  std::vector<Reference> list;
};

/// Whether a provision is at or in one of these, or one of these in it.
bool touches(const History &history, ProvisionRef ref, llvm::ArrayRef<ProvisionRef> wanted, bool around) {
  return llvm::any_of(
      wanted, [&](ProvisionRef one) { return history.isUnder(ref, one) || (around && history.isUnder(one, ref)); });
}

int acceptReadings(const Compilation &c, const std::string &citation, llvm::ArrayRef<ProvisionRef> wanted) {
  const History &history = *c.history;
  size_t count = 0;
  const Review review(c.linked, c.program, c.lock);
  const Lock &before = review.recordedLock();
  const Lock lock = review.accepted([&](const LockedCitation &one) {
    return citation.empty() || touches(history, one.from, wanted, false) || touches(history, one.named, wanted, true) ||
           llvm::any_of(one.targets, [&](ProvisionRef target) { return touches(history, target, wanted, true); });
  });
  size_t gone = 0;
  for (const auto &[key, entry] : lock) {
    const auto found = before.find(key);
    count += found == before.end() || !(found->second == entry);
  }
  for (const auto &[key, entry] : before) gone += !lock.count(key);
  writeFile(c.lockPath, lockText(lock));
  print(fmt::format("{}: {} reading{} recorded, {} removed; {} in all\n", c.lockPath, count, count == 1 ? "" : "s",
                    gone, lock.size()));
  return Fine;
}

} // namespace

int refsCommand(const CommonOptions &common, const RefsOptions &options) {
  CompileOptions compiling = compileOptions(common);
  compiling.staleAllowed = true;
  const auto c = compile(common.paths, std::move(compiling));
  if (reported(common, *c)) return Errors;
  Diagnostics diagnostics;
  std::vector<ProvisionRef> to, from, accept;
  for (const auto &[citation, found] :
       {std::pair(options.to, &to), std::pair(options.from, &from), std::pair(options.accept.value_or(""), &accept)})
    if (!citation.empty()) *found = resolveText(*c->history, c->sources, citation, std::nullopt, diagnostics);
  if (diagnostics.hasErrors()) {
    reportTyped(diagnostics);
    return Errors;
  }
  if (options.accept) {
    if (c->lockPath.empty())
      throw EnvironmentError("--accept: where citations are read from standard input there is no lock");
    return acceptReadings(*c, *options.accept, accept);
  }
  std::vector<Reference> list = references(c->linked);
  llvm::erase_if(list, [&](const Reference &one) {
    if (!options.from.empty() && !touches(*c->history, one.from, from, false)) return true;
    return !options.to.empty() && llvm::none_of(one.stretches, [&](const Reference::Stretch &stretch) {
      return llvm::any_of(stretch.targets,
                          [&](ProvisionRef target) { return touches(*c->history, target, to, false); });
    });
  });
  const Graph graph(*c, std::move(list));
  print(options.dot ? graph.dot() : common.format == Format::Json ? graph.json() : graph.text());
  return Fine;
}

} // namespace proviso
