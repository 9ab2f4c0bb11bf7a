#include "review/TableChanges.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace proviso {

namespace {

/// The value of an input, in words that both days share: one of its values, or a number.
struct Value {
  uint32_t index = 0;
  std::optional<Number> number;
  bool unascertainable = false;
};
using Assignment = std::map<std::string, Value>; // by the key of a variable

bool isNumber(const ir::Program &program, const Variable &v) {
  if (v.kind != VariableKind::Fact) return false;
  const ir::FactType type = program.facts[v.fact].type;
  return type != ir::FactType::Boolean && type != ir::FactType::Choice;
}

/// A table by the law of one day.
class Side {
public:
  Side(const Readings &readings, const ir::Program &program, const DecisionTables &tables, const ProvisionTable &table,
       Date day)
      : program(program), tables(tables), table(table) {
    auto lineage = [&](ir::Index provision) {
      const ir::Index instrument = program.provisions[provision].instrument;
      return readings.lineage({instrument, provision - program.instruments[instrument].root});
    };
    for (const Variable &v : table.variables) {
      std::string key = fmt::format("{} {}", static_cast<int>(v.kind), static_cast<int>(v.owner));
      if (v.fact != ir::none) key += " " + program.facts[v.fact].name;
      if (v.provision != ir::none) key += " " + lineage(v.provision);
      if (v.kind == VariableKind::Role) key += " " + program.roles[v.index].name;
      if (v.kind == VariableKind::Comparison) key += " " + ir::describe(program, v.expr, lineage);
      keys.push_back(std::move(key));
      const bool ofDay = v.kind == VariableKind::InForce || v.kind == VariableKind::Succession;
      const Span span = ofDay ? program.provisions[v.provision].span : Span();
      if (v.kind == VariableKind::InForce)
        fixed.push_back(span.contains(day) ? 1 : 0);
      else if (v.kind == VariableKind::Succession && day < span.until)
        fixed.push_back(0);
      else
        fixed.push_back(std::nullopt);
    }
  }

  uint32_t valueOf(uint32_t variable, const Assignment &assignment) const {
    if (fixed[variable]) return *fixed[variable];
    const Variable &v = table.variables[variable];
    const auto found = assignment.find(keys[variable]);
    const bool known = found != assignment.end();
    if (known && found->second.unascertainable) return v.size - 1;
    if (!isNumber(program, v))
      return known ? std::min(found->second.index, v.size - 1) : v.kind == VariableKind::Succession ? 1 : 0;
    const Number number = known && found->second.number ? *found->second.number : Number(0);
    uint32_t interval = 0;
    for (const Cut &cut : v.cuts) interval += cut.after ? number > cut.at : number >= cut.at;
    return interval;
  }

  /// Values of a number that lie on all sides of its bounds here.
  void around(const std::string &key, std::vector<Number> &points, bool &open) const {
    for (uint32_t i = 0; i < table.variables.size(); ++i) {
      const Variable &v = table.variables[i];
      if (keys[i] != key || !isNumber(program, v)) continue;
      open = open || program.facts[v.fact].unascertainable;
      for (const Cut &cut : v.cuts)
        for (const int64_t by : {-1, 0, 1})
          if (const auto point = Number::add(cut.at, Number(by));
              point && (program.facts[v.fact].type != ir::FactType::Count || *point >= Number(0)))
            points.push_back(*point);
    }
  }
  bool isNumeric(uint32_t variable) const { return isNumber(program, table.variables[variable]); }

  Diagram at(Diagram root, const Assignment &assignment) const {
    while (!isTerminal(root)) root = table.diagrams.children(root)[valueOf(table.diagrams.variable(root), assignment)];
    return root;
  }

  /// What it earns, in words; nothing where the case is none.
  std::optional<std::vector<std::string>> earns(const Assignment &assignment) const {
    if (at(table.elements, assignment) == impossible) return std::nullopt;
    std::vector<std::string> list;
    for (const Effect &effect : table.effects) {
      const Diagram d = at(effect.root, assignment);
      if (d == impossible) return std::nullopt;
      if (proviso::valueOf(d) >= firstOutcome) list.push_back(textOf(effect, proviso::valueOf(d) - firstOutcome));
    }
    std::sort(list.begin(), list.end());
    return list;
  }

  /// Its rows by the law of the day, for people and with the keys of what stands in them.
  std::vector<ReadingLine> rows() const {
    std::vector<ReadingLine> lines;
    add(lines, "made out", table.elementRows, nullptr);
    for (const Effect &effect : table.effects) add(lines, titleOf(effect), effect.rows, &effect);
    return lines;
  }

