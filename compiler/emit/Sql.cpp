// SQL: for each provision a table for cases, a view that decides them, and a table of outcomes.
//
// Each input is first coded as the number of its value, -1 where it is unknown: dialects differ on what NULL does in a
// conjunction, and not on small integers. Rows are disjoint, so the one that certainly matches decides; where none does
// and some may, the answer is -1. Tables with many rows become rules that are joined, as masks of codes.
#include "emit/Inputs.h"
#include "emit/TableText.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>

#include <set>

namespace proviso {

namespace {

/// More rows than this are rules in a table of their own.
constexpr size_t maxCaseRows = 48;
/// PostgreSQL cuts names off after 63 bytes.
constexpr size_t maxName = 63;

class Query {
public:
  Query(const EmitInput &input, const ProvisionTable &table, SqlDialect dialect)
      : input(input), program(input.program), table(table), p(program.provisions[table.provision]), dialect(dialect),
        inputs(inputsOf(program, table)) {
    std::set<std::string> taken;
    for (const Input &one : inputs) {
      columns.push_back(shortened(one.name, one.id, taken));
      flags.push_back(one.open ? shortened(one.name + "_unascertainable", one.id + "u", taken) : "");
    }
    for (const Effect &effect : table.effects) outcomesOf.push_back(outcomesInRows(effect));
    stem = shortened(identifier(p.id), fmt::format("p{}", table.provision), taken, maxName - 10);
  }

  std::string run() {
    std::string out = fmt::format("-- {}{}. In force {}.\n", p.citation,
                                  p.title.empty() ? "" : fmt::format(" \"{}\"", oneLine(p.title)), spanText(p.span));
    for (const std::string &relation : relationsOf(program, table.provision)) out += "-- " + oneLine(relation) + "\n";
    out += fmt::format("-- Made by proviso {} from sources {}. An aid in reading the law, and no legal advice.\n",
                       input.version, input.fingerprint);
    if (dialect == SqlDialect::Spark) out += "-- This dialect has not been tested in its engine.\n";
    return out + "\n" + cases() + outcomes() + (joined() ? rules() : "") + view();
  }

private:
  // ---- words of the dialect

  bool isClickHouse() const { return dialect == SqlDialect::ClickHouse; }

  std::string name(const std::string &text) const {
    const char quote = isClickHouse() || dialect == SqlDialect::Spark ? '`' : '"';
    return quote + text + quote;
  }

  std::string text(const std::string &value) const {
    const bool backslash = isClickHouse() || dialect == SqlDialect::Spark;
    std::string out = "'";
    for (const char c : value) {
      if (c == '\'') out += backslash ? '\\' : '\'';
      if (c == '\\' && backslash) out += '\\';
      out += c;
    }
    return out + "'";
  }

  static std::string shortened(const std::string &wanted, const std::string &id, std::set<std::string> &taken,
                               size_t most = maxName) {
    std::string name = wanted;
    if (name.size() > most) {
      size_t at = most - id.size() - 1;
      while (at > 0 && (static_cast<unsigned char>(name[at]) & 0xC0) == 0x80) --at;
      name = name.substr(0, at) + "_" + id;
    }
    while (!taken.insert(name).second) name = id + "_" + name.substr(0, most - id.size() - 1);
    return name;
  }

  std::string columnType(const Input &one) const {
    const std::string plain = [&]() -> std::string {
      switch (one.type) {
      case Input::Type::Boolean: return isClickHouse() ? "UInt8" : "BOOLEAN";
      case Input::Type::Number: return isClickHouse() ? "Decimal128(6)" : "DECIMAL(38, 6)";
      case Input::Type::Date: return isClickHouse() ? "Int32" : "DATE";
      case Input::Type::Span:
      case Input::Type::Months: return isClickHouse() ? "Int32" : "INTEGER";
      case Input::Type::Text: return isClickHouse() ? "String" : dialect == SqlDialect::Spark ? "STRING" : "VARCHAR";
      }
      return "";
    }();
    return isClickHouse() ? fmt::format("Nullable({})", plain) : plain;
  }

  std::string engine(const char *order) const {
    return isClickHouse() ? fmt::format("ENGINE = MergeTree() PARTITION BY tuple() ORDER BY {}", order) : "";
  }

  // ---- tables

