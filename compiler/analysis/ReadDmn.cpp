#include "analysis/AssembleTable.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <pugixml.hpp>

#include <algorithm>

namespace proviso::analysis {

namespace {

constexpr const char *namespaces[] = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd", // 1.1
    "http://www.omg.org/spec/DMN/20180521/MODEL/",  // 1.2
    "https://www.omg.org/spec/DMN/20191111/MODEL/", // 1.3
    "https://www.omg.org/spec/DMN/20211108/MODEL/", // 1.4
    "https://www.omg.org/spec/DMN/20230324/MODEL/", // 1.5
};

llvm::StringRef localName(const pugi::xml_node &node) {
  const llvm::StringRef name = node.name();
  return name.substr(name.find(':') == llvm::StringRef::npos ? 0 : name.find(':') + 1);
}

class DmnReader {
public:
  explicit DmnReader(llvm::StringRef text) : text(text) {
    for (size_t at = 0; (at = text.find('\n', at)) != llvm::StringRef::npos; ++at) lines.push_back(at);
  }

  ForeignTables run() {
    pugi::xml_document document;
    const pugi::xml_parse_result parsed =
        document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
    if (!parsed) {
      problem(place(parsed.offset), parsed.description());
      return std::move(result);
    }
    const pugi::xml_node root = document.document_element();
    const llvm::StringRef name = root.name();
    const size_t colon = name.find(':');
    const std::string prefix = colon == llvm::StringRef::npos ? "xmlns" : "xmlns:" + name.take_front(colon).str();
    const llvm::StringRef spoken = root.attribute(prefix.c_str()).value();
    if (localName(root) != "definitions" || !llvm::is_contained(namespaces, spoken)) {
      problem(placeOfNode(root), "this is no DMN document of a version from 1.1 to 1.5");
      return std::move(result);
    }
    definitions = root;
    find(root, 0);
    return std::move(result);
  }

private:
  void problem(Place at, std::string message) { result.problems.push_back({at.line, at.column, std::move(message)}); }
  Place place(ptrdiff_t offset) const {
    const auto at = static_cast<size_t>(std::max<ptrdiff_t>(offset, 0));
    const auto line = std::lower_bound(lines.begin(), lines.end(), at);
    return {static_cast<uint32_t>(line - lines.begin() + 1),
            static_cast<uint32_t>(at - (line == lines.begin() ? 0 : line[-1] + 1) + 1)};
  }
  Place placeOfNode(const pugi::xml_node &node) const { return place(node.offset_debug()); }

  static pugi::xml_node child(const pugi::xml_node &node, llvm::StringRef name) {
    for (const pugi::xml_node one : node.children())
      if (localName(one) == name) return one;
    return {};
  }

  void find(const pugi::xml_node &node, size_t depth) {
    if (depth > 200) return problem(placeOfNode(node), "nested too deep");
    for (const pugi::xml_node one : node.children()) {
      if (localName(one) == "decisionTable")
        read(one);
      else
        find(one, depth + 1);
    }
  }

  /// The text of an element `text`, where it begins in the file.
  WrittenTable::Entry entry(const pugi::xml_node &of) const {
    const pugi::xml_node node = child(of, "text");
    WrittenTable::Entry result{{}, placeOfNode(of), true};
    for (const pugi::xml_node part : node.children())
      if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) {
        result.text = part.value();
        result.at = placeOfNode(part);
        result.verbatim = text.substr(static_cast<size_t>(part.offset_debug())).startswith(result.text);
        break;
      }
    return result;
  }

