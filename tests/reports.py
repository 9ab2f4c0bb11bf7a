"""Holds what `check`, `test`, `refs` and `diff` write against their schemas, and two runs against each other.
usage: reports.py PROVISO SOURCE_DIR SARIF_SCHEMA"""
import copy, json, os, pathlib, subprocess, sys

try:
    import jsonschema
except ImportError:
    print("SKIPPED: Python's jsonschema is not installed")
    sys.exit(0)

proviso, source, sarif = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])


def validator(path):
    schema = json.loads(path.read_text())
    return jsonschema.validators.validator_for(schema)(schema)


def report(command, path, form, *more):
    runs = [subprocess.run([proviso, command, str(path), "--format", form, *more], cwd=source, capture_output=True).stdout
            for _ in range(2)]
    assert runs[0] == runs[1], f"two runs differ: {command} {path} --format {form}"
    return json.loads(runs[0]) if runs[0] else None


def hold(schema, document, what):
    for error in schema.iter_errors(document):
        sys.exit(f"{what}: {error.json_path}: {error.message}")


laws = ["statutes", *sorted(str(p.relative_to(source)) for p in (source / "tests/golden").rglob("*.law"))]
diagnostics = validator(source / "docs/schema/diagnostics.schema.json")
for law in laws:
    hold(diagnostics, report("check", law, "json"), law)
hold(validator(source / "docs/schema/test.schema.json"), report("test", "statutes", "json"), "test")
hold(validator(source / "docs/schema/test.schema.json"), report("test", "statutes", "json", "--coverage"), "coverage")
hold(validator(source / "docs/schema/refs.schema.json"), report("refs", "statutes", "json"), "refs")
hold(validator(source / "docs/schema/wording.schema.json"), report("refs", "statutes", "json", "--wording"), "wording")
days = ["--from", "2019-01-01", "--to", "2026-06-01"]
hold(validator(source / "docs/schema/diff.schema.json"), report("diff", "statutes", "json", *days), "diff")
assert report("diff", "statutes", "json", *days)["tables"], "no table differs"
tables = report("table", "check", "json", "tests/tables/discount.csv", "tests/tables/slip.csv")
hold(validator(source / "docs/schema/table-check.schema.json"), tables, "table check")
assert {f["code"] for t in tables["tables"] for f in t["findings"]} == {"T010", "T011", "T012"}, tables
assert len(tables["problems"]) == 1 and "sliver" in tables["problems"][0]["message"], tables
shown = subprocess.run([proviso, "show", "statutes", "CSL article 69", "--case-template"], cwd=source, capture_output=True)
hold(validator(source / "docs/schema/case.schema.json"), json.loads(shown.stdout), "case template")

if not sarif.exists():
    print(f"SKIPPED: the SARIF schema is not at hand ({sarif})")
    sys.exit(0)
official = validator(sarif)
for law in laws:
    hold(official, report("check", law, "sarif"), law)
hold(official, report("table", "check", "sarif", "tests/tables/discount.csv", "tests/tables/slip.csv"), "table check")
# The check can fail.
wrong = copy.deepcopy(report("check", "tests/golden/citation_slip.law", "sarif"))
wrong["runs"][0]["results"][0]["level"] = "catastrophe"
assert not official.is_valid(wrong), "a wrong SARIF file was taken for a right one"
print(f"{len(laws)} reports are valid")
