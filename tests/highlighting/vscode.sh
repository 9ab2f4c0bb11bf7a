#!/usr/bin/env bash
# Tests the highlighting for Visual Studio Code, and that both highlightings are up to date with the grammar.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

source ../npm.sh
needs_node

node ../../grammar/highlighting.mjs --check

npm_packages
node_modules/.bin/vscode-tmgrammar-test --config ../../grammar/vscode/package.json '*.law'
node real-files.mjs
