// Messages of the Language Server Protocol (3.17): their frames, and places in documents.
#pragma once

#include "source/Sources.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <optional>
#include <string>

namespace proviso::lsp {

using Json = nlohmann::json;

/// A message that is longer is refused: no document of law is so large.
constexpr size_t maxMessageMiB = 256;

/// The next message of a stream, or nothing at its end. A frame that cannot be read is an std::runtime_error: what
/// follows it cannot be told apart any more. A body that is no JSON gives a discarded value.
std::optional<Json> readMessage(FILE *from);
void writeMessage(FILE *to, const Json &message);

/// `file:///a%20b.law` and `/a b.law`; a URI of another scheme is kept as it is.
std::string pathOf(std::string_view uri);
std::string uriOf(std::string_view path);

/// Places of the protocol: lines from 0, and columns in UTF-16 code units, or in bytes where the client takes UTF-8.
class Places {
public:
  explicit Places(bool utf8) : utf8(utf8) {}
  Json position(const Sources &sources, Location at) const;
  Json range(const Sources &sources, Range range) const;
  /// The offset of a place in a text; a place beyond the end of a line is its end, and one beyond the text the end.
  uint32_t offset(llvm::StringRef text, const Json &position) const;

private:
  bool utf8;
};

} // namespace proviso::lsp
