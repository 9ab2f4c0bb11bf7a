#!/usr/bin/env bash
# Opens what `build` writes in headless Chromium: drawn.sh PROVISO STATUTES SCRATCH
set -euo pipefail
proviso=$(readlink -f "$1") statutes=$(readlink -f "$2")
rm -rf "$3"
mkdir -p "$3"
scratch=$(readlink -f "$3")
cd "$(dirname "${BASH_SOURCE[0]}")"

source ../npm.sh
needs_node
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
export CHROMIUM
if [[ -z $CHROMIUM ]]; then
  echo "SKIPPED: Chromium is not installed"
  exit
fi
npm_packages

"$proviso" build "$statutes" --out "$scratch" --emit dmn,html >"$scratch/said"
exec node drawn.mjs "$scratch"
