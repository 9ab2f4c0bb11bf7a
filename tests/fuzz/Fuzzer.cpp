// libFuzzer's way in, of the target that PROVISO_TARGET names when this is compiled.
#include "fuzz/Targets.h"

#include <cstdint>
#include <cstdlib>

namespace {

void (*attempt())(std::string_view) {
  for (const proviso::fuzz::Target &one : proviso::fuzz::targets())
    if (std::string_view(one.name) == PROVISO_TARGET) return one.attempt;
  std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const auto target = attempt();
  target({reinterpret_cast<const char *>(data), size});
  return 0;
}
