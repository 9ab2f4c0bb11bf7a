#!/usr/bin/env bash
# The extension for Visual Studio Code, packaged by its one command, and tried. usage: vscode.sh PROVISO STATUTES SCRATCH
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here"
. ../npm.sh
needs_node
npm_packages
(cd ../../grammar/vscode && npm_packages)
../../dev vsix
rm -rf "$3" && mkdir -p "$3" && cp -r "$2" "$3/statutes"
python3 -m zipfile -e ../../build/proviso-[0-9]*.vsix "$3/package"
node vscode.mjs "$3/package/extension" "$1" "$3"
