// The table of rules that `batch --write FOLDER RULES CASES` wrote, in DuckDB as SQL CASE and in the Zen engine.
// usage: node engines.mjs FOLDER (from tests/engines, whose packages it uses)
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const require = createRequire(new URL('../engines/package.json', import.meta.url));
const folder = process.argv[2];
const conditions = readFileSync(`${folder}/conditions.sql`, 'utf8').trim().split('\n');

const { DuckDBInstance } = require('@duckdb/node-api');
const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const db = await instance.connect();
const flags = [...Array(8).keys()].map((i) => `c${i + 1}::BOOLEAN AS c${i + 1}`).join(', ');
await db.run(`CREATE TABLE cases AS SELECT kind::UTINYINT AS kind, ${flags}, grade::UTINYINT AS grade, ` +
  `sector::UTINYINT AS sector, amount::BIGINT AS amount, day::INTEGER AS day FROM read_csv('${folder}/raw.csv')`);
const count = Number((await (await db.run('SELECT count(*) FROM cases')).getRows())[0][0]);
const time = async (sql) => {
  let best = Infinity;
  for (let round = 0; round < 3; ++round) {
    const begin = performance.now();
    await (await db.run(sql)).getRows();
    best = Math.min(best, performance.now() - begin);
  }
  return (best * 1e6) / count;
};
// The first rule that meets a case: the least that can be asked. And all that do, as a plan gives them.
const first = `CASE ${conditions.map((one, i) => `WHEN ${one} THEN ${i + 1}`).join(' ')} END`;
console.log(`DuckDB, CASE, first rule: ${(await time(`SELECT sum(${first}) FROM cases`)).toFixed(1)} ns`);
const all = conditions.map((one) => `sum(CASE WHEN ${one} THEN 1 END)`).join(', ');
console.log(`DuckDB, a CASE for each rule, counted: ${(await time(`SELECT ${all} FROM cases`)).toFixed(1)} ns`);

const { ZenEngine } = require('@gorules/zen-engine');
const engine = new ZenEngine();
const decision = engine.createDecision(JSON.parse(readFileSync(`${folder}/rules.jdm.json`, 'utf8')));
const lines = readFileSync(`${folder}/raw.csv`, 'utf8').split('\n').slice(1, 2001).map((line) => line.split(','));
const cases = lines.map((f) => {
  const one = { kind: +f[0], grade: +f[9], sector: +f[10], amount: +f[11], day: +f[12] };
  for (let c = 1; c <= 8; ++c) one[`c${c}`] = f[c] === '1';
  return one;
});
let found = 0;
let best = Infinity;
for (let round = 0; round < 3; ++round) {
  const begin = performance.now();
  found = 0;
  for (const one of cases) {
    const { result } = await decision.evaluate(one);
    found += Array.isArray(result) ? result.length : Object.keys(result ?? {}).length;
  }
  best = Math.min(best, performance.now() - begin);
}
console.log(`zen-engine: ${((best * 1e6) / cases.length).toFixed(0)} ns; ${(found / cases.length).toFixed(2)} rules met by a case`);
