// What other engines are asked: inputs with plain names and plain types, and cells as tests of them.
#pragma once

#include "emit/Emit.h"

#include <optional>

namespace proviso {

/// An input of a provision's tables as other engines take it. Its name is one in every format.
struct Input {
  /// Days: the number of a day since 1970-01-01, or a date where the format has dates. Months, Span: a duration in
  /// months, in days. Text: one of `values`.
  enum class Type : uint8_t { Boolean, Number, Date, Span, Months, Text };
  uint32_t variable = 0;
  Type type = Type::Boolean;
  bool open = false; // it may also be found that the value cannot be established
  std::string id;    // `v1`
  std::string name;  // letters, digits and `_`; other scripts stay as they are
  std::string label;
  std::vector<std::string> values; // Text
};

/// `boolean`, `number`, `date`, `days`, `months`, `text`.
std::string_view wordOf(Input::Type type);

/// One for each variable, in their order.
std::vector<Input> inputsOf(const ir::Program &program, const ProvisionTable &table);

/// A set of values of an input, unascertainable aside.
struct InputTest {
  struct Interval {
    std::optional<Number> low, high; // none: open to that side
    bool withLow = false, withHigh = false;
    bool isPoint() const { return low && high && *low == *high; }
  };
  bool any = false;                // whatever the value is
  bool unascertainable = false;    // also where it cannot be established
  std::vector<Interval> intervals; // of numbers, dates and durations
  std::vector<uint32_t> values;    // of texts and booleans: their index
};
InputTest testOf(const ir::Program &program, const Variable &variable, uint64_t values);

/// For formats that have no value for what cannot be established: such an input is followed by a boolean that says
/// whether it is so, named `NAME_unascertainable`.
std::vector<Input> plainColumnsOf(const ir::Program &program, const ProvisionTable &table);
/// Of these those that the rows test, in their order.
std::vector<const Input *> testedBy(const std::vector<Input> &columns, const Rows &rows);
/// The tests of a row, one for each of `testedBy`; several rows where a cell joins a value with unascertainable.
std::vector<std::vector<InputTest>> plainRows(const ir::Program &program, const ProvisionTable &table, const Rows &rows,
                                              const Row &row);

/// The diagrams of a provision as numbers: for each node the input that it tests, and where each value leads. What a
/// number leads to: a node; or, below zero, -1 no, -2 what the vocabulary rules out, -3 yes or, of an effect, the first
/// of the outcomes, -4 the second.
struct NumberedDiagrams {
  struct Node {
    uint32_t input = 0;
    std::vector<int32_t> children;
  };
  std::vector<Node> nodes; // children before parents
  int32_t elements = -1;
  struct Root {
    int32_t root = -1;
    std::vector<uint32_t> outcomes; // of DecisionTables::outcomes, in the order in which roots count them
  };
  std::vector<Root> effects;
  std::vector<int32_t> adjustments;
};
NumberedDiagrams numbered(const ProvisionTable &table);

/// An outcome in the plain values that every format has.
struct PlainOutcome {
  std::string text, unit, mode, authority; // unit: a currency, `months`, `days`, or empty; mode: `shall` or `may`
  std::optional<Number> low, high;         // only where they do not hang on the case
};
PlainOutcome plainOutcome(const EmitInput &input, uint32_t outcome);
/// The outcomes of an effect in the order of its rows, each once: SQL numbers them from 1.
std::vector<uint32_t> outcomesInRows(const Effect &effect);

/// Letters, digits and `_`, not a digit first; other scripts stay as they are.
std::string identifier(const std::string &text);

} // namespace proviso
