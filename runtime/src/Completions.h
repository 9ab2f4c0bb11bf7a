// What several diagrams come to together, over all completions of a case.
#pragma once

#include "Diagram.h"

#include <functional>
#include <memory>

namespace proviso {

/// A diagram, read by the law of a day, of the act (0) or of a person (1 and more: the number of the person in the
/// case, plus 1).
struct Term {
  uint32_t root = 0, who = 0, law = 0;
  friend bool operator==(const Term &, const Term &) = default;
};

/// A question that is open, and what asks it. Its values are those of all who ask it, side by side: a sum of money that
/// two provisions cut in different places has the intervals of both.
struct OpenQuestion {
  struct Asked {
    uint32_t who, variable, law;
    friend bool operator==(const Asked &, const Asked &) = default;
  };
  std::vector<Asked> asked;                  // the first stands for all
  std::vector<std::vector<uint64_t>> values; // for each value a set for each that asks
};

/// Not thread-safe: it keeps what is being tried.
class Completions {
public:
  /// By the law of the day of the act alone. Others are numbered from 1 on, as they are added.
  explicit Completions(const BoundCase &bound);
  void addLaw(Date day);

  /// The terminals that some completion reaches, in order, impossible ones left out.
  const std::vector<uint32_t> &of(Term term) { return reach.from(term.root, possible(term.who, term.law)); }
  const Possibilities &possible(uint32_t who, uint32_t law) const { return *masks[law * stride() + who]; }
  /// The variables that the last walk of `of` looked at.
  const std::vector<uint32_t> &tested() const { return reach.testedVariables(); }
  /// All variables that a diagram tests.
  const std::vector<uint32_t> &variablesUnder(uint32_t root) { return reach.variablesUnder(root); }

  /// Visits every combination of terminals, one for each term, that some completion gives, until `visit` says no more.
  /// A combination may come more than once. False when the effort is spent before the end.
  using Visit = std::function<bool(const std::vector<uint32_t> &)>;
  bool each(const std::vector<Term> &terms, const Visit &visit, uint32_t &effort);

  /// What is open in the terms, in the order of the variables.
  std::vector<OpenQuestion> open(const std::vector<Term> &terms) { return questionsOf(terms, openVariablesOf(terms)); }
  /// Takes one of the values as known until the returned sets are given back to `release`.
  std::vector<uint64_t> suppose(const OpenQuestion &question, size_t value);
  void release(const OpenQuestion &question, const std::vector<uint64_t> &before);

private:
  enum class Progress : uint8_t { Done, Stopped, Spent };
  Progress visitEach(const std::vector<Term> &terms, const Visit &visit, uint32_t &effort);
  std::vector<std::vector<uint32_t>> openVariablesOf(const std::vector<Term> &terms);
  std::vector<OpenQuestion> questionsOf(const std::vector<Term> &terms,
                                        const std::vector<std::vector<uint32_t>> &openVariables) const;
  void findValues(OpenQuestion &question) const;
  bool related(const OpenQuestion &a, const OpenQuestion &b) const;

  size_t stride() const { return bound.persons().size() + 1; }
  /// The number of the law, of what is read anew by it; else 0.
  uint32_t anew(uint32_t variable, uint32_t law) const {
    return law != 0 && bound.readAnew(variable, days[law]) ? law : 0;
  }
  Possibilities &masksOf(const OpenQuestion::Asked &asked) const { return *masks[asked.law * stride() + asked.who]; }

  const BoundCase &bound;
  const Tables &tables;
  Reach reach;
  std::vector<Date> days;                            // by law
  std::vector<std::unique_ptr<Possibilities>> masks; // by law and who
};

} // namespace proviso
