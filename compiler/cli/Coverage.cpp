#include "cli/Coverage.h"

#include "emit/TableText.h"

#include <fmt/format.h>

namespace proviso {

using layout::Section;

std::string TableCoverage::title() const {
  if (name.empty()) return "elements";
  return fmt::format("{}: {}{}", addressee, name, alternative.empty() ? "" : " per " + alternative);
}

Coverage::Coverage(const ir::Program &program, const DecisionTables &tables, const Tables &compiled)
    : program(program), tables(tables), compiled(compiled), tableOf(program.provisions.size(), ir::none) {
  for (const ProvisionTable &table : tables.provisions) {
    tableOf[table.provision] = static_cast<uint32_t>(met.size());
    Met &one = met.emplace_back();
    one.elements.resize(table.elementRows.rows.size());
    for (const Effect &effect : table.effects) one.effects.emplace_back(effect.rows.rows.size());
  }
}

TableRow Coverage::compiledRow(const Rows &rows, size_t row, uint32_t firstVariable) const {
  TableRow result;
  for (size_t c = 0; c < rows.columns.size(); ++c)
    result.emplace_back(firstVariable + rows.columns[c], rows.rows[row].cells[c]);
  return result;
}

void Coverage::add(const BoundCase &bound, const Decision &decision) {
  namespace provisions = layout::provisions;
  // Rows and variables of provisions have the same order in the tables and in their compiled form.
  auto mark = [&](const Rows &rows, std::vector<bool> &seen, uint32_t provision, uint32_t root,
                  const BoundCase::Person *person, auto fits) {
    const uint32_t first = compiled.word(Section::Provisions, provision, provisions::FirstVariable);
    for (size_t r = 0; r < seen.size(); ++r)
      if (!seen[r] && fits(rows.rows[r])) seen[r] = meets(bound, root, person, compiledRow(rows, r, first));
  };
  for (const ProvisionResult &result : decision.provisions)
    if (result.status == Status::Applies)
      mark(tables.provisions[tableOf[result.provision]].elementRows, met[tableOf[result.provision]].elements,
           result.provision, compiled.word(Section::Provisions, result.provision, provisions::Elements), nullptr,
           [](const Row &) { return true; });
  for (const EffectResult &result : decision.effects) {
    if (!result.determined) continue;
    const uint32_t table = tableOf[result.provision],
                   index =
                       result.effect - compiled.word(Section::Provisions, result.provision, provisions::FirstEffect);
    mark(tables.provisions[table].effects[index].rows, met[table].effects[index], result.provision,
         compiled.word(Section::Effects, result.effect, layout::effects::Root), result.person,
         [&](const Row &row) { return row.outcome == result.outcomes.front(); });
  }
}

TableCoverage Coverage::reportOf(const ProvisionTable &table, const Rows &rows, const std::vector<bool> &seen) const {
  TableCoverage result;
  result.tooLarge = rows.tooLarge;
  result.rows = rows.rows.size();
  for (size_t r = 0; r < seen.size(); ++r) {
    if (seen[r]) continue;
    MissedRow missed{r + 1, {}, {}};
    for (size_t c = 0; c < rows.columns.size(); ++c) {
      const Variable &variable = table.variables[rows.columns[c]];
      if (rows.rows[r].cells[c] != allValues(variable))
        missed.cells.emplace_back(variable.label, cellText(program, variable, rows.rows[r].cells[c]));
    }
    result.missed.push_back(std::move(missed));
  }
  return result;
}

std::vector<ProvisionCoverage> Coverage::provisions() const {
  std::vector<ProvisionCoverage> list;
  for (size_t t = 0; t < met.size(); ++t) {
    const ProvisionTable &table = tables.provisions[t];
    const ir::Provision &p = program.provisions[table.provision];
    ProvisionCoverage one{p.id, p.citation, p.span, {reportOf(table, table.elementRows, met[t].elements)}};
    for (size_t e = 0; e < table.effects.size(); ++e) {
      const Effect &effect = table.effects[e];
      TableCoverage report = reportOf(table, effect.rows, met[t].effects[e]);
      report.addressee = addresseeOf(program, effect);
      report.name = effect.name;
      report.alternative = alternativeOf(program, effect);
      for (MissedRow &row : report.missed) row.outcome = outcomeOf(tables, effect.rows.rows[row.number - 1].outcome);
      one.tables.push_back(std::move(report));
    }
    list.push_back(std::move(one));
  }
  return list;
}

} // namespace proviso
