// The inner loops of plans, once for each set of instructions. They look at plain arrays and call nothing.
#pragma once

#include <cstddef>
#include <cstdint>

namespace proviso {

/// Cases that are worked on together: columns of them fit the first cache.
constexpr uint32_t caseBlock = 512;
/// Of inputs.
constexpr uint32_t mostGroups = 256;
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
  uint32_t *ends = nullptr; // by case of the block
};

/// Cells that are to become codes.
struct Cells {
  enum class Kind : uint8_t { Bytes, Shorts, Ints, Longs, Codes } kind = Kind::Bytes; // as CellType; codes are ours
  const void *values = nullptr;
  uint32_t stride = 1;
  /// Of bytes, shorts and codes, which are their own codes: they must be below this one.
  uint32_t limit = 0;
  /// Of numbers the code is how many bounds, in order, the cell is not below; it must not be below the least.
  const void *bounds = nullptr;
  uint32_t boundCount = 0;
  int64_t least = 0;
};

struct Kernels {
  /// For each case the sum of the codes of several columns, each times its stride. False: some cell is none that it
  /// must be, and the rows mean nothing.
  bool (*place)(const Cells *columns, uint32_t columnCount, uint32_t count, uint32_t *rows);
  /// Works until `to`, or until the capacity might not do: the case where it stopped.
  uint32_t (*scan)(Scan &scan);
};

extern const Kernels portableKernels;
#if defined(__x86_64__) && defined(__GNUC__)
#define PROVISO_X86_KERNELS 1
extern const Kernels avx2Kernels, avx512Kernels;
#endif

} // namespace proviso