  std::string cases() const {
    std::string out = fmt::format(
        "-- One row for each case, or for each person of one. NULL is unknown. A table or view of this name\n"
        "-- with these columns, wherever its rows are, serves as well.\n"
        "CREATE TABLE IF NOT EXISTS {} (\n  case_id {}",
        name(stem + "_cases"), isClickHouse() ? "Int64" : "BIGINT");
    for (size_t i = 0; i < inputs.size(); ++i) {
      const Input &one = inputs[i];
      out += fmt::format(",\n  {} {}", name(columns[i]), columnType(one));
      if (!one.values.empty() && (dialect == SqlDialect::DuckDb || dialect == SqlDialect::Postgres)) {
        std::vector<std::string> values;
        for (const std::string &value : one.values) values.push_back(text(value));
        out += fmt::format(" CHECK ({} IN ({}))", name(columns[i]), fmt::join(values, ", "));
      }
      out += fmt::format(" /* {} */", comment(one));
      if (one.open)
        out += fmt::format(",\n  {} {} /* {} cannot be established */", name(flags[i]),
                           isClickHouse() ? "Nullable(UInt8)" : "BOOLEAN", comment(one));
    }
    return out + "\n)" + space(engine("case_id")) + ";\n\n";
  }

  static std::string space(const std::string &words) { return words.empty() ? "" : " " + words; }

  static std::string comment(const Input &one) {
    std::string words = oneLine(one.label);
    for (size_t at = 0; (at = words.find("*/", at)) != std::string::npos;) words.replace(at, 2, "* /");
    if (one.type == Input::Type::Span) words += ", in days";
    if (one.type == Input::Type::Months) words += ", in months";
    return words;
  }

  std::string outcomes() {
    const std::string string =
        isClickHouse() || dialect == SqlDialect::Spark ? isClickHouse() ? "String" : "STRING" : "VARCHAR";
    const std::string decimal = isClickHouse() ? "Nullable(Decimal128(6))" : "DECIMAL(38, 6)";
    const std::string whole = isClickHouse() ? "Int32" : "INTEGER";
    std::string out =
        fmt::format("-- What the numbers of the effects mean.\nCREATE TABLE {0} (effect {1}, outcome {1}, name {2}, "
                    "addressee {2}, basis {2}, sanction {2},\n  min {3}, max {3}, unit {2}, mode {2}, "
                    "authority {2}){4};\n",
                    name(stem + "_outcomes"), whole, string, decimal, space(engine("(effect, outcome)")));
    std::vector<std::string> values;
    for (size_t e = 0; e < table.effects.size(); ++e) {
      const Effect &effect = table.effects[e];
      for (size_t o = 0; o < outcomesOf[e].size(); ++o) {
        const PlainOutcome plain = plainOutcome(input, outcomesOf[e][o]);
        auto bound = [&](const std::optional<Number> &at) {
          return at ? isClickHouse() ? fmt::format("'{}'", at->text()) : at->text() : std::string("NULL");
        };
        values.push_back(fmt::format("({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})", e + 1, o + 1,
                                     text(effect.name + perOf(program, effect)), text(addresseeOf(program, effect)),
                                     text(basisOf(program, effect)), text(plain.text), bound(plain.low),
                                     bound(plain.high), text(plain.unit), text(plain.mode), text(plain.authority)));
      }
    }
    return out + insert(stem + "_outcomes", values) + "\n";
  }

  /// ClickHouse's client takes one line of values at a time.
  std::string insert(const std::string &into, const std::vector<std::string> &values) const {
    if (values.empty()) return {};
    if (!isClickHouse()) return fmt::format("INSERT INTO {} VALUES\n  {};\n", name(into), fmt::join(values, ",\n  "));
    std::string out;
    for (const std::string &one : values) out += fmt::format("INSERT INTO {} VALUES {};\n", name(into), one);
    return out;
  }

  /// What stands for an outcome of an effect, from 1 on.
  size_t numberOf(size_t effect, uint32_t outcome) const {
    const std::vector<uint32_t> &list = outcomesOf[effect];
    return static_cast<size_t>(llvm::find(list, outcome) - list.begin()) + 1;
  }

  // ---- codes

