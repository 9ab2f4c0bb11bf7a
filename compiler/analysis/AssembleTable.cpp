#include "analysis/AssembleTable.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringMap.h>

namespace proviso::analysis {

namespace {

class Assembler {
public:
  Assembler(const WrittenTable &written, Notation notation, ForeignTables &result)
      : written(written), notation(notation), result(result) {}

  void run() {
    ForeignTable made;
    made.table.name = written.name;
    made.table.line = written.at.line;
    made.hasDefault = written.hasDefault;
    readable = !written.unreadable;
    checkShape();
    if (readable) readInputs(made.table);
    if (readable) readOutputs(made.table);
    if (!readable) {
      made.table.columns.clear();
      made.table.rows.clear();
      made.table.outcomes.clear();
    }
    made.analysable = readable;
    result.tables.push_back(std::move(made));
  }

private:
  void problem(Place at, std::string message) {
    result.problems.push_back({at.line, at.column, std::move(message)});
    readable = false;
  }

  void checkShape() {
    if (written.inputs.size() > 64) problem(written.at, "more than 64 inputs are not analysed");
    for (size_t row = 0; row < written.rules.size(); ++row) {
      const WrittenTable::Rule &rule = written.rules[row];
      if (rule.inputs.size() != written.inputs.size() || rule.outputs.size() != written.outputs.size())
        problem(rule.at,
                fmt::format("row {} has {} inputs and {} outputs; the table has {} and {}", row + 1, rule.inputs.size(),
                            rule.outputs.size(), written.inputs.size(), written.outputs.size()));
    }
  }

  std::optional<UnaryTests> read(const WrittenTable::Entry &entry) {
    ReadFailure failure;
    auto tests = readUnaryTests(entry.text, notation, failure);
    // Within a text of several lines, or with escapes, its beginning is the place.
    const bool exact = entry.verbatim && entry.text.find('\n') == std::string::npos;
    if (!tests)
      problem({entry.at.line, entry.at.column + (exact ? static_cast<uint32_t>(failure.offset) : 0)},
              std::move(failure.message));
    return tests;
  }

  void readInputs(DecisionTable &table) {
    table.policy = written.policy;
    for (const WrittenTable::Rule &rule : written.rules) table.rows.push_back({{}, 0, 0, rule.at.line});
    for (size_t c = 0; c < written.inputs.size(); ++c) {
      const WrittenTable::Input &input = written.inputs[c];
      ForeignColumn column;
      column.column.name = input.name;
      column.declared = input.declared;
      bool whole = true;
      column.allowed = read(input.allowed);
      whole = column.allowed.has_value();
      for (const WrittenTable::Rule &rule : written.rules)
        if (auto tests = read(rule.inputs[c]))
          column.cells.push_back(std::move(*tests));
        else
          whole = false;
      if (!whole) continue;
      std::vector<Cell> cells;
      std::optional<size_t> row;
      std::string message;
      if (!settleColumn(column, cells, row, message)) {
        problem(row ? written.rules[*row].inputs[c].at : input.allowed.at, std::move(message));
        continue;
      }
      for (size_t r = 0; r < cells.size(); ++r) table.rows[r].cells.push_back(std::move(cells[r]));
      table.columns.push_back(std::move(column.column));
    }
  }

  /// Texts of one value are alike: `1.0` and `1`, `"a"` and, in bare notation, `a`.
  std::string alike(llvm::StringRef text) const {
    ReadFailure failure;
    const auto tests = readUnaryTests(text, notation, failure);
    if (!tests || tests->negated || tests->tests.size() != 1 || !tests->tests[0].isValue()) return text.trim().str();
    const Literal &value = *tests->tests[0].low;
    switch (value.kind) {
    case LiteralKind::String: return "\"" + value.text + "\"";
    case LiteralKind::Number: return value.number.text();
    default: return text.trim().str();
    }
  }

  void readOutputs(DecisionTable &table) {
    const bool ranked = written.policy == HitPolicy::Priority || written.policy == HitPolicy::OutputOrder;
    std::vector<llvm::StringMap<uint32_t>> ranks;
    for (const WrittenTable::Output &output : written.outputs) {
      ranks.emplace_back();
      if (!ranked) continue;
      const auto allowed = read(output.allowed);
      if (!allowed) continue;
      if (allowed->tests.empty() || allowed->negated ||
          llvm::any_of(allowed->tests, [](const UnaryTest &test) { return !test.isValue(); })) {
        problem(output.allowed.at.line ? output.allowed.at : written.at,
                "the policy needs the values of each output, the best first");
        continue;
      }
      for (const UnaryTest &test : allowed->tests)
        ranks.back().try_emplace(keyOf(*test.low), static_cast<uint32_t>(ranks.back().size()));
    }
    if (!readable) return;
    llvm::StringMap<uint32_t> outcomes;
    for (size_t r = 0; r < written.rules.size(); ++r) {
      std::string outcome;
      uint64_t rank = 0;
      for (size_t o = 0; o < written.outputs.size(); ++o) {
        const WrittenTable::Entry &entry = written.rules[r].outputs[o];
        const std::string text = alike(entry.text);
        outcome += (o ? ", " : "") + text;
        if (!ranked) continue;
        const auto place = ranks[o].find(text);
        if (place == ranks[o].end()) {
          problem(entry.at, fmt::format("{} is none of the values of the output", text));
          continue;
        }
        rank = rank * ranks[o].size() + place->second;
      }
      if (rank > UINT32_MAX) return problem(written.rules[r].at, "the outputs have too many values");
      const auto [known, fresh] = outcomes.try_emplace(outcome, static_cast<uint32_t>(outcomes.size()));
      if (fresh) table.outcomes.push_back(outcome);
      table.rows[r].outcome = known->second;
      table.rows[r].rank = static_cast<uint32_t>(rank);
    }
  }

  static std::string keyOf(const Literal &value) {
    if (value.kind == LiteralKind::String) return "\"" + value.text + "\"";
    if (value.kind == LiteralKind::Boolean) return value.number == Number(0) ? "false" : "true";
    return value.kind == LiteralKind::Null ? "null" : value.number.text();
  }

  const WrittenTable &written;
  Notation notation;
  ForeignTables &result;
  bool readable = true;
};

} // namespace

Place placeOf(llvm::StringRef text, size_t offset) {
  const llvm::StringRef before = text.take_front(offset);
  const size_t line = before.rfind('\n');
  return {static_cast<uint32_t>(before.count('\n') + 1),
          static_cast<uint32_t>(offset - (line == llvm::StringRef::npos ? 0 : line + 1) + 1)};
}

void assembleTable(const WrittenTable &written, Notation notation, ForeignTables &result) {
  Assembler(written, notation, result).run();
}

std::optional<HitPolicy> policyOfLetter(llvm::StringRef text) {
  if (text == "C" || text == "C+" || text == "C<" || text == "C>" || text == "C#") return HitPolicy::Collect;
  static constexpr std::pair<char, HitPolicy> letters[] = {{'U', HitPolicy::Unique},    {'A', HitPolicy::Any},
                                                           {'P', HitPolicy::Priority},  {'F', HitPolicy::First},
                                                           {'R', HitPolicy::RuleOrder}, {'O', HitPolicy::OutputOrder}};
  for (const auto &[letter, policy] : letters)
    if (text.size() == 1 && text.front() == letter) return policy;
  return std::nullopt;
}

} // namespace proviso::analysis
