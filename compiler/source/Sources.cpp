#include "source/Sources.h"

#include "source/Characters.h"

#include <llvm/Support/ConvertUTF.h>

#include <algorithm>
#include <cassert>

namespace proviso {

Range Range::cover(Range a, Range b) {
  assert(a.begin.file == b.begin.file);
  const uint32_t from = std::min(a.begin.offset, b.begin.offset);
  return {{a.begin.file, from}, std::max(a.end(), b.end()) - from};
}

uint32_t Sources::add(std::string path, std::string text) {
  auto file = std::make_unique<File>();
  file->path = std::move(path);
  file->text = std::move(text);
  files.push_back(std::move(file));
  return static_cast<uint32_t>(files.size() - 1);
}

const std::vector<uint32_t> &Sources::lineStarts(uint32_t id) const {
  File &file = *files[id];
  std::call_once(file.counted, [&] {
    file.lineStarts.push_back(0);
    for (size_t i = file.text.find('\n'); i != std::string::npos; i = file.text.find('\n', i + 1))
      file.lineStarts.push_back(static_cast<uint32_t>(i + 1));
  });
  return file.lineStarts;
}

llvm::StringRef Sources::text(Range range) const {
  return text(range.begin.file).substr(range.begin.offset, range.length);
}

LineColumn Sources::lineColumn(Location location) const {
  const File &file = *files[location.file];
  const std::vector<uint32_t> &starts = lineStarts(location.file);
  auto after = std::upper_bound(starts.begin(), starts.end(), location.offset);
  const auto line = static_cast<uint32_t>(after - starts.begin());
  const uint32_t start = starts[line - 1];
  llvm::StringRef before = llvm::StringRef(file.text).slice(start, location.offset);
  return {line, static_cast<uint32_t>(codePoints(before) + 1)};
}

llvm::StringRef Sources::line(uint32_t fileId, uint32_t number) const {
  const File &file = *files[fileId];
  const std::vector<uint32_t> &starts = lineStarts(fileId);
  if (number == 0 || number > starts.size()) return {};
  const uint32_t start = starts[number - 1];
  const size_t end = number < starts.size() ? starts[number] : file.text.size();
  return llvm::StringRef(file.text).slice(start, end).rtrim("\r\n");
}

std::optional<size_t> invalidUtf8(llvm::StringRef text) {
  const auto *at = reinterpret_cast<const llvm::UTF8 *>(text.bytes_begin());
  const auto *end = reinterpret_cast<const llvm::UTF8 *>(text.bytes_end());
  const auto *start = at;
  while (at != end) {
    auto follows = [&](const llvm::UTF8 *c) { return (*c & 0xC0U) == 0x80; };
    if (*at < 0x80) {
      ++at;
    } else if (*at > 0xE0 && *at < 0xED && end - at > 2 && follows(at + 1) && follows(at + 2)) { // most of CJK
      at += 3;
    } else {
      if (!llvm::isLegalUTF8Sequence(at, end)) return static_cast<size_t>(at - start);
      at += llvm::getNumBytesForUTF8(*at);
    }
  }
  return std::nullopt;
}

size_t codePoints(llvm::StringRef text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

namespace {

/// CJK and full-width characters take two columns of a terminal.
bool wide(uint32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFD);
}

} // namespace

size_t displayWidth(llvm::StringRef text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lengthInBytes(text[i]);
    uint32_t c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (size_t k = 1; k < length && i + k < text.size(); ++k)
      c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    width += wide(c) ? 2 : 1;
    i += length;
  }
  return width;
}

} // namespace proviso
