// What the language server tells a real client, held against what the commands say of the same files.
// usage: features.mjs PROVISO STATUTES SCRATCH
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Client, applied, offsetAt, pathOf, pieceOf, place, placeAt, uriOf } from "./client.mjs";

const [proviso, statutes, scratch] = process.argv.slice(2);
let failures = 0;
function check(what, good, shown = "") {
  if (good) return;
  ++failures;
  console.log(`FAILED ${what}${shown === "" ? "" : `\n  ${typeof shown === "string" ? shown : JSON.stringify(shown)}`}`);
}
function run(...args) {
  const done = spawnSync(proviso, args, { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, PROVISO_CACHE: "" } });
  if (done.status > 1 || done.signal) throw new Error(`${args.join(" ")}: ${done.stderr}`);
  return done;
}
const json = (...args) => JSON.parse(run(...args, "--format", "json").stdout);
function workspace(name) {
  const folder = path.join(scratch, name);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.cpSync(statutes, path.join(folder, "statutes"), { recursive: true });
  return folder;
}
const read = (file) => fs.readFileSync(file, "utf8");
const whole = (text) => ({ start: placeAt(text, 0), end: placeAt(text, text.length) });
/** Writes what a workspace edit makes of the files. */
function carryOut(edit) {
  for (const [uri, edits] of Object.entries(edit.changes)) fs.writeFileSync(pathOf(uri), applied(read(pathOf(uri)), edits));
}
/** A word and its column in code points, as commands count them. */
const asTold = (text, { line, character }) => ({
  line: line + 1,
  column: [...text.split("\n")[line].slice(0, character)].length + 1,
});
const key = (one) => JSON.stringify(one);

const folder = workspace("features");
const cn = path.join(folder, "statutes", "cn");
const issi = path.join(cn, "issi.law"), csl = path.join(cn, "csl.law"), csl2025 = path.join(cn, "csl_2025.law"), cyber = path.join(cn, "cyber.law");
const law = read(issi);
const client = await new Client(proviso, folder).start({
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
});
await client.open(issi);
await client.ask("textDocument/documentSymbol", issi);
check("watches law files", client.registered.some((one) => one.method === "workspace/didChangeWatchedFiles"));

// ---- definition, hover
const target = await client.ask("textDocument/definition", issi, { position: place(law, "CSL article 61", 6) });
check("a citation leads to its provision, in each text", target.length === 2 && target.every((one) => {
  const text = read(pathOf(one.uri));
  return /^(61|64)$/.test(pieceOf(text, one.range)) && text.slice(0, offsetAt(text, one.range.start)).endsWith("article ");
}), target);
const act = await client.ask("textDocument/definition", issi, { position: place(law, "CSL article 61", 1) });
check("the name of an act leads to its head", act.length === 2 && act.every((one) => pieceOf(read(pathOf(one.uri)), one.range) === "CSL"), act);
const fact = await client.ask("textDocument/definition", issi, { position: place(law, "lacks_security_rules", 4) });
check("a fact leads to its declaration", fact.length === 1 && pathOf(fact[0].uri) === cyber && pieceOf(read(cyber), fact[0].range) === "lacks_security_rules", fact);
const role = await client.ask("textDocument/definition", issi, { position: place(law, "internet_service_provider", 4) });
check("a role leads to its declaration", role.length === 1 && pieceOf(read(pathOf(role[0].uri)), role[0].range) === "internet_service_provider", role);
const use = await client.ask("textDocument/definition", issi, { position: place(law, "use cyber", 5) });
check("a vocabulary that is used leads to it", use.length === 1 && pieceOf(read(pathOf(use[0].uri)), use[0].range) === "cyber", use);
const hovered = (await client.ask("textDocument/hover", issi, { position: place(law, "CSL article 61", 6) })).contents.value;
for (const piece of ["**CSL article 61**", "in force from 2017-06-01 until 2025-12-31", "50,000 to 500,000 yuan", "**CSL article 64**", "| # |"])
  check("what is cited is shown", hovered.includes(piece), `${piece} is not in: ${hovered}`);
