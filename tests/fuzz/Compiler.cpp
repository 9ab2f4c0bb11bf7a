#include "fuzz/Targets.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  proviso::fuzz::compiler({reinterpret_cast<const char *>(data), size});
  return 0;
}
