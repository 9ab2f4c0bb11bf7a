#!/usr/bin/env python3
"""Runs what the documentation shows: files are written where it says `Write `PATH`:`, commands run after each `$`, and what
they print is held against the page; `...` stands for any lines. JSON on the pages of formats is part of what was written. usage: documented.py PROVISO SOURCE SCRATCH"""
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
            done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            commands += 1
            if not matches(done.stdout, shown):
                failures.append(f"{page}: $ {command}\n--- shown\n{shown}--- said\n{done.stdout}")


tutorial = os.path.join(scratch, "tutorial")
os.makedirs(os.path.join(tutorial, "law"))
os.symlink(os.path.join(engines, "node_modules"), os.path.join(tutorial, "node_modules"))
run("tutorial.md", tutorial)
daily = os.path.join(scratch, "integration")
os.makedirs(daily)
run("integration.md", daily)
pages = sorted(os.listdir(os.path.join(source, "docs", "formats")))
for page in pages:
    folder = os.path.join(scratch, page)
    shutil.copytree(tutorial, folder, symlinks=True)
    run(os.path.join("formats", page), folder)

for failure in failures[:10]:
    print("FAILED:", failure)
print(f"{commands} commands of the tutorial and of {len(pages)} pages do what is shown")
sys.exit(1 if failures or commands < 30 else 0)
