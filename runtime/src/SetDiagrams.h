// The diagrams of the tables, read by the columns of a case instead of the variables of a provision. What no column
// tells is quantified away: terminals are sets of those terminals that some completion reaches.
#pragma once

#include "proviso/Tables.h"

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

namespace proviso {

/// Diagrams over the variables of the tables whose terminals are sets. Equal ones are one node.
class SetDiagrams {
public:
  using Node = uint32_t;
  /// For a variable the values that it may have; 0: it stays.
  using Assignment = std::unordered_map<uint32_t, uint64_t>;

  explicit SetDiagrams(const Tables &tables) : tables(tables) { sets.emplace_back(); }

  /// A diagram of the tables, under what is assigned.
  Node read(uint32_t root, const Assignment &assigned);
  Node restrict(Node node, const Assignment &assigned);

  bool isTerminal(Node node) const { return nodes[node].variable == none; }
  /// The terminals of the tables that it stands for, in order; impossible ones left out.
  const std::vector<uint32_t> &terminals(Node node) const { return sets[nodes[node].set]; }
  /// The variables that it tests, in order, added to those that are there.
  void support(Node node, std::vector<uint32_t> &variables) const;

private:
  static constexpr uint32_t none = UINT32_MAX;
  struct One {
    uint32_t variable = none, set = 0; // one of them
    std::vector<Node> children;
  };
  Node terminal(std::vector<uint32_t> set);
  Node make(uint32_t variable, std::vector<Node> children);
  Node unite(Node a, Node b);
  Node restrict(Node node, const Assignment &assigned, std::unordered_map<Node, Node> &known);
  Node read(uint32_t target, const Assignment &assigned, std::unordered_map<uint32_t, Node> &known);
  Node united(uint64_t mask, const std::vector<Node> &children);

  const Tables &tables;
  std::vector<One> nodes;
  std::vector<std::vector<uint32_t>> sets; // the first is empty
  std::map<std::vector<uint32_t>, Node> bySet;
  std::map<std::vector<uint32_t>, Node> byChildren; // the variable first
  std::map<std::pair<Node, Node>, Node> unions;
};

} // namespace proviso
