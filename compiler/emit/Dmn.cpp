// DMN 1.3: for each provision a decision requirement graph of its elements table and its effect tables.
//
// Inputs that may be unascertainable become two: the value, and whether it is unascertainable. An unknown fact has no
// form in DMN: engines get it as null, and then no row matches (docs/formats.md).
#include "emit/TableText.h"

#include "tables/Rows.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <map>

namespace proviso {

namespace {

std::string xml(const std::string &text) {
  std::string out;
  for (char c : text) switch (c) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '"': out += "&quot;"; break;
    default:
      // Control characters cannot stand in XML.
      if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  return out;
}

/// A FEEL name: letters, digits and `_`. Other scripts stay as they are.
std::string feelName(const std::string &label) {
  std::string out;
  for (char c : label) out += llvm::isAlnum(c) || static_cast<unsigned char>(c) > 0x7F ? c : '_';
  if (out.empty() || llvm::isDigit(out[0])) out.insert(0, "_");
  // Some modelers take `date` and the like for a type.
  static const char *reserved[] = {"date", "time", "duration", "function", "context", "list", "for",
                                   "if",   "in",   "not",      "true",     "false",   "null"};
  if (llvm::is_contained(reserved, out)) out += "_";
  return out;
}

class Graph {
public:
  Graph(const EmitInput &input, const ProvisionTable &table) : input(input), program(input.program), table(table) {}

  std::string run() {
    const ir::Provision &p = program.provisions[table.provision];
    nameColumns();
    const std::string elements = decision("elements", "Elements of " + p.citation, table.elementRows, nullptr);
    std::string effects;
    for (size_t e = 0; e < table.effects.size(); ++e) {
      const Effect &effect = table.effects[e];
      std::string name = fmt::format("{} on {}", effect.name, addresseeOf(program, effect));
      if (!effect.group.empty()) name += ", per " + alternativeOf(program, effect);
      effects += decision(fmt::format("effect{}", e + 1), name, effect.rows, &effect);
    }
    std::string adjustments;
    for (size_t a = 0; a < table.adjustments.size(); ++a)
      adjustments += decision(fmt::format("adjustment{}", a + 1), fmt::format("Adjustment {} of {}", a + 1, p.citation),
                              table.adjustments[a].rows, nullptr, p.adjustments[table.adjustments[a].index].text);
    std::string description = fmt::format("In force {}. Sources {}.", spanText(p.span), input.fingerprint);
    for (const std::string &relation : relationsOf(program, table.provision)) description += " " + relation;
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out += fmt::format("<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"{}\" name=\"{}\" "
                       "namespace=\"urn:proviso:{}\" exporter=\"proviso\" exporterVersion=\"{}\">\n",
                       "d_" + feelName(p.id), xml(p.citation + (p.title.empty() ? "" : ": " + p.title)), xml(p.id),
                       input.version);
    out += fmt::format("  <description>{}</description>\n", xml(description));
    for (const Column &column : columns)
      if (column.used)
        out += fmt::format("  <inputData id=\"in_{0}\" name=\"{1}\">\n    <variable id=\"var_{0}\" name=\"{1}\" "
                           "typeRef=\"{2}\"/>\n  </inputData>\n",
                           column.id, xml(column.name), column.type);
    return out + elements + effects + adjustments + "</definitions>\n";
  }

private:
  struct Column {
    uint32_t variable = 0;
    bool flag = false; // whether the variable is unascertainable
    std::string id, name, type;
    bool used = false;
  };

  bool open(const Variable &v) const { return v.kind == VariableKind::Fact && program.facts[v.fact].unascertainable; }

  void nameColumns() {
    std::map<std::string, int> taken;
    auto unique = [&](std::string name) {
      const int count = ++taken[name];
      return count == 1 ? name : fmt::format("{}_{}", name, count);
    };
    for (uint32_t v = 0; v < table.variables.size(); ++v) {
      const Variable &variable = table.variables[v];
      Column column;
      column.variable = v;
      column.id = fmt::format("v{}", v + 1);
      column.name = unique(feelName(variable.label));
      column.type = type(variable);
      columns.push_back(column);
      if (!open(variable)) continue;
      column.flag = true;
      column.id += "u";
      column.name = unique(column.name + "_unascertainable");
      column.type = "boolean";
      columns.push_back(column);
    }
  }

