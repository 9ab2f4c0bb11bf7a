# The decision of the provision that the input names, for the act and its subject, or for one person linked with it:
# {"provision": "CSL/art59/par1", "inputs": {...}}.
decision := decide(input.provision, input.inputs)

# The id of the provision that stood under this one on the day, such as "2018-12-01": it is not told by its id where
# several texts had it one after the other.
in_force(id, day) := found if {
	some found, p in provisions
	named(found, id)
	object.get(p, "from", day) <= day
	object.get(p, "until", day) >= day
}

named(found, id) if found == id

named(found, id) if startswith(found, concat("", [id, "@"]))

# Decides one provision. `inputs` has a value for each input by its name. What is missing or null is unknown. A boolean
# is true or false; a number a number, or its digits as a text; a sum may end in its currency; a date a text like
# "2018-12-01"; a duration a text like "30 days" or "2 years"; a choice one of the input's values; "unascertainable"
# where the input is open. Where a name or a value is not understood there is no decision but `problems`.
#
# `elements` is "made out", "not made out" or "undetermined"; "contradictory" where the inputs contradict what always
# holds. Of each effect `possible` has every outcome that some completion of the inputs comes to, null for nothing;
# where that is one it is `outcome`, and the effect is `determined`.
#
# These are the tables: what other provisions do to the effects (exemption, displacement, concurrence, the milder law)
# is not decided here.
decide(id, inputs) := {"id": id, "problems": found} if {
	found := problems(id, inputs)
	count(found) > 0
}

decide(id, inputs) := made if {
	count(problems(id, inputs)) == 0
	p := provisions[id]
	edges := graph_of(p, [possible(one, object.get(inputs, one.name, null)) | some one in p.inputs])
	made := {
		"id": id,
		"elements": truth(ends(edges, p.elements), "made out", "not made out"),
		"effects": [effect_of(effect, ends(edges, effect.root)) | some effect in p.effects],
		"adjustments": [status |
			some one in p.adjustments
			status := {"text": one.text, "status": truth(ends(edges, one.root), "takes effect", "does not take effect")}
		],
	}
}

problems(id, _) := {sprintf("there is no provision %v", [id])} if not provisions[id]

problems(id, inputs) := strange | wrong if {
	p := provisions[id]
	strange := {sprintf("%v has no input %v", [id, name]) |
		some name, _ in inputs
		count([one | some one in p.inputs; one.name == name]) == 0
	}
	wrong := {sprintf("%v cannot be %v", [one.name, inputs[one.name]]) |
		some one in p.inputs
		count(possible(one, object.get(inputs, one.name, null))) == 0
	}
}

effect_of(effect, found) := object.union(
	{
		"name": effect.name,
		"addressee": effect.addressee,
		"basis": effect.basis,
		"possible": outcomes,
	},
	settled(outcomes),
) if {
	outcomes := [outcome_of(effect, end) | some end in found]
}

outcome_of(_, -1) := null

outcome_of(effect, end) := effect.outcomes[-3 - end] if end <= -3

settled(outcomes) := {"determined": true, "outcome": outcomes[0]} if count(outcomes) == 1

settled(outcomes) := {"determined": false} if count(outcomes) != 1

truth(found, _, _) := "contradictory" if count(found) == 0

truth(found, _, _) := "undetermined" if count(found) > 1

truth(found, yes, _) := yes if {
	count(found) == 1
	not found[-1]
}

truth(found, _, no) := no if found == {-1}

# Where the nodes lead, by the values that are still possible. Ends are below zero: -1 no, -2 what the vocabulary rules
# out, -3 yes or the first of the outcomes, -4 the second. They lead nowhere.
graph_of(p, masks) := object.union(
	{end: [] | some end in numbers.range(-2 - most, -1)},
	{at: {node[value + 1] | some value in masks[node[0]]} | some at, node in p.nodes},
) if {
	most := max(array.concat([1], [count(effect.outcomes) | some effect in p.effects]))
}

ends(edges, root) := {end | some end in graph.reachable(edges, {root}); end < 0; end != -2}

# The values of the input that are possible, by number; none where the value is not one of its own.
possible(one, value) := {index | some index in numbers.range(0, one.size - 1)} if value == null

possible(one, value) := {one.size - 1} if unascertainable(one, value)

possible(one, value) := {index |
	is_boolean(value)
	index := {false: 0, true: 1}[value]
} if {
	one.type == "boolean"
	stated(one, value)
}

possible(one, value) := {index | some index, named in one.values; named == value} if {
	one.type == "text"
	stated(one, value)
}

possible(one, value) := {interval |
	valid_day(value)
	interval := count([1 | some cut in one.cuts; not is_below(value, cut[0], cut[1])])
} if {
	one.type == "date"
	stated(one, value)
}

possible(one, value) := {interval |
	number := number_of(one, value)
	interval := count([1 | some cut in one.cuts; not is_below_number(number, cut[0], cut[1])])
} if {
	one.type in {"number", "days", "months"}
	stated(one, value)
}

stated(one, value) if {
	value != null
	not unascertainable(one, value)
}

unascertainable(one, value) if {
	value == "unascertainable"
	one.open
}

is_below(value, bound, _) if value < bound

is_below(value, bound, after) if {
	value == bound
	after
}

is_below_number(value, bound, after) if {
	not contains(bound, "/")
	is_below(value, to_number(bound), after)
}

is_below_number(value, bound, after) if {
	[over, under] := split(bound, "/")
	is_below(value * to_number(under), to_number(over), after)
}

valid_day(text) if {
	is_string(text)
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, text)
	[year, month, day] := [to_number(trim_left(part, "0")) | some part in split(text, "-")]
	day <= [31, 28 + leap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
}

leap(year) := 1 if is_leap(year)

leap(year) := 0 if not is_leap(year)

is_leap(year) if {
	year % 4 == 0
	year % 100 != 0
}

is_leap(year) if year % 400 == 0

number_of(one, value) := value if {
	one.type == "number"
	is_number(value)
}

number_of(one, value) := to_number(digits) if {
	one.type == "number"
	is_string(value)
	digits := trim_suffix(value, concat("", [" ", object.get(one, "currency", " ")]))
	regex.match(`^-?[0-9]+(\.[0-9]+)?$`, digits)
}

number_of(one, value) := to_number(words[0]) * {"day": 1, "month": 1, "year": 12}[unit] if {
	one.type in {"days", "months"}
	is_string(value)
	regex.match(`^[0-9]+ (day|month|year)s?$`, value)
	words := split(value, " ")
	unit := trim_suffix(words[1], "s")
	{"day": "days", "month": "months", "year": "months"}[unit] == one.type
}
