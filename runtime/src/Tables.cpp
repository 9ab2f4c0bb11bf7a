#include "proviso/Tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <future>

namespace proviso {

namespace {

using namespace layout;

constexpr uint64_t headerSize = 16, entrySize = 32;
constexpr size_t threadedFrom = size_t(1) << 20; // bytes

} // namespace

std::optional<Tables> Tables::load(std::string from, std::string &error) {
  const auto kept = std::make_shared<const std::string>(std::move(from));
  return check(*kept, kept, error);
}

std::optional<Tables> Tables::check(std::string_view bytes, std::shared_ptr<const void> owner, std::string &error) {
  Tables tables;
  tables.bytes = bytes;
  tables.owner = std::move(owner);
  if (!tables.readSections(error)) return std::nullopt;
  // A large file is read by two threads at once, where there can be two.
  std::string other;
  auto sums =
      std::async(bytes.size() > threadedFrom ? std::launch::async | std::launch::deferred : std::launch::deferred,
                 [&] { return tables.checkSums(error); });
  const bool meant = tables.checkWords(other) && tables.checkMeaning(other);
  if (!sums.get()) return std::nullopt;
  if (!meant) error = std::move(other);
  return meant ? std::optional(std::move(tables)) : std::nullopt;
}

bool Tables::readSections(std::string &error) {
  if (bytes.size() < headerSize || std::memcmp(bytes.data(), magic, sizeof magic) != 0) {
    error = "this is not a Proviso table file";
    return false;
  }
  if (readWord(8) != layoutVersion) {
    error = fmt::format("this table file has format {}, and this version reads format {}: build it again", readWord(8),
                        layoutVersion);
    return false;
  }
  const auto count = static_cast<uint32_t>(Section::Count);
  if (readWord(12) != count || bytes.size() < headerSize + count * entrySize) {
    error = "this table file is truncated: its section table is not whole";
    return false;
  }
  for (uint32_t i = 0; i < count; ++i) {
    const SectionLayout &about = sections()[i];
    const uint64_t entry = headerSize + i * entrySize;
    const uint64_t width = about.columns.empty() ? 1 : about.columns.size() * 4;
    const uint64_t rowCount = readLong(entry + 8), offset = readLong(entry + 16);
    if (readWord(entry) != about.columns.size() || rowCount >= terminalBit) {
      error = fmt::format("section {} of this table file is damaged", about.name);
      return false;
    }
    if (offset > bytes.size() || rowCount * width > bytes.size() - offset) {
      error = fmt::format("this table file is truncated: section {} is not whole", about.name);
      return false;
    }
    spans[i] = {offset, static_cast<uint32_t>(rowCount), static_cast<uint32_t>(about.columns.size())};
  }
  return true;
}

bool Tables::checkSums(std::string &error) const {
  for (uint32_t i = 0; i < sections().size(); ++i) {
    const SectionLayout &about = sections()[i];
    const uint64_t width = about.columns.empty() ? 1 : about.columns.size() * 4;
    if (checksum(bytes.data() + spans[i].offset, spans[i].rows * width) != readLong(headerSize + i * entrySize + 24)) {
      error = fmt::format("section {} of this table file is damaged: its checksum does not agree", about.name);
      return false;
    }
  }
  return true;
}

bool Tables::checkWords(std::string &error) const {
  constexpr uint32_t block = 256; // rows that stay in the fastest cache while column after column is looked at
  for (const SectionLayout &about : sections()) {
    const uint32_t rowCount = rows(about.section);
    for (uint32_t first = 0; first < rowCount; first += block)
      for (uint32_t c = 0; c < about.columns.size(); ++c) {
        const Column &column = about.columns[c];
        const uint64_t limit = column.target == Section::Count ? 0 : rows(column.target);
        const uint32_t end = std::min(rowCount, first + block);
        // All of them are looked at, without a question for each; which one it is matters only if one is wrong.
        auto all = [&](auto good) {
          bool fine = true;
          for (uint32_t row = first; row < end; ++row) fine &= good(word(about.section, row, c), row);
          if (fine) return true;
          uint32_t row = first;
          while (good(word(about.section, row, c), row)) ++row;
          error = fmt::format("this table file is damaged: {} of row {} in section {} leads nowhere", column.name, row,
                              about.name);
          return false;
        };
        bool good = true;
        switch (column.word) {
        case Word::Any: break;
        case Word::Below: good = all([&](uint32_t value, uint32_t) { return value < column.limit; }); break;
        case Word::String:
          good = all([strings = rows(Section::Strings)](uint32_t value, uint32_t) { return value < strings; });
          break;
        case Word::Row: good = all([limit](uint32_t value, uint32_t) { return value < limit; }); break;
        case Word::MaybeRow: good = all([limit](uint32_t value, uint32_t) { return value <= limit; }); break;
        case Word::EarlierRow: good = all([](uint32_t value, uint32_t row) { return value <= row; }); break;
        case Word::First:
          good = all(
              [&](uint32_t value, uint32_t row) { return uint64_t(value) + word(about.section, row, c + 1) <= limit; });
          break;
        case Word::Target:
          good = all([limit, terminals = std::max<uint64_t>(
                                 terminalTrue + 1, uint64_t(firstOutcome) + rows(Section::Outcomes))](uint32_t value,
                                                                                                      uint32_t) {
            return (value & ~terminalBit) < (value & terminalBit ? terminals : limit);
          });
          break;
        }
        if (!good) return false;
      }
  }
  return true;
}

/// What the description of single words cannot say: diagrams and trees end, and have the shape of their variables.
bool Tables::checkMeaning(std::string &error) const {
  auto damaged = [&](std::string_view what, uint32_t row) {
    error = fmt::format("this table file is damaged: {} {} has the wrong shape", what, row);
    return false;
  };
  for (uint32_t v = 0; v < rows(Section::Variables); ++v) {
    const auto kind = static_cast<VariableKind>(word(Section::Variables, v, variables::Kind));
    const bool ofFact = kind == VariableKind::Fact, isStated = kind == VariableKind::Stated,
               ofRole = kind == VariableKind::Role,
               ofProvision = kind == VariableKind::Breach || kind == VariableKind::Disobeyed ||
                             kind == VariableKind::InForce || kind == VariableKind::Succession;
    const uint32_t fact = word(Section::Variables, v, variables::Fact),
                   size = word(Section::Variables, v, variables::Size);
    if (size == 0 || ((ofFact || isStated) && fact == 0) ||
        (ofRole && word(Section::Variables, v, variables::Index) == 0) ||
        (ofProvision && word(Section::Variables, v, variables::Provision) == 0) ||
        (kind == VariableKind::Comparison && word(Section::Variables, v, variables::Expr) == 0) ||
        (kind == VariableKind::Record && word(Section::Variables, v, variables::Record) == 0))
      return damaged("variable", v);
    uint32_t wanted = 2;
    if (kind == VariableKind::Form) wanted = rows(Section::Forms) + 1;
    if (ofFact) {
      const auto type = static_cast<FactType>(word(Section::Facts, fact - 1, facts::Type));
      const bool open = word(Section::Facts, fact - 1, facts::Flags) & factUnascertainable;
      wanted = (type == FactType::Boolean  ? 2
                : type == FactType::Choice ? word(Section::Facts, fact - 1, facts::ValueCount)
                                           : word(Section::Variables, v, variables::CutCount) + 1) +
               (open ? 1 : 0);
    }
    if (kind == VariableKind::Succession)
      wanted =
          1 + std::max<uint32_t>(2, word(Section::Provisions, word(Section::Variables, v, variables::Provision) - 1,
                                         provisions::SuccessorCount));
    if (size != wanted) return damaged("variable", v);
  }
  // What a number named is followed by what is in its place.
  for (uint32_t c = 0; c < rows(Section::Chains); ++c) {
    const uint32_t first = word(Section::Chains, c, chains::FirstLink),
                   count = word(Section::Chains, c, chains::LinkCount);
    if (count != 0 && word(Section::Links, first + count - 1, links::Named)) return damaged("chain", c);
  }
  // Variables with one question ask the same.
  std::vector<uint32_t> asked(rows(Section::Variables), UINT32_MAX);
  for (uint32_t v = 0; v < rows(Section::Variables); ++v) {
    const uint32_t question = word(Section::Variables, v, variables::Question);
    if (question >= asked.size()) return damaged("variable", v);
    const uint32_t first = asked[question] == UINT32_MAX ? asked[question] = v : asked[question];
    for (uint32_t column : {variables::Kind, variables::Owner, variables::Fact, variables::Provision, variables::Index,
                            variables::Months, variables::Expr, variables::Relation})
      if (column != variables::Months || (word(Section::Variables, v, variables::CutCount) != 0 &&
                                          word(Section::Variables, first, variables::CutCount) != 0))
        if (word(Section::Variables, v, column) != word(Section::Variables, first, column))
          return damaged("variable", v);
  }
  for (uint32_t q = 0; q < rows(Section::Quantities); ++q)
    if (number(Section::Quantities, q, quantities::TopLow).denominator() <= 0) return damaged("quantity", q);
  for (uint32_t c = 0; c < rows(Section::Cuts); ++c)
    if (number(Section::Cuts, c, cuts::TopLow).denominator() <= 0) return damaged("bound", c);
  for (uint32_t e = 0; e < rows(Section::Exprs); ++e) {
    const auto op = static_cast<ExprOp>(word(Section::Exprs, e, exprs::Op));
    const bool binary =
        op != ExprOp::Constant && op != ExprOp::Fact && op != ExprOp::ActDay && op != ExprOp::DecisionDay;
    if (binary != (word(Section::Exprs, e, exprs::Left) != 0) ||
        binary != (word(Section::Exprs, e, exprs::Right) != 0) ||
        (op == ExprOp::Fact && word(Section::Exprs, e, exprs::Fact) == 0) ||
        number(Section::Exprs, e, exprs::TopLow).denominator() <= 0)
      return damaged("expression", e);
  }
  for (uint32_t n = 0; n < rows(Section::Nodes); ++n) {
    const uint32_t first = word(Section::Nodes, n, nodes::FirstChild),
                   count = word(Section::Nodes, n, nodes::ChildCount);
    if (count != word(Section::Variables, word(Section::Nodes, n, nodes::Variable), variables::Size))
      return damaged("node", n);
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t child = word(Section::Children, first + i, children::Target);
      if (!(child & terminalBit) && child >= n) return damaged("node", n);
    }
  }
  for (uint32_t a = 0; a < rows(Section::Adjustments); ++a)
    if (word(Section::Adjustments, a, adjustments::Adjectives) == 0) return damaged("adjustment", a);
  for (uint32_t c = 0; c < rows(Section::Concurrences); ++c) {
    const auto rule = static_cast<ConcurrenceRule>(word(Section::Concurrences, c, concurrences::Rule));
    if (word(Section::Concurrences, c, concurrences::PartyCount) == 0 ||
        (rule == ConcurrenceRule::HighestOfKind) != (word(Section::Concurrences, c, concurrences::Kind) != 0))
      return damaged("concurrence", c);
  }
  for (uint32_t o = 0; o < rows(Section::Outcomes); ++o) {
    const auto op = static_cast<OutcomeOp>(word(Section::Outcomes, o, outcomes::Op));
    const uint32_t first = word(Section::Outcomes, o, outcomes::FirstBranch),
                   count = word(Section::Outcomes, o, outcomes::BranchCount);
    if ((op == OutcomeOp::Kind && word(Section::Outcomes, o, outcomes::Kind) == 0) ||
        (op == OutcomeOp::Referral && word(Section::Outcomes, o, outcomes::Referral) == 0) ||
        (op == OutcomeOp::AlsoOrOnly && count != 2))
      return damaged("outcome", o);
    for (uint32_t i = 0; i < count; ++i)
      if (word(Section::Branches, first + i, branches::Outcome) >= o) return damaged("outcome", o);
  }
  return true;
}

