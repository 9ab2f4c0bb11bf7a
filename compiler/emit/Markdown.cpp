// Tables for people: Markdown, one file for each provision.
#include "emit/TablePage.h"
#include "emit/TableText.h"

#include <fmt/format.h>

#include <set>

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

std::string tableLines(const TablePage::Section &section) {
  if (section.moreThan)
    return fmt::format("More than {} rows: too many to write out. The compiled form decides it all the same.\n",
                       section.moreThan);
  if (section.rows.empty()) return "No case.\n";
  std::string head = "| # |", line = "|---|";
  for (const TablePage::Section::Column &column : section.columns) {
    head += fmt::format(" {} |", escaped(column.name));
    line += "---|";
  }
  std::string out = fmt::format("{} {} |\n{}---|\n", head, section.result, line);
  size_t number = 0;
  for (const std::vector<std::string> &row : section.rows) {
    out += fmt::format("| {} |", ++number);
    for (const std::string &cell : row) out += fmt::format(" {} |", escaped(cell));
    out += "\n";
  }
  return out;
}

} // namespace

std::string markdownOf(const EmitInput &input, const ProvisionTable &table) {
  const TablePage page = pageOf(input, table);
  std::string out = fmt::format("# {}{}\n\n", page.citation, page.title.empty() ? "" : ": " + page.title);
  out += fmt::format("In force {}.\n", page.span);
  for (const std::string &text : page.wording) out += fmt::format("\n> {}\n", text);
  for (const TablePage::Section &section : page.sections) {
    out += fmt::format("\n## {}\n\n", section.heading);
    for (const std::string &note : section.notes) out += note + "\n\n";
    if (!section.statement.empty()) out += fmt::format("`{}`\n\n", section.statement);
    out += tableLines(section);
    if (!section.effect) continue;
    out += "\n";
    for (const std::string &chain : chainsOf(input.program, *section.effect)) out += fmt::format("Basis: {}\n", chain);
  }
  for (const std::string &relation : page.relations) out += fmt::format("\n{}\n", relation);
  std::set<std::string> explained;
  std::string words;
  for (const TablePage::Section &section : page.sections)
    for (const TablePage::Section::Column &column : section.columns)
      if (column.label != column.name && explained.insert(column.name).second)
        words += fmt::format("- `{}`: {}\n", column.name, oneLine(column.label));
  if (!words.empty()) out += "\n## Words\n\n" + words;
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
