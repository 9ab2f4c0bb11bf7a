// Artefacts: one function for each format. All are pure, and give the same bytes for the same input.
#pragma once

#include "tables/DecisionTables.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proviso {

/// What every artefact is made of.
struct EmitInput {
  const ir::Program &program;
  const DecisionTables &tables;
  std::string fingerprint; // of the sources
  std::string version;     // of the compiler
};

/// A file of an artefact: its path below the output folder, and its bytes.
using Artefact = std::pair<std::string, std::string>;

/// The runtime's own form (proviso/Layout.h).
std::string emitCompiledForm(const EmitInput &input);
std::string emitIr(const EmitInput &input);
std::string emitTablesJson(const EmitInput &input);
/// One file for each provision.
std::vector<Artefact> emitCsv(const EmitInput &input);
std::vector<Artefact> emitMarkdown(const EmitInput &input);
/// Pages that need nothing else, and an index.
std::vector<Artefact> emitHtml(const EmitInput &input);
/// The page of one provision.
std::string htmlOf(const EmitInput &input, const ProvisionTable &table);
enum class DmnVersion : uint8_t { V1_3, V1_5 };
std::vector<Artefact> emitDmn(const EmitInput &input, DmnVersion version);
/// One ES module without dependencies.
std::string emitJs(const EmitInput &input);
/// One module of Rego, the language of the Open Policy Agent.
std::string emitRego(const EmitInput &input);
/// One C++17 header without dependencies.
std::string emitCpp(const EmitInput &input);

/// The JSON decision model of GoRules, one file for each provision.
std::vector<Artefact> emitJdm(const EmitInput &input);

enum class SqlDialect : uint8_t { DuckDb, Postgres, ClickHouse, Spark };
/// `duckdb`, `postgres`, `clickhouse`, `spark`.
std::optional<SqlDialect> sqlDialectNamed(std::string_view name);
/// One file for each provision: a table for cases, and a view that decides them.
std::vector<Artefact> emitSql(const EmitInput &input, SqlDialect dialect);

/// Some table of the provision has too many rows for formats that are made of rows.
bool isTooLarge(const ProvisionTable &table);

/// The tables of one provision as Markdown, as `show` prints them.
std::string markdownOf(const EmitInput &input, const ProvisionTable &table);

/// A case for these provisions to be filled in, in the form that `eval` reads: what they can depend on, unknown, and in
/// `about` what each means. There must be at least one.
std::string caseTemplateOf(const EmitInput &input, const std::vector<const ProvisionTable *> &of);

} // namespace proviso