  std::vector<ExampleInput> inputs(const Assignment &assignment) const {
    std::vector<ExampleInput> list;
    for (uint32_t i = 0; i < table.variables.size(); ++i) {
      const Variable &v = table.variables[i];
      if (fixed[i] || v.kind == VariableKind::Comparison) continue;
      const uint32_t value = valueOf(i, assignment);
      ExampleInput input;
      input.kind = v.kind;
      input.key = keys[i];
      input.ofPerson = v.owner == ir::Owner::Person;
      if (v.provision != ir::none) input.provision = program.provisions[v.provision].id;
      const bool truth = v.kind == VariableKind::Breach || v.kind == VariableKind::Disobeyed ||
                         v.kind == VariableKind::Role ||
                         (v.kind == VariableKind::Fact && program.facts[v.fact].type == ir::FactType::Boolean);
      input.value = value ? "true" : "false";
      if (v.kind == VariableKind::Role) input.name = program.roles[v.index].name;
      if (v.kind == VariableKind::Form) input.name = value < program.forms.size() ? program.forms[value].name : "";
      if (v.kind == VariableKind::Fact) {
        const ir::Fact &fact = program.facts[v.fact];
        input.name = fact.name;
        const auto found = assignment.find(keys[i]);
        const Number number = found != assignment.end() && found->second.number ? *found->second.number : Number(0);
        if (fact.unascertainable && value == v.size - 1)
          input.value = "\"unascertainable\"";
        else if (fact.type == ir::FactType::Choice)
          input.value = fmt::format("\"{}\"", fact.values[value]);
        else if (fact.type == ir::FactType::Money)
          input.value = fmt::format("\"{} {}\"", number.text(), fact.currency);
        else if (fact.type == ir::FactType::Date)
          input.value = fmt::format("\"{}\"", Date{static_cast<int32_t>(number.numerator())}.text());
        else if (fact.type == ir::FactType::Duration)
          input.value = fmt::format("\"{} {}\"", number.text(), v.months ? "months" : "days");
        else if (fact.type != ir::FactType::Boolean)
          input.value = number.text();
      }
      // What is not so goes without saying.
      if (truth ? value != 0 : value != 0 || v.kind == VariableKind::Form)
        input.text = truth ? v.label : fmt::format("{}: {}", v.label, valueText(program, v, value));
      list.push_back(std::move(input));
    }
    return list;
  }

  const ProvisionTable &of() const { return table; }
  const std::string &key(uint32_t variable) const { return keys[variable]; }
  bool isFixed(uint32_t variable) const { return fixed[variable].has_value(); }

private:
  std::string addressee(const Effect &effect) const {
    if (effect.addressee == ir::Owner::Act) return "";
    std::string names;
    for (ir::Index role : effect.roles) names += (names.empty() ? "" : " or ") + program.roles[role].name;
    return "on " + names + ": ";
  }
  std::string textOf(const Effect &effect, uint32_t outcome) const {
    return addressee(effect) + tables.outcomes[outcome].text;
  }
  std::string titleOf(const Effect &effect) const { return addressee(effect) + effect.name; }

  void add(std::vector<ReadingLine> &lines, const std::string &title, const Rows &from, const Effect *effect) const {
    if (from.moreThan) {
      lines.push_back({title + ": too large", fmt::format("{}: more than {} rows", title, from.moreThan)});
      return;
    }
    for (const Row &row : from.rows) {
      std::string text, key;
      bool ofDay = true;
      for (size_t c = 0; c < from.columns.size(); ++c) {
        const uint32_t v = from.columns[c];
        if (fixed[v]) {
          ofDay = ofDay && (row.cells[c] >> *fixed[v] & 1);
          continue;
        }
        const Variable &variable = table.variables[v];
        if (row.cells[c] == allValues(variable)) continue;
        const std::string cell = cellText(program, variable, row.cells[c]);
        const bool yes = cell == "yes", no = cell == "no";
        text += (text.empty() ? "" : ", ") + (yes  ? variable.label
                                              : no ? "not: " + variable.label
                                                   : fmt::format("{}: {}", variable.label, cell));
        key += fmt::format("{}: {}, ", keys[v], cell);
      }
      if (!ofDay) continue;
      std::string outcome;
      if (effect) outcome = tables.outcomes[row.outcome].text;
      lines.push_back({fmt::format("{}: {}=> {}", title, key, outcome),
                       fmt::format("{}: {}{}", title, text.empty() ? "whenever it is made out" : text,
                                   effect ? " => " + outcome : "")});
    }
  }

