// A naive interpreter of the intermediate form: it knows nothing of diagrams, evaluates every condition as it is
// written, and finds out what is undetermined by trying every completion. It is slow, and the oracle of the runtime.
#pragma once

#include "check/IntermediateForm.h"
#include "proviso/Case.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace proviso::testing {

/// Something that a case can state: a fact (of a provision), a breach, a disobeyed order, a role or the form.
struct Atom {
  enum class Kind { Fact, PersonFact, Breach, Disobeyed } kind = Kind::Fact;
  ir::Index fact = ir::none, provision = ir::none;
  friend auto operator<=>(const Atom &, const Atom &) = default;
};

/// A value of an atom: conditions are 0 or 1, choices their index, numbers themselves; -1000000 is unascertainable.
constexpr int64_t unascertainable = -1'000'000;

/// A world in which everything is known.
struct World {
  std::map<Atom, int64_t> values;
  std::set<ir::Index> roles, personRoles; // closed under entailment
  std::optional<ir::Index> form;
  Date date;
};

class Oracle {
public:
  explicit Oracle(const ir::Program &program) : program(program) {}

  /// All atoms that the provision's decision may read.
  std::set<Atom> atoms(ir::Index provision) const;
  /// Values worth trying for an atom: both truths, all choices, all sides of every bound.
  std::vector<int64_t> values(const Atom &atom) const;

  bool consistent(const World &world) const;
  bool madeOut(ir::Index provision, const World &world) const;
  /// What is imposed: for each effect (source, addressee, kind, group) the outcome in canonical words.
  std::map<std::string, std::string> effects(ir::Index provision, const World &world, bool person) const;

  bool holds(ir::Index expr, const World &world) const;

private:
  std::optional<Number> term(ir::Index expr, const World &world) const;
  bool committed(ir::Index provision, World world) const;
  bool inForce(ir::Index provision, const World &world) const {
    return program.provisions[provision].span.contains(world.date);
  }
  void read(ir::Index expr, std::set<Atom> &atoms, std::set<ir::Index> &seen) const;
  std::string canonical(ir::Index sanction, const World &world, bool person, const std::vector<ir::Index> &roles) const;
  std::string key(ir::Index sanction) const;
  struct Imposed {
    std::string key, outcome;
  };
  std::vector<Imposed> imposed(ir::Index provision, const World &world, bool person,
                               const std::vector<ir::Index> *readdressed) const;

  const ir::Program &program;
};

} // namespace proviso::testing
