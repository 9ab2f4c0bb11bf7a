// The law as its files state it: instruments, provisions and their statements, with citations and names still
// symbolic. What one file gives is self-contained, so that files can be read in parallel and cached alone.
//
// Entities are 32-bit ids into the stores of one declaration (an instrument, a vocabulary, a scenario). Names and
// texts are views into the source.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "proviso/Date.h"
#include "proviso/Number.h"
#include "syntax/Parse.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringRef.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace proviso::law {

template <typename Tag>
struct Id {
  static constexpr uint32_t none = UINT32_MAX;
  uint32_t value = none;
  explicit operator bool() const { return value != none; }
  friend auto operator<=>(const Id &, const Id &) = default;
};
using ExprId = Id<struct ExprTag>;
using SanctionId = Id<struct SanctionTag>;
using CitationId = Id<struct CitationTag>;
using ProvisionId = Id<struct ProvisionTag>;

struct Name {
  llvm::StringRef text;
  Range range;
  explicit operator bool() const { return !text.empty(); }
};

/// A text in quotation marks, unescaped.
struct Quote {
  std::string text;
  Range range;
};

/// Labels in the order of the law: 9 < 10, 286 < 286-1 < 287, 12 < 12A < 12B, a < b, viii < ix.
int compareLabels(llvm::StringRef a, llvm::StringRef b);
/// Up to `xxxix`, in small letters.
std::string romanNumeral(unsigned number);
std::optional<unsigned> romanNumber(llvm::StringRef label);
/// `articles`, `annexes`.
std::string pluralOf(llvm::StringRef level);
/// Reports `3 to 1`.
void reversedRange(Diagnostics &diagnostics, Name from, Name to);

// ---- citations ---------------------------------------------------------------------------------------------

/// `items 1, 2 and 4`, `articles 5 to 9`: one level and its labels.
struct CitationStep {
  struct Member {
    Name from, to; // `to` only in a range
  };
  Name level; // as written, singular or plural
  bool plural = false;
  llvm::SmallVector<Member, 1> members;
  Range range;
};

enum class RelativeKind : uint8_t { None, This, Preceding, Following };
enum class Quantifier : uint8_t { None, AnyOf, AllOf };

/// What a citation is there for; it decides what may be cited.
enum class CitationUse : uint8_t {
  Sanction,    // punish per: something that imposes a sanction
  Duty,        // violates
  Elements,    // commits
  Deemed,      // counts as: elements too
  Order,       // disobeyed
  Rule,        // concurrence, scopes, ...: any provision
  Displaced,   // notwithstanding: something that imposes a sanction, or a duty
  Displacing,  // yields to: something that can apply
  Declaration, // defined in: any provision
  Former,      // was: any provision of the text before
  Amended,     // by insert, replace, repeal, renumber: any provision
  Expectation, // of a scenario: a provision with a status
  Place        // in C, history: any provision
};

struct Citation {
  Range range, place;        // the place is without `as of` and `expecting`
  std::optional<Range> verb; // `violates` or `commits`
  CitationUse use = CitationUse::Rule;
  ProvisionId at; // the provision where it stands, none in scenarios and vocabularies
  Quantifier quantifier = Quantifier::None;
  Name instrument;
  RelativeKind relative = RelativeKind::None;
  Name relativeLevel;  // as written; empty or `law` for the whole instrument
  Range relativeRange; // `preceding 2 paragraphs`
  uint32_t relativeCount = 1;
  llvm::SmallVector<CitationStep, 3> steps; // outer first
  std::optional<Date> asOf;
  Quote expecting;
  bool broken = false; // a mistake in it is reported: it leads nowhere
};

// ---- conditions and amounts --------------------------------------------------------------------------------