  /// `x < 5`, exactly: where the bound is no finite decimal, both sides are multiplied.
  std::string below(size_t i, const Cut &cut) const {
    const char *relation = cut.after ? "<=" : "<";
    const std::string column = name(columns[i]);
    switch (inputs[i].type) {
    case Input::Type::Date: {
      const Date day{static_cast<int32_t>(cut.at.numerator())};
      return isClickHouse() ? fmt::format("{} {} {}", column, relation, day.days)
                            : fmt::format("{} {} DATE '{}'", column, relation, day.text());
    }
    case Input::Type::Number: {
      int64_t rest = cut.at.denominator();
      for (const int64_t prime : {2, 5})
        while (rest % prime == 0) rest /= prime;
      auto literal = [&](const std::string &digits) {
        return isClickHouse() ? fmt::format("toDecimal128('{}', 6)", digits) : digits;
      };
      if (rest == 1) return fmt::format("{} {} {}", column, relation, literal(cut.at.text()));
      return fmt::format("{} * {} {} {}", column, literal(std::to_string(cut.at.denominator())), relation,
                         literal(std::to_string(cut.at.numerator())));
    }
    default: return fmt::format("{} {} {}", column, relation, cut.at.text());
    }
  }

  std::string code(size_t i) const {
    const Input &one = inputs[i];
    const std::string column = name(columns[i]);
    std::string out = "CASE";
    if (one.open)
      out += fmt::format(" WHEN {}{} THEN {}", name(flags[i]), isClickHouse() ? " = 1" : "",
                         table.variables[one.variable].size - 1);
    switch (one.type) {
    case Input::Type::Boolean:
      out += isClickHouse() ? fmt::format(" WHEN {0} IS NULL THEN -1 WHEN {0} = 1 THEN 1 ELSE 0", column)
                            : fmt::format(" WHEN {0} IS NULL THEN -1 WHEN {0} THEN 1 ELSE 0", column);
      break;
    case Input::Type::Text:
      out += fmt::format(" WHEN {} IS NULL THEN -1", column);
      for (size_t value = 0; value < one.values.size(); ++value)
        out += fmt::format(" WHEN {} = {} THEN {}", column, text(one.values[value]), value);
      out += " ELSE -1";
      break;
    default: {
      out += fmt::format(" WHEN {} IS NULL THEN -1", column);
      size_t value = 0;
      for (const Cut &cut : table.variables[one.variable].cuts)
        out += fmt::format(" WHEN {} THEN {}", below(i, cut), value++);
      out += fmt::format(" ELSE {}", value);
    }
    }
    return out + " END";
  }

  // ---- few rows: CASE

  /// Whether the row matches; or may, where what is unknown turns out so.
  std::string match(const Rows &rows, const Row &row, bool perhaps) const {
    std::vector<std::string> parts;
    for (size_t c = 0; c < rows.columns.size(); ++c) {
      const Variable &variable = table.variables[rows.columns[c]];
      if (row.cells[c] == allValues(variable)) continue;
      std::vector<std::string> codes;
      if (perhaps) codes.emplace_back("-1");
      for (uint32_t value = 0; value < variable.size; ++value)
        if (row.cells[c] >> value & 1) codes.push_back(std::to_string(value));
      parts.push_back(codes.size() == 1 ? fmt::format("v{} = {}", rows.columns[c] + 1, codes.front())
                                        : fmt::format("v{} IN ({})", rows.columns[c] + 1, fmt::join(codes, ", ")));
    }
    return parts.empty() ? "1 = 1" : fmt::format("{}", fmt::join(parts, " AND "));
  }

  std::string anyOf(const Rows &rows, bool perhaps) const {
    std::vector<std::string> parts;
    for (const Row &row : rows.rows) parts.push_back("(" + match(rows, row, perhaps) + ")");
    return parts.empty() ? "1 = 0" : fmt::format("{}", fmt::join(parts, "\n      OR "));
  }

  /// Whether some row matches.
  std::string truthCase(const Rows &rows) const {
    return fmt::format("CASE WHEN {} THEN 1\n    WHEN {} THEN -1 ELSE 0 END", anyOf(rows, false), anyOf(rows, true));
  }

  std::string effectCase(size_t e) const {
    const Effect &effect = table.effects[e];
    std::string out = "CASE WHEN elements = 0 THEN 0";
    for (const Row &row : effect.rows.rows)
      out += fmt::format("\n    WHEN elements = 1 AND {} THEN {}", match(effect.rows, row, false),
                         numberOf(e, row.outcome));
    return out + fmt::format("\n    WHEN {} THEN -1 ELSE 0 END", anyOf(effect.rows, true));
  }

  // ---- many rows: rules

