// What a plan consists of.
#pragma once

#include "Kernels.h"
#include "SetDiagrams.h"
#include "proviso/Plan.h"

#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>

namespace proviso {

/// What the rules look at: a column, or a variable that several columns speak of.
struct PlanInput {
  std::optional<uint32_t> column;
  uint32_t variable = 0; // without a column: what the case says of this one
  /// Cells have the codes from 0 to this one, which is: not known.
  uint16_t unknown = 0;
  /// Nothing known says the same as this code.
  std::optional<uint16_t> silence;
  bool unascertainable = false;
  bool asked = false; // whether it is known is asked itself: that it is not may lead where nothing known does
  int64_t least = INT64_MIN + 1; // that a cell may be, unless it is unascertainable
  std::vector<int64_t> bounds;   // of numbers: the code is how many of them a cell is not below
  std::vector<int32_t> bounds4;  // the same, of days and periods
  Cells::Kind cells = Cells::Kind::Bytes;
  /// For a variable, and each code, the values that it may have.
  std::map<uint32_t, std::vector<uint64_t>> values;
};

/// A provision that may come to something, as a diagram over inputs.
struct PlannedProvision {
  uint32_t provision = 0;
  uint32_t root = 0; // a node, or a verdict with the top bit
  uint32_t component = 0;
  std::vector<uint32_t> inputs;     // in order
  std::vector<uint32_t> conditions; // of these, those on which its elements rest and that need not be known
};

struct PlanNode {
  uint32_t input = 0, classes = 0, firstChild = 0; // classes: where in `classOf` those of the codes of the input begin
};

struct AlignedWords {
  std::unique_ptr<uint64_t[], void (*)(uint64_t *)> words{
      nullptr, [](uint64_t *p) { ::operator delete[](p, std::align_val_t(64)); }};
  uint64_t *data() const { return words.get(); }
  void assign(size_t count, uint64_t value);
};

struct Plan::Parts {
  static constexpr uint32_t verdictBit = 0x8000'0000U;
  static constexpr uint32_t nothing = 0, contradiction = 1; // verdicts
  static constexpr uint8_t hidden = 1, meetsItself = 2;     // flags of verdicts

  Parts(const Tables &tables, CaseForm form) : tables(tables), form(std::move(form)) {}

  const Tables &tables;
  CaseForm form;
  Date day;
  Span span;
  bool milderLaws = false;
  std::optional<BoundCase> empty; // nothing is stated
  struct Subject {
    std::vector<bool> roles;
    uint32_t form = 0;
  };
  std::vector<Subject> subjects; // of the subject column, and that of which nothing is said
  /// Of columns: rows of Facts that they state; the provision.
  std::vector<std::vector<uint32_t>> facts;
  std::vector<std::optional<uint32_t>> provisions;
  std::optional<uint32_t> act, decided, subject; // columns

  std::vector<PlanInput> inputs;
  std::vector<PlannedProvision> deciding;
  std::vector<PlanNode> nodes;
  std::vector<uint32_t> children;
  std::vector<uint16_t> classOf;
  std::vector<Verdict> verdicts, alwaysSo;
  std::vector<uint8_t> flags;                   // of verdicts
  std::vector<uint32_t> twins;                  // of verdicts: the same where nothing at all is known; 0: there is none
  std::vector<std::vector<uint32_t>> columnsOf; // by provision
  std::vector<uint8_t> componentAlways;         // by component: one hit is enough to weigh
  std::vector<uint32_t> rawColumns;             // of which more may matter than the codes of inputs say
  std::vector<std::vector<bool>> members;       // by component, the provisions

  // Rules as bits.
  uint32_t bits = 0, words = 0;
  std::vector<uint32_t> bitOf, bitVerdict; // by bit: in `deciding`; the verdict, or `walk`
  static constexpr uint32_t walk = UINT32_MAX;
  bool plain = true;    // bits say all
  bool derived = false; // some input is no column
  struct Group {
    std::vector<std::pair<uint32_t, uint32_t>> inputs; // with the stride
    AlignedWords rows;
  };
  std::vector<Group> groups;
  std::vector<AlignedWords> ofInput; // by input, for each code
  std::vector<uint32_t> unused;      // inputs in no group
  const Kernels *kernels = nullptr;

  /// Verdicts that are found later, after those of the diagrams.
  mutable std::shared_mutex mutex;
  mutable std::map<Verdict, uint32_t> found;
  mutable std::vector<std::unique_ptr<Verdict>> foundInOrder;
  uint32_t add(const Verdict &verdict) const;

  /// A cell of a column as the value of a fact that it states.
  FactValue valueOf(uint32_t column, uint32_t fact, int64_t cell) const;
};

} // namespace proviso
