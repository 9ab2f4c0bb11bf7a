// Records of a CSV text, by RFC 4180; a line may end with LF alone.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace proviso {

struct CsvField {
  llvm::StringRef text; // without quotes; it lasts until the next record is read
  size_t offset = 0;    // of its first byte
};

class CsvReader {
public:
  /// From an offset on. The text must outlive it.
  CsvReader(llvm::StringRef text, char separator, size_t from = 0) : text(text), separator(separator), at(from) {}

  /// The next record. False at the end, and at a mistake: `mistake` then says which, at the offset where it is.
  bool next(std::vector<CsvField> &record);
  /// Where the next record begins, and how many lines have ended before.
  size_t offset() const { return at; }
  size_t linesBefore() const { return lines; }
  const char *mistake() const { return wrong; }
  size_t mistakeAt() const { return wrongAt; }

private:
  bool fail(size_t offset, const char *message);
  bool quoted(CsvField &field);
  size_t endOfField(size_t from);

  llvm::StringRef text;
  char separator;
  size_t at, lines = 0;
  size_t block = 0;                  // 64 bytes that were looked at together, by the end of these
  uint64_t marks = 0;                // in them: separators and ends of lines
  std::deque<std::string> unescaped; // fields with quotes in them
  const char *wrong = nullptr;
  size_t wrongAt = 0;
};

/// A text as it stands in a field: without the quotes around it, which it may need, and with those in it doubled. Adds
/// it, and says whether quotes are needed.
bool escapeCsv(llvm::StringRef text, std::string &to);
/// A text as a field.
std::string csvField(llvm::StringRef text);

/// Where the last whole record of a text ends; 0: there is none.
size_t endOfLastRecord(llvm::StringRef text, char separator);

} // namespace proviso
