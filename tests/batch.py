#!/usr/bin/env python3
"""`eval --batch`: CSV and lines of JSON say the same; errors, resuming, pipes and threads. usage: batch.py PROVISO STATUTES SCRATCH"""
import csv, io, json, os, random, shutil, subprocess, sys, time

proviso, statutes, scratch = (os.path.abspath(one) for one in sys.argv[1:4])
shutil.rmtree(scratch, ignore_errors=True)
os.makedirs(scratch)
failures = []


def check(what, holds, more=""):
    if not holds:
        failures.append(f"{what}\n{more}")


def run(*arguments, text=None, code=None):
    done = subprocess.run([proviso, "eval", *arguments], cwd=scratch, input=text, capture_output=True, text=True)
    if code is not None:
        check(f"{arguments}: ends with {done.returncode}, not {code}", done.returncode == code, done.stderr)
    return done


def write(name, text):
    with open(os.path.join(scratch, name), "w", newline="") as file:
        file.write(text)


def read(name):
    with open(os.path.join(scratch, name), newline="") as file:
        return file.read()


subprocess.run([proviso, "build", statutes, "--out", os.path.join(scratch, "out"), "--emit", "tables"], check=True,
               capture_output=True)
tables = ["--tables", "out/tables.proviso"]

# ---- the same cases in both forms

random.seed(20261127)
booleans = ["obstructs_inspection", "refuses_technical_support", "endangers_network_security", "removal_demanded",
            "installs_malicious_program", "constitutes_crime"]
breaches = ["CSL/art21", "CSL/art24/par1", "CSL/art47", "CSL/art22/par1", "CSL/art27"]
orders = ["CSL/art59/par1", "CSL/art61"]
subjects = [["network_operator", "unit"], ["network_operator", "individual"], ["internet_service_provider", "unit"], []]
degrees = ["ordinary", "rather_serious", "serious", "especially_serious"]
head = (["case", "date", "decided", "subject", "circumstances", "circumstances in CSL/art69", "illegal_gains"] + booleans +
        [f"violates {one}" for one in breaches] + [f"disobeyed {one}" for one in orders])
rows, lines = [], []
for number in range(60):
    day = f"{random.choice([2017, 2018, 2022])}-{random.randint(7, 12):02}-{random.randint(1, 28):02}"
    case = {"date": day, "facts": {}, "violates": {}, "disobeyed": {}}
    row = [f'no. {number}, "quoted"' if number % 50 == 0 else str(number), day]

    def maybe(value, put):
        if random.random() < 0.3:
            row.append("")
        else:
            row.append(value if isinstance(value, str) else random.choice([["false", "true"], ["no", "yes"], ["0", "1"]])[value])
            put(value)

    maybe(day[:4] + "-12-31", lambda value: case.update(decided=value))
    who = random.choice(subjects)
    row.append(random.choice([" ", ";", ", "]).join(who))
    case["subject"] = who
    for place in ["", "CSL/art69"]:
        def degree(value, place=place):
            of = case["facts"].setdefault("circumstances", {})
            for instrument in ["CSL", "ATL", "CL", "DSL", "PIPL", "CIIR", "ISSI"] if not place else [place]:
                of[instrument] = value
        maybe(random.choice(degrees), degree)
    gains = f"{random.choice([0, 12, 99999, 100000, 2500000])}.{random.randint(0, 99):02}"
    maybe(gains, lambda value: case["facts"].update(illegal_gains=value + " CNY"))
    for name in booleans:
        maybe(random.random() < 0.5, lambda value: case["facts"].update({name: value}))
    for name in breaches:
        maybe(random.random() < 0.5, lambda value: case["violates"].update({name: value}))
    for name in orders:
        maybe(random.random() < 0.5, lambda value: case["disobeyed"].update({name: value}))
    rows.append(row)
    lines.append(json.dumps(case))
out = io.StringIO()
csv.writer(out, lineterminator="\r\n").writerows([head] + rows)
write("cases.csv", out.getvalue())
write("cases.jsonl", "\n".join(lines) + "\n")
by_csv = [json.loads(line) for line in
          run(*tables, "--batch", "cases.csv", "--id", "case", "--format", "json", code=0).stdout.splitlines()]
