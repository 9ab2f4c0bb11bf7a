// The decision of a case: which provisions apply, and what they impose, each with the provisions it rests on.
#pragma once

#include "proviso/Case.h"

#include <string>
#include <vector>

namespace proviso {

/// Displaced: another provision takes its place; its elements are made out all the same. Exempt, Barred: so are they,
/// and no punishment follows, by an exemption, or as the time for it is over.
enum class Status : uint8_t { DoesNotApply, Applies, Undetermined, Displaced, Exempt, Barred };

/// Something that is not known, and would have to be.
struct Missing {
  std::optional<uint32_t> variable; // a row of Variables; none: a fact in an amount
  std::optional<uint32_t> fact;     // a row of Facts, of that
  std::string text;                 // `circumstances in CSL article 69`
  friend bool operator==(const Missing &, const Missing &) = default;
};

/// A statement of a provision in the case: what an explanation consists of.
struct Reason {
  uint32_t statement = 0;              // a row of Statements
  Status holds = Status::Undetermined; // Applies: true
  std::vector<uint32_t> rests;         // rows of Variables: what was looked at to tell
};

struct ProvisionResult {
  uint32_t provision = 0;
  Status status = Status::DoesNotApply;
  std::vector<uint32_t> by; // Displaced: the provisions that take its place; Exempt, Barred: rows of Adjustments
  /// The smallest set that settles it, within the budget; see DecideOptions::missingWhereNothingIsKnown.
  std::vector<Missing> missing;
  bool smallest = true;        // false: the budget was spent, `missing` is all that may matter
  bool nothingKnown = false;   // undetermined, and nothing at all is stated of its matter
  bool inForce = true;         // on the day of the act
  Date law;                    // the day whose law this is: that of the act, or a later one (`milder law prevails`)
  std::vector<Reason> reasons; // only when asked for
  std::vector<uint32_t> rests; // Exempt or Barred, and asked for: what the adjustments looked at
};

/// The bounds of an amount. When a fact in it is unknown there is a formula, and the bounds are those that hold
/// whatever the fact turns out to be.
struct AmountResult {
  std::optional<Number> low, high;
  BoundCase::Range maximum; // where the upper bound itself lies
  std::string formula;
  std::vector<std::string> missing;
  std::vector<uint32_t> missingFacts; // rows of Facts
  bool unascertainable = false;       // it rests on what cannot be established
  bool overflow = false;
};

/// What becomes of an outcome after the tables.
enum class Fate : uint8_t {
  Stands,
  Exempt,    // an adjustment takes it away
  Barred,    // and so does the time that has gone by
  Displaced, // another provision takes the place of the one that imposes it
  GivesWay,  // to another that applies to the same act
  MilderLaw  // the law of another day imposes less
};

/// Why of two that meet one gives way. Severity: a rule on concurrence, or of two laws; else by `conflicts by`.
enum class Ground : uint8_t { None, Severity, Rank, Specialty, Date };

/// An outcome that is possible, and what becomes of it.
struct Possible {
  uint32_t outcome = 0; // a row of Outcomes
  Fate fate = Fate::Stands;
  /// Exempt, Barred: a row of Adjustments; Displaced, GivesWay: a row of Provisions; MilderLaw: a day (Date::days).
  uint32_t by = 0;
  Ground ground = Ground::None;
  friend auto operator<=>(const Possible &, const Possible &) = default;
};

/// An adjustment that marks a sanction without changing it.
struct Mark {
  uint32_t adjustment = 0; // a row of Adjustments
  bool open = false;       // whether it does is not known
};

/// An effect: what one provision imposes on one addressee by one kind, or by a choice among kinds.
struct EffectResult {
  uint32_t effect = 0, provision = 0;
  const BoundCase::Person *person = nullptr; // null: the subject
  Date law;                                  // the day whose law this is
  bool determined = true;
  /// Rows of Outcomes that are possible; one if determined. `maybeNothing`: it may also impose nothing.
  std::vector<uint32_t> outcomes;
  bool maybeNothing = false;
  /// What would be imposed, and is taken away after the tables, in some completion.
  std::vector<Possible> removed;
  std::vector<Mark> marks;
  bool alreadyOrdered = false; // it is an order, without an amount or a term, which the case says was served
  /// The effort was spent before all completions were compared: the answer is wider than it might be.
  bool settled = true;
  std::vector<Missing> missing;
  bool smallest = true;
};

/// What several sanctions of one kind may come to together (`concurrence total up to the gravest`).
struct TotalResult {
  const BoundCase::Person *person = nullptr; // null: the subject
  uint32_t kind = 0;                         // a row of Kinds
  std::vector<uint32_t> outcomes;            // rows of Outcomes of which the highest maximum is the limit
  bool maybeNone = false;                    // it may be that only one of them is imposed
  std::vector<Missing> missing;
  bool determined() const { return outcomes.size() == 1 && !maybeNone; }
};

/// Which day's law is the mildest for somebody (`milder law prevails`).
struct MildestLaw {
  uint32_t adjustment = 0;                   // a row of Adjustments
  const BoundCase::Person *person = nullptr; // null: the subject
  std::vector<Date> days;    // those on which another law begins to be in force, the day of the act first
  std::vector<Date> mildest; // of them; several: it hangs on what is missing
  std::vector<std::pair<Date, Date>> notComparable;
  std::vector<Missing> missing;
};

/// A rule on what happens when several provisions apply to one act.
struct ConcurrenceResult {
  uint32_t provision = 0, concurrence = 0; // rows of Provisions and Concurrences
  std::string rule;
  std::vector<TotalResult> totals;
  /// Provisions of which it could not be said which is the heavier one: both are listed.
  std::vector<std::pair<uint32_t, uint32_t>> notComparable;
};

struct Decision {
  Date date;
  std::vector<ProvisionResult> provisions; // of all that decide anything, in the order of the corpus
  std::vector<EffectResult> effects;       // with some outcome that may stand
  std::vector<EffectResult> removed;       // those of which nothing is left, after the tables
  std::vector<ConcurrenceResult> concurrence;
  std::vector<MildestLaw> mildest;
  /// Pairs of rows of Provisions that apply and that no rule and no criterion of the corpus sets in order.
  std::vector<std::pair<uint32_t, uint32_t>> conflicts;
  /// The case contradicts what the vocabulary says always holds.
  bool contradictory = false;
};

struct DecideOptions {
  bool reasons = false;
  /// How much may be tried in search of a smallest missing set, for each answer: a set of values that is supposed
  /// counts one, and so do 64 pairs of nodes that are compared.
  uint32_t missingBudget = 4096;
  /// Concurrence: weigh what a provision imposes against others also where nothing at all is stated of their matter. As
  /// most of the law may always be broken besides, hardly any decision would be settled.
  bool weighWhatIsUnknown = false;
  /// Look for what is missing from a provision of whose matter nothing is known, too; so do reasons.
  bool missingWhereNothingIsKnown = false;
  /// How many combinations of what several diagrams come to may be compared for one answer, and once more in search of
  /// what is missing from it.
  uint32_t effort = 4096;
  /// Only these provisions (rows of Provisions), as if there were no others; null: all.
  const std::vector<bool> *only = nullptr;
};

/// Decides a case. An answer is determined if and only if all completions of the case agree on it, as far as the
/// effort reaches; `concurrence heaviest` leaves out what weighWhatIsUnknown says.
Decision decide(const BoundCase &bound, const DecideOptions &options = {});

/// A row of a decision table: for each variable (a row of Variables) that it looks at, the values that it takes.
using TableRow = std::vector<std::pair<uint32_t, uint64_t>>;

/// Whether every completion of the case meets the row. `root`: the diagram (of the elements, or of an effect) that the
/// row was read off; it knows which completions are impossible.
bool meets(const BoundCase &bound, uint32_t root, const BoundCase::Person *person, const TableRow &row);

/// The amount of an outcome (a row of Outcomes) in this case.
AmountResult amountOf(const BoundCase &bound, uint32_t outcome, const BoundCase::Person *person);

/// What a variable asks, in words: `the subject is a network operator`; and its answer in the case: `yes`, `not known`.
std::string questionText(const Tables &tables, uint32_t variable);
std::string answerText(const BoundCase &bound, uint32_t variable, const BoundCase::Person *person);

/// What is to be weighed where a provision applies (`having regard to`).
std::vector<std::string_view> factorsOf(const Tables &tables, uint32_t provision);

/// `may be lighter or mitigated`.
std::string markText(const Tables &tables, const Mark &mark);

/// `person_in_charge`, or the abstract or named person.
std::string addresseeText(const BoundCase &bound, const EffectResult &effect, uint32_t outcome);
/// An outcome in words: `fine 50,000 to 500,000 CNY`.
std::string outcomeText(const BoundCase &bound, uint32_t outcome, const BoundCase::Person *person);

/// The upper bound of an outcome: `up to 500,000 CNY`, `without an upper bound`.
std::string maximumText(const BoundCase &bound, uint32_t outcome, const BoundCase::Person *person);

/// For people. `explain` adds the statements and what they come to, and provisions that do not apply.
std::string decisionText(const BoundCase &bound, const Decision &decision, bool explain);
/// The format `proviso-decision/1` of docs/cli.md.
std::string decisionJson(const BoundCase &bound, const Decision &decision, bool explain);

} // namespace proviso
