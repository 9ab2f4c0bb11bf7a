// Compiled decision tables, loaded and checked.
#pragma once

#include "proviso/Date.h"
#include "proviso/Layout.h"
#include "proviso/Number.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proviso {

/// A table file. Immutable after loading; any number of threads may decide with one at a time. Copies share the bytes.
class Tables {
public:
  /// Takes the bytes of a file. Every word is checked against the layout: what loads cannot lead out of bounds and
  /// has no cycles. On failure nothing, and `error` says why.
  static std::optional<Tables> load(std::string bytes, std::string &error);
  /// The same with the file at a path, which is mapped and not copied; what cannot be mapped, such as a pipe, is read.
  /// The mapping lasts as long as the tables and their copies. The file must stay as it is meanwhile: whoever replaces
  /// it writes another beside it and renames. On failure nothing, and `error` says why; it does not name the path.
  static std::optional<Tables> open(const std::string &path, std::string &error);

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
  static std::optional<Tables> check(std::string_view bytes, std::shared_ptr<const void> owner, std::string &error);
  bool readSections(std::string &error);
  bool checkSums(std::string &error) const;
  bool checkWords(std::string &error) const;
  bool checkMeaning(std::string &error) const;

  std::string_view bytes;
  std::shared_ptr<const void> owner; // of the bytes: a string, or a mapped file
  SectionSpan spans[static_cast<size_t>(Section::Count)];
};

} // namespace proviso
