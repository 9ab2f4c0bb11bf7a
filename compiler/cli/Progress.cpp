#include "cli/Progress.h"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace proviso {

Progress::Progress(std::string what, size_t total)
    : what(std::move(what)), total(total), onTerminal(isatty(STDERR_FILENO) != 0) {}

void Progress::step() {
  const size_t count = ++done;
  if (!onTerminal) return;
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count();
  int64_t due = shownAt.load();
  if (now < due || !shownAt.compare_exchange_strong(due, now + 100)) return;
  const std::lock_guard lock(writing);
  constexpr size_t width = 30;
  const size_t filled = total ? count * width / total : width;
  fmt::print(stderr, "\r{} [{}{}] {} of {}", what, std::string(filled, '#'), std::string(width - filled, ' '), count,
             total);
  std::fflush(stderr);
  shown = true;
}

void Progress::end() {
  const std::lock_guard lock(writing);
  if (shown) fmt::print(stderr, "\r\033[K");
  shown = false;
  onTerminal = false;
}

} // namespace proviso
