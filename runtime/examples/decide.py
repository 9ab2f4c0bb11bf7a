"""decide TABLES CASE: prints the decision of a case."""

import json
import sys

import proviso

tables = proviso.Tables(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    case = json.load(file)
try:
    decision = tables.decide(case)
except proviso.Error as error:
    sys.exit("\n".join(error.errors))
for provision in decision["provisions"]:
    print(provision["id"], provision["status"])
for sanction in decision["sanctions"]:
    print("  on the", sanction["addressee"] + ":", sanction["kind"], sanction.get("min", ""), sanction.get("max", ""))