enum class ExprKind : uint8_t {
  Invalid, // a mistake was reported here
  And,
  Or,
  Not,
  Implies,
  AnyItem,
  AllItems,
  AtLeastItems, // number
  Violates,
  Commits,         // citation
  Disobeyed,       // citation, or none: the order of this paragraph
  Sanctioned,      // citation, number (at least so often), name (kind), lacking, one operand (within)
  Is,              // name: a role or form
  Unascertainable, // one operand
  In,              // one operand, citation: as it is read there
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Equal,
  Unequal,
  Add,
  Subtract,
  Multiply,
  Divide,
  Negate,
  Fact,     // name, owner
  Quantity, // number, unit (empty, CUR, `%`, days ...)
  Times,
  PercentOf, // number, one operand
  Higher,
  Lower,       // two operands
  AmountUnder, // name (kind), citation
  Day,         // date
  Text,        // text
};

struct Expr {
  ExprKind kind = ExprKind::Invalid;
  Range range;
  llvm::SmallVector<ExprId, 2> operands;
  Name name, owner;
  Name unit;
  Number number;
  Date date;
  CitationId citation;
  bool lacking = false; // Sanctioned: without this kind
};

// ---- sanctions ---------------------------------------------------------------------------------------------

struct Authorities {
  enum class Join : uint8_t { One, Or, And } join = Join::One;
  llvm::SmallVector<Name, 1> names;
  Name approval;
  explicit operator bool() const { return !names.empty(); }
};

struct Amount {
  enum class Form : uint8_t { None, Exactly, UpTo, AtLeast, Between } form = Form::None;
  ExprId low, high; // Exactly uses low only, UpTo high only
  Range range;
};

enum class SanctionKind : uint8_t { Kind, OneOf, OneOrMoreOf, AllOf, May, AlsoOrOnly, OnRole, PunishPer, ReferTo };

enum class TierKind : uint8_t { Base, Also, Instead, Otherwise };

struct Tier {
  TierKind kind = TierKind::Base;
  ExprId guard;
  Authorities by;
  llvm::SmallVector<SanctionId, 2> sanctions;
  Range range, keyword;
};

struct Sanction {
  SanctionKind kind = SanctionKind::Kind;
  Range range;
  Name name; // of a kind or referral
  Amount amount;
  ExprId forEach;
  std::vector<ExprId> things; // confiscation of ...: facts and texts
  Quote quote;                // order "..."
  Amount within;
  bool withinSetTime = false; // the authority sets it
  bool fromDecision = false;  // when the time begins to run
  bool forLife = false, forSetTime = false;
  Name costOf;                // at the cost of the subject, or of a role
  Name jointlyWith, chosenBy; // roles
  Authorities by;
  llvm::SmallVector<SanctionId, 2> operands;
  std::vector<Tier> tiers;              // OnRole: what stands in its braces, in order
  llvm::SmallVector<Name, 1> roles;     // OnRole
  llvm::SmallVector<CitationId, 2> per; // PunishPer
  enum class Join : uint8_t { One, Or, And } perJoin = Join::One;
  bool perThat = false; // what the conditions of the provision say is committed
};

// ---- provisions --------------------------------------------------------------------------------------------

/// What few of many have: a pointer where there is none.
template <typename T>
class Rare {
public:
  Rare() = default;
  Rare(T value) : held(std::make_unique<T>(std::move(value))) {}
  Rare(const Rare &other) : held(other.held ? std::make_unique<T>(*other.held) : nullptr) {}
  Rare(Rare &&) noexcept = default;
  Rare &operator=(Rare other) noexcept {
    held = std::move(other.held);
    return *this;
  }
  explicit operator bool() const { return held != nullptr; }
  T &operator*() { return *held; }
  T *operator->() { return held.get(); }
  const T &operator*() const { return *held; }
  const T *operator->() const { return held.get(); }
  void reset() { held.reset(); }

private:
  std::unique_ptr<T> held;
};

struct Duty {
  enum class Kind : uint8_t { Must, MustNot, May } kind = Kind::Must;
  Quote text;
  Range range;
};

