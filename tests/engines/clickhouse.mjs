// SQL in ClickHouse (Debian's 18.16).
import { ClickHouse, freePort } from "./servers.mjs";
import { apart, casesTable, questions, rowsOf } from "./sql.mjs";
import { readFileSync } from "node:fs";

export { plant, unknown } from "./sql.mjs";

export const { missing } = ClickHouse;

let server, runs = 0;

/** A value as the format TabSeparated has it. */
function field(input, value) {
  if (value === null) return "\\N";
  switch (input.type) {
    case "boolean": return value ? "1" : "0";
    case "text": return value.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n");
    case "date": return String(Date.parse(`${value}T00:00:00Z`) / 86_400_000);
    default: return String(value);
  }
}

export async function answers(folder, provisions, change) {
  server ??= await ClickHouse.start(await freePort());
  const texts = provisions.map((one) => change(readFileSync(`${folder}/clickhouse/sql/${one.stem}.sql`, "utf8")));
  const base = `run${++runs}`;
  server.ask(`CREATE DATABASE ${base};\nUSE ${base};\n${texts.join("\n")}`);
  for (const [p, one] of provisions.entries()) {
    const rows = rowsOf(one, field).map((values) => `${values.join("\t")}\n`);
    if (rows.length) await server.insert(base, casesTable(texts[p]), rows.join(""));
  }
  const said = server.ask(`USE ${base};\n${questions(texts)}`);
  return apart(said, texts, provisions, "\t");
}

export const close = async () => server?.stop();
