#include "Diagram.h"

#include <algorithm>

namespace proviso {

using namespace layout;

void Reach::begin(uint32_t root) {
  terminals.clear();
  open.clear();
  tested.clear();
  stack.assign(1, root);
  if (++walk == 0) {
    std::fill(seen.begin(), seen.end(), 0);
    walk = 1;
  }
}

const std::vector<uint32_t> &Reach::variablesUnder(uint32_t root) {
  begin(root);
  while (!stack.empty()) {
    const uint32_t target = stack.back();
    stack.pop_back();
    if ((target & terminalBit) || seen[target] == walk) continue;
    seen[target] = walk;
    const uint32_t variable = tables.word(Section::Nodes, target, nodes::Variable);
    if (std::find(open.begin(), open.end(), variable) == open.end()) open.push_back(variable);
    const uint32_t first = tables.word(Section::Nodes, target, nodes::FirstChild),
                   count = tables.word(Section::Nodes, target, nodes::ChildCount);
    for (uint32_t i = 0; i < count; ++i) stack.push_back(tables.word(Section::Children, first + i, children::Target));
  }
  return open;
}

const std::vector<uint32_t> &Reach::from(uint32_t root, const Possibilities &possible) {
  begin(root);
  while (!stack.empty()) {
    const uint32_t target = stack.back();
    stack.pop_back();
    if (target & terminalBit) {
      const uint32_t terminal = target & ~terminalBit;
      if (terminal != terminalImpossible && std::find(terminals.begin(), terminals.end(), terminal) == terminals.end())
        terminals.push_back(terminal);
      continue;
    }
    if (seen[target] == walk) continue;
    seen[target] = walk;
    const uint32_t variable = tables.word(Section::Nodes, target, nodes::Variable);
    const uint32_t first = tables.word(Section::Nodes, target, nodes::FirstChild),
                   count = tables.word(Section::Nodes, target, nodes::ChildCount);
    const uint64_t mask = possible[variable];
    if (std::find(tested.begin(), tested.end(), variable) == tested.end()) tested.push_back(variable);
    if ((mask & (mask - 1)) != 0 && std::find(open.begin(), open.end(), variable) == open.end())
      open.push_back(variable);
    for (uint32_t i = 0; i < count; ++i)
      if (mask >> i & 1) stack.push_back(tables.word(Section::Children, first + i, children::Target));
  }
  std::sort(terminals.begin(), terminals.end());
  return terminals;
}

void Pairs::push(uint32_t a, uint32_t b) {
  constexpr uint32_t impossible = terminalBit | terminalImpossible;
  if (a == impossible || b == impossible) return;
  if (a > b) std::swap(a, b);
  if ((count + 1) * 2 > seen.size()) {
    const std::vector<uint64_t> before = std::exchange(seen, std::vector<uint64_t>(seen.size() * 2, none));
    for (uint64_t pair : before)
      if (pair != none) place(pair);
  }
  const uint64_t pair = uint64_t(a) << 32 | b;
  if (!place(pair)) return;
  ++count;
  stack.emplace_back(a, b);
}

bool Pairs::place(uint64_t pair) {
  size_t at = static_cast<size_t>((pair * 0x9E3779B97F4A7C15ULL) >> 32) & (seen.size() - 1);
  for (; seen[at] != none; at = (at + 1) & (seen.size() - 1))
    if (seen[at] == pair) return false;
  seen[at] = pair;
  return true;
}

} // namespace proviso
