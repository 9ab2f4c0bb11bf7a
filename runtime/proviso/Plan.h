// Many cases of one form, decided together: columns in, verdicts out.
//
// A plan is made once, for the law of a day and for the columns that cases have. What no column tells is settled or
// left open then, and so costs nothing later. It never changes; any number of threads may decide by it at once, each
// with a CaseWorker of its own. Its answers are those of decide(); what it does not say is what would have to be known.
#pragma once

#include "proviso/Decision.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace proviso {

/// What a column of cases states.
struct CaseColumn {
  enum class Kind : uint8_t {
    Act,      // the day of the act: int32, days from 1970-01-01
    Decided,  // the day of the decision: the same
    Subject,  // roles and forms of the subject: uint16, a row of `subjects`
    Fact,     // see cells below
    Violates, // a breach of `provision`: uint8, 0 or 1
    Disobeyed // an order under `provision`: the same
  } kind = Kind::Fact;
  std::string fact;
  std::string provision; // of a fact: it is stated for this one and what is in it; else for all
  /// A number or a sum of money: how many of its digits are behind the point. 12.50 is 1250, with two.
  uint8_t decimals = 0;
  bool months = false; // a duration counts months, and not days
  std::vector<std::vector<std::string>> subjects = {};
};

/// Cells of a fact, by its type:
///   boolean    uint8: 0, 1; 2 is unascertainable, where the fact may be so
///   choice     uint8: the number of the value, in the order of the tables; their number is unascertainable
///   count, number, money  int64, in units of 10^-decimals; INT64_MIN is unascertainable
///   date       int32, days from 1970-01-01; duration int32; INT32_MIN is unascertainable
struct ColumnCells {
  const void *values = nullptr;
  /// Bit i % 64 of word i / 64: the cell is known. Null: all are. What is not known is not stated.
  const uint64_t *known = nullptr;
};

enum class CellType : uint8_t { Bytes, Shorts, Ints, Longs };
/// How the cells of a column lie. `type`: of the fact that it states, where it states one.
CellType cellTypeOf(CaseColumn::Kind kind, layout::FactType type);

/// A column by its name: `date`, `decided`, `subject`, `FACT`, `FACT in PROVISION`, `violates PROVISION`, `disobeyed
/// PROVISION`. Sums of money have four digits behind the point then, numbers six; a duration is counted as the law
/// counts. Nothing if there is no such fact: `errors` has a sentence.
std::optional<CaseColumn> columnNamed(const Tables &tables, std::string_view name, std::vector<std::string> &errors);

struct CaseForm {
  std::vector<CaseColumn> columns;
  Date day;                    // of the act and of the decision, where no column tells
  bool silenceIsFalse = false; // as of a Case
};

/// A form and the day by whose law it is decided, from JSON (docs/embedding.md). Nothing if there is a mistake:
/// `errors` has one sentence for each.
struct FormOfDay {
  CaseForm form;
  Date day;
};
std::optional<FormOfDay> readForm(const Tables &tables, const std::string &json, std::vector<std::string> &errors);

/// What a provision comes to in a case, where it comes to something.
struct Verdict {
  uint32_t provision = 0;
  Status status = Status::DoesNotApply; // that may be with effects that may be, where the case contradicts nothing
  struct Effect {
    uint32_t effect = 0;
    uint32_t person = 0;            // 0: the subject; else the number in Plan::persons() plus 1
    std::vector<uint32_t> outcomes; // rows of Outcomes, in order; one if it is determined
    bool maybeNothing = false;
    friend auto operator<=>(const Effect &, const Effect &) = default;
  };
  std::vector<Effect> effects;
  std::vector<uint32_t> by;  // as of a ProvisionResult
  bool nothingKnown = false; // the same
  friend auto operator<=>(const Verdict &, const Verdict &) = default;
};

/// What a decision says of each provision that comes to something, in the order of the corpus.
std::vector<Verdict> verdictsOf(const BoundCase &bound, const Decision &decision);

/// Numbers, one after the other. Unlike a vector it grows without writing what is not there yet.
template <typename Value>
class Numbers {
public:
  size_t size() const { return used; }
  const Value *begin() const { return values.get(); }
  const Value *end() const { return values.get() + used; }
  Value operator[](size_t i) const { return values[i]; }
  void clear() { used = 0; }
  void push(Value value) {
    room(1);
    values[used++] = value;
  }
  /// Where so many more may be written; `wrote` takes them in.
  Value *room(size_t more) {
    if (used + more > capacity) grow(more);
    return values.get() + used;
  }
  size_t left() const { return capacity - used; }
  void wrote(size_t more) { used += more; }
  friend bool operator==(const Numbers &a, const Numbers &b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

private:
  void grow(size_t more) {
    capacity = std::max(used + more, capacity * 2);
    std::unique_ptr<Value[]> wider(new Value[capacity]);
    std::copy(begin(), end(), wider.get());
    values = std::move(wider);
  }
  std::unique_ptr<Value[]> values;
  size_t used = 0, capacity = 0;
};

/// Verdicts of cases. They lie in pieces, so that threads can fill them side by side and memory is used again.
class Decisions {
public:
  static constexpr size_t pieceCases = 32'768;
  struct Piece {
    Numbers<uint32_t> ends; // by case: where its verdicts end in `ids`
    Numbers<uint32_t> ids;
    void clear() {
      ends.clear();
      ids.clear();
    }
  };
  struct Ids {
    const uint32_t *first, *last;
    const uint32_t *begin() const { return first; }
    const uint32_t *end() const { return last; }
    size_t size() const { return static_cast<size_t>(last - first); }
  };

