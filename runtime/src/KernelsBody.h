// The body of every set of kernels: compiled once for each, with its instructions allowed.
#include "Kernels.h"

#ifdef __AVX512VBMI2__
#include <immintrin.h>
#endif

namespace proviso {

namespace {

template <typename Value> uint16_t copyCodes(const Value *values, uint32_t count, uint16_t *codes) {
  uint16_t greatest = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const uint16_t code = values[i];
    codes[i] = code;
    greatest = greatest < code ? code : greatest;
  }
  return greatest;
}

template <typename Value>
void countBounds(const Value *values, uint32_t count, const Value *bounds, uint32_t boundCount, uint16_t *codes) {
  constexpr uint32_t few = 24; // beyond, halving is faster
  if (boundCount <= few) {
    for (uint32_t i = 0; i < count; ++i) codes[i] = 0;
    for (uint32_t b = 0; b < boundCount; ++b) {
      const Value bound = bounds[b];
      for (uint32_t i = 0; i < count; ++i) codes[i] = static_cast<uint16_t>(codes[i] + (values[i] >= bound ? 1 : 0));
    }
    return;
  }
  for (uint32_t i = 0; i < count; ++i) {
    const Value *base = bounds;
    uint32_t left = boundCount;
    while (left > 1) {
      const uint32_t half = left / 2;
      base += base[half - 1] <= values[i] ? half : 0;
      left -= half;
    }
    codes[i] = static_cast<uint16_t>(base - bounds + (*base <= values[i] ? 1 : 0));
  }
}

void placeCodes(const uint16_t *codes, uint32_t count, uint32_t stride, uint32_t *rows) {
  for (uint32_t i = 0; i < count; ++i) rows[i] += codes[i] * stride;
}

/// Writes the numbers of the bits of a word.
#ifdef __AVX512VBMI2__
inline size_t writeBits(uint64_t bits, uint32_t base, uint32_t *ids, size_t at) {
  alignas(64) static constexpr uint8_t numbers[64] = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i which = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(numbers));
  const __m512i first = _mm512_set1_epi32(static_cast<int>(base));
  _mm512_storeu_si512(ids + at, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(which))));
  const auto count = static_cast<size_t>(__builtin_popcountll(bits));
  if (__builtin_expect(count > 16, 0)) {
    _mm512_storeu_si512(ids + at + 16, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(which, 1))));
    _mm512_storeu_si512(ids + at + 32, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(which, 2))));
    _mm512_storeu_si512(ids + at + 48, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(which, 3))));
  }
  return at + count;
}
#else
inline size_t writeBits(uint64_t bits, uint32_t base, uint32_t *ids, size_t at) {
  while (bits) {
    ids[at++] = base + static_cast<uint32_t>(__builtin_ctzll(bits));
    bits &= bits - 1;
  }
  return at;
}
#endif

/// Rows of so many words: few enough to write all of them.
template <uint32_t Words> uint32_t scanFew(Scan &scan) {
  const uint32_t *rows = scan.rows;
  size_t at = scan.at;
  uint32_t i = scan.from;
  for (; i < scan.to && at + Words * 64 + scanSlack <= scan.capacity; ++i) {
    uint64_t left[Words];
    const uint64_t *row = scan.tables[0] + size_t(rows[i]) * Words;
    for (uint32_t w = 0; w < Words; ++w) left[w] = row[w];
    for (uint32_t g = 1; g < scan.groups; ++g) {
      row = scan.tables[g] + size_t(rows[size_t(g) * caseBlock + i]) * Words;
      for (uint32_t w = 0; w < Words; ++w) left[w] &= row[w];
    }
    for (uint32_t w = 0; w < Words; ++w) at = writeBits(left[w], w * 64, scan.ids, at);
    scan.ends[i] = at;
  }
  scan.at = at;
  return i;
}

/// Rows of a multiple of eight words: most of them are empty in the end.
uint32_t scanMany(Scan &scan) {
  const uint32_t *rows = scan.rows;
  size_t at = scan.at;
  uint32_t i = scan.from;
  for (; i < scan.to && at + size_t(scan.words) * 64 + scanSlack <= scan.capacity; ++i) {
    for (uint32_t first = 0; first < scan.words; first += 8) {
      alignas(64) uint64_t left[8];
#ifdef __AVX512VBMI2__
      const uint64_t *row = scan.tables[0] + size_t(rows[i]) * scan.words + first;
      __m512i all = _mm512_load_si512(row);
      for (uint32_t g = 1; g < scan.groups; ++g) {
        row = scan.tables[g] + size_t(rows[size_t(g) * caseBlock + i]) * scan.words + first;
        all = _mm512_and_si512(all, _mm512_load_si512(row));
      }
      uint32_t some = _mm512_test_epi64_mask(all, all);
      if (!some) continue;
      _mm512_store_si512(left, all);
#else
      const uint64_t *row = scan.tables[0] + size_t(rows[i]) * scan.words + first;
      for (uint32_t w = 0; w < 8; ++w) left[w] = row[w];
      for (uint32_t g = 1; g < scan.groups; ++g) {
        row = scan.tables[g] + size_t(rows[size_t(g) * caseBlock + i]) * scan.words + first;
        for (uint32_t w = 0; w < 8; ++w) left[w] &= row[w];
      }
      uint32_t some = 0;
      for (uint32_t w = 0; w < 8; ++w) some |= uint32_t(left[w] != 0) << w;
#endif
      while (some) {
        const auto w = static_cast<uint32_t>(__builtin_ctz(some));
        some &= some - 1;
        at = writeBits(left[w], (first + w) * 64, scan.ids, at);
      }
    }
    scan.ends[i] = at;
  }
  scan.at = at;
  return i;
}

uint32_t scanRules(Scan &scan) {
  switch (scan.words) {
  case 1: return scanFew<1>(scan);
  case 2: return scanFew<2>(scan);
  case 4: return scanFew<4>(scan);
  default: return scanMany(scan);
  }
}

} // namespace

extern const Kernels PROVISO_KERNELS;
const Kernels PROVISO_KERNELS = {copyCodes<uint8_t>,    copyCodes<uint16_t>, countBounds<int64_t>,
                                 countBounds<int32_t>, placeCodes,          scanRules};

} // namespace proviso
