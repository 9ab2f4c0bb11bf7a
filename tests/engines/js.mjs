// The ES module, in Node.js itself.
import { numberOf } from "./agree.mjs";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

export const unknown = "exact";

/** The first outcome of every effect comes to nothing. */
export const plant = (text) => text.replace(/"nodes":.*$/gm, (nodes) => nodes.replace(/-3/g, "-1"));

/** Statuses in words, as numbers. */
export const statuses = {
  "made out": 1, "not made out": 0, "takes effect": 1, "does not take effect": 0, undetermined: -1,
};

/** A decision of the diagrams' engines as an answer. */
export const answerOf = (provision, decision) => ({
  elements: statuses[decision.elements],
  effects: decision.effects.map((effect, e) => effect.possible.map((o) => numberOf(provision.effects[e], o))),
  adjustments: decision.adjustments.map((one) => statuses[one.status]),
});

export async function answers(folder, provisions, change) {
  const scratch = mkdtempSync(`${tmpdir()}/proviso-js-`);
  writeFileSync(`${scratch}/tables.mjs`, change(readFileSync(`${folder}/tables.mjs`, "utf8")));
  const { decide } = await import(`${scratch}/tables.mjs`);
  rmSync(scratch, { recursive: true });
  const unit = (input, value) => (input.type === "days" || input.type === "months") && value !== null && value !== "unascertainable"
    ? `${value} ${input.type}` : value;
  return provisions.map((provision) =>
    provision.cases.map((one) => {
      const inputs = Object.fromEntries(provision.inputs.map((input) => [input.name, unit(input, one.in[input.name])]));
      return answerOf(provision, decide(provision.id, inputs));
    }));
}
