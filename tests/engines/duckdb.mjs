// SQL in DuckDB.
import { answersOf, script, viewOf } from "./sql.mjs";
import { DuckDBInstance } from "@duckdb/node-api";
import { readFileSync } from "node:fs";

export { plant, unknown } from "./sql.mjs";

export async function answers(folder, provisions, change) {
  const all = [];
  for (const provision of provisions) {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const text = change(readFileSync(`${folder}/duckdb/sql/${provision.stem}.sql`, "utf8"));
    await connection.run(script(text, provision));
    const rows = (await connection.runAndReadAll(`SELECT * FROM ${viewOf(text)} ORDER BY case_id`)).getRows();
    all.push(answersOf(provision, text, rows));
    connection.disconnectSync?.();
  }
  return all;
}
