// Walks over a decision diagram under what is possible in a case.
#pragma once

#include "proviso/Case.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace proviso {

/// What the variables may be, for the act or for one person of a case. Computed as it is asked for.
class Possibilities {
public:
  Possibilities(const BoundCase &bound, const BoundCase::Person *person) : Possibilities(bound, person, bound.date()) {}
  /// By the law of another day.
  Possibilities(const BoundCase &bound, const BoundCase::Person *person, Date law)
      : bound(bound), person(person), law(law), masks(bound.tables().rows(layout::Section::Variables), 0) {}

  uint64_t operator[](uint32_t variable) const {
    uint64_t &mask = masks[variable];
    if (mask == 0) mask = bound.possible(variable, person, law);
    return mask;
  }
  void restrict(uint32_t variable, uint64_t to) { masks[variable] = to; }

private:
  const BoundCase &bound;
  const BoundCase::Person *person;
  Date law;
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

/// Whether two completions of a case that agree in some variables can make a diagram come to different answers.
class Pairs {
public:
  explicit Pairs(const Tables &tables) : tables(tables), agreed(tables.rows(layout::Section::Variables), false) {}

  void agree(uint32_t variable, bool whether) { agreed[variable] = whether; }

  /// `different`: whether two terminals, neither of them impossible, are different answers. Each pair of nodes takes
  /// one off the budget; the answer means nothing when it is spent.
  template <typename Differ>
  bool differ(uint32_t root, const Possibilities &possible, const Differ &different, uint64_t &budget) {
    seen.assign(256, none);
    count = 0;
    stack.clear();
    push(root, root);
    while (!stack.empty() && budget) {
      --budget;
      const auto [a, b] = stack.back();
      stack.pop_back();
      const uint32_t variable = std::min(level(a), level(b));
      if (variable == none32) {
        if (a != b && different(a & ~terminalOf, b & ~terminalOf)) return true;
        continue;
      }
      const uint64_t mask = possible[variable];
      const bool first = level(a) == variable, second = level(b) == variable;
      for (uint32_t value = 0; value < tables.word(layout::Section::Variables, variable, layout::variables::Size);
           ++value) {
        if (!(mask >> value & 1)) continue;
        // What may differ is followed on one side, then on the other.
        if (agreed[variable])
          push(first ? child(a, value) : a, second ? child(b, value) : b);
        else if (first)
          push(child(a, value), b);
        else
          push(a, child(b, value));
      }
    }
    return false;
  }

private:
  static constexpr uint64_t none = ~uint64_t(0);
  static constexpr uint32_t none32 = ~uint32_t(0), terminalOf = layout::terminalBit;

  uint32_t level(uint32_t node) const {
    return node & terminalOf ? none32 : tables.word(layout::Section::Nodes, node, layout::nodes::Variable);
  }
  uint32_t child(uint32_t node, uint32_t value) const {
    return tables.word(layout::Section::Children,
                       tables.word(layout::Section::Nodes, node, layout::nodes::FirstChild) + value,
                       layout::children::Target);
  }
  void push(uint32_t a, uint32_t b);
  bool place(uint64_t pair); // false: it was there

  const Tables &tables;
  std::vector<bool> agreed; // by variable
  std::vector<std::pair<uint32_t, uint32_t>> stack;
  std::vector<uint64_t> seen; // a hash table of pairs
  size_t count = 0;
};

} // namespace proviso
