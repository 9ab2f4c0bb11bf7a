#include "Completions.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace proviso {

using namespace layout;

Completions::Completions(const BoundCase &bound) : bound(bound), tables(bound.tables()), reach(tables) {
  addLaw(bound.date());
}

void Completions::addLaw(Date day) {
  days.push_back(day);
  masks.push_back(std::make_unique<Possibilities>(bound, nullptr, day));
  for (const BoundCase::Person &person : bound.persons())
    masks.push_back(std::make_unique<Possibilities>(bound, &person, day));
}

bool Completions::each(const std::vector<Term> &terms, const Visit &visit, uint32_t &effort) {
  return visitEach(terms, visit, effort) != Progress::Spent;
}

/// Where no question is asked by two terms that are open, their terminals go with each other freely. Else one such
/// question is supposed to have each of its values in turn. That is exact: constraints that tie questions together are
/// part of every diagram that reads one of these questions.
Completions::Progress Completions::visitEach(const std::vector<Term> &terms, const Visit &visit, uint32_t &effort) {
  if (effort == 0) return Progress::Spent;
  --effort;
  std::vector<std::vector<uint32_t>> reached;
  std::vector<Term> undecided;
  for (const Term &term : terms) {
    reached.push_back(of(term));
    if (reached.back().empty()) return Progress::Done; // what is supposed contradicts itself
    if (reached.back().size() > 1) undecided.push_back(term);
  }
  if (undecided.size() > 1) {
    const std::vector<std::vector<uint32_t>> openVariables = openVariablesOf(undecided);
    const std::vector<OpenQuestion> questions = questionsOf(undecided, openVariables);
    auto askedBy = [&](const OpenQuestion &question) {
      std::set<size_t> who;
      for (size_t i = 0; i < undecided.size(); ++i)
        for (const OpenQuestion::Asked &asked : question.asked)
          if (asked.who == undecided[i].who && asked.law == undecided[i].law &&
              std::find(openVariables[i].begin(), openVariables[i].end(), asked.variable) != openVariables[i].end())
            who.insert(i);
      return who;
    };
    for (size_t q = 0; q < questions.size(); ++q) {
      std::set<size_t> asking = askedBy(questions[q]);
      for (size_t other = 0; other < questions.size() && asking.size() < 2; ++other)
        if (other != q && related(questions[q], questions[other])) asking.merge(askedBy(questions[other]));
      if (asking.size() < 2) continue;
      for (size_t value = 0; value < questions[q].values.size(); ++value) {
        const std::vector<uint64_t> before = suppose(questions[q], value);
        // A breach of a part is a breach of the whole, and so with orders.
        std::vector<std::pair<size_t, std::vector<uint64_t>>> followed;
        for (size_t other = 0; other < questions.size(); ++other)
          if (other != q && related(questions[q], questions[other])) {
            const auto provision = [&](const OpenQuestion &question) {
              return tables.word(Section::Variables, question.asked.front().variable, variables::Provision) - 1;
            };
            const bool holds = questions[q].values[value].front() == 2;
            const bool otherIsWhole = tables.isUnder(provision(questions[q]), provision(questions[other]));
            if (holds == otherIsWhole) followed.emplace_back(other, suppose(questions[other], holds ? 1 : 0));
          }
        const Progress progress = visitEach(terms, visit, effort);
        for (auto one = followed.rbegin(); one != followed.rend(); ++one) release(questions[one->first], one->second);
        release(questions[q], before);
        if (progress != Progress::Done) return progress;
      }
      return Progress::Done;
    }
  }
  std::vector<size_t> at(terms.size(), 0);
  std::vector<uint32_t> combination(terms.size());
  while (true) {
    for (size_t i = 0; i < terms.size(); ++i) combination[i] = reached[i][at[i]];
    if (!visit(combination)) return Progress::Stopped;
    size_t i = 0;
    while (i < terms.size() && ++at[i] == reached[i].size()) at[i++] = 0;
    if (i == terms.size()) return Progress::Done;
    if (effort == 0) return Progress::Spent;
    --effort;
  }
}

std::vector<std::vector<uint32_t>> Completions::openVariablesOf(const std::vector<Term> &terms) {
  std::vector<std::vector<uint32_t>> all;
  for (const Term &term : terms) {
    of(term);
    all.push_back(reach.openVariables());
  }
  return all;
}

