// SQL in ClickHouse (Debian's 18.16).
import { ClickHouse, freePort } from "./servers.mjs";
import { apart, together } from "./sql.mjs";
import { readFileSync } from "node:fs";

export { plant, unknown } from "./sql.mjs";

export const { missing } = ClickHouse;

let server, runs = 0;

function literal(input, value) {
  if (value === null) return "NULL";
  switch (input.type) {
    case "boolean": return value ? "1" : "0";
    case "text": return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
    case "date": return String(Date.parse(`${value}T00:00:00Z`) / 86_400_000);
    case "number": return `'${value}'`;
    default: return String(value);
  }
}

export async function answers(folder, provisions, change) {
  server ??= await ClickHouse.start(await freePort());
  const texts = provisions.map((one) => change(readFileSync(`${folder}/clickhouse/sql/${one.stem}.sql`, "utf8")));
  const base = `run${++runs}`;
  const said = server.ask(`CREATE DATABASE ${base};\nUSE ${base};\n${together(texts, provisions, literal)}`);
  return apart(said, texts, provisions, "\t");
}

export const close = async () => server?.stop();
