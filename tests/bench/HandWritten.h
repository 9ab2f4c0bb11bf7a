// The work of a plan as one would write it by hand for one table, with AVX-512: the bounds, the columns and how they
// are grouped stand in the code. What a plan is measured against.
#pragma once

#include "bench/RuleTable.h"

namespace proviso::bench {

/// What cases come to, one after the other.
using Found = Decisions::Piece;

/// The machine has the instructions.
bool handWrittenRuns();

/// Bitmaps of predicates over 512 cases; at most 64 rules.
void byBitmaps(const RuleTable &table, const RuleCases &cases, Found &decisions);

/// Bit-vectors of rules, four groups of inputs. Made before, as a plan is.
class RuleBits {
public:
  explicit RuleBits(const RuleTable &table);
  void decide(const RuleCases &cases, Found &decisions) const;

private:
  template <uint32_t Words>
  void decideWith(const RuleCases &cases, Found &decisions) const;
  uint32_t words = 0;
  std::vector<uint64_t> storage;
  const uint64_t *group[4] = {};
};

} // namespace proviso::bench
