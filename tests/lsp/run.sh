#!/usr/bin/env bash
# The language server, tried by a real client. usage: run.sh PROVISO STATUTES SCRATCH
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ../npm.sh
needs_node
npm_packages
node features.mjs "$@"
