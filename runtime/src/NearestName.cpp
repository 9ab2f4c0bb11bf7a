#include "proviso/NearestName.h"

#include <algorithm>
#include <numeric>
#include <string>

namespace proviso {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char &c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// Levenshtein's distance: how many letters are put in, taken out or exchanged.
size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t(0));
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

} // namespace

std::string_view nearestName(std::string_view name, const std::vector<std::string_view> &candidates) {
  // In names of one or two letters every slip is another name.
  const size_t allowed = name.size() < 3 ? 0 : name.size() / 3;
  const std::string wanted = lower(name);
  std::string_view best;
  size_t bestDistance = allowed + 1;
  for (std::string_view candidate : candidates) {
    const std::string one = lower(candidate);
    if (std::max(one.size(), wanted.size()) - std::min(one.size(), wanted.size()) > allowed) continue;
    size_t distance = editDistance(wanted, one);
    if (distance > 1 && std::is_permutation(one.begin(), one.end(), wanted.begin(), wanted.end())) distance = 1;
    if (distance < bestDistance || (distance == bestDistance && !best.empty() && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

} // namespace proviso
