// How fast the compiler is, as ratios within one run. `./dev bench` builds and runs this; docs/benchmarks.md has the
// figures.
#include "bench/Decisions.h"
#include "bench/GenerateHistory.h"
#include "bench/GenerateLaw.h"
#include "bench/PlainAntlr.h"

#include "check/Check.h"
#include "cli/Pipeline.h"
#include "proviso/Decision.h"
#include "syntax/Lexer.h"
#include "syntax/Parse.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <map>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace proviso::bench {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

std::unique_ptr<Sources> load(const std::vector<LawText> &files) {
  auto sources = std::make_unique<Sources>();
  for (const LawText &file : files) sources->add(file.path, file.text);
  return sources;
}

// ---- what is measured --------------------------------------------------------------------------------------

/// Made once, when first asked for.
struct Input {
  explicit Input(const LawShape &shape) : sources(load(generateLaw(shape))) {
    for (uint32_t file = 0; file < sources->size(); ++file) bytes += sources->text(file).size();
  }
  double megabytes() const { return static_cast<double>(bytes) / 1e6; }

  std::unique_ptr<Sources> sources;
  size_t bytes = 0;
};

const Input &large() {
  static const Input input({.bytesPerFile = 10'000'000});
  return input;
}
// The plain pipeline takes gigabytes for ten megabytes; the ratio is the same for two.
const Input &english() {
  static const Input input({.bytesPerFile = 2'000'000});
  return input;
}
const Input &chinese() {
  static const Input input({.bytesPerFile = 2'000'000, .chinese = true});
  return input;
}
const Input &manyFiles() {
  static const Input input({.files = 200, .bytesPerFile = 50'000});
  return input;
}

/// The kinds after the pass between lexer and parser: the plain pipeline is given them for nothing.
std::vector<size_t> retaggedKinds(const Input &input) {
  Diagnostics diagnostics;
  const Tree tree = parse(*input.sources, 0, diagnostics);
  std::vector<size_t> kinds;
  for (const Token &token : tree.tokens) kinds.push_back(static_cast<size_t>(token.kind));
  return kinds;
}

void setRate(benchmark::State &state, const Input &input) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(input.bytes));
}

void lexing(benchmark::State &state, const Input &(*input)()) {
  for (auto _ : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(lex(*input().sources, 0, diagnostics));
  }
  setRate(state, input());
}

void parsing(benchmark::State &state, const Input &(*input)()) {
  for (auto _ : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(parse(*input().sources, 0, diagnostics));
  }
  setRate(state, input());
}

void plainAntlr(benchmark::State &state, const Input &(*input)()) {
  const std::vector<size_t> kinds = retaggedKinds(input());
  for (auto _ : state) benchmark::DoNotOptimize(plainPipeline(input().sources->text(0).str(), kinds));
  setRate(state, input());
}

/// Work for any number of threads: they take the next piece until none is left.
template <typename Work>
void share(int threads, size_t pieces, const Work &work) {
  std::atomic<size_t> next = 0;
  auto run = [&] {
    for (size_t i; (i = next++) < pieces;) work(i);
  };
  std::vector<std::thread> helpers;
  for (int t = 1; t < threads; ++t) helpers.emplace_back(run);
  run();
  for (std::thread &helper : helpers) helper.join();
}

void parsingManyFiles(benchmark::State &state) {
  const Input &input = manyFiles();
  for (auto _ : state)
    share(static_cast<int>(state.range(0)), input.sources->size(), [&](size_t file) {
      Diagnostics diagnostics;
      benchmark::DoNotOptimize(parse(*input.sources, static_cast<uint32_t>(file), diagnostics));
    });
  setRate(state, input);
}

/// What the machine itself gives for a second thread.
void spinning(benchmark::State &state) {
  for (auto _ : state)
    share(static_cast<int>(state.range(0)), 200, [](size_t piece) {
      uint64_t x = piece + 1;
      for (int i = 0; i < 2'000'000; ++i) x = x * 6364136223846793005u + 1442695040888963407u;
      benchmark::DoNotOptimize(x);
    });
}

enum Stage { Parse, BuildLaw, Histories, Link, Check, stageCount };
constexpr std::array<const char *, stageCount> stageNames = {"parse", "buildLaw", "history", "link", "check"};

