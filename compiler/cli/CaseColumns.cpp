#include "cli/CaseColumns.h"

#include <fmt/format.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <cstring>

namespace proviso {

using namespace layout;

namespace {

std::vector<std::string> namesIn(llvm::StringRef text) {
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::SplitString(text, parts, " ;,");
  return {parts.begin(), parts.end()};
}

/// Texts of the same length up to eight have the same key if and only if they are the same; longer ones begin and end
/// alike then.
uint64_t keyOf(llvm::StringRef text) {
  const char *p = text.data();
  const size_t n = text.size();
  auto load = [](const char *from, auto value) {
    std::memcpy(&value, from, sizeof value);
    return uint64_t(value);
  };
  if (n >= 8) return load(p, uint64_t()) ^ load(p + n - 8, uint64_t()) * 3;
  if (n >= 4) return load(p, uint32_t()) | load(p + n - 4, uint32_t()) << 32;
  if (n >= 2) return load(p, uint16_t()) | load(p + n - 2, uint16_t()) << 16;
  return n == 1 ? static_cast<unsigned char>(*p) : 0;
}

/// `1200`, `-3.50`, as units of 10^-decimals. Number would reduce a fraction for each cell.
bool parseDecimal(llvm::StringRef text, unsigned decimals, int64_t &value) {
  size_t i = 0;
  const bool minus = !text.empty() && text[0] == '-';
  i += minus ? 1 : 0;
  if (i == text.size()) return false;
  uint64_t units = 0;
  bool any = false, point = false;
  unsigned behind = 0;
  for (; i < text.size(); ++i) {
    if (text[i] == '.' && !point && any) {
      point = true;
      continue;
    }
    const unsigned digit = static_cast<unsigned char>(text[i]) - unsigned('0');
    if (digit > 9) return false;
    any = true;
    if (point && ++behind > decimals) {
      if (digit != 0) return false;
      continue;
    }
    if (units > (uint64_t(INT64_MAX) - digit) / 10) return false;
    units = units * 10 + digit;
  }
  if (!any || text.back() == '.') return false;
  for (unsigned k = std::min(behind, decimals); k < decimals; ++k) {
    if (units > uint64_t(INT64_MAX) / 10) return false;
    units *= 10;
  }
  value = minus ? -static_cast<int64_t>(units) : static_cast<int64_t>(units);
  return true;
}

} // namespace

std::optional<CaseHead> CaseHead::read(const std::vector<CsvField> &head, const Tables &tables,
                                       const std::string &idColumn, bool silenceIsFalse,
                                       std::vector<std::string> &errors) {
  CaseHead result;
  result.form.silenceIsFalse = silenceIsFalse;
  const size_t before = errors.size();
  std::map<std::string, size_t> seen;
  for (size_t f = 0; f < head.size(); ++f) {
    const llvm::StringRef name = head[f].text.trim();
    if (!seen.emplace(name.str(), f).second)
      errors.push_back(fmt::format("two columns have the name `{}`", std::string_view(name)));
    if (!idColumn.empty() && name == idColumn) {
      result.id = static_cast<uint32_t>(f);
      result.fields.emplace_back();
      continue;
    }
    auto named = columnNamed(tables, std::string_view(name), errors);
    if (!named) {
      errors.back() += "; --id names the column that names the case";
      continue;
    }
    CaseColumn &column = *named;
    Column about;
    about.name = name.str();
    if (column.kind == CaseColumn::Kind::Act) result.act = static_cast<uint32_t>(result.columns.size());
    if (column.kind == CaseColumn::Kind::Fact) {
      const auto row = tables.find(Section::Facts, facts::Name, column.fact);
      about.type = static_cast<FactType>(tables.word(Section::Facts, *row, facts::Type));
      about.unascertainable = (tables.word(Section::Facts, *row, facts::Flags) & factUnascertainable) != 0;
      about.currency = std::string(tables.text(Section::Facts, *row, facts::Currency));
      for (uint32_t i = 0; i < tables.word(Section::Facts, *row, facts::ValueCount); ++i)
        about.values.emplace_back(
            tables.text(Section::Values, tables.word(Section::Facts, *row, facts::FirstValue) + i, values::Name));
      for (const std::string &value : about.values) about.keys.push_back(keyOf(value));
    }
    about.cells = cellTypeOf(column.kind, about.type);
    result.fields.emplace_back(static_cast<uint32_t>(result.columns.size()));
    result.form.columns.push_back(std::move(column));
    result.columns.push_back(std::move(about));
  }
  if (!idColumn.empty() && !result.id) errors.push_back(fmt::format("there is no column `{}`, as --id says", idColumn));
  if (errors.size() != before) return std::nullopt;
  return result;
}

void CaseHead::addSubject(const std::string &text, const Tables &tables) {
  const auto column = std::find_if(form.columns.begin(), form.columns.end(),
                                   [](const CaseColumn &one) { return one.kind == CaseColumn::Kind::Subject; });
  Case one;
  one.date = one.decided = *Date::of(2000, 1, 1);
  one.subject = namesIn(text);
  std::vector<std::string> errors;
  if (!BoundCase::bind(tables, one, errors)) {
    subjects[text].mistake = "cannot be: " + errors.front();
  } else if (column->subjects.size() == mostSubjects) {
    subjects[text].mistake = fmt::format("is one of more than {} different ones", mostSubjects);
  } else {
    subjects[text].code = static_cast<uint16_t>(column->subjects.size());
    column->subjects.push_back(std::move(one.subject));
  }
}

CaseCells::CaseCells(const CaseHead &head) : columns(head.columns.size()) {
  for (size_t c = 0; c < columns.size(); ++c) {
    constexpr size_t widths[] = {1, 2, 4, 8};
    columns[c].width = widths[static_cast<size_t>(head.columns[c].cells)];
  }
}

void CaseCells::clear() {
  rows = 0;
  for (Store &store : columns) std::fill(store.known.begin(), store.known.end(), 0);
}

void CaseCells::grow(size_t to) {
  capacity = std::max(to, capacity * 2);
  for (Store &store : columns) {
    store.cells.resize(capacity * store.width);
    store.known.resize((capacity + 63) / 64, 0);
  }
}

Date CaseCells::act(const CaseHead &head, size_t row) const {
  return {reinterpret_cast<const int32_t *>(columns[*head.act].cells.data())[row]};
}

const char *CaseCells::put(const CaseHead &head, uint32_t c, llvm::StringRef text, size_t row, bool &isKnown,
                           std::vector<std::string> &newSubjects) {
  const CaseHead::Column &about = head.columns[c];
  Store &store = columns[c];
  const bool never = about.unascertainable && text == "unascertainable";
  switch (about.cells) {
  case CellType::Bytes: {
    uint8_t value = 0;
    if (!about.values.empty()) {
      const uint64_t key = keyOf(text);
      const auto count = static_cast<uint8_t>(about.values.size());
      while (value < count && !(about.keys[value] == key && about.values[value].size() == text.size() &&
                                (text.size() <= 8 || text == about.values[value])))
        ++value;
      if (value == count && !never) return "is none of its values";
    } else {
      const size_t n = text.size();
      if (n == 4 || n == 5) { // one way for both: which it is cannot be guessed
        const uint64_t key = keyOf(text);
        value = key == keyOf("true") ? 1 : 0;
        if (key != keyOf(value ? "true" : "false") || n != 5U - value) value = 3;
      } else {
        value = text == "1" || text == "yes" ? 1 : text == "0" || text == "no" ? 0 : never ? 2 : 3;
      }
      if (value == 3) return "must be true or false";
    }
    set(store, row, value);
    return nullptr;
  }
  case CellType::Shorts: {
    const auto found = head.subjects.find(text.str());
    if (found == head.subjects.end()) newSubjects.push_back(text.str());
    const bool fine = found != head.subjects.end() && found->second.mistake.empty();
    set(store, row, fine ? found->second.code : uint16_t(0));
    return fine || found == head.subjects.end() ? nullptr : found->second.mistake.c_str();
  }
  case CellType::Ints: {
    int32_t value = INT32_MIN;
    if (about.type == FactType::Duration) {
      if (!never) {
        const auto length = Duration::parse(std::string_view(text));
        if (!length || length->count < 0) return "must be a duration, as in 30 days or 2 years";
        value = length->count;
        // Days and months are not compared with each other: by the law's own bounds this one cannot be placed.
        if ((length->unit == Duration::Unit::Months) != head.form.columns[c].months) isKnown = false;
      }
    } else if (!never) {
      const auto day = Date::parse(std::string_view(text));
      if (!day) return "must be a day, as in 2018-12-01";
      value = day->days;
    }
    set(store, row, value);
    return nullptr;
  }
  case CellType::Longs: {
    int64_t value = INT64_MIN;
    if (!never) {
      llvm::StringRef number = text;
      if (!about.currency.empty() && number.endswith(about.currency))
        number = number.drop_back(about.currency.size()).rtrim();
      if (!parseDecimal(number, head.form.columns[c].decimals, value) || (about.type == FactType::Count && value < 0))
        return about.type == FactType::Count ? "must be a whole number, zero or more"
               : about.type == FactType::Money
                   ? "must be a sum in its currency, as in 120000.00, with up to 4 digits behind the point"
                   : "must be a number, with up to 6 digits behind the point";
    }
    set(store, row, value);
    return nullptr;
  }
  }
  return nullptr;
}

std::string CaseCells::add(const CaseHead &head, const std::vector<CsvField> &record,
                           std::vector<std::string> &newSubjects) {
  const size_t row = rows++;
  if (rows > capacity) grow(std::max<size_t>(1024, rows));
  std::string wrong;
  const bool right = record.size() == head.fields.size();
  if (!right) wrong = fmt::format("{} fields; the head has {}", record.size(), head.fields.size());
  for (size_t f = 0; f < head.fields.size(); ++f) {
    if (!head.fields[f]) continue;
    const uint32_t c = *head.fields[f];
    llvm::StringRef text = right ? record[f].text : llvm::StringRef();
    if (!text.empty() &&
        (static_cast<unsigned char>(text.front()) <= ' ' || static_cast<unsigned char>(text.back()) <= ' '))
      text = text.trim();
    bool isKnown = !text.empty();
    if (isKnown) {
      if (const char *message = put(head, c, text, row, isKnown, newSubjects)) {
        if (wrong.empty()) wrong = fmt::format("`{}` {}: `{}`", head.columns[c].name, message, std::string_view(text));
        isKnown = false;
      }
    }
    // What is not known has a value as well, and nobody reads it.
    if (!isKnown) std::memset(columns[c].cells.data() + row * columns[c].width, 0, columns[c].width);
    columns[c].known[row / 64] |= uint64_t(isKnown) << row % 64;
  }
  return wrong;
}

std::vector<ColumnCells> CaseCells::cells() const {
  std::vector<ColumnCells> list;
  for (const Store &store : columns) list.push_back({store.cells.data(), store.known.data()});
  return list;
}

void CaseCells::take(const CaseCells &from, const std::vector<uint32_t> &which) {
  rows = which.size();
  grow(rows);
  for (size_t c = 0; c < columns.size(); ++c) {
    const size_t width = columns[c].width;
    std::fill(columns[c].known.begin(), columns[c].known.end(), 0);
    for (size_t i = 0; i < rows; ++i) {
      std::memcpy(columns[c].cells.data() + i * width, from.columns[c].cells.data() + which[i] * width, width);
      columns[c].known[i / 64] |= uint64_t(from.known(c, which[i])) << i % 64;
    }
  }
}

} // namespace proviso
