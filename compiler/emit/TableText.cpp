#include "emit/TableText.h"

#include <fmt/format.h>

namespace proviso {

std::string alternativeOf(const ir::Program &program, const Effect &effect) {
  std::string out;
  for (ir::Index cited : effect.alternative)
    out += (out.empty() ? "" : ", and there per ") + program.provisions[cited].citation;
  return out;
}

std::string addresseeOf(const ir::Program &program, const DecisionTables &tables, const Effect &effect) {
  if (effect.addressee == ir::Owner::Act) return "the subject";
  std::vector<std::string> roles;
  for (const Row &row : effect.rows.rows)
    for (ir::Index role : tables.outcomes[row.outcome].addressees)
      if (std::find(roles.begin(), roles.end(), program.roles[role].name) == roles.end())
        roles.push_back(program.roles[role].name);
  return fmt::format("{}", fmt::join(roles, " or "));
}

std::string outcomeOf(const DecisionTables &tables, uint32_t outcome) { return tables.outcomes[outcome].text; }

std::vector<std::string> chainsOf(const ir::Program &program, const Effect &effect) {
  std::vector<std::string> list;
  for (const auto &chain : effect.chains) {
    std::vector<std::string> links;
    for (ir::Index link : chain) links.push_back(program.provisions[link].citation);
    list.push_back(fmt::format("{}", fmt::join(links, " -> ")));
  }
  return list;
}

std::string spanText(Span span) {
  std::string text = span.from == Date::earliest() ? "" : "from " + span.from.text();
  if (span.until != Date::latest()) text += (text.empty() ? "until " : " until ") + Date{span.until.days - 1}.text();
  return text.empty() ? "always" : text;
}

std::string fileStem(const std::string &id) {
  std::string stem = id;
  for (char &c : stem)
    if (c == '/') c = '.';
  return stem;
}

} // namespace proviso
