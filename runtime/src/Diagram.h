// Walks over a decision diagram under what is possible in a case.
#pragma once

#include "proviso/Case.h"

#include <cstdint>
#include <vector>

namespace proviso {

/// What the variables may be, for the act or for one person of a case. Computed as it is asked for.
class Possibilities {
public:
  Possibilities(const BoundCase &bound, const BoundCase::Person *person)
      : bound(bound), person(person), masks(bound.tables().rows(layout::Section::Variables), 0) {}

  uint64_t operator[](uint32_t variable) const {
    uint64_t &mask = masks[variable];
    if (mask == 0) mask = bound.possible(variable, person);
    return mask;
  }
  void restrict(uint32_t variable, uint64_t to) { masks[variable] = to; }

private:
  const BoundCase &bound;
  const BoundCase::Person *person;
  mutable std::vector<uint64_t> masks;
};

/// The terminals that some completion reaches, impossible ones left out, each once.
class Reach {
public:
  explicit Reach(const Tables &tables) : tables(tables), seen(tables.rows(layout::Section::Nodes), 0) {}

  const std::vector<uint32_t> &from(uint32_t root, const Possibilities &possible);
  /// The variables that were open on the way of the last walk, each once.
  const std::vector<uint32_t> &openVariables() const { return open; }

  /// The variables that the last walk looked at, each once.
  const std::vector<uint32_t> &testedVariables() const { return tested; }

  /// All variables that a diagram tests, each once.
  const std::vector<uint32_t> &variablesUnder(uint32_t root);

private:
  void begin(uint32_t root);
  const Tables &tables;
  std::vector<uint32_t> seen; // by walk
  uint32_t walk = 0;
  std::vector<uint32_t> stack, terminals, open, tested;
};

} // namespace proviso
