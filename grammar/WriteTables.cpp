// Writes what the fast road needs to know of the grammar: the words of the lexer, the characters of names, and for
// each state of the parser the tokens that may stand there. All of it is read from what ANTLR made of the grammar, so
// that the grammar stays the only authority.
//
//   write_tables ProvisoLexer.interp ProvisoParser.interp OUTPUT
#include "antlr4-runtime.h"
#include "atn/RuleStartState.h"
#include "atn/Transition.h"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

using namespace antlr4;
using namespace antlr4::atn;

namespace {

/// One `.interp` file: headed lists of lines, and the serialized network.
struct Interpreted {
  std::vector<std::string> rules;
  ATN network;
};

Interpreted read(const char *path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error(std::string("cannot read ") + path);
  Interpreted result;
  std::string line, section;
  std::vector<uint16_t> serialized;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == ':') {
      section = line;
    } else if (section == "rule names:" && !line.empty()) {
      result.rules.push_back(line);
    } else if (section == "atn:") {
      for (char &c : line)
        if (c == '[' || c == ']' || c == ',') c = ' ';
      std::istringstream numbers(line);
      for (uint32_t n; numbers >> n;) serialized.push_back(static_cast<uint16_t>(n));
    }
  }
  result.network = ATNDeserializer().deserialize(serialized);
  return result;
}

/// The first transitions that take a character, from a state on.
std::vector<const Transition *> characters(const ATNState *from) {
  std::vector<const Transition *> found;
  std::vector<const ATNState *> open{from};
  std::set<const ATNState *> seen;
  while (!open.empty()) {
    const ATNState *state = open.back();
    open.pop_back();
    if (!seen.insert(state).second) continue;
    for (const Transition *transition : state->transitions)
      if (transition->isEpsilon())
        open.push_back(transition->target);
      else
        found.push_back(transition);
  }
  return found;
}

/// All words of a rule that consists of words only; false for any other.
bool words(const ATNState *from, const std::string &before, std::vector<std::string> &found) {
  for (const Transition *transition : from->transitions) {
    if (transition->target->getStateType() == ATNState::RULE_STOP) {
      found.push_back(before);
    } else if (transition->isEpsilon()) {
      if (!words(transition->target, before, found)) return false;
    } else {
      const misc::IntervalSet label = transition->label();
      const bool letter = transition->getSerializationType() != Transition::WILDCARD && label.size() == 1 &&
                          label.getMinElement() >= 'a' && label.getMinElement() <= 'z';
      if (!letter || before.size() > 30) return false;
      if (!words(transition->target, before + static_cast<char>(label.getMinElement()), found)) return false;
    }
  }
  return true;
}

void writeRanges(FILE *out, const char *name, const misc::IntervalSet &set) {
  std::fprintf(out, "inline constexpr CharacterRange %s[] = {", name);
  for (const misc::Interval &interval : set.getIntervals())
    std::fprintf(out, "{0x%lX, 0x%lX}, ", static_cast<unsigned long>(interval.a),
                 static_cast<unsigned long>(interval.b));
  std::fprintf(out, "};\n");
}

uint64_t hash(const std::string &word, uint64_t seed) {
  uint64_t first = 0, last = 0;
  for (size_t i = 0; i < word.size() && i < 8; ++i) first |= uint64_t(uint8_t(word[i])) << (8 * i);
  for (size_t i = word.size() > 8 ? word.size() - 8 : 0, k = 0; i < word.size(); ++i, ++k)
    last |= uint64_t(uint8_t(word[i])) << (8 * k);
  return ((first ^ (last << 7 | last >> 57)) * seed) >> 53;
}

void writeWords(FILE *out, const std::map<std::string, size_t> &kinds) {
  size_t longest = 0;
  for (const auto &[word, kind] : kinds) longest = std::max(longest, word.size());
  if (longest > 16) throw std::runtime_error("a word of the language is longer than 16 letters");
  for (uint64_t seed = 0x9E3779B97F4A7C15;; seed = seed * 6364136223846793005u + 1442695040888963407u) {
    std::map<uint64_t, const std::pair<const std::string, size_t> *> slots;
    for (const auto &one : kinds)
      if (!slots.emplace(hash(one.first, seed | 1), &one).second) break;
    if (slots.size() < kinds.size()) continue;
    std::fprintf(out,
                 "inline constexpr uint64_t wordSeed = 0x%lXu;\ninline constexpr size_t longestWord = %zu;\ninline "
                 "constexpr Word words[2048] = {\n",
                 static_cast<unsigned long>(seed | 1), longest);
    uint64_t next = 0;
    for (const auto &[slot, one] : slots) {
      for (; next < slot; ++next) std::fputs("{},", out);
      std::fprintf(out, "\n{\"%s\", %zu, %zu},", one->first.c_str(), one->first.size(), one->second);
      ++next;
    }
    std::fputs("};\n", out);
    return;
  }
}

void writeExpected(FILE *out, const ATN &network) {
  std::fprintf(out, "inline constexpr Expected expected[] = {\n");
  for (ATNState *state : network.states) {
    uint64_t bits[4] = {};
    if (state && state->getStateType() != ATNState::RULE_STOP) {
      const misc::IntervalSet next = network.nextTokens(state);
      for (ssize_t kind : next.toList())
        if (kind > 0) {
          if (kind > 254) throw std::runtime_error("more than 254 kinds of tokens");
          bits[kind / 64] |= uint64_t(1) << (kind % 64);
        } else if (static_cast<size_t>(kind) == Token::EOF) {
          bits[0] |= 1;
        } else { // the rule may end here
          bits[3] |= uint64_t(1) << 63;
        }
    }
    std::fprintf(out, "{{0x%lXu, 0x%lXu, 0x%lXu, 0x%lXu}},\n", static_cast<unsigned long>(bits[0]),
                 static_cast<unsigned long>(bits[1]), static_cast<unsigned long>(bits[2]),
                 static_cast<unsigned long>(bits[3]));
  }
  std::fprintf(out, "};\n");
}

} // namespace

int main(int count, char **arguments) try {
  if (count != 4) throw std::runtime_error("usage: write_tables LEXER.interp PARSER.interp OUTPUT");
  Interpreted lexer = read(arguments[1]), parser = read(arguments[2]);
  std::map<std::string, size_t> kinds;
  const Transition *name = nullptr;
  for (size_t rule = 0; rule < lexer.network.ruleToStartState.size(); ++rule) {
    const ATNState *start = lexer.network.ruleToStartState[rule];
    std::vector<std::string> found;
    if (words(start, "", found))
      for (const std::string &word : found)
        if (!word.empty()) kinds.emplace(word, lexer.network.ruleToTokenType[rule]); // the first rule wins
    if (lexer.rules.at(rule) == "ID") name = characters(start).at(0);
  }
  if (!name) throw std::runtime_error("the lexer has no rule ID");

  FILE *out = std::fopen(arguments[3], "w");
  if (!out) throw std::runtime_error("cannot write the tables");
  std::fprintf(out, "// Generated from grammar/ by WriteTables.cpp.\n");
  writeRanges(out, "nameStart", name->label());
  writeRanges(out, "nameContinue", characters(name->target).at(0)->label());
  writeWords(out, kinds);
  writeExpected(out, parser.network);
  return std::fclose(out) == 0 ? 0 : 1;
} catch (const std::exception &problem) {
  std::cerr << "write_tables: " << problem.what() << '\n';
  return 1;
}
