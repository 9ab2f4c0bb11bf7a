#include "law/Law.h"

#include <llvm/ADT/StringExtras.h>

namespace proviso::law {

namespace {

/// A run of digits or of letters; leading zeros say nothing.
llvm::StringRef takeRun(llvm::StringRef &text) {
  const bool digits = llvm::isDigit(text.front());
  llvm::StringRef run = text.take_while([digits](char c) { return c != '-' && llvm::isDigit(c) == digits; });
  text = text.drop_front(run.size());
  return run;
}

} // namespace

std::string romanNumeral(unsigned number) {
  constexpr const char *ones[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
  return std::string(number / 10, 'x') + ones[number % 10];
}

std::optional<unsigned> romanNumber(llvm::StringRef label) {
  if (label.find_first_not_of("ivxIVX") != llvm::StringRef::npos) return std::nullopt;
  for (unsigned number = 1; number < 40; ++number)
    if (label.equals_insensitive(romanNumeral(number))) return number;
  return std::nullopt;
}

int compareLabels(llvm::StringRef a, llvm::StringRef b) {
  // As letters, i, v and x alone have the same order.
  if (const auto x = romanNumber(a), y = romanNumber(b); x && y && *x != *y) return *x < *y ? -1 : 1;
  while (!a.empty() && !b.empty()) {
    if (a.front() == '-' || b.front() == '-') {
      if (a.front() != b.front()) return a.front() == '-' ? -1 : 1; // 286-1 before 286A
      a = a.drop_front();
      b = b.drop_front();
      continue;
    }
    const bool digits = llvm::isDigit(a.front());
    if (digits != llvm::isDigit(b.front())) return digits ? -1 : 1;
    llvm::StringRef x = takeRun(a), y = takeRun(b);
    if (digits) {
      x = x.ltrim('0');
      y = y.ltrim('0');
    }
    // Longer runs come later: 9 < 10, and 12Z < 12ZA.
    if (digits && x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
    if (const int order = x.compare(y)) return order;
  }
  return a.empty() ? (b.empty() ? 0 : -1) : 1;
}

} // namespace proviso::law
