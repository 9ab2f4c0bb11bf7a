// Tables of 100,000 provisions, half of which decide something: how soon they can be used, and what memory they take.
// Each measurement is a process of its own.
#include "bench/GenerateLaw.h"

#include "cli/Files.h"
#include "cli/Pipeline.h"

#include "proviso/Case.h"
#include "proviso/Decision.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace proviso::bench {

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Statutes as long as needed for so many provisions, each of a subject, a condition and a penalty, or of a duty.
std::vector<std::pair<std::string, std::string>> statutes(size_t provisions) {
  constexpr size_t bytesOfOne = 217, files = 100;
  std::vector<std::pair<std::string, std::string>> texts;
  for (LawText &file : generateLaw({.files = files, .bytesPerFile = provisions * bytesOfOne / files}))
    texts.emplace_back(std::move(file.path), std::move(file.text));
  return texts;
}

/// Kibibytes that the process holds in memory.
size_t resident() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind("VmRSS:", 0) == 0) return static_cast<size_t>(std::atol(line.c_str() + 6));
  throw std::runtime_error("/proc/self/status does not say what memory is held");
}

Tables opened(const std::string &path) {
  std::string error;
  std::optional<Tables> tables = Tables::open(path, error);
  if (!tables) throw std::runtime_error(error);
  return std::move(*tables);
}

struct Figures {
  double milliseconds = 0, mebibytes = 0; // memory above that of the process before
};

template <typename Work>
Figures inProcess(Work work) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    const size_t before = resident();
    Figures figures;
    const auto begin = Clock::now();
    const auto kept = work();
    figures.milliseconds = millisecondsSince(begin);
    figures.mebibytes = static_cast<double>(resident() - before) / 1024;
    const bool written = ::write(ends[1], &figures, sizeof figures) == sizeof figures;
    ::_exit(written ? 0 : 1);
  }
  ::close(ends[1]);
  Figures figures;
  const bool read = ::read(ends[0], &figures, sizeof figures) == sizeof figures;
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!read || status != 0) throw std::runtime_error("a measurement failed");
  return figures;
}

/// The least time of several, with the memory of the last.
template <typename Work>
Figures best(int rounds, Work work) {
  Figures least{1e300, 0};
  for (int i = 0; i < rounds; ++i) {
    const Figures one = inProcess(work);
    least = {std::min(least.milliseconds, one.milliseconds), one.mebibytes};
  }
  return least;
}

void row(const std::string &figure, const std::string &value, const std::string &target = "", const char *met = "") {
  fmt::print("| {} | {} | {} | {} |\n", figure, value, target, met);
}

int run(size_t count) {
  const std::string path =
      (std::filesystem::temp_directory_path() / fmt::format("large-{}.proviso", ::getpid())).string();
  size_t provisions = 0, deciding = 0;
  std::string fact, role;                         // the first of the tables
  if (const pid_t child = ::fork(); child == 0) { // what compiling takes is not counted
    const auto c = compileTexts(statutes(count));
    if (c->diagnostics.hasErrors()) {
      fmt::print(stderr, "{}", renderText(c->diagnostics, c->sources, false));
      ::_exit(1);
    }
    writeFile(path, emitCompiledForm(c->emitInput()));
    ::_exit(0);
  } else {
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) return 1;
  }
  {
    const Tables tables = opened(path);
    provisions = tables.rows(layout::Section::Provisions);
    for (uint32_t p = 0; p < provisions; ++p)
      deciding += tables.word(layout::Section::Provisions, p, layout::provisions::EffectCount) != 0;
    for (uint32_t f = tables.rows(layout::Section::Facts); f-- > 0;)
      if (tables.word(layout::Section::Facts, f, layout::facts::Type) ==
          static_cast<uint32_t>(layout::FactType::Boolean))
        fact = tables.text(layout::Section::Facts, f, layout::facts::Name);
    role = tables.text(layout::Section::Roles, 0, layout::roles::Name);
  }
  const double size = static_cast<double>(std::filesystem::file_size(path)) / (1 << 20);
  const Figures reading = best(7, [&] {
    std::string bytes = readFile(path);
    return std::accumulate(bytes.begin(), bytes.end(), 0U) ? bytes : std::string();
  });
  const Figures opening = best(7, [&] { return opened(path); });
  const Case asked = [&] {
    Case one;
    one.date = one.decided = *Date::of(2024, 5, 1);
    one.subject = {role};
    one.facts = {{fact, "", FactValue::of(true)}};
    return one;
  }();
  const Figures deciding1 = best(3, [&] {
    const Tables tables = opened(path);
    std::vector<std::string> errors;
    const auto bound = BoundCase::bind(tables, asked, errors);
    if (!bound) throw std::runtime_error(errors.front());
    return std::pair(tables, decide(*bound));
  });
  std::filesystem::remove(path);
  fmt::print("{} provisions, {} of them decide; the file has {:.1f} MiB\n\n| figure | measured | target | met |\n"
             "| --- | --- | --- | --- |\n",
             provisions, deciding, size);
  row("the file read into memory and each byte looked at", fmt::format("{:.1f} ms", reading.milliseconds));
  row("opened and checked", fmt::format("{:.1f} ms", opening.milliseconds), "at most 50 ms",
      opening.milliseconds <= 50 ? "yes" : "no");
  row("&emsp;against that", fmt::format("{:.2f}", opening.milliseconds / reading.milliseconds));
  row("memory against the file", fmt::format("{:.2f}", opening.mebibytes / size), "at most 2",
      opening.mebibytes <= 2 * size ? "yes" : "no");
  row("opened, and a case decided of which one fact is known", fmt::format("{:.0f} ms", deciding1.milliseconds));
  row("&emsp;memory against the file", fmt::format("{:.2f}", deciding1.mebibytes / size), "at most 2",
      deciding1.mebibytes <= 2 * size ? "yes" : "no");
  return 0;
}

} // namespace

} // namespace proviso::bench

int main(int argc, char **argv) {
  try {
    return proviso::bench::run(argc > 1 ? static_cast<size_t>(std::max(1L, std::atol(argv[1]))) : 100'000);
  } catch (const std::exception &e) {
    fmt::print(stderr, "large_tables: {}\n", e.what());
    return 1;
  }
}
