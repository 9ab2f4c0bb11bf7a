// operator new, counted while asked for. Else it costs a branch.
#include "bench/Decisions.h"

#include <cstdlib>
#include <malloc.h>
#include <new>

namespace proviso::bench {

namespace {
bool counting = false; // only while one thread runs
HeapCount count;
} // namespace

void countHeap(bool on) {
  if (on) count = {};
  counting = on;
}
HeapCount heapCount() { return count; }

} // namespace proviso::bench

using namespace proviso::bench;

void *operator new(size_t size) {
  void *block = std::malloc(size ? size : 1);
  if (!block) throw std::bad_alloc();
  if (counting) {
    ++count.allocations;
    count.bytes += static_cast<long long>(size);
    count.live += static_cast<long long>(malloc_usable_size(block));
  }
  return block;
}

void operator delete(void *block) noexcept {
  if (counting && block) count.live -= static_cast<long long>(malloc_usable_size(block));
  std::free(block);
}

void operator delete(void *block, size_t) noexcept { operator delete(block); }
