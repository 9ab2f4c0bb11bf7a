// What the syntax stage is held against: ANTLR as one would use it without further thought.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace proviso::bench {

/// The same that proviso::Tree tells of a rule.
struct PlainNode {
  size_t rule = 0, firstToken = 0, tokenEnd = 0, subtreeEnd = 0;
};

/// Generated lexer, token stream, generated parser with a parse tree, and a visitor that collects the nodes.
/// `kinds`: of all tokens after the pass between lexer and parser. Throws when the parser finds an error.
std::vector<PlainNode> plainPipeline(const std::string &text, const std::vector<size_t> &kinds);

} // namespace proviso::bench
