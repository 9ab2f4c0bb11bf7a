#include "emit/TablePage.h"

#include "emit/Inputs.h"
#include "emit/TableText.h"

#include <fmt/format.h>

namespace proviso {

static TablePage::Section sectionOf(const EmitInput &input, const ProvisionTable &table, const Rows &rows,
                                    std::string heading, const std::string &result,
                                    const std::function<std::string(const Row &)> &outcome) {
  TablePage::Section section;
  section.heading = std::move(heading);
  section.moreThan = rows.moreThan;
  const std::vector<Input> inputs = inputsOf(input.program, table);
  for (uint32_t column : rows.columns) section.columns.push_back({table.variables[column].label, inputs[column].label});
  section.result = result;
  for (const Row &row : rows.rows) {
    std::vector<std::string> cells;
    for (size_t c = 0; c < rows.columns.size(); ++c)
      cells.push_back(cellText(input.program, table.variables[rows.columns[c]], row.cells[c]));
    cells.push_back(outcome(row));
    section.rows.push_back(std::move(cells));
  }
  return section;
}

TablePage pageOf(const EmitInput &input, const ProvisionTable &table) {
  const ir::Provision &p = input.program.provisions[table.provision];
  const auto yes = [](const Row &) { return std::string("yes"); };
  TablePage page{p.citation, p.title, spanText(p.span), p.texts, {}, relationsOf(input.program, table.provision)};
  page.sections.push_back(sectionOf(input, table, table.elementRows, "Elements", "made out", yes));
  for (const Effect &effect : table.effects) {
    TablePage::Section section =
        sectionOf(input, table, effect.rows, fmt::format("{}: {}", addresseeOf(input.program, effect), effect.name),
                  effect.name, [&](const Row &row) { return outcomeOf(input.tables, row.outcome); });
    if (!effect.group.empty())
      section.notes.push_back(
          fmt::format("At the choice of the authority: per {}.", alternativeOf(input.program, effect)));
    section.notes.emplace_back("Where the elements are made out:");
    section.effect = &effect;
    page.sections.push_back(std::move(section));
  }
  for (const AdjustmentTable &adjustment : table.adjustments) {
    page.sections.push_back(sectionOf(input, table, adjustment.rows, "Adjustment", "takes effect", yes));
    page.sections.back().statement = p.adjustments[adjustment.index].text;
  }
  return page;
}

} // namespace proviso
