// DMN 1.3: read by dmn-moddle, its cells evaluated by feelin. Which rules match, and what follows from it (hit policy
// UNIQUE, default outputs, required decisions), is what the standard says.
import { numberOf, plainInputs } from "./agree.mjs";
import { DmnModdle } from "dmn-moddle";
import { date, evaluate, unaryTest } from "feelin";
import { readFileSync } from "node:fs";

/** A null has no place in a table: a cell that tests it does not match. */
export const unknown = "refused";

/** The first condition that wants yes wants no. */
export const plant = (text) => text.replace("<inputEntry id=\"elements_r1_i1\"><text>true<", "<inputEntry id=\"elements_r1_i1\"><text>false<");

const moddle = new DmnModdle();

export async function answers(folder, provisions, change) {
  const all = [];
  for (const provision of provisions) {
    const { rootElement, warnings } = await moddle.fromXML(change(readFileSync(`${folder}/dmn/${provision.stem}.dmn`, "utf8")));
    if (warnings.length) throw new Error(`${provision.id}: ${warnings.map((one) => one.message).join("; ")}`);
    const decisions = rootElement.drgElement.filter((one) => one.$type === "dmn:Decision");
    const effects = decisions.filter((one) => one.id.startsWith("effect"));
    const adjustments = decisions.filter((one) => one.id.startsWith("adjustment"));
    all.push(provision.cases.map((one) => {
      if (Object.values(one.in).includes(null)) return undefined;
      const context = plainInputs(provision, one, feel);
      const elements = decisions.find((d) => d.id === "elements");
      const made = decide(elements, context);
      context[elements.variable.name] = made?.[0] ?? false;
      return {
        elements: context[elements.variable.name] ? 1 : 0,
        effects: effects.map((effect, e) => {
          const outputs = decide(effect, context);
          if (!outputs) return [0];
          const names = effect.decisionLogic.output.map((output) => output.name);
          return [numberOf(provision.effects[e], Object.fromEntries(names.map((name, i) => [name, outputs[i]])))];
        }),
        adjustments: adjustments.map((one) => (decide(one, context)?.[0] ? 1 : 0)),
      };
    }));
  }
  return all;
}

function feel(input, value) {
  switch (input.type) {
    case "number": return Number(value);
    case "date": return date(value);
    case "days": return run(`duration("P${value}D")`);
    case "months": return run(`duration("P${value}M")`);
    default: return value;
  }
}

const valueOf = (result) => (result && typeof result === "object" && "value" in result ? result.value : result);

const known = new Map();
/** Cells are asked the same again and again: the engine answers each question once. */
function once(question, answer) {
  if (!known.has(question)) known.set(question, answer());
  return known.get(question);
}

/** An expression that reads no input. */
const run = (expression) => once(expression, () => valueOf(evaluate(expression, {})));
/** A cell is a test of its own input and of nothing else. */
const test = (cell, value) =>
  once(`${cell}\n${typeof value} ${value}`, () => valueOf(unaryTest(cell, { "?": value })) === true);

function decide(decision, context) {
  const table = decision.decisionLogic;
  const inputs = table.input.map((input) => context[input.inputExpression.text]); // all are names
  const matching = (table.rule ?? []).filter((rule) =>
    rule.inputEntry.every((entry, i) => entry.text === "-" || test(entry.text, inputs[i])));
  if (matching.length > 1) throw new Error(`${decision.id}: ${matching.length} rules match, and the hit policy is UNIQUE`);
  if (matching.length === 0) {
    const defaults = table.output.map((output) => output.defaultOutputEntry);
    return defaults.every(Boolean) ? defaults.map((one) => run(one.text)) : null;
  }
  return matching[0].outputEntry.map((entry) => run(entry.text));
}