  size_t size() const { return cases; }
  /// The verdicts of a case: see Plan::verdict.
  Ids operator[](size_t i) const {
    const Piece &piece = pieces[i / pieceCases];
    const size_t at = i % pieceCases;
    return {piece.ids.begin() + (at == 0 ? 0 : piece.ends[at - 1]), piece.ids.begin() + piece.ends[at]};
  }
  /// Room for so many cases; what was there is gone.
  void reset(size_t count) {
    cases = count;
    const size_t needed = (count + pieceCases - 1) / pieceCases;
    if (pieces.size() < needed) pieces.resize(needed);
    for (Piece &piece : pieces) piece.clear();
  }
  /// Cases from i * pieceCases on.
  Piece &piece(size_t i) { return pieces[i]; }

private:
  size_t cases = 0;
  std::vector<Piece> pieces;
};

class CaseWorker;

class Plan {
public:
  /// Instructions that a plan may use. Best: what the machine has.
  enum class Instructions : uint8_t { Portable, Avx2, Avx512, Best };

  /// For the law of a day. The tables must outlive it. On failure null; `errors` then has one sentence for each
  /// mistake.
  static std::unique_ptr<Plan> make(const Tables &tables, const CaseForm &form, Date day,
                                    std::vector<std::string> &errors, Instructions instructions = Instructions::Best);
  ~Plan();

  /// The days of acts for which it holds: those on which the same law is in force.
  Span span() const;
  /// Persons that effects address: one for each role, as of a case that states none.
  const std::vector<BoundCase::Person> &persons() const;
  /// A verdict of a case. The reference lasts as long as the plan.
  const Verdict &verdict(uint32_t id) const;
  bool isVerdict(uint32_t id) const;
  /// What all cases of this form come to, whatever the cells are. It stands in no case, unless what else a case comes
  /// to changes it: then the case has a verdict of its own for the provision, which counts.
  const std::vector<Verdict> &always() const;

  /// The case contradicts what the vocabulary says always holds: it has no other verdict.
  static constexpr uint32_t contradictory = UINT32_MAX;
  /// A cell has a value that the column cannot have, or the day is not one of the plan's: the same.
  static constexpr uint32_t invalid = UINT32_MAX - 1;
  /// A comparison of what is known cannot be computed, as it is too large or divides by zero: the same. The case alone
  /// (decide()) says which, and what else it comes to.
  static constexpr uint32_t notComputed = UINT32_MAX - 2;

  /// Inputs on which the verdict of a provision may hang, as columns of the form; in order.
  const std::vector<uint32_t> &columnsOf(uint32_t provision) const;

  /// The plan for programs: the days of which it holds, how the cells of its columns lie, and what holds always.
  std::string json() const;
  /// Verdicts as a decision that says them and nothing else (`proviso-decision/1`), not what is missing. Where an
  /// amount hangs on the case, it is a formula. A provision of whose matter nothing is known has `"nothing_known":
  /// true`.
  std::string json(const std::vector<Verdict> &verdicts) const;

  /// Decides `count` cases; the verdicts of each stand in the order of the provisions. `cells` has one for each column.
  /// Threads share the cases; the result is the same for any number of them.
  void decide(const ColumnCells *cells, size_t count, Decisions &decisions, unsigned threads = 1) const;

private:
  friend class CaseWorker;
  friend class PlanMaker;
  struct Parts;
  Plan();
  std::unique_ptr<Parts> parts;
};

/// Decides by a plan. Not thread-safe: it keeps what it works with, so that after the first cases nothing is allocated.
class CaseWorker {
public:
  explicit CaseWorker(const Plan &plan);
  ~CaseWorker();

  /// Decides cases from `first` on and adds what they come to.
  void decide(const ColumnCells *cells, size_t first, size_t count, Decisions::Piece &to);

  /// All cases of some columns, on one thread.
  void decide(const ColumnCells *cells, size_t count, Decisions &decisions);

  /// A case as decide() takes it, until the next call. Its cells must be fine: no verdict is Plan::invalid.
  const BoundCase &caseOf(const ColumnCells *cells, size_t row);

private:
  struct Work;
  std::unique_ptr<Work> work;
};

} // namespace proviso