check("a fact is shown", (await client.ask("textDocument/hover", issi, { position: place(law, "lacks_security_rules") })).contents.value.includes("未制定"));
check("a place without anything", (await client.ask("textDocument/hover", issi, { position: { line: 0, character: 4 } })) === null);

// ---- references: the same as `refs` has
const found = await client.ask("textDocument/references", issi, {
  position: place(law, "CSL article 61", 6),
  context: { includeDeclaration: false },
});
const places = new Set(found.map((one) => key({ file: pathOf(one.uri), ...asTold(read(pathOf(one.uri)), one.range.start) })));
const told = json("refs", path.join(folder, "statutes")).references.filter((one) =>
  one.leads_to.some((days) => days.provisions.some((id) => /^CSL\/(art61$|art64@2026-01-01($|\/))/.test(id))));
check("refs has references", told.length >= 2, told.length);
for (const one of told)
  check("a reference is found", places.has(key({ file: one.file, line: one.line, column: one.column })), one);
const uses = await client.ask("textDocument/references", cyber, {
  position: place(read(cyber), "lacks_security_rules"),
  context: { includeDeclaration: true },
});
const words = fs.readdirSync(cn, { recursive: true }).filter((one) => one.endsWith(".law")).map((one) => path.join(cn, one));
const written = words.flatMap((file) => [...read(file).replace(/"""[^]*?"""|"[^"\n]*"|\/\/.*/g, (all) => all.replace(/[^\n]/g, " ")).matchAll(/\blacks_security_rules\b/g)].map((one) => key({ file, at: one.index })));
check("each use of a fact", key(uses.map((one) => key({ file: pathOf(one.uri), at: offsetAt(read(pathOf(one.uri)), one.range.start) })).sort()) === key(written.sort()), { uses: uses.length, written: written.length });

// ---- completion: level by level
{
  const head = 'scenario "s" { expect\n';
  const probe = path.join(cn, "probe.law");
  const ask = async (line) => {
    const text = head + line;
    if (!client.versions.has(probe)) await client.open(probe, text);
    else await client.change(probe, { text });
    const { items } = await client.ask("textDocument/completion", probe, { position: placeAt(text, text.length) });
    return items ?? [];
  };
  const labels = async (line) => (await ask(line)).filter((one) => one.kind === 18).map((one) => one.label);
  const articles = json("show", path.join(folder, "statutes"), "CSL").targets.at(-1).provisions.map((one) => one.citation);
  const below = (citation) =>
    articles.filter((one) => one.startsWith(citation + " ") && one.slice(citation.length + 1).split(" ").length === 2).map((one) => one.slice(citation.length + 1));
  check("articles of an act", (await labels("CSL article ")).includes("64"));
  for (const article of ["article 61", "article 64", "article 69", "article 23"]) {
    const proposed = await labels(`CSL ${article} `);
    const there = below(`CSL ${article}`);
    check(`what stands in ${article}`, there.every((one) => proposed.includes(one)) && proposed.length >= there.length && there.length > 0 || there.length === 0 && proposed.length >= 0, { proposed, there });
  }
  check("a level that waits for its number", key(await labels("CSL article 61 paragraph ")) === key(["1", "2", "3"]), await labels("CSL article 61 paragraph "));
  check("a number that is begun", (await labels("CSL article 6")).includes("64"));
  const started = (await ask("CSL article 6")).find((one) => one.label === "64");
  check("what is begun is replaced", started && started.textEdit.range.start.character === "CSL article ".length, started);
  check("facts are proposed", (await ask("given lacks_")).some((one) => one.label === "lacks_security_rules" && one.kind === 6));
  check("keywords are proposed", (await ask("exp")).some((one) => one.label === "expect" && one.kind === 14));
  check("nothing within a text", (await ask('"CSL article ')).length === 0);
  const inLaw = law.replace("punish per CSL article 61", "punish per CSL article 61 ");
  await client.change(issi, { text: inLaw });
  const { items } = await client.ask("textDocument/completion", issi, { position: place(inLaw, "CSL article 61 ", 15) });
  check("the text of the day counts", items.length === 0 || !items.some((one) => one.label === "paragraph 3"), items.map((one) => one.label).slice(0, 9));
  await client.change(issi, { text: law });
  await client.close(probe);
}

// ---- diagnostics and their corrections
{
  const wrong = law.replace("punish per CSL article 69 item 3", "punish per CSL article 69 paragraph 3");
  const at = place(law, "CSL article 69 item 3", "CSL article 69 ".length);
  await client.change(issi, { range: { start: at, end: { line: at.line, character: at.character + "item".length } }, text: "paragraph" });
  const said = await client.until(issi, (list) => list.some((one) => one.code === "R005"), "R005");
  const one = said.find((item) => item.code === "R005");
  check("the place of what is wrong", one.severity === 1 && one.source === "proviso" && pieceOf(wrong, one.range) === "paragraph 3", one);
  const actions = await client.ask("textDocument/codeAction", issi, { range: one.range, context: { diagnostics: [one] } });
  const mend = actions.find((item) => applied(wrong, item.edit.changes[uriOf(issi)] ?? []) === law);
  check("a correction makes of it what it was", mend && mend.kind === "quickfix", actions);
  await client.change(issi, { text: law });
  await client.until(issi, (list) => list.length === 0, "nothing wrong");
}

// ---- what is shown is what `check` says, after any edits
{
  let seed = 20261127;
  const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  let text = law;
  for (let i = 0; i < 300; ++i) {
    const from = random(text.length + 1), length = random(3) === 0 ? random(20) : 0;
    const pieces = ["", " ", "article 3", "}", "{", "\n", "条", "😀", "when ", '"', "//", "item 3", text.slice(random(text.length)).slice(0, 40)];
    const put = pieces[random(pieces.length)];
    const end = Math.min(text.length, from + length);
    // Never half of a character of two units.
    const whole = (at) => (at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text[at]) ? at - 1 : at);
    const [a, b] = [whole(from), whole(end)];
    await client.change(issi, { range: { start: placeAt(text, a), end: placeAt(text, Math.max(a, b)) }, text: put.replace(/[\uD800-\uDBFF]$/, "").replace(/^[\uDC00-\uDFFF]/, "") });
    text = text.slice(0, a) + put.replace(/[\uD800-\uDBFF]$/, "").replace(/^[\uDC00-\uDFFF]/, "") + text.slice(Math.max(a, b));
    if (i % 50 === 49) {
      await client.ask("textDocument/codeLens", issi); // waits for the whole law
      fs.writeFileSync(issi, text);
      const checked = json("check", path.join(folder, "statutes"), "--no-cache").diagnostics;
      const expected = checked.map((one) => key([one.file, one.code, one.range.start.line, one.range.start.column])).sort();
      const shown = [...client.diagnostics].flatMap(([uri, list]) =>
        list.map((one) => {
          const here = read(pathOf(uri));
          const { line, column } = asTold(here, one.range.start);
          return key([pathOf(uri), one.code, line, column]);
        })).sort();
      check(`after ${i + 1} edits the same is wrong`, key(expected) === key(shown), { only: expected.filter((one) => !shown.includes(one)).slice(0, 5), more: shown.filter((one) => !expected.includes(one)).slice(0, 5) });
    }
  }
  fs.writeFileSync(issi, law);
  await client.change(issi, { text: law });
  await client.until(issi, (list) => list.length === 0, "nothing wrong");
}

// ---- layout
{
  const loose = law.replace(/^ {4,}/gm, "  ").replace(/\{ *\n/g, "{\n\n\n");
  await client.change(issi, { text: loose });
  const edits = await client.ask("textDocument/formatting", issi, { options: { tabSize: 2, insertSpaces: true } });
  const laid = spawnSync(proviso, ["fmt", "-"], { input: loose, encoding: "utf8" }).stdout;
  check("formatting is `fmt`", applied(loose, edits) === laid);
  await client.change(issi, { text: law });
  check("what is laid out stays", (await client.ask("textDocument/formatting", issi, { options: {} })).length === 0);
  await client.change(issi, { text: law + "article {" });
  check("what cannot be read is left", (await client.ask("textDocument/formatting", issi, { options: {} })).length === 0);
  await client.change(issi, { text: law });
}

// ---- symbols, folding, tokens, hints, lenses, chains
{
  const symbols = await client.ask("textDocument/documentSymbol", issi);
  const names = [];
  const walk = (list, around) => {
    for (const one of list) {
      names.push(one.name);
      const inside = (a, b) => offsetAt(law, a.start) >= offsetAt(law, b.start) && offsetAt(law, a.end) <= offsetAt(law, b.end);
      check("a symbol holds its name", inside(one.selectionRange, one.range), one);
      if (around) check("a symbol stands in what is around it", inside(one.range, around), one);
      walk(one.children, one.range);
    }
  };
  walk(symbols);
  check("symbols", names.includes("ISSI") && names.includes("article 21") && names.includes("item 6"), names);
  const folds = await client.ask("textDocument/foldingRange", issi);
  check("folding", folds.length >= 10 && folds.every((one) => one.startLine < one.endLine), folds);
  const { data } = await client.ask("textDocument/semanticTokens/full", issi);
  const legend = client.capabilities.semanticTokensProvider.legend.tokenTypes;
  let line = 0, character = 0;
  const tokens = {};
  for (let i = 0; i < data.length; i += 5) {
    line += data[i];
    character = data[i] ? data[i + 1] : character + data[i + 1];
    const at = offsetAt(law, { line, character });
    tokens[law.slice(at, at + data[i + 2])] = legend[data[i + 3]];
  }
  check("names by what they are", tokens.lacks_security_rules === "variable" && tokens.internet_service_provider === "class" && tokens.CSL === "namespace", tokens);
  const hints = await client.ask("textDocument/inlayHint", issi, { range: whole(law) });
  check("what a citation has come to mean", hints.some((one) => one.label === "from 2026-01-01: CSL article 64"), hints);
  const relative = words.find((file) => /preceding paragraph/.test(read(file).replace(/"""[^]*?"""/g, "")));
  const there = await client.ask("textDocument/inlayHint", relative, { range: whole(read(relative)) });
  check("what the preceding paragraph is", there.some((one) => /^= .* paragraph \d+/.test(one.label)), there.slice(0, 3));
  const lenses = await client.ask("textDocument/codeLens", csl);
  check("lenses", lenses.some((one) => /cited \d+ times.*rows/.test(one.command.title)), lenses.slice(0, 3));
  const [item] = await client.ask("textDocument/prepareCallHierarchy", issi, { position: place(law, "item 4", 2) });
  check("an item of a chain", item.name === "ISSI article 21 paragraph 1 item 4", item);
  const outgoing = await client.connection.sendRequest("callHierarchy/outgoingCalls", { item });
  check("what it delegates to", key(outgoing.map((one) => one.to.name).sort()) === key(["CSL article 61", "CSL article 64"]), outgoing);
  const back = await client.connection.sendRequest("callHierarchy/incomingCalls", { item: outgoing[0].to });
  check("and back", back.some((one) => one.from.name === item.name), back);
  const searched = await client.connection.sendRequest("workspace/symbol", { query: "CSL article 59 p" });
  check("a provision is found by its citation", searched.some((one) => one.name === "CSL article 59 paragraph 2"), searched);
  const named = await client.connection.sendRequest("workspace/symbol", { query: "lacks_security" });
  check("a fact is found by its name", named.some((one) => one.name === "lacks_security_rules"), named);
}
check("it ends well", (await client.stop()) === 0);

// ---- new names and new numbers: afterwards the law says the same
const count = (folder) => {
  const { summary, diagnostics } = json("check", path.join(folder, "statutes"), "--no-cache");
  return key([summary.errors, summary.citations, summary.tables, diagnostics.length]);
};
for (const [what, file, piece, into, name, gone] of [
  ["a fact", "issi.law", "lacks_security_rules", 4, "keeps_no_rules", /\blacks_security_rules\b/],
  ["a role", "issi.law", "internet_service_provider", 4, "isp", /\binternet_service_provider\b/],
  ["a kind", "scale.law", "suspension_of_business", 2, "halt_of_business", /\bsuspension_of_business\b/],
  ["a value", "csl.law", "serious", 2, "grave_enough", null],
  ["an act", "issi.law", "CSL article 61", 1, "CYSL", /\bCSL\b/],
]) {
  const folder = workspace("rename");
  // Another name is another text, which nobody has read yet.
  fs.rmSync(path.join(folder, "statutes", "citations.lock"));
  const before = count(folder);
  const at = path.join(folder, "statutes", "cn", file);
  const client = await new Client(proviso, folder).start();
  await client.open(at);
  const text = read(at);
  const bare = text.replace(/"""[^]*?"""|"[^"\n]*"|\/\/.*/g, (all) => all.replace(/[^\n]/g, " "));
  const position = placeAt(text, bare.indexOf(piece) + into);
  const range = await client.ask("textDocument/prepareRename", at, { position });
  check(`${what} can be renamed`, range && piece.startsWith(range.placeholder), range);
  carryOut(await client.ask("textDocument/rename", at, { position, newName: name }));
  check(`${what} has another name, and the law says the same`, count(folder) === before, { before, after: count(folder) });
  if (gone) {
    const left = fs.readdirSync(path.join(folder, "statutes"), { recursive: true }).filter((one) => one.endsWith(".law"))
      .filter((one) => gone.test(read(path.join(folder, "statutes", one)).replace(/"""[^]*?"""|"[^"\n]*"|\/\/.*/g, "")));
    check(`the old name of ${what} is gone`, left.length === 0, left);
  }
  const refused = await client.ask("textDocument/rename", at, { position, newName: "two words" }).catch((e) => e);
  check(`${what} cannot be called anything`, refused instanceof Error && /is no name/.test(refused.message), refused);
  await client.stop();
}
for (const [citation, file, head, label, others, was, is] of [
  ["CSL article 64", "csl_2025.law", "article 64 ", "90", ["article 64"], /^CSL\/art64@2026-01-01($|\/)/, /^CSL\/art90($|\/)/],
  ["CSL article 61 paragraph 1", "csl_2025.law", "paragraph 1", "7", [], /^CSL\/art61\/par1$/, /^CSL\/art61\/par7$/],
]) {
  const citing = (folder, id) =>
    json("refs", path.join(folder, "statutes")).references.filter((one) => one.leads_to.some((days) => days.provisions.some((to) => id.test(to)))).map((one) => key([one.file, one.line])).sort();
  const folder = workspace("renumber");
  const at = path.join(folder, "statutes", "cn", file);
  const text = read(at);
  const after = citation.split(" ").slice(0, 3).join(" ").replace("CSL ", "");
  const position = place(text, head, head.trim().length - 1, others.length ? "" : `${after} `);
  const before = citing(folder, was);
  const client = await new Client(proviso, folder).start();
  await client.open(at);
  const edit = await client.ask("textDocument/rename", at, { position, newName: label });
  const taken = await client.ask("textDocument/rename", at, { position, newName: others.length ? "65" : "2" }).catch((e) => e);
  check("a number that is taken is refused", taken instanceof Error && /is there already/.test(taken.message), taken);
  carryOut(edit);
  await client.stop();
  const later = citing(folder, is);
  check(`${citation} has another number, and its citations have followed`, key(later) === key(before) && before.length > 0,
    { before: before.filter((one) => !later.includes(one)), after: later.filter((one) => !before.includes(one)) });
  check("and nothing is wrong", json("check", path.join(folder, "statutes"), "--no-cache").summary.errors === 0);
}

// ---- files that come, change and go; files from elsewhere; what is no message
{
  const folder = workspace("files");
  const cn = path.join(folder, "statutes", "cn");
  const client = await new Client(proviso, folder).start();
  const issi = path.join(cn, "issi.law"), csl = path.join(cn, "csl.law");
  await client.open(issi);
  await client.until(issi, (list) => list.length === 0, "nothing wrong");
  const watched = (file, type) => client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(file), type }] });
  const kept = read(csl), kept2025 = read(path.join(cn, "csl_2025.law"));
  for (const one of ["csl.law", "csl_2025.law"]) {
    fs.rmSync(path.join(cn, one));
    await watched(path.join(cn, one), 3);
  }
  await client.until(issi, (list) => list.some((one) => one.code === "R001"), "an act that is gone");
  fs.writeFileSync(csl, kept);
  fs.writeFileSync(path.join(cn, "csl_2025.law"), kept2025);
  await watched(csl, 1);
  await watched(path.join(cn, "csl_2025.law"), 1);
  await client.until(issi, (list) => list.length === 0, "the act is back");
  const elsewhere = path.join(scratch, "elsewhere 条.law");
  fs.writeFileSync(elsewhere, "");
  await client.open(elsewhere, 'statute S "S" { in force from 2020-01-01 article 1 { text "x" must "y" } article 1 { text "z" } }');
  await client.until(elsewhere, (list) => list.length > 0, "what is wrong in a file from elsewhere");
  check("it is no part of this law", (await client.connection.sendRequest("workspace/symbol", { query: "S" })).every((one) => pathOf(one.location.uri) !== elsewhere));
  await client.close(elsewhere);
  await client.until(elsewhere, (list) => list.length === 0, "a closed file is not complained of");
  const unknown = await client.connection.sendRequest("textDocument/dance", {}).catch((e) => e);
  check("a method that there is not", unknown.code === -32601, unknown);
  const missing = await client.ask("textDocument/hover", path.join(folder, "no.law"), { position: { line: 0, character: 0 } }).catch((e) => e);
  check("a file that there is not", missing.code === -32602, missing);
  const shapeless = await client.connection.sendRequest("textDocument/hover", { textDocument: 5 }).catch((e) => e);
  check("parameters of another shape", shapeless.code === -32602, shapeless);
  const far = await client.ask("textDocument/hover", issi, { position: { line: 1000000, character: 1000000 } });
  check("a place beyond the end", far === null, far);
  check("it still serves, and ends well", (await client.stop()) === 0);
  const talk = (input) => spawnSync(proviso, ["lsp"], { input, cwd: folder, encoding: "utf8", timeout: 20000 });
  const frame = (body) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const request = (id, method, params = {}) => frame(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
  let done = talk(request(1, "textDocument/hover") + frame('{"jsonrpc":"2.0","method":"exit"}'));
  check("nothing before `initialize`", done.status === 1 && done.stdout.includes("-32002"), done);
  done = talk(frame("{ no json") + frame("[]") + frame('{"jsonrpc":"2.0","method":5,"id":3}') + frame('{"method":"exit"}'));
  check("what is no message is refused", done.status === 1 && done.stdout.includes("-32700") && done.stdout.includes("-32600"), done);
  for (const broken of ["", "Content-Length: 100\r\n\r\n{}", "Content-Length: x\r\n\r\n", "\r\n\r\n", "hello", "Content-Length: 99999999999999\r\n\r\n", "x".repeat(10000)]) {
    done = talk(broken);
    check("a stream that breaks off ends it", done.status === 1 && done.signal === null, { broken: broken.slice(0, 40), status: done.status, signal: done.signal });
  }
}
console.log(failures === 0 ? "the language server agrees with the commands" : `${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
