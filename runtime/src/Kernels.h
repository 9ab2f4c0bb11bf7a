// The inner loops of plans, once for each set of instructions. They look at plain arrays and call nothing.
#pragma once

#include <cstddef>
#include <cstdint>

namespace proviso {

/// Cases that are worked on together: columns of them fit the first cache.
constexpr uint32_t caseBlock = 512;
/// A scan may write so many ids beyond those that count.
constexpr size_t scanSlack = 64;

/// Rules as bits: for each value that a group of inputs may have together, those that it leaves.
struct Scan {
  const uint64_t *const *tables = nullptr; // by group: rows of `words`
  const uint32_t *rows = nullptr;          // by group, for each case of the block: which row
  uint32_t groups = 0, words = 0;
  uint32_t from = 0, to = 0; // cases of the block
  uint32_t *ids = nullptr;   // rules that are left, in order, go here from `at` on
  size_t at = 0, capacity = 0;
  size_t *ends = nullptr; // by case of the block
};

struct Kernels {
  /// Codes of cells that are their own; the greatest of them.
  uint16_t (*bytes)(const uint8_t *values, uint32_t count, uint16_t *codes);
  uint16_t (*shorts)(const uint16_t *values, uint32_t count, uint16_t *codes);
  /// How many bounds, in order, a cell is not below.
  void (*longs)(const int64_t *values, uint32_t count, const int64_t *bounds, uint32_t boundCount, uint16_t *codes);
  void (*ints)(const int32_t *values, uint32_t count, const int32_t *bounds, uint32_t boundCount, uint16_t *codes);
  /// rows += codes * stride
  void (*place)(const uint16_t *codes, uint32_t count, uint32_t stride, uint32_t *rows);
  /// Works until `to`, or until the capacity might not do: the case where it stopped.
  uint32_t (*scan)(Scan &scan);
};

extern const Kernels portableKernels;
#if defined(__x86_64__) && defined(__GNUC__)
#define PROVISO_X86_KERNELS 1
extern const Kernels avx2Kernels, avx512Kernels;
#endif

} // namespace proviso
