// What the SQL engines share: cases as rows, and how decisions are read.
import { numberOf } from "./agree.mjs";

/** Codes in decisions say no more than that an answer is open; what an engine leaves open may be settled. */
export const unknown = "sound";

/** The numbers of the outcomes are swapped with nothing. */
export const plant = (text) => text.replace(/^CREATE VIEW[^]*$/m, (view) => view.replace(/THEN 1\b/g, "THEN 0"));

/** A value as DuckDB and PostgreSQL write it. */
export function literal(input, value) {
  if (value === null) return "NULL";
  switch (input.type) {
    case "boolean": return String(value);
    case "text": return `'${value.replaceAll("'", "''")}'`;
    case "date": return `DATE '${value}'`;
    default: return String(value);
  }
}

/** The cases of a provision as rows of values, each as `literal` writes it. */
export const rowsOf = (provision, literal) =>
  provision.cases.map((one, n) => {
    const values = [n];
    for (const input of provision.inputs) {
      const value = one.in[input.name], established = value !== "unascertainable";
      values.push(literal(input, established ? value : null));
      if (input.open) values.push(literal({ type: "boolean" }, value === null ? null : !established));
    }
    return values;
  });

export const casesTable = (text) => /CREATE TABLE IF NOT EXISTS (\S+_cases\S?) /.exec(text)[1];

/** A script that makes the tables of a provision and puts its cases in. */
export function script(text, provision) {
  const rows = rowsOf(provision, literal).map((values) => `(${values.join(", ")})`);
  return rows.length ? `${text}\nINSERT INTO ${casesTable(text)} VALUES ${rows.join(", ")};\n` : text;
}

export const viewOf = (text) => /CREATE VIEW (\S+) AS/.exec(text)[1];

/** What each number of an effect means: the outcomes table. */
export function meanings(text) {
  const effects = new Map();
  for (const [, effect, outcome, rest] of text.matchAll(/^(?: {2}|INSERT INTO \S+ VALUES )\((\d+), (\d+), (.*)\)[,;]$/gm)) {
    if (!rest.includes("'")) continue; // a rule
    const fields = [...rest.matchAll(/'((?:[^'\\]|''|\\.)*)'|([^',\s][^,]*)/g)].map(([, quoted, plain]) =>
      quoted !== undefined ? quoted.replaceAll("''", "'").replace(/\\(.)/g, "$1") : plain.trim());
    const [, , , sanction, min, max, unit, mode, authority] = fields;
    const bound = (value) => (value === "NULL" ? null : value);
    effects.set(`${effect} ${outcome}`, { sanction, min: bound(min), max: bound(max), unit, mode, authority });
  }
  return effects;
}

/** Answers from rows: what is -1 may be anything. */
export function answersOf(provision, text, rows) {
  const means = meanings(text);
  return rows.map((row) => {
    const [, elements, ...effects] = row.map(Number);
    const adjustments = effects.splice(provision.effects.length);
    return {
      elements,
      adjustments,
      effects: provision.effects.map((effect, e) => {
        if (effects[e] === -1) return [0, ...effect.outcomes.map((_, o) => o + 1)];
        return [effects[e] === 0 ? 0 : numberOf(effect, means.get(`${e + 1} ${effects[e]}`))];
      }),
    };
  });
}

/** A script that asks what each of the provisions decides, begun by a line with its number. */
export const questions = (texts) =>
  texts.map((text, p) => `SELECT 'provision ${p}';\nSELECT * FROM ${viewOf(text)} ORDER BY case_id;\n`).join("");

/** The answers in what such a script has printed. */
export function apart(said, texts, provisions, between) {
  const parts = said.split(/^provision \d+$/m).slice(1);
  return provisions.map((one, p) =>
    answersOf(one, texts[p], parts[p].trim().split("\n").filter(Boolean).map((line) => line.split(between))));
}