enum class ConcurrenceKind : uint8_t { Heaviest, Cumulative, HighestOfKind, TotalUpToGravest };
struct Concurrence {
  ConcurrenceKind kind = ConcurrenceKind::Heaviest;
  Name of;
  llvm::SmallVector<CitationId, 1> with;
  Range range;
};

/// For which sanctions an adjustment is meant: where it stands; what is cited; or all of a sort.
struct AdjustmentScope {
  enum class Form : uint8_t { Own, Cited, Any } form = Form::Own;
  llvm::SmallVector<CitationId, 1> citations;
  Name sort;       // a kind or a group; empty: any sanction
  Name instrument; // `of CSL`; empty: the whole corpus
  Range range;
};

/// Barred: by limitation. MilderLaw: that of any day from the act to the decision decides.
enum class Adjective : uint8_t { Heavier, Lighter, Mitigated, Exempt, Maximum, Barred, MilderLaw };

/// `limitation 2 years, 5 years when G from F to T`.
struct Limitation {
  struct Period {
    ExprId length, when; // the first one has no condition; of those whose conditions hold the last counts
  };
  std::vector<Period> periods;
  Name from, to; // facts that are days; none: the day of the act, and that of the decision
};

/// `[may] heavier or lighter when G [save when H] [for S]`, `maximum 2 times [of KIND] when G`, `limitation ...`,
/// `milder law prevails`.
struct Adjustment {
  bool may = false;
  llvm::SmallVector<Adjective, 1> adjectives; // several: the authority chooses
  Number times;                               // Maximum: what the upper bound is multiplied by
  Name of;                                    // Maximum: the kind; empty: all
  ExprId guard, save;
  Rare<Limitation> limitation; // Barred, in place of a guard
  AdjustmentScope scope;
  Range range, keyword;
};

/// `notwithstanding C`, `yields to C`.
struct Displacement {
  bool yields = false;
  bool otherLaw = false; // yields to law that is not named
  llvm::SmallVector<CitationId, 1> citations;
  Range range;
};

/// `defines gravity = serious for CL article 286-1 when G`: what an open word means.
struct Definition {
  Name fact;
  ExprId value; // none: the fact holds
  llvm::SmallVector<CitationId, 1> of;
  ExprId when;
  bool presumed = false; // unless the case states the fact
  Range range;
};

/// `was article 59`, `was none`: what the provision was called in the text before.
struct Lineage {
  bool none = false;
  llvm::SmallVector<CitationId, 1> from;
  /// In `outline articles 4 to 18 was articles 3 to 17`: the one of so many that goes with this one of so many.
  uint32_t ordinal = 0, count = 0;
  Range range;
};

struct Instrument;

/// A change that a provision makes to another instrument.
struct Amending {
  enum class Kind : uint8_t { Insert, Replace, Repeal, Renumber } kind = Kind::Insert;
  bool before = false;                       // Insert
  CitationId target;                         // what is changed, or beside what is inserted
  Name level, label;                         // Renumber: what it is called from then on
  std::shared_ptr<const Instrument> content; // what is put in, under its [0]; levels are those of the whole corpus
  Range range, keyword;
};

/// The statements here were made by a program, and await a person's review.
struct Draft {
  std::vector<Quote> left; // the words that were not understood
  Range range;             // of the first statement that says so
};

struct Provision {
  ProvisionId parent;
  llvm::SmallVector<ProvisionId, 4> children;
  uint8_t level = 0; // index into the instrument's levels
  Name label;        // empty for an implied paragraph
  bool implied = false;
  bool outline = false; // only declared to exist
  Rare<Lineage> was;
  Quote title;
  std::vector<std::pair<Name, Quote>> names; // language, name
  Range range, head;

