// Rows read off diagrams, and cells in words.
#include "tables/Rows.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <functional>

namespace proviso {

Rows rowsOf(const ProvisionTable &table, Diagram root, size_t most) {
  Rows result;
  result.columns = table.diagrams.support(root);
  std::vector<uint64_t> cells;
  for (uint32_t column : result.columns) cells.push_back(allValues(table.variables[column]));
  std::function<void(Diagram)> visit = [&](Diagram d) {
    if (result.moreThan || d == no || d == impossible) return;
    if (isTerminal(d)) {
      if (result.rows.size() == most)
        result.moreThan = most;
      else
        result.rows.push_back({cells, d == yes ? 0 : valueOf(d) - firstOutcome});
      return;
    }
    const uint32_t variable = table.diagrams.variable(d);
    const size_t column = static_cast<size_t>(llvm::find(result.columns, variable) - result.columns.begin());
    const uint64_t before = cells[column];
    // Values that lead to the same are one cell.
    const auto children = table.diagrams.children(d);
    std::vector<Diagram> done;
    for (Diagram child : children) {
      if (llvm::is_contained(done, child)) continue;
      done.push_back(child);
      cells[column] = 0;
      for (uint32_t v = 0; v < children.size(); ++v)
        if (children[v] == child) cells[column] |= uint64_t(1) << v;
      visit(child);
    }
    cells[column] = before;
  };
  visit(root);
  if (result.moreThan) result.rows.clear();
  return result;
}

namespace {

/// A bound of an interval in the fact's own measure.
std::string boundText(const ir::Program &program, const Variable &variable, Number at) {
  const ir::Fact &fact = program.facts[variable.fact];
  switch (fact.type) {
  case ir::FactType::Date: return Date{static_cast<int32_t>(at.numerator())}.text();
  case ir::FactType::Duration:
    return Duration{variable.months ? Duration::Unit::Months : Duration::Unit::Days,
                    static_cast<int32_t>(at.numerator())}
        .text();
  case ir::FactType::Money: return at.grouped() + " " + fact.currency;
  default: return at.grouped();
  }
}

} // namespace

std::string intervalText(const ir::Program &program, const Variable &variable, uint32_t first, uint32_t last) {
  const bool fromStart = first == 0, toEnd = last >= variable.cuts.size();
  if (fromStart && toEnd) return "any";
  auto bound = [&](const Cut &cut) { return boundText(program, variable, cut.at); };
  if (fromStart) return (variable.cuts[last].after ? "<= " : "< ") + bound(variable.cuts[last]);
  const Cut &low = variable.cuts[first - 1];
  if (toEnd) return (low.after ? "> " : ">= ") + bound(low);
  const Cut &high = variable.cuts[last];
  if (!low.after && high.after && low.at == high.at) return bound(low);
  const ir::FactType type = program.facts[variable.fact].type;
  const bool whole = type == ir::FactType::Count || type == ir::FactType::Date || type == ir::FactType::Duration;
  if (whole && Number::add(low.at, Number(1)) == high.at) return bound(low);
  return fmt::format("{}{} .. {}{}", low.after ? "(" : "[", bound(low), bound(high), high.after ? "]" : ")");
}

bool mayBeUnascertainable(const ir::Program &program, const Variable &variable) {
  return variable.kind == VariableKind::Fact && program.facts[variable.fact].unascertainable;
}

bool isNumeric(const ir::Program &program, const Variable &variable) {
  if (variable.kind != VariableKind::Fact) return false;
  const ir::FactType type = program.facts[variable.fact].type;
  return type != ir::FactType::Boolean && type != ir::FactType::Choice;
}

std::string valueText(const ir::Program &program, const Variable &variable, uint32_t value) {
  if (variable.kind == VariableKind::Form) return value < program.forms.size() ? program.forms[value].name : "none";
  if (variable.kind == VariableKind::Succession) {
    const std::vector<ir::Index> &becomes = program.provisions[variable.provision].becomes;
    if (value == 0) return "it stands";
    if (becomes.empty()) return value == 1 ? "it counts on" : "it counts no more";
    return program.provisions[becomes[value - 1]].citation;
  }
  if (variable.kind != VariableKind::Fact) return value ? "yes" : "no";
  const ir::Fact &fact = program.facts[variable.fact];
  if (fact.unascertainable && value == variable.size - 1) return "unascertainable";
  if (fact.type == ir::FactType::Boolean) return value ? "yes" : "no";
  if (fact.type == ir::FactType::Choice) return fact.values[value];
  return intervalText(program, variable, value, value);
}

std::string cellText(const ir::Program &program, const Variable &variable, uint64_t cell) {
  if (cell == allValues(variable)) return "-";
  std::vector<std::string> parts;
  const bool numeric = isNumeric(program, variable);
  const bool ordered = variable.kind == VariableKind::Fact && program.facts[variable.fact].ordered;
  const bool open = mayBeUnascertainable(program, variable);
  const uint32_t values = variable.size - (open ? 1 : 0);
  for (uint32_t v = 0; v < values;) {
    if (!(cell >> v & 1)) {
      ++v;
      continue;
    }
    uint32_t last = v;
    while (last + 1 < values && (cell >> (last + 1) & 1)) ++last;
    if (numeric)
      parts.push_back(intervalText(program, variable, v, last));
    else if (ordered && last == values - 1 && v > 0 && last > v)
      parts.push_back(">= " + valueText(program, variable, v));
    else if (ordered && v == 0 && last > v)
      parts.push_back("<= " + valueText(program, variable, last));
    else
      for (uint32_t one = v; one <= last; ++one) parts.push_back(valueText(program, variable, one));
    v = last + 1;
  }
  if (open && (cell >> (variable.size - 1) & 1)) parts.push_back("unascertainable");
  return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace proviso
