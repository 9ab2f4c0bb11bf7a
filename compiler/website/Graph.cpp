#include "website/Graph.h"

#include "emit/Xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace proviso {

std::string drawn(const std::vector<GraphNode> &nodes, const std::vector<GraphEdge> &edges) {
  std::vector<size_t> degree(nodes.size());
  for (const GraphEdge &one : edges) {
    degree[one.from] += one.count;
    degree[one.to] += one.count;
  }
  struct Point {
    double x = 0, y = 0;
  };
  // On a spiral, those with most citations in the middle; then the spring model of Fruchterman and Reingold (1991).
  std::vector<size_t> order;
  for (size_t i = 0; i < nodes.size(); ++i)
    if (degree[i] != 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return degree[a] > degree[b]; });
  std::vector<Point> at(nodes.size()), force(nodes.size());
  const double distance = 90;
  for (size_t i = 0; i < order.size(); ++i) {
    const double angle = 2.399963 * static_cast<double>(i), radius = distance * 0.7 * std::sqrt(static_cast<double>(i));
    at[order[i]] = {radius * std::cos(angle), radius * std::sin(angle)};
  }
  const int rounds = order.size() > 400 ? 40 : 150;
  for (int round = 0; round < rounds; ++round) {
    std::fill(force.begin(), force.end(), Point{});
    for (size_t i = 0; i < order.size(); ++i)
      for (size_t j = i + 1; j < order.size(); ++j) {
        const size_t a = order[i], b = order[j];
        const double dx = at[a].x - at[b].x, dy = at[a].y - at[b].y, square = std::max(1.0, dx * dx + dy * dy);
        const double push = distance * distance / square;
        force[a].x += dx * push;
        force[a].y += dy * push;
        force[b].x -= dx * push;
        force[b].y -= dy * push;
      }
    for (size_t i : order) { // what does not hang together stays in sight
      force[i].x -= at[i].x * 0.6;
      force[i].y -= at[i].y * 0.6;
    }
    for (const GraphEdge &one : edges) {
      const double dx = at[one.from].x - at[one.to].x, dy = at[one.from].y - at[one.to].y,
                   pull = std::sqrt(dx * dx + dy * dy) / distance;
      force[one.from].x -= dx * pull;
      force[one.from].y -= dy * pull;
      force[one.to].x += dx * pull;
      force[one.to].y += dy * pull;
    }
    const double most = distance * (1 - static_cast<double>(round) / rounds) + 1;
    for (size_t i : order) {
      const double size = std::max(1e-9, std::hypot(force[i].x, force[i].y)), step = std::min(size, most);
      at[i].x += force[i].x / size * step;
      at[i].y += force[i].y / size * step;
    }
  }
  double left = 0, top = 0, right = 1, bottom = 1;
  for (size_t i : order) {
    left = std::min(left, at[i].x);
    right = std::max(right, at[i].x);
    top = std::min(top, at[i].y);
    bottom = std::max(bottom, at[i].y);
  }
  std::string out =
      fmt::format("<svg class=\"graph\" role=\"group\" aria-label=\"Which acts cite which\" viewBox=\"{:.0f} {:.0f} "
                  "{:.0f} {:.0f}\" xmlns=\"http://www.w3.org/2000/svg\">\n",
                  left - 60, top - 40, right - left + 220, bottom - top + 80);
  for (const GraphEdge &one : edges)
    out += fmt::format(
        "<line x1=\"{:.0f}\" y1=\"{:.0f}\" x2=\"{:.0f}\" y2=\"{:.0f}\" stroke-width=\"{:.1f}\" data-from=\"{}\" "
        "data-to=\"{}\" data-roles=\"{}\"><title>{} cites {}: {}, {}</title></line>\n",
        at[one.from].x, at[one.from].y, at[one.to].x, at[one.to].y,
        std::min(8.0, 0.8 + std::log2(1.0 + static_cast<double>(one.count))), xml(nodes[one.from].act),
        xml(nodes[one.to].act), xml(fmt::format("{}", fmt::join(one.roles, ","))), xml(nodes[one.from].title),
        xml(nodes[one.to].title), one.count == 1 ? "once" : fmt::format("{} times", one.count),
        xml(fmt::format("{}", fmt::join(one.roles, ", "))));
  for (size_t i : order)
    out += fmt::format(
        "<a href=\"{}\" data-act=\"{}\"><circle cx=\"{:.0f}\" cy=\"{:.0f}\" r=\"{:.1f}\"></circle><text x=\"{:.0f}\" "
        "y=\"{:.0f}\">{}</text><title>{}</title></a>\n",
        xml(nodes[i].url), xml(nodes[i].act), at[i].x, at[i].y,
        3 + std::min(9.0, std::sqrt(static_cast<double>(degree[i]))), at[i].x + 12, at[i].y + 4, xml(nodes[i].act),
        xml(nodes[i].title));
  return out + "</svg>\n";
}

} // namespace proviso
