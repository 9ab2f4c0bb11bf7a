// Millions of cases of one provision in DuckDB from Parquet, in PostgreSQL with partitions and in ClickHouse with two
// shards: every decision is held against the runtime's, and timed beside reading the columns alone.
//   node scale.mjs SQL ROWS.csv...
// SQL has the exports by dialect, ROWS what `engine_cases rows` writes; more than one file, and they count on.
import { ClickHouse, Postgres, freePort } from "./servers.mjs";
import { DuckDBInstance } from "@duckdb/node-api";
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";

const [sql, ...files] = process.argv.slice(2);
const scratch = mkdtempSync(`${tmpdir()}/proviso-scale-`);
chmodSync(scratch, 0o755);
const exported = (dialect) => readFileSync(`${sql}/${dialect}.sql`, "utf8");
const cases = /CREATE TABLE IF NOT EXISTS "(\S+)_cases"/.exec(exported("duckdb"))[1];
const columns = [...exported("duckdb").matchAll(/^ {2}"(\S+)" ([A-Z]+)/gm)].map(([, name, type]) => ({ name, type }));
const decided = ["elements",
  ...[...exported("duckdb").split("CREATE VIEW")[1].matchAll(/AS (effect\d+|adjustment\d+)\b/g)].map(([, name]) => name)];
const inputs = columns.map((one) => one.name);

const seconds = async (work) => {
  const start = process.hrtime.bigint();
  const result = await work();
  return [Number(process.hrtime.bigint() - start) / 1e9, result];
};
const figures = [];
function note(engine, total, wrong, scan, decide, detail) {
  figures.push({ engine, total, wrong, scan, decide });
  console.log(`${engine}: ${total} cases, ${wrong} decided otherwise than by the runtime; columns read ${scan.toFixed(2)} s, ` +
    `decided ${decide.toFixed(2)} s: ${(decide / scan).toFixed(1)} times that, ${((decide / total) * 1e9).toFixed(0)} ns a case${detail}`);
}

/** Where a decision is not the runtime's; what SQL leaves open although it is settled is no fault if something is unknown. */
const differs = (quote) => decided.map((one) =>
  `(v.${one} <> e.${one} AND v.${one} <> -1) OR (v.${one} = -1 AND e.${one} <> -1 AND e.known = ${quote})`).join(" OR ");
/** All decisions, and all columns, in one row. */
const sums = (names) => names.map((one) => `sum(${one})`).join(", ");
const reads = (quote) => inputs.map((one) => `count(${quote}${one}${quote})`).join(", ");

const servers = [];
process.on("exit", () => servers.forEach((one) => one.stop())); // they must not outlive the run

// ---- DuckDB: Parquet of what the runtime decided

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const types = { BOOLEAN: "BOOLEAN", DECIMAL: "DECIMAL(38, 6)", DATE: "DATE", INTEGER: "INTEGER", VARCHAR: "VARCHAR" };
const named = ["case_id", ...inputs, "known", ...decided];
const typed = ["BIGINT", ...columns.map((one) => types[one.type]), "BOOLEAN", ...decided.map(() => "INTEGER")];
const csv = `{${named.map((one, i) => `'${one}': '${typed[i]}'`).join(", ")}}`;
const source = files.map((file, n) =>
  `SELECT * REPLACE (case_id + ${n} * 1000000000 AS case_id) FROM read_csv('${file}', header = false, columns = ${csv})`).join(" UNION ALL ");
await connection.run(`COPY (${source}) TO '${scratch}/all.parquet' (FORMAT parquet)`);
const asked = async (query) => (await connection.runAndReadAll(query)).getRows()[0].map(Number);
await connection.run(`CREATE VIEW "${cases}_cases" AS SELECT case_id, ${inputs.map((one) => `"${one}"`).join(", ")} FROM '${scratch}/all.parquet';
  CREATE VIEW expected AS SELECT case_id, known, ${decided.join(", ")} FROM '${scratch}/all.parquet';`);
await connection.run(exported("duckdb"));
const [total] = await asked("SELECT count(*) FROM expected");
{
  const [wrong] = await asked(`SELECT count(*) FROM "${cases}" v JOIN expected e USING (case_id) WHERE ${differs("true")}`);
  const [scan] = await seconds(() => asked(`SELECT ${reads('"')} FROM "${cases}_cases"`));
  const [decide] = await seconds(() => asked(`SELECT ${sums(decided)} FROM "${cases}"`));
  note("DuckDB", total, wrong, scan, decide, `; Parquet of ${(statSync(`${scratch}/all.parquet`).size / 1e6).toFixed(0)} MB`);
}
const truth = await asked(`SELECT ${sums(decided)} FROM "${cases}"`);

// What the others load.
await connection.run(`COPY (SELECT case_id, ${inputs.map((one) => `"${one}"`).join(", ")} FROM '${scratch}/all.parquet') TO '${scratch}/cases.csv' (HEADER false)`);
await connection.run(`COPY (SELECT * FROM expected) TO '${scratch}/expected.csv' (HEADER false)`);

// ---- PostgreSQL: a table in four partitions

