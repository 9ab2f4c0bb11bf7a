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

/// Whether both are the same but for one letter, or for two neighbours in the other order.
bool differByOneLetter(std::string_view a, std::string_view b) {
  if (a.size() < 5 || b.size() < 5 || a[0] != b[0]) return false;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  while (!a.empty() && !b.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && !b.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
  if (std::any_of(a.begin(), a.end(), digit) || std::any_of(b.begin(), b.end(), digit)) return false;
  if (a.size() == 2 && b.size() == 2) return a[0] == b[1] && a[1] == b[0];
  return a.size() <= 1 && b.size() <= 1;
}

} // namespace

bool isSlip(std::string_view name, const std::vector<std::string_view> &candidates) {
  const std::string wanted = lower(name);
  std::string_view found;
  for (const std::string_view candidate : candidates) {
    const std::string one = lower(candidate);
    if (one != wanted && !differByOneLetter(wanted, one)) continue;
    if (!found.empty() && found != candidate) return false;
    found = candidate;
  }
  return !found.empty() && found == nearestName(name, candidates);
}

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
