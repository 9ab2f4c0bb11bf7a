// Cases in CSV: what the columns mean, and cells as a plan takes them.
#pragma once

#include "source/Csv.h"

#include "proviso/Plan.h"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace proviso {

/// The head of a file: `date`, `decided`, `subject`, `FACT`, `FACT in PROVISION`, `violates PROVISION`, `disobeyed
/// PROVISION`; and one column that names the case.
class CaseHead {
public:
  /// On failure `errors` has one sentence for each mistake.
  static std::optional<CaseHead> read(const std::vector<CsvField> &head, const Tables &tables,
                                      const std::string &idColumn, bool silenceIsFalse,
                                      std::vector<std::string> &errors);

  struct Column {
    layout::FactType type = layout::FactType::Boolean; // of a fact
    bool unascertainable = false;
    CellType cells = CellType::Bytes;
    std::vector<std::string> values; // of a choice
    std::vector<uint64_t> keys;      // of these, for comparing
    std::string currency, name;
  };
  CaseForm form;
  std::vector<Column> columns;                 // as those of the form
  std::vector<std::optional<uint32_t>> fields; // by field of a record: the column; none: the name of the case
  std::optional<uint32_t> act, id;             // a column; a field

  /// Subjects that have been met, as texts: which of those of the form, or why it is none.
  struct Subject {
    uint16_t code = 0;
    std::string mistake;
  };
  std::unordered_map<std::string, Subject> subjects;
  static constexpr size_t mostSubjects = 65'000;
  /// Adds a subject of which nothing was known.
  void addSubject(const std::string &text, const Tables &tables);
};

/// Cells of some records.
class CaseCells {
public:
  explicit CaseCells(const CaseHead &head);
  void clear();
  /// Adds a record; what is wrong with it, or nothing. Subjects that are not known are put aside: their records have to
  /// be added again.
  std::string add(const CaseHead &head, const std::vector<CsvField> &record, std::vector<std::string> &newSubjects);
  size_t size() const { return rows; }
  std::vector<ColumnCells> cells() const;
  Date act(const CaseHead &head, size_t row) const;
  bool known(size_t column, size_t row) const { return columns[column].known[row / 64] >> row % 64 & 1; }
  /// Some of the rows, in this order.
  void take(const CaseCells &from, const std::vector<uint32_t> &which);

private:
  struct Store {
    size_t width = 1;        // of a cell, in bytes
    std::vector<char> cells; // room for `capacity` of them
    std::vector<uint64_t> known;
  };
  void grow(size_t to);
  template <typename Value>
  static void set(Store &store, size_t row, Value value) {
    reinterpret_cast<Value *>(store.cells.data())[row] = value;
  }
  /// Null, or what is wrong. `isKnown` is what it is told so far.
  const char *put(const CaseHead &head, uint32_t column, llvm::StringRef text, size_t row, bool &isKnown,
                  std::vector<std::string> &newSubjects);
  std::vector<Store> columns;
  size_t rows = 0, capacity = 0;
};

} // namespace proviso
