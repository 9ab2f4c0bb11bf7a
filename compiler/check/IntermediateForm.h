// The checked intermediate form: every name and citation resolved, every condition typed, every tier flat.
// docs/intermediate-form.md is its page; verify() states what always holds of it.
//
// Entities are indices into the vectors of Program. Nothing here refers to the syntax tree; texts are owned.
#pragma once

#include "proviso/Date.h"
#include "proviso/Number.h"
#include "source/Sources.h"

#include <llvm/ADT/STLFunctionalExtras.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace proviso::ir {

using Index = uint32_t;
constexpr Index none = UINT32_MAX;

// ---- vocabulary --------------------------------------------------------------------------------------------

struct Role {
  std::string name, label;
  std::vector<Index> is; // all roles that it entails, itself excluded, each once
};
struct Form {
  std::string name, label;
};
struct Authority {
  std::string name, label;
};

enum class FactType : uint8_t { Boolean, Count, Number, Money, Date, Duration, Choice };

struct Fact {
  std::string name, label;
  FactType type = FactType::Boolean;
  std::string currency;
  std::vector<std::string> values;
  bool ordered = false, unascertainable = false, forEachProvision = false;
  Index owner = none;                                 // a role; none: the act
  std::vector<Index> definedIn = {};                  // provisions: where the law defines it
  bool quantity = false;                              // its value is that of the day of the act, and no case states it
  std::vector<std::pair<Date, Number>> overTime = {}; // a quantity: from which day on what, in order of the days
};

/// A kind of sanction. Kinds stand in the order of their severity, mildest first.
struct Kind {
  std::string name, label, group, currency;
  std::optional<Duration> least, most;
  std::vector<Index> on; // forms that can bear it; empty: any
  bool additional = false;
  std::string scale;

  /// What stands in the group `measures` is no punishment: leniency and concurrence leave it alone.
  bool isMeasure() const { return group == "measures"; }
};
struct Referral {
  std::string name, label;
};

// ---- conditions and amounts --------------------------------------------------------------------------------

/// What a condition reads, and whose it is: the act's (and its subject's), or of the person an effect is decided for.
enum class Owner : uint8_t { Act, Person };

enum class Op : uint8_t {
  True,
  False,
  And,
  Or,
  Not,
  Fact, // a boolean fact: fact, owner, provision
  IsRole,
  IsForm,          // index, owner
  Breach,          // provision: some duty at or under it is breached
  Disobeyed,       // provision: an order served under it is disobeyed
  Stated,          // fact, owner, provision: a case says what it is
  Sanctioned,      // record, owner: what the record of the subject or the person has
  Committed,       // provision: its elements and status are made out for some form
  InForce,         // provision: it stands and is in force on the day of the act
  MadeOut,         // provision: its elements are made out for some form, whether it is in force or not
  Became,          // provision that has ended, number: what counts in its place is the one of Provision::becomes with
                   // this number, from 1 on; where it has become nothing: 1, it counts on
  Unascertainable, // fact, owner, provision
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Equal,
  Unequal, // two terms
  // terms
  Value,  // of a fact that is not boolean
  ActDay, // the day of the act
  DecisionDay,
  Constant, // number; unit of durations: `months` in flag
  Day,      // date
  Choice,   // fact and index of the value
  Add,
  Subtract,
  Multiply,
  Divide,
  Higher,
  Lower,
  MonthsAfter, // a day, and how many months
};

struct Expr {
  Op op = Op::True;
  std::vector<Index> operands;
  Index index = none; // fact, role, form or provision
  Owner owner = Owner::Act;
  Index provision = none; // of a fact that has a value for each provision
  Number number;          // Constant; Choice: the index of the value
  Date date;
  bool months = false; // a Constant that is a duration in months
  friend bool operator==(const Expr &, const Expr &) = default;
};

// ---- provisions --------------------------------------------------------------------------------------------

enum class SanctionOp : uint8_t { Kind, OneOf, OneOrMoreOf, AllOf, AlsoOrOnly, Delegation, Referral };

/// Where a delegation leads on some days.
struct Delegate {
  Index to = none;    // the provision that imposes; none: what is cited is declared in outline only
  Index cited = none; // what the citation leads to then: `to`, an item of it, or what is around it
  Index named = none; // what the number named, where another provision is in its place
  Index guard = none; // a condition: on which days
  /// A condition: of what the cited one may have become, this is meant (Op::Became). None: nothing is open.
  Index option = none;
  friend bool operator==(const Delegate &, const Delegate &) = default;
};

/// What belongs to a sanction besides its amount. `value`: `30 days` or `a set time`; `decision`; `life`; a role, or
/// `subject`.
struct Term {
  enum class Kind : uint8_t { Within, From, For, AtCostOf, JointlyWith, ChosenBy } kind = Kind::Within;
  std::string value;
  /// `within 30 days`, `at the cost of the subject`.
  std::string text() const;
  friend bool operator==(const Term &, const Term &) = default;
};

