#include "SetDiagrams.h"

#include <algorithm>

namespace proviso {

using namespace layout;

SetDiagrams::Node SetDiagrams::terminal(std::vector<uint32_t> set) {
  const auto [it, isNew] = bySet.try_emplace(set, static_cast<Node>(nodes.size()));
  if (isNew) {
    One one;
    one.set = static_cast<uint32_t>(sets.size());
    sets.push_back(std::move(set));
    nodes.push_back(std::move(one));
  }
  return it->second;
}

SetDiagrams::Node SetDiagrams::make(uint32_t variable, std::vector<Node> children) {
  if (std::all_of(children.begin(), children.end(), [&](Node child) { return child == children.front(); }))
    return children.front();
  std::vector<uint32_t> key{variable};
  key.insert(key.end(), children.begin(), children.end());
  const auto [it, isNew] = byChildren.try_emplace(std::move(key), static_cast<Node>(nodes.size()));
  if (isNew) {
    One one;
    one.variable = variable;
    one.children = std::move(children);
    nodes.push_back(std::move(one));
  }
  return it->second;
}

SetDiagrams::Node SetDiagrams::unite(Node a, Node b) {
  if (a == b) return a;
  if (a > b) std::swap(a, b);
  if (const auto found = unions.find({a, b}); found != unions.end()) return found->second;
  const uint32_t first = nodes[a].variable, second = nodes[b].variable, variable = std::min(first, second);
  Node result;
  if (variable == none) {
    std::vector<uint32_t> set;
    std::set_union(terminals(a).begin(), terminals(a).end(), terminals(b).begin(), terminals(b).end(),
                   std::back_inserter(set));
    result = terminal(std::move(set));
  } else {
    const size_t size = nodes[first == variable ? a : b].children.size();
    std::vector<Node> children;
    for (size_t i = 0; i < size; ++i)
      children.push_back(
          unite(first == variable ? nodes[a].children[i] : a, second == variable ? nodes[b].children[i] : b));
    result = make(variable, std::move(children));
  }
  unions[{a, b}] = result;
  return result;
}

SetDiagrams::Node SetDiagrams::united(uint64_t mask, const std::vector<Node> &children) {
  Node result = none;
  for (size_t i = 0; i < children.size(); ++i)
    if (mask >> i & 1) result = result == none ? children[i] : unite(result, children[i]);
  return result == none ? terminal({}) : result;
}

SetDiagrams::Node SetDiagrams::read(uint32_t root, const Assignment &assigned) {
  std::unordered_map<uint32_t, Node> known;
  return read(root, assigned, known);
}

SetDiagrams::Node SetDiagrams::read(uint32_t target, const Assignment &assigned,
                                    std::unordered_map<uint32_t, Node> &known) {
  if (target & terminalBit) {
    const uint32_t value = target & ~terminalBit;
    return terminal(value == terminalImpossible ? std::vector<uint32_t>() : std::vector<uint32_t>{value});
  }
  if (const auto found = known.find(target); found != known.end()) return found->second;
  const uint32_t variable = tables.word(Section::Nodes, target, layout::nodes::Variable),
                 first = tables.word(Section::Nodes, target, layout::nodes::FirstChild),
                 count = tables.word(Section::Nodes, target, layout::nodes::ChildCount);
  const auto given = assigned.find(variable);
  const uint64_t mask = given == assigned.end() ? 0 : given->second;
  std::vector<Node> children;
  for (uint32_t i = 0; i < count; ++i)
    children.push_back(mask == 0 || (mask >> i & 1)
                           ? read(tables.word(Section::Children, first + i, layout::children::Target), assigned, known)
                           : none);
  const Node result = mask == 0 ? make(variable, std::move(children)) : united(mask, children);
  known[target] = result;
  return result;
}

SetDiagrams::Node SetDiagrams::restrict(Node node, const Assignment &assigned) {
  std::unordered_map<Node, Node> known;
  return restrict(node, assigned, known);
}

SetDiagrams::Node SetDiagrams::restrict(Node node, const Assignment &assigned, std::unordered_map<Node, Node> &known) {
  if (isTerminal(node)) return node;
  if (const auto found = known.find(node); found != known.end()) return found->second;
  const uint32_t variable = nodes[node].variable;
  std::vector<Node> children = nodes[node].children; // nodes are added meanwhile
  for (Node &child : children) child = restrict(child, assigned, known);
  const auto given = assigned.find(variable);
  const Node result = given == assigned.end() || given->second == 0 ? make(variable, std::move(children))
                                                                    : united(given->second, children);
  known[node] = result;
  return result;
}

void SetDiagrams::support(Node node, std::vector<uint32_t> &variables) const {
  std::vector<bool> seen(nodes.size(), false);
  std::vector<Node> stack{node};
  while (!stack.empty()) {
    const Node at = stack.back();
    stack.pop_back();
    if (seen[at] || isTerminal(at)) continue;
    seen[at] = true;
    if (const auto place = std::lower_bound(variables.begin(), variables.end(), nodes[at].variable);
        place == variables.end() || *place != nodes[at].variable)
      variables.insert(place, nodes[at].variable);
    stack.insert(stack.end(), nodes[at].children.begin(), nodes[at].children.end());
  }
}

} // namespace proviso
