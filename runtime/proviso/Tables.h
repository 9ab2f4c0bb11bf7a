// Compiled decision tables, loaded and checked.
#pragma once

#include "proviso/Date.h"
#include "proviso/Layout.h"
#include "proviso/Number.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proviso {

/// A table file. Immutable after loading; any number of threads may decide with one at a time.
class Tables {
public:
  /// Takes the bytes of a file. Every word is checked against the layout: what loads cannot lead out of bounds and
  /// has no cycles. On failure nothing, and `error` says why.
  static std::optional<Tables> load(std::string bytes, std::string &error);

  using Section = layout::Section;

  uint32_t rows(Section section) const { return spans[static_cast<size_t>(section)].rows; }
  /// A word of a row. The row and column must exist.
  uint32_t word(Section section, uint32_t row, uint32_t column) const {
    const SectionSpan &span = spans[static_cast<size_t>(section)];
    return readWord(span.offset + (uint64_t(row) * span.stride + column) * 4);
  }
  std::string_view text(Section section, uint32_t row, uint32_t column) const {
    return string(word(section, row, column));
  }
  std::string_view string(uint32_t row) const;
  /// The exact number in four words from `column` on.
  Number number(Section section, uint32_t row, uint32_t column) const;
  Date date(Section section, uint32_t row, uint32_t column) const {
    return {static_cast<int32_t>(word(section, row, column))};
  }

  /// The row of a name, or nothing.
  std::optional<uint32_t> find(Section section, uint32_t nameColumn, std::string_view name) const;
  std::optional<uint32_t> provision(std::string_view id) const;
  /// The provision around another, or nothing for an instrument.
  std::optional<uint32_t> parent(uint32_t provision) const;
  /// The inner one is the outer one, or stands in it.
  bool isUnder(uint32_t inner, uint32_t outer) const;

private:
  struct SectionSpan {
    uint64_t offset = 0;
    uint32_t rows = 0, stride = 0;
  };
  uint32_t readWord(uint64_t at) const {
    const auto *p = reinterpret_cast<const unsigned char *>(bytes.data() + at);
    return uint32_t(p[0]) | uint32_t(p[1]) << 8 | uint32_t(p[2]) << 16 | uint32_t(p[3]) << 24;
  }
  uint64_t readLong(uint64_t at) const { return readWord(at) | uint64_t(readWord(at + 4)) << 32; }
  bool readSections(std::string &error);
  bool checkWords(std::string &error) const;
  bool checkMeaning(std::string &error) const;

  std::string bytes;
  SectionSpan spans[static_cast<size_t>(Section::Count)];
};

} // namespace proviso