  const ir::Program &program;
  const DecisionTables &tables;
  const ProvisionTable &table;
  std::vector<std::string> keys;
  std::vector<std::optional<uint32_t>> fixed; // what the day decides
};

/// Looks for a case that the sides decide otherwise: first along the ways to what one of them imposes, the rest as it
/// comes; then along all ways through both, which tells whether there is one.
class ExampleSearch {
public:
  ExampleSearch(const Side &before, const Side &after) : before(before), after(after) {}

  enum class Result { Found, None, Open };
  Result run() {
    std::vector<Root> all;
    for (const Side *side : {&after, &before}) {
      for (const Effect &effect : side->of().effects) all.push_back({side, effect.root});
      all.push_back({side, side->of().elements});
    }
    budget = 5'000;
    for (const Root &one : all)
      if (walk(one.diagram, one)) return Result::Found;
    budget = 50'000;
    if (walk(all.front().diagram, all)) return Result::Found;
    return budget ? Result::None : Result::Open;
  }

  Assignment assignment;
  std::vector<std::string> earnsBefore, earnsAfter;

private:
  struct Root {
    const Side *side;
    Diagram diagram;
  };

  /// From a node of the first of these roots on, and then through the others.
  bool walk(Diagram d, llvm::ArrayRef<Root> roots) {
    if (budget == 0) return false;
    const Side &side = *roots.front().side;
    if (isTerminal(d)) {
      if (d == impossible) return false;
      return roots.size() > 1 ? walk(roots[1].diagram, roots.drop_front()) : differs();
    }
    const uint32_t v = side.of().diagrams.variable(d);
    const llvm::ArrayRef<Diagram> children = side.of().diagrams.children(d);
    if (side.isFixed(v) || assignment.count(side.key(v))) return walk(children[side.valueOf(v, assignment)], roots);
    for (const Value &value : valuesOf(side, v, children.size())) {
      assignment[side.key(v)] = value;
      if (walk(children[side.valueOf(v, assignment)], roots)) return true;
    }
    assignment.erase(side.key(v));
    return false;
  }

  /// All that make a difference on either side.
  std::vector<Value> valuesOf(const Side &side, uint32_t variable, size_t size) const {
    std::vector<Value> values;
    if (!side.isNumeric(variable)) {
      for (uint32_t value = 0; value < size; ++value) values.push_back({value, std::nullopt, false});
      return values;
    }
    std::vector<Number> points{Number(0)};
    bool open = false;
    for (const Side *one : {&before, &after}) one->around(side.key(variable), points, open);
    llvm::sort(points);
    points.erase(std::unique(points.begin(), points.end()), points.end());
    for (const Number &point : points) values.push_back({0, point, false});
    if (open) values.push_back({0, std::nullopt, true});
    return values;
  }

  bool differs() {
    --budget;
    const auto was = before.earns(assignment), is = after.earns(assignment);
    if (!was || !is || *was == *is) return false;
    earnsBefore = *was;
    earnsAfter = *is;
    return true;
  }

  const Side &before, &after;
  size_t budget = 0;
};

} // namespace

std::optional<TableChange> tableChange(const Readings &readings, const ir::Program &program,
                                       const DecisionTables &tables, ProvisionRef before, Date from, ProvisionRef after,
                                       Date to) {
  auto find = [&](ProvisionRef ref) -> const ProvisionTable * {
    const ir::Index index = program.instruments[ref.instrument].root + ref.provision;
    const auto found = llvm::lower_bound(tables.provisions, index, [](const ProvisionTable &table, ir::Index wanted) {
      return table.provision < wanted;
    });
    return found != tables.provisions.end() && found->provision == index ? &*found : nullptr;
  };
  const ProvisionTable *was = find(before), *is = find(after);
  if (!was || !is) return std::nullopt; // then the provision is new, or has ended, or decides nothing
  const Side left(readings, program, tables, *was, from), right(readings, program, tables, *is, to);
  const ReadingDifference rows = difference(left.rows(), right.rows());
  if (rows.empty()) return std::nullopt;
  TableChange change;
  change.before = before;
  change.after = after;
  change.gone = rows.gone;
  change.added = rows.added;
  ExampleSearch search(left, right);
  const ExampleSearch::Result result = search.run();
  if (result == ExampleSearch::Result::None) return std::nullopt; // other rows that say the same
  if (result == ExampleSearch::Result::Found) {
    change.caseBefore = left.inputs(search.assignment);
    change.caseAfter = right.inputs(search.assignment);
    change.earnsBefore = search.earnsBefore;
    change.earnsAfter = search.earnsAfter;
  }
  return change;
}

} // namespace proviso