  std::string type(const Variable &v) const {
    if (v.kind == VariableKind::Form || v.kind == VariableKind::Succession) return "string";
    if (v.kind != VariableKind::Fact) return "boolean";
    switch (program.facts[v.fact].type) {
    case ir::FactType::Boolean: return "boolean";
    case ir::FactType::Choice: return "string";
    case ir::FactType::Date: return "date";
    case ir::FactType::Duration: return v.months ? "yearMonthDuration" : "dayTimeDuration";
    default: return "number";
    }
  }

  std::string bound(const Variable &v, Number at) const {
    switch (program.facts[v.fact].type) {
    case ir::FactType::Date: return fmt::format("date(\"{}\")", Date{static_cast<int32_t>(at.numerator())}.text());
    case ir::FactType::Duration: return fmt::format("duration(\"P{}{}\")", at.text(), v.months ? "M" : "D");
    default: return at.text();
    }
  }

  /// A set of values as FEEL unary tests. `values` leaves out unascertainable.
  std::string cell(const Variable &v, uint64_t values) const {
    const uint32_t count = v.size - (open(v) ? 1 : 0);
    const uint64_t all = count >= 64 ? ~uint64_t(0) : (uint64_t(1) << count) - 1;
    if ((values & all) == all) return "-";
    std::vector<std::string> parts;
    for (uint32_t first = 0; first < count; ++first) {
      if (!(values >> first & 1)) continue;
      uint32_t last = first;
      if (isNumeric(program, v))
        while (last + 1 < count && (values >> (last + 1) & 1)) ++last;
      parts.push_back(isNumeric(program, v) ? interval(v, first, last) : value(v, first));
      first = last;
    }
    return fmt::format("{}", fmt::join(parts, ", "));
  }

  std::string value(const Variable &v, uint32_t index) const {
    if (v.kind == VariableKind::Form || v.kind == VariableKind::Succession ||
        (v.kind == VariableKind::Fact && program.facts[v.fact].type == ir::FactType::Choice))
      return fmt::format("\"{}\"", valueText(program, v, index));
    return index ? "true" : "false";
  }

  std::string interval(const Variable &v, uint32_t first, uint32_t last) const {
    const bool toEnd = last >= v.cuts.size();
    if (first == 0) return (v.cuts[last].after ? "<= " : "< ") + bound(v, v.cuts[last].at);
    const Cut &low = v.cuts[first - 1];
    if (toEnd) return (low.after ? "> " : ">= ") + bound(v, low.at);
    const Cut &high = v.cuts[last];
    if (!low.after && high.after && low.at == high.at) return bound(v, low.at);
    return fmt::format("{}{}..{}{}", low.after ? "(" : "[", bound(v, low.at), bound(v, high.at),
                       high.after ? "]" : ")");
  }

  /// The cells of a row; more than one row where a cell joins a value with unascertainable.
  std::vector<std::vector<std::string>> cells(const Rows &rows, const Row &row) const {
    std::vector<std::vector<std::string>> out{{}};
    for (size_t c = 0; c < rows.columns.size(); ++c) {
      const Variable &v = table.variables[rows.columns[c]];
      const uint64_t set = row.cells[c];
      std::vector<std::vector<std::string>> choices;
      if (!open(v)) {
        choices = {{cell(v, set)}};
      } else {
        const uint64_t flag = uint64_t(1) << (v.size - 1);
        if (set == allValues(v))
          choices = {{"-", "-"}};
        else {
          if (set & ~flag) choices.push_back({cell(v, set & ~flag), "false"});
          if (set & flag) choices.push_back({"-", "true"});
        }
      }
      std::vector<std::vector<std::string>> next;
      for (const auto &before : out)
        for (const auto &choice : choices) {
          next.push_back(before);
          next.back().insert(next.back().end(), choice.begin(), choice.end());
        }
      out = std::move(next);
    }
    return out;
  }

