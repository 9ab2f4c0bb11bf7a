// Random amendments of one statute, and citations of it from another: what the compiler says of them, held against a
// simulation that keeps for each day a plain list of which provision stands under which number.
#include "cli/Pipeline.h"

#include "support/Sanitized.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <random>
#include <set>

namespace proviso {
namespace {

using State = std::map<int, int>; // which provision stands under a number

struct Cited {
  int label, identity;
  size_t month;
};

struct Shape {
  int articles = 12;
  size_t amendments = 30, monthsApart = 1;
  int citations = 60;
};

class AmendedLaw {
public:
  explicit AmendedLaw(unsigned seed, const Shape &shape = {}) : shape(shape), random(seed) {
    State now;
    for (int label = 1; label <= shape.articles; ++label) now[label] = next++;
    law = "statute S { in force from 2000-01-01\n";
    for (const auto &[label, identity] : now) law += fmt::format("  article {} {{ must \"do\" }}\n", label);
    law += "}\n";
    states.push_back(now);
    for (size_t month = 1; month <= shape.amendments; ++month) amend(now, month);
    cite();
  }

  std::string law;
  /// By the number of the article that cites: what is to be said.
  std::map<int, std::string> expected;

private:
  /// Of an amendment, by its number.
  std::string day(size_t month) const {
    return fmt::format("{}-{:02}-01", 2001 + month * shape.monthsApart / 12, month * shape.monthsApart % 12 + 1);
  }
  template <typename List>
  typename List::value_type any(const List &list) {
    auto at = list.begin();
    std::advance(at, static_cast<int>(random() % list.size()));
    return *at;
  }

  /// A number that is free: often one that another had, be it until this day.
  int freeLabel(const State &now) {
    std::vector<int> once;
    for (int label : used)
      if (!now.count(label)) once.push_back(label);
    if (!once.empty() && random() % 3) return any(once);
    return 100 + static_cast<int>(used.size()) + next;
  }

  void amend(State &now, size_t month) {
    law += fmt::format("amendment A{} {{ in force from {}\n", month, day(month));
    std::set<int> touched;
    for (size_t sentence = 1, count = 1 + random() % 3; sentence <= count; ++sentence) {
      std::vector<int> standing;
      for (const auto &[label, identity] : now)
        if (!touched.count(label)) standing.push_back(label);
      if (standing.size() < 2) break;
      const int label = any(standing);
      std::string what;
      touched.insert(label);
      for (const auto &[one, identity] : now) used.insert(one);
      switch (random() % 4) {
      case 0: {
        const int added = freeLabel(now);
        what = fmt::format("insert after S article {} {{ article {} {{ must \"do\" }} }}", label, added);
        now[added] = next++;
        touched.insert(added);
        break;
      }
      case 1:
        what = fmt::format("repeal S article {}", label);
        now.erase(label);
        break;
      case 2: {
        const int to = freeLabel(now);
        what = fmt::format("renumber S article {} as article {}", label, to);
        now[to] = now[label];
        now.erase(label);
        touched.insert(to);
        break;
      }
      default: what = fmt::format("replace S article {0} with {{ article {0} {{ must \"do\" }} }}", label); break;
      }
      law += fmt::format("  article {} {{ {} }}\n", sentence, what);
    }
    law += "}\n";
    states.push_back(now);
  }

  void cite() {
    law += "statute C { in force from 2000-01-01\n";
    for (int article = 1; article <= shape.citations; ++article) {
      const size_t month = random() % states.size();
      const auto [label, identity] = any(states[month]);
      law += fmt::format("  article {} {{ in force from {} without prejudice to S article {} }}\n", article,
                         month == 0 ? "2000-06-01" : day(month), label);
      for (size_t later = month + 1; later < states.size() && !expected.count(article); ++later) {
        const State &then = states[later];
        const auto here = then.find(label);
        if (here != then.end() && here->second == identity) continue;
        std::string now;
        for (const State *state : {&then, &std::as_const(states).back()}) // the number that is right at last
          for (const auto &[one, whose] : *state)
            if (whose == identity && (state == &then || !now.empty())) now = fmt::format(" S article {}", one);
        expected[article] = fmt::format("{} {}{}",
                                        now.empty()          ? "R018"
                                        : here == then.end() ? "R002"
                                                             : "R003",
                                        day(later), now);
      }
    }
    law += "}\n";
  }

  const Shape shape;
  std::mt19937 random;
  int next = 0;
  std::set<int> used;
  std::vector<State> states;
};

/// What the compiler says is what the simulation says.
void holds(const AmendedLaw &history, std::map<std::string, int> &met) {
  Compilation c;
  c.sources.add("random.law", history.law);
  compile(c);
  INFO(history.law);
  INFO(renderText(c.diagnostics, c.sources, false));
  std::map<int, std::string> found;
  for (const Diagnostic &d : c.diagnostics.list()) {
    const std::string code(entry(d.code).name);
    if (entry(d.code).severity != Severity::Error) continue;
    REQUIRE((code == "R002" || code == "R003" || code == "R018"));
    const auto line = c.sources.lineColumn(d.range.begin).line;
    int article = 0; // the line of the article that cites
    {
      size_t begin = 0;
      for (unsigned i = 1; i < line; ++i) begin = history.law.find('\n', begin) + 1;
      article = std::stoi(history.law.substr(begin + 10));
    }
    const size_t from = d.message.find("from ");
    REQUIRE(from != std::string::npos);
    std::string text = code + " " + d.message.substr(from + 5, 10);
    if (!d.fixes.empty()) text += " " + d.fixes.front().edits.front().text;
    CHECK(found.emplace(article, text).second); // one for each citation
    ++met[code];
  }
  REQUIRE(found == history.expected);
}

TEST_CASE("citations are followed through random amendments as a plain list of each day says") {
  std::map<std::string, int> met;
  for (unsigned seed = 1; seed <= (testing::sanitized ? 20U : 200U); ++seed) holds(AmendedLaw(seed), met);
  for (const char *code : {"R002", "R003", "R018"}) CHECK(met[code] > (testing::sanitized ? 10 : 100));
}

TEST_CASE("fifty years of amendments: 1,000 articles, 200 amendments, 5,000 citations" *
          doctest::skip(testing::sanitized)) {
  std::map<std::string, int> met;
  holds(AmendedLaw(1, {1'000, 200, 3, 5'000}), met);
  CHECK(met["R002"] > 100);
  CHECK(met["R018"] > 100);
  CHECK(met["R003"] > 0); // few numbers are given again
}

} // namespace
} // namespace proviso
