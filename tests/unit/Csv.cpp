// Records of CSV: what is written is read again, and what is wrong has a place.
#include "source/Csv.h"

#include <doctest/doctest.h>

#include <random>

using namespace proviso;

namespace {

using Records = std::vector<std::vector<std::string>>;

Records recordsOf(llvm::StringRef text, char separator, std::string *mistake = nullptr) {
  Records records;
  CsvReader reader(text, separator);
  std::vector<CsvField> record;
  while (reader.next(record)) {
    records.emplace_back();
    for (const CsvField &field : record) records.back().push_back(field.text.str());
  }
  if (mistake) *mistake = reader.mistake() ? reader.mistake() : "";
  return records;
}

} // namespace

TEST_CASE("records are read as they were written") {
  std::mt19937 random(5);
  const std::string letters = "ab,;\"\n\r \t\xC3\xA4";
  for (int round = 0; round < 3000; ++round) {
    Records records;
    std::string text;
    const char *const end = round % 2 ? "\n" : "\r\n";
    for (size_t r = 0, count = 1 + random() % 4; r < count; ++r) {
      records.emplace_back();
      for (size_t f = 0, fields = 2 + random() % 4; f < fields; ++f) {
        std::string field;
        for (size_t i = 0, length = random() % (random() % 8 == 0 ? 150 : 6); i < length; ++i)
          field += letters[random() % letters.size()];
        text += (f ? "," : "") + csvField(field);
        records.back().push_back(std::move(field));
      }
      text += r + 1 < count || random() % 2 ? end : "";
    }
    INFO(text);
    std::string mistake;
    CHECK(recordsOf(text, ',', &mistake) == records);
    CHECK(mistake.empty());
  }
}

TEST_CASE("quotes, separators and ends of lines") {
  CHECK(recordsOf("a;b\r\nc;d", ';') == Records{{"a", "b"}, {"c", "d"}});
  CHECK(recordsOf("\"a\"\"b\",\"c,\nd\"\n", ',') == Records{{"a\"b", "c,\nd"}});
  CHECK(recordsOf("5\" pipe,x\n", ',') == Records{{"5\" pipe", "x"}}); // within a bare field it is a letter
  CHECK(recordsOf("a,\n,b\n", ',') == Records{{"a", ""}, {"", "b"}});
  std::string mistake;
  recordsOf("a,\"b\nc", ',', &mistake);
  CHECK_FALSE(mistake.empty());
}
