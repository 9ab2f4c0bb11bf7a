#include "analysis/AssembleTable.h"

#include <fmt/format.h>

namespace proviso::analysis {

namespace {

struct Field {
  std::string text;
  size_t offset = 0; // of its first byte
};
using Record = std::vector<Field>;

/// Fields by RFC 4180. A line of its own may end with LF alone.
class CsvReader {
public:
  CsvReader(llvm::StringRef text, std::string name) : text(text) {
    written.name = std::move(name);
    if (text.startswith("\xEF\xBB\xBF")) at = 3;
  }

  ForeignTables run() {
    // The byte after the policy separates fields.
    const size_t first = text.find_first_not_of("\r\n", at);
    if (first != llvm::StringRef::npos)
      if (const size_t mark = text.find_first_of(",;\t\r\n", first); mark != llvm::StringRef::npos)
        if (text[mark] != '\r' && text[mark] != '\n') separator = text[mark];
    bool hasHead = false;
    while (at < text.size()) {
      Record record;
      if (!readRecord(record)) return std::move(result);
      if (record.size() == 1 && record[0].text.empty()) continue;
      if (!hasHead)
        readHead(record);
      else
        readRow(record);
      hasHead = true;
    }
    if (!hasHead) problem(0, "there is no table");
    assembleTable(written, Notation::Bare, result);
    return std::move(result);
  }

private:
  void problem(size_t offset, std::string message) {
    const Place place = placeOf(text, offset);
    result.problems.push_back({place.line, place.column, std::move(message)});
    written.unreadable = true;
  }

  bool readRecord(Record &record) {
    while (true) {
      Field field;
      field.offset = at;
      if (at < text.size() && text[at] == '"') {
        field.offset = ++at;
        while (true) {
          const size_t mark = text.find('"', at);
          if (mark == llvm::StringRef::npos) {
            problem(field.offset - 1, "the quoted field is not closed");
            assembleTable(written, Notation::Bare, result);
            return false;
          }
          field.text += text.slice(at, mark);
          at = mark + 1;
          if (at >= text.size() || text[at] != '"') break;
          field.text += '"';
          ++at;
        }
        if (at < text.size() && text[at] != separator && text[at] != '\r' && text[at] != '\n') {
          problem(at, "after a quoted field there can only be the next one");
          assembleTable(written, Notation::Bare, result);
          return false;
        }
      } else {
        const size_t end = std::min(text.find_first_of(std::string{separator, '\r', '\n'}, at), text.size());
        field.text = text.slice(at, end).str();
        at = end;
      }
      record.push_back(std::move(field));
      if (at < text.size() && text[at] == separator) {
        ++at;
        continue;
      }
      if (at < text.size() && text[at] == '\r') ++at;
      if (at < text.size() && text[at] == '\n') ++at;
      return true;
    }
  }

  void readHead(const Record &record) {
    written.at = placeOf(text, record[0].offset);
    const llvm::StringRef letter = llvm::StringRef(record[0].text).trim();
    if (const auto policy = policyOfLetter(letter))
      written.policy = *policy;
    else
      problem(
          record[0].offset,
          fmt::format("the first field is the hit policy, one of U, A, P, F, R, O and C, and not `{}`", letter.str()));
    for (size_t i = 1; i < record.size(); ++i) {
      const llvm::StringRef name = llvm::StringRef(record[i].text).trim();
      isOutput.push_back(name.startswith("->"));
      if (isOutput.back())
        written.outputs.emplace_back();
      else
        written.inputs.push_back({name.empty() ? fmt::format("input {}", i) : name.str(), {}, {}});
    }
    if (written.outputs.empty()) problem(record[0].offset, "no column begins with `->`: the table has no output");
  }

  void readRow(const Record &record) {
    const bool values = llvm::StringRef(record[0].text).trim() == "values";
    if (record.size() != isOutput.size() + 1)
      return problem(record[0].offset, fmt::format("{} fields; the head has {}", record.size(), isOutput.size() + 1));
    WrittenTable::Rule rule;
    rule.at = placeOf(text, record[0].offset);
    size_t input = 0, output = 0;
    for (size_t i = 1; i < record.size(); ++i) {
      const size_t offset = record[i].offset;
      WrittenTable::Entry entry{record[i].text, placeOf(text, offset), text.substr(offset).startswith(record[i].text)};
      if (values)
        (isOutput[i - 1] ? written.outputs[output++].allowed : written.inputs[input++].allowed) = std::move(entry);
      else
        (isOutput[i - 1] ? rule.outputs : rule.inputs).push_back(std::move(entry));
    }
    if (!values) written.rules.push_back(std::move(rule));
  }

  llvm::StringRef text;
  size_t at = 0;
  char separator = ',';
  WrittenTable written;
  std::vector<bool> isOutput; // by field, without the first
  ForeignTables result;
};

} // namespace

ForeignTables readCsvTable(llvm::StringRef text, std::string name) { return CsvReader(text, std::move(name)).run(); }

} // namespace proviso::analysis
