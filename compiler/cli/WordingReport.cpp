// `proviso refs --wording`: every citation in wording, what has become of it, and the words that are none.
#include "cli/Console.h"

#include <llvm/ADT/STLExtras.h>
#include <nlohmann/json.hpp>

#include <map>

namespace proviso {

using Json = nlohmann::ordered_json;
using Fate = WordingCitation::Fate;

namespace {

std::string wordingText(const Compilation &c) {
  std::string out;
  ProvisionRef last;
  for (const WordingCitation &one : c.wording.citations) {
    if (!last || one.home != last) out += fmt::format("{}{}\n", out.empty() ? "" : "\n", c.history->citation(one.home));
    last = one.home;
    std::string leads;
    for (ProvisionRef target : one.targets) leads += (leads.empty() ? "" : ", ") + c.history->citation(target);
    if (leads.empty() && !one.act.empty()) leads = one.act;
    out += fmt::format("  {}  ({})\n    {}{}{}\n", c.sources.text(one.range).str(), placeOf(c, one.range),
                       fateWord(one.fate), leads.empty() ? "" : ": ", leads);
  }
  if (!c.wording.none.empty()) out += "\nNo citations:\n";
  for (const auto &[range, reason] : c.wording.none)
    out += fmt::format("  {}  ({}): {}\n", c.sources.text(range).str(), placeOf(c, range), std::string_view(reason));
  return out;
}

std::string wordingJson(const Compilation &c) {
  auto place = [&](Range range) {
    const LineColumn at = c.sources.lineColumn(range.begin);
    return Json{{"text", c.sources.text(range).str()},
                {"file", c.sources.path(range.begin.file).str()},
                {"line", at.line},
                {"column", at.column}};
  };
  Json citations = Json::array(), none = Json::array(), summary = Json::object();
  for (const WordingCitation &one : c.wording.citations) {
    Json item = place(one.range);
    item["from"] = c.history->id(one.home);
    item["fate"] = fateWord(one.fate);
    Json named = Json::array(), targets = Json::array();
    for (ProvisionRef ref : one.named) named.push_back(c.history->id(ref));
    for (ProvisionRef ref : one.targets) targets.push_back(c.history->id(ref));
    item["named"] = std::move(named);
    item["targets"] = std::move(targets);
    if (!one.act.empty()) item["act"] = one.act;
    citations.push_back(std::move(item));
  }
  for (const auto &[range, reason] : c.wording.none) {
    Json item = place(range);
    item["reason"] = reason.str();
    none.push_back(std::move(item));
  }
  for (size_t fate = 0; fate <= static_cast<size_t>(Fate::Unclear); ++fate)
    summary[std::string(fateWord(static_cast<Fate>(fate)))] = c.wording.count(static_cast<Fate>(fate));
  const Json out{{"format", "proviso-wording/1"},
                 {"citations", std::move(citations)},
                 {"none", std::move(none)},
                 {"summary", std::move(summary)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace

int wordingCommand(const CommonOptions &common) {
  const auto c = compile(common.paths, compileOptions(common));
  if (c->diagnostics.hasErrors()) {
    reported(common, *c);
    return Errors;
  }
  print(common.format == Format::Json ? wordingJson(*c) : wordingText(*c));
  return Fine;
}

} // namespace proviso
