// The decision of a case: which provisions apply, and what they impose, each with the provisions it rests on.
#pragma once

#include "proviso/Case.h"

#include <string>
#include <vector>

namespace proviso {

enum class Status : uint8_t { DoesNotApply, Applies, Undetermined };

/// Something that is not known, and would have to be.
struct Missing {
  uint32_t variable = 0; // a row of Variables
  std::string text;      // `circumstances in CSL article 69`
  friend bool operator==(const Missing &, const Missing &) = default;
};

/// A statement of a provision in the case: what an explanation consists of.
struct Reason {
  uint32_t statement = 0;              // a row of Statements
  Status holds = Status::Undetermined; // Applies: true
};

struct ProvisionResult {
  uint32_t provision = 0;
  Status status = Status::DoesNotApply;
  std::vector<Missing> missing; // smallest set that settles it, within the budget
  bool smallest = true;         // false: the budget was spent, `missing` is all that may matter
  bool nothingKnown = false;    // undetermined, and nothing at all is stated of its matter
  bool inForce = true;          // on the day of the act
  std::vector<Reason> reasons;  // only when asked for
};

/// The bounds of an amount, as far as the case gives them.
struct AmountResult {
  std::optional<Number> low, high;
  std::string formula; // when a fact in it is unknown
  std::vector<std::string> missing;
  bool overflow = false;
};

/// An effect: what one provision imposes on one addressee by one kind, or by a choice among kinds.
struct EffectResult {
  uint32_t effect = 0, provision = 0;
  const BoundCase::Person *person = nullptr; // null: the subject
  bool determined = true;
  /// Rows of Outcomes that are possible; one if determined. `maybeNothing`: it may also impose nothing.
  std::vector<uint32_t> outcomes;
  bool maybeNothing = false;
  std::vector<Missing> missing;
  bool smallest = true;
};

/// A rule on what happens when several provisions apply to one act; it is reported, not yet carried out.
struct ConcurrenceResult {
  uint32_t provision = 0;
  std::string rule;
};

struct Decision {
  Date date;
  std::vector<ProvisionResult> provisions; // of all that decide anything, in the order of the corpus
  std::vector<EffectResult> effects;
  std::vector<ConcurrenceResult> concurrence;
  /// The case contradicts what the vocabulary says always holds.
  bool contradictory = false;
};

struct DecideOptions {
  bool reasons = false;
  /// How many restrictions of a diagram may be tried in search of a smallest missing set, for each effect.
  uint32_t missingBudget = 4096;
};

/// Decides a case. An answer is determined if and only if all completions of the case agree on it.
Decision decide(const BoundCase &bound, const DecideOptions &options = {});

/// A row of a decision table: for each variable (a row of Variables) that it looks at, the values that it takes.
using TableRow = std::vector<std::pair<uint32_t, uint64_t>>;

/// Whether every completion of the case meets the row. `root`: the diagram (of the elements, or of an effect) that the
/// row was read off; it knows which completions are impossible.
bool meets(const BoundCase &bound, uint32_t root, const BoundCase::Person *person, const TableRow &row);

/// The amount of an outcome (a row of Outcomes) in this case.
AmountResult amountOf(const BoundCase &bound, uint32_t outcome, const BoundCase::Person *person);

/// `person_in_charge`, or the abstract or named person.
std::string addresseeText(const BoundCase &bound, const EffectResult &effect, uint32_t outcome);
/// An outcome in words: `fine 50,000 to 500,000 CNY`.
std::string outcomeText(const BoundCase &bound, uint32_t outcome, const BoundCase::Person *person);

/// For people. `explain` adds the statements and what they come to, and provisions that do not apply.
std::string decisionText(const BoundCase &bound, const Decision &decision, bool explain);
/// The format `proviso-decision/1` of docs/cli.md.
std::string decisionJson(const BoundCase &bound, const Decision &decision, bool explain);

} // namespace proviso
