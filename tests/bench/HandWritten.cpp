#include "bench/HandWritten.h"

#include <cstring>
#include <immintrin.h>

namespace proviso::bench {

namespace {

constexpr uint32_t block = 512;
using Rule = RuleTable::Rule;

alignas(64) constexpr uint8_t numbers[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                             16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                             32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                             48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

inline size_t write(uint64_t bits, uint32_t base, uint32_t *ids, size_t at) {
  const __m512i which = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(numbers));
  if (__builtin_expect(_mm_popcnt_u64(bits) > 8, 0)) {
    for (; bits; bits &= bits - 1) ids[at++] = base + static_cast<uint32_t>(_tzcnt_u64(bits));
    return at;
  }
  _mm256_storeu_si256(
      reinterpret_cast<__m256i *>(ids + at),
      _mm256_add_epi32(_mm256_set1_epi32(static_cast<int>(base)), _mm256_cvtepu8_epi32(_mm512_castsi512_si128(which))));
  return at + static_cast<size_t>(_mm_popcnt_u64(bits));
}

/// Room for what one block may give.
uint32_t *room(Found &decisions, size_t at, size_t more) {
  decisions.ids.wrote(at - decisions.ids.size());
  return decisions.ids.room(more) - at;
}

} // namespace

bool handWrittenRuns() {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vbmi2");
}

void byBitmaps(const RuleTable &table, const RuleCases &cases, Found &decisions) {
  const size_t count = cases.size();
  uint32_t *ends = decisions.ends.room(count);
  size_t at = 0;
  using Bitmap = uint64_t[8];
  alignas(64) Bitmap kinds[6], conditions[8], grades[4], sectors[5], amounts[10], days[10];
  alignas(64) uint32_t masks[block];
  for (size_t first = 0; first + block <= count; first += block) {
    for (int w = 0; w < 8; ++w) {
      const size_t i = first + static_cast<size_t>(w) * 64;
      const __m512i kind = _mm512_loadu_si512(&cases.kind[i]), grade = _mm512_loadu_si512(&cases.grade[i]),
                    sector = _mm512_loadu_si512(&cases.sector[i]);
      for (int k = 0; k < 6; ++k) kinds[k][w] = _mm512_cmpeq_epi8_mask(kind, _mm512_set1_epi8(static_cast<char>(k)));
      for (int g = 1; g < 4; ++g) grades[g][w] = _mm512_cmpge_epu8_mask(grade, _mm512_set1_epi8(static_cast<char>(g)));
      for (int s = 0; s < 5; ++s)
        sectors[s][w] = _mm512_cmpeq_epi8_mask(sector, _mm512_set1_epi8(static_cast<char>(s)));
      for (int c = 0; c < 8; ++c) {
        const __m512i condition = _mm512_loadu_si512(&cases.conditions[static_cast<size_t>(c)][i]);
        conditions[c][w] = _mm512_test_epi8_mask(condition, condition);
      }
      for (int b = 1; b <= 8; ++b) {
        const __m512i bound = _mm512_set1_epi64(RuleTable::amountBound(b));
        uint64_t bits = 0;
        for (size_t j = 0; j < 8; ++j)
          bits |= uint64_t(_mm512_cmpge_epi64_mask(_mm512_loadu_si512(&cases.amount[i + j * 8]), bound)) << j * 8;
        amounts[b][w] = bits;
        const __m512i dayBound = _mm512_set1_epi32(RuleTable::dayBound(b));
        bits = 0;
        for (size_t j = 0; j < 4; ++j)
          bits |= uint64_t(_mm512_cmpge_epi32_mask(_mm512_loadu_si512(&cases.day[i + j * 16]), dayBound)) << j * 16;
        days[b][w] = bits;
      }
    }
    std::memset(masks, 0, sizeof masks);
    for (size_t r = 0; r < table.rules.size(); ++r) {
      const Rule &rule = table.rules[r];
      __m512i all = _mm512_set1_epi64(-1);
      auto load = [](const Bitmap &bitmap) { return _mm512_load_si512(bitmap); };
      if (rule.kinds != 0x3F) {
        __m512i any = _mm512_setzero_si512();
        for (int k = 0; k < 6; ++k)
          if (rule.kinds >> k & 1) any = _mm512_or_si512(any, load(kinds[k]));
        all = any;
      }
      for (int c = 0; c < 8; ++c) {
        if (rule.yes >> c & 1) all = _mm512_and_si512(all, load(conditions[c]));
        if (rule.no >> c & 1) all = _mm512_andnot_si512(load(conditions[c]), all);
      }
      if (rule.grade) all = _mm512_and_si512(all, load(grades[rule.grade]));
      if (rule.sectors != 0x1F) {
        __m512i any = _mm512_setzero_si512();
        for (int s = 0; s < 5; ++s)
          if (rule.sectors >> s & 1) any = _mm512_or_si512(any, load(sectors[s]));
        all = _mm512_and_si512(all, any);
      }
      if (rule.from > 0) all = _mm512_and_si512(all, load(amounts[rule.from]));
      if (rule.to < 9) all = _mm512_andnot_si512(load(amounts[rule.to]), all);
      if (rule.dayFrom > 0) all = _mm512_and_si512(all, load(days[rule.dayFrom]));
      if (rule.dayTo < 9) all = _mm512_andnot_si512(load(days[rule.dayTo]), all);
      alignas(64) uint64_t bitmap[8];
      _mm512_store_si512(bitmap, all);
      const __m512i bit = _mm512_set1_epi32(static_cast<int>(1U << r));
      for (size_t j = 0; j < 32; ++j) {
        const auto some = static_cast<__mmask16>(bitmap[j / 4] >> j % 4 * 16);
        const __m512i before = _mm512_load_si512(masks + j * 16);
        _mm512_store_si512(masks + j * 16, _mm512_mask_or_epi32(before, some, before, bit));
      }
    }
    uint32_t *ids = room(decisions, at, block * 40);
    for (uint32_t i = 0; i < block; ++i) {
      at = write(masks[i], 0, ids, at);
      ends[first + i] = static_cast<uint32_t>(at);
    }
  }
  decisions.ids.wrote(at - decisions.ids.size());
  decisions.ends.wrote(count);
}

RuleBits::RuleBits(const RuleTable &table) {
  const size_t count = table.rules.size();
  words = count <= 64 ? 1 : count <= 256 ? 4 : static_cast<uint32_t>((count + 511) / 512 * 8);
  constexpr size_t sizes[4] = {48, 32, 20, 81};
  storage.resize((48 + 32 + 20 + 81) * size_t(words) + 8);
  auto *base = reinterpret_cast<uint64_t *>((reinterpret_cast<uintptr_t>(storage.data()) + 63) / 64 * 64);
  uint64_t *tables[4];
  for (int g = 0; g < 4; ++g) {
    group[g] = tables[g] = base;
    base += sizes[g] * words;
  }
  for (size_t r = 0; r < count; ++r) {
    const Rule &rule = table.rules[r];
    auto set = [&](int g, size_t row) { tables[g][row * words + r / 64] |= uint64_t(1) << r % 64; };
    auto conditionsMeet = [&](unsigned values, unsigned which) {
      return (values & rule.yes & which) == (rule.yes & which) && (values & rule.no & which) == 0;
    };
    for (unsigned k = 0; k < 6; ++k)
      for (unsigned c = 0; c < 8; ++c)
        if (rule.kinds >> k & 1 && conditionsMeet(c, 7)) set(0, k * 8 + c);
    for (unsigned c = 0; c < 32; ++c)
      if (conditionsMeet(c << 3, 0xF8)) set(1, c);
    for (unsigned g = rule.grade; g < 4; ++g)
      for (unsigned s = 0; s < 5; ++s)
        if (rule.sectors >> s & 1) set(2, g * 5 + s);
    for (int a = rule.from; a < rule.to; ++a)
      for (int d = rule.dayFrom; d < rule.dayTo; ++d) set(3, static_cast<size_t>(a * 9 + d));
  }
}

template <uint32_t Words>
void RuleBits::decideWith(const RuleCases &cases, Found &decisions) const {
  const size_t count = cases.size();
  uint32_t *ends = decisions.ends.room(count);
  size_t at = 0;
  const uint32_t stride = Words ? Words : words;
  alignas(64) uint32_t rows[4][block];
  for (size_t first = 0; first + block <= count; first += block) {
    for (size_t j = 0; j < block; j += 16) {
      const size_t i = first + j;
      auto bytes = [&](const std::vector<uint8_t> &column) {
        return _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i *>(&column[i])));
      };
      __m512i one = _mm512_slli_epi32(bytes(cases.kind), 3), two = bytes(cases.conditions[3]);
      for (size_t c = 0; c < 3; ++c)
        one = _mm512_add_epi32(one, _mm512_slli_epi32(bytes(cases.conditions[c]), static_cast<unsigned>(c)));
      for (size_t c = 4; c < 8; ++c)
        two = _mm512_add_epi32(two, _mm512_slli_epi32(bytes(cases.conditions[c]), static_cast<unsigned>(c - 3)));
      const __m512i grade = bytes(cases.grade);
      const __m512i three = _mm512_add_epi32(_mm512_add_epi32(_mm512_slli_epi32(grade, 2), grade), bytes(cases.sector));
      __m256i low = _mm256_setzero_si256(), high = low;
      const __m512i amountLow = _mm512_loadu_si512(&cases.amount[i]),
                    amountHigh = _mm512_loadu_si512(&cases.amount[i + 8]), day = _mm512_loadu_si512(&cases.day[i]);
      __m512i dayPart = _mm512_setzero_si512();
      const __m256i eight = _mm256_set1_epi32(1);
      for (int b = 1; b <= 8; ++b) {
        const __m512i bound = _mm512_set1_epi64(RuleTable::amountBound(b));
        low = _mm256_mask_add_epi32(low, _mm512_cmpge_epi64_mask(amountLow, bound), low, eight);
        high = _mm256_mask_add_epi32(high, _mm512_cmpge_epi64_mask(amountHigh, bound), high, eight);
        dayPart =
            _mm512_mask_add_epi32(dayPart, _mm512_cmpge_epi32_mask(day, _mm512_set1_epi32(RuleTable::dayBound(b))),
                                  dayPart, _mm512_set1_epi32(1));
      }
      const __m512i amount = _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
      const __m512i four = _mm512_add_epi32(_mm512_add_epi32(_mm512_slli_epi32(amount, 3), amount), dayPart);
      _mm512_store_si512(&rows[0][j], one);
      _mm512_store_si512(&rows[1][j], two);
      _mm512_store_si512(&rows[2][j], three);
      _mm512_store_si512(&rows[3][j], four);
    }
    uint32_t *ids = room(decisions, at, block * (size_t(stride) + 40));
    for (uint32_t i = 0; i < block; ++i) {
      const uint64_t *of[4];
      for (int g = 0; g < 4; ++g) of[g] = group[g] + size_t(rows[g][i]) * stride;
      if constexpr (Words == 1) {
        at = write(of[0][0] & of[1][0] & of[2][0] & of[3][0], 0, ids, at);
      } else if constexpr (Words == 4) {
        auto load = [&](int g) { return _mm256_load_si256(reinterpret_cast<const __m256i *>(of[g])); };
        const __m256i all = _mm256_and_si256(_mm256_and_si256(load(0), load(1)), _mm256_and_si256(load(2), load(3)));
        at = write(static_cast<uint64_t>(_mm256_extract_epi64(all, 0)), 0, ids, at);
        at = write(static_cast<uint64_t>(_mm256_extract_epi64(all, 1)), 64, ids, at);
        at = write(static_cast<uint64_t>(_mm256_extract_epi64(all, 2)), 128, ids, at);
        at = write(static_cast<uint64_t>(_mm256_extract_epi64(all, 3)), 192, ids, at);
      } else {
        alignas(64) uint64_t left[64];
        uint64_t some = 0;
        for (uint32_t w = 0; w < stride; w += 8) { // at most 64 words: 4,096 rules
          const __m512i all =
              _mm512_and_si512(_mm512_and_si512(_mm512_load_si512(of[0] + w), _mm512_load_si512(of[1] + w)),
                               _mm512_and_si512(_mm512_load_si512(of[2] + w), _mm512_load_si512(of[3] + w)));
          some |= uint64_t(_mm512_test_epi64_mask(all, all)) << w;
          _mm512_store_si512(left + w, all);
        }
        for (; some; some &= some - 1) {
          const auto w = static_cast<uint32_t>(_tzcnt_u64(some));
          uint64_t bits = left[w];
          do {
            ids[at++] = w * 64 + static_cast<uint32_t>(_tzcnt_u64(bits));
            bits &= bits - 1;
          } while (bits);
        }
      }
      ends[first + i] = static_cast<uint32_t>(at);
    }
  }
  decisions.ids.wrote(at - decisions.ids.size());
  decisions.ends.wrote(count);
}

void RuleBits::decide(const RuleCases &cases, Found &decisions) const {
  if (words == 1)
    decideWith<1>(cases, decisions);
  else if (words == 4)
    decideWith<4>(cases, decisions);
  else
    decideWith<0>(cases, decisions);
}

} // namespace proviso::bench
