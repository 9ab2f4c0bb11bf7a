// The body of every set of kernels: compiled once for each, with its instructions allowed.
#include "Kernels.h"

#ifdef __AVX512VBMI2__
#include <immintrin.h>
#endif

namespace proviso {

namespace {

constexpr uint32_t fewBounds = 32; // beyond, halving is faster

template <typename Value>
uint32_t reached(Value value, const Value *bounds, uint32_t count) {
  if (count == 0) return 0;
  const Value *base = bounds;
  for (uint32_t left = count; left > 1;) {
    const uint32_t half = left / 2;
    base += base[half - 1] <= value ? half : 0;
    left -= half;
  }
  return static_cast<uint32_t>(base - bounds) + (*base <= value ? 1 : 0);
}

template <typename Value>
uint32_t addCodes(const Cells &column, uint32_t from, uint32_t to, uint32_t *rows) {
  const Value *values = static_cast<const Value *>(column.values);
  uint32_t wrong = 0;
  for (uint32_t i = from; i < to; ++i) {
    rows[i] += values[i] * column.stride;
    wrong |= values[i] >= column.limit ? 1 : 0;
  }
  return wrong;
}

template <typename Value>
uint32_t addBounds(const Cells &column, uint32_t from, uint32_t to, uint32_t *rows) {
  constexpr uint32_t step = 16;
  const Value *values = static_cast<const Value *>(column.values), *bounds = static_cast<const Value *>(column.bounds);
  const Value least = static_cast<Value>(column.least);
  uint32_t wrong = 0, i = from;
  if (column.boundCount <= fewBounds)
    for (; i + step <= to; i += step) {
      Value counts[step] = {};
      for (uint32_t b = 0; b < column.boundCount; ++b)
        for (uint32_t k = 0; k < step; ++k) counts[k] += values[i + k] >= bounds[b] ? 1 : 0;
      for (uint32_t k = 0; k < step; ++k) {
        rows[i + k] += static_cast<uint32_t>(counts[k]) * column.stride;
        wrong |= values[i + k] < least ? 1 : 0;
      }
    }
  for (; i < to; ++i) {
    rows[i] += reached(values[i], bounds, column.boundCount) * column.stride;
    wrong |= values[i] < least ? 1 : 0;
  }
  return wrong;
}

uint32_t addColumn(const Cells &column, uint32_t from, uint32_t to, uint32_t *rows) {
  switch (column.kind) {
  case Cells::Kind::Bytes: return addCodes<uint8_t>(column, from, to, rows);
  case Cells::Kind::Shorts: return addCodes<uint16_t>(column, from, to, rows);
  case Cells::Kind::Codes: return addCodes<uint32_t>(column, from, to, rows);
  case Cells::Kind::Ints: return addBounds<int32_t>(column, from, to, rows);
  case Cells::Kind::Longs: return addBounds<int64_t>(column, from, to, rows);
  }
  return 1;
}

#ifdef __AVX512VBMI2__
/// Four registers of sixteen rows: what one column adds to them.
struct Rows64 {
  __m512i part[4];
  void add(uint32_t k, __m512i codes, __m512i stride) {
    part[k] = _mm512_add_epi32(part[k], _mm512_mullo_epi32(codes, stride));
  }
};

inline uint32_t add64(const Cells &column, uint32_t i, Rows64 &rows) {
  const __m512i stride = _mm512_set1_epi32(static_cast<int>(column.stride)), one = _mm512_set1_epi32(1);
  switch (column.kind) {
  case Cells::Kind::Bytes: {
    const uint8_t *values = static_cast<const uint8_t *>(column.values) + i;
    for (uint32_t k = 0; k < 4; ++k)
      rows.add(k, _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(values + k * 16))), stride);
    // A limit beyond 255 is none.
    return column.limit < 256 &&
           _mm512_cmpge_epu8_mask(_mm512_loadu_si512(values), _mm512_set1_epi8(static_cast<char>(column.limit))) != 0;
  }
  case Cells::Kind::Shorts: {
    const uint16_t *values = static_cast<const uint16_t *>(column.values) + i;
    const __m512i limit = _mm512_set1_epi32(static_cast<int>(column.limit));
    uint32_t wrong = 0;
    for (uint32_t k = 0; k < 4; ++k) {
      const __m512i codes =
          _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i *>(values + k * 16)));
      wrong |= _mm512_cmpge_epu32_mask(codes, limit);
      rows.add(k, codes, stride);
    }
    return wrong;
  }
  case Cells::Kind::Codes: {
    const uint32_t *values = static_cast<const uint32_t *>(column.values) + i;
    for (uint32_t k = 0; k < 4; ++k) rows.add(k, _mm512_loadu_si512(values + k * 16), stride);
    return 0;
  }
  case Cells::Kind::Ints: {
    const int32_t *values = static_cast<const int32_t *>(column.values) + i;
    const int32_t *bounds = static_cast<const int32_t *>(column.bounds);
    const __m512i least = _mm512_set1_epi32(static_cast<int>(column.least));
    __m512i cells[4], counts[4];
    uint32_t wrong = 0;
    for (uint32_t k = 0; k < 4; ++k) {
      cells[k] = _mm512_loadu_si512(values + k * 16);
      counts[k] = _mm512_setzero_si512();
      wrong |= _mm512_cmplt_epi32_mask(cells[k], least);
    }
    for (uint32_t b = 0; b < column.boundCount; ++b) {
      const __m512i bound = _mm512_set1_epi32(bounds[b]);
      for (uint32_t k = 0; k < 4; ++k)
        counts[k] = _mm512_mask_add_epi32(counts[k], _mm512_cmpge_epi32_mask(cells[k], bound), counts[k], one);
    }
    for (uint32_t k = 0; k < 4; ++k) rows.add(k, counts[k], stride);
    return wrong;
  }
  case Cells::Kind::Longs: {
    const int64_t *values = static_cast<const int64_t *>(column.values) + i;
    const int64_t *bounds = static_cast<const int64_t *>(column.bounds);
    const __m512i least = _mm512_set1_epi64(column.least), one64 = _mm512_set1_epi64(1);
    __m512i cells[8], counts[8];
    uint32_t wrong = 0;
    for (uint32_t k = 0; k < 8; ++k) {
      cells[k] = _mm512_loadu_si512(values + k * 8);
      counts[k] = _mm512_setzero_si512();
      wrong |= _mm512_cmplt_epi64_mask(cells[k], least);
    }
    for (uint32_t b = 0; b < column.boundCount; ++b) {
      const __m512i bound = _mm512_set1_epi64(bounds[b]);
      for (uint32_t k = 0; k < 8; ++k)
        counts[k] = _mm512_mask_add_epi64(counts[k], _mm512_cmpge_epi64_mask(cells[k], bound), counts[k], one64);
    }
    for (uint32_t k = 0; k < 4; ++k)
      rows.add(k,
               _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi64_epi32(counts[k * 2])),
                                  _mm512_cvtepi64_epi32(counts[k * 2 + 1]), 1),
               stride);
    return wrong;
  }
  }
  return 1;
}
#endif