  std::string decision(const std::string &id, const std::string &name, const Rows &rows, const Effect *effect,
                       const std::string &description = {}) {
    std::string out = fmt::format("  <decision id=\"{0}\" name=\"{1}\">\n", id, xml(name));
    if (!description.empty()) out += fmt::format("    <description>{}</description>\n", xml(description));
    if (effect) {
      std::string bases;
      for (const std::string &chain : chainsOf(program, *effect)) bases += (bases.empty() ? "Basis: " : "; ") + chain;
      out += fmt::format("    <description>{}</description>\n", xml(bases));
    }
    out += fmt::format("    <variable id=\"{0}_result\" name=\"{1}\"{2}/>\n", id, xml(feelName(name)),
                       effect ? "" : " typeRef=\"boolean\"");
    if (effect)
      out += fmt::format("    <informationRequirement id=\"{}_needs_elements\">\n      <requiredDecision "
                         "href=\"#elements\"/>\n    </informationRequirement>\n",
                         id);
    std::vector<const Column *> used;
    for (uint32_t variable : rows.columns)
      for (Column &column : columns)
        if (column.variable == variable) {
          column.used = true;
          used.push_back(&column);
        }
    for (const Column *column : used)
      out += fmt::format("    <informationRequirement id=\"{0}_needs_{1}\">\n      <requiredInput href=\"#in_{1}\"/>\n "
                         "   </informationRequirement>\n",
                         id, column->id);
    out += fmt::format("    <decisionTable id=\"{}_table\" hitPolicy=\"UNIQUE\">\n", id);
    auto inputClause = [&](const std::string &column, const std::string &label, const std::string &expression,
                           const std::string &typeRef) {
      out += fmt::format("      <input id=\"{0}_{1}\" label=\"{2}\">\n        <inputExpression id=\"{0}_{1}_e\" "
                         "typeRef=\"{4}\">\n          "
                         "<text>{3}</text>\n        </inputExpression>\n      </input>\n",
                         id, column, xml(label), xml(expression), typeRef);
    };
    const std::string elementsName = feelName("Elements of " + program.provisions[table.provision].citation);
    if (effect) inputClause("elements", "elements made out", elementsName, "boolean");
    for (const Column *column : used)
      inputClause(column->id, table.variables[column->variable].label + (column->flag ? " is unascertainable" : ""),
                  column->name, column->type);
    // A table has at least one input.
    const bool constant = !effect && used.empty();
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
    size_t number = 0;
    for (const Row &row : rows.rows)
      for (const auto &cellsOfRow : cells(rows, row)) {
        out += fmt::format("      <rule id=\"{}_r{}\">\n", id, ++number);
        size_t entry = 0;
        auto inputEntry = [&](const std::string &text) {
          out += fmt::format("        <inputEntry id=\"{}_r{}_i{}\"><text>{}</text></inputEntry>\n", id, number,
                             ++entry, xml(text));
        };
        if (effect) inputEntry("true");
        if (constant) inputEntry("-");
        for (const std::string &text : cellsOfRow) inputEntry(text);
        entry = 0;
        auto outputEntry = [&](const std::string &text) {
          out += fmt::format("        <outputEntry id=\"{}_r{}_o{}\"><text>{}</text></outputEntry>\n", id, number,
                             ++entry, xml(text));
        };
        if (effect)
          outputs(input.tables.outcomes[row.outcome], outputEntry);
        else
          outputEntry("true");
        out += "      </rule>\n";
      }
    return out + "    </decisionTable>\n  </decision>\n";
  }

  template <typename Entry>
  void outputs(const Outcome &o, Entry entry) const {
    auto quoted = [](std::string text) {
      std::string out = "\"";
      for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
      }
      return out + "\"";
    };
    auto amount = [&](ir::Index expr) -> std::string {
      if (expr == ir::none || program.exprs[expr].op != ir::Op::Constant) return "null";
      return program.exprs[expr].number.text();
    };
    entry(quoted(o.text));
    entry(amount(o.low));
    entry(amount(o.high));
    entry(quoted(!o.currency.empty() ? o.currency : o.months ? "months" : o.days ? "days" : ""));
    entry(quoted(o.may ? "may" : "shall"));
    entry(quoted(o.authority));
  }

  const EmitInput &input;
  const ir::Program &program;
  const ProvisionTable &table;
  std::vector<Column> columns;
};

} // namespace

std::vector<Artefact> emitDmn(const EmitInput &input) {
  std::vector<Artefact> files;
  for (const ProvisionTable &table : input.tables.provisions)
    files.emplace_back("dmn/" + fileStem(input.program.provisions[table.provision].id) + ".dmn",
                       Graph(input, table).run());
  return files;
}

} // namespace proviso
