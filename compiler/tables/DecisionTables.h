// The decision tables of a program: for each provision with an effect, its variables, a diagram for its elements
// and one for each effect, and the rows that are read off them.
#pragma once

#include "check/IntermediateForm.h"
#include "diagnostics/Diagnostics.h"
#include "tables/Diagram.h"

#include <string>
#include <vector>

namespace proviso {

enum class VariableKind : uint8_t {
  Fact,
  Role,
  Form,
  Breach,
  Disobeyed,
  InForce,
  Comparison,
  Succession,
  Record,
  Stated // whether a case says what a fact is
};

/// A bound of an interval. `after`: the bound itself belongs to the interval below.
struct Cut {
  Number at;
  bool after = false;
  friend bool operator==(const Cut &, const Cut &) = default;
  friend auto operator<=>(const Cut &a, const Cut &b) {
    if (const auto order = a.at <=> b.at; order != 0) return order;
    return a.after <=> b.after;
  }
};

/// An input. Its values: no and yes; those of a choice; the forms and none of them; or the intervals between cuts.
/// A fact that may be unascertainable has that as its last value. Succession: what has become of a provision that is
/// cited: it stands; then each provision of which one is in its place, or, where none is, that it counts on, and that
/// it does not.
struct Variable {
  VariableKind kind = VariableKind::Fact;
  ir::Owner owner = ir::Owner::Act;
  ir::Index fact = ir::none, provision = ir::none, index = ir::none;
  std::vector<Cut> cuts;
  bool months = false;
  ir::Index expr = ir::none; // Comparison: of these two terms
  uint32_t size = 2;
  std::string label;
};

/// A row: for each column a set of values, as bits; all bits: the column does not matter.
struct Row {
  std::vector<uint64_t> cells;
  uint32_t outcome = 0; // an index of DecisionTables::outcomes; of an elements table unused
};

/// Rows are disjoint; what no row meets has no outcome.
struct Rows {
  std::vector<uint32_t> columns; // variables of the provision
  std::vector<Row> rows;
  size_t moreThan = 0; // the limit, where there are more: the diagram stands, rows are not written
};

enum class OutcomeOp : uint8_t { Kind, OneOf, OneOrMoreOf, AllOf, AlsoOrOnly, Referral, NotWrittenOut };

/// What is imposed: one kind, or a choice among several.
struct Outcome {
  OutcomeOp op = OutcomeOp::Kind;
  bool may = false;
  ir::Index kind = ir::none; // of sanction, or the referral
  std::string qualifier, currency, things, authority;
  std::vector<ir::Term> terms;
  std::vector<ir::Index> addressees; // roles of the person; none: the subject
  ir::Index low = ir::none, high = ir::none;
  /// `maximum 2 times`: the upper bound counts so many times, by these adjustments (the provision, and which of its).
  Number times = Number(1);
  std::vector<std::pair<ir::Index, uint32_t>> raisedBy;
  bool months = false, days = false;
  std::vector<uint32_t> branches; // outcomes
  std::string text;               // as the law says it
};

/// A provision on the way to a sanction. `named`: it is what a number named; what is in its place now comes next.
struct Link {
  ir::Index provision = ir::none;
  bool named = false;
  friend bool operator==(const Link &, const Link &) = default;
};
using Chain = std::vector<Link>;

struct Effect {
  ir::Owner addressee = ir::Owner::Act;
  std::vector<ir::Index> roles;       // of the person who is addressed
  std::string name;                   // `fine`, or the kinds of a choice; for titles
  ir::Index source = ir::none;        // the provision in whose tiers it is written
  std::string group;                  // several alternatives that the authority chooses among
  std::vector<ir::Index> alternative; // what is cited for it; a choice within a choice has what each cites
  std::vector<Chain> chains;          // from the provision that applies to the source
  Diagram root = no;                  // elements included, under the constraints
  Rows rows;                          // given that the elements are made out
};

struct StatementTable {
  ir::Index provision = ir::none;
  ir::StatementKind kind = ir::StatementKind::When;
  std::string text;
  Diagram root = no;
};

/// Where an adjustment takes effect: the provision is made out, and the guard holds.
struct AdjustmentTable {
  uint32_t index = 0; // of Provision::adjustments
  Diagram root = no;
  Rows rows;
};

struct ProvisionTable {
  ir::Index provision = ir::none;
  std::vector<Variable> variables;
  Diagrams diagrams;
  Diagram elements = no; // under the constraints
  Rows elementRows;
  std::vector<Effect> effects;
  std::vector<StatementTable> statements;
  std::vector<AdjustmentTable> adjustments;
};

/// What an adjustment makes of an outcome: an exemption which takes only some branches of a choice, or a higher
/// maximum.
struct Change {
  ir::Index provision = ir::none; // where the exemption stands
  uint32_t adjustment = 0;
  uint32_t outcome = 0, becomes = 0;
};

struct DecisionTables {
  std::vector<ProvisionTable> provisions; // in the order of the corpus
  std::vector<Outcome> outcomes;          // branches before what they belong to
  std::vector<Change> changes;
  /// Pairs of provisions: wherever the first is made out, the second is, and not the other way round. Only where the
  /// corpus settles conflicts by that.
  std::vector<std::pair<ir::Index, ir::Index>> specialties;

  size_t tableCount() const;
};

/// The program must have no errors. Tables of more than `mostRows` are not written out. Reports what the tables show
/// (T...).
DecisionTables tabulate(const ir::Program &program, size_t mostRows, Diagnostics &diagnostics);

/// A cell in words: `yes`, `>= serious`, `[500 .. 1,000)`, `-`.
std::string cellText(const ir::Program &program, const Variable &variable, uint64_t cell);
/// One value of a variable in words.
std::string valueText(const ir::Program &program, const Variable &variable, uint32_t value);
/// The set of all values.
uint64_t allValues(const Variable &variable);

} // namespace proviso