bool placeCases(const Cells *columns, uint32_t columnCount, uint32_t count, uint32_t *rows) {
  uint32_t wrong = 0, done = 0;
#ifdef __AVX512VBMI2__
  bool few = true;
  for (uint32_t c = 0; c < columnCount; ++c) few = few && columns[c].boundCount <= fewBounds;
  // Rows stay in their registers until all columns have been added.
  for (; few && done + 64 <= count; done += 64) {
    Rows64 sums;
    for (uint32_t k = 0; k < 4; ++k) sums.part[k] = _mm512_setzero_si512();
    for (uint32_t c = 0; c < columnCount; ++c) wrong |= add64(columns[c], done, sums);
    for (uint32_t k = 0; k < 4; ++k) _mm512_storeu_si512(rows + done + k * 16, sums.part[k]);
  }
#endif
  for (uint32_t i = done; i < count; ++i) rows[i] = 0;
  for (uint32_t c = 0; c < columnCount; ++c) wrong |= addColumn(columns[c], done, count, rows);
  return wrong == 0;
}

/// Writes the numbers of the bits of a word.
#ifdef __AVX512VBMI2__
inline size_t writeBits(uint64_t bits, uint32_t base, uint32_t *ids, size_t at) {
  alignas(64) static constexpr uint8_t numbers[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                                      16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                                      32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                                      48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i which = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(numbers));
  const __m256i first = _mm256_set1_epi32(static_cast<int>(base));
  auto write = [&](size_t to, __m128i eight) {
    _mm256_storeu_si256(reinterpret_cast<__m256i *>(ids + to), _mm256_add_epi32(first, _mm256_cvtepu8_epi32(eight)));
  };
  write(at, _mm512_castsi512_si128(which));
  const auto count = static_cast<size_t>(__builtin_popcountll(bits));
  if (__builtin_expect(count > 8, 0)) {
    alignas(64) uint8_t all[64];
    _mm512_store_si512(all, which);
    for (size_t i = 8; i < count; i += 8) write(at + i, _mm_loadl_epi64(reinterpret_cast<const __m128i *>(all + i)));
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
template <uint32_t Words, uint32_t Groups>
uint32_t scanFew(Scan &scan) {
  const uint32_t *rows = scan.rows;
  const uint32_t groups = Groups ? Groups : scan.groups;
  uint32_t *ids = scan.ids;
  uint32_t *ends = scan.ends;
  size_t at = scan.at;
  uint32_t i = scan.from;
  const uint32_t to = scan.to;
  const size_t last = scan.capacity - Words * 64 - scanSlack;
  for (; i < to && at <= last; ++i) {
#ifdef __AVX512VBMI2__
    if constexpr (Words == 4) {
      auto load = [&](uint32_t g) {
        return _mm256_load_si256(
            reinterpret_cast<const __m256i *>(scan.tables[g] + size_t(rows[size_t(g) * caseBlock + i]) * Words));
      };
      __m256i all = load(0);
      for (uint32_t g = 1; g < groups; ++g) all = _mm256_and_si256(all, load(g));
      at = writeBits(static_cast<uint64_t>(_mm256_extract_epi64(all, 0)), 0, ids, at);
      at = writeBits(static_cast<uint64_t>(_mm256_extract_epi64(all, 1)), 64, ids, at);
      at = writeBits(static_cast<uint64_t>(_mm256_extract_epi64(all, 2)), 128, ids, at);
      at = writeBits(static_cast<uint64_t>(_mm256_extract_epi64(all, 3)), 192, ids, at);
      ends[i] = static_cast<uint32_t>(at);
      continue;
    }
#endif
    uint64_t left[Words];
    const uint64_t *row = scan.tables[0] + size_t(rows[i]) * Words;
    for (uint32_t w = 0; w < Words; ++w) left[w] = row[w];
    for (uint32_t g = 1; g < groups; ++g) {
      row = scan.tables[g] + size_t(rows[size_t(g) * caseBlock + i]) * Words;
      for (uint32_t w = 0; w < Words; ++w) left[w] &= row[w];
    }
    for (uint32_t w = 0; w < Words; ++w) at = writeBits(left[w], w * 64, ids, at);
    ends[i] = static_cast<uint32_t>(at);
  }
  scan.at = at;
  return i;
}

template <uint32_t Words>
uint32_t scanFew(Scan &scan) {
  switch (scan.groups) {
  case 1: return scanFew<Words, 1>(scan);
  case 2: return scanFew<Words, 2>(scan);
  case 3: return scanFew<Words, 3>(scan);
  case 4: return scanFew<Words, 4>(scan);
  default: return scanFew<Words, 0>(scan);
  }
}

/// Rows of a multiple of eight words: most of them are empty in the end.
template <uint32_t Groups, uint32_t Words>
uint32_t scanMany(Scan &scan) {
  const uint32_t groups = Groups ? Groups : scan.groups;
  const uint32_t *rows = scan.rows;
  size_t at = scan.at;
  uint32_t i = scan.from;
  uint32_t *ids = scan.ids, *ends = scan.ends;
  const uint32_t words = Words ? Words : scan.words, to = scan.to;
  for (; i < to && at + size_t(words) * 64 + scanSlack <= scan.capacity; ++i) {
    const uint64_t *of[Groups ? Groups : mostGroups];
    for (uint32_t g = 0; g < groups; ++g) of[g] = scan.tables[g] + size_t(rows[size_t(g) * caseBlock + i]) * words;
    for (uint32_t first = 0; first < words; first += 64) {
      alignas(64) uint64_t left[64];
      uint64_t some = 0; // of the words those with some rule left: to ask each would be to guess
      const uint32_t here = words - first < 64 ? words - first : 64;
      for (uint32_t w = 0; w < here; w += 8) {
#ifdef __AVX512VBMI2__
        __m512i all = _mm512_load_si512(of[0] + first + w);
        for (uint32_t g = 1; g < groups; ++g) all = _mm512_and_si512(all, _mm512_load_si512(of[g] + first + w));
        _mm512_store_si512(left + w, all);
        some |= uint64_t(_mm512_test_epi64_mask(all, all)) << w;
#else
        for (uint32_t k = w; k < w + 8; ++k) left[k] = of[0][first + k];
        for (uint32_t g = 1; g < groups; ++g)
          for (uint32_t k = w; k < w + 8; ++k) left[k] &= of[g][first + k];
        for (uint32_t k = w; k < w + 8; ++k) some |= uint64_t(left[k] != 0) << k;
#endif
      }
      for (; some; some &= some - 1) {
        const auto w = static_cast<uint32_t>(__builtin_ctzll(some));
        uint64_t bits = left[w];
        do { // hardly ever more than one
          ids[at++] = (first + w) * 64 + static_cast<uint32_t>(__builtin_ctzll(bits));
          bits &= bits - 1;
        } while (bits);
      }
    }
    ends[i] = static_cast<uint32_t>(at);
  }
  scan.at = at;
  return i;
}

template <uint32_t Groups>
uint32_t scanMany(Scan &scan) {
  switch (scan.words) {
  case 8: return scanMany<Groups, 8>(scan);
  case 16: return scanMany<Groups, 16>(scan);
  case 24: return scanMany<Groups, 24>(scan);
  case 32: return scanMany<Groups, 32>(scan);
  default: return scanMany<Groups, 0>(scan);
  }
}

uint32_t scanRules(Scan &scan) {
  switch (scan.words) {
  case 1: return scanFew<1>(scan);
  case 2: return scanFew<2>(scan);
  case 4: return scanFew<4>(scan);
  default: break;
  }
  switch (scan.groups) {
  case 2: return scanMany<2>(scan);
  case 3: return scanMany<3>(scan);
  case 4: return scanMany<4>(scan);
  case 5: return scanMany<5>(scan);
  default: return scanMany<0, 0>(scan);
  }
}

} // namespace

extern const Kernels PROVISO_KERNELS;
const Kernels PROVISO_KERNELS = {placeCases, scanRules};

} // namespace proviso
