#include "emit/Inputs.h"

#include "tables/Rows.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

#include <map>

namespace proviso {

std::string identifier(const std::string &text) {
  std::string out;
  for (char c : text) out += llvm::isAlnum(c) || static_cast<unsigned char>(c) > 0x7F ? c : '_';
  if (out.empty() || llvm::isDigit(out[0])) out.insert(0, "_");
  // Some engines take `date` and the like for a type or a keyword.
  static const char *reserved[] = {"date", "time",  "duration", "function", "context", "list",  "for",   "if",
                                   "in",   "not",   "true",     "false",    "null",    "and",   "or",    "case",
                                   "from", "where", "select",   "table",    "order",   "group", "class", "new",
                                   "int",  "this",  "default",  "package",  "import"};
  if (llvm::is_contained(reserved, out)) out += "_";
  return out;
}

std::string_view wordOf(Input::Type type) {
  constexpr std::string_view words[] = {"boolean", "number", "date", "days", "months", "text"};
  return words[static_cast<size_t>(type)];
}

static Input::Type typeOf(const ir::Program &program, const Variable &v) {
  if (v.kind == VariableKind::Form || v.kind == VariableKind::Succession) return Input::Type::Text;
  if (v.kind != VariableKind::Fact) return Input::Type::Boolean;
  switch (program.facts[v.fact].type) {
  case ir::FactType::Boolean: return Input::Type::Boolean;
  case ir::FactType::Choice: return Input::Type::Text;
  case ir::FactType::Date: return Input::Type::Date;
  case ir::FactType::Duration: return v.months ? Input::Type::Months : Input::Type::Span;
  default: return Input::Type::Number;
  }
}

std::vector<Input> inputsOf(const ir::Program &program, const ProvisionTable &table) {
  std::vector<Input> inputs;
  std::map<std::string, int> taken;
  for (uint32_t v = 0; v < table.variables.size(); ++v) {
    const Variable &variable = table.variables[v];
    Input input;
    input.variable = v;
    input.type = typeOf(program, variable);
    input.open = mayBeUnascertainable(program, variable);
    input.id = fmt::format("v{}", v + 1);
    input.name = identifier(variable.label);
    if (const int count = ++taken[input.name]; count > 1) input.name += fmt::format("_{}", count);
    input.label = variable.label;
    if (variable.kind == VariableKind::Fact && !program.facts[variable.fact].label.empty()) {
      input.label = program.facts[variable.fact].label;
      if (variable.provision != ir::none) input.label += ", in " + program.provisions[variable.provision].citation;
    }
    if (input.type == Input::Type::Text)
      for (uint32_t value = 0; value < variable.size - (input.open ? 1 : 0); ++value)
        input.values.push_back(valueText(program, variable, value));
    inputs.push_back(std::move(input));
  }
  return inputs;
}

InputTest testOf(const ir::Program &program, const Variable &v, uint64_t values) {
  InputTest test;
  const bool open = mayBeUnascertainable(program, v);
  const uint32_t count = v.size - (open ? 1 : 0);
  test.unascertainable = open && (values >> (v.size - 1) & 1);
  const uint64_t all = count >= 64 ? ~uint64_t(0) : (uint64_t(1) << count) - 1;
  test.any = (values & all) == all;
  if (test.any) return test;
  for (uint32_t first = 0; first < count; ++first) {
    if (!(values >> first & 1)) continue;
    if (!isNumeric(program, v)) {
      test.values.push_back(first);
      continue;
    }
    uint32_t last = first;
    while (last + 1 < count && (values >> (last + 1) & 1)) ++last;
    InputTest::Interval interval;
    if (first > 0) {
      interval.low = v.cuts[first - 1].at;
      interval.withLow = !v.cuts[first - 1].after;
    }
    if (last < v.cuts.size()) {
      interval.high = v.cuts[last].at;
      interval.withHigh = v.cuts[last].after;
    }
    test.intervals.push_back(interval);
    first = last;
  }
  return test;
}

std::vector<Input> plainColumnsOf(const ir::Program &program, const ProvisionTable &table) {
  std::vector<Input> columns;
  for (Input &one : inputsOf(program, table)) {
    columns.push_back(one);
    if (!one.open) continue;
    one.id += "u";
    one.name += "_unascertainable";
    one.label += " cannot be established";
    one.type = Input::Type::Boolean;
    one.values.clear();
    columns.push_back(std::move(one));
  }
  return columns;
}

std::vector<const Input *> testedBy(const std::vector<Input> &columns, const Rows &rows) {
  std::vector<const Input *> tested;
  for (uint32_t variable : rows.columns)
    for (const Input &column : columns)
      if (column.variable == variable) tested.push_back(&column);
  return tested;
}

std::vector<std::vector<InputTest>> plainRows(const ir::Program &program, const ProvisionTable &table, const Rows &rows,
                                              const Row &row) {
  const InputTest any{true, false, {}, {}}, no{false, false, {}, {0}}, yes{false, false, {}, {1}};
  std::vector<std::vector<InputTest>> out{{}};
  for (size_t c = 0; c < rows.columns.size(); ++c) {
    const Variable &variable = table.variables[rows.columns[c]];
    const InputTest test = testOf(program, variable, row.cells[c]);
    std::vector<std::vector<InputTest>> choices;
    if (!mayBeUnascertainable(program, variable))
      choices = {{test}};
    else if (test.any && test.unascertainable)
      choices = {{any, any}};
    else {
      if (test.any || !test.intervals.empty() || !test.values.empty()) choices.push_back({test, no});
      if (test.unascertainable) choices.push_back({any, yes});
    }
    std::vector<std::vector<InputTest>> next;
    for (const auto &before : out)
      for (const auto &choice : choices) {
        next.push_back(before);
        next.back().insert(next.back().end(), choice.begin(), choice.end());
      }
    out = std::move(next);
  }
  return out;
}

bool isTooLarge(const ProvisionTable &table) {
  return table.elementRows.moreThan ||
         llvm::any_of(table.effects, [](const Effect &one) { return one.rows.moreThan; }) ||
         llvm::any_of(table.adjustments, [](const AdjustmentTable &one) { return one.rows.moreThan; });
}

NumberedDiagrams numbered(const ProvisionTable &table) {
  NumberedDiagrams result;
  std::map<Diagram, int32_t> numbers;
  // Of an effect, terminals are outcomes; each root counts its own.
  std::function<int32_t(Diagram, std::vector<uint32_t> *)> number = [&](Diagram d, std::vector<uint32_t> *outcomes) {
    if (isTerminal(d)) {
      const uint32_t value = valueOf(d);
      if (d == no || d == impossible) return -1 - static_cast<int32_t>(value);
      if (!outcomes) return -3;
      const uint32_t outcome = value - firstOutcome;
      const auto found = llvm::find(*outcomes, outcome);
      const auto index = static_cast<int32_t>(found - outcomes->begin());
      if (found == outcomes->end()) outcomes->push_back(outcome);
      return -3 - index;
    }
    if (const auto known = numbers.find(d); known != numbers.end()) return known->second;
    NumberedDiagrams::Node node;
    node.input = table.diagrams.variable(d);
    for (Diagram child : table.diagrams.children(d)) node.children.push_back(number(child, outcomes));
    result.nodes.push_back(std::move(node));
    return numbers[d] = static_cast<int32_t>(result.nodes.size()) - 1;
  };
  result.elements = number(table.elements, nullptr);
  for (const AdjustmentTable &one : table.adjustments) result.adjustments.push_back(number(one.root, nullptr));
  for (const Effect &effect : table.effects) {
    numbers.clear(); // the same node counts other outcomes for another effect
    NumberedDiagrams::Root root;
    root.root = number(effect.root, &root.outcomes);
    result.effects.push_back(std::move(root));
  }
  return result;
}

std::vector<uint32_t> outcomesInRows(const Effect &effect) {
  std::vector<uint32_t> list;
  for (const Row &row : effect.rows.rows)
    if (!llvm::is_contained(list, row.outcome)) list.push_back(row.outcome);
  return list;
}

PlainOutcome plainOutcome(const EmitInput &input, uint32_t index) {
  const Outcome &o = input.tables.outcomes[index];
  PlainOutcome plain{o.text, o.currency, o.may ? "may" : "shall", o.authority, std::nullopt, std::nullopt};
  if (plain.unit.empty()) plain.unit = o.months ? "months" : o.days ? "days" : "";
  auto constant = [&](ir::Index expr) -> std::optional<Number> {
    if (expr == ir::none || input.program.exprs[expr].op != ir::Op::Constant) return std::nullopt;
    return input.program.exprs[expr].number;
  };
  plain.low = constant(o.low);
  plain.high = constant(o.high);
  return plain;
}

} // namespace proviso