by_json = [json.loads(line) for line in run(*tables, "--batch", "cases.jsonl", code=0).stdout.splitlines()]
check("not every case has a line", len(by_csv) == len(by_json) == 60)
applied = 0
for row, one, other in zip(rows, by_csv, by_json):
    status = {p["id"]: p["status"] for p in other["decision"]["provisions"]}
    applies = {p["provision"] for p in one["applies"]}
    applied += len(applies)
    check(f"case {row[0]}: applies", applies == {p for p, s in status.items() if s == "applies"}, f"{one}\n{other}")
    check(f"case {row[0]}: set aside", {p["provision"]: p["status"] for p in one["set_aside"]} ==
          {p: s for p, s in status.items() if s in ("displaced", "exempt", "barred")}, f"{one}\n{other}")
    check(f"case {row[0]}: open", all(p["provision"] in applies or status.get(p["provision"]) == "undetermined"
                                      or "one_of" in p for p in one["open"]), f"{one}\n{other}")
    check(f"case {row[0]}: its name", one["case"] == row[0])
    wanted = {(s["provision"], s["kind"]) for s in other["decision"]["sanctions"]
              if s["status"] == "determined" and "kind" in s and s["addressee"] == "subject" and s["provision"] in applies}
    for provision, kind in wanted:
        check(f"case {row[0]}: {provision} imposes {kind}", any(p["provision"] == provision and p["on"] == "subject"
              and kind.replace("_", " ") in p["outcome"] for p in one["imposes"]), f"{one}\n{other}")
check("too few provisions apply for this to mean anything", applied > 50, str(applied))

# ---- threads, pipes, resuming

one = run(*tables, "--batch", "cases.csv", "--id", "case", "--jobs", "1", code=0).stdout
check("threads change the result", one == run(*tables, "--batch", "cases.csv", "--id", "case", "--jobs", "3", code=0).stdout)
check("standard input gives another result", one == run(*tables, "--batch", "-", "--id", "case", text=read("cases.csv"), code=0).stdout)
records = list(csv.reader(io.StringIO(one)))
check("a record of the result is not one", all(len(record) == 7 for record in records) and len(records) == 61)
run(*tables, "--batch", "cases.csv", "--id", "case", "--output", "whole.csv", code=0)
check("--output gives another result", read("whole.csv") == one)
begun = "".join(line for line in one.splitlines(keepends=True)[:21])
write("part.csv", begun)
run(*tables, "--batch", "cases.csv", "--id", "case", "--output", "part.csv", "--from-line", "22", code=0)
check("what is gone on with is not the whole", read("part.csv") == one)

# Quotes within a field that has none around it are letters; pieces of the file end where records do.
write("quotes.csv", "case,date,obstructs_inspection\n" + "".join(
    f'{i} 5" pipe,2018-12-01,true\n"{i} two\nlines, ""quoted""",2018-12-01,true\n' for i in range(30000)))
records = list(csv.reader(io.StringIO(run(*tables, "--batch", "quotes.csv", "--id", "case", code=0).stdout)))[1:]
check("quotes", len(records) == 60000 and all(not r[-1] for r in records) and records[-2][1] == '29999 5" pipe'
      and records[-1][:2] == ["90000", '29999 two\nlines, "quoted"'], str(records[-2:]))

# ---- mistakes

write("wrong.csv", "date,obstructs_inspection,illegal_gains,circumstances\n2018-12-01,true,,\n2018-12-01,perhaps,,\n"
      "2018-13-01,true,,\n2018-12-01,true,1.00001,\n,true,,\n2018-12-01,true,,grave\n2018-12-01,true\n2018-12-01,true,,\n")
done = run(*tables, "--batch", "wrong.csv", code=1)
messages = [record[-1] for record in csv.reader(io.StringIO(done.stdout))][1:]
for at, words in enumerate(["", "`obstructs_inspection` must be true or false", "`date` must be a day", "up to 4 digits",
                            "there is no `date`", "`circumstances` is none of its values", "2 fields; the head has 4", ""]):
    check(f"wrong.csv, case {at + 1}", (words in messages[at]) if words else messages[at] == "", messages[at])
check("not counted", "2 cases decided, 6 not" in done.stderr, done.stderr)
done = run(*tables, "--batch", "wrong.csv", "--on-error", "skip", code=1)
check("skip leaves something", [record[0] for record in csv.reader(io.StringIO(done.stdout))] == ["line", "2", "9"], done.stdout)
done = run(*tables, "--batch", "wrong.csv", "--on-error", "stop", code=1)
check("stop goes on", done.stdout.count("\n") == 3 and "--from-line 4 goes on behind it" in done.stderr, done.stdout + done.stderr)
for text, words in [("date,obstructs_inspecton\n", "did you mean `obstructs_inspection`?"), ("", "there is no head"),
                    ("obstructs_inspection\ntrue\n", "no column `date`"), ("date,date\n", "two columns"),
                    ('date,"open\n2018-12-01,true\n', "not closed"), ("date,violates CSL/art999\n", "there is no provision")]:
    write("head.csv", text)
    done = run(*tables, "--batch", "head.csv")
    check(f"{text!r}: {words}", done.returncode != 0 and words in done.stderr, done.stdout + done.stderr)
