// The layout of a compiled table file: one description that the writer, the loader and the documentation follow.
//
// A file is a header, a section table, and sections. All numbers are little-endian. A section is an array of rows,
// a row an array of 32-bit words; `Text` alone is bytes. There are no pointers: a word refers to a row of a section
// by its number. The description says of each word what it may be, and loading checks every one against it.
//
//   header          8 bytes  "PROVISO\0"
//                   u32      format version (layoutVersion)
//                   u32      number of sections
//   section table   for each section, in the order of `Section`:
//                   u32 words in a row, u32 zero, u64 rows, u64 offset from the start of the file, u64 checksum
//   sections        each at its offset, aligned to 8 bytes
//
// The checksum is XXH3 (64 bits) over the bytes of the section.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace proviso::layout {

constexpr char magic[8] = {'P', 'R', 'O', 'V', 'I', 'S', 'O', '\0'};
constexpr uint32_t layoutVersion = 7;

enum class Section : uint32_t {
  Text,
  Strings,
  Meta,
  Facts,
  Values,
  Roles,
  Entailed,
  Forms,
  Kinds,
  Referrals,
  Provisions,
  Variables,
  Cuts,
  Nodes,
  Children,
  Effects,
  Chains,
  Links,
  Outcomes,
  Branches,
  Exprs,
  Statements,
  Displacers,
  Adjustments,
  Scopes,
  ScopeKinds,
  Changes,
  Concurrences,
  Parties,
  Successors,
  Terms,
  Records,
  Cited,
  Predecessors,
  Criteria,
  Specialties,
  LeftAlone,
  Punishments,
  Definitions,
  Quantities,
  Count
};

/// What a word may be.
enum class Word : uint8_t {
  Any,        // a number
  Below,      // less than `limit`
  String,     // a row of Strings
  Row,        // a row of `target`
  MaybeRow,   // 0, or a row of `target` plus 1
  EarlierRow, // 0, or a row of this section plus 1 that stands before this one
  First,      // the first of a run of rows of `target`; the next word is their number
  Target,     // a diagram: a terminal, or a row of Nodes
};

struct Column {
  std::string_view name;
  Word word = Word::Any;
  Section target = Section::Count;
  uint32_t limit = 0;
};

struct SectionLayout {
  Section section;
  std::string_view name;
  std::vector<Column> columns; // empty for Text
};

/// Every section in order.
const std::vector<SectionLayout> &sections();

// ---- columns, by number -------------------------------------------------------------------------------------

