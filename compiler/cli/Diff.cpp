// `proviso diff`: what changed in the law from one day to another.
#include "cli/Console.h"
#include "cli/Files.h"

#include "emit/TableText.h"
#include "review/Changes.h"

#include <llvm/ADT/STLExtras.h>
#include <nlohmann/json.hpp>

#include <map>

namespace proviso {

using Json = nlohmann::ordered_json;

namespace {

class Report {
public:
  Report(const Compilation &c, const Changes &changes, Date from, Date to)
      : c(c), history(*c.history), changes(changes), from(from), to(to) {}

  std::string text() {
    section("Added", changes.added, true);
    section("Ended", changes.ended, false);
    if (!changes.dissolved.empty()) out += "Of which only parts are left:\n";
    for (const Dissolved &one : changes.dissolved) {
      std::vector<std::string> parts;
      for (ProvisionRef part : one.parts) parts.push_back(history.citation(part));
      out += fmt::format("  {}: in {}\n", history.citation(one.ref), fmt::join(parts, " and "));
    }
    if (!changes.dissolved.empty()) out += "\n";
    renumbered();
    std::string said;
    for (const ProvisionChange &one : changes.changed) {
      if (one.wording.empty() && one.statements.empty()) continue;
      said += fmt::format("  {}{}\n", names(one.before, one.after), presumption(one));
      lines(said, one.wording);
      lines(said, one.statements);
    }
    if (!said.empty()) out += "Changed:\n" + said + "\n";
    if (!changes.notCompared.empty()) out += "Not compared, as one of the texts does not write them out:\n";
    for (const auto &[before, after] : changes.notCompared) out += fmt::format("  {}\n", names(before, after));
    if (!changes.notCompared.empty()) out += "\n";
    std::string open;
    for (const OpenLineage &one : changes.open) {
      std::vector<std::string> near;
      for (ProvisionRef ref : one.near) near.push_back(history.citation(ref));
      open += fmt::format("  {}: its wording is like that of {}\n", history.citation(one.ref), fmt::join(near, ", "));
    }
    if (!open.empty()) out += "Not told what they were before; `was` would:\n" + open + "\n";
    std::string broken;
    for (const StaleCitation &one : changes.stale) {
      broken += fmt::format("  {} cites {} ({}): {}\n", history.citation(one.home), history.citation(one.gone),
                            placeOf(c, one.range), nowOf(one));
    }
    if (!broken.empty()) out += "Citations that lead elsewhere from then on:\n" + broken + "\n";
    for (const TableChange &one : changes.tables) table(one);
    return out.empty() ? fmt::format("Nothing changes from {} to {}.\n", from.text(), to.text())
                       : llvm::StringRef(out).rtrim('\n').str() + "\n";
  }

