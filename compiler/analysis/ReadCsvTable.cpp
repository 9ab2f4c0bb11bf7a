#include "analysis/AssembleTable.h"
#include "source/Csv.h"

#include <fmt/format.h>

namespace proviso::analysis {

namespace {

using Record = std::vector<CsvField>;

class TableReader {
public:
  TableReader(llvm::StringRef text, std::string name) : text(text) { written.name = std::move(name); }

  ForeignTables run() {
    // The byte after the policy separates fields.
    const size_t begin = text.startswith("\xEF\xBB\xBF") ? 3 : 0, first = text.find_first_not_of("\r\n", begin);
    char separator = ',';
    if (first != llvm::StringRef::npos)
      if (const size_t mark = text.find_first_of(",;\t\r\n", first); mark != llvm::StringRef::npos)
        if (text[mark] != '\r' && text[mark] != '\n') separator = text[mark];
    bool hasHead = false;
    CsvReader reader(text, separator, begin);
    Record record;
    while (reader.next(record)) {
      if (record.size() == 1 && record[0].text.empty()) continue;
      if (!hasHead)
        readHead(record);
      else
        readRow(record);
      hasHead = true;
    }
    if (reader.mistake())
      problem(reader.mistakeAt(), reader.mistake());
    else if (!hasHead)
      problem(0, "there is no table");
    assembleTable(written, Notation::Bare, result);
    return std::move(result);
  }

private:
  void problem(size_t offset, std::string message) {
    const Place place = placeOf(text, offset);
    result.problems.push_back({place.line, place.column, std::move(message)});
    written.unreadable = true;
  }

  void readHead(const Record &record) {
    written.at = placeOf(text, record[0].offset);
    const llvm::StringRef letter = record[0].text.trim();
    if (const auto policy = policyOfLetter(letter))
      written.policy = *policy;
    else
      problem(
          record[0].offset,
          fmt::format("the first field is the hit policy, one of U, A, P, F, R, O and C, and not `{}`", letter.str()));
    for (size_t i = 1; i < record.size(); ++i) {
      const llvm::StringRef name = record[i].text.trim();
      isOutput.push_back(name.startswith("->"));
      if (isOutput.back())
        written.outputs.emplace_back();
      else
        written.inputs.push_back({name.empty() ? fmt::format("input {}", i) : name.str(), {}, {}});
    }
    if (written.outputs.empty()) problem(record[0].offset, "no column begins with `->`: the table has no output");
  }

  void readRow(const Record &record) {
    const bool values = record[0].text.trim() == "values";
    if (record.size() != isOutput.size() + 1)
      return problem(record[0].offset, fmt::format("{} fields; the head has {}", record.size(), isOutput.size() + 1));
    WrittenTable::Rule rule;
    rule.at = placeOf(text, record[0].offset);
    size_t input = 0, output = 0;
    for (size_t i = 1; i < record.size(); ++i) {
      const size_t offset = record[i].offset;
      WrittenTable::Entry entry{record[i].text.str(), placeOf(text, offset),
                                text.substr(offset).startswith(record[i].text)};
      if (values)
        (isOutput[i - 1] ? written.outputs[output++].allowed : written.inputs[input++].allowed) = std::move(entry);
      else
        (isOutput[i - 1] ? rule.outputs : rule.inputs).push_back(std::move(entry));
    }
    if (!values) written.rules.push_back(std::move(rule));
  }

  llvm::StringRef text;
  WrittenTable written;
  std::vector<bool> isOutput; // by field, without the first
  ForeignTables result;
};

} // namespace

ForeignTables readCsvTable(llvm::StringRef text, std::string name) { return TableReader(text, std::move(name)).run(); }

} // namespace proviso::analysis
