// The graph of citations between acts, drawn.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace proviso {

struct GraphNode {
  std::string act, title, url;
};
struct GraphEdge {
  size_t from = 0, to = 0, count = 0;
  std::set<std::string> roles; // `punishes per`, `in wording` ...
};

/// As SVG: nodes that cite or are cited, placed by forces, the same for the same graph. O(n^2) for each of some rounds.
std::string drawn(const std::vector<GraphNode> &nodes, const std::vector<GraphEdge> &edges);

} // namespace proviso
