#!/usr/bin/env bash
# The language server in Neovim. usage: neovim.sh PROVISO STATUTES SCRATCH
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ -z $(command -v nvim) ]]; then
  echo "SKIPPED: Neovim is not installed"
  exit
fi
rm -rf "$3" && mkdir -p "$3" && cp -r "$2" "$3/statutes"
export PROVISO=$1 PROVISO_ROOT=$here/../.. PROVISO_SCRATCH=$3 XDG_CONFIG_HOME=$3/config XDG_DATA_HOME=$3/data XDG_CACHE_HOME=$3/cache XDG_STATE_HOME=$3/state
timeout 120 nvim --headless -u NONE -i NONE -n -S "$here/neovim.lua" </dev/null 2>&1
