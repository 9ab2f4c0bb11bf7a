// The same work for many, on all processors.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace proviso {

/// Calls work(0) to work(count - 1), each once, on as many threads as there are processors, or on `most` of them, in no
/// order. The first exception is thrown again when all threads have ended.
template <typename Work>
void inParallel(size_t count, Work work, size_t most = std::max(1U, std::thread::hardware_concurrency())) {
  std::atomic<size_t> next{0};
  std::exception_ptr failure;
  std::mutex failing;
  auto run = [&] {
    try {
      for (size_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count;) work(i);
    } catch (...) {
      const std::lock_guard lock(failing);
      if (!failure) failure = std::current_exception();
      next = count;
    }
  };
  const size_t threads = std::min(most, count);
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(run);
  run();
  for (std::thread &one : others) one.join();
  if (failure) std::rethrow_exception(failure);
}

} // namespace proviso
