#!/usr/bin/env bash
# The contract of the command line: exit codes, streams, and that bad input gets a clear message.
# usage: cli.sh PROVISO STATUTES SCRATCH
set -u
proviso=$1 statutes=$2 scratch=$3
rm -rf "$scratch" && mkdir -p "$scratch" && cd "$scratch" || exit 1
failures=0

# expect CODE PATTERN COMMAND...: the exit code, and a text in the output of both streams
expect() {
  local code=$1 pattern=$2
  shift 2
  local output status
  output=$("$@" 2>&1 </dev/null)
  status=$?
  if [ $status -ne "$code" ]; then
    echo "FAILED: $* exited with $status, not $code: $output"
    failures=$((failures + 1))
  elif ! grep -qF -- "$pattern" <<<"$output"; then
    echo "FAILED: $* does not say \"$pattern\": $output"
    failures=$((failures + 1))
  fi
}

expect 0 "proviso 0." "$proviso" --version
expect 0 "Example:" "$proviso" check --help
expect 2 "" "$proviso"
expect 2 "" "$proviso" conquer
expect 2 "" "$proviso" check --format xml
expect 2 "not in range" "$proviso" check --max-errors -3
expect 2 'has no `--as-of`' "$proviso" check --as-of 2020-01-01
expect 0 "--format text|json|sarif " "$proviso" check --help
expect 0 "good: 0 errors" "$proviso" check "$statutes"
expect 2 "no such file" "$proviso" check missing.law
mkdir empty
expect 2 'no `.law` file' "$proviso" check empty
expect 2 "this is a folder" "$proviso" eval "$statutes" --case empty

printf 'statute S "\xff\xfe" {' >bad_encoding.law
expect 1 "F001" "$proviso" check bad_encoding.law
: >empty.law
expect 0 "0 instruments" "$proviso" check empty.law
head -c 100000 /dev/zero >zeros.law
expect 1 "" "$proviso" check zeros.law
{ printf 'statute S { in force from 2000-01-01 article 1 { when '; head -c 300000 /dev/zero | tr '\0' '('; } >deep.law
expect 1 "P007" "$proviso" check deep.law
printf 'statute S { in force from 2000-01-01 article 1 { text "x" } }' | "$proviso" check - >/dev/null || { echo "FAILED: standard input"; failures=$((failures + 1)); }