struct Sanction {
  SanctionOp op = SanctionOp::Kind;
  bool may = false;
  Index kind = none;                 // Kind; Referral: the referral
  std::string qualifier;             // order "..."
  Index low = none, high = none;     // expressions; none: open to that side
  bool months = false, days = false; // the amount is a duration in months, in days
  std::string currency;              // the amount is money
  std::vector<std::string> things;   // confiscation of what
  std::vector<Term> terms;
  std::string authority;
  std::vector<Index> operands;                  // sanctions
  std::vector<std::vector<Delegate>> delegates; // Delegation: for each alternative what it leads to, over time
  std::vector<Index> cited;                     // Delegation: what each alternative cites
  bool choice = false;                          // Delegation: one alternative, chosen by the authority
  std::string text;                             // as a person reads it
  Range range;
};

/// A question to a record: at least so many sanctions under these provisions.
struct Record {
  std::vector<Index> provisions;
  Number times = Number(1);
  Index kind = none; // with this kind, or `without` it
  bool without = false;
  std::optional<Duration> within; // before the day of the act
  std::string text;               // as it is written
};

/// What an open word means in some provisions (none: in all), while a provision is in force. The constraints that say
/// so are among Program::always; by the law of another day the word is read anew.
struct Definition {
  Index provision = none, fact = none;
  std::vector<Index> of;
  bool presumed = false; // unless a case states the fact
};

enum class TierOp : uint8_t { Also, Instead };

/// Tiers are flat: one addressee, one guard. `sanction` is Also with the guard True.
struct Tier {
  TierOp op = TierOp::Also;
  Index guard = none;
  /// The guard where a delegation brings the tier in for a linked person: the roles in it are then his.
  Index guardOnPerson = none;
  Owner addressee = Owner::Act; // Act: the subject
  std::vector<Index> roles;     // of the person addressed: any of them
  std::vector<Index> sanctions;
  Range range;
};

struct Duty {
  std::string verb, text; // must, must not, may
};

/// Factor: what is to be weighed.
enum class StatementKind : uint8_t { Subject, When, Unless, Guard, Adjustment, Factor };

/// A statement as it is written, for explanations.
struct Statement {
  StatementKind kind = StatementKind::When;
  Index expr = none;
  std::string text;
  Range range;
};

/// Maximum: the upper bound is multiplied. Barred: the time for a sanction is over. MilderLaw: the law of any day from
/// the act to the decision decides, whichever is the mildest.
enum class Adjective : uint8_t { Heavier, Lighter, Mitigated, Exempt, Maximum, Barred, MilderLaw };

/// Makes sanctions heavier or lighter, or removes them, where the provision is made out and the guard holds.
struct Adjustment {
  bool may = false;
  std::vector<Adjective> adjectives; // several: the authority chooses
  Number times = Number(1);          // Maximum
  Index guard = none;
  std::vector<Index> provisions; // for what these and those in them impose; none: all of the corpus
  std::vector<Index> kinds;      // only for these; none: every punishment
  std::string text;
  Range range;

  /// Only what must be, and is no choice, takes sanctions away.
  bool takesAway() const { return must(Adjective::Exempt) || must(Adjective::Barred); }
  bool raises() const { return must(Adjective::Maximum); }
  bool must(Adjective one) const { return !may && adjectives.size() == 1 && adjectives.front() == one; }
};

/// What settles which of two provisions that apply to one act counts, where no rule between them says.
enum class Criterion : uint8_t { Rank, Specialty, Date };

enum class ConcurrenceRule : uint8_t { Heaviest, Cumulative, HighestOfKind, TotalUpToGravest };

/// What happens when the sanctions of `parties` meet those of others for one act.
struct Concurrence {
  ConcurrenceRule rule = ConcurrenceRule::Heaviest;
  Index kind = none;          // HighestOfKind
  std::vector<Index> parties; // the provision itself, or what it says is committed
  std::vector<Index> with;    // none: all others
  std::string text;           // `heaviest`, `highest fine`
};

struct Provision {
  std::string id, citation, title;
  Index instrument = none, parent = none;
  std::string level, label;
  std::vector<std::string> texts;
  std::vector<std::pair<std::string, std::string>> names; // by language
  bool outline = false;
  Span span;
  /// What it may have become, where that is asked (Op::Became): which of several nothing tells. None: it has become
  /// nothing, and the law does not say whether what cites it still means it.
  std::vector<Index> becomes;
  /// What ended, and is now this one: facts that are stated of it hold here where nothing else is.
  std::vector<Index> was;
  Range range;
  std::vector<Duty> duties;

