#!/usr/bin/env python3
"""A country's laws, imported and checked: nothing of their wording is lost, no citation is missed, and what is known to be
stale is found. usage: statute_book.py PROVISO CORPUS.tar.xz SCRATCH"""
import json, os, re, shutil, subprocess, sys, tarfile

proviso, corpus, scratch = sys.argv[1:4]
if not os.path.exists(corpus):
    print("SKIPPED: the corpus is not at hand")
    sys.exit(0)

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


shutil.rmtree(scratch, ignore_errors=True)
source, book = os.path.join(scratch, "source"), os.path.join(scratch, "book")
os.makedirs(source)
with tarfile.open(corpus) as archive:
    archive.extractall(source, filter="data") if sys.version_info >= (3, 12) else archive.extractall(source)

run = subprocess.run([proviso, "import", source, "--out", book], capture_output=True, text=True)
check(run.returncode == 0, f"import ends with {run.returncode}: {run.stderr[-500:]}")
acts = int(re.search(r"(\d+) acts imported", run.stdout).group(1))
check(acts > 1000, f"{acts} acts imported")

# ---- not one character of wording is lost

BLANKS = re.compile(r"[\s\u3000\u200b\u00a0\u2002\u2003\u2009\ufeff\u00ad\u2028]+")
NUMBER = "[零〇○一二三四五六七八九十百千两]+"
LABEL = re.compile(
    rf"第{NUMBER}(编|分编|章|节|条)(之{NUMBER})*|附件?(?:{NUMBER}|\d+)?[：:]?|[（(](?:{NUMBER}|\d+)[）)]|{NUMBER}、|\d+[.．、]|[①-⑳]"
)


def wording_of_source(text):
    head, marker, body = text.partition("<!-- INFO END -->")
    for line in (body if marker else head).split("\n"):
        line = line.strip(" \u3000\u200b\t\r\u00a0\u2002\ufeff")
        if not re.fullmatch(r"<!--.*-->", line):
            yield BLANKS.sub("", re.sub(r"^#+", "", line))


def wording_of_law(text):
    body = text[text.index("{"):]
    body = re.sub(r'\n  source "(\\.|[^"\\])*"', "", body, count=1)
    parts = []
    for found in re.finditer(r'"""\n(.*?)"""|"((?:\\.|[^"\\])*)"', body, re.S):
        parts.append(found.group(1) if found.group(1) is not None else re.sub(r"\\(.)", r"\1", found.group(2)))
    return BLANKS.sub("", "".join(parts))


def lost(lines, law):
    """The first place at which the source has what the law has not; only labels may be missing, where they can stand."""
    at = 0
    for line in lines:
        i = 0
        while i < len(line):
            if at < len(law) and line[i] == law[at]:
                # A label that the law keeps in its text stays; one that has become a number is passed over.
                label = LABEL.match(line, i) if i == 0 or line[i - 1] in "。；：:;】" else None
                if label and not law.startswith(label.group(0), at):
                    i = label.end()
                    continue
                i, at = i + 1, at + 1
                continue
            label = LABEL.match(line, i)
            if not label or label.end() == i or not (i == 0 or line[i - 1] in "。；：:;】" or LABEL.match(line)):
                return line[max(0, i - 20):i + 20]
            i = label.end()
    return None if at == len(law) else law[at:at + 40]


compared = 0
for folder, _, names in os.walk(source):
    for name in sorted(names):
        path = os.path.join(folder, name)
        law = os.path.join(book, os.path.relpath(path, source))[:-3] + ".law"
        if not name.endswith(".md") or not os.path.exists(law):
            continue
        with open(path) as a, open(law) as b:
            missing = lost(wording_of_source(a.read()), wording_of_law(b.read()))
        compared += 1
        check(missing is None, f"{name}: wording is lost at {missing}")
check(compared > 1000, f"only {compared} files compared")

# ---- what is found

run = subprocess.run([proviso, "check", book, "--format", "json"], capture_output=True, text=True)
check(run.returncode == 0, f"check ends with {run.returncode}")
report = json.loads(run.stdout)
found = {(d["code"], os.path.basename(d["file"]), d["message"]) for d in report["diagnostics"]}


def expect(code, act, words):
    check(any(c == code and f.startswith(act) and words in m for c, f, m in found), f"not found: {code} {act} {words}")


expect("C002", "缔结条约管理办法", "立法法第八条")
expect("C001", "仲裁法", "民事诉讼法第二百一十三条第二款")
expect("C004", "税收征收管理法", "合同法第七十三条")
fixes = [f["message"] for d in report["diagnostics"] if "立法法第八条" in d["message"] for f in d["fixes"]]
check("it is now 立法法第十一条" in fixes, f"the right number is not proposed: {fixes}")

# ---- drafts: the same wording, no mistake, and no fewer than there were


def texts_of_law(text):
    return [BLANKS.sub("", one) for one in re.findall(r'\btext ("""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*")', text)]


drafted = os.path.join(os.path.dirname(book), "drafted")
run = subprocess.run([proviso, "import", "--draft", source, "--out", drafted], capture_output=True, text=True)
counts = [int(word) for word in run.stdout.splitlines()[-1].replace(",", "").split() if word.isdigit()]
check(len(counts) == 4 and counts[1] >= 3100 and counts[1] + counts[2] >= 3900, f"drafts: {run.stdout}")
for folder, _, names in os.walk(book):
    for name in names:
        path = os.path.join(folder, name)
        with open(path) as a, open(os.path.join(drafted, os.path.relpath(path, book))) as b:
            check(texts_of_law(a.read()) == texts_of_law(b.read()), f"{name}: a draft has other wording")
run = subprocess.run([proviso, "check", drafted, "--format", "json"], capture_output=True, text=True)
check(run.returncode == 0, "drafts have errors")
check(json.loads(run.stdout)["summary"]["drafts"] == counts[1] + counts[2], "not all drafts are counted")

# ---- no citation is missed

run = subprocess.run([proviso, "refs", book, "--wording", "--format", "json"], capture_output=True, text=True)
wording = json.loads(run.stdout)
covered = {}
for one in wording["citations"] + wording["none"]:
    covered.setdefault((one["file"], one["line"]), []).append((one["column"], one["column"] + len(one["text"])))
total = missed = 0
FORMS = re.compile(rf"第{NUMBER}条|前(?:[一二两三四五六七八九]|)款|本条")
for folder, _, names in os.walk(book):
    for name in names:
        path = os.path.join(folder, name)
        with open(path) as law:
            for number, line in enumerate(law, 1):
                text = re.search(r'(?:^|\{ )\s*text "(.*)"', line)
                if not text:
                    continue
                for form in FORMS.finditer(line, text.start(1)):
                    total += 1
                    column = form.start() + 1
                    if not any(a <= column < b for a, b in covered.get((path, number), [])):
                        missed += 1
                        check(missed > 5, f"{name}:{number}: {line[max(0, form.start() - 15):form.end() + 15]} is not recognised")
check(total > 14000 and missed == 0, f"{missed} of {total} are neither recognised nor listed")

for failure in failures[:20]:
    print("FAILED:", failure)
print(f"{acts} acts, {compared} compared, {total} forms of citation, {wording['summary']}, {report['summary']}")
sys.exit(1 if failures else 0)