# Results go to stdout, diagnostics to stderr, JSON is one document.
cp -r "$statutes" broken && sed -i 's/punish per CSL article 69 item 3/punish per CSL article 69 paragraph 3/' "$(grep -rl 'punish per CSL article 69 item 3' broken | head -1)"
expect 1 "Article 69 of CSL has no paragraph 3" "$proviso" check broken
[ -n "$("$proviso" check broken 2>/dev/null)" ] || { echo "FAILED: no summary on stdout"; failures=$((failures + 1)); }
"$proviso" check broken --format json >broken.json 2>broken.err
[ -s broken.err ] && { echo "FAILED: JSON and text together"; failures=$((failures + 1)); }
grep -q '"code": "R005"' broken.json || { echo "FAILED: no R005 in JSON"; failures=$((failures + 1)); }
"$proviso" check broken --format sarif >broken.sarif 2>broken.err
[ -s broken.err ] && { echo "FAILED: SARIF and text together"; failures=$((failures + 1)); }
python3 - broken.sarif <<'END' || failures=$((failures + 1))
import json, sys
run = json.load(open(sys.argv[1]))["runs"][0]
assert run["columnKind"] == "unicodeCodePoints"
one = next(r for r in run["results"] if r["ruleId"] == "R005")
assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == "R005"
place = one["locations"][0]["physicalLocation"]
assert place["artifactLocation"]["uri"] == "broken/cn/issi.law", place
assert place["region"]["startColumn"] == 35, place
assert one["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "item 3"
END
expect 1 "R005" "$proviso" build broken --out out
[ -e out ] && { echo "FAILED: artefacts of a broken law"; failures=$((failures + 1)); }

# What is certain is corrected, and nothing else; a second time there is nothing to do.
cp -r "$statutes" slips && sed -i 's/sanction by/sancton by/; s/^  article 21 /  aritcle 21 /' slips/cn/*.law
expect 0 "corrections" "$proviso" check slips --fix
diff -r "$statutes" slips || { echo "FAILED: --fix did not restore the files"; failures=$((failures + 1)); }
expect 0 "good: 0 errors" "$proviso" check slips --fix
cp -r "$statutes" slips2 && sed -i 's/refuses_technical_support/refuses_techncal_support/' slips2/cn/issi.law
expect 1 "did you mean" "$proviso" check slips2
expect 0 "1 correction" "$proviso" check slips2 --fix
diff -r "$statutes" slips2 || { echo "FAILED: --fix did not restore the names"; failures=$((failures + 1)); }
cp -r "$statutes" short && sed -i '0,/per CSL article/s//per CSK article/' short/cn/issi.law && cp short/cn/issi.law short.before
expect 1 'there is no instrument `CSK`' "$proviso" check short --fix
cmp -s short.before short/cn/issi.law || { echo "FAILED: --fix exchanged a law"; failures=$((failures + 1)); }
cp broken/cn/issi.law issi.before
expect 1 "did you mean item 3" "$proviso" check broken --fix
cmp -s issi.before broken/cn/issi.law || { echo "FAILED: --fix guessed a citation"; failures=$((failures + 1)); }

expect 0 "files written" "$proviso" build "$statutes" --out out --emit ir,tables,json,csv,markdown,dmn
for file in out/ir.json out/tables.proviso out/tables.json out/csv out/markdown/README.md out/dmn; do
  [ -e "$file" ] || { echo "FAILED: $file was not written"; failures=$((failures + 1)); }
done
ls -A out | grep -q tmp && { echo "FAILED: a temporary file was left"; failures=$((failures + 1)); }
# The same input gives the same bytes, from elsewhere and by another order of paths.
"$proviso" build "$statutes" --out again --emit ir,tables,json,csv,markdown,dmn >/dev/null
diff -r out again >/dev/null || { echo "FAILED: two builds differ"; failures=$((failures + 1)); }
cp -r "$statutes" copy
"$proviso" build copy/cn/scenarios copy/cn/issi.law copy/cn/csl.law copy/cn/cl.law copy/cn/atl.law copy/cn/scale.law copy/cn/cyber.law --out third --emit tables >/dev/null
cmp -s out/tables.proviso third/tables.proviso || { echo "FAILED: tables depend on where and in which order files are named"; failures=$((failures + 1)); }
expect 2 "" "$proviso" build "$statutes" --out out --emit hologram
touch a_file
expect 2 "" "$proviso" build "$statutes" --out a_file/out

cat >case.json <<'CASE'
{"date": "2018-12-01", "subject": ["internet_service_provider", "unit"],
 "facts": {"fails_security_management_duties": true, "ordered_to_correct": true, "refuses_to_correct": true,
           "user_information_leaked": true, "circumstances": {"CL/art286-1": "serious"}}}
CASE
expect 0 "CL article 286-1 paragraph 2: applies" "$proviso" eval "$statutes" --case case.json
expect 0 "CL article 286-1 paragraph 2: applies" "$proviso" eval --tables out/tables.proviso --case case.json
expect 0 '"status": "applies"' "$proviso" eval --tables out/tables.proviso --case case.json --format json
expect 0 "yes CL article 286-1 paragraph 2: when commits preceding paragraph" "$proviso" eval --tables out/tables.proviso --case case.json --explain
expect 0 "not in force on that day" "$proviso" eval --tables out/tables.proviso --case case.json --explain --as-of 2010-01-01
"$proviso" eval --tables out/tables.proviso --case - <case.json >/dev/null || { echo "FAILED: a case from standard input"; failures=$((failures + 1)); }
sed 's/user_information_leaked/user_informaton_leaked/' case.json >slip.json
expect 1 'did you mean `user_information_leaked`?' "$proviso" eval "$statutes" --case slip.json
expect 2 "no such file" "$proviso" eval "$statutes" --case nowhere.json
head -c 5000 out/tables.proviso >truncated.proviso
expect 2 "truncated" "$proviso" eval --tables truncated.proviso --case case.json
expect 2 "not a Proviso table file" "$proviso" eval --tables case.json --case case.json
echo '{"date":"2018-12-01","facts":{"ordered_to_correct":false,"refuses_to_correct":true}}' >contradiction.json
expect 1 "contradict" "$proviso" eval "$statutes" --case contradiction.json

expect 0 "0 failed" "$proviso" test "$statutes"
expect 0 '"failed": 0' "$proviso" test "$statutes" --format json
expect 2 "regular expression" "$proviso" test "$statutes" --filter '('
cp -r "$statutes" wrong && sed -i '0,/expect .* applies/s/applies/does not apply/' wrong/cn/scenarios/criminal_law.law
expect 1 "1 failed" "$proviso" test wrong
for law in "$statutes" wrong; do
  "$proviso" test "$law" --format junit >junit.xml
  python3 -c 'import sys, xml.etree.ElementTree as x; s = x.parse("junit.xml").getroot()[0]
assert len(s) == int(s.get("tests")) > 50 and len(s.findall("*/failure")) == int(s.get("failures")) == int(sys.argv[1])' \
    $([ "$law" = wrong ] && echo 1 || echo 0) || { echo "FAILED: JUnit of $law"; failures=$((failures + 1)); }
done

expect 0 "fine 50,000 to 500,000 CNY" "$proviso" show "$statutes" "CSL article 69 item 3"
expect 0 "Cited by" "$proviso" show "$statutes" "CSL article 59 paragraph 1"
expect 2 "is a path; after the paths must stand the citation" "$proviso" show "$statutes"
expect 1 "Article 69 of CSL has no paragraph 3" "$proviso" show "$statutes" "CSL article 69 paragraph 3"
expect 0 "R005" "$proviso" explain R005
expect 0 "R005" "$proviso" explain r005
expect 2 "there is no diagnostic" "$proviso" explain R999
expect 2 "  F  files and encoding" "$proviso" explain R999
expect 2 "  R005: a citation" "$proviso" explain R5
expect 2 "  R005: a citation" "$proviso" explain RO05
expect 0 "  R005: a citation" "$proviso" explain r

[ $failures -eq 0 ] && echo "the command line keeps its contract"
exit $((failures > 0))