void sourceToProgram(benchmark::State &state, const Input &(*input)()) {
  std::array<double, stageCount> seconds{};
  for (auto _ : state) {
    const Sources &sources = *input().sources;
    Diagnostics diagnostics;
    auto begin = Clock::now();
    double total = 0;
    auto done = [&](Stage stage) {
      const double took = secondsSince(begin);
      seconds[stage] += took;
      total += took;
      begin = Clock::now();
    };
    std::vector<law::File> files;
    for (uint32_t file = 0; file < sources.size(); ++file) {
      const Tree tree = parse(sources, file, diagnostics);
      done(Parse);
      files.push_back(law::buildLaw(tree, sources, diagnostics));
      done(BuildLaw);
    }
    const History history(std::move(files), sources, diagnostics);
    done(Histories);
    const LinkedLaw linked = link(history, sources, diagnostics);
    done(Link);
    benchmark::DoNotOptimize(check(linked, sources, diagnostics));
    done(Check);
    state.SetIterationTime(total);
    if (diagnostics.hasErrors()) {
      std::fputs(renderText(diagnostics, sources, false).c_str(), stderr);
      state.SkipWithError("the generated law has errors");
      break;
    }
  }
  for (int stage = 0; stage < stageCount; ++stage)
    state.counters[stageNames[static_cast<size_t>(stage)]] =
        benchmark::Counter(seconds[static_cast<size_t>(stage)], benchmark::Counter::kAvgIterations);
  setRate(state, input());
}

/// Of the benchmark's history: half of it, all of it, twice as much.
constexpr std::array<size_t, 3> historySizes = {1, 2, 4};

