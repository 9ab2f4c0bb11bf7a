// The names by which files depend on each other: what each provides, and what it asks for.
#pragma once

#include "law/Law.h"

#include <vector>

namespace proviso {

/// Names are hashed, and stand in order.
struct FileNames {
  /// It holds acts, and nothing of them but structure, wording and days.
  bool textOnly = false;
  /// It says what holds for others that do not name it: vocabularies, scales, what the corpus settles and accepts.
  bool declares = false;
  std::vector<uint64_t> provides; // acts: its own, and those that it says are repealed
  std::vector<uint64_t> asks;     // those that its wording and its statements cite, and its own
  std::vector<uint64_t> amends;   // those that it changes
};

FileNames namesOf(const law::File &file, const Sources &sources);
bool meet(const std::vector<uint64_t> &a, const std::vector<uint64_t> &b);
void sortUnique(std::vector<uint64_t> &list);

} // namespace proviso
