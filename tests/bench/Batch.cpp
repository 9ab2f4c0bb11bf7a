// How fast plans decide: against code written by hand for the same table, in one run. `--write FOLDER` writes table and
// cases for other engines (tests/bench/engines.mjs).
#include "bench/HandWritten.h"
#include "bench/RuleTable.h"

#include "cli/Pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <thread>

namespace proviso::bench {

namespace {

using Clock = std::chrono::steady_clock;

/// The least time of several runs that take turns, in nanoseconds for each of `count`.
struct Contest {
  struct One {
    std::string name;
    std::function<void()> work;
    double best = 1e300;
  };
  std::vector<One> all;
  void add(std::string name, std::function<void()> work) { all.push_back({std::move(name), std::move(work)}); }
  void run(size_t count, int rounds) {
    for (int round = 0; round < rounds; ++round)
      for (One &one : all) {
        const auto begin = Clock::now();
        one.work();
        one.best = std::min(one.best, std::chrono::duration<double, std::nano>(Clock::now() - begin).count() /
                                          static_cast<double>(count));
      }
  }
  double of(std::string_view name) const {
    for (const One &one : all)
      if (one.name == name) return one.best;
    throw std::logic_error("no such measurement");
  }
};

Tables compiledRules(const RuleTable &table) {
  Compilation c;
  c.sources.add("rules.law", asLaw(table));
  compile(c);
  if (c.diagnostics.hasErrors()) throw std::runtime_error(renderText(c.diagnostics, c.sources, false));
  return loadTables(c);
}

/// What reading all columns takes at the least.
uint64_t readAll(const RuleCases &cases) {
  uint64_t sum = 0;
  auto add = [&](const auto &column) {
    for (const auto value : column) sum += static_cast<uint64_t>(value);
  };
  add(cases.kind);
  add(cases.grade);
  add(cases.sector);
  for (const auto &condition : cases.conditions) add(condition);
  add(cases.amount);
  add(cases.day);
  return sum;
}

void spin(unsigned threads) {
  std::vector<std::thread> all;
  std::atomic<uint64_t> sink{0};
  for (unsigned t = 0; t < threads; ++t)
    all.emplace_back([&] {
      uint64_t x = 1;
      for (int i = 0; i < 30'000'000; ++i) x = x * 6364136223846793005ULL + 1;
      sink += x;
    });
  for (std::thread &one : all) one.join();
}

/// Whether both come to the same rules; `first` and `second` give the number of a rule.
void same(size_t count, const auto &a, const auto &first, const auto &b, const auto &second, std::string_view name) {
  for (size_t i = 0; i < count; ++i) {
    const auto x = a(i), y = b(i);
    bool equal = x.size() == y.size();
    for (size_t k = 0; equal && k < x.size(); ++k) equal = first(x.begin()[k]) == second(y.begin()[k]);
    if (!equal) throw std::runtime_error(fmt::format("{} decides case {} otherwise", name, i));
  }
}

void compareFor(size_t rules, size_t count) {
  const RuleTable table = ruleTable(rules);
  const RuleCases cases = ruleCases(count);
  const Tables tables = compiledRules(table);
  std::vector<std::string> errors;
  const auto begin = Clock::now();
  const auto plan = Plan::make(tables, formOf(), *Date::of(2020, 1, 1), errors);
  if (!plan) throw std::runtime_error(errors.front());
  const double making = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  const auto portable = Plan::make(tables, formOf(), *Date::of(2020, 1, 1), errors, Plan::Instructions::Portable);
  const auto avx2 = Plan::make(tables, formOf(), *Date::of(2020, 1, 1), errors, Plan::Instructions::Avx2);
  const auto cells = cellsOf(cases);
  Decisions ours, second, third, both;
  Found hand, bitmaps;
  volatile uint64_t sink = 0;
  Contest contest;
  contest.add("columns", [&] { sink = sink + readAll(cases); });
  contest.add("plan", [&] { plan->decide(cells.data(), count, ours); });
  contest.add("plan, AVX2", [&] { avx2->decide(cells.data(), count, second); });
  contest.add("plan, portable", [&] { portable->decide(cells.data(), count, third); });
  contest.add("plan, two threads", [&] { plan->decide(cells.data(), count, both, 2); });
  const RuleBits bits(table);
  if (handWrittenRuns()) {
    contest.add("rule bits by hand", [&] {
      hand.clear();
      bits.decide(cases, hand);
    });
    if (rules <= 32)
      contest.add("bitmaps by hand", [&] {
        bitmaps.clear();
        byBitmaps(table, cases, bitmaps);
      });
  }
  // One case at a time, with what it rests on: of each provision that applies the citation, its conditions, and the
  // cells that were looked at.
  CaseWorker worker(*plan);
  Decisions::Piece alone;
  constexpr size_t single = 20'000;
  contest.add("one case, with reasons", [&] {
    uint64_t rests = 0;
    for (size_t i = 0; i < single; ++i) {
      alone.clear();
      worker.decide(cells.data(), i, 1, alone);
      for (uint32_t id : alone.ids) {
        const Verdict &verdict = plan->verdict(id);
        rests += tables.text(layout::Section::Provisions, verdict.provision, layout::provisions::Citation).size();
        const uint32_t first =
            tables.word(layout::Section::Provisions, verdict.provision, layout::provisions::FirstStatement);
        for (uint32_t s = 0;
             s < tables.word(layout::Section::Provisions, verdict.provision, layout::provisions::StatementCount); ++s)
          rests += tables.text(layout::Section::Statements, first + s, layout::statements::Text).size();
        rests += plan->columnsOf(verdict.provision).size();
      }
    }
    sink = sink + rests;
  });
  contest.run(count, 15);
  contest.all.back().best *= static_cast<double>(count) / single;
  std::vector<uint32_t> ruleOf; // by id
  auto rule = [&](uint32_t id) {
    const std::string article(
        tables.text(layout::Section::Provisions, plan->verdict(id).provision, layout::provisions::Id));
    while (ruleOf.size() <= id) ruleOf.push_back(UINT32_MAX);
    if (ruleOf[id] == UINT32_MAX)
      ruleOf[id] = static_cast<uint32_t>(std::atoi(article.substr(article.find("art") + 3).c_str()) - 1);
    return ruleOf[id];
  };
  auto itself = [](uint32_t id) { return id; };
  auto of = [](const auto &found) {
    return [&](size_t i) {
      const size_t from = i == 0 ? 0 : found.ends[i - 1];
      return Decisions::Ids{found.ids.begin() + from, found.ids.begin() + found.ends[i]};
    };
  };
  auto in = [](const Decisions &decisions) { return [&](size_t i) { return decisions[i]; }; };
  same(count, in(ours), itself, in(second), itself, "AVX2");
  same(count, in(ours), itself, in(third), itself, "the portable plan");
  same(count, in(ours), itself, in(both), itself, "two threads");
  if (handWrittenRuns()) {
    same(count, in(ours), rule, of(hand), itself, "by hand");
    if (rules <= 32) same(count, of(hand), itself, of(bitmaps), itself, "bitmaps by hand");
  }
  size_t met = 0;
  for (size_t i = 0; i < count; ++i) met += ours[i].size();
  fmt::print("{} rules, {:.2f} met by a case; made in {:.1f} ms\n", rules,
             static_cast<double>(met) / static_cast<double>(count), making);
  double best = 1e300;
  for (const Contest::One &one : contest.all) {
    fmt::print("  {:<20}{:>8.2f} ns\n", one.name, one.best);
    if (one.name.ends_with("by hand")) best = std::min(best, one.best);
  }
  if (handWrittenRuns()) fmt::print("  plan / best by hand {:>8.2f}\n", contest.of("plan") / best);
  fmt::print("  two threads / one   {:>8.2f}\n\n", contest.of("plan, two threads") / contest.of("plan"));
}

/// For a profiler: nothing but the plan.
void profile(size_t rules, int rounds) {
  const RuleTable table = ruleTable(rules);
  const RuleCases cases = ruleCases(512 * 2'000);
  const Tables tables = compiledRules(table);
  std::vector<std::string> errors;
  const auto plan = Plan::make(tables, formOf(), *Date::of(2020, 1, 1), errors);
  const auto cells = cellsOf(cases);
  Decisions decisions;
  for (int round = 0; round < rounds; ++round) plan->decide(cells.data(), cases.size(), decisions);
}

void write(const std::filesystem::path &folder, size_t rules, size_t count) {
  std::filesystem::create_directories(folder);
  const RuleTable table = ruleTable(rules);
  const RuleCases cases = ruleCases(count);
  std::ofstream(folder / "rules.law") << asLaw(table);
  std::ofstream(folder / "rules.jdm.json") << asJdm(table);
  std::ofstream sql(folder / "conditions.sql");
  for (const std::string &one : asSql(table)) sql << one << '\n';
  std::ofstream raw(folder / "raw.csv"), named(folder / "cases.csv");
  raw << "kind,c1,c2,c3,c4,c5,c6,c7,c8,grade,sector,amount,day\n";
  named << "kind,c1,c2,c3,c4,c5,c6,c7,c8,grade,sector,amount,day\n";
  for (size_t i = 0; i < count; ++i) {
    std::string conditions, words;
    for (const auto &condition : cases.conditions) {
      conditions += condition[i] ? ",1" : ",0";
      words += condition[i] ? ",true" : ",false";
    }
    raw << fmt::format("{}{},{},{},{},{}\n", cases.kind[i], conditions, cases.grade[i], cases.sector[i],
                       cases.amount[i], cases.day[i]);
    named << fmt::format("k{}{},g{},s{},{},{}\n", cases.kind[i], words, cases.grade[i], cases.sector[i],
                         cases.amount[i], Date{cases.day[i]}.text());
  }
}

} // namespace

} // namespace proviso::bench

int main(int argc, char **argv) {
  using namespace proviso::bench;
  if (argc == 5 && std::string_view(argv[1]) == "--write") {
    write(argv[2], std::strtoull(argv[3], nullptr, 10), std::strtoull(argv[4], nullptr, 10));
    return 0;
  }
  if (argc == 4 && std::string_view(argv[1]) == "--profile") {
    profile(std::strtoull(argv[2], nullptr, 10), std::atoi(argv[3]));
    return 0;
  }
  Contest contest;
  contest.add("one", [] { spin(1); });
  contest.add("two", [] { spin(2); });
  contest.run(1, 5);
  fmt::print("a spin loop: two threads do {:.2f} times the work of one\n\n", 2 * contest.of("one") / contest.of("two"));
  for (size_t rules : {20, 200, 2'000}) compareFor(rules, 512 * 2'000);
}
