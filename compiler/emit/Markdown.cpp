// Tables for people: Markdown, one file for each provision.
#include "emit/TableText.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

namespace proviso {

namespace {

std::string escaped(const std::string &text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string tableLines(const EmitInput &input, const ProvisionTable &table, const Rows &rows, const std::string &result,
                       const std::function<std::string(const Row &)> &outcome) {
  if (rows.tooLarge)
    return fmt::format("More than {} rows: too many to write out. The compiled form decides it all the same.\n",
                       maxRows);
  if (rows.rows.empty()) return "No case.\n";
  std::string head = "| # |", line = "|---|";
  for (uint32_t column : rows.columns) {
    head += fmt::format(" {} |", escaped(table.variables[column].label));
    line += "---|";
  }
  std::string out = fmt::format("{} {} |\n{}---|\n", head, result, line);
  size_t number = 0;
  for (const Row &row : rows.rows) {
    out += fmt::format("| {} |", ++number);
    for (size_t c = 0; c < rows.columns.size(); ++c)
      out += fmt::format(" {} |", escaped(cellText(input.program, table.variables[rows.columns[c]], row.cells[c])));
    out += fmt::format(" {} |\n", escaped(outcome(row)));
  }
  return out;
}

} // namespace

std::string markdownOf(const EmitInput &input, const ProvisionTable &table) {
  const ir::Provision &p = input.program.provisions[table.provision];
  std::string out = fmt::format("# {}{}\n\n", p.citation, p.title.empty() ? "" : ": " + p.title);
  out += fmt::format("In force {}.\n", spanText(p.span));
  for (const std::string &text : p.texts) out += fmt::format("\n> {}\n", text);
  out += "\n## Elements\n\n";
  out += tableLines(input, table, table.elementRows, "made out", [](const Row &) { return "yes"; });
  for (const Effect &effect : table.effects) {
    out += fmt::format("\n## {}: {}\n\n", addresseeOf(input.program, effect), effect.name);
    if (!effect.group.empty())
      out += fmt::format("At the choice of the authority: per {}.\n\n", alternativeOf(input.program, effect));
    out += "Where the elements are made out:\n\n";
    out += tableLines(input, table, effect.rows, effect.name,
                      [&](const Row &row) { return outcomeOf(input.tables, row.outcome); });
    out += "\n";
    for (const std::string &chain : chainsOf(input.program, effect)) out += fmt::format("Basis: {}\n", chain);
  }
  for (const AdjustmentTable &adjustment : table.adjustments) {
    out += fmt::format("\n## Adjustment\n\n`{}`\n\n", p.adjustments[adjustment.index].text);
    out += tableLines(input, table, adjustment.rows, "takes effect", [](const Row &) { return "yes"; });
  }
  for (const std::string &relation : relationsOf(input.program, table.provision))
    out += fmt::format("\n{}\n", relation);
  return out;
}

std::vector<Artefact> emitMarkdown(const EmitInput &input) {
  std::vector<Artefact> files;
  std::string index = "# Decision tables\n\n";
  for (const ProvisionTable &table : input.tables.provisions) {
    const ir::Provision &p = input.program.provisions[table.provision];
    const std::string name = fileStem(p.id) + ".md";
    files.emplace_back("markdown/" + name, markdownOf(input, table));
    index += fmt::format("- [{}]({}){}\n", p.citation, name, p.title.empty() ? "" : ": " + p.title);
  }
  files.emplace_back("markdown/README.md",
                     index + fmt::format("\nMade by proviso {} from sources {}.\n", input.version, input.fingerprint));
  return files;
}

} // namespace proviso
