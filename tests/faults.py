#!/usr/bin/env python3
"""What goes wrong around the compiler: full disks, kills, folders that cannot be written or vanish, runs side by side, links
that lead in a circle, names that would leave their folder. Nothing is lost or half written, nothing crashes, and the exit code
says what happened.

usage: faults.py PROVISO STATUTES SCRATCH [ROUNDS]    ROUNDS: kills of each command (10)"""

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time

proviso, statutes, scratch = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])
rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 10
subprocess.run(["umount", "-q", os.path.join(scratch, "small")], stderr=subprocess.DEVNULL)
shutil.rmtree(scratch, ignore_errors=True)
os.makedirs(scratch)
os.chdir(scratch)
os.environ["PROVISO_CACHE"] = os.path.join(scratch, "cache")
random.seed(6)
failures = []

LAW = """vocabulary harbour {{ role master  fact drunk : boolean }}
scale fines {{ administrative {{ warning  fine money AUD }} }}
statute HSA "Harbour Safety Act" {{
  in force from 2015-07-01  use harbour, fines
  article 1 "Drunk" {{ subject master  when drunk  sanction {{ fine {fine} AUD }} }}
}}
regulation HCR "Harbour Craft Regulation" {{
  in force from 2016-07-01  use harbour, fines
  article 1 {{ when drunk  punish per HSA article 1 }}
}}
"""
ACT = "# 港口安全法\n\n（2015年7月1日起施行）\n\n" + "".join(
    f"第{n}条 违反本法规定的，处{n}万元以下罚款。\n\n" for n in "一二三四五六七八九"
)


def check(condition, what):
    if not condition:
        failures.append(what)


def write(path, text):
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def tree(folder):
    return {
        os.path.relpath(os.path.join(where, name), folder): read(os.path.join(where, name))
        for where, _, names in os.walk(folder)
        for name in names
    }


def run(*arguments, code=None, says="", before=(), stdin=None):
    done = subprocess.run([*before, proviso, *arguments], capture_output=True, text=True, input=stdin)
    shown = f"{' '.join(arguments)}: exit code {done.returncode}: {done.stderr[:400]}"
    check(done.returncode >= 0, f"killed: {shown}")
    if code is not None:
        check(done.returncode == code, f"wanted {code}: {shown}")
    check(says in done.stderr, f"does not say {says!r}: {shown}")
    return done


write("law/harbour.law", LAW.format(fine=100))
write("texts/港口.md", ACT)

# ---- a full disk
small = os.path.join(scratch, "small")
os.makedirs(small)
if os.geteuid() == 0 and subprocess.run(
    ["mount", "-t", "tmpfs", "-o", "size=64k", "none", small], stderr=subprocess.DEVNULL
).returncode == 0:
    try:
        write("small/harbour.law", LAW.format(fine=200))
        write("small/messy.law", LAW.format(fine="1_000").replace("AUD }", "AUD };").replace("HSA", "HSB").replace("HCR", "HCS").replace("harbour ", "port ").replace("use harbour", "use port"))
        write("small/cases.csv", "date,drunk\n" + "2020-01-01,true\n" * 600)
        run("refs", "small/harbour.law", "--accept")
        run("import", "texts/港口.md", "--out", "small/act.law", code=0)
        filler = os.open("small/filler", os.O_WRONLY | os.O_CREAT)  # all that is left
        try:
            while True:
                os.write(filler, b"x" * 4096)
        except OSError:
            pass
        os.close(filler)
        kept = tree("small")
        full = "No space left"
        run("build", "law", "--out", "small/out", code=2, says=full)
        run("import", "texts/港口.md", "--out", "small/act.law", code=2, says=full)
        write("law/harbour.law", LAW.format(fine=300))
        run("fmt", "small/harbour.law", code=2, says=full)
        run("check", "small/messy.law", "--fix", code=2, says=full)
        run("eval", "law", "--batch", "small/cases.csv", "--output", "small/decided.csv", code=2, says=full)
        decided = read("small/decided.csv") if os.path.exists("small/decided.csv") else b""
        check(decided == b"" or decided.count(b"\n") >= 1, "what was decided before the disk was full")
        now = tree("small")
        now.pop("decided.csv", None)
        now = {path: data for path, data in now.items() if not path.startswith("out")}
        check(now == kept, f"a full disk changed {sorted(p for p in {*now, *kept} if now.get(p) != kept.get(p))}")
    finally:
        subprocess.run(["umount", small])
