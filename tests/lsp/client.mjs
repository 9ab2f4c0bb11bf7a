// A client of the language server: the protocol's own library, over the server's standard input and output.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";
const require = createRequire(import.meta.url);
const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = require("vscode-languageserver-protocol/node");

export const uriOf = (file) => pathToFileURL(file).href;
export const pathOf = (uri) => fileURLToPath(uri);

export class Client {
  constructor(program, folder) {
    this.folder = folder;
    this.server = spawn(program, ["lsp", "--stdio"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    this.ended = new Promise((resolve) => this.server.on("exit", (code, signal) => resolve(signal ?? code)));
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.server.stdout),
      new StreamMessageWriter(this.server.stdin),
    );
    this.diagnostics = new Map(); // by URI, as last published
    this.waiting = [];
    this.versions = new Map();
    this.registered = [];
    this.connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
      this.diagnostics.set(uri, diagnostics);
      this.waiting = this.waiting.filter((one) => !one());
    });
    this.connection.onRequest("client/registerCapability", (params) => {
      this.registered.push(...params.registrations);
    });
    this.connection.listen();
  }
  async start(capabilities = {}) {
    this.capabilities = (
      await this.connection.sendRequest("initialize", {
        processId: process.pid,
        rootUri: uriOf(this.folder),
        workspaceFolders: [{ uri: uriOf(this.folder), name: "law" }],
        capabilities,
      })
    ).capabilities;
    await this.connection.sendNotification("initialized", {});
    return this;
  }
  async stop() {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    return this.ended;
  }
  open(file, text = fs.readFileSync(file, "utf8")) {
    this.versions.set(file, 1);
    return this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri: uriOf(file), languageId: "proviso", version: 1, text },
    });
  }
  change(file, ...changes) {
    const version = this.versions.get(file) + 1;
    this.versions.set(file, version);
    return this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: uriOf(file), version },
      contentChanges: changes,
    });
  }
  close(file) {
    return this.connection.sendNotification("textDocument/didClose", { textDocument: { uri: uriOf(file) } });
  }
  ask(method, file, more = {}) {
    return this.connection.sendRequest(method, { textDocument: { uri: uriOf(file) }, ...more });
  }
  /** When the diagnostics of a file, as they are or as they come, satisfy a test. */
  until(file, test, what) {
    const now = () => test(this.diagnostics.get(uriOf(file)) ?? []);
    return new Promise((resolve, reject) => {
      if (now()) return resolve(this.diagnostics.get(uriOf(file)) ?? []);
      const late = setTimeout(
        () => reject(new Error(`${what} did not come; there are ${JSON.stringify(this.diagnostics.get(uriOf(file)), null, 1)}`)),
        20000,
      );
      this.waiting.push(() => {
        if (!now()) return false;
        clearTimeout(late);
        resolve(this.diagnostics.get(uriOf(file)));
        return true;
      });
    });
  }
}

/** The place of a piece of a text: its beginning, and `into` characters further. Columns are UTF-16, as in JavaScript. */
export function place(text, piece, into = 0, after = "") {
  const from = after ? text.indexOf(after) : 0;
  const at = text.indexOf(piece, from);
  if (from < 0 || at < 0) throw new Error(`"${after}" ... "${piece}" is not in the text`);
  return placeAt(text, at + into);
}
export function placeAt(text, offset) {
  const before = text.slice(0, offset);
  const line = before.split("\n").length - 1;
  return { line, character: offset - (before.lastIndexOf("\n") + 1) };
}
export function offsetAt(text, { line, character }) {
  let at = 0;
  for (let i = 0; i < line; ++i) at = text.indexOf("\n", at) + 1;
  return at + character;
}
export const pieceOf = (text, range) => text.slice(offsetAt(text, range.start), offsetAt(text, range.end));
export function applied(text, edits) {
  for (const edit of [...edits].sort((a, b) => offsetAt(text, b.range.start) - offsetAt(text, a.range.start)))
    text = text.slice(0, offsetAt(text, edit.range.start)) + edit.newText + text.slice(offsetAt(text, edit.range.end));
  return text;
}
