#!/usr/bin/env bash
# Tests the highlighting, the settings and the indentation for Vim: vim.sh SCRATCH
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$1

# vim-tiny can do neither.
if [[ -z $(command -v vim) ]] || ! vim --version | grep -q '+syntax' || ! vim --version | grep -q '+eval'; then
  echo "SKIPPED: Vim with syntax highlighting is not installed"
  exit
fi

rm -rf "$scratch" && mkdir -p "$scratch"
export PROVISO_ROOT=$here/../.. PROVISO_SCRATCH=$scratch
status=0
vim -u NONE -i NONE -n -N -es --not-a-term -S "$here/vim.vim" </dev/null || status=$?
cat "$scratch/result"
exit $status
