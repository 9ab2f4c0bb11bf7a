// Holds exports against the runtime in one engine: node run.mjs ENGINE FOLDER..., folders as engine_cases writes them.
import { hold } from "./agree.mjs";

const [name, ...folders] = process.argv.slice(2);
const engine = await import(`./${name}.mjs`);
if (engine.missing) {
  console.log(`SKIPPED: ${engine.missing}`);
  process.exit(0);
}

async function holdAll() {
  let tables = 0, cases = 0, failed = false;
  for (const folder of folders) {
    const result = await hold(engine, folder);
    tables += result.tables;
    cases += result.cases;
    for (const one of result.wrong.slice(0, 3)) console.log(JSON.stringify(one));
    if (result.wrong.length) {
      console.log(`${folder}: ${result.wrong.length} disagreements`);
      failed = true;
    }
  }
  const planted = await hold(engine, folders[0], { fault: true });
  if (planted.wrong.length === 0) {
    console.log("a planted fault was not found");
    failed = true;
  }
  console.log(`${name}: ${tables} tables, ${cases} cases agree; the planted fault changes ${planted.wrong.length}`);
  return !failed && cases > 0;
}

let good = false;
try {
  good = await holdAll();
} finally {
  await engine.close?.(); // a server must not outlive its test
}
process.exit(good ? 0 : 1);
