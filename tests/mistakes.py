#!/usr/bin/env python3
"""docs/mistakes.md is what the compiler answers to these mistakes, each made in a new project. usage: mistakes.py PROVISO SOURCE
SCRATCH [--update]"""
import os, re, shutil, subprocess, sys

proviso, source, scratch = (os.path.abspath(one) for one in sys.argv[1:4])
ACT, CASES, WORDS = "statutes/act.law", "statutes/scenarios.law", "statutes/words.law"
MISTAKES = [
    ("A word that lawyers use and the language does not", ACT, "when violates article 1", "if violates article 1",
     "Words of other drafting styles - `if`, `where`, `shall`, `except`, `penalty` - are known, and the one to write is said."),
    ("`shall` for a duty", ACT, "must \"keep", "shall \"keep", "Duties are `must`, bans `must not`, powers `may`."),
    ("A name that is a little different", ACT, "    subject operator\n    when", "    subject operators\n    when",
     "Names of the vocabulary are written as they are declared; the nearest one is proposed."),
    ("A paragraph that is not there", ACT, "violates article 1", "violates article 1 paragraph 2",
     "Every citation must lead somewhere. What is there instead is said."),
    ("An article that is not there", CASES, "SMA article 2 applies", "SMA article 3 applies",
     "The same in scenarios: what a scenario expects of a provision that does not exist would never fail."),
    ("The bounds of an amount the wrong way round", ACT, "100 to 2_000 EUR", "2_000 to 100 EUR", "The lower one comes first."),
    ("A comma in a number", ACT, "2_000 EUR", "2,000 EUR", "A comma separates things; thousands are grouped by `_`, or not at all."),
    ("An amount in another currency than the scale has", ACT, "2_000 EUR", "2_000 USD", "Sums are never converted."),
    ("A brace that is missing", ACT, "    must \"keep a record of each transaction for one year\"\n  }", "    must \"keep a record of each transaction for one year\"",
     "What is not closed is said where it begins, and what could not belong in it."),
    ("A title without quotation marks", ACT, "\"Records\"", "Records", "Titles, wording and duties stand in quotation marks; names do not."),
    ("A value that a fact does not have", ACT, "harm >= grave", "harm = serious", "What a fact can be is declared in the vocabulary."),
    ("A fact with values as if it were yes or no", ACT, "harm >= grave", "harm", "A condition says which value, or at least which."),
    ("A role as if it were a condition", ACT, "when violates article 1", "when operator and violates article 1", "Of a role one says `is`."),
    ("`and` and `or` together", ACT, "when violates article 1", "when violates article 1 and harm = slight or harm = grave",
     "Lawyers read such a sentence in two ways. The language asks which is meant, and shows both."),
    ("Words that the act does not say it uses", ACT, "use words, penalties", "use words", "An act says at its head whose words it uses."),
    ("No day of entry into force", ACT, "  in force from 2026-01-01\n", "", "Without it nobody could say which law holds on a day."),
    ("A date in another form", ACT, "2026-01-01", "1.1.2026", "Year, month, day, with two digits each."),
    ("A number that stands twice", ACT, "article 2 \"Penalty\"", "article 1 \"Penalty\"", "Then nobody could cite either."),
    ("A scenario that expects something of a duty", CASES, "SMA article 2 applies", "SMA article 1 applies",
     "A duty is kept or broken; what applies is the provision that punishes its breach."),
    ("Wording and statements that differ", ACT, "100 to 2_000 EUR", "100 to 3_000 EUR",
     "The amounts, periods and citations in the wording are read too, and held against what is stated."),
]


def answers():
    project = os.path.join(scratch, "project")
    page = ["# Twenty mistakes, and what the compiler answers\n",
            "Each is made in a project that `proviso new market --code SMA --title 'Street Market Act'` has just written. The page is written",
            "by `tests/mistakes.py`, so that it is what the compiler says. All diagnostics have [pages of their own](diagnostics), and",
            "`proviso explain CODE` shows them.\n"]
    for title, file, before, after, why in MISTAKES:
        shutil.rmtree(project, ignore_errors=True)
        subprocess.run([proviso, "new", project, "--code", "SMA", "--title", "Street Market Act"], check=True, capture_output=True)
        path = os.path.join(project, file)
        text = open(path).read()
        if text.count(before) < 1:
            sys.exit(f"mistakes.py: `{before}` is not in {file}")
        text = text.replace(before, after, 1)
        open(path, "w").write(text)
        done = subprocess.run([proviso, "check"], cwd=project, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"})
        said = [one.rstrip() for one in done.stderr.split("\n\n") if one.strip()]
        first = next((one for one in said if one.startswith("error")), said[0] if said else "")
        if not first:
            sys.exit(f"mistakes.py: nothing is said of: {title}")
        # The lines that are written now, whole.
        begin = text.index(after) if after else 0
        whole = text[text.rfind("\n", 0, begin) + 1:text.find("\n", begin + max(0, len(after) - 1))]
        shown = [line.strip() for line in whole.split("\n") if line.strip()]
        page += [f"## {title}\n", why + "\n", "```", *(shown if after.strip() else [f"(without `{before.strip()}`)"]), "```\n", "says\n",
                 "```", first, "```\n"]
    return "\n".join(page)


page = os.path.join(source, "docs", "mistakes.md")
made = answers()
if "--update" in sys.argv:
    open(page, "w").write(made)
elif open(page).read() != made:
    sys.exit("docs/mistakes.md is not what the compiler says now: tests/mistakes.py ... --update")
print(f"{len(MISTAKES)} mistakes")