void checkingHistory(benchmark::State &state, size_t size) {
  const std::vector<LawText> files =
      generateHistory({.articles = 500 * size, .amendments = 100 * size, .citations = 2'500 * size});
  for (auto _ : state) {
    Compilation c;
    for (const LawText &file : files) c.sources.add(file.path, file.text);
    compile(c);
    if (c.diagnostics.hasErrors()) {
      std::fputs(renderText(c.diagnostics, c.sources, false).c_str(), stderr);
      state.SkipWithError("the generated history has errors");
      break;
    }
    state.counters["stale"] = static_cast<double>(c.linked.stale.size());
  }
}

void startUp(benchmark::State &state, const char *program) {
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  std::string path = program, argument = "--version";
  std::array<char *, 3> arguments = {path.data(), argument.data(), nullptr};
  for (auto _ : state) {
    double least = 1e9;
    for (int i = 0; i < 50; ++i) {
      const auto begin = Clock::now();
      pid_t child = 0;
      int status = -1;
      if (posix_spawn(&child, program, &quiet, nullptr, arguments.data(), environ) != 0 ||
          waitpid(child, &status, 0) != child || status != 0) {
        state.SkipWithError("the program could not be run");
        break;
      }
      least = std::min(least, secondsSince(begin));
    }
    state.SetIterationTime(least);
  }
  posix_spawn_file_actions_destroy(&quiet);
}

// ---- decisions ---------------------------------------------------------------------------------------------

constexpr DecideOptions withReasons{.reasons = true};

Case caseOf(const std::string &json) {
  std::vector<std::string> errors;
  const auto read = readCase(json, errors);
  if (!read) throw std::runtime_error("a case cannot be read: " + errors.front());
  return *read;
}

BoundCase boundTo(const Tables &tables, const Case &from) {
  std::vector<std::string> errors;
  auto bound = BoundCase::bind(tables, from, errors);
  if (!bound) throw std::runtime_error("a case does not fit the statutes: " + errors.front());
  return std::move(*bound);
}

void loadingTables(benchmark::State &state) {
  const std::string &bytes = statutesCompiled();
  std::string error;
  for (auto _ : state) benchmark::DoNotOptimize(Tables::load(bytes, error));
}

/// `part`: what of the case is measured.
using CaseText = std::string DecisionCases::*;

void readingCase(benchmark::State &state, CaseText text) {
  for (auto _ : state) benchmark::DoNotOptimize(caseOf(decisionCases().*text));
}

void deciding(benchmark::State &state, CaseText text) {
  const BoundCase bound = boundTo(statutes(), caseOf(decisionCases().*text));
  const Decision decision = decide(bound, withReasons);
  auto open = [](const auto &results, const auto &isOpen) {
    return static_cast<double>(std::count_if(results.begin(), results.end(), isOpen));
  };
  const double openAnswers =
      open(decision.provisions, [](const ProvisionResult &one) { return one.status == Status::Undetermined; }) +
      open(decision.effects, [](const EffectResult &one) { return !one.determined; });
  // The names say what the cases are: they must stay so when the statutes change.
  if (decision.contradictory || decision.effects.empty() || (openAnswers == 0) != (text == &DecisionCases::known)) {
    state.SkipWithError("the case is not what it is meant to be");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(decide(bound, withReasons));
  countHeap(true);
  benchmark::DoNotOptimize(decide(bound, withReasons));
  countHeap(false);
  state.counters["answers"] = static_cast<double>(decision.provisions.size() + decision.effects.size());
  state.counters["open"] = openAnswers;
  state.counters["allocations"] = static_cast<double>(heapCount().allocations);
  state.counters["bytes"] = static_cast<double>(heapCount().bytes);
}

void bindToJson(benchmark::State &state, CaseText text) {
  const Case from = caseOf(decisionCases().*text);
  for (auto _ : state) {
    const BoundCase bound = boundTo(statutes(), from);
    benchmark::DoNotOptimize(decisionJson(bound, decide(bound, withReasons), true));
  }
}

/// Cases one after the other, from JSON to JSON: what they leave on the heap.
void decidingMany(benchmark::State &state) {
  constexpr int early = 100, all = 10'000;
  constexpr std::array<CaseText, 3> texts = {&DecisionCases::known, &DecisionCases::some, &DecisionCases::demo};
  long long after = 0;
  for (auto _ : state) {
    statutes(), decisionCases();
    countHeap(true);
    for (int i = 0; i < all; ++i) {
      if (i == early) after = heapCount().live;
      const BoundCase bound =
          boundTo(statutes(), caseOf(decisionCases().*texts[static_cast<size_t>(i) % texts.size()]));
      benchmark::DoNotOptimize(decisionJson(bound, decide(bound, withReasons), true));
    }
    countHeap(false);
  }
  state.counters["left"] = static_cast<double>(heapCount().live - after);
  state.counters["allocations"] = static_cast<double>(heapCount().allocations) / all;
}

struct DecisionBenchmark {
  const char *name, *title;
  CaseText text;
  int iterations;
  bool limited;
};
constexpr std::array decisionBenchmarks = {
    DecisionBenchmark{"known", "everything known", &DecisionCases::known, 500, true},
    DecisionBenchmark{"some", "three facts unknown", &DecisionCases::some, 500, true},
    DecisionBenchmark{"demo", "tests/demo/case.json", &DecisionCases::demo, 100, true},
    DecisionBenchmark{"nothing", "roles and form alone", &DecisionCases::nothing, 20, false},
};

/// Memory that `work` takes at its peak, in MB: in a child, so that nothing before it counts.
template <typename Work>
double peakMemory(const Work &work) {
  auto status = [](const char *name) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
      if (line.starts_with(name)) return std::strtod(line.c_str() + line.find(':') + 1, nullptr) / 1000;
    return 0.0;
  };
  malloc_trim(0);
  int ends[2];
  if (pipe(ends) != 0) return 0;
  const pid_t child = fork();
  if (child == 0) {
    const double before = status("VmRSS:");
    const auto result = work(); // alive while the peak is read
    const double used = status("VmHWM:") - before;
    const bool written = write(ends[1], &used, sizeof used) == sizeof used;
    _exit(written ? 0 : 1);
  }
  close(ends[1]);
  double used = 0;
  if (read(ends[0], &used, sizeof used) != sizeof used) used = 0;
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return used;
}

// ---- the figures -------------------------------------------------------------------------------------------

/// Prints as usual, and keeps the best run of each benchmark.
class Collector : public benchmark::ConsoleReporter {
public:
  Collector() : ConsoleReporter(OO_None) {}

  void ReportRuns(const std::vector<Run> &all) override {
    std::vector<Run> runs; // without means and deviations
    std::copy_if(all.begin(), all.end(), std::back_inserter(runs),
                 [](const Run &run) { return run.run_type == Run::RT_Iteration; });
    ConsoleReporter::ReportRuns(runs);
    for (const Run &run : runs) {
      if (run.error_occurred) continue;
      const double seconds = run.real_accumulated_time / static_cast<double>(run.iterations);
      const auto [at, isNew] = best.try_emplace(
          run.run_name.function_name + (run.run_name.args.empty() ? "" : "/") + run.run_name.args, Best{seconds, {}});
      if (!isNew && at->second.seconds <= seconds) continue;
      at->second.seconds = seconds;
      for (const auto &[name, counter] : run.counters) at->second.counters[name] = counter.value;
    }
  }

  struct Best {
    double seconds;
    std::map<std::string, double> counters;
  };
  std::map<std::string, Best> best;
};

class Figures {
public:
  explicit Figures(const Collector &collector) : best(collector.best) {}

  std::optional<double> seconds(const std::string &name) const {
    const auto found = best.find(name);
    return found == best.end() ? std::nullopt : std::optional(found->second.seconds);
  }
  void atLeast(const std::string &figure, double value, double target, const char *unit) {
    row(figure, value, unit, fmt::format("at least {}{}", target, unit), value >= target ? "yes" : "no");
  }
  void atMost(const std::string &figure, double value, double target, const char *unit) {
    row(figure, value, unit, fmt::format("at most {}{}", target, unit), value <= target ? "yes" : "no");
  }
  void plain(const std::string &figure, double value, const char *unit) { row(figure, value, unit, "", ""); }

  void print() const {
    if (rows.empty()) return;
    fmt::print("\n{:<66} {:>12}   {:<18} {}\n{:-<104}\n", "figure", "measured", "target", "met", "");
    for (const auto &r : rows) fmt::print("{:<66} {:>12}   {:<18} {}\n", r[0], r[1], r[2], r[3]);
  }

private:
  void row(const std::string &figure, double value, const char *unit, std::string target, const char *met) {
    rows.push_back({figure, value < 1 ? fmt::format("{:.3f}{}", value, unit) : fmt::format("{:.1f}{}", value, unit),
                    std::move(target), met});
  }
  const std::map<std::string, Collector::Best> &best;
  std::vector<std::array<std::string, 4>> rows;
};

void report(const Collector &collector) {
  Figures figures(collector);
  auto both = [&](const char *a, const char *b, const auto &then) {
    const auto first = figures.seconds(a), second = figures.seconds(b);
    if (first && second) then(*first, *second);
  };
  auto memory = [&](const Input &input) {
    const std::vector<size_t> kinds = retaggedKinds(input);
    const double plain = peakMemory([&] { return plainPipeline(input.sources->text(0).str(), kinds); });
    const double ours = peakMemory([&] {
      Diagnostics diagnostics;
      return parse(*input.sources, 0, diagnostics);
    });
    return ours / plain;
  };
  both("parse/english", "plain_antlr/english", [&](double ours, double plain) {
    figures.plain("plain ANTLR pipeline, English", english().megabytes() / plain, " MB/s");
    figures.plain("syntax stage, English", english().megabytes() / ours, " MB/s");
    figures.atLeast("syntax stage against the plain ANTLR pipeline, English", plain / ours, 5, "");
    figures.atMost("peak memory of the syntax stage against it, English", memory(english()), 0.25, "");
  });
  both("parse/chinese", "plain_antlr/chinese", [&](double ours, double plain) {
    figures.atLeast("syntax stage against the plain ANTLR pipeline, Chinese", plain / ours, 5, "");
    figures.atMost("peak memory of the syntax stage against it, Chinese", memory(chinese()), 0.25, "");
  });
  both("spin/1", "spin/2",
       [&](double one, double two) { figures.plain("a spin loop on two threads against one", one / two, ""); });
  both("parse_200_files/1", "parse_200_files/2", [&](double one, double two) {
    figures.atLeast("200 files parsed on two threads against one", one / two, 1.5, "");
  });
  const double size = large().megabytes();
  if (const auto found = collector.best.find("source_to_program"); found != collector.best.end()) {
    const auto &[seconds, counters] = found->second;
    figures.atLeast("source to checked intermediate form, 10 MB, one core", size / seconds, 10, " MB/s");
    double afterParsing = 0;
    for (int stage = 0; stage < stageCount; ++stage) {
      const double share = counters.at(stageNames[static_cast<size_t>(stage)]) / size;
      if (stage != Parse) afterParsing += share;
      figures.plain(fmt::format("  of which {}", stageNames[static_cast<size_t>(stage)]).c_str(), share, " s/MB");
    }
    figures.atMost("  all after parsing", afterParsing, 0.05, " s/MB");
  }
  if (const auto lexer = figures.seconds("lex")) figures.plain("lexer alone, 10 MB", size / *lexer, " MB/s");
  both("start_up/proviso", "start_up/empty", [&](double ours, double empty) {
    figures.atMost("start of `proviso --version` against an empty program", ours / empty, 3, "");
  });
  const auto loading = figures.seconds("load_tables");
  if (loading) figures.plain("tables of statutes/ loaded and checked", *loading * 1e3, " ms");
  for (const DecisionBenchmark &one : decisionBenchmarks) {
    const std::string name = one.name;
    const auto found = collector.best.find("decide/" + name);
    if (found == collector.best.end()) continue;
    const auto &[seconds, counters] = found->second;
    const std::string title = std::string("decision with reasons, ") + one.title;
    if (one.limited)
      figures.atMost(title, seconds * 1e3, 1, " ms");
    else
      figures.plain(title, seconds * 1e3, " ms");
    if (const auto read = figures.seconds("read_case/" + name))
      figures.plain("  against reading its JSON", seconds / *read, "");
    if (loading) figures.plain("  against loading the tables", seconds / *loading, "");
    if (const auto whole = figures.seconds("bind_decide_json/" + name))
      figures.plain("  bind, decide and decisionJson", *whole * 1e3, " ms");
    figures.plain("  allocations", counters.at("allocations"), "");
    figures.plain("  asked of the heap", counters.at("bytes") / 1e3, " kB");
  }
  if (const auto many = collector.best.find("decide_10000"); many != collector.best.end())
    figures.atMost("heap in use after 10,000 cases less that after 100", many->second.counters.at("left"), 0, " bytes");
  std::optional<double> smaller;
  for (const size_t one : historySizes) {
    const auto found = collector.best.find(fmt::format("check_history/{}", one * 500));
    if (found == collector.best.end()) continue;
    const auto &[seconds, counters] = found->second;
    const std::string title =
        fmt::format("{} articles, {} amendments, {} citations checked", one * 500, one * 100, one * 2500);
    if (one == 2)
      figures.atMost(title, seconds, 1, " s");
    else
      figures.plain(title, seconds, " s");
    if (smaller) figures.atMost("  against half of it", seconds / *smaller, 2.5, "");
    smaller = seconds;
  }
  figures.print();
}

void writeLaw(const std::filesystem::path &folder, const LawShape &shape) {
  std::filesystem::create_directories(folder);
  for (const LawText &file : generateLaw(shape)) std::ofstream(folder / file.path, std::ios::binary) << file.text;
}

} // namespace

} // namespace proviso::bench

