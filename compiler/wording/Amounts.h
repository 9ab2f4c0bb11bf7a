// The amounts and periods in the wording of a law: sums of money, days, months and years, percentages and multiples.
#pragma once

#include "proviso/Number.h"

#include <llvm/ADT/StringRef.h>

#include <vector>

namespace proviso::wording {

struct Amount {
  enum class Kind : uint8_t {
    Money,  // whatever its currency
    Days,   // a week is seven
    Months, // a year is twelve
    Ratio   // twice is 2, 20 % is 1/5
  } kind = Kind::Money;
  Number value;
  uint32_t begin = 0, end = 0; // bytes of the text

  bool same(const Amount &other) const { return kind == other.kind && value == other.value; }
};

/// Those of a text in Chinese or English, or of statements of the language (`50_000 to 500_000 CNY`). Of a range both
/// ends. Dates, ordinals, ages and labels are none. Thread-safe; linear time.
std::vector<Amount> amountsIn(llvm::StringRef text);

} // namespace proviso::wording
