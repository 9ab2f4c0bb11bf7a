#!/usr/bin/env python3
"""Akoma Ntoso: every file is valid, every citation leads to a place that is there, and a country's laws read back to what
they were. usage: akoma_ntoso.py PROVISO STATUTES SCHEMA CORPUS.tar.xz SCRATCH"""
import os, re, shutil, subprocess, sys, tarfile
from xml.etree import ElementTree

proviso, statutes, schema, corpus, scratch = sys.argv[1:6]
if not shutil.which("xmllint") or not os.path.exists(schema):
    print("SKIPPED: xmllint or the schema of Akoma Ntoso is not at hand")
    sys.exit(0)
AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


def is_valid(paths):
    run = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, *paths], capture_output=True, text=True)
    if run.returncode:
        print("\n".join(line for line in run.stderr.splitlines() if not line.endswith(" validates"))[:2000])
    return run.returncode == 0


def build(law, name):
    out = os.path.join(scratch, name)
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run([proviso, "build", law, "--out", out, "--emit", "akn", "--country", "cn"], check=True, capture_output=True)
    folder = os.path.join(out, "akn")
    return [os.path.join(folder, file) for file in sorted(os.listdir(folder))]


def links_lead_somewhere(paths):
    """By the names of texts, what is in them; and how many links lead there."""
    places, links = {}, []
    for path in paths:
        root = ElementTree.parse(path).getroot()
        uri = root.find(f".//{AKN}FRBRExpression/{AKN}FRBRuri").get("value")
        check(uri not in places, f"{path}: {uri} names two texts")
        places[uri] = {one.get("eId") for one in root.iter() if one.get("eId")}
        for one in root.iter():
            for attribute in ("href", "from", "upTo"):
                if one.tag in (AKN + "ref", AKN + "rref", AKN + "implicitReference") and one.get(attribute):
                    links.append((path, uri, one.get(attribute)))
    for path, uri, link in links:
        text, _, place = link.partition("#")
        text = text.removesuffix("/!main") or uri
        check(text in places and (not place or place in places[text]), f"{os.path.basename(path)}: {link} leads nowhere")
    return len(links)


files = build(statutes, "statutes")
check(len(files) > 10, f"only {len(files)} files were written")
check(is_valid(files), "statutes/ are not valid")
links = links_lead_somewhere(files)
check(links > 100, f"only {links} links in statutes/")

# The check can fail.
with open(files[0]) as file:
    wrong = file.read().replace("<num>", "<number>").replace("</num>", "</number>")
with open(os.path.join(scratch, "wrong.xml"), "w") as file:
    file.write(wrong)
check(not is_valid([os.path.join(scratch, "wrong.xml")]), "a wrong file was taken for a right one")

if not os.path.exists(corpus):
    print(f"{len(files)} files of statutes/ are valid, {links} links lead somewhere; the corpus is not at hand")
else:
    source, book, again = (os.path.join(scratch, name) for name in ("source", "book", "again"))
    for folder in (source, book, again):
        shutil.rmtree(folder, ignore_errors=True)
    with tarfile.open(corpus) as archive:
        archive.extractall(source, filter="data") if sys.version_info >= (3, 12) else archive.extractall(source)
    subprocess.run([proviso, "import", source, "--out", book], check=True, capture_output=True)
    files = build(book, "built")
    check(len(files) > 1000, f"only {len(files)} texts")
    check(is_valid(files), "the country's laws are not valid")
    links = links_lead_somewhere(files)
    subprocess.run([proviso, "import", os.path.dirname(files[0]), "--out", again], check=True, capture_output=True)

    BLANKS = re.compile(r"[\s\u3000\u200b\u00a0\u2002\u2003\u2009\ufeff\u00ad\u2028|]+")

    def laws(folder):
        """Structure and wording, by title; not who adopted it when, nor the lines of tables."""
        found = {}
        for below, _, names in os.walk(folder):
            for name in names:
                with open(os.path.join(below, name)) as law:
                    head, _, body = law.read().partition("{")
                title = re.search(r'"((?:\\.|[^"\\])*)"', head).group(1)
                body = re.sub(r'"""\n(.*?)"""', r'"\1"', body, flags=re.S)
                body = re.sub(r"^  (source|rank|adopted|in force|levels) .*$", "", body, flags=re.M)
                found.setdefault(title, []).append(BLANKS.sub("", re.sub("-{3,}", "", body)))
        return {title: sorted(texts) for title, texts in found.items()}

    before, after = laws(book), laws(again)
    check(before.keys() == after.keys(), "titles are lost")
    for title, texts in before.items():
        check(after.get(title) == texts, f"{title} reads back otherwise")
    print(f"{len(files)} texts are valid and read back, {links} links lead somewhere")

for failure in failures[:20]:
    print("FAILED:", failure)
sys.exit(1 if failures else 0)
