#!/usr/bin/env bash
# The runtime for C: its contract, its names, and that the programs of docs/embedding.md decide as `proviso eval`
# does.
# usage: run.sh PROVISO STATUTES SCRATCH FOLDER_OF_PROGRAMS LIBRARY [MEMORY]; MEMORY: it may be tried to run out of it
set -euo pipefail
proviso=$1 statutes=$2 scratch=$3 programs=$4 library=$5
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
rm -rf "$scratch" && mkdir -p "$scratch"
tables=$scratch/tables.proviso

"$proviso" build "$statutes" --out "$scratch" --emit tables
"$programs/c_abi_contract" "$tables" "$scratch"
if [[ -n ${6-} ]]; then "$programs/c_abi_contract" "$tables" "$scratch" memory; fi

"$proviso" eval --tables "$tables" --case "$here/case.json" --format json >"$scratch/json"
"$programs/c_abi_decide_c" "$tables" "$here/case.json" | cmp - "$scratch/json"
"$proviso" eval --tables "$tables" --case "$here/case.json" >"$scratch/words"
echo "ISSI article 21 paragraph 1 item 6 applies." >>"$scratch/words"
"$programs/c_abi_decide_cpp" "$tables" | cmp - "$scratch/words"
sed s/refuses/refuse/ "$here/case.json" >"$scratch/slip.json"
! "$programs/c_abi_decide_c" "$tables" "$scratch/slip.json" 2>"$scratch/slip" || exit 1

# What the page shows is what they say.
page=$(<"$here/../../docs/embedding.md")
for shown in "$(<"$scratch/words")" "$(<"$here/case.json")" "$(head -16 "$scratch/json")" "$(<"$scratch/slip")"; do
  [[ -n $shown && $page == *"$shown"* ]] || { printf 'FAILED: docs/embedding.md does not show\n%s\n' "$shown"; exit 1; }
done

# Names that could meet those of the program, besides C++ ones and those that begin with an underscore, as the compiler's
# do; and what a shared library would give away.
foreign=$(nm --defined-only --extern-only "$library" | awk 'NF == 3 && $3 !~ /^(_|proviso_|DW\.ref\.)/ { print $3 }'
  readelf -sW "$library" | awk '$5 == "GLOBAL" && $6 == "DEFAULT" && $7 != "UND" && $8 !~ /^(__|proviso_)/ { print $8 }')
[[ -z $foreign ]] || { printf 'FAILED: other names than proviso_... in the library:\n%s\n' "$foreign"; exit 1; }
