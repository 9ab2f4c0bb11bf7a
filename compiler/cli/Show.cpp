// `proviso show`: a provision over time, with its wording, its citations and its tables.
#include "cli/Console.h"
#include "cli/Files.h"

#include "emit/TableText.h"

#include <llvm/ADT/STLExtras.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace proviso {

using Json = nlohmann::ordered_json;

namespace {

std::string citedOn(const History &history, llvm::ArrayRef<ProvisionRef> list) {
  std::vector<std::string> out;
  for (ProvisionRef one : list) out.push_back(history.citation(one));
  return fmt::format("{}", fmt::join(out, ", "));
}

/// What happened to a provision on its first and last day: `it was CSL article 59 until then`.
std::vector<std::string> turnsOf(const History &history, ProvisionRef ref) {
  const Life &life = history.life(ref);
  std::vector<std::string> lines;
  if (life.begins.kind == Turn::Kind::Inserted)
    lines.push_back(fmt::format("{} by {}", turnWord(life.begins.kind), life.begins.by));
  else if (life.begins.kind != Turn::Kind::None)
    lines.push_back(life.before.empty() ? fmt::format("new in {}", life.begins.by)
                                        : fmt::format("it was {} before; {} by {}", citedOn(history, life.before),
                                                      turnWord(life.begins.kind), life.begins.by));
  if (const Date until = history.stands(ref).until; life.ends.kind == Turn::Kind::None && until != Date::latest()) {
    // It ended with what is around it.
    for (ProvisionRef around : history.around(ref))
      if (const Turn &turn = history.life(around).ends; turn.kind != Turn::Kind::None && turn.on == until) {
        lines.push_back(fmt::format("it ends: {} is {} by {}", history.citation(around), turnWord(turn.kind), turn.by));
        break;
      }
    if (const History::Become become = history.on(ref, until); !become.targets.empty())
      lines.push_back(
          fmt::format("it is {}{} then", become.part ? "a part of " : "", citedOn(history, become.targets)));
  }
  if (life.ends.kind != Turn::Kind::None)
    lines.push_back(life.lost           ? fmt::format("nothing tells what it has become in {}", life.ends.by)
                    : life.next.empty() ? fmt::format("it ends: {} by {}", turnWord(life.ends.kind), life.ends.by)
                                        : fmt::format("it is {} then", citedOn(history, life.next)));
  return lines;
}

struct Shower {
  const Compilation &c;
  std::optional<Date> day; // as it is then
  const History &history = *c.history;

  Json one(ProvisionRef target, bool text, std::string &out) const {
    std::vector<std::string> cites, citedBy;
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
      const law::Instrument &of = history.instrument(i);
      for (uint32_t k = 0; k < of.citations.size(); ++k) {
        const law::Citation &citation = of.citations[k];
        const ProvisionRef from{i, citation.at ? citation.at.value : 0};
        const std::string where = placeOf(c, citation.range);
        const Binding &binding = c.linked.instruments[i][k];
        for (ProvisionRef to : binding.targets) {
          if (history.isUnder(from, target)) cites.push_back(fmt::format("{} ({})", history.citation(to), where));
          if (!history.isUnder(to, target)) continue;
          const bool followed = !llvm::is_contained(binding.named(), to);
          citedBy.push_back(fmt::format("{} ({}){}", history.citation(from), where,
                                        followed ? fmt::format(", which names {}", citedOn(history, binding.named()))
                                                 : std::string()));
        }
      }
    }
    std::string wording;
    Json parts = Json::array();
    for (ProvisionRef ref : history.under(target)) {
      if (ref != target &&
          (day ? !history.stands(ref).contains(*day) : (history.stands(ref) & history.stands(target)).empty()))
        continue;
      const law::Provision &p = history[ref];
      const ir::Provision &lowered = c.program.provisions[c.program.instruments[ref.instrument].root + ref.provision];
      std::string lines;
      if (!p.title.text.empty()) lines += fmt::format(" \"{}\"", p.title.text);
      if (p.outline) lines += " (outline)";
      lines += "\n";
      for (const std::string &line : lowered.texts) lines += fmt::format("  {}\n", line);
      for (const ir::Duty &duty : lowered.duties) lines += fmt::format("  {} {}\n", duty.verb, duty.text);
      wording += history.citation(ref) + lines;
      parts.push_back(
          {{"id", lowered.id}, {"citation", lowered.citation}, {"title", lowered.title}, {"text", lowered.texts}});
    }
    std::string tables;
    for (const ProvisionTable *table : tablesOf(c, target))
      if (!day || c.program.provisions[table->provision].span.contains(*day))
        tables += "\n" + markdownOf(c.emitInput(), *table);
    Json item{{"id", history.id(target)}, {"stands", spanText(daysOf(history, target))}};
    if (const Life &life = history.life(target); life.begins.kind != Turn::Kind::None) {
      item["was"] = Json::array();
      for (ProvisionRef was : life.before) item["was"].push_back(history.id(was));
    }
    for (ProvisionRef next : history.life(target).next) item["becomes"].push_back(history.id(next));
    item["provisions"] = std::move(parts);
    item["cites"] = cites;
    item["cited_by"] = citedBy;
    item["tables"] = tables;
    if (!text) return item;
    out += wording;
    if (!cites.empty()) out += fmt::format("\nCites:\n  {}\n", fmt::join(cites, "\n  "));
    if (!citedBy.empty()) out += fmt::format("\nCited by:\n  {}\n", fmt::join(citedBy, "\n  "));
    out += tables;
    return item;
  }
};

} // namespace