std::vector<OpenQuestion> Completions::questionsOf(const std::vector<Term> &terms,
                                                   const std::vector<std::vector<uint32_t>> &openVariables) const {
  std::vector<OpenQuestion> questions;
  auto owner = [&](const OpenQuestion::Asked &asked) {
    return tables.word(Section::Variables, asked.variable, variables::Owner) ? asked.who : 0;
  };
  auto number = [&](const OpenQuestion::Asked &asked) {
    return tables.word(Section::Variables, asked.variable, variables::Question);
  };
  for (size_t i = 0; i < terms.size(); ++i)
    for (uint32_t variable : openVariables[i]) {
      const OpenQuestion::Asked asked{terms[i].who, variable, terms[i].law};
      const auto same = std::find_if(questions.begin(), questions.end(), [&](const OpenQuestion &question) {
        const OpenQuestion::Asked &first = question.asked.front();
        return number(first) == number(asked) && owner(first) == owner(asked) &&
               anew(first.variable, first.law) == anew(asked.variable, asked.law);
      });
      if (same == questions.end())
        questions.push_back({{asked}, {}});
      else if (std::find(same->asked.begin(), same->asked.end(), asked) == same->asked.end())
        same->asked.push_back(asked);
    }
  for (OpenQuestion &question : questions) {
    std::sort(question.asked.begin(), question.asked.end(), [](const auto &a, const auto &b) {
      return std::tuple(a.law, a.variable, a.who) < std::tuple(b.law, b.variable, b.who);
    });
    findValues(question);
  }
  std::sort(questions.begin(), questions.end(), [](const OpenQuestion &a, const OpenQuestion &b) {
    return std::tuple(a.asked.front().law, a.asked.front().variable, a.asked.front().who) <
           std::tuple(b.asked.front().law, b.asked.front().variable, b.asked.front().who);
  });
  return questions;
}

void Completions::findValues(OpenQuestion &question) const {
  const uint32_t first = question.asked.front().variable;
  struct Bound {
    Number at;
    bool after;
    auto operator<=>(const Bound &other) const {
      if (const auto order = at <=> other.at; order != 0) return order;
      return after <=> other.after;
    }
    bool operator==(const Bound &) const = default;
  };
  auto boundsOf = [&](uint32_t variable) {
    std::vector<Bound> bounds;
    const uint32_t from = tables.word(Section::Variables, variable, variables::FirstCut),
                   count = tables.word(Section::Variables, variable, variables::CutCount);
    for (uint32_t c = from; c < from + count; ++c)
      bounds.push_back(
          {tables.number(Section::Cuts, c, cuts::TopLow), tables.word(Section::Cuts, c, cuts::After) != 0});
    return bounds;
  };
  auto add = [&](auto valueOf) {
    std::vector<uint64_t> sets;
    for (const OpenQuestion::Asked &asked : question.asked) {
      const uint64_t set = uint64_t(1) << valueOf(asked.variable);
      if (!(masksOf(asked)[asked.variable] & set)) return;
      sets.push_back(set);
    }
    question.values.push_back(std::move(sets));
  };
  std::vector<Bound> all;
  uint32_t plain = 0; // values that are no intervals: all of them, or that it cannot be established
  bool numeric = false;
  if (static_cast<VariableKind>(tables.word(Section::Variables, first, variables::Kind)) == VariableKind::Fact) {
    const uint32_t fact = tables.word(Section::Variables, first, variables::Fact) - 1;
    const auto type = static_cast<FactType>(tables.word(Section::Facts, fact, facts::Type));
    numeric = type != FactType::Boolean && type != FactType::Choice;
    plain = numeric ? (tables.word(Section::Facts, fact, facts::Flags) & factUnascertainable ? 1 : 0) : 0;
  }
  if (!numeric) {
    for (uint32_t v = 0; v < tables.word(Section::Variables, first, variables::Size); ++v)
      add([&](uint32_t) { return v; });
    return;
  }
  for (const OpenQuestion::Asked &asked : question.asked)
    for (const Bound &bound : boundsOf(asked.variable)) all.push_back(bound);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  for (size_t interval = 0; interval <= all.size(); ++interval)
    add([&](uint32_t variable) {
      const std::vector<Bound> own = boundsOf(variable);
      return std::count_if(own.begin(), own.end(),
                           [&](const Bound &bound) { return interval > 0 && bound <= all[interval - 1]; });
    });
  if (plain) add([&](uint32_t variable) { return tables.word(Section::Variables, variable, variables::Size) - 1; });
}

/// Breaches, or disobeyed orders, of a whole and of its part.
bool Completions::related(const OpenQuestion &a, const OpenQuestion &b) const {
  const uint32_t one = a.asked.front().variable, other = b.asked.front().variable;
  const auto kind = static_cast<VariableKind>(tables.word(Section::Variables, one, variables::Kind));
  if (kind != static_cast<VariableKind>(tables.word(Section::Variables, other, variables::Kind)) ||
      (kind != VariableKind::Breach && kind != VariableKind::Disobeyed))
    return false;
  const uint32_t at = tables.word(Section::Variables, one, variables::Provision) - 1,
                 of = tables.word(Section::Variables, other, variables::Provision) - 1;
  return tables.isUnder(at, of) || tables.isUnder(of, at);
}

std::vector<uint64_t> Completions::suppose(const OpenQuestion &question, size_t value) {
  std::vector<uint64_t> before;
  for (size_t i = 0; i < question.asked.size(); ++i) {
    const OpenQuestion::Asked &asked = question.asked[i];
    before.push_back(masksOf(asked)[asked.variable]);
    masksOf(asked).restrict(asked.variable, question.values[value][i]);
  }
  return before;
}

void Completions::release(const OpenQuestion &question, const std::vector<uint64_t> &before) {
  for (size_t i = question.asked.size(); i-- > 0;)
    masksOf(question.asked[i]).restrict(question.asked[i].variable, before[i]);
}

} // namespace proviso
