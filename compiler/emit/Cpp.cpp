// One C++17 header without dependencies: the diagrams of all provisions, a walk over them (embedded/engine.hpp), and
// for each provision a struct with a member for each input.
#include "emit/Inputs.h"
#include "emit/TableText.h"

#include "embedded.inc"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <set>

namespace proviso {

namespace {

std::string literal(const std::string &text) {
  std::string out = "\"";
  for (const char c : text) switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    default:
      if (static_cast<unsigned char>(c) < 0x20)
        out += fmt::format("\\{:03o}", static_cast<unsigned>(c));
      else
        out += c;
    }
  return out + "\"";
}

/// Names of the language that no member may have.
std::string member(const std::string &name) {
  static const std::set<std::string> keywords = {
      "alignas",   "alignof",   "asm",       "auto",      "bool",      "break",    "catch",    "char",
      "const",     "continue",  "decltype",  "delete",    "do",        "double",   "else",     "enum",
      "explicit",  "export",    "extern",    "float",     "friend",    "goto",     "inline",   "long",
      "mutable",   "operator",  "private",   "protected", "public",    "register", "return",   "short",
      "signed",    "sizeof",    "static",    "struct",    "switch",    "template", "throw",    "try",
      "typedef",   "typeid",    "typename",  "union",     "unsigned",  "using",    "virtual",  "void",
      "volatile",  "while",     "and_eq",    "bitand",    "bitor",     "compl",    "not_eq",   "or_eq",
      "xor",       "xor_eq",    "concept",   "requires",  "namespace", "nullptr",  "noexcept", "thread_local",
      "constexpr", "consteval", "constinit", "co_await",  "co_return", "co_yield", "decide",   "provision"};
  return keywords.count(name) ? name + "_" : name;
}

std::string exact(Number number) { return fmt::format("{{{}, {}}}", number.numerator(), number.denominator()); }

class Writer {
public:
  Writer(const EmitInput &input, const ProvisionTable &table, size_t index)
      : input(input), program(input.program), table(table), p(program.provisions[table.provision]),
        diagrams(numbered(table)), inputs(inputsOf(program, table)), prefix(fmt::format("p{}_", index)) {}

  /// What stands in the namespace detail.
  std::string data() {
    std::string out;
    for (const Input &one : inputs) {
      const Variable &variable = table.variables[one.variable];
      if (!isText(one) && !variable.cuts.empty()) {
        std::vector<std::string> cuts;
        for (const Cut &cut : variable.cuts) cuts.push_back(fmt::format("{{{}, {}}}", exact(cut.at), cut.after));
        out += array("Cut", one.id + "_cuts", cuts);
      }
      if (isText(one)) out += array("std::string_view", one.id + "_values", texts(one.values));
    }
    std::vector<std::string> rows;
    constexpr const char *types[] = {"Boolean", "Number", "Date", "Days", "Months", "Text"};
    for (const Input &one : inputs) {
      const Variable &variable = table.variables[one.variable];
      rows.push_back(fmt::format("{{{}, {}, Type::{}, {}, {}, {}, {}, {}}}", literal(one.name), literal(one.label),
                                 types[static_cast<size_t>(one.type)], variable.owner == ir::Owner::Person, one.open,
                                 variable.size, list(one.id + "_cuts", isText(one) ? 0 : variable.cuts.size()),
                                 list(one.id + "_values", one.values.size())));
    }
    out += array("Input", "inputs", rows);
    rows.clear();
    for (size_t e = 0; e < table.effects.size(); ++e) {
      const Effect &effect = table.effects[e];
      const std::string name = fmt::format("effect{}", e + 1);
      std::vector<std::string> outcomes;
      for (uint32_t outcome : diagrams.effects[e].outcomes) {
        const PlainOutcome plain = plainOutcome(input, outcome);
        auto bound = [](const std::optional<Number> &at) { return at ? "Exact" + exact(*at) : std::string("{}"); };
        outcomes.push_back(fmt::format("{{{}, {}, {}, {}, {}, {}}}", literal(plain.text), bound(plain.low),
                                       bound(plain.high), literal(plain.unit), literal(plain.mode),
                                       literal(plain.authority)));
      }
      const std::vector<std::string> basis = chainsOf(program, effect);
      out += array("Outcome", name + "_outcomes", outcomes) + array("std::string_view", name + "_basis", texts(basis));
      rows.push_back(fmt::format("{{{}, {}, {}, {}, {}}}", literal(effect.name + perOf(program, effect)),
                                 literal(addresseeOf(program, effect)), list(name + "_basis", basis.size()),
                                 place(diagrams.effects[e].root), list(name + "_outcomes", outcomes.size())));
    }
    out += array("Effect", "effects", rows);
    rows.clear();
    for (size_t a = 0; a < table.adjustments.size(); ++a)
      rows.push_back(fmt::format("{{{}, {}}}", literal(p.adjustments[table.adjustments[a].index].text),
                                 place(diagrams.adjustments[a])));
    out += array("Adjustment", "adjustments", rows);
    rows.clear();
    for (const NumberedDiagrams::Node &node : diagrams.nodes) {
      rows.push_back(std::to_string(node.input));
      for (int32_t child : node.children) rows.push_back(std::to_string(place(child)));
    }
    out += array("std::int32_t", "nodes", rows);
    const size_t nodes = rows.size();
    out += fmt::format("inline constexpr Provision {}provision{{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}}};\n\n", prefix,
                       literal(p.id), literal(p.citation), literal(p.title),
                       literal(p.span.from == Date::earliest() ? "" : p.span.from.text()),
                       literal(p.span.until == Date::latest() ? "" : Date{p.span.until.days - 1}.text()),
                       list("inputs", inputs.size()), place(diagrams.elements), list("effects", table.effects.size()),
                       list("adjustments", table.adjustments.size()), list("nodes", nodes));
    return out;
  }