  std::vector<Quote> texts;
  ExprId subject;
  std::vector<ExprId> whens, unlesses;
  std::vector<Duty> duties;
  std::vector<Tier> tiers; // `punish per` and `refer to` are tiers of one sanction
  Rare<Concurrence> concurrence;
  std::vector<Displacement> displacements;
  std::vector<Adjustment> adjustments;
  std::vector<CitationId> withoutPrejudice;
  std::vector<CitationId> countsAs;
  std::vector<Definition> definitions;
  std::vector<Quote> factors; // having regard to
  Rare<Draft> draft;
  std::vector<Amending> amendings;
  Span inForce;
  std::optional<Range> inForceRange;
};

/// What expressions, sanctions and citations of one declaration refer to.
struct Stores {
  std::vector<Expr> exprs;
  std::vector<Sanction> sanctions;
  std::vector<Citation> citations;

  const Expr &operator[](ExprId id) const { return exprs[id.value]; }
  const Sanction &operator[](SanctionId id) const { return sanctions[id.value]; }
  const Citation &operator[](CitationId id) const { return citations[id.value]; }
};

enum class InstrumentKind : uint8_t { Statute, Regulation, Amendment };

/// `accept CODE [for C] because "..."`: a finding that a person knows of and lets stand.
struct Accept {
  Code code{};
  std::optional<Citation> of;
  Quote because;
  std::optional<Range> within; // the provision where it stands; none: the whole corpus
  Range range;
};

/// What one text of an instrument states, or what is left of it when amendments and later texts are worked in: then
/// provisions of all times stand side by side (proviso::History knows their days).
struct Instrument : Stores {
  using Stores::operator[];
  InstrumentKind kind = InstrumentKind::Statute;
  bool external = false; // declared to exist and no more
  Name code;
  Quote title;
  std::vector<std::pair<Name, Quote>> names;
  Name rank;
  Quote source;
  std::optional<Date> version, adopted;
  Span inForce;
  std::optional<Range> inForceRange;
  std::vector<Name> uses;
  std::vector<llvm::StringRef> levels; // singular, outermost first
  std::vector<Provision> provisions;   // [0] is the instrument itself
  std::vector<Accept> accepts;         // of all its provisions
  Range range;

  const Provision &operator[](ProvisionId id) const { return provisions[id.value]; }
  std::optional<uint8_t> levelNamed(llvm::StringRef singularOrPlural) const;
  /// It states structure, wording, days and duties, and nothing that could be decided.
  bool decidesNothing() const;
  /// How many of its provisions are drafts, and how many of those in part.
  std::pair<size_t, size_t> drafts() const;
  /// Numbers of this level run through the whole instrument (articles, or sections where there are none).
  uint8_t runningLevel() const { return levelNamed("article").value_or(levelNamed("section").value_or(0)); }
};

// ---- vocabularies and scales -------------------------------------------------------------------------------

struct Declared {
  Name name;
  std::vector<Name> is; // roles, authorities: what it is one of
  Quote label;
};

enum class FactType : uint8_t { Boolean, Count, Number, Money, Date, Duration, Choice };

/// What a quantity is from a day on.
struct DatedValue {
  Date from;
  ExprId value;
  Range range;
};

struct Fact {
  Name name;
  FactType type = FactType::Boolean;
  Name currency;
  std::vector<Name> values; // of a choice
  bool ordered = false;
  bool unascertainable = false, forEachProvision = false;
  Name owner; // a role; empty: the act
  Quote label;
  ExprId definition;     // derived facts
  bool quantity = false; // its value is set for each day, and no case states it
  std::vector<DatedValue> overTime;
  CitationId definedIn;
  Range range;
};

struct Vocabulary : Stores {
  Name name;
  Quote label;
  std::vector<Declared> forms, roles, authorities;
  std::vector<std::vector<Name>> exclusives;
  std::vector<Fact> facts;
  std::vector<ExprId> always;
  Range range;
};

struct ScaleKind {
  Name name, group, currency;
  Quote label;
  std::optional<Duration> least, most;
  std::vector<Name> on; // forms that can bear it; empty: any
  bool additional = false;
};

