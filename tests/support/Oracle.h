// A naive interpreter of the intermediate form: it knows nothing of diagrams, evaluates every condition as it is
// written, and finds out what is undetermined by trying every completion. It is slow, and the oracle of the runtime.
#pragma once

#include "proviso/Case.h"
#include "tables/DecisionTables.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace proviso::testing {

/// Something that a case can state: a fact (of a provision), a breach, a disobeyed order, a role or the form. And what
/// none can: which provision has taken the place of another.
struct Atom {
  enum class Kind { Fact, PersonFact, Breach, Disobeyed, Succession } kind = Kind::Fact;
  ir::Index fact = ir::none, provision = ir::none;
  friend auto operator<=>(const Atom &, const Atom &) = default;
};

/// A value of an atom: conditions are 0 or 1, choices their index, numbers themselves; -1000000 is unascertainable.
constexpr int64_t unascertainable = -1'000'000;

/// A world in which everything is known.
struct World {
  std::map<Atom, int64_t> values;
  std::set<ir::Index> roles, personRoles; // closed under entailment
  std::optional<ir::Index> form, personForm;
  Date date, decided; // of the act, and of the decision
  Date law;           // whose law is asked: that of the act, unless a milder one is looked for
  /// An earlier sanction, of the subject or of the person.
  struct Past {
    ir::Index under;
    Date on;
    std::vector<ir::Index> kinds;
  };
  std::vector<Past> history, personHistory;
  std::set<Atom> unstated; // what the case does not say
};

class Oracle {
public:
  explicit Oracle(const ir::Program &program) : program(program) {}

  /// All atoms that the provision's decision may read.
  std::set<Atom> atoms(ir::Index provision) const;
  /// Values worth trying for an atom: both truths, all choices, all sides of every bound.
  std::vector<int64_t> values(const Atom &atom) const;

  /// All atoms that any provision's decision may read.
  std::set<Atom> atoms() const;

  bool consistent(const World &world) const { return !violated(world); }
  /// What a constraint reads that the world does not meet; empty for a part that is breached while its whole is not.
  std::optional<std::set<Atom>> violated(const World &world) const;
  /// Makes a world consistent as far as breaches and orders go: a breach or an order of a part is one of the whole.
  void closeUpwards(World &world) const;
  bool madeOut(ir::Index provision, const World &world) const;
  /// What is imposed: for each effect (source, addressee, kind, group) the outcome in canonical words.
  std::map<std::string, std::string> effects(ir::Index provision, const World &world, bool person) const;
  /// The same after exemption, limitation, displacement, concurrence, conflicts and the milder law; the world has all
  /// atoms. By key, and by the day whose law it is. `narrower`: pairs of provisions of which the first is a special
  /// case of the second (DecisionTables::specialties).
  using Pairs = std::vector<std::pair<ir::Index, ir::Index>>;
  std::map<std::pair<std::string, Date>, std::string> remaining(ir::Index provision, const World &world, bool person,
                                                                const Pairs &narrower) const;
  /// The days whose law may count, that of the act first.
  std::vector<Date> days(const World &world) const;
  /// `applies`, `displaced`, `exempt`, `barred`, or empty.
  std::string status(ir::Index provision, const World &world) const;
  /// A condition that a table's variable stands for, and the value of the variable.
  uint64_t valueOf(const Variable &variable, const World &world) const;

  bool holds(ir::Index expr, const World &world) const;

private:
  mutable std::vector<std::set<Atom>> constrained; // by constraint: what it reads
  std::optional<Number> quantity(ir::Index fact, Date day) const;
  std::optional<Number> term(ir::Index expr, const World &world) const;
  int64_t succession(ir::Index provision, const World &world) const;
  bool committed(ir::Index provision, World world) const;
  bool sanctioned(const ir::Record &record, const std::vector<World::Past> &history, const World &world) const;
  bool inForce(ir::Index provision, const World &world) const {
    return program.provisions[provision].span.contains(world.law);
  }
  void read(ir::Index expr, std::set<Atom> &atoms, std::set<ir::Index> &seen) const;
  /// What adjustments make of the kinds that a provision imposes.
  struct Adjusted {
    std::set<ir::Index> exempt;        // or barred
    std::map<ir::Index, Number> times; // of the upper bound
  };
  /// Without kinds that the addressee cannot bear, or that are exempt; empty if none is left.
  std::string canonical(ir::Index sanction, const World &world, bool person, const std::vector<ir::Index> &roles,
                        const Adjusted &adjusted = {}) const;
  std::string key(ir::Index sanction) const;
  struct Imposed {
    std::string key, outcome;
    ir::Index sanction = ir::none;
    std::vector<ir::Index> roles;
    std::string group, alternative; // of a delegation in which the authority chooses
  };
  /// A kind with its amount; open upwards is the largest.
  struct Part {
    bool principal;
    ir::Index kind;
    std::optional<Number> high;
    Number low;
    ir::Index lowExpr, highExpr;
    Number times;                      // of the upper bound
    bool known;                        // the amount can be established
    std::optional<Number> least, most; // of the upper bound
  };
  static constexpr int notComparable = 2;
  Adjusted adjusted(ir::Index provision, const World &world) const;
  bool reaches(const ir::Adjustment &adjustment, ir::Index provision) const;
  bool takes(const ir::Adjustment &adjustment, ir::Index kind) const;
  /// What the law of one day leaves, before that of another is looked at.
  struct Left {
    ir::Index provision;
    Imposed imposed;
    Adjusted adjusted;
    std::string group;
  };
  std::vector<Left> left(const World &world, bool person, const Pairs &narrower) const;
  bool prevails(ir::Index a, ir::Index b, const Pairs &narrower) const;
  bool ruled(ir::Index a, ir::Index b, const World &world) const;
  /// What is imposed together, alternatives by their heaviest.
  std::vector<Part> together(const std::vector<Left> &list, const World &world, bool person, bool &unclear) const;
  bool meant(const ir::Adjustment &milder, const Left &one, const World &world, bool person) const;
  bool displaced(ir::Index provision, const World &world) const;
  bool standing(ir::Index provision, const World &world, bool person, const Imposed &one) const;
  std::string group(ir::Index sanction, const World &world, bool person, const Adjusted &adjusted) const;
  std::vector<Part> parts(ir::Index sanction, const World &world, bool person, const Adjusted &adjusted,
                          bool &unclear) const;
  std::vector<Part> package(ir::Index provision, const World &world, bool person, const std::string &group,
                            bool &unclear, ir::Index only) const;
  std::optional<Number> bound(ir::Index expr, const World &world, ir::Op side) const;
  static int amounts(const Part &a, const Part &b);
  static int compare(const std::vector<Part> &a, const std::vector<Part> &b);
  bool isOf(ir::Index sanction, ir::Index kind) const;
  bool outweighed(ir::Index provision, ir::Index sanction, const World &world, bool person,
                  const std::string &group) const;
  std::vector<Imposed> imposed(ir::Index provision, const World &world, bool person,
                               const std::vector<ir::Index> *readdressed) const;

  const ir::Program &program;
};

} // namespace proviso::testing
