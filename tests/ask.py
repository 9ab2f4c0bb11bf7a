#!/usr/bin/env python3
"""`ask`: what an interview decides is what `eval` decides of its case, whatever was not asked. usage: ask.py PROVISO STATUTES SCRATCH"""
import copy, json, os, pty, random, re, shutil, subprocess, sys

proviso, statutes, scratch = sys.argv[1:]
shutil.rmtree(scratch, ignore_errors=True)
os.makedirs(scratch)
failures = 0


def check(what, good, shown=""):
    global failures
    if not good:
        failures += 1
        print(f"FAILED {what}\n{shown}"[:3000])


def run(*args, text=None, code=0):
    done = subprocess.run([proviso, *args], input=text, capture_output=True, text=True, timeout=120)
    check(f"{' '.join(args)} exits with {done.returncode}", done.returncode == code, done.stderr + done.stdout[:500])
    return done


class Interview:
    def __init__(self, citation):
        self.process = subprocess.Popen([proviso, "ask", statutes, citation, "--format", "json"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.read()

    def read(self):
        self.said = json.loads(self.process.stdout.readline())
        assert self.said["format"] == "proviso-interview/1"

    def say(self, what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        self.read()


def any_answer(question, chance):
    if question["at"] == "/date":
        return chance.choice(["2018-06-01", "2022-03-04", "2026-05-06"])
    if question["kind"] == "yes_no":
        return chance.random() < 0.7
    if question["kind"] == "one_of":
        return chance.choice(question["choices"])["value"]
    form = question["form"]
    if form.startswith("a sum"):
        return f"{chance.choice([0, 100, 9999, 50000, 1000000])} {form.split()[-1]}"
    if form.startswith("a day"):
        return chance.choice(["2018-06-01", "2021-01-01"])
    if form.startswith("a period"):
        return chance.choice(["3 days", "2 years"])
    return chance.choice([0, 3, 7, 1200])


def completed(case, chance):
    """Whatever is not known is so or otherwise, at random: conditions only, which have a value that any law takes."""
    case = copy.deepcopy(case)
    for key in ("violates", "disobeyed"):
        for name, value in case.get(key, {}).items():
            if value is None:
                case[key][name] = chance.random() < 0.5
    return case


def told(decision, ids):
    return ({p["id"]: p["status"] for p in decision["provisions"] if p["id"] in ids},
            sorted(json.dumps([s["provision"], s.get("kind"), s.get("min"), s.get("max"), s.get("person")]) for s in decision["sanctions"]
                   if s["provision"] in ids and s["status"] == "determined"))


# Provisions that impose something, of all acts.
built = os.path.join(scratch, "built")
run("build", statutes, "--out", built, "--emit", "json")
tables = json.load(open(next(os.path.join(built, f) for f in os.listdir(built) if f.endswith(".json"))))
names = sorted({re.sub(r"@.*", "", p["id"]).split("/")[0] + " " + p["citation"].split(" ", 1)[1].split(" paragraph")[0] for p in tables["provisions"]
                if p["citation"].count(" ") >= 2})
chance = random.Random(20261127)
chosen = chance.sample(names, 24)
asked_in_all = possible_in_all = 0
scenarios = []
for name in chosen:
    template = json.loads(run("show", statutes, name, "--case-template").stdout)
    interview = Interview(name)
    answered = 0
    while "question" in interview.said:
        question = interview.said["question"]
        check("a question says for what it matters", question["matters"], question)
        dice = chance.random()
        if dice < 0.05:
            interview.say({"answer": {"no": "answer"}})
            check("what is no answer is refused", "error" in interview.said, interview.said)
            interview.say({"answer": any_answer(question, chance)})
        elif dice < 0.1 and answered:
            interview.say({"do": "undo"})
            answered -= 1
            continue
        else:
            interview.say({"answer": any_answer(question, chance)})
        tries = 0
        while "error" in interview.said and tries < 20:  # what contradicts the vocabulary
            tries += 1
            interview.say({"answer": any_answer(question, chance)})
        if "error" in interview.said:
            interview.say({"do": "unknown"})
        answered += 1
        if answered > 200:
            check(f"the interview about {name} ends", False)
            break
    end = interview.said
    asked_in_all += answered
    possible_in_all += sum(len(v) if isinstance(v, dict) else 1 for k in ("facts", "violates", "disobeyed") for v in template.get(k, {}).values()) \
        + len(template["about"]["subject"]) + 1
    check(f"all that is asked about {name} is decided", end["undecided"] == 0, json.dumps(end)[:2000])
    ids = {p["id"] for p in end["decision"]["provisions"]}
    path = os.path.join(scratch, "case.json")
    for case in (end["case"], completed(end["case"], chance), completed(end["case"], chance)):
        json.dump(case, open(path, "w"))
        again = subprocess.run([proviso, "eval", statutes, "--case", path, "--explain", "--format", "json"], capture_output=True, text=True)
        if again.returncode == 1:  # the completion contradicts the vocabulary
            continue
        check(f"`eval` decides the case about {name} alike", told(json.loads(again.stdout), ids) == told(end["decision"], ids),
              f"{told(json.loads(again.stdout), ids)}\n{told(end['decision'], ids)}")
    scenarios.append(end["scenario"].replace('as asked"', f'as asked, {len(scenarios)}"'))
check("fewer questions than there are things to state", asked_in_all < possible_in_all / 2, f"{asked_in_all} of {possible_in_all}")
folder = os.path.join(scratch, "law")
shutil.copytree(statutes, folder)
open(os.path.join(folder, "asked.law"), "w").write("\n".join(scenarios))
done = run("test", folder, "--filter", "as asked")
check("the scenarios pass", f"{len(scenarios)} scenario" in done.stdout or f"{len(scenarios)} of {len(scenarios)}" in done.stdout, done.stdout[-500:])

# ---- on a terminal
case, scenario = os.path.join(scratch, "kept.json"), os.path.join(scratch, "kept.law")
done = run("ask", statutes, "CSL article 64", text=f"2027-01-01\nmaybe\ny\ny\n?\nundo\ny\nsave {case}\nsave {scenario}\ny\n")
for piece in ("that is none of the answers", "It matters for CSL article 64", "applies", "fine 50,000 to 500,000 CNY", "no legal advice", "Cybersecurity Law"):
    check("what is said", piece in done.stdout, done.stdout)
check("the case is kept", True in json.load(open(case))["violates"].values(), open(case).read())
check("the scenario is kept", "expect CSL article 64" in open(scenario).read(), open(scenario).read())
done = run("ask", statutes, "CSL article 64", text="")
check("an end is an end", "undecided, as the answers stand" in done.stdout or "does not apply" in done.stdout or "Law of" in done.stdout, done.stdout)
run("ask", statutes, "CSL article 1", code=1)
run("ask", statutes, "CSL article 9999", code=1)
done = run("ask", statutes, "CSL article 64", text="2027-02-30\n2027-02-28\nend\n")
check("a day that is none", "2027-02-30" in done.stdout or "day" in done.stdout, done.stdout)
print(f"{asked_in_all} questions where {possible_in_all} things can be stated, about {len(chosen)} provisions")
sys.exit(failures != 0)