  bool joined() const {
    size_t rows = table.elementRows.rows.size();
    for (const Effect &effect : table.effects) rows += effect.rows.rows.size();
    for (const AdjustmentTable &one : table.adjustments) rows += one.rows.rows.size();
    return rows > maxCaseRows && llvm::all_of(table.variables, [](const Variable &one) { return one.size < 62; });
  }

  /// The columns that some row restricts.
  std::vector<uint32_t> tested() const {
    std::set<uint32_t> list(table.elementRows.columns.begin(), table.elementRows.columns.end());
    for (const Effect &effect : table.effects) list.insert(effect.rows.columns.begin(), effect.rows.columns.end());
    for (const AdjustmentTable &one : table.adjustments) list.insert(one.rows.columns.begin(), one.rows.columns.end());
    return {list.begin(), list.end()};
  }

  /// Rule 0 is of the elements; those of adjustments come after those of the effects. Bit 0 of a mask stands for an
  /// unknown input, bit n for its value n - 1.
  std::string rules() const {
    const std::vector<uint32_t> list = tested();
    const std::string wide = isClickHouse() ? "Int64" : "BIGINT", whole = isClickHouse() ? "Int32" : "INTEGER";
    std::string out =
        fmt::format("-- The rows: what the inputs may be, as masks of their numbers.\nCREATE TABLE {0} (effect "
                    "{1}, outcome {1}",
                    name(stem + "_rules"), whole);
    for (uint32_t v : list) out += fmt::format(", m{} {}", v + 1, wide);
    out += ")" + space(engine("(effect, outcome)")) + ";\n";
    std::vector<std::string> values;
    auto rule = [&](size_t effect, size_t outcome, const Rows &rows, const Row &row) {
      std::string line = fmt::format("({}, {}", effect, outcome);
      for (uint32_t v : list) {
        const auto found = llvm::find(rows.columns, v);
        const uint64_t all = allValues(table.variables[v]);
        const uint64_t cell =
            found == rows.columns.end() ? all : row.cells[static_cast<size_t>(found - rows.columns.begin())];
        // What does not matter is matched by an unknown input as well.
        line += fmt::format(", {}", cell << 1 | (cell == all ? 1 : 0));
      }
      values.push_back(line + ")");
    };
    for (const Row &row : table.elementRows.rows) rule(0, 1, table.elementRows, row);
    for (size_t e = 0; e < table.effects.size(); ++e)
      for (const Row &row : table.effects[e].rows.rows)
        rule(e + 1, numberOf(e, row.outcome), table.effects[e].rows, row);
    for (size_t a = 0; a < table.adjustments.size(); ++a)
      for (const Row &row : table.adjustments[a].rows.rows)
        rule(table.effects.size() + a + 1, 1, table.adjustments[a].rows, row);
    return out + insert(stem + "_rules", values) + "\n";
  }

  std::string bit(uint32_t v) const {
    if (isClickHouse()) return fmt::format("bitAnd(bitShiftRight(m{0}, v{0} + 1), 1)", v + 1);
    if (dialect == SqlDialect::Spark) return fmt::format("(shiftright(m{0}, v{0} + 1) & 1)", v + 1);
    return fmt::format("((m{0} >> (v{0} + 1)) & 1)", v + 1);
  }

  /// Each input that the rule restricts has one of its values; or, perhaps, is unknown.
  std::string fits(bool perhaps) const {
    std::vector<std::string> parts;
    for (uint32_t v : tested())
      parts.push_back(perhaps ? fmt::format("(v{} = -1 OR {} = 1)", v + 1, bit(v)) : fmt::format("{} = 1", bit(v)));
    return parts.empty() ? "1 = 1" : fmt::format("{}", fmt::join(parts, " AND "));
  }

  // ---- the view

