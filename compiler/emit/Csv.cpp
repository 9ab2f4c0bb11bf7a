// Tables for spreadsheets: RFC 4180, one file for each table.
#include "source/Csv.h"
#include "emit/Inputs.h"
#include "emit/TableText.h"

#include <fmt/format.h>

namespace proviso {

namespace {

// A leading sign would be taken for a formula by spreadsheets; a cell `-` stands for "any".
std::string line(const std::vector<std::string> &fields) {
  std::string out;
  for (size_t i = 0; i < fields.size(); ++i) out += (i ? "," : "") + csvField(fields[i]);
  return out + "\r\n";
}

} // namespace

std::vector<Artefact> emitCsv(const EmitInput &input) {
  std::vector<Artefact> files;
  std::string relations = line({"provision", "in force", "relation"});
  std::string inputs = line({"provision", "input", "meaning", "values"});
  for (const ProvisionTable &table : input.tables.provisions) {
    const ir::Provision &p = input.program.provisions[table.provision];
    for (const Input &one : inputsOf(input.program, table)) {
      const Variable &variable = table.variables[one.variable];
      std::vector<std::string> values;
      for (uint32_t value = 0; value < variable.size; ++value)
        values.push_back(valueText(input.program, variable, value));
      inputs += line({p.id, variable.label, one.label, fmt::format("{}", fmt::join(values, "; "))});
    }
    auto header = [&](const Rows &rows) {
      std::vector<std::string> fields{"provision", "in force"};
      for (uint32_t column : rows.columns) fields.push_back(table.variables[column].label);
      return fields;
    };
    auto cells = [&](const Rows &rows, const Row &row) {
      std::vector<std::string> fields{p.id, spanText(p.span)};
      for (size_t c = 0; c < rows.columns.size(); ++c) {
        const std::string cell = cellText(input.program, table.variables[rows.columns[c]], row.cells[c]);
        fields.push_back(cell == "-" ? "any" : cell);
      }
      return fields;
    };
    const std::string stem = "csv/" + fileStem(p.id);
    auto condition = [&](const Rows &rows, const std::string &name, const char *result) {
      if (rows.moreThan) return;
      auto fields = header(rows);
      fields.push_back(result);
      std::string out = line(fields);
      for (const Row &row : rows.rows) {
        fields = cells(rows, row);
        fields.push_back("yes");
        out += line(fields);
      }
      files.emplace_back(fmt::format("{}.{}.csv", stem, name), std::move(out));
    };
    condition(table.elementRows, "elements", "made out");
    for (size_t e = 0; e < table.effects.size(); ++e) {
      const Effect &effect = table.effects[e];
      if (effect.rows.moreThan) continue;
      auto fields = header(effect.rows);
      for (const char *name : {"addressee", "sanction", "authority", "basis"}) fields.push_back(name);
      std::string out = line(fields);
      const std::string basis = basisOf(input.program, effect);
      for (const Row &row : effect.rows.rows) {
        fields = cells(effect.rows, row);
        fields.push_back(addresseeOf(input.program, effect));
        fields.push_back(outcomeOf(input.tables, row.outcome));
        fields.push_back(input.tables.outcomes[row.outcome].authority);
        fields.push_back(basis);
        out += line(fields);
      }
      files.emplace_back(fmt::format("{}.effect{}.csv", stem, e + 1), std::move(out));
    }
    for (size_t a = 0; a < table.adjustments.size(); ++a) {
      const AdjustmentTable &adjustment = table.adjustments[a];
      condition(adjustment.rows, fmt::format("adjustment{}", a + 1), "takes effect");
      relations += line({p.id, spanText(p.span), p.adjustments[adjustment.index].text});
    }
    for (const std::string &relation : relationsOf(input.program, table.provision))
      relations += line({p.id, spanText(p.span), relation});
  }
  files.emplace_back("csv/inputs.csv", std::move(inputs));
  files.emplace_back("csv/relations.csv", std::move(relations));
  files.emplace_back("csv/about.csv",
                     line({"compiler", "sources", "note"}) +
                         line({input.version, input.fingerprint, "An aid in reading the law, and no legal advice."}));
  return files;
}

} // namespace proviso
