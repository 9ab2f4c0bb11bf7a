#include "cli/Coverage.h"

#include "emit/TableText.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

namespace proviso {

using layout::Section;

std::string TableCoverage::title() const {
  if (name.empty()) return "elements";
  if (adjustment) return "adjustment: " + name;
  return fmt::format("{}: {}{}", addressee, name, alternative.empty() ? "" : " per " + alternative);
}

Coverage::Coverage(const ir::Program &program, const DecisionTables &tables, const Tables &compiled)
    : program(program), tables(tables), compiled(compiled), tableOf(program.provisions.size(), ir::none) {
  for (const ProvisionTable &table : tables.provisions) {
    tableOf[table.provision] = static_cast<uint32_t>(met.size());
    Met &one = met.emplace_back();
    one.elements.resize(table.elementRows.rows.size());
    for (const Effect &effect : table.effects) one.effects.emplace_back(effect.rows.rows.size());
    for (const AdjustmentTable &adjustment : table.adjustments)
      one.adjustments.emplace_back(adjustment.rows.rows.size());
    one.asked.assign(table.variables.size(), false);
    auto ask = [&](Diagram root) {
      for (uint32_t v : table.diagrams.support(root)) one.asked[v] = true;
    };
    ask(table.elements);
    for (const Effect &effect : table.effects) ask(effect.root);
    for (const AdjustmentTable &adjustment : table.adjustments) ask(adjustment.root);
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
  for (uint32_t a = 0; a < compiled.rows(Section::Adjustments); ++a) {
    const uint32_t provision = compiled.word(Section::Adjustments, a, layout::adjustments::Provision);
    const size_t at = tableOf[provision];
    const size_t first = firstAdjustment(a, provision);
    const Rows &rows = tables.provisions[at].adjustments[a - first].rows;
    const Span span{compiled.date(Section::Provisions, provision, provisions::From),
                    compiled.date(Section::Provisions, provision, provisions::Until)};
    if (!span.contains(decision.date)) continue;
    // What only adjusts has no status that would say that its elements are made out.
    if (!program.provisions[provision].hasEffect())
      mark(tables.provisions[at].elementRows, met[at].elements, provision,
           compiled.word(Section::Provisions, provision, provisions::Elements), nullptr,
           [](const Row &) { return true; });
    mark(rows, met[at].adjustments[a - first], provision,
         compiled.word(Section::Adjustments, a, layout::adjustments::Root), nullptr, [](const Row &) { return true; });
  }
  for (size_t t = 0; t < met.size(); ++t) {
    if (!program.provisions[tables.provisions[t].provision].span.contains(decision.date)) continue;
    if (bound.persons().empty()) addAnswers(bound, nullptr, t);
    for (const BoundCase::Person &person : bound.persons()) addAnswers(bound, &person, t);
  }
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

/// The first row of Adjustments that is of the same provision: they stand together, in the order of the tables.
uint32_t Coverage::firstAdjustment(uint32_t row, uint32_t provision) const {
  while (row > 0 && compiled.word(Section::Adjustments, row - 1, layout::adjustments::Provision) == provision) --row;
  return row;
}

void Coverage::addAnswers(const BoundCase &bound, const BoundCase::Person *person, size_t t) {
  const ProvisionTable &table = tables.provisions[t];
  const uint32_t first = compiled.word(Section::Provisions, table.provision, layout::provisions::FirstVariable);
  Answers answers(table.variables.size(), 0);
  for (uint32_t v = 0; v < answers.size(); ++v) {
    const Variable &variable = table.variables[v];
    // What is said of a provision that is not in force says nothing.
    const bool timed = variable.kind == VariableKind::InForce || variable.kind == VariableKind::Succession;
    if (!met[t].asked[v] || (variable.provision != ir::none && !timed &&
                             !program.provisions[variable.provision].span.contains(bound.date())))
      continue;
    const bool ofPerson = variable.owner == ir::Owner::Person;
    if (ofPerson && !person) continue; // nobody is there: nobody has the role
    const uint64_t possible = bound.possible(first + v, ofPerson ? person : nullptr);
    if (possible == 0 || (possible & (possible - 1)) != 0) return;
    while (!(possible >> answers[v] & 1)) ++answers[v];
  }
  met[t].cases.insert(std::move(answers));
}

TableCoverage Coverage::reportOf(const ProvisionTable &table, const Rows &rows, const std::vector<bool> &seen) const {
  TableCoverage result;
  result.moreThan = rows.moreThan;
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

ShownAlready Coverage::shown(ir::Index provision) const {
  const Met &of = met[tableOf[provision]];
  ShownAlready result;
  size_t table = 0;
  auto take = [&](const std::vector<bool> &rows) {
    for (size_t row = 0; row < rows.size(); ++row)
      if (rows[row]) result.rows.insert({table, row});
    ++table;
  };
  take(of.elements);
  for (const std::vector<bool> &rows : of.effects) take(rows);
  for (const std::vector<bool> &rows : of.adjustments) take(rows);
  result.cases.assign(of.cases.begin(), of.cases.end());
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
    for (size_t a = 0; a < table.adjustments.size(); ++a) {
      TableCoverage report = reportOf(table, table.adjustments[a].rows, met[t].adjustments[a]);
      report.name = p.adjustments[table.adjustments[a].index].text;
      report.adjustment = true;
      one.tables.push_back(std::move(report));
    }
    const CaseGoals goals(program, table);
    one.steps = goals.steps().size();
    const std::vector<Answers> cases(met[t].cases.begin(), met[t].cases.end());
    for (const StepGoal &goal : goals.steps()) {
      if (goals.shown(cases, goal)) continue;
      const Variable &variable = table.variables[goal.variable];
      one.notShown.push_back(
          {variable.label, valueText(program, variable, goal.value), valueText(program, variable, goal.value + 1)});
    }
    list.push_back(std::move(one));
  }
  return list;
}

} // namespace proviso
