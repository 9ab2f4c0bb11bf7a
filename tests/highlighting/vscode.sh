#!/usr/bin/env bash
# Tests the highlighting for Visual Studio Code, and that both highlightings are up to date with the grammar.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for program in node npm; do
  if [[ -z $(command -v $program) ]]; then
    echo "SKIPPED: $program is not installed"
    exit
  fi
done

node ../../grammar/highlighting.mjs --check

# npm notes in this file what it has installed.
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
  if ! said=$(npm ci --no-audit --no-fund 2>&1); then
    printf '%s\n' "$said"
    if grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT' <<<"$said"; then
      echo "SKIPPED: the test tools are not installed, and npm cannot reach its registry"
      exit
    fi
    exit 1
  fi
fi

node_modules/.bin/vscode-tmgrammar-test --config ../../grammar/vscode/package.json '*.law'
node real-files.mjs
