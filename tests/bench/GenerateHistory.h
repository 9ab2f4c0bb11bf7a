// A statute, fifty years of amendments to it, and others that cite it all the while.
#pragma once

#include "bench/GenerateLaw.h"

namespace proviso::bench {

struct HistoryShape {
  size_t articles = 1'000, amendments = 200, citations = 5'000;
  uint32_t seed = 1;
};

/// The same shape gives the same bytes. What becomes stale is accepted, so that it checks without errors.
std::vector<LawText> generateHistory(const HistoryShape &shape);

} // namespace proviso::bench
