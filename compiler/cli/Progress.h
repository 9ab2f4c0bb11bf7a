// How far a long piece of work is, on a terminal only.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

namespace proviso {

/// Shows nothing for the first second, and nothing at all where the standard error is no terminal. step() may be called
/// from any thread.
class Progress {
public:
  Progress(std::string what, size_t total);
  ~Progress() { end(); }
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;
  void step();
  /// Takes the line away.
  void end();

private:
  const std::string what;
  const size_t total;
  const std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
  std::atomic<size_t> done{0};
  std::atomic<int64_t> shownAt{1000}; // milliseconds after the beginning
  std::mutex writing;
  bool onTerminal, shown = false;
};

} // namespace proviso
