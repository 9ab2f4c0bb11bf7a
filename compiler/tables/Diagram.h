// Multi-valued decision diagrams, canonical for the order of their variables: equal functions are equal nodes.
#pragma once

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/DenseMap.h>

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

namespace proviso {

/// A terminal (top bit set) or a node of one Diagrams.
using Diagram = uint32_t;

constexpr uint32_t terminalBit = 0x8000'0000U;
constexpr Diagram terminal(uint32_t value) { return terminalBit | value; }
constexpr bool isTerminal(Diagram d) { return d & terminalBit; }
constexpr uint32_t valueOf(Diagram d) { return d & ~terminalBit; }

// Conditions are diagrams over `no` and `yes`; outcomes are terminals from `firstOutcome` on. `impossible` marks
// what the constraints of the vocabulary rule out. The numbers are those of the compiled form.
constexpr Diagram no = terminal(0), impossible = terminal(1), yes = terminal(2);
constexpr uint32_t firstOutcome = 2;

/// All diagrams of one provision share their nodes.
class Diagrams {
public:
  /// Adds a variable with values 0 .. size-1, after all others in the order. At most 64 values.
  uint32_t addVariable(uint32_t size);
  uint32_t size(uint32_t variable) const { return sizes[variable]; }

  /// `children` has one diagram for each value, of variables that come later in the order.
  Diagram node(uint32_t variable, llvm::ArrayRef<Diagram> children);
  uint32_t variable(Diagram d) const { return nodes[d].variable; }
  llvm::ArrayRef<Diagram> children(Diagram d) const {
    return llvm::ArrayRef<Diagram>(childStore).slice(nodes[d].firstChild, sizes[nodes[d].variable]);
  }
  size_t nodeCount() const { return nodes.size(); }

  /// Yes where the variable has one of the values in the set.
  Diagram test(uint32_t variable, uint64_t values);
  /// `condition` must be over no and yes.
  Diagram ifThenElse(Diagram condition, Diagram then, Diagram otherwise);
  Diagram conjunction(Diagram a, Diagram b) { return ifThenElse(a, b, no); }
  Diagram disjunction(Diagram a, Diagram b) { return ifThenElse(a, yes, b); }
  Diagram negation(Diagram a) { return ifThenElse(a, no, yes); }
  /// What a diagram comes to where the variable has this value.
  Diagram restrict(Diagram d, uint32_t variable, uint32_t value);
  /// Two diagrams come to the same wherever both are possible.
  bool agree(Diagram a, Diagram b) const;
  /// Yes where some value of the variable makes the condition yes.
  Diagram exists(uint32_t variable, Diagram condition);
  /// The same function with each terminal replaced.
  Diagram map(Diagram d, const std::function<Diagram(uint32_t)> &replace);
  /// Decides as `d` wherever `d` is possible, with no test that only parts the impossible from the rest.
  Diagram withoutImpossible(Diagram d);
  /// The variables that it tests, in order.
  std::vector<uint32_t> support(Diagram d) const;
  /// All terminals that it can reach.
  std::vector<uint32_t> terminals(Diagram d) const;

private:
  struct Node {
    uint32_t variable, firstChild;
  };
  uint32_t level(Diagram d) const { return isTerminal(d) ? UINT32_MAX : nodes[d].variable; }
  Diagram cofactor(Diagram d, uint32_t variable, uint32_t value) const {
    return level(d) == variable ? childStore[nodes[d].firstChild + value] : d;
  }

  std::vector<uint32_t> sizes;
  std::vector<Node> nodes;
  std::vector<Diagram> childStore;
  std::unordered_multimap<size_t, Diagram> unique;
  struct Triple {
    Diagram a, b, c;
    bool operator==(const Triple &) const = default;
  };
  struct TripleHash {
    size_t operator()(const Triple &t) const;
  };
  std::unordered_map<Triple, Diagram, TripleHash> ifThenElseMemo;
};

} // namespace proviso
