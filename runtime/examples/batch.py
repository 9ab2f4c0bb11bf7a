"""batch TABLES: decides two cases at once, and prints which provisions apply."""

import sys

import proviso

tables = proviso.Tables(sys.argv[1])

# Once for the columns that cases have, and the law of a day.
operator = ["network_operator", "unit"]
plan = tables.plan("2019-04-04", ["subject", "obstructs_inspection", "circumstances"], subjects=[operator])

batch = plan.decide({
    "subject": [operator, operator],
    "obstructs_inspection": [True, True],
    "circumstances": ["serious", None],  # the second case does not say
})
for i, verdicts in enumerate(batch):
    for verdict in verdicts:
        for provision in verdict["provisions"]:
            if provision["status"] == "applies":
                print("case", i, provision["id"], [(s.get("kind"), s["status"]) for s in verdict["sanctions"]])

# The whole decision of one of them, with what is missing.
for sanction in batch.decision(1)["sanctions"]:
    print(sanction["provision"], sanction.get("kind"), sanction["status"], sanction.get("missing", ""))
