#!/usr/bin/env bash
# Proviso as it is installed: from a prefix, the examples are built and run, in C++, C and Python, and they decide as
# `proviso eval` does.
# usage: run.sh BUILD SCRATCH [SANITIZERS]
set -euo pipefail
build=$1 scratch=$2 sanitizers=${3-}
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
rm -rf "$scratch" && mkdir -p "$scratch/a folder"
scratch=$(readlink -f "$scratch/a folder")

cmake --install "$build" --prefix "$scratch/first" >"$scratch/install.log"
mv "$scratch/first" "$scratch/prefix" # what is installed does not know where
prefix=$scratch/prefix
proviso=$prefix/bin/proviso
for one in man/man1/proviso.1 man/man1/proviso-check.1 bash-completion/completions/proviso zsh/vendor-completions/_proviso fish/vendor_completions.d/proviso.fish; do
  [[ -s $prefix/share/$one ]] || { echo "FAILED: share/$one is not installed"; exit 1; }
done
"$proviso" check "$prefix/share/proviso/statutes" >"$scratch/check.log" 2>&1

cp -r "$prefix/share/doc/proviso/examples" "$scratch/examples"
cmake -S "$scratch/examples" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_C_FLAGS="-Wall -Wextra -Werror ${sanitizers:+-fsanitize=$sanitizers}" \
  -DCMAKE_CXX_FLAGS="-Wall -Wextra -Werror ${sanitizers:+-fsanitize=$sanitizers}" >"$scratch/configure.log"
cmake --build "$scratch/build" >"$scratch/build.log"
tables=$scratch/build/proviso-tables/law/tables.proviso
case=$scratch/examples/case.json
run() { "$scratch/build/$1" "${@:2}"; }

"$proviso" eval --tables "$tables" --case "$case" --format json >"$scratch/json"
run decide_c "$tables" "$case" | cmp - "$scratch/json"
"$proviso" eval --tables "$tables" --case "$case" >"$scratch/words"
echo "ISSI article 21 paragraph 1 item 6 applies." >>"$scratch/words"
run decide_cpp "$tables" | cmp - "$scratch/words"
sed s/refuses/refuse/ "$case" >"$scratch/slip.json"
! run decide_c "$tables" "$scratch/slip.json" 2>"$scratch/slip" || exit 1

# Many cases: the same two in three languages.
run batch_cpp "$tables" >"$scratch/batch_cpp"
run batch_c "$tables" >"$scratch/batch_c"
echo '{"date": "2019-04-04", "subject": ["network_operator", "unit"], "facts": {"obstructs_inspection": true}}' |
  "$proviso" eval --tables "$tables" --case - --format json >"$scratch/second"
tail -n "$(wc -l <"$scratch/second")" "$scratch/batch_c" | cmp - "$scratch/second"

# What the page shows is what they say.
shown=("$(<"$scratch/words")" "$(<"$case")" "$(head -16 "$scratch/json")" "$(<"$scratch/slip")" "$(<"$scratch/batch_cpp")"
  "$(head -40 "$scratch/batch_c")")
for program in "$scratch"/examples/*.*; do
  [[ $program == *.txt ]] || shown+=("$(<"$program")")
done

if [[ -n $sanitizers ]]; then
  echo "without Python: an interpreter that is not built with sanitizers cannot load a library that is"
else
  export PYTHONPATH=$prefix/lib/python3/dist-packages PYTHONDONTWRITEBYTECODE=1
  python3 "$scratch/examples/decide.py" "$tables" "$case" >"$scratch/decide_py"
  python3 "$scratch/examples/batch.py" "$tables" >"$scratch/batch_py"
  python3 "$here/module.py" "$tables"
  shown+=("$(<"$scratch/decide_py")" "$(<"$scratch/batch_py")")
fi

page=$(<"$here/../../docs/embedding.md")
for text in "${shown[@]}"; do
  [[ -n $text && $page == *"$text"* ]] || { printf 'FAILED: docs/embedding.md does not show\n%s\n' "$text"; exit 1; }
done

# What the shared library gives away, and without CMake.
foreign=$(nm -D --defined-only "$prefix"/lib*/libproviso.so | awk '$3 !~ /^(proviso_|_(init|fini)$)/ { print $3 }')
[[ -z $foreign ]] || { printf 'FAILED: other names than proviso_... in the library:\n%s\n' "$foreign"; exit 1; }
if [[ -n $(command -v pkg-config) && -z $sanitizers ]]; then
  ln -sfn "$prefix" "$scratch/../prefix" # pkg-config splits words
  eval "cc '$scratch/examples/decide.c' $(PKG_CONFIG_PATH=$scratch/../prefix/lib/pkgconfig pkg-config --cflags --libs proviso) -o '$scratch/by_hand'"
  LD_LIBRARY_PATH=$prefix/lib "$scratch/by_hand" "$tables" "$case" | cmp - "$scratch/json"
fi
echo "installed: fine"