  void read(const pugi::xml_node &node) {
    WrittenTable table;
    table.at = placeOfNode(node);
    for (pugi::xml_node up = node.parent(); up && table.name.empty(); up = up.parent())
      if (up != definitions) table.name = up.attribute("name").value();
    auto fail = [&](const pugi::xml_node &at, std::string message) {
      problem(placeOfNode(at), std::move(message));
      table.unreadable = true;
    };
    if (const llvm::StringRef policy = node.attribute("hitPolicy").as_string("UNIQUE");
        !readPolicy(policy, table.policy))
      fail(node, fmt::format("`{}` is no hit policy", policy.str()));
    for (const pugi::xml_node one : node.children()) {
      const llvm::StringRef name = localName(one);
      if (name == "input") {
        const pugi::xml_node expression = child(one, "inputExpression");
        WrittenTable::Input input;
        input.name = one.attribute("label").value();
        if (input.name.empty()) input.name = entry(expression).text;
        if (input.name.empty()) input.name = fmt::format("input {}", table.inputs.size() + 1);
        input.name = llvm::StringRef(input.name).trim().str();
        if (const pugi::xml_node allowed = child(one, "inputValues")) input.allowed = entry(allowed);
        const llvm::StringRef type = expression.attribute("typeRef").value();
        if (!readType(type, input, 0))
          fail(expression, fmt::format("values of type `{}` are not analysed", type.str()));
        table.inputs.push_back(std::move(input));
      } else if (name == "output") {
        WrittenTable::Output output;
        if (const pugi::xml_node allowed = child(one, "outputValues"))
          output.allowed = entry(allowed);
        else
          output.allowed = allowedOf(one.attribute("typeRef").value());
        table.hasDefault = table.hasDefault || child(one, "defaultOutputEntry");
        table.outputs.push_back(std::move(output));
      } else if (name == "rule") {
        WrittenTable::Rule rule;
        rule.at = placeOfNode(one);
        for (const pugi::xml_node cell : one.children())
          if (localName(cell) == "inputEntry")
            rule.inputs.push_back(entry(cell));
          else if (localName(cell) == "outputEntry")
            rule.outputs.push_back(entry(cell));
        table.rules.push_back(std::move(rule));
      }
    }
    assembleTable(table, Notation::Feel, result);
  }

  static bool readPolicy(llvm::StringRef text, HitPolicy &policy) {
    static constexpr std::pair<const char *, HitPolicy> names[] = {
        {"UNIQUE", HitPolicy::Unique},        {"ANY", HitPolicy::Any},
        {"PRIORITY", HitPolicy::Priority},    {"FIRST", HitPolicy::First},
        {"RULE ORDER", HitPolicy::RuleOrder}, {"OUTPUT ORDER", HitPolicy::OutputOrder},
        {"COLLECT", HitPolicy::Collect}};
    for (const auto &[name, value] : names)
      if (text == name) {
        policy = value;
        return true;
      }
    return false;
  }

  pugi::xml_node itemDefinition(llvm::StringRef type) const {
    for (const pugi::xml_node one : definitions.children())
      if (localName(one) == "itemDefinition" && type == one.attribute("name").value()) return one;
    return {};
  }
  WrittenTable::Entry allowedOf(llvm::StringRef type) const {
    const pugi::xml_node allowed = child(itemDefinition(type), "allowedValues");
    return allowed ? entry(allowed) : WrittenTable::Entry();
  }

  /// No type, or Any: what the cells say. False: a type whose values are not analysed.
  bool readType(llvm::StringRef type, WrittenTable::Input &input, size_t depth) const {
    if (const pugi::xml_node item = itemDefinition(type)) {
      if (depth > 20 || child(item, "itemComponent") || item.attribute("isCollection").as_bool()) return false;
      if (input.allowed.text.empty()) input.allowed = allowedOf(type);
      return readType(child(item, "typeRef").child_value(), input, depth + 1);
    }
    type = type.trim();
    type = type.substr(type.find(':') == llvm::StringRef::npos ? 0 : type.find(':') + 1);
    if (type.empty() || type == "Any") return true;
    static constexpr std::pair<const char *, ColumnKind> names[] = {
        {"string", ColumnKind::Choice},
        {"boolean", ColumnKind::Boolean},
        {"number", ColumnKind::Number},
        {"double", ColumnKind::Number}, // these three are Camunda's
        {"integer", ColumnKind::Whole},
        {"long", ColumnKind::Whole},
        {"date", ColumnKind::Date},
        {"days and time duration", ColumnKind::Seconds},
        {"dayTimeDuration", ColumnKind::Seconds},
        {"years and months duration", ColumnKind::Months},
        {"yearMonthDuration", ColumnKind::Months}};
    for (const auto &[name, kind] : names)
      if (type == name) {
        input.declared = kind;
        return true;
      }
    return false;
  }

  llvm::StringRef text;
  std::vector<size_t> lines; // where they end
  ForeignTables result;
  pugi::xml_node definitions;
};

} // namespace

ForeignTables readDmn(llvm::StringRef text) { return DmnReader(text).run(); }

} // namespace proviso::analysis