int showCommand(const CommonOptions &common, const std::string &citation, bool caseTemplate) {
  if (citation == "-" || citation.find('/') != std::string::npos || llvm::StringRef(citation).endswith(".law") ||
      std::filesystem::exists(citation))
    throw EnvironmentError(fmt::format("`{0}` is a path; after the paths must stand the citation that is to be shown, "
                                       "as in: proviso show {0} 'CSL article 59 paragraph 1'",
                                       citation));
  const std::optional<Date> day = dayOf(common.asOf);
  CompileOptions compiling = compileOptions(common);
  compiling.staleAllowed = true;
  const auto c = compile(common.paths, std::move(compiling));
  if (reported(common, *c)) return Errors;
  const History &history = *c->history;
  Diagnostics diagnostics;
  const std::vector<ProvisionRef> targets = resolveText(history, c->sources, citation, day, diagnostics);
  if (targets.empty()) {
    reportTyped(diagnostics);
    return Errors;
  }
  if (caseTemplate) {
    // The law of one day: of the last on which it imposes anything.
    std::vector<const ProvisionTable *> of;
    Date latest = Date::earliest();
    for (ProvisionRef target : targets)
      if (!tablesOf(*c, target).empty()) latest = std::max(latest, history.stands(target).from);
    for (ProvisionRef target : targets)
      if (history.stands(target).from == latest || history.stands(target).contains(latest))
        for (const ProvisionTable *table : tablesOf(*c, target))
          if (!llvm::is_contained(of, table)) of.push_back(table);
    if (of.empty()) {
      fmt::print(stderr, "{} imposes nothing, so that there is no case to decide\n", history.citation(targets.front()));
      return Errors;
    }
    print(caseTemplateOf(c->emitInput(), of));
    return Fine;
  }
  const Shower shower{*c, day};
  std::string out;
  Json list = Json::array();
  // The time line, where there is more than one line of it.
  const bool changes = llvm::any_of(targets, [&](ProvisionRef one) { return !turnsOf(history, one).empty(); });
  if (changes) {
    for (ProvisionRef target : targets) {
      out += fmt::format("{}, {}", history.citation(target), spanText(daysOf(history, target)));
      if (!history[target].title.text.empty()) out += fmt::format(": \"{}\"", history[target].title.text);
      out += "\n";
      for (const std::string &turn : turnsOf(history, target)) out += fmt::format("  {}\n", turn);
    }
    out += "\n";
  }
  for (ProvisionRef target : targets) {
    if (changes) out += fmt::format("== {}\n\n", spanText(daysOf(history, target)));
    list.push_back(shower.one(target, common.format == Format::Text, out));
    if (changes && target != targets.back()) out += "\n";
  }
  if (common.format == Format::Json)
    out = Json{{"format", "proviso-show/1"}, {"targets", std::move(list)}}.dump(2, ' ', false,
                                                                                Json::error_handler_t::replace) +
          "\n";
  print(out);
  return Fine;
}

} // namespace proviso
