// How fast tables are analysed, and how that grows. Prints each measurement, then a table of the figures.
#include "bench/GenerateTable.h"

#include "analysis/Gaps.h"
#include "analysis/Minimise.h"
#include "analysis/Overlaps.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <fstream>
#include <malloc.h>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

namespace proviso::bench {

namespace {

using namespace analysis;

enum class Work : uint8_t { OverlapsAndGaps, Everything, Minimise };

/// Returns something of the result, so that it is made.
size_t run(Work work, const DecisionTable &table) {
  if (work == Work::Everything) return analyse(table).gaps.size();
  if (work == Work::Minimise) return minimise(table).rows.size();
  const Effort effort;
  Analysis result;
  const Grid grid(table);
  Budget budget{effort.steps};
  Overlaps overlaps(grid, effort, budget, result);
  forEachRowMeetings(grid, [&](uint32_t row, const RowSet &meets) { overlaps.row(row, meets); });
  findGaps(grid, effort, result);
  return result.gaps.size();
}

struct Measured {
  const char *name;
  TableShape shape;
  Work work;
  double target = 0; // seconds
};

std::vector<Measured> all() {
  std::vector<Measured> list{{"overlaps and gaps, divided", {.rows = 1'500, .columns = 5}, Work::OverlapsAndGaps, 0.1},
                             {"overlaps and gaps, scattered", {TableForm::Scattered, 1'500, 5}, Work::OverlapsAndGaps},
                             {"overlaps and gaps, wide", {TableForm::Wide, 1'500, 5}, Work::OverlapsAndGaps},
                             {"overlaps and gaps, product", {TableForm::Product, 1'500, 5}, Work::OverlapsAndGaps}};
  for (const size_t rows : {2'500, 5'000, 10'000, 20'000})
    list.push_back({"everything, divided", {.rows = rows, .columns = 12}, Work::Everything, rows == 20'000 ? 5.0 : 0});
  list.push_back({"everything, scattered", {TableForm::Scattered, 20'000, 12}, Work::Everything});
  list.push_back({"everything, wide", {TableForm::Wide, 20'000, 12}, Work::Everything});
  list.push_back({"everything, product", {TableForm::Product, 20'000, 12}, Work::Everything});
  for (const size_t rows : {1'500, 3'000})
    list.push_back({"smallest table, divided", {.rows = rows, .columns = 5, .overlaps = 0}, Work::Minimise});
  return list;
}

std::string title(const Measured &one) {
  return fmt::format("{}, {} rows, {} columns", one.name, one.shape.rows, one.shape.columns);
}

/// Megabytes that the work takes at its peak, besides the table: in a child, so that nothing before it counts.
double peakMemory(const Measured &one) {
  const DecisionTable table = generateTable(one.shape);
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
    benchmark::DoNotOptimize(run(one.work, table));
    const double used = status("VmHWM:") - before;
    _exit(write(ends[1], &used, sizeof used) == sizeof used ? 0 : 1);
  }
  close(ends[1]);
  double used = 0;
  if (read(ends[0], &used, sizeof used) != sizeof used) used = 0;
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return used;
}

/// Prints as usual, and keeps the best run of each.
class Collector : public benchmark::ConsoleReporter {
public:
  Collector() : ConsoleReporter(OO_None) {}
  void ReportRuns(const std::vector<Run> &runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run &run : runs) {
      if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
      const double seconds = run.real_accumulated_time / static_cast<double>(run.iterations);
      const auto [at, fresh] = best.try_emplace(run.run_name.function_name, seconds);
      if (!fresh) at->second = std::min(at->second, seconds);
    }
  }
  std::map<std::string, double> best;
};

void report(const Collector &collector) {
  fmt::print("\n{:<62} {:>10} {:>8} {:>16}  {}\n{:-<110}\n", "figure", "ms", "MB", "against before", "target", "");
  double before = 0;
  std::string last;
  for (const Measured &one : all()) {
    const auto found = collector.best.find(title(one));
    if (found == collector.best.end()) continue;
    const double seconds = found->second;
    const std::string growth = last == one.name ? fmt::format("{:.1f}", seconds / before) : "";
    const std::string target =
        one.target > 0 ? fmt::format("at most {:.0f} ms: {}", one.target * 1e3, seconds <= one.target ? "yes" : "no")
                       : "";
    fmt::print("{:<62} {:>10.1f} {:>8.0f} {:>16}  {}\n", title(one), seconds * 1e3, peakMemory(one), growth, target);
    before = seconds;
    last = one.name;
  }
}

} // namespace

} // namespace proviso::bench

int main(int argc, char **argv) {
  using namespace proviso::bench;
  for (const Measured &one : all())
    benchmark::RegisterBenchmark(title(one).c_str(),
                                 [one](benchmark::State &state) {
                                   const auto table = generateTable(one.shape);
                                   for (auto _ : state) benchmark::DoNotOptimize(run(one.work, table));
                                 })
        ->Unit(benchmark::kMillisecond)
        ->Iterations(1)
        ->Repetitions(3);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  report(collector);
}
