#include "tables/Diagram.h"

#include <doctest/doctest.h>

#include <random>

using namespace proviso;

namespace {

/// The value of a diagram for an assignment.
Diagram valueAt(const Diagrams &dd, Diagram d, const std::vector<uint32_t> &values) {
  while (!isTerminal(d)) d = dd.children(d)[values[dd.variable(d)]];
  return d;
}

} // namespace

TEST_CASE("operations on diagrams agree with truth tables, and equal functions are equal nodes") {
  std::mt19937 random(3);
  auto below = [&](uint32_t n) { return std::uniform_int_distribution<uint32_t>(0, n - 1)(random); };
  for (int round = 0; round < 300; ++round) {
    Diagrams dd;
    const std::vector<uint32_t> sizes = {2, 3, 2, 4};
    for (uint32_t size : sizes) dd.addVariable(size);
    std::vector<Diagram> pool{no, yes};
    for (uint32_t v = 0; v < sizes.size(); ++v) pool.push_back(dd.test(v, below((1U << sizes[v]) - 1) + 1));
    for (int i = 0; i < 12; ++i) {
      const Diagram a = pool[below(static_cast<uint32_t>(pool.size()))],
                    b = pool[below(static_cast<uint32_t>(pool.size()))];
      pool.push_back(i % 3 == 0 ? dd.conjunction(a, b) : i % 3 == 1 ? dd.disjunction(a, b) : dd.negation(a));
    }
    const Diagram a = pool[below(static_cast<uint32_t>(pool.size()))],
                  b = pool[below(static_cast<uint32_t>(pool.size()))],
                  c = pool[below(static_cast<uint32_t>(pool.size()))];
    const uint32_t quantified = below(4);
    const Diagram all = dd.conjunction(a, b), chosen = dd.ifThenElse(a, b, c), some = dd.exists(quantified, a);
    const Diagram marked = dd.ifThenElse(c, a, impossible), readable = dd.withoutImpossible(marked);
    bool same = true;
    std::vector<uint32_t> at(4);
    for (at[0] = 0; at[0] < 2; ++at[0])
      for (at[1] = 0; at[1] < 3; ++at[1])
        for (at[2] = 0; at[2] < 2; ++at[2])
          for (at[3] = 0; at[3] < 4; ++at[3]) {
            const Diagram x = valueAt(dd, a, at), y = valueAt(dd, b, at), z = valueAt(dd, c, at);
            CHECK((valueAt(dd, all, at) == yes) == (x == yes && y == yes));
            CHECK(valueAt(dd, chosen, at) == (x == yes ? y : z));
            bool any = false;
            std::vector<uint32_t> other = at;
            for (other[quantified] = 0; other[quantified] < sizes[quantified]; ++other[quantified])
              any = any || valueAt(dd, a, other) == yes;
            CHECK((valueAt(dd, some, at) == yes) == any);
            if (z == yes) CHECK(valueAt(dd, readable, at) == x);
            same = same && x == y;
          }
    CHECK((a == b) == same);
  }
}
