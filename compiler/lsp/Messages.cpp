#include "lsp/Messages.h"

#include <fmt/format.h>
#include <llvm/ADT/StringExtras.h>

#include <stdexcept>

namespace proviso::lsp {

std::optional<Json> readMessage(FILE *from) {
  size_t length = 0;
  bool known = false;
  std::string line;
  for (int c; (c = std::fgetc(from)) != '\n' || !line.empty();) {
    if (c == EOF) {
      if (line.empty() && !known) return std::nullopt;
      throw std::runtime_error("the stream ends within a message");
    }
    if (c == '\r') continue;
    if (c != '\n') {
      if (line.size() > 4096) throw std::runtime_error("the head of a message is too long");
      line += static_cast<char>(c);
      continue;
    }
    const auto [name, value] = llvm::StringRef(line).split(':');
    if (name.trim().equals_insensitive("content-length")) {
      if (value.trim().getAsInteger(10, length)) throw std::runtime_error("Content-Length is no number");
      known = true;
    }
    line.clear();
  }
  if (!known) throw std::runtime_error("a message has no Content-Length");
  if (length > maxMessageMiB << 20)
    throw std::runtime_error(fmt::format("a message is larger than {} MiB", maxMessageMiB));
  std::string body(length, '\0');
  if (std::fread(body.data(), 1, length, from) != length) throw std::runtime_error("the stream ends within a message");
  return Json::parse(body, nullptr, false);
}

void writeMessage(FILE *to, const Json &message) {
  const std::string body = message.dump(-1, ' ', false, Json::error_handler_t::replace);
  const std::string head = fmt::format("Content-Length: {}\r\n\r\n", body.size());
  std::fwrite(head.data(), 1, head.size(), to);
  std::fwrite(body.data(), 1, body.size(), to);
  std::fflush(to);
}

std::string pathOf(std::string_view uri) {
  llvm::StringRef rest(uri.data(), uri.size());
  if (!rest.consume_front("file://")) return std::string(uri);
  if (!rest.startswith("/")) rest = rest.drop_until([](char c) { return c == '/'; }); // a host
  std::string path;
  for (size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '%' && i + 2 < rest.size() && llvm::isHexDigit(rest[i + 1]) && llvm::isHexDigit(rest[i + 2])) {
      path += static_cast<char>(llvm::hexFromNibbles(rest[i + 1], rest[i + 2]));
      i += 2;
    } else {
      path += rest[i];
    }
  }
  return path;
}

std::string uriOf(std::string_view path) {
  if (llvm::StringRef(path.data(), path.size()).contains("://")) return std::string(path);
  std::string uri = "file://";
  for (char c : path) {
    const bool plain = llvm::isAlnum(c) || llvm::StringRef("/-._~").contains(c);
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

/// UTF-16 code units of valid UTF-8.
static size_t units(llvm::StringRef text) {
  size_t count = 0;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) count += byte >= 0xF0 ? 2 : 1;
  }
  return count;
}

Json Places::position(const Sources &sources, Location at) const {
  const uint32_t line = sources.lineColumn(at).line;
  const llvm::StringRef text = sources.text(at.file), whole = sources.line(at.file, line);
  const size_t begin = whole.empty() ? at.offset : static_cast<size_t>(whole.data() - text.data());
  const llvm::StringRef before = text.slice(begin, at.offset);
  return {{"line", line - 1}, {"character", utf8 ? before.size() : units(before)}};
}

Json Places::range(const Sources &sources, Range range) const {
  return {{"start", position(sources, range.begin)}, {"end", position(sources, {range.begin.file, range.end()})}};
}

uint32_t Places::offset(llvm::StringRef text, const Json &position) const {
  const size_t line = position.at("line").get<size_t>(), column = position.at("character").get<size_t>();
  size_t at = 0;
  for (size_t i = 0; i < line; ++i) {
    const size_t end = text.find('\n', at);
    if (end == llvm::StringRef::npos) return static_cast<uint32_t>(text.size());
    at = end + 1;
  }
  const llvm::StringRef rest = text.slice(at, std::min(text.find('\n', at), text.size())).rtrim('\r');
  if (utf8) return static_cast<uint32_t>(at + std::min(column, rest.size()));
  size_t counted = 0, i = 0;
  while (i < rest.size() && counted < column) {
    size_t next = i + 1;
    while (next < rest.size() && (static_cast<unsigned char>(rest[next]) & 0xC0) == 0x80) ++next;
    counted += units(rest.slice(i, next));
    i = next;
  }
  return static_cast<uint32_t>(at + i);
}

} // namespace proviso::lsp
