#!/usr/bin/env python3
"""`new`, `check --watch`, `completion`, `manual`, and the examples of `--help`. usage: new.py PROVISO SOURCE SCRATCH"""
import json, os, re, shutil, signal, subprocess, sys, time

proviso, source, scratch = (os.path.abspath(one) for one in sys.argv[1:])
shutil.rmtree(scratch, ignore_errors=True)
os.makedirs(os.path.join(scratch, "bin"))
os.symlink(proviso, os.path.join(scratch, "bin", "proviso"))
environment = {**os.environ, "PATH": os.path.join(scratch, "bin") + ":" + os.environ["PATH"], "PROVISO_CACHE": "", "HOME": scratch}
failures = 0


def check(what, good, shown=""):
    global failures
    if not good:
        failures += 1
        print(f"FAILED {what}\n{shown}"[:3000])


def run(command, cwd=scratch, code=0, **more):
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, shell=isinstance(command, str), **more)
    check(f"{command} exits with {done.returncode}", done.returncode == code, done.stdout[-1000:] + done.stderr[-1000:])
    return done


# ---- a project from nothing
for code, title in (("SMA", "Street Market Act"), ("街市法", "街市管理法"), ("A_LONG_NAME_1", "The Act & Others, of 2026 <or so>")):
    project = os.path.join(scratch, "project " + code)
    run([proviso, "new", project, "--code", code, "--title", title])
    run("proviso fmt --check", project)
    check("it is good", "good: 0 errors, 0 warnings" in run("proviso check --deny warnings", project).stdout)
    check("its scenarios pass", "3 passed, 0 failed" in run("proviso test", project).stdout)
    for name in (".vscode/settings.json", ".vscode/extensions.json"):
        json.load(open(os.path.join(project, name)))
    for line in re.findall(r"^(?:      - run|        entry): (proviso .*)$", open(os.path.join(project, ".github/workflows/law.yml")).read()
                           + open(os.path.join(project, ".pre-commit-config.yaml")).read(), re.M):
        run(line, project)
    sarif = json.load(open(os.path.join(project, "law.sarif")))
    check("CI has SARIF", sarif["version"] == "2.1.0", sarif)
    run("./.hooks/pre-commit", project)
    act = os.path.join(project, "statutes", "act.law")
    whole = open(act).read()
    open(act, "w").write(whole.replace("violates article 1", "violates article 3"))
    run("./.hooks/pre-commit", project, code=1)
    open(act, "w").write(whole)
    for line in re.findall(r"^    (proviso \w+(?: (?!#).*?)?)\s*(?:#.*)?$", open(os.path.join(project, "README.md")).read(), re.M):
        run(line, project, input="")
    check("nothing is written over", "this is there already" in run([proviso, "new", project], code=2).stderr)
    check("nothing has changed", open(act).read() == whole)
run([proviso, "new", "x", "--code", "statute"], code=2)
run([proviso, "new", "x", "--code", "two words"], code=2)
run([proviso, "new", "x", "--title", 'a "quoted" title'], code=2)
check("nothing is written", not os.path.exists(os.path.join(scratch, "x")))
check("the pre-commit hook of this repository is the same command", all(
    one in open(os.path.join(source, ".pre-commit-hooks.yaml")).read() for one in ("proviso check --deny warnings", "proviso fmt --check", "proviso test")))