struct Scale {
  Name name;
  Quote label;
  std::vector<Declared> groups, referrals;
  std::vector<ScaleKind> kinds; // mildest first
  Range range;
};

// ---- scenarios ---------------------------------------------------------------------------------------------

struct Given {
  enum class What : uint8_t { Fact, Violates, Disobeyed } what = What::Fact;
  bool negated = false, unknown = false, unascertainable = false;
  Name name;
  ExprId value;        // none: true
  CitationId citation; // of a breach or an order, or `in C`
  Range range;
};

/// An earlier sanction, in the record of the subject or of a person.
struct Past {
  CitationId under;
  std::optional<Date> on;
  std::vector<Name> kinds;
  Range range;
};

struct Person {
  std::vector<Name> roles;
  Quote label;
  std::vector<Name> subject;
  std::vector<Given> givens;
  std::vector<Past> history;
  Range range;
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
    Total, // of a kind, up to an amount
    Under  // decided by the text of a day
  } what = What::Applies;
  CitationId citation;
  llvm::SmallVector<Name, 1> on;
  SanctionId sanction; // Sanction, Total
  bool may = false;    // Sanction, Adjusted: at the discretion of the authority
  Name name;           // kind of Absent and EffectUndetermined, or a referral
  Quote quote;         // Absent: only with this text
  CitationId by;       // Displaced, Under
  Adjective adjective = Adjective::Heavier;
  std::vector<Given> missing; // facts, breaches, orders
  Range range;
};

struct Scenario : Stores {
  Quote title;
  std::optional<Date> act, decided;
  Range actRange;
  std::vector<Name> subject;
  std::vector<Given> givens;
  std::vector<Person> persons;
  std::vector<Past> history;
  bool noPersons = false;
  std::vector<Expectation> expectations;
  bool damaged = false; // a sentence of it could not be read
  Range range;
};

// ---- the corpus --------------------------------------------------------------------------------------------

/// What holds for all files of a run. The order of levels stands in proviso::Levels, as parsing needs it.
struct Corpus {
  Quote title;
  Quote lock;             // the path of the record of citations that a person has read
  Name language;          // of texts that do not say theirs
  std::vector<Code> deny; // findings that are errors here
  std::vector<Name>
      conflicts;           // `rank`, `specialty`, `date`: what settles, in this order, which of two provisions counts
  std::vector<Name> ranks; // of instruments, the highest first
  Range range;
};

/// What could not be read, because of a mistake that is reported within it. What is missed elsewhere may have stood
/// there.
struct Lost {
  enum class What : uint8_t {
    Words,       // within a declaration
    Item,        // of a vocabulary or scale
    Use,         // in the head of an instrument
    Statement,   // or another sentence of an instrument
    Provision,   // or several, or one that stands where it cannot
    Amendment,   // of any instrument
    Brace,       // what stands around it may belong elsewhere
    Declaration, // or words outside all declarations
    Rest         // of the file
  } what = What::Words;
  Range range;
  llvm::StringRef text; // empty: any name may have stood there
  TokenKind keyword = TokenKind::END;

  bool mayHold(llvm::StringRef name) const;
};

/// All that one file states.
struct File {
  std::vector<Corpus> corpora;
  std::vector<Accept> accepts; // for the whole corpus
  std::vector<Vocabulary> vocabularies;
  std::vector<Scale> scales;
  std::vector<Instrument> instruments;
  std::vector<Scenario> scenarios;
  std::vector<Lost> lost;
  /// Labels that an `outline` range stands for and no source text holds.
  std::vector<std::unique_ptr<std::string>> madeLabels;
};

/// Reads a syntax tree. Statements with a syntax error are left out: the mistake is already reported.
File buildLaw(const Tree &tree, const Sources &sources, Diagnostics &diagnostics, const Levels &levels = {});

} // namespace proviso::law
