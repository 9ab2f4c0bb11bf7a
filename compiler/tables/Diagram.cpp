#include "tables/Diagram.h"

#include <llvm/ADT/Hashing.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallVector.h>

#include <algorithm>
#include <cassert>
#include <set>

namespace proviso {

size_t Diagrams::TripleHash::operator()(const Triple &t) const { return llvm::hash_combine(t.a, t.b, t.c); }

uint32_t Diagrams::addVariable(uint32_t size) {
  assert(size > 0 && size <= 64);
  sizes.push_back(size);
  return static_cast<uint32_t>(sizes.size() - 1);
}

Diagram Diagrams::node(uint32_t variable, llvm::ArrayRef<Diagram> children) {
  assert(children.size() == sizes[variable]);
  if (llvm::all_of(children, [&](Diagram child) { return child == children[0]; })) return children[0];
  const size_t hash = llvm::hash_combine(variable, llvm::hash_combine_range(children.begin(), children.end()));
  const auto [first, last] = unique.equal_range(hash);
  for (auto it = first; it != last; ++it)
    if (nodes[it->second].variable == variable && this->children(it->second) == children) return it->second;
  const auto d = static_cast<Diagram>(nodes.size());
  nodes.push_back({variable, static_cast<uint32_t>(childStore.size())});
  childStore.insert(childStore.end(), children.begin(), children.end());
  unique.emplace(hash, d);
  return d;
}

Diagram Diagrams::test(uint32_t variable, uint64_t values) {
  llvm::SmallVector<Diagram, 8> children;
  for (uint32_t v = 0; v < sizes[variable]; ++v) children.push_back(values >> v & 1 ? yes : no);
  return node(variable, children);
}

Diagram Diagrams::ifThenElse(Diagram condition, Diagram then, Diagram otherwise) {
  if (condition == yes) return then;
  if (condition == no) return otherwise;
  if (condition == impossible) return impossible;
  if (then == otherwise) return then;
  if (then == yes && otherwise == no) return condition;
  const Triple key{condition, then, otherwise};
  if (const auto known = ifThenElseMemo.find(key); known != ifThenElseMemo.end()) return known->second;
  const uint32_t top = std::min({level(condition), level(then), level(otherwise)});
  llvm::SmallVector<Diagram, 8> children;
  for (uint32_t v = 0; v < sizes[top]; ++v)
    children.push_back(ifThenElse(cofactor(condition, top, v), cofactor(then, top, v), cofactor(otherwise, top, v)));
  const Diagram result = node(top, children);
  ifThenElseMemo.emplace(key, result);
  return result;
}

Diagram Diagrams::exists(uint32_t variable, Diagram condition) {
  std::unordered_map<Diagram, Diagram> memo;
  std::function<Diagram(Diagram)> visit = [&](Diagram d) -> Diagram {
    if (isTerminal(d) || nodes[d].variable > variable) return d;
    if (const auto known = memo.find(d); known != memo.end()) return known->second;
    const llvm::SmallVector<Diagram, 8> own(children(d).begin(), children(d).end());
    Diagram result = no;
    if (nodes[d].variable == variable) {
      for (Diagram child : own) result = disjunction(result, child);
    } else {
      llvm::SmallVector<Diagram, 8> changed;
      for (Diagram child : own) changed.push_back(visit(child));
      result = node(nodes[d].variable, changed);
    }
    memo.emplace(d, result);
    return result;
  };
  return visit(condition);
}

Diagram Diagrams::restrict(Diagram root, uint32_t variable, uint32_t value) {
  std::unordered_map<Diagram, Diagram> memo;
  std::function<Diagram(Diagram)> visit = [&](Diagram d) -> Diagram {
    if (isTerminal(d) || nodes[d].variable > variable) return d;
    if (nodes[d].variable == variable) return children(d)[value];
    if (const auto known = memo.find(d); known != memo.end()) return known->second;
    const llvm::SmallVector<Diagram, 8> own(children(d).begin(), children(d).end());
    llvm::SmallVector<Diagram, 8> changed;
    for (Diagram child : own) changed.push_back(visit(child));
    const Diagram result = node(nodes[d].variable, changed);
    memo.emplace(d, result);
    return result;
  };
  return visit(root);
}

bool Diagrams::agree(Diagram first, Diagram second) const {
  std::set<std::pair<Diagram, Diagram>> seen;
  std::vector<std::pair<Diagram, Diagram>> open{{first, second}};
  while (!open.empty()) {
    const auto [a, b] = open.back();
    open.pop_back();
    if (a == b || a == impossible || b == impossible || !seen.insert({a, b}).second) continue;
    if (isTerminal(a) && isTerminal(b)) return false;
    const uint32_t variable = std::min(level(a), level(b));
    for (uint32_t value = 0; value < sizes[variable]; ++value)
      open.emplace_back(cofactor(a, variable, value), cofactor(b, variable, value));
  }
  return true;
}

Diagram Diagrams::map(Diagram root, const std::function<Diagram(uint32_t)> &replace) {
  std::unordered_map<Diagram, Diagram> memo;
  std::function<Diagram(Diagram)> visit = [&](Diagram d) -> Diagram {
    if (isTerminal(d)) return replace(valueOf(d));
    if (const auto known = memo.find(d); known != memo.end()) return known->second;
    const llvm::SmallVector<Diagram, 8> own(children(d).begin(), children(d).end());
    llvm::SmallVector<Diagram, 8> changed;
    for (Diagram child : own) changed.push_back(visit(child));
    const Diagram result = node(nodes[d].variable, changed);
    memo.emplace(d, result);
    return result;
  };
  return visit(root);
}

Diagram Diagrams::withoutImpossible(Diagram root) {
  std::unordered_map<Diagram, Diagram> memo;
  std::function<Diagram(Diagram)> visit = [&](Diagram d) -> Diagram {
    if (isTerminal(d)) return d;
    if (const auto known = memo.find(d); known != memo.end()) return known->second;
    const llvm::SmallVector<Diagram, 8> own(children(d).begin(), children(d).end());
    llvm::SmallVector<Diagram, 8> changed;
    for (Diagram child : own) changed.push_back(visit(child));
    // An impossible value may count as any other: here as its possible neighbour.
    Diagram possible = impossible;
    for (Diagram child : changed)
      if (child != impossible) {
        possible = child;
        break;
      }
    for (Diagram &child : changed) {
      if (child == impossible)
        child = possible;
      else
        possible = child;
    }
    const Diagram result = node(nodes[d].variable, changed);
    memo.emplace(d, result);
    return result;
  };
  return visit(root);
}

std::vector<uint32_t> Diagrams::support(Diagram root) const {
  std::vector<bool> seen(nodes.size(), false), tested(sizes.size(), false);
  std::vector<Diagram> stack{root};
  while (!stack.empty()) {
    const Diagram d = stack.back();
    stack.pop_back();
    if (isTerminal(d) || seen[d]) continue;
    seen[d] = true;
    tested[nodes[d].variable] = true;
    for (Diagram child : children(d)) stack.push_back(child);
  }
  std::vector<uint32_t> variables;
  for (uint32_t v = 0; v < tested.size(); ++v)
    if (tested[v]) variables.push_back(v);
  return variables;
}

std::vector<uint32_t> Diagrams::terminals(Diagram root) const {
  std::vector<bool> seen(nodes.size(), false);
  std::vector<uint32_t> found;
  std::vector<Diagram> stack{root};
  while (!stack.empty()) {
    const Diagram d = stack.back();
    stack.pop_back();
    if (isTerminal(d)) {
      if (!llvm::is_contained(found, valueOf(d))) found.push_back(valueOf(d));
    } else if (!seen[d]) {
      seen[d] = true;
      for (Diagram child : children(d)) stack.push_back(child);
    }
  }
  llvm::sort(found);
  return found;
}

} // namespace proviso