else:
    print("without a full disk: only root can mount a small one")
for device in ("/dev/full", "/dev/null"):
    run("import", "texts/港口.md", "--out", device, code=2 if device == "/dev/full" else 0)
    check(stat.S_ISCHR(os.stat(device).st_mode), f"{device} is no device any more")

# ---- killed, and then run again
def killed(name, arguments, result, prepare):
    """`result`: the folder in which files are old or new, and never anything between."""
    prepare()
    old = tree(result) if os.path.isdir(result) else {}
    started = time.monotonic()
    run(*arguments)
    took = time.monotonic() - started
    new = tree(result)
    check(new != old, f"{name} changes nothing")
    for _ in range(rounds):
        prepare()
        process = subprocess.Popen([proviso, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.random() * took * 1.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path, data in (tree(result) if os.path.isdir(result) else {}).items():
            if path.endswith(".tmp"):
                continue
            check(data in (old.get(path), new.get(path)), f"{name}, killed: {path} is half written")
        for path in old:
            check(os.path.exists(os.path.join(result, path)), f"{name}, killed: {path} is lost")
        run(*arguments)
        found = {path: data for path, data in tree(result).items() if not path.endswith(".tmp")}
        check(found == new, f"{name}, run again: {sorted(p for p in {*found, *new} if found.get(p) != new.get(p))}")


def fresh(folder, make):
    def prepare():
        shutil.rmtree(folder, ignore_errors=True)
        make()

    return prepare


emitted = "tables,json,csv,markdown,dmn,html"
killed("build", ["build", statutes, "--out", "out", "--emit", emitted], "out", fresh("out", lambda: write("out/tables.proviso", "old")))
def unread():
    shutil.copytree(statutes, "locked")
    for path in tree("locked"):
        if path.endswith(".lock"):
            lines = read(f"locked/{path}").split(b"\n")
            with open(f"locked/{path}", "wb") as file:
                file.write(b"\n".join(lines[: len(lines) // 2]) + b"\n")


for n in range(20):
    write(f"texts/{n:02}/act.md", ACT.replace("港口", f"港口{'甲乙丙丁戊'[n % 5]}{'子丑寅卯'[n // 5]}"))
killed("import", ["import", "texts", "--out", "imported"], "imported", fresh("imported", lambda: write("imported/港口.law", "old")))
killed("refs --accept", ["refs", "locked", "--accept"], "locked", fresh("locked", unread))
lock = [name for name in tree("locked") if name.endswith(".lock")]
check(lock, "there is a lock")

book = os.path.join(scratch, "book")
for n in range(80):
    write(f"book/{n:03}.law", f'statute 法{n:03}号法 "第{n:03}号法" {{\n  in force from 2015-01-01\n  article 1 {{ text "甲乙丙{n}，依照《第{(n * 7) % 80:03}号法》第一条办理。" }}\n}}\n')
expected = run("check", "book", "--no-cache")
killed("check with a cache", ["check", "book"], os.environ["PROVISO_CACHE"], fresh(os.environ["PROVISO_CACHE"], lambda: None))
again = run("check", "book")
check((again.returncode, again.stdout, again.stderr) == (expected.returncode, expected.stdout, expected.stderr), "the cache says otherwise")

# ---- side by side
run("build", statutes, "--out", "alone", "--emit", emitted, code=0)
several = [subprocess.Popen([proviso, "build", statutes, "--out", "together", "--emit", emitted], stdout=subprocess.DEVNULL) for _ in range(3)]
check([one.wait() for one in several] == [0, 0, 0], "runs side by side fail")
check(tree("together") == tree("alone"), "runs side by side write something else")

# ---- folders that cannot be read or written, and that vanish
nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] if os.geteuid() == 0 else []
if not nobody or (shutil.which("setpriv") and subprocess.run([*nobody, proviso, "--version"], capture_output=True).returncode == 0):
    shutil.copytree("law", "closed/law")
    write("closed/law/hidden/more.law", LAW.format(fine=5).replace("HSA", "HSC"))
    write("closed/out/keep", "")
    for folder, mode in (("closed/out", 0o555), ("closed/law", 0o555), ("closed/law/hidden", 0o000)):
        os.chmod(folder, mode)
    os.chmod("closed/law/harbour.law", 0o444)
    denied = "Permission denied"
    run("check", "closed/law", code=2, says=denied, before=nobody)
    os.chmod("closed/law/hidden", 0o555)
    run("build", "law", "--out", "closed/out", code=2, says=denied, before=nobody)
    run("fmt", "closed/law/harbour.law", code=2, says=denied, before=nobody)
    run("refs", "closed/law/harbour.law", "--accept", code=2, says=denied, before=nobody)
    run("import", "texts/港口.md", "--out", "closed/out/act.law", code=2, says=denied, before=nobody)
    check(sorted(os.listdir("closed/out")) == ["keep"], "what cannot be written leaves nothing behind")
    for folder in ("closed/out", "closed/law", "closed/law/hidden"):
        os.chmod(folder, 0o755)
else:
    print("without folders that are closed: this user can read everything, and setpriv is not there or cannot run it")

for _ in range(min(rounds, 40)):
    shutil.rmtree("leaving", ignore_errors=True)
    shutil.copytree(statutes, "leaving")
    process = subprocess.Popen([proviso, "check", "leaving"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.random() / 50)
    shutil.rmtree("leaving", ignore_errors=True)
    check(process.wait() in (0, 1, 2), f"a folder that vanishes: exit code {process.returncode}")

# ---- links
os.makedirs("links/below")
shutil.copy("law/harbour.law", "links/below/harbour.law")
os.symlink("..", "links/below/round")
run("check", "links", code=0)
os.symlink("circle.law", "links/circle.law")
run("check", "links", code=2, says="circle.law")
os.remove("links/circle.law")
os.symlink("nowhere.law", "links/gone.law")
run("check", "links", code=2, says="gone.law: this link leads to no file")
os.remove("links/gone.law")
write("linked_texts/act.md", ACT)
os.symlink("nowhere.md", "linked_texts/gone.md")
run("import", "linked_texts", "--out", "named", code=2, says="gone.md: this link leads to no file")
os.remove("linked_texts/gone.md")
write("aside/target.law", LAW.format(fine=7).replace("  when", " when"))
os.chmod("aside/target.law", 0o640)
os.symlink("../aside/target.law", "links/linked.law")
os.remove("links/below/harbour.law")
run("fmt", "links/linked.law", code=0)
check(os.path.islink("links/linked.law"), "a link that is formatted stays one")
check(b"  when" in read("aside/target.law") or b"\n    when" in read("aside/target.law"), "what it leads to is formatted")
check(stat.S_IMODE(os.stat("aside/target.law").st_mode) == 0o640, "and its permissions stay")
os.symlink("loop", "loop")
run("build", "law", "--out", "loop", code=2)
run("import", "texts/港口.md", "--out", "loop", code=2)
os.remove("loop")

# ---- names that would leave their folder
before = tree(scratch).keys()
run("import", "texts/港口.md", "--id", "../../outside", "--out", "named", code=2)
write("texts2/act.md", ACT)
run("import", "texts2/../texts2", "--out", "named", code=0)
check(all(path.startswith("named") for path in tree(scratch).keys() - before if not path.startswith(("texts2", "cache"))), "something was written beside the folder that was named")
slashes = ACT.replace("港口安全法", "../../港口/安全法")
write("texts3/act.md", slashes)
run("import", "texts3", "--out", "deep/er", "--draft")
check(sorted(os.listdir("deep")) == ["er"], "a title leads out of the folder")

for failure in failures:
    print("FAILED:", failure)
print(f"faults: {'fine' if not failures else len(failures)}")
sys.exit(1 if failures else 0)
