// How soon an editor is told what is wrong, in a workspace of 1,000 acts and statutes/.
// usage: editor.mjs PROVISO CORPUS.tar.xz STATUTES SCRATCH
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Client, placeAt, uriOf } from "../lsp/client.mjs";

const [proviso, corpus, statutes, scratch] = process.argv.slice(2).map((one) => path.resolve(one));
if (!fs.existsSync(corpus)) {
  console.log("SKIPPED: the corpus is not at hand");
  process.exit();
}
fs.rmSync(scratch, { recursive: true, force: true });
fs.mkdirSync(path.join(scratch, "texts"), { recursive: true });
execFileSync("tar", ["-C", path.join(scratch, "texts"), "-xf", corpus]);
fs.cpSync(statutes, path.join(scratch, "statutes"), { recursive: true });
execFileSync(proviso, ["import", path.join(scratch, "texts"), "--out", path.join(scratch, "statutes", "national")], { stdio: ["ignore", "ignore", "ignore"] });
const laws = fs.readdirSync(path.join(scratch, "statutes"), { recursive: true }).filter((one) => one.endsWith(".law")).map((one) => path.join(scratch, "statutes", one));
let whole = Infinity;
for (let i = 0; i < 5; ++i) {
  const start = performance.now();
  execFileSync(proviso, ["check", path.join(scratch, "statutes"), "--no-cache"], { stdio: "ignore" });
  whole = Math.min(whole, performance.now() - start);
}
const begin = performance.now();
const client = await new Client(proviso, scratch).start();
const ofTheCountry = laws.filter((one) => one.includes("national"));
const chosen = [
  ...laws.filter((one) => /\/cn\/(csl|csl_2025|issi|pipl|dsl|ciir|atl|cl)\.law$/.test(one)),
  ...Array.from({ length: 12 }, (_, i) => ofTheCountry[Math.floor((i * ofTheCountry.length) / 12)]),
];
await client.open(chosen[0]);
await client.ask("textDocument/documentSymbol", chosen[0]);
console.log(`| ${laws.length} files read and checked once | ${(performance.now() - begin).toFixed(0)} ms | |`);
const times = [], hovers = [], completions = [];
for (const file of chosen) {
  const text = fs.readFileSync(file, "utf8");
  await client.open(file);
  await client.ask("textDocument/documentSymbol", file);
  const heads = [...text.matchAll(/^ *article \d+/gm)].map((one) => one.index + one[0].length);
  for (let i = 0; i < 10; ++i) {
    const at = heads[Math.floor((i * heads.length) / 10)];
    // A character that does not belong there, and then it is taken back: each is an edit after which something else is wrong.
    for (const change of [
      { range: { start: placeAt(text, at), end: placeAt(text, at) }, text: " ?" },
      { range: { start: placeAt(text, at), end: placeAt(text, at + 2) }, text: "" },
    ]) {
      const told = new Promise((resolve) => client.waiting.push(() => (resolve(), true)));
      const start = performance.now();
      await client.change(file, change);
      await told;
      times.push(performance.now() - start);
      // As one types.
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    const asked = performance.now();
    await client.ask("textDocument/completion", file, { position: placeAt(text, at) });
    completions.push(performance.now() - asked);
    const shown = performance.now();
    await client.ask("textDocument/hover", file, { position: placeAt(text, at) });
    hovers.push(performance.now() - shown);
  }
  await client.close(file);
}
await client.stop();
const at = (list, part) => list.sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(part * list.length))];
const row = (what, list, target) =>
  console.log(`| ${what} | ${at(list, 0.5).toFixed(1)} ms, 95th percentile ${at(list, 0.95).toFixed(1)} ms, worst ${at(list, 1).toFixed(1)} ms | ${target} |`);
row(`diagnostics after an edit (${times.length} edits in ${chosen.length} files)`, times, "at most 50 ms at the 95th percentile");
console.log(`| &emsp;the 95th percentile against \`check\` of all | ${(at(times, 0.95) / whole).toFixed(3)} of ${whole.toFixed(0)} ms | |`);
row("completion", completions, "");
row("hover", hovers, "");
