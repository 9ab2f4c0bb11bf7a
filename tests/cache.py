#!/usr/bin/env python3
"""The cache of `check`: it never changes what is said. usage: cache.py PROVISO SCRATCH"""
import os, random, shutil, signal, subprocess, sys, time

proviso, scratch = os.path.abspath(sys.argv[1]), sys.argv[2]
shutil.rmtree(scratch, ignore_errors=True)
book, cache = os.path.join(scratch, "book"), os.path.join(scratch, "cache")
os.makedirs(book)
random.seed(4)
failures = []
COUNT = 90


def act(i, articles, cites):
    lines = [f'statute 法{i:03}号法 "第{i:03}号法" {{', "  in force from 2015-01-01"]
    for a in range(1, articles + 1):
        lines.append(f'  article {a} {{ text "甲乙丙第{a}项事务{i}，依照《第{cites:03}号法》第{a + 1}条办理。" }}')
    return "\n".join(lines + ["}", ""])


def write(i, articles, cites):
    with open(os.path.join(book, f"{i:03}.law"), "w") as file:
        file.write(act(i, articles, cites))


def run(*arguments, **environment):
    env = {**os.environ, "PROVISO_CACHE": cache, **environment}
    done = subprocess.run([proviso, "check", "book", *arguments], cwd=scratch, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def same(what, **environment):
    cached, whole = run(**environment), run("--no-cache")
    if cached != whole:
        failures.append(f"{what}: the cache says otherwise:\n{cached[2][:600]}\n---\n{whole[2][:600]}")


for i in range(COUNT):
    write(i, random.randint(2, 6), random.randrange(COUNT))
same("empty cache")
if not os.path.isdir(cache) or not os.listdir(cache):
    failures.append("nothing was kept")
same("nothing changed")
for round in range(25):
    kind = random.randrange(5)
    i = random.randrange(COUNT)
    path = os.path.join(book, f"{i:03}.law")
    if kind == 0 and os.path.exists(path):
        os.remove(path)
    elif kind == 1:  # a mistake, and its mend
        write(i, 3, 5)
        with open(path, "a") as file:
            file.write("}\n")
        same(f"round {round}, a mistake")
        write(i, 3, 5)
    elif kind == 2:  # a repeal
        write(i, 3, 7)
        with open(path) as file:
            text = file.read()
        with open(path, "w") as file:
            file.write(text.rstrip("}\n") + f'}}\n  article 9 {{ text "本法自2020年1月1日起施行。《第{(i + 1) % COUNT:03}号法》同时废止。" }}\n}}\n')
    else:
        write(i, random.randint(2, 6), random.randrange(COUNT))
    same(f"round {round}, kind {kind}")

# Damaged, empty, cut, of another compiler.
(file,) = [os.path.join(cache, name) for name in os.listdir(cache) if name.endswith(".check")]
with open(file, "rb") as f:
    bytes = f.read()
for damaged in (b"", bytes[:40], bytes[: len(bytes) // 2], bytes[:100] + b"x" + bytes[101:], b"\xff" * 500):
    with open(file, "wb") as f:
        f.write(damaged)
    same(f"a cache of {len(damaged)} bytes")

# A folder that cannot be made; a full disk.
same("no folder", PROVISO_CACHE="/proc/no/such/folder")
same("a full disk", PROVISO_CACHE="/dev/full")

# Two at once, and killed ones.
for round in range(6):
    write(round, 2 + round % 4, 11)
    env = dict(os.environ, PROVISO_CACHE=cache)
    runs = [subprocess.Popen([proviso, "check", "book"], cwd=scratch, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(3)]
    time.sleep(random.random() / 50)
    runs[0].send_signal(signal.SIGKILL)
    for one in runs:
        one.wait()
    same(f"side by side {round}")

for failure in failures:
    print("FAILED:", failure)
sys.exit(1 if failures else 0)
