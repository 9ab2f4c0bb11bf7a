"""The Python module against itself: what columns decide is what a case decides; and every mistake raises.

usage: module.py TABLES"""

import array
import datetime
import decimal
import gc
import json
import random
import sys
import threading

import proviso

tables = proviso.Tables(sys.argv[1])
failures = 0


def check(condition, what):
    global failures
    if not condition:
        failures += 1
        print("FAILED:", what)


def raises(part, work, *arguments, **named):
    try:
        work(*arguments, **named)
    except proviso.Error as error:
        check(part in str(error), f"{part!r} is not in {str(error)!r}")
    else:
        check(False, f"no error that says {part!r}")


check(proviso.version().count(".") == 2, "the version")
with open(sys.argv[1], "rb") as file:
    bytes_ = file.read()
case = {
    "date": datetime.date(2019, 4, 4),
    "subject": ["network_operator", "unit"],
    "facts": {"obstructs_inspection": True, "illegal_gains": "1000 CNY"},
}
check(proviso.Tables(bytes_).decide(case) == tables.decide(json.dumps(case, default=str)), "bytes and JSON")
check("because" in json.dumps(tables.decide(case, explain=True)), "explain")

raises("no such file", proviso.Tables, "/nowhere/tables.proviso")
raises("not a Proviso table file", proviso.Tables, b"{}")
raises("did you mean `obstructs_inspection`", tables.decide, {"date": "2019-04-04", "facts": {"obstruct_inspection": True}})
raises("not valid JSON", tables.decide, "{")

# ---- plans
subjects = [["network_operator", "unit"], ["network_operator", "individual"], []]
names = ["date", "subject", "obstructs_inspection", "circumstances", "illegal_gains", "disobeyed CSL/art69/par1"]
plan = tables.plan("2019-04-04", names, subjects=subjects)
check(plan.since <= datetime.date(2019, 4, 4) < plan.until, "the days of the plan")
check([c["cells"] for c in plan.columns] == ["int32", "uint16", "uint8", "uint8", "int64", "uint8"], "how cells lie")
serious = plan.columns[3]["values"]

draw = random.Random(9)
count = 3000
columns = {
    "date": [plan.since + datetime.timedelta(draw.randrange((plan.until - plan.since).days)) for _ in range(count)],
    "subject": [draw.choice(subjects) for _ in range(count)],
    "obstructs_inspection": [draw.choice([True, False, None]) for _ in range(count)],
    "circumstances": [draw.choice([*serious, None]) for _ in range(count)],
    "illegal_gains": [draw.choice([0, 7, decimal.Decimal("12.5"), "100000.25", None]) for _ in range(count)],
    "disobeyed CSL/art69/par1": [draw.choice([True, False, None]) for _ in range(count)],
}
batch = plan.decide(columns)
check(len(batch) == count and len(batch.offsets) == count + 1, "one answer for each case")
check(plan.decide(columns, threads=1).verdicts == batch.verdicts, "one thread and all of them")


def case_of(i):
    def stated(name):
        value = columns[name][i]
        return str(value) if isinstance(value, (int, decimal.Decimal)) and not isinstance(value, bool) else value

    facts = {name: stated(name) for name in ("obstructs_inspection", "circumstances")}
    if stated("illegal_gains") is not None:
        facts["illegal_gains"] = stated("illegal_gains") + " CNY"
    one = {"date": str(columns["date"][i]), "facts": {k: v for k, v in facts.items() if v is not None}}
    if columns["subject"][i]:
        one["subject"] = columns["subject"][i]
    if stated("disobeyed CSL/art69/par1") is not None:
        one["disobeyed"] = {"CSL/art69/par1": stated("disobeyed CSL/art69/par1")}
    return one


for i in range(0, count, 25):
    whole = tables.decide(case_of(i))
    check(batch.decision(i) == whole, f"case {i} of the batch decided alone")
    said = {p["id"]: p["status"] for p in whole["provisions"]}
    found = {p["id"]: p for p in plan.always["provisions"]}
    for verdict in batch[i]:
        found.update((p["id"], p) for p in verdict["provisions"])
    found = {id: p["status"] for id, p in found.items() if "nothing_known" not in p}
    check(found == said, f"case {i}: {found} and not {said}")
check(batch[-1] == batch[count - 1] and len(list(batch)) == count, "it is a sequence")