int main(int argc, char **argv) {
  using namespace proviso::bench;
  // For a profiler: the generated law as files.
  if (argc == 3 && std::string_view(argv[1]) == "--write") {
    const std::filesystem::path folder = argv[2];
    writeLaw(folder / "large", {.bytesPerFile = 10'000'000});
    writeLaw(folder / "chinese", {.bytesPerFile = 2'000'000, .chinese = true});
    writeLaw(folder / "many", {.files = 200, .bytesPerFile = 50'000});
    std::filesystem::create_directories(folder / "history");
    for (const LawText &file : generateHistory({}))
      std::ofstream(folder / "history" / file.path, std::ios::binary) << file.text;
    return 0;
  }
  auto add = [](const char *name, auto &&...what) {
    return benchmark::RegisterBenchmark(name, what...)->Unit(benchmark::kMillisecond)->Iterations(1)->Repetitions(5);
  };
  add("plain_antlr/english", plainAntlr, english);
  add("parse/english", parsing, english);
  add("plain_antlr/chinese", plainAntlr, chinese);
  add("parse/chinese", parsing, chinese);
  add("spin", spinning)->Arg(1)->Arg(2)->UseRealTime();
  add("parse_200_files", parsingManyFiles)->Arg(1)->Arg(2)->UseRealTime();
  add("lex", lexing, large);
  add("source_to_program", sourceToProgram, large)->UseManualTime();
  add("start_up/empty", startUp, PROVISO_EMPTY_PROGRAM)->UseManualTime();
  add("start_up/proviso", startUp, PROVISO_PROGRAM)->UseManualTime();
  add("load_tables", loadingTables)->Iterations(100);
  for (const DecisionBenchmark &one : decisionBenchmarks) {
    auto addCase = [&](const char *what, auto work) {
      add(fmt::format("{}/{}", what, one.name).c_str(), work, one.text)
          ->Unit(benchmark::kMicrosecond)
          ->Iterations(one.iterations);
    };
    addCase("read_case", readingCase);
    addCase("decide", deciding);
    addCase("bind_decide_json", bindToJson);
  }
  add("decide_10000", decidingMany)->Repetitions(1);
  for (const size_t one : historySizes) add(fmt::format("check_history/{}", one * 500).c_str(), checkingHistory, one);

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  report(collector);
}
