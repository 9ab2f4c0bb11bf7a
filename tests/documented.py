#!/usr/bin/env python3
"""Runs what the documentation shows: files are written where it says `Write `PATH`:`, commands run after each `$`, and what
they print is held against the page; `...` stands for any lines. JSON on the pages of formats is part of what was written. `$ cat FILE` of a file that nothing
has written shows what it is to be. usage: documented.py PROVISO SOURCE SCRATCH [--update]"""
import json, os, re, shutil, subprocess, sys

proviso, source, scratch = (os.path.abspath(one) for one in sys.argv[1:4])
engines = os.path.join(source, "tests", "engines")
tools = subprocess.run(["bash", "-c", "source ../npm.sh; needs_node; npm_packages"], cwd=engines, capture_output=True, text=True)
if tools.stdout.startswith("SKIPPED"):
    print(tools.stdout)
    sys.exit(0)
if tools.returncode:
    sys.exit(tools.stdout + tools.stderr)

shutil.rmtree(scratch, ignore_errors=True)
programs = os.path.join(scratch, "bin")
os.makedirs(programs)
os.symlink(proviso, os.path.join(programs, "proviso"))
with open(os.path.join(programs, "opa"), "w") as shim:
    shim.write(f'#!/bin/sh\nexec node {engines}/opa.mjs "$@"\n')
os.chmod(os.path.join(programs, "opa"), 0o755)
environment = {**os.environ, "PATH": programs + ":" + os.environ["PATH"], "NO_COLOR": "1"}

PIECE = re.compile(r"(?:[Ww]rite `([^`]+)`[^\n]*(?:\n[^\n]+)*?\n\n)?^```(\w*)\n(.*?)^```$", re.M | re.S)
failures, commands = [], 0


def matches(said, shown):
    said, shown = said.rstrip().split("\n"), shown.rstrip().split("\n")
    pattern = "\n".join(r"(?:.*\n)*?.*" if line.strip() == "..." else re.escape(line.rstrip()) for line in shown)
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in said)) is not None


def within(part, whole):
    """Whether the part stands somewhere in the whole, perhaps with less in it."""
    def fits(a, b):
        if isinstance(a, dict):
            return isinstance(b, dict) and all(key in b and fits(value, b[key]) for key, value in a.items())
        if isinstance(a, list):
            rest = iter(b if isinstance(b, list) else [])
            return isinstance(b, list) and all(any(fits(one, other) for other in rest) for one in a)
        return a == b
    below = whole.values() if isinstance(whole, dict) else whole if isinstance(whole, list) else []
    return fits(part, whole) or any(within(part, one) for one in below)


page_text = {}  # as they would be right


def run(page, folder):
    global commands
    with open(os.path.join(source, "docs", page)) as file:
        text = file.read()
    for path, kind, body in PIECE.findall(text):
        if path and kind != "console":
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as out:
                out.write(body)
        if kind == "json" and not path and page.startswith("formats"):
            with open(os.path.join(folder, "out", "tables.json")) as out:
                if not within(json.loads(body), json.load(out)):
                    failures.append(f"{page}: this is not in what is written:\n{body}")
        if kind != "console":
            continue
        for step in re.split(r"^\$ ", body, flags=re.M)[1:]:
            command, _, shown = step.partition("\n")
            if (named := re.fullmatch(r"cat (\S+)", command)) and not os.path.exists(os.path.join(folder, named[1])):
                os.makedirs(os.path.dirname(os.path.join(folder, named[1])), exist_ok=True)
                with open(os.path.join(folder, named[1]), "w") as out:
                    out.write(shown)
            done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            commands += 1
            if not matches(done.stdout, shown):
                failures.append(f"{page}: $ {command}\n--- shown\n{shown}--- said\n{done.stdout}")
                told = f"$ {command}\n" + done.stdout.rstrip() + "\n"
                if "\n...\n" not in "\n" + shown: # what is left out is a person's choice
                    page_text[page] = page_text.get(page, text).replace(f"$ {command}\n{shown}", told, 1)


tutorial = os.path.join(scratch, "tutorial")
os.makedirs(os.path.join(tutorial, "law"))
os.symlink(os.path.join(engines, "node_modules"), os.path.join(tutorial, "node_modules"))
run("tutorial.md", tutorial)
daily = os.path.join(scratch, "integration")
os.makedirs(daily)
run("integration.md", daily)
SETUP = {
    "cli.md": r"""
cp -r statutes slip && sed -i 's/punish per CSL article 69 item 3/punish per CSL article 69 paragraph 3/' slip/cn/issi.law
cp -r statutes failing && sed -i '8s/applies$/does not apply/' failing/cn/scenarios/criminal_law.law
mkdir cases old
proviso new market --code SMA --title "Street Market Act" && sed -i "s/violates article 1/violates article 1 paragraph 2/" market/statutes/act.law
echo '{"date": "2018-12-01", "facts": {"illegal_gains": "120000", "obstructs_inspecton": true}}' >cases/wrong.json
cat >old/act.law <<'END'
vocabulary harbour { role master  fact drunk : boolean }
scale fines { administrative { warning  fine money AUD } }
statute HSA "Harbour Safety Act" {
  in force from 2015-07-01  use harbour, fines
  article 2 { subject master  when drunk  sanction { warning } }
  article 1 { subject master  when drunk and not drunk  sanction { fine 100 AUD } }
}
END
""",
    "decisions.md": r"""
mkdir cases && cd cases
cat >serious.json <<'END'
{
  "date": "2018-12-01",
  "subject": ["internet_service_provider", "unit"],
  "facts": {
    "fails_security_management_duties": true,
    "ordered_to_correct": true,
    "refuses_to_correct": true,
    "user_information_leaked": true,
    "illegal_information_spreads_widely": false,
    "criminal_evidence_lost": false,
    "other_serious_circumstances": false,
    "circumstances": { "CL/art286-1": "serious" }
  }
}
END
{ sed '$d' serious.json | sed '$d'
  printf '  },\n  "persons": [\n    { "name": "A", "roles": ["person_in_charge"] },\n    { "name": "B", "roles": [] }\n  ]\n}\n'; } >persons.json
""",
    "tables.md": "true",
}
for page, commands_before in SETUP.items():
    folder = os.path.join(scratch, page)
    os.makedirs(folder)
    shutil.copytree(os.path.join(source, "statutes"), os.path.join(folder, "statutes"))
    subprocess.run(["bash", "-ec", commands_before], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    run(page, folder)
pages = sorted(os.listdir(os.path.join(source, "docs", "formats")))
for page in pages:
    folder = os.path.join(scratch, page)
    shutil.copytree(tutorial, folder, symlinks=True)
    run(os.path.join("formats", page), folder)

if "--update" in sys.argv:
    for page, text in page_text.items():
        with open(os.path.join(source, "docs", page), "w") as out:
            out.write(text)
for failure in failures[:10]:
    print("FAILED:", failure)
print(f"{commands} commands of {len(pages) + len(SETUP) + 2} pages do what is shown")
sys.exit(1 if failures or commands < 90 else 0)
