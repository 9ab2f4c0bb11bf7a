#include "Missing.h"

#include <algorithm>

namespace proviso {

namespace {
/// Pairs of nodes that cost as much as a combination of answers.
constexpr uint64_t pairsForOne = 64;
} // namespace

std::vector<OpenQuestion> MissingSearch::find(const Answer &of, bool &smallest) {
  answer = &of;
  effort = options.effort;
  budget = options.missingBudget * pairsForOne;
  alone.reset();
  std::vector<Term> undecided;
  std::vector<uint32_t> terminals(of.terms.size());
  for (size_t i = 0; i < of.terms.size(); ++i) {
    const std::vector<uint32_t> &reached = completions.of(of.terms[i]);
    if (reached.empty()) continue;
    terminals[i] = reached.front();
    if (reached.size() < 2) continue;
    alone = i;
    undecided.push_back(of.terms[i]);
  }
  open = completions.open(undecided);
  answers.clear();
  if (undecided.size() == 1) {
    for (uint32_t terminal : completions.of(undecided.front())) {
      terminals[*alone] = terminal;
      answers.emplace_back(terminal, of.of(terminals));
    }
  } else {
    alone.reset();
  }

  Set chosen;
  bool found = settles(chosen); // then it is facts in amounts that are missing
  if (!found && alone) {
    // Whatever the answer depends on when all else is known is in every set that settles it; mostly it is the set.
    for (size_t i = 0; i < open.size(); ++i) {
      Set others;
      for (size_t other = 0; other < open.size(); ++other)
        if (other != i) others.push_back(other);
      if (!settles(others)) chosen.push_back(i);
    }
    found = settles(chosen);
  }
  const size_t least = chosen.size();
  for (size_t more = 1; !found && budget && least + more < open.size(); ++more) {
    found = choose(0, more, chosen);
    if (!found) chosen.resize(least);
  }
  smallest = budget != 0; // where nothing smaller does, all of them are needed
  if (!found || !smallest) return std::move(open);
  std::sort(chosen.begin(), chosen.end());
  std::vector<OpenQuestion> result;
  for (size_t i : chosen) result.push_back(std::move(open[i]));
  return result;
}

bool MissingSearch::choose(size_t from, size_t more, Set &chosen) {
  if (more == 0) return settles(chosen);
  for (size_t i = from; i < open.size() && budget; ++i) {
    if (std::find(chosen.begin(), chosen.end(), i) != chosen.end()) continue;
    chosen.push_back(i);
    if (choose(i + 1, more - 1, chosen)) return true;
    chosen.pop_back();
  }
  return false;
}

bool MissingSearch::settles(const Set &known) { return alone ? settlesAlone(known) : settlesTogether(known, 0); }

bool MissingSearch::settlesAlone(const Set &known) {
  const Term term = answer->terms[*alone];
  auto agree = [&](bool agreed) {
    for (size_t i : known)
      for (const OpenQuestion::Asked &asked : open[i].asked) pairs.agree(asked.variable, agreed);
  };
  auto answerOf = [&](uint32_t terminal) {
    return std::find_if(answers.begin(), answers.end(), [&](const auto &one) { return one.first == terminal; })->second;
  };
  agree(true);
  const bool differ = pairs.differ(
      term.root, completions.possible(term.who, term.law),
      [&](uint32_t a, uint32_t b) { return answerOf(a) != answerOf(b); }, budget);
  agree(false);
  return budget && !differ;
}

bool MissingSearch::settlesTogether(const Set &known, size_t at) {
  if (at < known.size()) {
    const OpenQuestion &question = open[known[at]];
    bool all = true;
    for (size_t value = 0; value < question.values.size() && all; ++value) {
      const std::vector<uint64_t> before = completions.suppose(question, value);
      all = settlesTogether(known, at + 1);
      completions.release(question, before);
    }
    return all;
  }
  budget -= std::min(budget, pairsForOne);
  std::optional<uint64_t> first;
  bool same = true;
  const bool whole = completions.each(
      answer->terms,
      [&](const std::vector<uint32_t> &terminals) {
        const uint64_t one = answer->of(terminals);
        same = same && (!first || *first == one);
        first = one;
        return same;
      },
      effort);
  if (!whole) budget = 0;
  return budget && same;
}

} // namespace proviso
