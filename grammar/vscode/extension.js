// The client of `proviso lsp`, and the preview of decision tables.
"use strict";
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function settings() {
  const given = vscode.workspace.getConfiguration("proviso");
  return { program: given.get("program") || "proviso", paths: given.get("paths") || [] };
}

async function start() {
  const { program, paths } = settings();
  const run = { command: program, args: ["lsp", ...paths] };
  const folders = vscode.workspace.workspaceFolders;
  if (folders?.length) run.options = { cwd: folders[0].uri.fsPath };
  client = new LanguageClient("proviso", "Proviso", run, {
    documentSelector: [{ language: "proviso", scheme: "file" }],
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const open = "Open Settings";
    const said = `Proviso checks nothing: \`${program}\` cannot be started (${error.message ?? error}). Install it, or say where it is.`;
    if ((await vscode.window.showErrorMessage(said, open)) === open)
      await vscode.commands.executeCommand("workbench.action.openSettings", "proviso.program");
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

/** Of a lens: what cites the provision at a place. */
async function showReferences(uri, position) {
  const at = new vscode.Position(position.line, position.character);
  const document = vscode.Uri.parse(uri);
  const found = await vscode.commands.executeCommand("vscode.executeReferenceProvider", document, at);
  await vscode.commands.executeCommand("editor.action.showReferences", document, at, found ?? []);
}

/** The tables of the provision at the cursor, beside the text, for as long as the panel is open. */
async function showTables(context) {
  const panel = vscode.window.createWebviewPanel(
    "proviso.tables",
    "Decision tables",
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: false },
  );
  let waiting;
  const draw = async () => {
    const editor = vscode.window.activeTextEditor;
    if (!client || editor?.document.languageId !== "proviso") return;
    const page = await client
      .sendRequest("proviso/tables", {
        textDocument: { uri: editor.document.uri.toString() },
        position: { line: editor.selection.active.line, character: editor.selection.active.character },
      })
      .catch(() => null);
    if (!page) return;
    panel.title = page.title;
    panel.webview.html = page.html;
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 300);
  };
  const watching = [
    vscode.window.onDidChangeTextEditorSelection(soon),
    vscode.workspace.onDidChangeTextDocument(soon),
  ];
  panel.onDidDispose(() => {
    clearTimeout(waiting);
    for (const one of watching) one.dispose();
  });
  context.subscriptions.push(panel);
  await draw();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("proviso.showReferences", showReferences),
    vscode.commands.registerCommand("proviso.showTables", () => showTables(context)),
    vscode.commands.registerCommand("proviso.restart", async () => {
      await stop();
      await start();
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (!event.affectsConfiguration("proviso")) return;
      await stop();
      await start();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
