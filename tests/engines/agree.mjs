// Holds exports, in their engines, against what the runtime decided (engine_cases). Each engine is a file of its own
// here; it says what it decides of a provision's cases, and what a planted fault in its export is.
import { readFileSync } from "node:fs";

/** Cases of a folder that engine_cases has written; at most CASES of each provision, if the environment says so. */
export function casesOf(folder) {
  const all = JSON.parse(readFileSync(`${folder}/cases.json`, "utf8"));
  const most = process.env.CASES ? Number(process.env.CASES) : Infinity;
  return all.map((one) => ({ ...one, cases: one.cases.slice(0, most) }));
}

/**
 * Compares answers with what is wanted: `exact` where the engine decides unknown inputs as the runtime does. Where it
 * does not, it may leave open what is settled, and may not settle what is open; what has no form for the unknown is
 * asked only of cases in which all is known.
 *
 * An answer is { elements: 1 | 0 | -1, effects: [[number, ...], ...], adjustments: [1 | 0 | -1, ...] }.
 */
export function disagreements(provision, answers, unknown) {
  const list = [];
  provision.cases.forEach((wanted, n) => {
    const answer = answers[n];
    const open = Object.values(wanted.in).some((value) => value === null);
    if (unknown === "refused" && open) return;
    if (answer === undefined) {
      list.push({ id: provision.id, case: wanted, answer: "none" });
      return;
    }
    const agrees = (found, right) =>
      unknown === "sound" && open ? right.every((one) => found.includes(one)) : same(found, right);
    const truth = (status) => (status === -1 ? [0, 1] : [status]);
    const good =
      agrees(truth(answer.elements), truth(wanted.elements)) &&
      wanted.adjustments.every((right, a) => agrees(truth(answer.adjustments[a]), truth(right))) &&
      wanted.effects.every((right, e) => agrees(answer.effects[e], right));
    if (!good) list.push({ id: provision.id, case: wanted, answer });
  });
  return list;
}

const same = (a, b) => a.length === b.length && b.every((one) => a.includes(one));

/** The number of an outcome as engine_cases counts them, 0 for nothing. */
export function numberOf(effect, outcome) {
  if (outcome === null || outcome === undefined) return 0;
  const bound = (value) => (value === null || value === undefined ? null : String(value));
  const found = effect.outcomes.findIndex(
    (one) =>
      one.sanction === outcome.sanction && one.min === bound(outcome.min) && one.max === bound(outcome.max) &&
      one.unit === outcome.unit && one.mode === outcome.mode && one.authority === outcome.authority,
  );
  return found < 0 ? -1 : found + 1;
}

/** Runs an engine on a folder; a planted fault must be found. */
export async function hold(engine, folder, { fault = false } = {}) {
  // What is made of rows leaves out tables that have too many.
  const provisions = casesOf(folder).filter((one) => engine.unknown === "exact" || !one.too_large);
  const answers = await engine.answers(folder, provisions, fault ? engine.plant : (text) => text);
  let cases = 0;
  const wrong = [];
  provisions.forEach((provision, p) => {
    if (answers[p] === undefined) return;
    cases += provision.cases.filter(
      (one) => engine.unknown !== "refused" || !Object.values(one.in).includes(null),
    ).length;
    wrong.push(...disagreements(provision, answers[p], engine.unknown));
  });
  const tables = provisions.reduce((sum, one) => sum + 1 + one.effects.length + one.adjustments, 0);
  return { tables, cases, wrong };
}

/** Inputs for engines that have no value for what cannot be established: a boolean says whether it is so. */
export function plainInputs(provision, one, convert) {
  const inputs = {};
  for (const input of provision.inputs) {
    const value = one.in[input.name], established = value !== "unascertainable";
    inputs[input.name] = established ? convert(input, value) : null;
    if (input.open) inputs[`${input.name}_unascertainable`] = !established;
  }
  return inputs;
}
