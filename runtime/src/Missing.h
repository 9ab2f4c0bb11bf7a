// What would settle an answer: the smallest set of open questions that does, whatever they turn out to be.
#pragma once

#include "Completions.h"

#include "proviso/Decision.h"

namespace proviso {

/// What an answer rests on: diagrams, and a function of what they come to.
struct Answer {
  std::vector<Term> terms;
  /// A number for each answer that differs, of a terminal for each term.
  std::function<uint64_t(const std::vector<uint32_t> &)> of;
};

/// Not thread-safe: it tries things on the completions.
class MissingSearch {
public:
  MissingSearch(const Tables &tables, Completions &completions, const DecideOptions &options)
      : completions(completions), pairs(tables), options(options) {}

  /// Empty where no question is missing. `smallest` is false when the budget is spent: then all that may matter is
  /// returned.
  std::vector<OpenQuestion> find(const Answer &answer, bool &smallest);

private:
  using Set = std::vector<size_t>; // of open questions, in order
  bool settles(const Set &known);
  bool settlesTogether(const Set &known, size_t at);
  bool settlesAlone(const Set &known);
  /// A set of this many more that settles the answer.
  bool choose(size_t from, size_t more, Set &chosen);

  Completions &completions;
  Pairs pairs;
  const DecideOptions &options;

  // of the answer that is looked at
  const Answer *answer = nullptr;
  std::vector<OpenQuestion> open;
  std::optional<size_t> alone;                        // the one term that is open
  std::vector<std::pair<uint32_t, uint64_t>> answers; // that each of its terminals gives
  uint64_t budget = 0;
  uint32_t effort = 0;
};

} // namespace proviso
