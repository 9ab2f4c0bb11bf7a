// A case: what is known of an act, of its subject, and of the persons linked with it.
#pragma once

#include "proviso/Tables.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace proviso {

/// The value of a fact.
struct FactValue {
  enum class Kind : uint8_t { Unknown, Boolean, Number, Date, Duration, Choice, Unascertainable } kind = Kind::Unknown;
  bool boolean = false;
  Number number;
  std::string currency; // of a number that is money
  Date date;
  Duration duration;
  std::string choice;

  static FactValue unknown() { return {}; }
  static FactValue of(bool value);
  static FactValue of(Number value, std::string currency = {});
  static FactValue of(Date value);
  static FactValue of(Duration value);
  static FactValue ofChoice(std::string value);
  static FactValue unascertainable();
  friend bool operator==(const FactValue &, const FactValue &) = default;
};

/// A fact as stated: for all provisions, or for one and those in it.
struct FactStatement {
  std::string fact, provision;
  FactValue value;
};

/// A breach or a disobeyed order, named by the provision; no value: unknown.
struct ProvisionStatement {
  std::string provision;
  std::optional<bool> value;
};

/// What is taken to be in the place of a provision that has ended, where the law leaves that open: one of those that it
/// may have become; or, where it has become nothing, whether it counts on for what cites it. Neither: unknown.
struct SuccessorStatement {
  std::string provision, successor;
  std::optional<bool> countsOn;
};

/// An earlier sanction.
struct PastSanction {
  std::string provision; // as it is called in the tables; where several have stood under a number, on that day
  Date on;
  std::vector<std::string> kinds;
};

struct CasePerson {
  std::string name;
  std::vector<std::string> roles;
  std::vector<FactStatement> facts;
  /// The record of the person. It is taken as complete.
  std::vector<PastSanction> history;
};

struct Case {
  Date date;                        // of the act
  Date decided;                     // of the decision
  std::vector<std::string> subject; // roles and forms
  std::vector<FactStatement> facts;
  /// The persons linked with the act. None stated: one abstract person for each role that an effect addresses.
  std::optional<std::vector<CasePerson>> persons;
  std::vector<ProvisionStatement> violates, disobeyed;
  std::vector<SuccessorStatement> successors;
  /// The record of the subject. It is taken as complete.
  std::vector<PastSanction> history;
  /// What is not stated is false where it is a condition (boolean facts, breaches, orders); else it is unknown.
  bool silenceIsFalse = false;
};

/// Reads the form of docs/cli.md. On failure nothing; `errors` then has one sentence for each mistake.
std::optional<Case> readCase(const std::string &json, std::vector<std::string> &errors);

/// A case whose names have been found in the tables and whose values have the declared types.
class BoundCase {
public:
  /// A fact as stated, by rows; no provision: for all.
  struct Stated {
    uint32_t fact = 0;
    std::optional<uint32_t> provision;
    FactValue value;
  };
  struct Past {
    uint32_t provision;
    Date on;
    std::vector<uint32_t> kinds;
  };
  struct Person {
    std::string name;
    std::vector<bool> roles; // with those that they entail
    std::vector<Stated> facts;
    std::vector<Past> record;
    uint32_t form = 0; // a row of Forms, or their number where none is stated
    bool abstract = false;
  };

  /// On failure nothing; `errors` then has one sentence for each mistake.
  static std::optional<BoundCase> bind(const Tables &tables, const Case &from, std::vector<std::string> &errors);

  const Tables &tables() const { return *table; }
  Date date() const { return act; }
  /// Of the decision.
  Date decided() const { return decision; }
  const std::vector<Person> &persons() const { return linked; }

  /// The values that a variable may have in some completion of the case, as a set of bits. `person`: whose facts and
  /// roles are read where the variable is a person's; null for the act.
  uint64_t possible(uint32_t variable, const Person *person) const { return possible(variable, person, act); }
  /// By the law of another day: what is in force then.
  uint64_t possible(uint32_t variable, const Person *person, Date law) const;
  /// A word that the law of that day defines, and that of the day of the act does not, or the other way round: what is
  /// stated of it says nothing there.
  bool readAnew(uint32_t variable, Date law) const;
  /// The value of a fact, unknown where it is not stated.
  FactValue fact(uint32_t fact, std::optional<uint32_t> provision, bool ofPerson, const Person *person) const;
  /// An exact amount; nothing when a fact in it is unknown (`unknown` gets it) or when it does not fit (`overflow`).
  std::optional<Number> amount(uint32_t expr, const Person *person, std::vector<uint32_t> *unknown,
                               bool *overflow) const;
  /// The bounds of an amount whatever the facts in it that are not known turn out to be; open where there are none.
  /// What does not fit is open too.
  struct Range {
    std::optional<Number> low, high;
  };
  Range amountRange(uint32_t expr, const Person *person) const;
  /// An order under the provision is stated to have been served and not obeyed.
  bool isDisobeyed(uint32_t provision) const { return order(provision) == true; }
  /// A comparison whose facts are all known, and whose difference does not fit or divides by zero: it is not known.
  bool cannotBeComputed(uint32_t variable, const Person *person) const;
  /// Nothing at all is stated of what the variable asks, roles aside.
  bool isOpen(uint32_t variable, const Person *person) const;

private:
  friend class PlanMaker;
  friend class CaseWorker;
  uint64_t possibleFact(uint32_t variable, const FactValue &value) const;
  std::optional<bool> breach(uint32_t provision) const;
  std::optional<bool> order(uint32_t provision) const;
  /// What a provision that is not in force on the day of the act was then.
  std::vector<uint32_t> formerly(uint32_t provision) const;
  const Stated *stated(const Person &owner, uint32_t fact, std::optional<uint32_t> provision) const;
  bool record(uint32_t question, const Person &of) const;
  /// What a quantity is on the day of the act.
  FactValue quantity(uint32_t fact) const;
  void units(uint32_t expr, const Person *person, bool &days, bool &months) const;
  std::optional<bool> comparison(uint32_t variable, const Person *person) const;

  const Tables *table = nullptr;
  Date act, decision;
  Person subject;
  uint32_t form = 0; // a row of Forms, or their number where none is stated
  std::vector<Person> linked;
  std::vector<std::pair<uint32_t, std::optional<bool>>> breaches, orders;
  std::vector<std::pair<uint32_t, uint32_t>> readings; // a provision that has ended, and the value of its succession
  bool silenceIsFalse = false;
};

} // namespace proviso
