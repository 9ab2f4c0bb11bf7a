// Opens exports as people do, in headless Chromium: every DMN file in dmn-js - the diagram and each decision - and every
// page of html. Nothing may warn or fail; what is in the file must be drawn. node drawn.mjs FOLDER [SCREENSHOTS]
import { readFileSync, readdirSync, mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [folder, screenshots] = process.argv.slice(2);
const dist = "node_modules/dmn-js/dist";
const failures = [];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

/** A page whose warnings and errors are gathered. */
async function opened(options) {
  const page = await browser.newPage(options);
  const said = [];
  page.on("console", (message) => ["warning", "error"].includes(message.type()) && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("requestfailed", (request) => said.push(`${request.url()}: ${request.failure().errorText}`));
  return { page, said };
}

// ---- DMN

const { page, said } = await opened({ viewport: { width: 1600, height: 900 } });
await page.setContent('<div id="canvas" style="height: 860px"></div>');
await page.addScriptTag({ path: `${dist}/dmn-navigated-viewer.production.min.js` });
for (const css of ["diagram-js", "dmn-js-shared", "dmn-js-drd", "dmn-js-decision-table", "dmn-js-literal-expression"])
  await page.addStyleTag({ path: `${dist}/assets/${css}.css` });

/** What dmn-js says of a file, how many nodes and edges it draws, and how many rows its tables show. */
const draw = (xml, diagramOnly = false) =>
  page.evaluate(async ([xml, diagramOnly]) => {
    globalThis.viewer?.destroy();
    const viewer = (globalThis.viewer = new globalThis.DmnJS({ container: "#canvas" }));
    const warnings = [], note = (result) => warnings.push(...result.warnings.map((one) => one.message));
    try {
      note(await viewer.importXML(xml));
      const drd = viewer.getActiveViewer();
      const elements = drd.get("elementRegistry").getAll();
      const placed = elements.filter((one) => one.width > 0 && one.height > 0 && one.parent);
      drd.get("canvas").zoom("fit-viewport");
      const counts = { nodes: placed.length, edges: elements.filter((one) => one.waypoints).length, rows: 0 };
      const tables = viewer.getViews().filter((one) => one.type === "decisionTable");
      for (const view of diagramOnly ? [] : tables) {
        note(await viewer.open(view));
        counts.rows += document.querySelectorAll("#canvas tbody tr .rule-index").length;
      }
      return { warnings, ...counts };
    } catch (error) {
      return { warnings: [...warnings, String(error)] };
    }
  }, [xml, diagramOnly]);

const count = (text, pattern) => (text.match(pattern) ?? []).length;
let files = 0, decisions = 0;
const mistakes = async (xml) => {
  said.length = 0;
  const drawn = await draw(xml), list = [...drawn.warnings, ...said];
  const nodes = count(xml, /<(inputData|decision) /g), edges = count(xml, /<informationRequirement /g);
  const rows = count(xml, /<rule /g);
  if (drawn.nodes !== nodes) list.push(`${drawn.nodes} of ${nodes} nodes are drawn`);
  if (drawn.edges !== edges) list.push(`${drawn.edges} of ${edges} requirements are drawn`);
  if (drawn.rows !== rows) list.push(`${drawn.rows} of ${rows} rows are shown`);
  return list;
};
let sample;
for (const name of readdirSync(`${folder}/dmn`).sort()) {
  const xml = readFileSync(`${folder}/dmn/${name}`, "utf8");
  sample ??= xml;
  for (const mistake of await mistakes(xml)) failures.push(`${name}: ${mistake}`);
  ++files;
  decisions += count(xml, /<decision /g);
  if (screenshots && files % 10 === 1) {
    mkdirSync(screenshots, { recursive: true });
    await draw(xml, true);
    await page.screenshot({ path: `${screenshots}/${name}.png` });
  }
}
// It can fail: a shape of nothing, and one that is not there.
if ((await mistakes(sample.replace(/dmnElementRef="elements"/, 'dmnElementRef="nothing"'))).length === 0)
  failures.push("a shape that stands for nothing was not seen");
if ((await mistakes(sample.replace(/<inputData id="([^"]*)"/, '<inputData id="$1_"'))).length === 0)
  failures.push("an input that is missing was not seen");

// ---- HTML

let pages = 0;
const phone = await opened({ viewport: { width: 360, height: 740 } });
const names = new Set(readdirSync(`${folder}/html`));
/** What is wrong with the page that is open. */
async function pageFaults() {
  const found = await phone.page.evaluate(() => ({
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    links: [...document.links].map((one) => one.getAttribute("href").replace(/#.*/, "")),
    heads: document.querySelectorAll("h1").length,
  }));
  const list = [...phone.said.splice(0), ...found.links.filter((one) => !names.has(one)).map((one) => `${one} is not there`)];
  if (found.overflow > 0) list.push(`${found.overflow} pixels wider than a phone`);
  if (found.heads !== 1) list.push("no title");
  return list;
}
for (const name of [...names].sort()) {
  await phone.page.goto(pathToFileURL(`${folder}/html/${name}`).href);
  for (const fault of await pageFaults()) failures.push(`${name}: ${fault}`);
  if (screenshots && pages % 20 === 0) await phone.page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
  ++pages;
}
for (const [from, to] of [
  ['href="index.html"', 'href="nowhere.html"'],
  ["overflow-x: auto", "width: 50rem"],
  ["<h1>", "<h3>"],
  ["<main>", "<main><script>nothing()</script>"],
]) {
  const first = [...names].sort()[0];
  await phone.page.setContent(readFileSync(`${folder}/html/${first}`, "utf8").replace(from, to));
  if ((await pageFaults()).length === 0) failures.push(`a page with ${to} was taken for a good one`);
}
await browser.close();

for (const one of failures.slice(0, 10)) console.log(one);
console.log(`dmn-js drew ${files} files with ${decisions} decisions; ${pages} pages were opened; ${failures.length} faults`);
process.exit(failures.length || files < 10 || pages < 10 ? 1 : 0);
