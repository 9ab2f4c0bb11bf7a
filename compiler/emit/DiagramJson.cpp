#include "emit/DiagramJson.h"

#include "emit/Inputs.h"
#include "emit/TableText.h"

namespace proviso {

using Json = nlohmann::ordered_json;

/// A number that JSON readers take for what it is, or its digits.
static Json exactJson(Number number) {
  if (number.isWhole() && number.numerator() <= (int64_t(1) << 53) && number.numerator() >= -(int64_t(1) << 53))
    return number.numerator();
  return number.text();
}

static Json inputJson(const ir::Program &program, const Variable &variable, const Input &input) {
  Json out{{"name", input.name}, {"label", input.label}, {"type", wordOf(input.type)}};
  out["size"] = variable.size;
  out["person"] = variable.owner == ir::Owner::Person;
  if (input.open) out["open"] = true;
  if (!input.values.empty()) out["values"] = input.values;
  if (variable.kind == VariableKind::Fact && !program.facts[variable.fact].currency.empty())
    out["currency"] = program.facts[variable.fact].currency;
  if (input.type != Input::Type::Boolean && input.type != Input::Type::Text) {
    out["cuts"] = Json::array();
    for (const Cut &cut : variable.cuts)
      out["cuts"].push_back(
          {input.type == Input::Type::Date ? Date{static_cast<int32_t>(cut.at.numerator())}.text() : cut.at.text(),
           cut.after});
  }
  return out;
}

Json diagramJson(const EmitInput &input, const ProvisionTable &table) {
  const ir::Program &program = input.program;
  const ir::Provision &p = program.provisions[table.provision];
  Json out{{"id", p.id}, {"citation", p.citation}, {"title", p.title}};
  if (p.span.from != Date::earliest()) out["from"] = p.span.from.text();
  if (p.span.until != Date::latest()) out["until"] = Date{p.span.until.days - 1}.text();
  const std::vector<Input> inputs = inputsOf(program, table);
  for (const Input &one : inputs) out["inputs"].push_back(inputJson(program, table.variables[one.variable], one));
  if (inputs.empty()) out["inputs"] = Json::array();
  const NumberedDiagrams diagrams = numbered(table);
  out["elements"] = diagrams.elements;
  out["effects"] = Json::array();
  for (size_t e = 0; e < table.effects.size(); ++e) {
    const Effect &effect = table.effects[e];
    Json one{{"name", effect.name}, {"addressee", addresseeOf(program, effect)}, {"basis", chainsOf(program, effect)}};
    if (!effect.group.empty()) one["per"] = alternativeOf(program, effect);
    one["root"] = diagrams.effects[e].root;
    one["outcomes"] = Json::array();
    for (uint32_t outcome : diagrams.effects[e].outcomes) {
      const PlainOutcome plain = plainOutcome(input, outcome);
      one["outcomes"].push_back({{"sanction", plain.text},
                                 {"min", plain.low ? exactJson(*plain.low) : Json()},
                                 {"max", plain.high ? exactJson(*plain.high) : Json()},
                                 {"unit", plain.unit},
                                 {"mode", plain.mode},
                                 {"authority", plain.authority}});
    }
    out["effects"].push_back(std::move(one));
  }
  out["adjustments"] = Json::array();
  for (size_t a = 0; a < table.adjustments.size(); ++a)
    out["adjustments"].push_back(
        {{"text", p.adjustments[table.adjustments[a].index].text}, {"root", diagrams.adjustments[a]}});
  out["relations"] = relationsOf(program, table.provision);
  out["nodes"] = Json::array();
  for (const NumberedDiagrams::Node &node : diagrams.nodes) {
    Json row = Json::array({node.input});
    for (int32_t child : node.children) row.push_back(child);
    out["nodes"].push_back(std::move(row));
  }
  return out;
}

} // namespace proviso
