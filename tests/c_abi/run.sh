#!/usr/bin/env bash
# The runtime for C: its contract and its names.
# usage: run.sh PROVISO STATUTES SCRATCH FOLDER_OF_PROGRAMS LIBRARY [MEMORY]; MEMORY: it may be tried to run out of it
set -euo pipefail
proviso=$1 statutes=$2 scratch=$3 programs=$4 library=$5
rm -rf "$scratch" && mkdir -p "$scratch"
tables=$scratch/tables.proviso

"$proviso" build "$statutes" --out "$scratch" --emit tables
"$programs/c_abi_contract" "$tables" "$scratch"
if [[ -n ${6-} ]]; then "$programs/c_abi_contract" "$tables" "$scratch" memory; fi

# Names that could meet those of the program, besides C++ ones and those that begin with an underscore, as the compiler's
# do; and what a shared library would give away.
foreign=$(nm --defined-only --extern-only "$library" | awk 'NF == 3 && $3 !~ /^(_|proviso_|DW\.ref\.)/ { print $3 }'
  readelf -sW "$library" | awk '$5 == "GLOBAL" && $6 == "DEFAULT" && $7 != "UND" && $8 !~ /^(__|proviso_)/ { print $8 }')
[[ -z $foreign ]] || { printf 'FAILED: other names than proviso_... in the library:\n%s\n' "$foreign"; exit 1; }
