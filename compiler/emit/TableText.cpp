#include "emit/TableText.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <algorithm>

namespace proviso {

std::string alternativeOf(const ir::Program &program, const Effect &effect) {
  std::string out;
  for (ir::Index cited : effect.alternative)
    out += (out.empty() ? "" : ", and there per ") + program.provisions[cited].citation;
  return out;
}

std::string addresseeOf(const ir::Program &program, const Effect &effect) {
  if (effect.addressee == ir::Owner::Act) return "the subject";
  std::vector<std::string> names;
  for (ir::Index role : effect.roles) names.push_back(program.roles[role].name);
  return fmt::format("{}", fmt::join(names, " or "));
}

std::string perOf(const ir::Program &program, const Effect &effect) {
  return effect.group.empty() ? "" : ", per " + alternativeOf(program, effect);
}

std::string outcomeOf(const DecisionTables &tables, uint32_t outcome) { return tables.outcomes[outcome].text; }

std::vector<std::string> chainsOf(const ir::Program &program, const Effect &effect) {
  std::vector<std::string> list;
  for (const auto &chain : effect.chains) {
    std::string text;
    for (const Link &link : chain) {
      text += program.provisions[link.provision].citation;
      if (&link != &chain.back()) text += link.named ? ", now " : " -> ";
    }
    list.push_back(std::move(text));
  }
  return list;
}

std::string basisOf(const ir::Program &program, const Effect &effect) {
  return fmt::format("{}", fmt::join(chainsOf(program, effect), "; "));
}

std::string oneLine(std::string words) {
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words;
}

std::vector<std::string> relationsOf(const ir::Program &program, ir::Index provision) {
  const ir::Provision &p = program.provisions[provision];
  std::vector<std::string> displaced, displacing, lines;
  for (ir::Index other : p.displaces) displaced.push_back(program.provisions[other].citation);
  for (const ir::Provision &other : program.provisions)
    if (llvm::is_contained(other.displaces, provision)) displacing.push_back(other.citation);
  if (!displaced.empty()) lines.push_back(fmt::format("Takes the place of {}.", fmt::join(displaced, ", ")));
  if (!displacing.empty())
    lines.push_back(fmt::format("Gives way where one of these is made out: {}.", fmt::join(displacing, ", ")));
  if (p.yieldsToOtherLaw) lines.emplace_back("Gives way to other law that rules the case, which is not named.");
  if (p.concurrence)
    lines.push_back(fmt::format("Where other provisions apply to the same act: {}.", p.concurrence->text));
  return lines;
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
