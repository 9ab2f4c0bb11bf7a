#include "cli/CaseColumns.h"

#include "proviso/NearestName.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <cstring>

namespace proviso {

using namespace layout;

namespace {

/// Digits behind the point that a sum of money, and a number, may have.
constexpr uint8_t moneyDecimals = 4, numberDecimals = 6;

using Store = CaseHead::Column::Store;

Store storeOf(const CaseColumn &column, FactType type) {
  switch (column.kind) {
  case CaseColumn::Kind::Act:
  case CaseColumn::Kind::Decided: return Store::Ints;
  case CaseColumn::Kind::Subject: return Store::Shorts;
  case CaseColumn::Kind::Violates:
  case CaseColumn::Kind::Disobeyed: return Store::Bytes;
  case CaseColumn::Kind::Fact: break;
  }
  if (type == FactType::Boolean || type == FactType::Choice) return Store::Bytes;
  return type == FactType::Date || type == FactType::Duration ? Store::Ints : Store::Longs;
}

/// Some variable compares the fact with months.
bool comparesMonths(const Tables &tables, uint32_t fact) {
  for (uint32_t v = 0; v < tables.rows(Section::Variables); ++v)
    if (tables.word(Section::Variables, v, variables::Fact) == fact + 1 &&
        tables.word(Section::Variables, v, variables::CutCount) != 0)
      return tables.word(Section::Variables, v, variables::Months) != 0;
  return false;
}

std::vector<std::string> namesIn(llvm::StringRef text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const auto [name, rest] =
        text.split(text.find_first_of(" ;,|") == llvm::StringRef::npos ? '\0' : text[text.find_first_of(" ;,|")]);
    if (!name.trim().empty()) names.push_back(name.trim().str());
    text = rest;
  }
  return names;
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

bool parseDay(llvm::StringRef text, int32_t &day) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  auto digits = [&](size_t from, size_t count) {
    unsigned value = 0;
    for (size_t i = from; i < from + count; ++i) {
      const unsigned digit = static_cast<unsigned char>(text[i]) - unsigned('0');
      if (digit > 9) return 10'000U;
      value = value * 10 + digit;
    }
    return value;
  };
  const unsigned year = digits(0, 4), month = digits(5, 2), of = digits(8, 2);
  if (year > 9999) return false;
  const auto found = Date::of(static_cast<int>(year), month, of);
  if (!found) return false;
  day = found->days;
  return true;
}

/// `1200`, `-3.50`, as units of 10^-decimals.
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
    CaseColumn column;
    Column about;
    about.name = name.str();
    if (name == "date") {
      column.kind = CaseColumn::Kind::Act;
      result.act = static_cast<uint32_t>(result.columns.size());
    } else if (name == "decided") {
      column.kind = CaseColumn::Kind::Decided;
    } else if (name == "subject") {
      column.kind = CaseColumn::Kind::Subject;
    } else if (name.startswith("violates ") || name.startswith("disobeyed ")) {
      column.kind = name.startswith("v") ? CaseColumn::Kind::Violates : CaseColumn::Kind::Disobeyed;
      column.provision = name.split(' ').second.trim().str();
    } else {
      const auto [fact, provision] = name.split(" in ");
      column.fact = fact.trim().str();
      column.provision = provision.trim().str();
      const auto row = tables.find(Section::Facts, facts::Name, column.fact);
      if (!row) {
        std::vector<std::string_view> names{"date", "decided", "subject"};
        for (uint32_t r = 0; r < tables.rows(Section::Facts); ++r)
          names.push_back(tables.text(Section::Facts, r, facts::Name));
        const std::string_view near = nearestName(column.fact, names);
        errors.push_back(fmt::format("column `{}` is no fact{}; --id names the column that names the case",
                                     std::string_view(name),
                                     near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
        continue;
      }
      about.type = static_cast<FactType>(tables.word(Section::Facts, *row, facts::Type));
      about.unascertainable = (tables.word(Section::Facts, *row, facts::Flags) & factUnascertainable) != 0;
      about.counts = about.type == FactType::Count;
      about.currency = std::string(tables.text(Section::Facts, *row, facts::Currency));
      for (uint32_t i = 0; i < tables.word(Section::Facts, *row, facts::ValueCount); ++i)
        about.values.emplace_back(
            tables.text(Section::Values, tables.word(Section::Facts, *row, facts::FirstValue) + i, values::Name));
      for (const std::string &value : about.values) about.keys.push_back(keyOf(value));
      if (about.type == FactType::Money) column.decimals = moneyDecimals;
      if (about.type == FactType::Number) column.decimals = numberDecimals;
      if (about.type == FactType::Duration) column.months = comparesMonths(tables, *row);
    }
    about.store = storeOf(column, about.type);
    result.fields.emplace_back(static_cast<uint32_t>(result.columns.size()));
    result.form.columns.push_back(std::move(column));
    result.columns.push_back(std::move(about));
  }
  if (!idColumn.empty() && !result.id) errors.push_back(fmt::format("there is no column `{}`, as --id says", idColumn));
  if (errors.size() != before) return std::nullopt;
  return result;
}

void CaseHead::addSubject(const std::string &text) {
  for (CaseColumn &column : form.columns)
    if (column.kind == CaseColumn::Kind::Subject) {
      subjects.emplace(text, static_cast<uint16_t>(column.subjects.size()));
      column.subjects.push_back(namesIn(text));
    }
}

CaseCells::CaseCells(const CaseHead &head) : columns(head.columns.size()) {
  for (size_t c = 0; c < columns.size(); ++c) {
    constexpr size_t widths[] = {1, 2, 4, 8};
    columns[c].width = widths[static_cast<size_t>(head.columns[c].store)];
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
  switch (about.store) {
  case CaseHead::Column::Store::Bytes: {
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
  case CaseHead::Column::Store::Shorts: {
    const auto found = head.subjects.find(text.str());
    if (found == head.subjects.end()) newSubjects.push_back(text.str());
    set(store, row, found == head.subjects.end() ? uint16_t(0) : found->second);
    return nullptr;
  }
  case CaseHead::Column::Store::Ints: {
    int32_t value = INT32_MIN;
    if (about.type == FactType::Duration) {
      const auto [number, unit] = text.split(' ');
      int32_t count = 0;
      if (!never) {
        if (number.getAsInteger(10, count) || count < 0) return "must be a duration, as in 30 days or 2 years";
        const llvm::StringRef of = unit.trim();
        const bool years = of.startswith("year"), months = of.startswith("month");
        if (!years && !months && !of.startswith("day")) return "must be a duration, as in 30 days or 2 years";
        if (years && count > INT32_MAX / 12) return "is too long";
        value = years ? count * 12 : count;
        // Days and months are not compared with each other: by the law's own bounds this one cannot be placed.
        if ((years || months) != head.form.columns[c].months) isKnown = false;
      }
    } else if (!never && !parseDay(text, value)) {
      return "must be a day, as in 2018-12-01";
    }
    set(store, row, value);
    return nullptr;
  }
  case CaseHead::Column::Store::Longs: {
    int64_t value = INT64_MIN;
    if (!never) {
      llvm::StringRef number = text;
      if (!about.currency.empty() && number.endswith(about.currency))
        number = number.drop_back(about.currency.size()).rtrim();
      if (!parseDecimal(number, head.form.columns[c].decimals, value) || (about.counts && value < 0))
        return about.counts ? "must be a whole number, zero or more"
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
