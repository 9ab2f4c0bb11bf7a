// SQL in PostgreSQL.
import { Postgres } from "./servers.mjs";
import { apart, questions, script } from "./sql.mjs";
import { readFileSync } from "node:fs";

export { plant, unknown } from "./sql.mjs";

export const { missing } = Postgres;

let server;

export async function answers(folder, provisions, change) {
  server ??= new Postgres();
  const texts = provisions.map((one) => change(readFileSync(`${folder}/postgres/sql/${one.stem}.sql`, "utf8")));
  const cases = provisions.map((one, p) => script(texts[p], one)).join("");
  const said = server.ask(`BEGIN;\n${cases}${questions(texts)}ROLLBACK;\n`);
  return apart(said, texts, provisions, " ");
}

export const close = async () => server?.stop();
