// The JSON decision model of GoRules: for each provision a graph of its elements table and its effect tables.
//
// There is no hit policy but `first` and `collect`: rows are disjoint, so the first is the only one. An empty cell
// matches anything. An unknown input is null, and a cell that tests it does not match (docs/formats/jdm.md).
#include "emit/Inputs.h"
#include "emit/TableText.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace proviso {

namespace {

using Json = nlohmann::ordered_json;

class Model {
public:
  Model(const EmitInput &input, const ProvisionTable &table)
      : input(input), program(input.program), table(table), columns(plainColumnsOf(program, table)) {}

  std::string run() {
    const ir::Provision &p = program.provisions[table.provision];
    node("in", "inputNode", "Case", 0, 0, Json::object());
    const Json made = tableOf("elements", table.elementRows, nullptr);
    node("elements", "decisionTableNode", "Elements of " + p.citation, 1, 0, made);
    edge("in", "elements");
    for (size_t e = 0; e < table.effects.size(); ++e) {
      const Effect &effect = table.effects[e];
      const std::string id = fmt::format("effect{}", e + 1);
      const std::string name =
          fmt::format("{} on {}{}", effect.name, addresseeOf(program, effect), perOf(program, effect));
      node(id, "decisionTableNode", name, 2, e, tableOf(id, effect.rows, &effect));
      edge("elements", id);
      edge(id, "out");
    }
    for (size_t a = 0; a < table.adjustments.size(); ++a) {
      const std::string id = fmt::format("adjustment{}", a + 1);
      node(id, "decisionTableNode", p.adjustments[table.adjustments[a].index].text, 2, table.effects.size() + a,
           tableOf(id, table.adjustments[a].rows, nullptr));
      edge("in", id);
      edge(id, "out");
    }
    edge("elements", "out");
    node("out", "outputNode", "Decision", 3, 0, Json::object());
    Json metadata{{"provision", p.id},
                  {"citation", p.citation},
                  {"title", p.title},
                  {"in_force", spanText(p.span)},
                  {"sources", input.fingerprint},
                  {"compiler", input.version},
                  {"relations", relationsOf(program, table.provision)}};
    const Json model{{"contentType", "application/vnd.gorules.decision"},
                     {"metadata", std::move(metadata)},
                     {"nodes", std::move(nodes)},
                     {"edges", std::move(edges)}};
    return model.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

private:
  void node(const std::string &id, const char *type, const std::string &name, int column, size_t row, Json content) {
    Json one{{"id", id}, {"type", type}, {"name", name}};
    one["position"] = {{"x", 100 + 320 * column}, {"y", 100 + 140 * row}};
    if (!content.empty()) one["content"] = std::move(content);
    nodes.push_back(std::move(one));
  }
  void edge(const std::string &from, const std::string &to) {
    edges.push_back({{"id", from + "_" + to}, {"type", "edge"}, {"sourceId", from}, {"targetId", to}});
  }

  /// A text of the expression language, which knows no escapes: its quotation marks stand within the other kind.
  static std::string quoted(const std::string &text) {
    std::string out;
    for (size_t from = 0; from <= text.size();) {
      const char quote = from < text.size() && text[from] == '"' ? '\'' : '"';
      const size_t end = std::min(text.find(quote, from), text.size());
      out += (out.empty() ? "" : " + ") + std::string(1, quote) + text.substr(from, end - from) + quote;
      if (end == text.size()) break;
      from = end;
    }
    return out;
  }

  static std::string bound(const Input &of, Number at) {
    return of.type == Input::Type::Date ? fmt::format("d(\"{}\")", Date{static_cast<int32_t>(at.numerator())}.text())
                                        : at.text();
  }

  static std::string cell(const Input &of, const InputTest &test) {
    if (test.any) return "";
    std::vector<std::string> parts;
    for (uint32_t value : test.values)
      parts.push_back(of.type == Input::Type::Text ? quoted(of.values[value]) : value ? "true" : "false");
    const bool date = of.type == Input::Type::Date;
    for (const InputTest::Interval &one : test.intervals) {
      // Dates are compared by name; numbers need none.
      const std::string self = date ? "d($) " : "";
      auto low = [&] { return self + (one.withLow ? ">= " : "> ") + bound(of, *one.low); };
      auto high = [&] { return self + (one.withHigh ? "<= " : "< ") + bound(of, *one.high); };
      if (!one.low)
        parts.push_back(high());
      else if (!one.high)
        parts.push_back(low());
      else if (date)
        parts.push_back("(" + low() + " and " + high() + ")");
      else if (one.isPoint())
        parts.push_back(bound(of, *one.low));
      else
        parts.push_back(fmt::format("{}{}..{}{}", one.withLow ? "[" : "(", bound(of, *one.low), bound(of, *one.high),
                                    one.withHigh ? "]" : ")"));
    }
    return fmt::format("{}", fmt::join(parts, date ? " or " : ", "));
  }

  Json tableOf(const std::string &id, const Rows &rows, const Effect *effect) const {
    const std::vector<const Input *> tested = testedBy(columns, rows);
    Json inputs = Json::array(), outputs = Json::array(), rules = Json::array();
    if (effect) inputs.push_back({{"id", "elements"}, {"name", "elements made out"}, {"field", "elements"}});
    for (const Input *one : tested) inputs.push_back({{"id", one->id}, {"name", one->label}, {"field", one->name}});
    auto output = [&](const std::string &name, const std::string &field) {
      outputs.push_back({{"id", "o_" + name}, {"name", name}, {"field", field}});
    };
    if (effect)
      for (const char *name : {"sanction", "min", "max", "unit", "mode", "authority"}) output(name, id + "." + name);
    else
      output(id, id);
    const std::string basis = effect ? basisOf(program, *effect) : program.provisions[table.provision].citation;
    size_t number = 0;
    for (const Row &row : rows.rows)
      for (const std::vector<InputTest> &tests : plainRows(program, table, rows, row)) {
        Json rule{{"_id", fmt::format("{}_r{}", id, ++number)}, {"_description", basis}};
        if (effect) rule["elements"] = "true";
        for (size_t c = 0; c < tests.size(); ++c) rule[tested[c]->id] = cell(*tested[c], tests[c]);
        if (effect) {
          const PlainOutcome plain = plainOutcome(input, row.outcome);
          rule["o_sanction"] = quoted(plain.text);
          rule["o_min"] = plain.low ? plain.low->text() : "null";
          rule["o_max"] = plain.high ? plain.high->text() : "null";
          rule["o_unit"] = quoted(plain.unit);
          rule["o_mode"] = quoted(plain.mode);
          rule["o_authority"] = quoted(plain.authority);
        } else {
          rule["o_" + id] = "true";
        }
        rules.push_back(std::move(rule));
      }
    if (!effect) { // the rest
      Json rule{{"_id", id + "_rest"}, {"_description", "else"}};
      for (const Input *one : tested) rule[one->id] = "";
      rule["o_" + id] = "false";
      rules.push_back(std::move(rule));
    }
    return Json{{"hitPolicy", "first"},      {"inputs", std::move(inputs)},     {"outputs", std::move(outputs)},
                {"rules", std::move(rules)}, {"passThrough", id == "elements"}, {"inputField", nullptr},
                {"outputPath", nullptr},     {"executionMode", "single"}};
  }

  const EmitInput &input;
  const ir::Program &program;
  const ProvisionTable &table;
  std::vector<Input> columns;
  Json nodes = Json::array(), edges = Json::array();
};

} // namespace

std::vector<Artefact> emitJdm(const EmitInput &input) {
  std::vector<Artefact> files;
  for (const ProvisionTable &table : input.tables.provisions)
    if (!isTooLarge(table))
      files.emplace_back("jdm/" + fileStem(input.program.provisions[table.provision].id) + ".json",
                         Model(input, table).run());
  return files;
}

} // namespace proviso
