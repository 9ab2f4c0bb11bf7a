#include "source/Csv.h"

#include <algorithm>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace proviso {

bool CsvReader::fail(size_t offset, const char *message) {
  wrong = message;
  wrongAt = offset;
  return false;
}

bool CsvReader::quoted(CsvField &field) {
  const size_t begin = ++at;
  field.offset = begin;
  std::string *copy = nullptr;
  for (size_t from = begin;;) {
    const size_t mark = text.find('"', from);
    if (mark == llvm::StringRef::npos) return fail(begin - 1, "the quoted field is not closed");
    const bool doubled = mark + 1 < text.size() && text[mark + 1] == '"';
    if (doubled && !copy) copy = &unescaped.emplace_back();
    if (copy) *copy += text.slice(from, mark + (doubled ? 1 : 0));
    if (!doubled) {
      field.text = copy ? llvm::StringRef(*copy) : text.slice(begin, mark);
      lines += static_cast<size_t>(std::count(text.data() + begin, text.data() + mark, '\n'));
      at = mark + 1;
      break;
    }
    from = mark + 2;
  }
  if (at < text.size() && text[at] != separator && text[at] != '\r' && text[at] != '\n')
    return fail(at, "after a quoted field there can only be the next one");
  return true;
}

/// The next separator or end of a line, or the end of the text.
size_t CsvReader::endOfField(size_t from) {
  const size_t size = text.size();
  while (from < size) {
    const size_t begin = from / 64 * 64;
    if (block != begin + 64) {
      block = begin + 64;
      marks = 0;
      const char *const p = text.data() + begin;
      const size_t count = std::min<size_t>(64, size - begin);
#ifdef __SSE2__
      if (count == 64) {
        for (unsigned part = 0; part < 4; ++part) {
          const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p + part * 16));
          const __m128i found = _mm_or_si128(
              _mm_cmpeq_epi8(bytes, _mm_set1_epi8(separator)),
              _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'))));
          marks |= uint64_t(static_cast<uint32_t>(_mm_movemask_epi8(found))) << part * 16;
        }
      } else
#endif
        for (size_t i = 0; i < count; ++i) marks |= uint64_t(p[i] == separator || p[i] == '\n' || p[i] == '\r') << i;
    }
    if (const uint64_t left = marks >> (from - begin)) return from + static_cast<size_t>(__builtin_ctzll(left));
    from = begin + 64;
  }
  return size;
}

bool CsvReader::next(std::vector<CsvField> &record) {
  record.clear();
  if (at >= text.size() || wrong) return false;
  unescaped.clear();
  const char *const data = text.data();
  const size_t size = text.size();
  while (true) {
    CsvField &field = record.emplace_back();
    if (at < size && data[at] == '"') {
      if (!quoted(field)) return false;
    } else {
      const size_t end = endOfField(at);
      field.offset = at;
      field.text = llvm::StringRef(data + at, end - at);
      at = end;
    }
    if (at < size && data[at] == separator) {
      ++at;
      continue;
    }
    if (at < size && data[at] == '\r') ++at;
    if (at < size && data[at] == '\n') {
      ++at;
      ++lines;
    }
    return true;
  }
}

bool escapeCsv(llvm::StringRef text, std::string &to) {
  bool needed = false;
  for (const char c : text) {
    needed = needed || c == ',' || c == '"' || c == '\r' || c == '\n';
    if (c == '"') to += '"';
    to += c;
  }
  return needed;
}

std::string csvField(llvm::StringRef text) {
  std::string field;
  return escapeCsv(text, field) ? '"' + field + '"' : field;
}

size_t endOfLastRecord(llvm::StringRef text, char separator) {
  if (!std::memchr(text.data(), '"', text.size())) {
    const size_t last = text.rfind('\n');
    return last == llvm::StringRef::npos ? 0 : last + 1;
  }
  // As the reader does: a quote opens at the beginning of a field alone.
  size_t end = 0;
  bool begins = true, inside = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inside) {
      if (c != '"') continue;
      if (i + 1 < text.size() && text[i + 1] == '"')
        ++i;
      else
        inside = false;
      continue;
    }
    if (c == '"' && begins) inside = true;
    if (c == '\n') end = i + 1;
    begins = c == separator || c == '\n' || c == '\r';
  }
  return end;
}

} // namespace proviso
