// The extension for Visual Studio Code as it is packaged, in a stand-in for the editor, with the real server.
// usage: vscode.mjs EXTENSION PROVISO FOLDER
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { Client, place, uriOf } from "./client.mjs";

const [extension, proviso, folder] = process.argv.slice(2);
const require = createRequire(import.meta.url);
let failures = 0;
const check = (what, good, shown) => {
  if (good) return;
  ++failures;
  console.log(`FAILED ${what} ${JSON.stringify(shown)}`);
};
const manifest = JSON.parse(fs.readFileSync(path.join(extension, "package.json"), "utf8"));
for (const file of [manifest.main, ...manifest.contributes.grammars.map((one) => one.path), ...manifest.contributes.snippets.map((one) => one.path), ...manifest.contributes.languages.map((one) => one.configuration)])
  check(`${file} is in the package`, fs.existsSync(path.join(extension, file)));
createRequire(path.join(extension, "extension.js")).resolve("vscode-languageclient/node");

// Snippets are law that parses as far as it goes: their keywords are words of the grammar.
const grammar = fs.readFileSync(path.join(path.dirname(new URL(import.meta.url).pathname), "../../grammar/ProvisoLexer.g4"), "utf8");
for (const [name, { prefix }] of Object.entries(JSON.parse(fs.readFileSync(path.join(extension, manifest.contributes.snippets[0].path), "utf8"))))
  for (const word of prefix.split(" ")) check(`the snippet ${name} begins with a word of the language`, grammar.includes(`'${word}'`), word);

const file = path.join(folder, "statutes", "cn", "csl.law");
const text = fs.readFileSync(file, "utf8");
const commands = new Map(), executed = [], shown = [], panels = [];
const disposable = { dispose() {} };
const settings = { program: proviso, paths: [] };
const vscode = {
  workspace: {
    getConfiguration: () => ({ get: (name) => settings[name] }),
    workspaceFolders: [{ uri: { fsPath: folder } }],
    onDidChangeConfiguration: () => disposable,
    onDidChangeTextDocument: () => disposable,
  },
  window: {
    showErrorMessage: async (message) => void shown.push(message),
    createWebviewPanel: (type, title) => (panels.push({ title, webview: {}, onDidDispose: () => disposable, dispose() {} }), panels.at(-1)),
    onDidChangeTextEditorSelection: () => disposable,
    activeTextEditor: {
      document: { languageId: "proviso", uri: { toString: () => uriOf(file) } },
      selection: { active: place(text, "article 61") },
    },
  },
  commands: {
    registerCommand: (name, run) => (commands.set(name, run), disposable),
    executeCommand: async (...args) => (executed.push(args), [{ found: true }]),
  },
  Uri: { parse: (uri) => ({ uri }) },
  Position: class {
    constructor(line, character) {
      Object.assign(this, { line, character });
    }
  },
  ViewColumn: { Beside: -2 },
};
let started;
class LanguageClient {
  constructor(id, name, run, options) {
    Object.assign(this, { id, name, run, options });
  }
  async start() {
    started = this;
    if (!fs.existsSync(this.run.command)) throw new Error("spawn ENOENT");
    check("the server is started as it wants to be", this.run.args[0] === "lsp" && this.run.options.cwd === folder, this.run);
    this.client = await new Client(this.run.command, folder).start();
    await this.client.open(file);
  }
  sendRequest(method, params) {
    return this.client.connection.sendRequest(method, params);
  }
  stop() {
    return this.client.stop();
  }
}
const load = Module._load;
Module._load = function (name, ...rest) {
  if (name === "vscode") return vscode;
  if (name === "vscode-languageclient/node") return { LanguageClient };
  return load.call(this, name, ...rest);
};
const { activate, deactivate } = require(path.join(extension, manifest.main));
const context = { subscriptions: [] };
await activate(context);
check("it is for law files", started.options.documentSelector[0].language === manifest.contributes.languages[0].id, started.options);
for (const { command } of manifest.contributes.commands) check(`the command ${command}`, commands.has(command));
const lenses = await started.client.ask("textDocument/codeLens", file);
await commands.get(lenses[0].command.command)(...lenses[0].command.arguments);
check("a lens shows references", executed.some(([name, uri, at]) => name === "editor.action.showReferences" && uri.uri === uriOf(file) && at instanceof vscode.Position), executed);
await commands.get("proviso.showTables")();
check("tables are shown", panels[0].title === "CSL article 61" && panels[0].webview.html.includes("<table>"), panels[0].title);
await commands.get("proviso.restart")();
await deactivate();
settings.program = path.join(folder, "not-there");
await activate(context);
check("a program that is missing is said", shown.length === 1 && shown[0].includes("not-there"), shown);
console.log(failures === 0 ? "the extension starts the server, and shows what it says" : `${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
