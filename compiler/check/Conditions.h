// Conditions and amounts: names resolved, types checked.
#pragma once

#include "check/Names.h"
#include "link/Link.h"

#include <functional>
#include <unordered_map>

namespace proviso {

/// Adds expressions to a program; equal ones are one.
class ExprPool {
public:
  explicit ExprPool(ir::Program &program) : program(program) {}
  ir::Index add(ir::Expr expr);
  ir::Index truth(bool value);
  ir::Index both(ir::Index a, ir::Index b);
  ir::Index all(std::vector<ir::Index> operands);
  ir::Index any(std::vector<ir::Index> operands);
  ir::Index negation(ir::Index operand);
  /// The same with every role, form and record read of a linked person instead of the subject.
  ir::Index onPerson(ir::Index condition);
  ir::Index number(Number value, bool months = false);

private:
  ir::Program &program;
  std::unordered_multimap<size_t, ir::Index> known;
};

/// Where a condition stands.
struct Place {
  const law::Stores *stores = nullptr;
  const std::vector<Binding> *bindings = nullptr; // none in vocabularies
  Scope scope;
  ir::Index provision = ir::none; // of the program
  ProvisionRef home;
  ir::Owner owner = ir::Owner::Act;
  std::vector<ir::Index> personRoles; // of the addressee, where the owner is a person
  bool upper = false;                 // it is an upper bound: of `the fine under C` that is meant
};

enum class TypeKind : uint8_t {
  Invalid,
  Boolean,
  Number,
  Percentage,
  Money,
  Days,
  Months,
  Duration,
  Date,
  Choice,
  Text
};

struct Type {
  TypeKind kind = TypeKind::Invalid;
  std::string currency;      // Money
  ir::Index fact = ir::none; // Choice; else the fact that stands there alone, if one does
};

struct Typed {
  ir::Index expr = ir::none;
  Type type;
};

class Conditions {
public:
  Conditions(const LinkedLaw &law, ir::Program &program, Names &names, ExprPool &pool,
             const std::vector<ir::Index> &firstProvision, Diagnostics &diagnostics)
      : law(law), program(program), names(names), pool(pool), firstProvision(firstProvision), diagnostics(diagnostics) {
  }

  /// A condition; none when it has an error, which is reported.
  ir::Index condition(law::ExprId id, const Place &place);
  /// A term, for amounts and values.
  Typed term(law::ExprId id, const Place &place);
  /// A value that is compared with or given to a fact.
  Typed value(law::ExprId id, const Place &place, ir::Index fact);
  /// The last day of a period that begins the day after another (endOf in proviso/Date.h).
  Typed dayAfter(const Typed &day, const Typed &period, Range at);
  /// `A or B`, `A and not B`: roles and forms.
  ir::Index roles(law::ExprId id, const Place &place);

  /// The condition while the provision is in force; itself where that is whenever `home` is.
  ir::Index whileInForce(ProvisionRef ref, ProvisionRef home, ir::Index condition);

  /// That of several which a provision that has ended may have become this one is meant; with none: that it counts on.
  ir::Index became(ProvisionRef ended, ProvisionRef option);

  /// What `the fine under C` is, in the bound that the place says; set by who knows amounts.
  std::function<Typed(const law::Expr &, const Place &)> amountUnder;

  ir::Index indexOf(ProvisionRef ref) const { return firstProvision[ref.instrument] + ref.provision; }
  std::string describeType(const Type &type) const;
  /// Notes how a condition is made of a fact that is none, or what a case states of it.
  void howToCompare(Diagnostic &diagnostic, llvm::StringRef name, const Type &type) const;
  /// One side of a comparison or sum: its type, and how it is written.
  struct Side {
    Type type;
    const law::Expr *written = nullptr;
  };
  /// Reports that two sides do not go together, why, and how they would.
  void neverUnascertainable(Range at, ir::Index fact);
  void reportMismatch(Range at, const Side &a, const Side &b);
  Type typeOf(ir::Index fact) const;

private:
  /// A question to the record of the subject, or of the person addressed.
  ir::Index sanctioned(const law::Expr &expr, const Place &place);
  ir::Index citedAll(const law::Expr &expr, const Place &place);
  ir::Index items(const law::Expr &expr, const Place &place);
  bool truthValue(const law::Expr &expr, const Place &place);
  ir::Index comparison(const law::Expr &expr, const Place &place);
  /// `gravity >= grave in C`.
  ir::Index readIn(const law::Expr &expr, const Place &place);
  ir::Index isName(const law::Expr &expr, const Place &place);
  Typed factTerm(const law::Expr &expr, const Place &place);
  Typed arithmetic(const law::Expr &expr, const Place &place);
  ir::Index derived(ir::Index entry, Range at, const Place &place);
  bool factOwner(const law::Expr &expr, const Place &place, const ir::Fact &fact);

  const LinkedLaw &law;
  ir::Program &program;
  Names &names;
  ExprPool &pool;
  const std::vector<ir::Index> &firstProvision;
  Diagnostics &diagnostics;
  size_t readsForEachProvision = 0;                     // how often a fact was read that has a value for each
  std::vector<ir::Index> unfolding;                     // derived facts being read
  std::set<ir::Index> circular;                         // derived facts that rest on themselves: it has been said
  std::set<std::pair<ir::Index, ir::Index>> early;      // quantities read before they have a value: it has been said
  std::unordered_map<ir::Index, TypeKind> durationUnit; // in which unit a duration fact is compared
};

/// own(P): the conjunction of its `when`s and of the negations of its `unless`es.
ir::Index ownConditions(Conditions &conditions, ExprPool &pool, const law::Instrument &text, law::ProvisionId id,
                        Place place);

} // namespace proviso
