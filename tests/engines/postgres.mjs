// SQL in PostgreSQL.
import { Postgres } from "./servers.mjs";
import { apart, literal, together } from "./sql.mjs";
import { readFileSync } from "node:fs";

export { plant, unknown } from "./sql.mjs";

export const { missing } = Postgres;

let server;

export async function answers(folder, provisions, change) {
  server ??= new Postgres();
  const texts = provisions.map((one) => change(readFileSync(`${folder}/postgres/sql/${one.stem}.sql`, "utf8")));
  const said = server.ask(`BEGIN;\n${together(texts, provisions, literal)}ROLLBACK;\n`);
  return apart(said, texts, provisions, " ");
}

export const close = async () => server?.stop();