  Index subject = none;  // inherited; none: anybody
  Index own = none;      // its own conditions, with those of the items they name
  Index elements = none; // own, and what stands around it
  std::vector<Statement> statements;
  std::vector<Tier> tiers;
  std::optional<Concurrence> concurrence;
  std::vector<Index> displaces;        // provisions whose sanctions give way where this one is made out
  std::vector<Index> withoutPrejudice; // provisions that it leaves alone, with all in them
  bool yieldsToOtherLaw = false;       // to law that is not named
  std::vector<Adjustment> adjustments;
  bool ruling = false; // it has no effect but what it displaces

  /// It has a status in a decision.
  bool hasEffect() const { return !tiers.empty() || concurrence.has_value() || ruling; }
};

struct Instrument {
  std::string code, title, kind, rank, source;
  std::vector<std::pair<std::string, std::string>> names;
  std::optional<Date> adopted;
  Span span;
  Index root = none;
  uint32_t rankNumber = 0; // among the ranks of the corpus, the highest is 1; 0: it is none of them
};

// ---- scenarios ---------------------------------------------------------------------------------------------

enum class Truth : uint8_t { False, True, Unknown };

/// One stated fact, breach or order.
struct Given {
  enum class What : uint8_t { Fact, Breach, Disobeyed } what = What::Fact;
  Index fact = none;
  Index provision = none; // of breaches and orders; of a fact: in which provision, none for all
  Truth truth = Truth::True;
  bool unascertainable = false;
  Index value = none; // a constant expression
};

/// An earlier sanction in the record.
struct Past {
  Index under = none;
  Date on;
  std::vector<Index> kinds;
};

struct Person {
  std::string name;
  std::vector<Index> roles, forms;
  std::vector<Given> givens;
  std::vector<Past> history;
};

struct Expectation {
  enum class What : uint8_t {
    Applies,
    DoesNotApply,
    Undetermined,
    EffectUndetermined,
    Absent,
    Sanction,
    Referral,
    Displaced, // by others
    Exempt,
    Adjusted,
    Barred,
    Total, // of the kind of the sanction, up to its amount
    Under  // decided by the law of a day
  } what = What::Applies;
  std::vector<Index> provisions; // met when any of them meets it; `does not apply` when all do
  std::vector<Index> roles;      // of the person; none: the subject
  Index sanction = none;
  bool anyAmount = false, anyQualifier = false;
  bool may = false;      // Sanction, Adjusted: at the discretion of the authority
  std::vector<Index> by; // Displaced: any of these provisions
  Date day;              // Under
  Adjective adjective = Adjective::Heavier;
  Index kind = none;     // Absent, EffectUndetermined; Referral: the referral
  bool referral = false; // Absent, EffectUndetermined: it is one
  std::string qualifier; // Absent: only `order "..."` with this text
  std::vector<Given> missing;
  std::string text;
  Range range;
};

struct Scenario {
  std::string title;
  Date act, decided;
  std::vector<Index> roles, forms;
  std::vector<Given> givens;
  std::vector<Person> persons;
  bool personsStated = false;
  std::vector<Past> history;
  std::vector<Expectation> expectations;
  Range range;
};

struct Program {
  std::vector<Role> roles;
  std::vector<Form> forms;
  std::vector<Authority> authorities;
  std::vector<Fact> facts;
  std::vector<Kind> kinds;
  std::vector<Referral> referrals;
  std::vector<Expr> exprs;
  std::vector<Index> always;
  std::vector<std::vector<Index>> exclusiveRoles;
  std::vector<Instrument> instruments;
  std::vector<Provision> provisions; // of all instruments, in the order of the corpus; parents before children
  std::vector<Sanction> sanctions;
  std::vector<Record> records;
  std::vector<Definition> definitions;
  std::vector<Criterion> conflicts; // in this order; none: what applies stands side by side
  std::vector<Scenario> scenarios;

  const Expr &expr(Index index) const { return exprs[index]; }
};

/// What always holds of a Program, as text for each breach of it; empty when all is well. A breach is our mistake.
std::vector<std::string> verify(const Program &program);

/// What in the tiers of a provision, and in those that it delegates to, is no mere measure.
struct Punishments {
  std::vector<Index> kinds; // in order, each once
  bool outline = false;     // also what is not written out
  bool any() const { return outline || !kinds.empty(); }
};
Punishments punishmentsOf(const Program &program, Index provision);

/// The source text of an expression, in words close to the language: for tables, explanations and messages.
std::string describe(const Program &program, Index expr);
/// The same with other names for provisions.
std::string describe(const Program &program, Index expr, llvm::function_ref<std::string(Index)> nameOfProvision);

} // namespace proviso::ir