  std::string json() const {
    Json result{{"format", "proviso-diff/1"}, {"from", from.text()}, {"to", to.text()}};
    auto list = [&](const char *name, auto &&items, auto &&make) {
      result[name] = Json::array();
      for (const auto &item : items) result[name].push_back(make(item));
    };
    auto id = [&](ProvisionRef ref) { return Json(history.id(ref)); };
    list("added", changes.added, id);
    list("ended", changes.ended, id);
    list("dissolved", changes.dissolved, [&](const Dissolved &one) {
      Json parts = Json::array();
      for (ProvisionRef part : one.parts) parts.push_back(history.id(part));
      return Json{{"provision", history.id(one.ref)}, {"parts", std::move(parts)}};
    });
    list("not_compared", changes.notCompared, [&](const auto &pair) {
      return Json{{"before", history.id(pair.first)}, {"after", history.id(pair.second)}};
    });
    list("changed", changes.changed, [&](const ProvisionChange &one) {
      Json item{{"before", history.id(one.before)}, {"after", history.id(one.after)}};
      item["renumbered"] = one.renumbered;
      if (one.likeness > 0) item["likeness"] = std::round(one.likeness * 100) / 100;
      auto put = [&](const char *name, const ReadingDifference &difference) {
        if (!difference.empty()) item[name] = {{"gone", difference.gone}, {"added", difference.added}};
      };
      put("wording", one.wording);
      put("statements", one.statements);
      return item;
    });
    list("lineage_open", changes.open, [&](const OpenLineage &one) {
      Json near = Json::array();
      for (ProvisionRef ref : one.near) near.push_back(history.id(ref));
      return Json{{"provision", history.id(one.ref)}, {"like", std::move(near)}};
    });
    list("citations", changes.stale, [&](const StaleCitation &one) {
      const LineColumn at = c.sources.lineColumn(one.range.begin);
      Json now = Json::array();
      for (ProvisionRef ref : one.now) now.push_back(history.id(ref));
      return Json{{"code", entry(one.code).name},
                  {"from", history.id(one.home)},
                  {"cites", history.id(one.gone)},
                  {"since", one.since.text()},
                  {"now", std::move(now)},
                  {"file", c.sources.path(one.range.begin.file).str()},
                  {"line", at.line},
                  {"column", at.column}};
    });
    list("tables", changes.tables, [&](const TableChange &one) {
      Json item{{"before", history.id(one.before)}, {"after", history.id(one.after)}};
      item["rows"] = {{"gone", one.gone}, {"added", one.added}};
      if (!one.earnsBefore.empty() || !one.earnsAfter.empty()) {
        item["example"] = {{"before", {{"case", caseOf(one.caseBefore, from)}, {"earns", one.earnsBefore}}},
                           {"after", {{"case", caseOf(one.caseAfter, to)}, {"earns", one.earnsAfter}}}};
      }
      return item;
    });
    return result.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

private:
  void section(const char *title, const std::vector<ProvisionRef> &list, bool newer) {
    if (list.empty()) return;
    out += fmt::format("{}:\n", title);
    for (ProvisionRef ref : list) {
      out += "  " + history.citation(ref);
      if (!history[ref].title.text.empty()) out += fmt::format(" \"{}\"", history[ref].title.text);
      const Turn &turn = newer ? history.life(ref).begins : history.life(ref).ends;
      if (turn.kind != Turn::Kind::None && turn.on > from && turn.on <= to)
        out += fmt::format(", {} by {}",
                           turn.kind == Turn::Kind::Restated ? (newer ? "new" : "not taken over") : turnWord(turn.kind),
                           turn.by);
      out += "\n";
    }
    out += "\n";
  }

  /// `CSL articles 3 to 14 are articles 4 to 15`: neighbours that moved together are one line.
  void renumbered() {
    std::string lines;
    const std::vector<ProvisionChange> &all = changes.changed;
    for (size_t i = 0; i < all.size();) {
      if (!all[i].renumbered || inner(all[i])) {
        ++i;
        continue;
      }
      size_t last = i;
      while (last + 1 < all.size() && all[last + 1].renumbered && !inner(all[last + 1]) &&
             follows(all[last], all[last + 1]))
        ++last;
      const std::string before = history.citation(all[i].before), after = short_(all[i].after);
      if (last == i)
        lines += fmt::format("  {} is {}{}\n", before, after, presumption(all[i]));
      else
        lines += fmt::format("  {} to {} are {} to {}\n", plural(all[i].before, before), number(all[last].before),
                             plural(all[i].after, after), number(all[last].after));
      i = last + 1;
    }
    if (!lines.empty()) out += "Renumbered:\n" + lines + "\n";
  }

  /// It stands in one that is renumbered with it.
  bool inner(const ProvisionChange &one) const {
    if (history[one.after].level <= history.runningLevel(one.after.instrument)) return false;
    const ProvisionRef before = history.parent(one.before), after = history.parent(one.after);
    return llvm::any_of(changes.changed,
                        [&](const ProvisionChange &other) { return other.before == before && other.after == after; }) &&
           history[one.before].label.text == history[one.after].label.text;
  }
  bool follows(const ProvisionChange &a, const ProvisionChange &b) const {
    auto next = [&](ProvisionRef x, ProvisionRef y) {
      unsigned first = 0, second = 0;
      return x.instrument == y.instrument && history[x].level == history[y].level &&
             !history[x].label.text.getAsInteger(10, first) && !history[y].label.text.getAsInteger(10, second) &&
             second == first + 1;
    };
    return next(a.before, b.before) && next(a.after, b.after) && a.likeness == 0 && b.likeness == 0;
  }
  /// `CSL articles 3`, of `CSL article 3`.
  std::string plural(ProvisionRef ref, std::string citation) const {
    const std::string level = history.instrument(ref.instrument).levels[history[ref].level].str();
    return citation.insert(citation.rfind(level) + level.size(), "s");
  }
  std::string number(ProvisionRef ref) const { return history[ref].label.text.str(); }
  std::string short_(ProvisionRef ref) const {
    return history.citation(ref).substr(history.instrument(ref.instrument).code.text.size() + 1);
  }

  std::string names(ProvisionRef before, ProvisionRef after) const {
    const std::string was = history.citation(before), is = history.citation(after);
    return was == is ? was : fmt::format("{}, now {}", was, is);
  }

  static std::string presumption(const ProvisionChange &one) {
    return one.likeness > 0
               ? fmt::format(" (taken for the same by its wording: {:.0f} % of the words)", 100 * one.likeness)
               : std::string();
  }

  static void lines(std::string &to, const ReadingDifference &difference) {
    for (const std::string &line : difference.gone) to += fmt::format("    - {}\n", line);
    for (const std::string &line : difference.added) to += fmt::format("    + {}\n", line);
  }

  std::string nowOf(const StaleCitation &one) const {
    if (one.now.empty()) return "nothing has taken its place";
    std::vector<std::string> now;
    for (ProvisionRef ref : one.now) now.push_back(history.citation(ref));
    return fmt::format("it is now {}", fmt::join(now, ", and "));
  }

  void table(const TableChange &one) {
    out += fmt::format("Decides otherwise: {}\n", names(one.before, one.after));
    lines(out, {one.gone, one.added});
    if (one.earnsBefore.empty() && one.earnsAfter.empty()) {
      out += "\n";
      return;
    }
    std::vector<std::string> inputs;
    for (const ExampleInput &input : one.caseAfter)
      if (!input.text.empty()) inputs.push_back(input.text);
    for (const ExampleInput &input : one.caseBefore)
      if (!input.text.empty() &&
          llvm::none_of(one.caseAfter, [&](const ExampleInput &other) { return other.key == input.key; }))
        inputs.push_back(input.text);
    auto earns = [](const std::vector<std::string> &list) {
      return list.empty() ? std::string("nothing") : fmt::format("{}", fmt::join(list, "; "));
    };
    out += fmt::format("    Example: {}\n      {}: {}\n      {}: {}\n\n", fmt::join(inputs, ", "), from.text(),
                       earns(one.earnsBefore), to.text(), earns(one.earnsAfter));
  }

  Json caseOf(const std::vector<ExampleInput> &inputs, Date date) const {
    Json result{{"date", date.text()}, {"subject", Json::array()}, {"facts", Json::object()}};
    Json person = Json::object();
    auto facts = [](Json &of, const ExampleInput &input) {
      Json value = Json::parse(input.value);
      if (input.provision.empty())
        of["facts"][input.name] = std::move(value);
      else
        of["facts"][input.name][input.provision] = std::move(value);
    };
    for (const ExampleInput &input : inputs) {
      if (input.ofPerson && person.empty()) person = {{"roles", Json::array()}, {"facts", Json::object()}};
      switch (input.kind) {
      case VariableKind::Fact: facts(input.ofPerson ? person : result, input); break;
      case VariableKind::Role:
        if (input.value == "true") (input.ofPerson ? person["roles"] : result["subject"]).push_back(input.name);
        break;
      case VariableKind::Form:
        if (!input.name.empty()) (input.ofPerson ? person["roles"] : result["subject"]).push_back(input.name);
        break;
      case VariableKind::Breach: result["violates"][input.provision] = Json::parse(input.value); break;
      case VariableKind::Disobeyed: result["disobeyed"][input.provision] = Json::parse(input.value); break;
      default: break;
      }
    }
    if (!person.empty()) result["persons"] = Json::array({std::move(person)});
    return result;
  }

  const Compilation &c;
  const History &history;
  const Changes &changes;
  Date from, to;
  std::string out;
};

} // namespace

int diffCommand(const CommonOptions &common, const std::string &fromText, const std::string &toText) {
  const Date from = *dayOf(fromText, "--from"), to = *dayOf(toText, "--to");
  if (to < from) throw EnvironmentError(fmt::format("--from {} is after --to {}", fromText, toText));
  CompileOptions compiling = compileOptions(common);
  compiling.staleAllowed = true;
  const auto c = compile(common.paths, std::move(compiling));
  if (reported(common, *c)) return Errors;
  const Changes changes = changesBetween(c->linked, c->program, c->tables, from, to);
  Report report(*c, changes, from, to);
  print(common.format == Format::Json ? report.json() : report.text());
  return Fine;
}

} // namespace proviso
