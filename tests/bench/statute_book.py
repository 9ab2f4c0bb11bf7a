#!/usr/bin/env python3
"""How long a country's statute book takes, against `wc -m` over the same files, side by side.
usage: statute_book.py PROVISO CORPUS.tar.xz SCRATCH"""
import glob, os, random, resource, shutil, statistics, subprocess, sys, tarfile, time

proviso, corpus, scratch = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3]
if not os.path.exists(corpus):
    print("SKIPPED: the corpus is not at hand")
    sys.exit(0)
shutil.rmtree(scratch, ignore_errors=True)
os.makedirs(os.path.join(scratch, "source"))
with tarfile.open(corpus) as archive:
    archive.extractall(os.path.join(scratch, "source"))
cache = os.path.join(scratch, "cache")
env = dict(os.environ, PROVISO_CACHE=cache)


def timed(command, **more):
    begin = time.perf_counter()
    subprocess.run(command, cwd=scratch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    return time.perf_counter() - begin


imported = timed([proviso, "import", "source", "--out", "book"])
files = sorted(glob.glob(os.path.join(scratch, "book", "**", "*.law"), recursive=True))
listing = os.path.join(scratch, "files")


def listed(some):
    with open(listing, "wb") as out:
        out.write(b"\0".join(name.encode() for name in some) + b"\0")


def wc():
    return timed(["wc", "-m", f"--files0-from={listing}"], env=dict(os.environ, LC_ALL="C.UTF-8"))


def cold(folder="book"):
    shutil.rmtree(cache, ignore_errors=True)
    return timed([proviso, "check", folder], env=env)


size = sum(os.path.getsize(name) for name in files)
print(f"{len(files)} files, {size / 1e6:.1f} MB; imported in {imported:.2f} s")
listed(files)
wc(), cold()  # the operating system's cache is warm
pairs = [(wc(), cold()) for _ in range(5)]
words, whole = (statistics.median(p[i] for p in pairs) for i in (0, 1))
print(f"wc -m {words:.3f} s, check with an empty cache {whole:.3f} s: ratio {statistics.median(b / a for a, b in pairs):.2f}")
usage = subprocess.run(["/usr/bin/time", "-f", "%M", proviso, "check", "book", "--no-cache"], cwd=scratch, capture_output=True, text=True) if os.path.exists("/usr/bin/time") else None
if usage:
    print(f"memory {int(usage.stderr.strip().splitlines()[-1]) / 1024:.0f} MiB")

# One file changed.
cold()
random.seed(1)
times = []
for name in random.sample(files, 25):
    with open(name) as file:
        text = file.read()
    with open(name, "w") as file:
        file.write(text.replace('。"', '。。"', 1))
    times.append(timed([proviso, "check", "book"], env=env))
    with open(name, "w") as file:
        file.write(text)
    timed([proviso, "check", "book"], env=env)
nothing = statistics.median(timed([proviso, "check", "book"], env=env) for _ in range(5))
print(f"warm cache: nothing changed {nothing * 1000:.0f} ms; one file changed {statistics.median(times) * 1000:.0f} ms, "
      f"the slowest of 25 {max(times) * 1000:.0f} ms; {statistics.median(times) / words:.2f} of wc -m")

# How time grows.
random.seed(2)
last = None
for part in (16, 8, 4, 2, 1):
    folder = os.path.join(scratch, "part")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    some = random.sample(files, len(files) // part)
    for i, name in enumerate(some):
        os.link(name, os.path.join(folder, f"{i}.law"))
    listed(some)
    pairs = [(wc(), cold("part")) for _ in range(5)]
    here = statistics.median(b for _, b in pairs)
    print(f"1/{part}: {sum(map(os.path.getsize, some)) / 1e6:5.1f} MB  {here * 1000:4.0f} ms  "
          f"{statistics.median(b / a for a, b in pairs):.2f} of wc -m" + (f"  x {here / last:.2f}" if last else ""))
    last = here