  std::string view() const {
    std::string coded = "SELECT case_id";
    for (size_t i = 0; i < inputs.size(); ++i) coded += fmt::format(",\n    {} AS v{}", code(i), i + 1);
    coded += fmt::format("\n  FROM {}", name(stem + "_cases"));
    std::string out = fmt::format(
        "-- elements: 1 made out, 0 not, -1 undetermined. effectN: the number of the outcome, 0 nothing, -1\n"
        "-- undetermined. What is -1 may be settled by what always holds; a case that contradicts\n"
        "-- that has no meaning.{}\n{}CREATE VIEW {} AS\n",
        table.adjustments.empty() ? "" : " adjustmentN: 1 takes effect, 0 not, -1 undetermined.", adjustments(),
        name(stem));
    if (!joined()) {
      std::string effects;
      for (size_t e = 0; e < table.effects.size(); ++e)
        effects += fmt::format(",\n  {} AS effect{}", effectCase(e), e + 1);
      for (size_t a = 0; a < table.adjustments.size(); ++a)
        effects += fmt::format(",\n  {} AS adjustment{}", truthCase(table.adjustments[a].rows), a + 1);
      std::string kept;
      for (uint32_t v : tested()) kept += fmt::format(", v{}", v + 1);
      return out +
             fmt::format(
                 "SELECT case_id, elements{}\nFROM (SELECT case_id{},\n  {} AS elements\nFROM (\n  {}\n) {}) {};\n",
                 effects, kept, truthCase(table.elementRows), coded, alias("coded"), alias("known"));
    }
    // Whether some rule of each effect certainly matches, and which; and whether some may.
    std::string sums;
    for (size_t e = 0; e <= table.effects.size() + table.adjustments.size(); ++e)
      sums += fmt::format(
          ",\n  max(CASE WHEN effect = {0} AND fits = 1 THEN outcome ELSE 0 END) AS sure{0},\n  max(CASE WHEN effect "
          "= {0} THEN perhaps ELSE 0 END) AS perhaps{0}",
          e);
    std::string columns = ",\n  CASE WHEN sure0 = 1 THEN 1 WHEN perhaps0 = 1 THEN -1 ELSE 0 END AS elements";
    for (size_t e = 1; e <= table.effects.size(); ++e)
      columns += fmt::format(
          ",\n  CASE WHEN sure0 = 0 AND perhaps0 = 0 THEN 0 WHEN sure0 = 1 AND sure{0} > 0 THEN sure{0} WHEN "
          "perhaps{0} = 1 THEN -1 ELSE 0 END AS effect{0}",
          e);
    for (size_t a = 1; a <= table.adjustments.size(); ++a)
      columns +=
          fmt::format(",\n  CASE WHEN sure{0} = 1 THEN 1 WHEN perhaps{0} = 1 THEN -1 ELSE 0 END AS adjustment{1}",
                      table.effects.size() + a, a);
    return out + fmt::format("SELECT case_id{}\nFROM (SELECT case_id{}\nFROM (SELECT case_id, effect, outcome,\n  CASE "
                             "WHEN {} THEN 1 ELSE "
                             "0 END AS fits,\n  CASE WHEN {} THEN 1 ELSE 0 END AS perhaps\nFROM (\n  {}\n) {} CROSS "
                             "JOIN {}) {}\nGROUP BY "
                             "case_id) {};\n",
                             columns, sums, fits(false), fits(true), coded, alias("coded"), name(stem + "_rules"),
                             alias("tried"), alias("found"));
  }

  std::string adjustments() const {
    std::string out;
    for (size_t a = 0; a < table.adjustments.size(); ++a)
      out += fmt::format("-- adjustment{}: {}\n", a + 1, oneLine(p.adjustments[table.adjustments[a].index].text));
    return out;
  }

  std::string alias(const char *word) const { return isClickHouse() ? "" : word; }

  const EmitInput &input;
  const ir::Program &program;
  const ProvisionTable &table;
  const ir::Provision &p;
  SqlDialect dialect;
  std::vector<Input> inputs;
  std::vector<std::string> columns, flags;       // names
  std::vector<std::vector<uint32_t>> outcomesOf; // by effect, in the order of their numbers
  std::string stem;
};

} // namespace

std::optional<SqlDialect> sqlDialectNamed(std::string_view name) {
  if (name == "duckdb") return SqlDialect::DuckDb;
  if (name == "postgres") return SqlDialect::Postgres;
  if (name == "clickhouse") return SqlDialect::ClickHouse;
  if (name == "spark") return SqlDialect::Spark;
  return std::nullopt;
}

std::vector<Artefact> emitSql(const EmitInput &input, SqlDialect dialect) {
  std::vector<Artefact> files;
  for (const ProvisionTable &table : input.tables.provisions)
    if (!isTooLarge(table))
      files.emplace_back("sql/" + fileStem(input.program.provisions[table.provision].id) + ".sql",
                         Query(input, table, dialect).run());
  return files;
}

} // namespace proviso