std::string_view Tables::string(uint32_t row) const {
  const uint64_t offset = word(Section::Strings, row, strings::Offset),
                 length = word(Section::Strings, row, strings::Length);
  return bytes.substr(spans[static_cast<size_t>(Section::Text)].offset + offset, length);
}

Number Tables::number(Section section, uint32_t row, uint32_t column) const {
  auto wide = [&](uint32_t c) {
    return static_cast<int64_t>(word(section, row, c) | uint64_t(word(section, row, c + 1)) << 32);
  };
  return Number::raw(wide(column), wide(column + 2));
}

std::optional<uint32_t> Tables::find(Section section, uint32_t nameColumn, std::string_view name) const {
  for (uint32_t row = 0; row < rows(section); ++row)
    if (text(section, row, nameColumn) == name) return row;
  return std::nullopt;
}

std::optional<uint32_t> Tables::provision(std::string_view id) const {
  return find(Section::Provisions, provisions::Id, id);
}

std::optional<uint32_t> Tables::parent(uint32_t provision) const {
  const uint32_t parent = word(Section::Provisions, provision, provisions::Parent);
  if (parent == 0) return std::nullopt;
  return parent - 1;
}

bool Tables::isUnder(uint32_t inner, uint32_t outer) const {
  for (std::optional<uint32_t> at = inner; at; at = parent(*at))
    if (*at == outer) return true;
  return false;
}

} // namespace proviso
