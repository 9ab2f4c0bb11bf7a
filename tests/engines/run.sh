#!/usr/bin/env bash
# Holds exports against the runtime in one engine: run.sh ENGINE FOLDER..., folders as engine_cases writes them.
set -euo pipefail
engine=$1
shift
folders=()
for folder in "$@"; do folders+=("$(readlink -f "$folder")"); done
cd "$(dirname "${BASH_SOURCE[0]}")"

for program in node npm; do
  if [[ -z $(command -v $program) ]]; then
    echo "SKIPPED: $program is not installed"
    exit
  fi
done
if (($(node -p 'process.versions.node.split(".")[0]') < 20)); then
  echo "SKIPPED: the engines need Node.js 20, and this is $(node --version)"
  exit
fi

# Those that come from npm, once. Tests run side by side: one of them installs.
case $engine in
dmn | jdm | duckdb)
  exec 9>"${TMPDIR:-/tmp}/proviso-engines-$UID.lock"
  flock 9
  if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
    if ! said=$(npm ci --no-audit --no-fund 2>&1); then
      printf '%s\n' "$said"
      if grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT' <<<"$said"; then
        echo "SKIPPED: the engines are not installed, and npm cannot reach its registry"
        exit
      fi
      exit 1
    fi
  fi
  flock -u 9
  ;;
esac

exec node run.mjs "$engine" "${folders[@]}"