write("subject.csv", "date,subject\n2018-12-01,network_operater\n")
done = run(*tables, "--batch", "subject.csv")
check("an unknown subject", done.returncode != 0 and "did you mean `network_operator`?" in done.stdout, done.stdout + done.stderr)
# Who is wrong is reported like other mistakes, and the others are decided.
write("subject.csv", "date,subject,obstructs_inspection\n2018-12-01,network_operater,true\n2018-12-01,network_operator unit,true\n")
done = run(*tables, "--batch", "subject.csv", code=1)
records = list(csv.reader(io.StringIO(done.stdout)))[1:]
check("an unknown subject among others", "did you mean `network_operator`?" in records[0][-1] and records[1][-1] == ""
      and "CSL article 69" in records[1][1], done.stdout + done.stderr)
# What was there stays until there is something to be written; and the input is never the output.
write("kept.csv", "what was there\n")
write("head.csv", "date,obstructs_inspecton\n")
run(*tables, "--batch", "head.csv", "--output", "kept.csv", code=1)
check("a mistake in the head empties the output", read("kept.csv") == "what was there\n", read("kept.csv"))
before = read("subject.csv")
done = run(*tables, "--batch", "subject.csv", "--output", "./subject.csv", code=2)
check("the input is written over", read("subject.csv") == before and "is the input" in done.stderr, done.stderr)
# What holds in every case stands in each, and once.
shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "what_always_holds.law"),
            os.path.join(scratch, "constant.law"))
write("constant.csv", "date,c\n2020-01-01,true\n2020-01-01,false\n")
records = list(csv.reader(io.StringIO(run("constant.law", "--batch", "constant.csv", "--silence-is-false", code=0).stdout)))[1:]
check("what always holds", [record[1] for record in records] == ["L article 2; L article 3", "L article 2"]
      and all(record[4] == "L article 1: displaced" for record in records), str(records))
write("large.law", """vocabulary v { role r  fact a : count  fact b : count }
scale k { administrative { fine money AUD } }
statute L { in force from 2020-01-01 use v, k
  article 1 { subject r when a * b >= 10 sanction { fine 100 AUD } }
  article 2 { subject r when a > 3 sanction { fine 200 AUD } } }
""")
write("large.csv", "date,subject,a,b\n2021-01-01,r,5,2\n2021-01-01,r,9000000000000000000,9000000000000000000\n2021-01-01,r,5,1\n")
done = run("large.law", "--batch", "large.csv", code=1)
records = list(csv.reader(io.StringIO(done.stdout)))[1:]
check("a comparison that does not fit", "cannot be computed" in ",".join(records[1]) and "L article 1; L article 2" in records[0]
      and records[2][1] == "L article 2", str(records))
write("lines.jsonl", lines[0] + "\n{\n" + lines[1] + "\n")
done = run(*tables, "--batch", "lines.jsonl", code=1)
check("a line that is no JSON", done.stdout.count("\n") == 3 and "errors" in done.stdout.splitlines()[1], done.stdout)
if os.path.exists("/dev/full"):
    done = run(*tables, "--batch", "cases.csv", "--id", "case", "--output", "/dev/full", code=2)
    check("a full disk is not told", "/dev/full" in done.stderr, done.stderr)

# ---- memory does not grow with the input

def peak(count):
    write("many.csv", "date,obstructs_inspection,circumstances\n" + "2018-12-01,true,serious\n" * count)
    code = ("import resource, subprocess, sys\nsubprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    return int(subprocess.run([sys.executable, "-c", code, proviso, "eval", *tables, "--batch", "many.csv"], cwd=scratch,
                              capture_output=True, text=True, check=True).stdout)


began = time.monotonic()
peak(20_000)
cases = 20_000 if time.monotonic() - began > 1 else 200_000  # sanitizers: fewer will do
few, many = peak(cases), peak(5 * cases)
check(f"memory grows with the input: {few} and {many} KiB", many < few * 1.5)
os.remove(os.path.join(scratch, "many.csv"))

for one in failures[:5]:
    print("FAILED", one[:3000])
print(f"{len(rows)} cases in both forms, {applied} provisions apply; {few} KiB for {cases} cases, {many} for {5 * cases}")
sys.exit(1 if failures else 0)