if (Postgres.missing) {
  console.log(`SKIPPED: ${Postgres.missing}`);
} else {
  const server = new Postgres("-c shared_buffers=1GB -c work_mem=256MB -c max_parallel_workers_per_gather=2 -c max_wal_size=8GB");
  servers.push(server);
  const table = `"${cases}_cases"`;
  const partitions = [0, 1, 2, 3].map((n) =>
    `CREATE TABLE "${cases}_cases_${n}" PARTITION OF ${table} FOR VALUES WITH (MODULUS 4, REMAINDER ${n});`).join("\n");
  const declared = columns.map((one) => `"${one.name}" ${types[one.type]}`).join(", ");
  server.ask(`CREATE TABLE ${table} (case_id BIGINT, ${declared}) PARTITION BY HASH (case_id);\n${partitions}
    ${exported("postgres")}
    CREATE TABLE expected (case_id BIGINT, known BOOLEAN, ${decided.map((one) => `${one} INTEGER`).join(", ")}) PARTITION BY HASH (case_id);
    ${[0, 1, 2, 3].map((n) => `CREATE TABLE expected_${n} PARTITION OF expected FOR VALUES WITH (MODULUS 4, REMAINDER ${n});`).join("\n")}
    COPY ${table} FROM '${scratch}/cases.csv' (FORMAT csv);
    COPY expected FROM '${scratch}/expected.csv' (FORMAT csv);
    ANALYZE;`);
  const wrong = Number(server.ask(`SET enable_partitionwise_join = on;
    SELECT count(*) FROM "${cases}" v JOIN expected e USING (case_id) WHERE ${differs("true")};`).trim().split("\n").pop());
  const [scan] = await seconds(() => server.ask(`SELECT ${reads('"')} FROM ${table};`));
  const [decide, said] = await seconds(() => server.ask(`SELECT ${sums(decided)} FROM "${cases}";`));
  const same = said.trim().split(" ").map(Number).every((one, i) => one === truth[i]);
  note("PostgreSQL", total, wrong + (same ? 0 : 1), scan, decide, "; four partitions");
}

// ---- ClickHouse: two servers, each with half of the cases

if (ClickHouse.missing) {
  console.log(`SKIPPED: ${ClickHouse.missing}`);
} else {
  const number = { BOOLEAN: (one) => `CAST("${one}" AS INTEGER)`, DATE: (one) => `"${one}" - DATE '1970-01-01'` };
  const values = columns.map(({ name, type }) => number[type]?.(name) ?? `"${name}"`).join(", ");
  const known = `CAST(known AS INTEGER), ${decided.join(", ")}`;
  await connection.run(`COPY (SELECT case_id, ${values} FROM '${scratch}/all.parquet') TO '${scratch}/cases.tsv'
    (FORMAT csv, DELIMITER '\t', HEADER false, NULLSTR '\\N')`);
  await connection.run(`COPY (SELECT case_id, ${known} FROM '${scratch}/all.parquet') TO '${scratch}/expected.tsv'
    (FORMAT csv, DELIMITER '\t', HEADER false, NULLSTR '\\N')`);
  const ports = [await freePort(), await freePort()];
  const shards = [];
  for (const port of ports) {
    shards.push(await ClickHouse.start(port, ports));
    servers.push(shards.at(-1));
  }
  for (const shard of shards)
    shard.ask(`${exported("clickhouse")}
      CREATE TABLE expected (case_id Int64, known UInt8, ${decided.map((one) => `${one} Int32`).join(", ")})
        ENGINE = MergeTree() PARTITION BY tuple() ORDER BY case_id;
      CREATE TABLE all_cases AS ${cases}_cases ENGINE = Distributed(shards, default, ${cases}_cases, case_id);
      CREATE TABLE all_expected AS expected ENGINE = Distributed(shards, default, expected, case_id);
      CREATE TABLE all_decisions AS ${cases} ENGINE = Distributed(shards, default, ${cases});`);
  const first = shards[0];
  for (const [file, table] of [["cases.tsv", "all_cases"], ["expected.tsv", "all_expected"]]) {
    const input = openSync(`${scratch}/${file}`, "r");
    first.ask(`INSERT INTO ${table} FORMAT TabSeparated`, input, ["--insert_distributed_sync=1"]);
    closeSync(input);
  }
  const halves = shards.map((shard) => Number(shard.ask(`SELECT count() FROM ${cases}_cases`)));
  if (halves[0] + halves[1] !== total || Math.min(...halves) === 0) throw new Error(`the shards have ${halves} cases`);
  const compare = decided.map((one) =>
    `(${one} <> e_${one} AND ${one} <> -1) OR (${one} = -1 AND e_${one} <> -1 AND known = 1)`).join(" OR ");
  let wrong = 0;
  for (const shard of shards)
    wrong += Number(shard.ask(`SELECT count() FROM (SELECT * FROM ${cases}) ANY INNER JOIN
      (SELECT case_id, known, ${decided.map((one) => `${one} AS e_${one}`).join(", ")} FROM expected) USING case_id WHERE ${compare}`));
  const [scan] = await seconds(() => first.ask(`SELECT ${reads("`")} FROM all_cases`));
  const [decide, said] = await seconds(() => first.ask(`SELECT ${sums(decided)} FROM all_decisions`));
  const same = said.trim().split("\t").map(Number).every((one, i) => one === truth[i]);
  note("ClickHouse", total, wrong + (same ? 0 : 1), scan, decide, `; two shards with ${halves.join(" and ")}`);
}

rmSync(scratch, { recursive: true });
process.exit(figures.some((one) => one.wrong !== 0) || figures.length === 0 ? 1 : 0);
