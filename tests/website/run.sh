#!/usr/bin/env bash
# The website in a browser. usage: run.sh PROVISO STATUTES SCRATCH
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ../npm.sh
needs_node
if [[ -z $(command -v chromium) ]]; then
  echo "SKIPPED: chromium is not installed"
  exit
fi
npm_packages
node browser.mjs "$@" "$(command -v chromium)"