# ---- check again when a file changes
project = os.path.join(scratch, "project SMA")
act = os.path.join(project, "statutes", "act.law")
watching = subprocess.Popen(["proviso", "check", "--watch"], cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
os.set_blocking(watching.stdout.fileno(), False)
said = ""


def until(piece):
    global said
    for _ in range(400):
        said += (watching.stdout.read() or b"").decode()
        if piece in said:
            said = said[said.index(piece) + len(piece):]
            return True
        time.sleep(0.025)
    return False


check("it checks at once", until("good: 0 errors"), said)
whole = open(act).read()
open(act, "w").write(whole.replace("violates article 1", "violates article 3"))
check("it checks what has changed", until("error[R005]") and until("not good: 1 error"), said)
os.rename(act, act + ".old")
check("and what is gone", until("not good") or until("error["), said)
open(act, "w").write(whole)
check("and what is back", until("good: 0 errors, 0 warnings"), said)
watching.send_signal(signal.SIGINT)
check("it ends when it is stopped", watching.wait(timeout=10) == -signal.SIGINT, watching.returncode)
run("proviso check --watch nowhere", code=2)

# ---- shells and manuals
help_text = run("proviso --help").stdout
commands = re.findall(r"^  (\w+) {2,}", help_text[help_text.index("Subcommands:"):], re.M)
check("there are commands", len(commands) >= 15, commands)
scripts = {shell: run(["proviso", "completion", shell]).stdout for shell in ("bash", "zsh", "fish")}


def completed(*words):
    script = scripts["bash"] + f"\nCOMP_WORDS=({' '.join(repr(w) for w in words)}); COMP_CWORD={len(words) - 1}; _proviso; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    return subprocess.run(["bash", "-c", script], cwd=project, capture_output=True, text=True).stdout.split()


check("commands are completed", set(completed("proviso", "")) >= set(commands), completed("proviso", ""))
check("a command that is begun", completed("proviso", "che") == ["check"])
check("options", "--deny" in completed("proviso", "check", "--d"), completed("proviso", "check", "--d"))
check("values", completed("proviso", "check", "--format", "s") == ["sarif"])
check("values of lists", "tables" in completed("proviso", "build", "--emit", "t"))
check("folders", completed("proviso", "build", "--out", "stat") == ["statutes"])
check("files", "statutes" in completed("proviso", "check", "stat"))
check("codes", completed("proviso", "explain", "r00")[:2] == ["R001", "R002"], completed("proviso", "explain", "r00"))
check("a command within a command", completed("proviso", "table", "") == ["check"] and "--format" in completed("proviso", "table", "check", "--"))
for shell in ("zsh", "fish"):
    check(f"{shell} knows each command", all(one in scripts[shell] for one in commands))
    if shutil.which(shell):
        run([shell, "-n"] if shell == "fish" else [shell, "-n", "/dev/stdin"], input=scripts[shell])
run("proviso completion tcsh", code=2)
for command in ["", *[one for one in commands if one != "table"], "table-check"]:
    page = run(["proviso", "manual", *([command] if command else [])]).stdout
    check(f"the page of {command}", page.startswith(".TH PROVISO") and ".SH NAME" in page)
    if command:
        check(f"the page of {command} has an example", ".SH EXAMPLES" in page)
    if shutil.which("groff"):
        done = run(["groff", "-man", "-ww", "-Tutf8", "-K", "utf8"], input=page)
        check(f"the page of {command} is well set", done.stderr == "", done.stderr)
run("proviso manual dance", code=2)

# ---- each command has an example, and it runs
folder = os.path.join(scratch, "examples")
os.makedirs(folder)
shutil.copytree(os.path.join(source, "statutes"), os.path.join(folder, "statutes"))
shutil.copy(os.path.join(source, "tests/demo/case.json"), folder)
os.makedirs(os.path.join(folder, "national-laws"))
text = "# 港口法\n\n第一条　为了港口安全，制定本法。\n\n第二条　违反前条规定的，处一万元以下罚款。\n"
for name in ("csl.md", "national-laws/a.md"):
    open(os.path.join(folder, name), "w").write(text)
open(os.path.join(folder, "cases.csv"), "w").write("date\n2020-01-01\n")
run("proviso build statutes --out dmn --emit dmn", folder)
run("proviso build statutes --out out", folder)
shutil.copy(next(os.path.join(at, one) for at, _, files in os.walk(os.path.join(folder, "dmn")) for one in sorted(files)),
            os.path.join(folder, "discount.dmn"))
if not shutil.which("dot"):
    open(os.path.join(scratch, "bin", "dot"), "w").write("#!/bin/sh\ngrep digraph\n")
    os.chmod(os.path.join(scratch, "bin", "dot"), 0o755)
if not shutil.which("man"):
    open(os.path.join(scratch, "bin", "man"), "w").write("#!/bin/sh\ncat\n")
    os.chmod(os.path.join(scratch, "bin", "man"), 0o755)
os.makedirs(os.path.join(scratch, ".local/share/bash-completion/completions"))
examples = 0
for command in [*[one for one in commands if one != "table"], "table check"]:
    shown = run(f"proviso {command} --help").stdout
    lines = re.findall(r"^(?:Examples?: +| {8,})(proviso .*)$", shown, re.M)
    check(f"`{command}` has an example", lines, shown)
    for line in lines:
        examples += 1
        fresh = os.path.join(scratch, f"example {examples}")
        shutil.copytree(folder, fresh)
        done = subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=fresh, env=environment, capture_output=True, text=True,
                              timeout=120, stdin=subprocess.DEVNULL)
        wanted = 1 if command == "lsp" else 0 if "discount.dmn" not in line else None
        check(f"the example `{line}` exits with {done.returncode}", wanted is None and done.returncode in (0, 1) or done.returncode == wanted,
              done.stdout[-500:] + done.stderr[-1000:])
print(f"{len(commands)} commands, {examples} examples")
sys.exit(failures != 0)
