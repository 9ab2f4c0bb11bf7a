#include "bench/GenerateHistory.h"

#include <fmt/format.h>

#include <map>
#include <random>

namespace proviso::bench {

std::vector<LawText> generateHistory(const HistoryShape &shape) {
  std::mt19937 random(shape.seed);
  auto below = [&](size_t n) { return static_cast<size_t>(random() % n); };
  constexpr size_t years = 50;
  auto day = [&](size_t index, size_t of) {
    const size_t month = index * years * 12 / of;
    return fmt::format("{}-{:02}-{:02}", 1970 + month / 12, month % 12 + 1, 1 + index % 28);
  };
  size_t identity = 0;
  auto article = [&](const std::string &label) {
    ++identity;
    std::string text;
    for (int word = 0; word < 20; ++word) text += fmt::format("{}word{}", word ? " " : "", below(3'000));
    return fmt::format("article {} \"Matter {}\" {{ text \"{}\" when fact_{} sanction {{ fine {} CNY }} }}", label,
                       identity, text, below(40), 100 + below(900));
  };

  std::string vocabulary = "vocabulary v {\n";
  for (int fact = 0; fact < 40; ++fact) vocabulary += fmt::format("  fact fact_{} : boolean\n", fact);
  vocabulary +=
      "}\nscale s { administrative { fine money CNY } }\n"
      "accept R002 because \"generated\"\naccept R003 because \"generated\"\naccept R018 because \"generated\"\n";

  std::vector<std::string> standing, free;
  std::string statute = "statute H \"The law\" {\n  in force from 1970-01-01\n  use v, s\n";
  for (size_t i = 1; i <= shape.articles; ++i) {
    standing.push_back(std::to_string(i));
    statute += "  " + article(standing.back()) + "\n";
  }
  statute += "}\n";

  // Which numbers stand when: citations are of what stands on their day.
  std::vector<std::vector<std::string>> states{standing};
  std::string amendments;
  for (size_t a = 1; a <= shape.amendments; ++a) {
    amendments += fmt::format("amendment A{} {{\n  in force from {}\n  use v, s\n", a, day(a, shape.amendments + 1));
    std::map<std::string, bool> touched;
    for (int sentence = 1; sentence <= 5; ++sentence) {
      const size_t at = below(standing.size());
      const std::string label = standing[at];
      if (touched[label]) continue;
      touched[label] = true;
      std::string next = std::to_string(100'000 + a * 10 + static_cast<size_t>(sentence));
      // A number that was given up is given again.
      if (!free.empty() && below(2) && !touched[free.back()]) {
        next = free.back();
        free.pop_back();
      }
      std::string said;
      switch (below(4)) {
      case 0:
        said = fmt::format("insert after H article {} {{ {} }}", label, article(next));
        standing.insert(standing.begin() + static_cast<std::ptrdiff_t>(at) + 1, next);
        break;
      case 1:
        said = fmt::format("repeal H article {}", label);
        standing.erase(standing.begin() + static_cast<std::ptrdiff_t>(at));
        free.push_back(label);
        break;
      case 2:
        said = fmt::format("renumber H article {} as article {}", label, next);
        standing[at] = next;
        free.push_back(label);
        break;
      default: said = fmt::format("replace H article {} with {{ {} }}", label, article(label));
      }
      touched[next] = true;
      amendments += fmt::format("  article {} {{ {} }}\n", sentence, said);
    }
    amendments += "}\n";
    states.push_back(standing);
  }

  std::string citing;
  constexpr size_t perStatute = 100;
  for (size_t c = 0; c < shape.citations; ++c) {
    if (c % perStatute == 0)
      citing +=
          fmt::format("{}statute C{} {{\n  in force from 1970-01-01\n  use v, s\n", c ? "}\n" : "", c / perStatute);
    const size_t state = below(states.size());
    if (c % 20 == 19) { // a range, which may change with every amendment
      const std::vector<std::string> &list = states[state];
      const std::string from = list[below(list.size())];
      std::string to = from; // some numbers further
      for (const std::string &label : list)
        if (std::stoul(label) > std::stoul(to) && std::stoul(label) <= std::stoul(from) + 8) to = label;
      if (to == from) continue;
      citing += fmt::format("  article {} {{ in force from {} without prejudice to H articles {} to {} }}\n",
                            c % perStatute + 1, state == 0 ? "1970-01-01" : day(state, shape.amendments + 1), from, to);
      continue;
    }
    citing += fmt::format("  article {} {{ in force from {} when fact_{} punish per H article {} }}\n",
                          c % perStatute + 1, state == 0 ? "1970-01-01" : day(state, shape.amendments + 1), below(40),
                          states[state][below(states[state].size())]);
  }
  if (shape.citations) citing += "}\n";
  return {{"a.law", vocabulary + statute}, {"b.law", amendments}, {"c.law", citing}};
}

} // namespace proviso::bench
