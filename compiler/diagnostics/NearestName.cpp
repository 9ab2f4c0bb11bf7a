#include "diagnostics/Diagnostics.h"

#include <algorithm>

namespace proviso {

llvm::StringRef nearestName(llvm::StringRef name, const std::vector<llvm::StringRef> &candidates) {
  llvm::StringRef best;
  // A third of the letters may differ: enough for slips, too little for another word.
  auto bestDistance = static_cast<unsigned>(std::max<size_t>(1, name.size() / 3)) + 1;
  for (llvm::StringRef candidate : candidates) {
    // Letters in another order are one slip, as in CLS for CSL.
    std::string a = name.lower(), b = candidate.lower();
    const bool same = a == b;
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    const unsigned distance = same ? 0 : a == b ? 1 : name.edit_distance(candidate, true, bestDistance);
    if (distance < bestDistance || (distance == bestDistance && !best.empty() && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

} // namespace proviso
