#include "diagnostics/Diagnostics.h"

#include <algorithm>

namespace proviso {

llvm::StringRef nearestName(llvm::StringRef name, const std::vector<llvm::StringRef> &candidates) {
  llvm::StringRef best;
  // A third of the letters may differ: enough for slips, too little for another word.
  auto bestDistance = static_cast<unsigned>(std::max<size_t>(1, name.size() / 3)) + 1;
  for (llvm::StringRef candidate : candidates) {
    const unsigned distance = name.equals_insensitive(candidate) ? 0 : name.edit_distance(candidate, true, bestDistance);
    if (distance < bestDistance || (distance == bestDistance && !best.empty() && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

} // namespace proviso
