// The website of statutes/ in a browser, without a network: links, search, tables, the graph, accessibility.
// usage: browser.mjs PROVISO STATUTES SCRATCH CHROMIUM
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [proviso, statutes, scratch, executablePath] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let failures = 0;
const check = (what, good, shown = "") => {
  if (good) return;
  ++failures;
  console.log(`FAILED ${what}\n  ${typeof shown === "string" ? shown : JSON.stringify(shown)}`.slice(0, 2000));
};
const run = (...args) => spawnSync(proviso, args, { encoding: "utf8", maxBuffer: 1 << 28 });
const site = path.join(scratch, "site");
fs.rmSync(scratch, { recursive: true, force: true });
fs.mkdirSync(scratch, { recursive: true });
const made = run("doc", statutes, "--out", site);
check("it is made", made.status === 0, made.stderr);
const again = path.join(scratch, "again");
run("doc", statutes, "--out", again);

// ---- each link leads somewhere; the same law gives the same bytes
const files = fs.readdirSync(site, { recursive: true }).filter((one) => fs.statSync(path.join(site, one)).isFile());
const ids = new Map();
const pages = files.filter((one) => one.endsWith(".html"));
for (const file of pages) ids.set(file, new Set([...fs.readFileSync(path.join(site, file), "utf8").matchAll(/ id="([^"]*)"/g)].map((one) => one[1])));
let links = 0;
for (const file of files) {
  const text = fs.readFileSync(path.join(site, file), "utf8");
  check("the same bytes again", text === fs.readFileSync(path.join(again, file), "utf8"), file);
  if (!file.endsWith(".html")) continue;
  const all = [...text.matchAll(/ id="([^"]*)"/g)].map((one) => one[1]);
  check(`no name stands twice in ${file}`, new Set(all).size === all.length, all.filter((one, i) => all.indexOf(one) !== i).slice(0, 5));
  check(`${file} says what it is`, text.includes("no legal advice"));
  check(`${file} needs no network`, !/(?:src|href)="(?:https?:)?\/\//.test(text));
  for (const [, href] of text.matchAll(/ (?:href|src)="([^"]*)"/g)) {
    if (href.startsWith("data:")) continue;
    ++links;
    const [to, anchor] = decodeURIComponent(href.replace(/&amp;/g, "&")).split("#");
    const at = to === "" ? file : path.normalize(path.join(path.dirname(file), to));
    if (!files.includes(at)) check(`a link in ${file}`, false, href);
    else if (anchor && !ids.get(at)?.has(anchor)) check(`an anchor in ${file}`, false, href);
  }
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
const complaints = [];
page.on("pageerror", (error) => complaints.push(String(error)));
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
const open = (file) => page.goto(pathToFileURL(path.join(site, file.split("#")[0])).href + (file.includes("#") ? "#" + file.split("#")[1] : ""));

// ---- search
await open("index.html");
await page.fill("#search", "unidentified users");
await page.fill("#search", "true identity");
await page.waitForSelector("#found a");
const titles = await page.$$eval("#found a", (all) => all.map((one) => one.textContent));
check("search finds", titles.some((one) => one.includes("Serving users without true identity")), titles);
await page.click('#found a:has-text("Serving users without true identity")');
check("what is found is there", (await page.locator(":target").count()) === 1, page.url());
await page.fill("#search", "zzzz nothing");
await page.waitForFunction(() => document.getElementById("found").textContent.includes("nothing found"));

// ---- tables that are tried decide as the runtime does
let seed = 7, tried = 0, made_out = 0;
const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
for (const file of pages.filter((one) => one.startsWith("acts/"))) {
  await open(file);
  await page.$$eval("details", (all) => all.forEach((one) => (one.open = true)));
  for (const box of await page.$$(".try")) {
    const data = JSON.parse(await box.$eval("script", (one) => one.textContent));
    const id = await box.getAttribute("data-provision");
    if (data.variables.some((one) => one.at === null || one.values.some((value) => /[\d<>]/.test(value))) || data.variables.length === 0 || tried > 400) continue;
    for (let round = 0; round < 3; ++round) {
      const values = data.variables.map((one) => (one.at.startsWith("/facts") && one.values.length > 2 ? random(one.values.length) : random(4) > 0 ? 1 : 0));
      // Mostly a case that meets some row of the elements.
      const elements = data.tables[0];
      if (round < 2 && elements.rows.length)
        elements.rows[random(elements.rows.length)].forEach((cell, i) => {
          if (cell) values[elements.columns[i]] = cell[random(cell.length)];
        });
      const about = (await box.$eval("p.about", (one) => one.textContent)).match(/from (\d{4}-\d\d-\d\d)/);
      const subject = { date: about ? about[1] : "2020-01-01", subject: [], facts: {}, violates: {}, disobeyed: {}, persons: [] };
      const selects = await box.$$("select");
      check("a question for each", selects.length === data.variables.length);
      data.variables.forEach((one, i) => {
        const [, kind, name, at] = one.at.split("/").map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
        const word = one.values[values[i]].replace(/ /g, "_");
        const value = one.values.length === 2 && /^(yes|no)$/.test(word) ? word === "yes" : word;
        if (kind === "subject") {
          if (value) subject.subject.push(name);
        } else if (kind === "facts" && at) (subject.facts[name] ??= {})[at] = value;
        else if (kind === "facts") subject.facts[name] = value;
        else subject[kind][name] = value;
      });
      for (let i = 0; i < selects.length; ++i) await selects[i].selectOption(String(values[i]));
      const said = await box.$eval("output", (one) => one.textContent);
      const file = path.join(scratch, "case.json");
      fs.writeFileSync(file, JSON.stringify(subject));
      const decided = run("eval", statutes, "--case", file, "--explain", "--format", "json");
      if (decided.status !== 0) continue; // roles entail others, and some words exclude each other
      const decision = JSON.parse(decided.stdout);
      const status = decision.provisions.find((one) => one.id === id)?.status;
      const expected = { does_not_apply: "It is not made out.", undetermined: undefined }[status] ?? "It is made out.";
      // What a role entails the page does not know, and shows as not made out.
      ++tried;
      made_out += said.startsWith("It is made out.");
      if (status !== "undetermined") check(`${id} is decided alike`, said.startsWith(expected) || said.startsWith("Whether"), { said, status, subject });
      if (said.startsWith("It is made out.")) {
        const text = run("eval", statutes, "--case", file).stdout;
        for (const row of await box.$$eval("table:not([data-table='0']) tr.fires td:last-child", (all) => all.map((one) => one.textContent)))
          if (status === "applies") check(`${id} imposes alike`, text.includes(row.replace(/^may: /, "")) || /\{|"|CNY|may/.test(row), { row, text });
      }
    }
  }
}
check("tables are tried", tried > 50 && made_out > 5, { tried, made_out });

// ---- what is not known stays open
await open("acts/CSL@2026-01-01.html#art64");
await page.$$eval("details", (all) => all.forEach((one) => (one.open = true)));
const box = page.locator('.try[data-provision="CSL/art64@2026-01-01"]');
check("nothing is said of what nobody knows", (await box.locator("output").textContent()).startsWith("State what is known"));
await box.locator("select").first().selectOption("0");
check("one fact can settle it", /It is not made out|open/.test(await box.locator("output").textContent()), await box.locator("output").textContent());
await box.locator("button").click();
check("and it is taken back", (await box.locator("output").textContent()).startsWith("State what is known"));

// ---- the graph
await open("graph.html");
const shown = () => page.$$eval("svg.graph line:not(.off)", (all) => all.length);
const lines = await shown();
await page.fill("#act", "ISSI");
check("lines around an act", (await shown()) > 0 && (await shown()) < lines, { lines, around: await shown() });
await page.fill("#act", "");
for (const one of await page.$$("input[name=role]")) await one.uncheck();
check("no role, no line", (await shown()) === 0);
const before = await page.getAttribute("svg.graph", "viewBox");
await page.click("#nearer");
check("it comes nearer", (await page.getAttribute("svg.graph", "viewBox")) !== before);

// ---- for everybody: in light and dark, on a phone, on paper
for (const scheme of ["light", "dark"]) {
  await page.emulateMedia({ colorScheme: scheme });
  for (const file of ["index.html", "acts/ISSI.html", "acts/CSL@2026-01-01.html", "graph.html", "findings.html", "scenarios.html"]) {
    await open(file);
    await page.$$eval("details.tables", (all) => all.slice(0, 4).forEach((one) => (one.open = true)));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], preload: false }));
    const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact));
    check(`${file} is accessible (${scheme})`, serious.length === 0, serious.map((one) => [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200)]));
  }
}
await page.setViewportSize({ width: 375, height: 700 });
for (const file of ["index.html", "acts/ISSI.html", "acts/CSL@2026-01-01.html", "graph.html", "scenarios.html"]) {
  await open(file);
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  check(`${file} fits a phone`, wide <= seen, { wide, seen });
}
await page.emulateMedia({ media: "print" });
await open("acts/ISSI.html");
check("the head is not printed", !(await page.isVisible("header.site")));
check("nothing is complained of", complaints.length === 0, complaints);
await browser.close();
console.log(`${pages.length} pages, ${links} links, ${tried} cases tried (${made_out} made out)${failures ? `, ${failures} failures` : ""}`);
process.exit(failures ? 1 : 0);
