/** The provisions: what each asks, and what it can come to. */
export const list = provisions;

/** A provision by its id, such as "CSL/art59/par1"; of several texts under one number, the one in force on the day. */
export function find(id, day) {
  const named = (p) => p.id === id || p.id.startsWith(id + "@");
  const within = (p) => !day || ((!p.from || p.from <= day) && (!p.until || day <= p.until));
  return provisions.find((p) => p.id === id && within(p)) ?? provisions.find((p) => named(p) && within(p));
}

/**
 * Decides one provision for the act and its subject, or for one person linked with it.
 *
 * `inputs` has a value for each input by its name. What is missing, null or undefined is unknown. A boolean is true or
 * false; a number a number, a bigint or decimal digits as a text ("0.1" is exact); a sum may end in its currency; a
 * date a text like "2018-12-01"; a duration a text like "30 days" or "2 years"; a choice one of the input's values;
 * "unascertainable" where the input is open. A name or value that the provision does not know throws a TypeError.
 *
 * `elements` is "made out", "not made out" or "undetermined"; "contradictory" where the inputs contradict what always
 * holds. Of each effect `possible` has every outcome that some completion of the inputs comes to, null for nothing;
 * where that is one it is `outcome`, and the effect is `determined`.
 *
 * These are the tables: what other provisions do to the effects (exemption, displacement, concurrence, the milder law)
 * is not decided here.
 */
export function decide(provision, inputs) {
  const p = typeof provision === "string" ? find(provision) : provision;
  if (!p) throw new TypeError(`there is no provision ${provision}`);
  const masks = p.inputs.map((input) => maskOf(input, inputs[input.name]));
  const names = new Set(p.inputs.map((input) => input.name));
  for (const name of Object.keys(inputs))
    if (!names.has(name)) throw new TypeError(`${p.id} has no input ${name}`);
  const elements = reach(p, p.elements, masks);
  return {
    id: p.id,
    elements: truth(elements, "made out", "not made out"),
    effects: p.effects.map((effect) => {
      const possible = [...reach(p, effect.root, masks)].map((end) => (end === -1 ? null : effect.outcomes[-3 - end]));
      const determined = possible.length === 1;
      return { name: effect.name, addressee: effect.addressee, basis: effect.basis, possible, determined,
               outcome: determined ? possible[0] : undefined };
    }),
    adjustments: p.adjustments.map((one) => ({
      text: one.text,
      status: truth(reach(p, one.root, masks), "takes effect", "does not take effect"),
    })),
  };
}

function truth(ends, yes, no) {
  return ends.size === 0 ? "contradictory" : ends.size > 1 ? "undetermined" : ends.has(-1) ? no : yes;
}

/** Every end, but -2, which the vocabulary rules out, that is reached by some value that is still possible. */
function reach(p, root, masks) {
  const ends = new Set();
  const seen = new Set();
  const open = [root];
  while (open.length) {
    const at = open.pop();
    if (at < 0) {
      if (at !== -2) ends.add(at);
      continue;
    }
    if (seen.has(at)) continue;
    seen.add(at);
    const [input, ...children] = p.nodes[at];
    children.forEach((child, value) => {
      if (masks[input][value]) open.push(child);
    });
  }
  return ends;
}

/** For each value of the input, whether it is possible. */
function maskOf(input, value) {
  const size = input.size;
  if (value === undefined || value === null) return Array(size).fill(true);
  const only = (index) => Array.from({ length: size }, (_, i) => i === index);
  const refuse = (wanted) => {
    throw new TypeError(`${input.name} must be ${wanted}, not ${String(value)}`);
  };
  if (value === "unascertainable" && input.open) return only(size - 1);
  switch (input.type) {
    case "boolean":
      return typeof value === "boolean" ? only(value ? 1 : 0) : refuse("true or false");
    case "text": {
      const index = input.values.indexOf(value);
      return index >= 0 ? only(index) : refuse(`one of ${input.values.join(", ")}`);
    }
    case "date":
      return only(interval(input, day(value) ?? refuse("a date like 2018-12-01"), byDay));
    case "days":
    case "months":
      return only(interval(input, lengthOf(value, input.type) ?? refuse(`a duration in ${input.type}`), byNumber));
    default:
      return only(interval(input, exact(value, input.currency) ?? refuse("a number"), byNumber));
  }
}

/** In which of the intervals between the input's bounds the value lies. */
function interval(input, value, below) {
  const index = input.cuts.findIndex(([bound, after]) => below(value, bound, after));
  return index < 0 ? input.cuts.length : index;
}

function byNumber([top, bottom], bound, after) {
  const [over, under] = bound.split("/");
  const [at, scale] = exact(over);
  const left = top * scale * BigInt(under ?? 1), right = at * bottom;
  return left < right || (left === right && after);
}

function byDay(day, bound, after) {
  return day < bound || (day === bound && after);
}

/** A number as it is written, as an exact fraction. */
function exact(value, currency) {
  if (typeof value === "bigint") return [value, 1n];
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  let text = String(value).trim();
  if (currency && text.endsWith(" " + currency)) text = text.slice(0, -currency.length - 1);
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (!parts) return undefined;
  const fraction = parts[3] ?? "", power = Number(parts[4] ?? 0) - fraction.length;
  const digits = BigInt(parts[1] + parts[2] + fraction);
  return power >= 0 ? [digits * 10n ** BigInt(power), 1n] : [digits, 10n ** BigInt(-power)];
}

/** The text, if it is a day of the calendar. */
function day(value) {
  const parts = typeof value === "string" && /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!parts) return undefined;
  const same = new Date(0);
  same.setUTCFullYear(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return same.toISOString().slice(0, 10) === value ? value : undefined;
}

function lengthOf(value, unit) {
  const parts = typeof value === "string" && /^(\d+) (day|month|year)s?$/.exec(value);
  if (!parts || (parts[2] === "day") !== (unit === "days")) return undefined;
  return [BigInt(parts[1]) * (parts[2] === "year" ? 12n : 1n), 1n];
}