namespace strings {
enum : uint32_t { Offset, Length };
}
namespace meta {
enum : uint32_t { Key, Value };
}
namespace facts {
enum : uint32_t { Name, Label, Type, Currency, Flags, FirstValue, ValueCount, Owner, FirstQuantity, QuantityCount };
}
constexpr uint32_t factOrdered = 1, factUnascertainable = 2, factForEachProvision = 4, factQuantity = 8;
namespace values {
enum : uint32_t { Name };
}
namespace roles {
enum : uint32_t { Name, Label, FirstEntailed, EntailedCount };
}
namespace entailed {
enum : uint32_t { Role };
}
namespace forms {
enum : uint32_t { Name, Label };
}
namespace kinds {
enum : uint32_t { Name, Label, Group, Currency, Flags, Scale };
}
constexpr uint32_t kindAdditional = 1, kindMeasure = 2;
namespace referrals {
enum : uint32_t { Name, Label };
}
namespace provisions {
enum : uint32_t {
  Id,
  Citation,
  Title,
  Parent,
  From,
  Until,
  Decides,
  FirstVariable,
  VariableCount,
  Elements,
  FirstEffect,
  EffectCount,
  FirstStatement,
  StatementCount,
  FirstDisplacer,
  DisplacerCount,
  Flags,
  FirstSuccessor,
  SuccessorCount,
  FirstPredecessor,
  PredecessorCount,
  FirstLeftAlone,
  LeftAloneCount,
  Rank,
  FirstPunishment,
  PunishmentCount
};
}
constexpr uint32_t provisionYieldsToOtherLaw = 1, provisionPunishes = 2, provisionPunishesByOutline = 4;
namespace variables {
enum : uint32_t {
  Kind,
  Owner,
  Fact,
  Provision,
  Index,
  Size,
  FirstCut,
  CutCount,
  Months,
  Expr,
  Relation,
  Label,
  Question,
  Record
};
}
namespace cuts {
enum : uint32_t { TopLow, TopHigh, BottomLow, BottomHigh, After };
}
namespace nodes {
enum : uint32_t { Variable, FirstChild, ChildCount };
}
namespace children {
enum : uint32_t { Target };
}
namespace effects {
enum : uint32_t { Addressee, Root, Group, Alternative, Source, FirstChain, ChainCount };
}
namespace chains {
enum : uint32_t { FirstLink, LinkCount };
}
namespace successors {
enum : uint32_t { Provision };
}
/// What ended, and is now this provision.
namespace predecessors {
enum : uint32_t { Provision };
}
/// What settles, in this order, which of two provisions counts.
namespace criteria {
enum : uint32_t { Criterion };
}
/// Wherever the narrower one is made out, the wider one is.
namespace specialties {
enum : uint32_t { Narrower, Wider };
}
/// The kinds that a provision imposes, measures aside, whatever the case is.
namespace punishments {
enum : uint32_t { Kind };
}
/// What a word means in some provisions (none: in all), while another is in force.
namespace definitions {
enum : uint32_t { Provision, Fact, FirstScope, ScopeCount };
}
/// What a quantity is from a day on; in order of the days.
namespace quantities {
enum : uint32_t { From, TopLow, TopHigh, BottomLow, BottomHigh };
}
/// What a provision is without prejudice to.
namespace leftAlone {
enum : uint32_t { Provision };
}
namespace links {
enum : uint32_t { Provision, Named };
}
namespace outcomes {
enum : uint32_t {
  Op,
  May,
  Kind,
  Referral,
  Qualifier,
  Low,
  High,
  Measure,
  Currency,
  Things,
  FirstTerm,
  TermCount,
  Authority,
  Addressee,
  FirstBranch,
  BranchCount,
  Text
};
}
/// A question to the record of the subject or of a person. Within: 0 for ever.
namespace records {
enum : uint32_t { FirstCited, CitedCount, Times, Kind, Without, Within, Months };
}
namespace cited {
enum : uint32_t { Provision };
}
namespace terms {
enum : uint32_t { Kind, Value, Text };
}
namespace branches {
enum : uint32_t { Outcome };
}
namespace exprs {
enum : uint32_t { Op, TopLow, TopHigh, BottomLow, BottomHigh, Fact, Provision, Owner, Left, Right };
}
namespace statements {
enum : uint32_t { Provision, Kind, Root, Text };
}
namespace displacers {
enum : uint32_t { By };
}
namespace adjustments {
enum : uint32_t { Provision, Adjectives, May, Root, FirstScope, ScopeCount, FirstKind, KindCount, Text };
}
namespace scopes {
enum : uint32_t { Provision };
}
namespace scopeKinds {
enum : uint32_t { Kind };
}
namespace changes {
enum : uint32_t { Adjustment, Outcome, Becomes };
}
namespace concurrences {
enum : uint32_t { Provision, Rule, Kind, FirstParty, PartyCount, FirstWith, WithCount, Text };
}
namespace parties {
enum : uint32_t { Provision };
}

// ---- values of words ----------------------------------------------------------------------------------------

/// Diagrams: a word with the top bit is a terminal. An outcome is its row plus `firstOutcome`.
constexpr uint32_t terminalBit = 0x8000'0000U;
constexpr uint32_t terminalFalse = 0, terminalImpossible = 1, terminalTrue = 2, firstOutcome = 2;

enum class FactType : uint32_t { Boolean, Count, Number, Money, Date, Duration, Choice };
enum class VariableKind : uint32_t {
  Fact,
  Role,
  Form,
  Breach,
  Disobeyed,
  InForce,
  Comparison,
  Succession,
  Record,
  Stated
};
enum class Owner : uint32_t { Act, Person };
enum class OutcomeOp : uint32_t { Kind, OneOf, OneOrMoreOf, AllOf, AlsoOrOnly, Referral, NotWrittenOut };
enum class Measure : uint32_t { None, Money, Months, Days };
/// MonthsAfter: of a day, as its number, on the left; ActDay and DecisionDay are such.
enum class ExprOp : uint32_t {
  Constant,
  Fact,
  Add,
  Subtract,
  Multiply,
  Divide,
  Higher,
  Lower,
  MonthsAfter,
  ActDay,
  DecisionDay
};
enum class Relation : uint32_t { Less, LessOrEqual, Greater, GreaterOrEqual, Equal, Unequal };
enum class StatementKind : uint32_t { Subject, When, Unless, Guard, Adjustment, Factor };
enum class TermKind : uint32_t { Within, From, For, AtCostOf, JointlyWith, ChosenBy };
/// Whether a provision has a status, or only adjusts what others impose.
enum class Decides : uint32_t { Nothing, Status, Adjustments };
/// Bits of Adjustments' adjectives.
constexpr uint32_t adjectiveHeavier = 1, adjectiveLighter = 2, adjectiveMitigated = 4, adjectiveExempt = 8,
                   adjectiveMaximum = 16, adjectiveBarred = 32, adjectiveMilderLaw = 64;
enum class ConcurrenceRule : uint32_t { Heaviest, Cumulative, HighestOfKind, TotalUpToGravest };
enum class Criterion : uint32_t { Rank, Specialty, Date };
/// A variable has at most this many values: sets of them are 64-bit masks.
constexpr uint32_t maxVariableSize = 64;

uint64_t checksum(const void *bytes, uint64_t size);

} // namespace proviso::layout
