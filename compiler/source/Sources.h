// The files of one run. A location is eight bytes; lines and columns are computed when they are printed.
#pragma once

#include "source/Limits.h"

#include <llvm/ADT/StringRef.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace proviso {

/// A byte in a file of one Sources.
struct Location {
  uint32_t file = 0;
  uint32_t offset = 0;
  friend auto operator<=>(const Location &, const Location &) = default;
};

/// A run of bytes in one file; may be empty.
struct Range {
  Location begin;
  uint32_t length = 0;

  uint32_t end() const { return begin.offset + length; }
  bool contains(Location place) const {
    return begin.file == place.file && begin.offset <= place.offset && place.offset < end();
  }
  bool contains(Range inner) const {
    return begin.file == inner.begin.file && begin.offset <= inner.begin.offset && inner.end() <= end();
  }
  /// The smallest range that holds both; they must be of one file.
  static Range cover(Range a, Range b);
  friend auto operator<=>(const Range &, const Range &) = default;
};

/// A place as people count it: both from 1, the column in Unicode code points.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
  friend auto operator<=>(const LineColumn &, const LineColumn &) = default;
};

/// Owns the text of every file. Texts never move, so views into them stay good as long as this lives.
class Sources {
public:
  /// What reading them may take; set before anything is read.
  Limits limits;

  /// Texts must be valid UTF-8 and smaller than 4 GiB.
  uint32_t add(std::string path, std::string text);

  size_t size() const { return files.size(); }
  llvm::StringRef path(uint32_t file) const { return files[file]->path; }
  llvm::StringRef text(uint32_t file) const { return files[file]->text; }
  llvm::StringRef text(Range range) const;
  LineColumn lineColumn(Location location) const;
  /// The line with this number, without its end.
  llvm::StringRef line(uint32_t file, uint32_t number) const;

private:
  struct File {
    std::string path, text;
    std::once_flag counted;
    std::vector<uint32_t> lineStarts; // when they are asked for
  };
  const std::vector<uint32_t> &lineStarts(uint32_t file) const;
  std::vector<std::unique_ptr<File>> files;
};

/// The offset of the first byte that is not valid UTF-8.
std::optional<size_t> invalidUtf8(llvm::StringRef text);

/// The number of code points in valid UTF-8.
size_t codePoints(llvm::StringRef text);

/// The columns that valid UTF-8 takes on a terminal: CJK and full-width characters take two.
size_t displayWidth(llvm::StringRef text);

} // namespace proviso
