// DMN 1.3 or 1.5: for each provision a decision requirement graph of its elements table and its effect tables, and how
// it is drawn.
//
// Inputs that may be unascertainable become two: the value, and whether it is unascertainable. An unknown fact has no
// form in DMN: engines get it as null, and then no row matches (docs/formats/dmn.md).
#include "emit/Inputs.h"
#include "emit/TableText.h"
#include "emit/Xml.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <set>

namespace proviso {

namespace {

/// A text of FEEL.
std::string quoted(const std::string &text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

class Graph {
public:
  Graph(const EmitInput &input, const ProvisionTable &table, DmnVersion version)
      : input(input), program(input.program), table(table), version(version),
        elementsName(identifier("Elements of " + program.provisions[table.provision].citation)) {}

  std::string run() {
    const ir::Provision &p = program.provisions[table.provision];
    columns = plainColumnsOf(program, table);
    const std::string elements = decision("elements", "Elements of " + p.citation, table.elementRows, nullptr);
    std::string others;
    for (size_t e = 0; e < table.effects.size(); ++e) {
      const Effect &effect = table.effects[e];
      const std::string name =
          fmt::format("{} on {}{}", effect.name, addresseeOf(program, effect), perOf(program, effect));
      others += decision(fmt::format("effect{}", e + 1), name, effect.rows, &effect);
    }
    for (size_t a = 0; a < table.adjustments.size(); ++a)
      others += decision(fmt::format("adjustment{}", a + 1), fmt::format("Adjustment {} of {}", a + 1, p.citation),
                         table.adjustments[a].rows, nullptr, p.adjustments[table.adjustments[a].index].text);
    std::string description = fmt::format("In force {}. Sources {}.", spanText(p.span), input.fingerprint);
    for (const std::string &relation : relationsOf(program, table.provision)) description += " " + relation;
    const char *day = version == DmnVersion::V1_3 ? "20191111" : "20230324";
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out += fmt::format("<definitions xmlns=\"https://www.omg.org/spec/DMN/{0}/MODEL/\"\n"
                       "             xmlns:dmndi=\"https://www.omg.org/spec/DMN/{0}/DMNDI/\"\n"
                       "             xmlns:dc=\"http://www.omg.org/spec/DMN/20180521/DC/\"\n"
                       "             xmlns:di=\"http://www.omg.org/spec/DMN/20180521/DI/\"\n"
                       "             id=\"d_{1}\" name=\"{2}\" namespace=\"urn:proviso:{3}\" exporter=\"proviso\" "
                       "exporterVersion=\"{4}\">\n",
                       day, identifier(p.id), xml(p.citation + (p.title.empty() ? "" : ": " + p.title)), xml(p.id),
                       input.version);
    out += fmt::format("  <description>{}</description>\n", xml(description));
    for (const Input &column : columns)
      if (used.count(column.id))
        out += fmt::format("  <inputData id=\"in_{0}\" name=\"{1}\" label=\"{3}\">\n    <variable id=\"var_{0}\" "
                           "name=\"{1}\" typeRef=\"{2}\"/>\n  </inputData>\n",
                           column.id, xml(column.name), type(column), xml(column.label));
    return out + elements + others + drawn() + "</definitions>\n";
  }

private:
  struct Requirement {
    std::string id, from; // `in_v1`, `elements`
  };
  struct Drawn {
    std::string id, name;
    std::vector<Requirement> needs;
  };

  static const char *type(const Input &one) {
    switch (one.type) {
    case Input::Type::Boolean: return "boolean";
    case Input::Type::Number: return "number";
    case Input::Type::Date: return "date";
    case Input::Type::Span: return "dayTimeDuration";
    case Input::Type::Months: return "yearMonthDuration";
    case Input::Type::Text: return "string";
    }
    return "";
  }

  static std::string bound(const Input &of, Number at) {
    switch (of.type) {
    case Input::Type::Date: return fmt::format("date(\"{}\")", Date{static_cast<int32_t>(at.numerator())}.text());
    case Input::Type::Span: return fmt::format("duration(\"P{}D\")", at.text());
    case Input::Type::Months: return fmt::format("duration(\"P{}M\")", at.text());
    default: return at.text();
    }
  }

  /// A set of values as FEEL unary tests.
  static std::string cell(const Input &of, const InputTest &test) {
    if (test.any) return "-";
    std::vector<std::string> parts;
    for (uint32_t value : test.values)
      parts.push_back(of.type == Input::Type::Text ? quoted(of.values[value]) : value ? "true" : "false");
    for (const InputTest::Interval &one : test.intervals) {
      if (!one.low)
        parts.push_back((one.withHigh ? "<= " : "< ") + bound(of, *one.high));
      else if (!one.high)
        parts.push_back((one.withLow ? ">= " : "> ") + bound(of, *one.low));
      else if (one.isPoint())
        parts.push_back(bound(of, *one.low));
      else
        parts.push_back(fmt::format("{}{}..{}{}", one.withLow ? "[" : "(", bound(of, *one.low), bound(of, *one.high),
                                    one.withHigh ? "]" : ")"));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
  }

  std::string decision(const std::string &id, const std::string &name, const Rows &rows, const Effect *effect,
                       const std::string &description = {}) {
    std::string out = fmt::format("  <decision id=\"{0}\" name=\"{1}\">\n", id, xml(name));
    if (!description.empty()) out += fmt::format("    <description>{}</description>\n", xml(description));
    const std::string basis = effect ? basisOf(program, *effect) : program.provisions[table.provision].citation;
    if (effect) out += fmt::format("    <description>Basis: {}</description>\n", xml(basis));
    out += fmt::format("    <variable id=\"{0}_result\" name=\"{1}\"{2}/>\n", id, xml(identifier(name)),
                       effect ? "" : " typeRef=\"boolean\"");
    Drawn &shape = shapes.emplace_back(Drawn{id, name, {}});
    if (effect) {
      out += fmt::format("    <informationRequirement id=\"{}_needs_elements\">\n      <requiredDecision "
                         "href=\"#elements\"/>\n    </informationRequirement>\n",
                         id);
      shape.needs.push_back({id + "_needs_elements", "elements"});
    }
    const std::vector<const Input *> tested = testedBy(columns, rows);
    for (const Input *column : tested) {
      used.insert(column->id);
      out += fmt::format("    <informationRequirement id=\"{0}_needs_{1}\">\n      <requiredInput href=\"#in_{1}\"/>\n "
                         "   </informationRequirement>\n",
                         id, column->id);
      shape.needs.push_back({fmt::format("{}_needs_{}", id, column->id), "in_" + column->id});
    }
    out += fmt::format("    <decisionTable id=\"{}_table\" hitPolicy=\"UNIQUE\">\n", id);
    auto inputClause = [&](const std::string &column, const std::string &label, const std::string &expression,
                           const std::string &typeRef, const std::vector<std::string> &allowed = {}) {
      out += fmt::format("      <input id=\"{0}_{1}\" label=\"{2}\">\n        <inputExpression id=\"{0}_{1}_e\" "
                         "typeRef=\"{4}\">\n          "
                         "<text>{3}</text>\n        </inputExpression>\n",
                         id, column, xml(label), xml(expression), typeRef);
      if (!allowed.empty()) {
        std::vector<std::string> texts;
        for (const std::string &value : allowed) texts.push_back(quoted(value));
        out += fmt::format("        <inputValues id=\"{}_{}_v\">\n          <text>{}</text>\n        </inputValues>\n",
                           id, column, xml(fmt::format("{}", fmt::join(texts, ","))));
      }
      out += "      </input>\n";
    };
    if (effect) inputClause("elements", "elements made out", elementsName, "boolean");
    for (const Input *column : tested)
      inputClause(column->id, column->label, column->name, type(*column), column->values);
    // A table has at least one input.
    const bool constant = !effect && tested.empty();
    if (constant) inputClause("always", "always", "true", "boolean");
    if (effect)
      for (const auto &[output, typeRef] :
           {std::pair("sanction", "string"), std::pair("min", "number"), std::pair("max", "number"),
            std::pair("unit", "string"), std::pair("mode", "string"), std::pair("authority", "string")})
        out += fmt::format("      <output id=\"{0}_{1}\" name=\"{1}\" typeRef=\"{2}\"/>\n", id, output, typeRef);
    else
      out += fmt::format("      <output id=\"{0}_made_out\" label=\"{1}\" typeRef=\"boolean\">\n        "
                         "<defaultOutputEntry id=\"{0}_default\">\n          "
                         "<text>false</text>\n        </defaultOutputEntry>\n      </output>\n",
                         id, description.empty() ? "made out" : "takes effect");
    out += "      <annotation name=\"rests on\"/>\n";
    size_t number = 0;
    for (const Row &row : rows.rows)
      for (const std::vector<InputTest> &tests : plainRows(program, table, rows, row)) {
        out += fmt::format("      <rule id=\"{}_r{}\">\n        <description>{}</description>\n", id, ++number,
                           xml(basis));
        size_t entry = 0;
        auto inputEntry = [&](const std::string &text) {
          out += fmt::format("        <inputEntry id=\"{}_r{}_i{}\"><text>{}</text></inputEntry>\n", id, number,
                             ++entry, xml(text));
        };
        if (effect) inputEntry("true");
        if (constant) inputEntry("-");
        for (size_t c = 0; c < tests.size(); ++c) inputEntry(cell(*tested[c], tests[c]));
        entry = 0;
        auto outputEntry = [&](const std::string &text) {
          out += fmt::format("        <outputEntry id=\"{}_r{}_o{}\"><text>{}</text></outputEntry>\n", id, number,
                             ++entry, xml(text));
        };
        if (effect) {
          const PlainOutcome plain = plainOutcome(input, row.outcome);
          outputEntry(quoted(plain.text));
          outputEntry(plain.low ? plain.low->text() : "null");
          outputEntry(plain.high ? plain.high->text() : "null");
          outputEntry(quoted(plain.unit));
          outputEntry(quoted(plain.mode));
          outputEntry(quoted(plain.authority));
        } else {
          outputEntry("true");
        }
        out += fmt::format("        <annotationEntry><text>{}</text></annotationEntry>\n      </rule>\n", xml(basis));
      }
    return out + "    </decisionTable>\n  </decision>\n";
  }

  /// Inputs below, the elements above them, effects and adjustments at the top.
  std::string drawn() const {
    constexpr int width = 180, inputHeight = 45, gap = 40, rise = 120;
    // Some 24 letters in a line of 15 units.
    size_t longest = 0;
    for (const Drawn &shape : shapes) longest = std::max(longest, shape.name.size());
    const int height = std::max(80, 30 + 15 * static_cast<int>(longest / 24));
    struct Place {
      int x, y, width, height;
    };
    std::vector<std::pair<std::string, Place>> places;
    auto row = [&](const std::vector<std::string> &ids, int y, int tall, int across) {
      const int total = static_cast<int>(ids.size()) * (width + gap) - gap;
      int x = gap + (across - total) / 2;
      for (const std::string &id : ids) {
        places.push_back({id, {x, y, width, tall}});
        x += width + gap;
      }
    };
    std::vector<std::string> top, below;
    for (const Drawn &shape : shapes)
      if (shape.id != "elements") top.push_back(shape.id);
    for (const Input &column : columns)
      if (used.count(column.id)) below.push_back("in_" + column.id);
    const int across = static_cast<int>(std::max({top.size(), below.size(), size_t(1)})) * (width + gap) - gap;
    int y = 3 * gap; // below the title that modelers lay over the drawing
    if (!top.empty()) {
      row(top, y, height, across);
      y += height + rise;
    }
    row({"elements"}, y, height, across);
    y += height + rise;
    row(below, y, inputHeight, across);
    auto at = [&](const std::string &id) {
      return llvm::find_if(places, [&](const auto &one) { return one.first == id; })->second;
    };
    std::string out = "  <dmndi:DMNDI>\n    <dmndi:DMNDiagram id=\"diagram\">\n";
    for (const auto &[id, place] : places)
      out += fmt::format("      <dmndi:DMNShape id=\"shape_{0}\" dmnElementRef=\"{0}\">\n        <dc:Bounds x=\"{1}\" "
                         "y=\"{2}\" width=\"{3}\" height=\"{4}\"/>\n      </dmndi:DMNShape>\n",
                         id, place.x, place.y, place.width, place.height);
    for (const Drawn &shape : shapes)
      for (const Requirement &one : shape.needs) {
        const Place from = at(one.from), to = at(shape.id);
        out +=
            fmt::format("      <dmndi:DMNEdge id=\"edge_{0}\" dmnElementRef=\"{0}\">\n        <di:waypoint x=\"{1}\" "
                        "y=\"{2}\"/>\n        <di:waypoint x=\"{3}\" y=\"{4}\"/>\n      </dmndi:DMNEdge>\n",
                        one.id, from.x + from.width / 2, from.y, to.x + to.width / 2, to.y + to.height);
      }
    return out + "    </dmndi:DMNDiagram>\n  </dmndi:DMNDI>\n";
  }

  const EmitInput &input;
  const ir::Program &program;
  const ProvisionTable &table;
  DmnVersion version;
  std::string elementsName;
  std::vector<Input> columns;
  std::set<std::string> used; // ids of columns
  std::vector<Drawn> shapes;
};

} // namespace

std::vector<Artefact> emitDmn(const EmitInput &input, DmnVersion version) {
  std::vector<Artefact> files;
  for (const ProvisionTable &table : input.tables.provisions)
    if (!isTooLarge(table))
      files.emplace_back("dmn/" + fileStem(input.program.provisions[table.provision].id) + ".dmn",
                         Graph(input, table, version).run());
  return files;
}

} // namespace proviso