  std::string structure() const {
    std::string out = fmt::format("/// {}{}. In force {}.\n", p.citation,
                                  p.title.empty() ? "" : fmt::format(" \"{}\"", oneLine(p.title)), spanText(p.span));
    for (const std::string &relation : relationsOf(program, table.provision)) out += "/// " + oneLine(relation) + "\n";
    out += fmt::format("struct {} {{\n", identifier(p.id));
    std::set<std::string> taken;
    std::vector<std::string> members;
    for (const Input &one : inputs) {
      std::string name = member(one.name);
      while (!taken.insert(name).second) name += "_";
      out += fmt::format("  Value {}; // {}\n", name, oneLine(one.label));
      members.push_back(std::move(name));
    }
    out += fmt::format("  static constexpr const Provision &provision = detail::{}provision;\n", prefix);
    return out + (members.empty()
                      ? "  Decision decide() const { return proviso_tables::decide(provision, nullptr); }\n};\n\n"
                      : fmt::format("  Decision decide() const {{\n    const Value values[] = {{{}}};\n    return "
                                    "proviso_tables::decide(provision, values);\n  }}\n}};\n\n",
                                    fmt::join(members, ", ")));
  }

  std::string listed() const { return fmt::format("&detail::{}provision", prefix); }

private:
  static bool isText(const Input &one) { return one.type == Input::Type::Text; }
  static std::vector<std::string> texts(const std::vector<std::string> &from) {
    std::vector<std::string> out;
    for (const std::string &text : from) out.push_back(literal(text));
    return out;
  }

  std::string array(const char *type, const std::string &name, const std::vector<std::string> &rows) const {
    if (rows.empty()) return {};
    return fmt::format("inline constexpr {} {}{}[] = {{{}}};\n", type, prefix, name, fmt::join(rows, ", "));
  }
  std::string list(const std::string &name, size_t count) const {
    return count == 0 ? "{}" : fmt::format("{{{}{}, {}}}", prefix, name, count);
  }
  /// Where a node stands among the numbers.
  int32_t place(int32_t node) {
    if (node < 0) return node;
    if (places.empty()) {
      int32_t next = 0;
      for (const NumberedDiagrams::Node &one : diagrams.nodes) {
        places.push_back(next);
        next += 1 + static_cast<int32_t>(one.children.size());
      }
    }
    return places[static_cast<size_t>(node)];
  }

  const EmitInput &input;
  const ir::Program &program;
  const ProvisionTable &table;
  const ir::Provision &p;
  NumberedDiagrams diagrams;
  std::vector<Input> inputs;
  std::string prefix;
  std::vector<int32_t> places;
};

} // namespace

std::string emitCpp(const EmitInput &input) {
  std::string data, structures, all;
  for (size_t t = 0; t < input.tables.provisions.size(); ++t) {
    Writer writer(input, input.tables.provisions[t], t + 1);
    data += writer.data();
    structures += writer.structure();
    all += (all.empty() ? "" : ", ") + writer.listed();
  }
  std::string out = fmt::format("// Decision tables, made by proviso {} from sources {}. Not to be edited. C++17.\n"
                                "// An aid in reading the law, and no legal advice.\n#pragma once\n\n",
                                input.version, input.fingerprint);
  out += engine_hpp;
  out += "\nnamespace proviso_tables {\nnamespace detail {\n\n" + data + "} // namespace detail\n\n" + structures;
  if (!all.empty())
    out += fmt::format("/// All provisions.\ninline constexpr const Provision *provisions[] = {{{}}};\n", all);
  return out + fmt::format("inline constexpr std::string_view sources = \"{}\";\n\n}} // namespace proviso_tables\n",
                           input.fingerprint);
}

} // namespace proviso
