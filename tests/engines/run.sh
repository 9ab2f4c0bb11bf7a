#!/usr/bin/env bash
# Holds exports against the runtime in one engine: run.sh ENGINE FOLDER..., folders as engine_cases writes them.
set -euo pipefail
engine=$1
shift
folders=()
for folder in "$@"; do folders+=("$(readlink -f "$folder")"); done
cd "$(dirname "${BASH_SOURCE[0]}")"

source ../npm.sh
needs_node
if (($(node -p 'process.versions.node.split(".")[0]') < 20)); then
  echo "SKIPPED: the engines need Node.js 20, and this is $(node --version)"
  exit
fi

case $engine in
dmn | jdm | duckdb | rego) npm_packages ;;
esac

exec node run.mjs "$engine" "${folders[@]}"
