#include "cli/Pipeline.h"
#include <cstdio>
int main(int argc, char **argv) {
  auto c = proviso::compile(std::vector<std::string>(argv + 1, argv + argc));
  fmt::print("{}", proviso::renderText(c->diagnostics, c->sources, false, 50));
  for (auto &f : proviso::ir::verify(c->program)) fmt::print("FAULT {}\n", f);
  fmt::print("{} provisions {} citations {} exprs {} scenarios\n", c->summary.provisions, c->summary.citations, c->program.exprs.size(), c->program.scenarios.size());
}
