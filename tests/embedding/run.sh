#!/usr/bin/env bash
# A user's project that compiles law: a good build, a broken citation that must stop it, and the proposed correction.
# usage: run.sh PROVISO SCRATCH
set -euo pipefail
proviso=$(readlink -f "$1")
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
module_dir=$(readlink -f "$here/../../compiler")
scratch=$2
rm -rf "$scratch" && mkdir -p "$scratch"
scratch=$(readlink -f "$scratch")

fail() {
  printf 'FAILED (%s): %s\n' "$name" "$1"
  [[ ! -f ${log-} ]] || sed 's/^/  | /' "$log"
  exit 1
}

must_build() { cmake --build "$build" >"$log" 2>&1 || fail "$1"; }
must_not_build() { ! cmake --build "$build" >"$log" 2>&1 || fail "$1"; }
must_say() { grep -qF -- "$1" "$log" || fail "the output does not say: $1"; }

# try NAME SOURCE [cmake arguments]: SOURCE is the folder of the copied project, or has it as its folder `project`.
try() {
  name=$1
  local source=$2 project=$2
  shift 2
  if [[ -d $source/project ]]; then project=$source/project; fi
  build="$source build" log="$source.log"
  local law=$project/rules/harbour.law tables

  cmake -S "$source" -B "$build" -DCMAKE_MODULE_PATH="$module_dir" "$@" >"$log" 2>&1 || fail "the project does not configure"
  must_build "the project does not build"
  tables=$(find "$build" -name tables.proviso)
  [[ -s $tables ]] || fail "there are no compiled tables"
  [[ -n $(find "$build" -path '*markdown*' -name 'HB.art3*') ]] || fail "the artefact asked for beside the tables is missing"

  local before after
  before=$(stat -c %y "$tables")
  must_build "the second build fails"
  after=$(stat -c %y "$tables")
  [[ $before == "$after" ]] || fail "the tables were built again though nothing had changed"

  # One number in one citation. The place is computed here, not copied from the compiler's output.
  sed -i 's/punish per article 2 item 2/punish per article 2 item 3/' "$law"
  local line column
  line=$(grep -n 'punish per article 2 item 3' "$law" | cut -d: -f1)
  column=$(awk -v n="$line" 'NR == n { print index($0, "item 3") }' "$law")
  must_not_build "a broken citation does not stop the build"
  must_say "Article 2 paragraph 1 of HB has no item 3"
  must_say "$law:$line:$column"
  must_say "did you mean item 2?"
  must_not_build "a broken citation does not stop the second build"

  # The correction as the compiler words it, put in its place.
  local correction
  # shellcheck disable=SC2016 # the backticks are the compiler's
  correction=$(sed -n 's/.*help: did you mean.*`\(.*\)`.*/\1/p' "$log")
  sed -i "s/article 2 item 3/$correction/" "$law"
  must_build "the corrected project does not build"

  # A file that is added, and one that is removed, count as changes.
  printf 'statute EXTRA { in force from 2020-01-01  article 1 { text "See Article 1 of the Byelaw." } }\n' >"$project/rules/extra.law"
  sed -i 's/per article 2 item 2/per EXTRA article 1/' "$law"
  rm "$project/rules/extra.law"
  must_not_build "a citation of a statute that is not there does not stop the build"
  must_say "EXTRA"
  sed -i 's/per EXTRA article 1/per article 2 item 2/' "$law"
  must_build "the project does not build in the end"
  rm "$project/rules/scenarios.law"
  before=$(stat -c %y "$tables")
  must_build "the project does not build without its scenarios"
  after=$(stat -c %y "$tables")
  [[ $before != "$after" ]] || fail "a removed file does not lead to a new build"
  printf 'ok: %s\n' "$name"
}

# What `cmake` takes without being asked; where there is no make, it has to be asked for Ninja.
if [[ -z $(command -v make) ]]; then export CMAKE_GENERATOR=Ninja; fi

cp -r "$here/project" "$scratch/plain"
try "the default generator" "$scratch/plain" -DPROVISO_EXECUTABLE="$proviso"

mkdir "$scratch/a folder"
cp -r "$here/project" "$scratch/a folder/one project"
try "the default generator, spaces in every path" "$scratch/a folder/one project" -DPROVISO_EXECUTABLE="$proviso"
cp -r "$here/project" "$scratch/a folder/another project"
try "Ninja, spaces in every path" "$scratch/a folder/another project" -G Ninja -DPROVISO_EXECUTABLE="$proviso"

# The compiler found by itself, on the PATH.
mkdir "$scratch/bin"
ln -s "$proviso" "$scratch/bin/proviso"
cp -r "$here/project" "$scratch/on the path"
PATH=$scratch/bin:$PATH try "the compiler on the PATH" "$scratch/on the path" -G Ninja

# The compiler as a target of the same build.
mkdir "$scratch/same build"
cp -r "$here/project" "$scratch/same build/project"
cat >"$scratch/same build/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.20)
project(SameBuild LANGUAGES NONE)
add_executable(proviso IMPORTED GLOBAL)
set_target_properties(proviso PROPERTIES IMPORTED_LOCATION "${COMPILER}")
add_subdirectory(project)
END
try "the compiler as a target" "$scratch/same build" -G Ninja -DCOMPILER="$proviso"

# Without a compiler the project must not configure, and must say why.
name="no compiler" log="$scratch/none.log"
! cmake -S "$here/project" -B "$scratch/none" -DCMAKE_MODULE_PATH="$module_dir" -DPROVISO_EXECUTABLE=/no/such/proviso \
  >"$log" 2>&1 || fail "the project configures without a compiler"
must_say "PROVISO_EXECUTABLE must be its path"
printf 'ok: %s\n' "$name"
