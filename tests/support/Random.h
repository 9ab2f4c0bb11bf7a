// Where tests draw from.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

namespace proviso::testing {

/// A generator of random numbers, always the same for a seed. One that is made of bytes, a fuzzer's, draws from these
/// first: so a fuzzer chooses what is drawn.
class Random {
public:
  using result_type = std::mt19937::result_type;
  explicit Random(uint32_t seed) : engine(seed) {}
  explicit Random(std::string_view bytes) : bytes(bytes), engine(static_cast<uint32_t>(bytes.size())) {}

  /// From 0 on, below n.
  int below(int n) {
    if (bytes.empty()) return std::uniform_int_distribution<int>(0, n - 1)(engine);
    unsigned value = take();
    if (n > 256) value = value << 8 | take();
    return static_cast<int>(value % static_cast<unsigned>(n));
  }
  void seed(uint32_t value) { engine.seed(value); }

  result_type operator()() { return engine(); }
  static constexpr result_type min() { return std::mt19937::min(); }
  static constexpr result_type max() { return std::mt19937::max(); }

private:
  unsigned take() {
    if (bytes.empty()) return 0;
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    return byte;
  }
  std::string_view bytes;
  std::mt19937 engine;
};

} // namespace proviso::testing