# Arrays are taken as they are.
fewer = tables.plan("2019-04-04", ["obstructs_inspection", {"column": "illegal_gains", "decimals": 2}])
cells = {
    "obstructs_inspection": (array.array("B", [1, 1, 0]), array.array("Q", [0b101])),
    "illegal_gains": array.array("q", [0, 1250, 99]),
}
lists = {"obstructs_inspection": [True, None, False], "illegal_gains": [0, "12.50", decimal.Decimal("0.99")]}
check(fewer.decide(cells).verdicts == fewer.decide(lists).verdicts, "arrays and lists")
check(fewer.decide(cells).offsets == fewer.decide(lists).offsets, "arrays and lists")
try:
    import numpy
except ImportError:
    print("without NumPy, which is not installed")
else:
    arrays = {
        "obstructs_inspection": (numpy.array([True, True, False]), numpy.array([5], dtype=numpy.uint64)),
        "illegal_gains": numpy.array([0, 1250, 99]),
    }
    check(fewer.decide(arrays).verdicts == fewer.decide(lists).verdicts, "NumPy and lists")
    raises("must be a list, or an array of int64", fewer.decide, {**arrays, "illegal_gains": numpy.array([0.5, 1, 2])})
    raises("without gaps", fewer.decide, {**arrays, "illegal_gains": numpy.arange(6)[::2]})

check(len(fewer.decide({"obstructs_inspection": [], "illegal_gains": []})) == 0, "no cases")
nothing = tables.plan("2019-04-04", [])
check(len(nothing.decide({})) == 0, "no columns")

# ---- mistakes
raises("is no fact; did you mean `obstructs_inspection`?", tables.plan, "2019-04-04", ["obstructs_inspections"])
raises("`date` must be", tables.plan, "4 April", ["obstructs_inspection"])
raises("two columns", tables.plan, "2019-04-04", ["date", "date"])
raises("has no field `decimal`; did you mean `decimals`", tables.plan, "2019-04-04", [{"column": "illegal_gains", "decimal": 2}])
raises("from 0 to 18", tables.plan, "2019-04-04", [{"column": "illegal_gains", "decimals": 19}])
raises("must be obstructs_inspection, illegal_gains", fewer.decide, {"obstructs_inspection": [True]})
raises("different lengths: 1, 2", fewer.decide, {"obstructs_inspection": [True], "illegal_gains": [1, 2]})
raises("of case 1 cannot be 'perhaps'", fewer.decide, {"obstructs_inspection": [True, "perhaps"], "illegal_gains": [1, 2]})
raises("so it stays exact", fewer.decide, {"obstructs_inspection": [True], "illegal_gains": [0.5]})
raises("more than 2 digits", fewer.decide, {"obstructs_inspection": [True], "illegal_gains": ["0.125"]})
raises("an array of int64", fewer.decide, {**cells, "illegal_gains": array.array("i", [0, 1, 2])})
raises("an array of uint64", fewer.decide, {**cells, "obstructs_inspection": (array.array("B", [1, 1, 0]), array.array("B", [1]))})
raises("is no verdict", plan.verdict, 0xFFFFFFFE)
raises("is no verdict", plan.verdict, 0x7FFFFFFF)
wrong = fewer.decide({"obstructs_inspection": array.array("B", [1, 9]), "illegal_gains": array.array("q", [1, 1])})
check(list(wrong.verdicts[wrong.offsets[1] :]) == [proviso.Batch.INVALID], "a cell that cannot be")
raises("case 1: a cell", wrong.__getitem__, 1)
raises("a cell has a value", wrong.decision, 1)
late = plan.decide({**{name: values[:1] for name, values in columns.items()}, "date": ["2031-01-01"]})
raises("the day is not one of the plan's", late.__getitem__, 0)

# ---- threads, and things that are freed in any order
answers = []
threads = [threading.Thread(target=lambda: answers.append(plan.decide(columns, threads=1).verdicts)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
check(all(answer == batch.verdicts for answer in answers) and len(answers) == 4, "threads")
short = proviso.Tables(bytes_).plan("2019-04-04", ["obstructs_inspection"])
gc.collect()
kept = short.decide({"obstructs_inspection": [True]})
del short
gc.collect()
check(kept.decision(0)["provisions"] is not None and kept[0] is not None, "tables that are gone")

print("module: fine" if not failures else f"{failures} failed")
sys.exit(1 if failures else 0)
