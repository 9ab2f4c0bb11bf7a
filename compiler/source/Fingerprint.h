// Texts told apart by a number: FNV-1a of 64 bits, in hexadecimal. What is recorded by it stays so: it never changes.
#pragma once

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <string>

namespace proviso {

inline std::string fingerprintOf(llvm::StringRef text) {
  uint64_t hash = 0xcbf29ce484222325U;
  for (const unsigned char byte : text.bytes()) hash = (hash ^ byte) * 0x100000001b3U;
  return fmt::format("{:016x}", hash);
}

} // namespace proviso
