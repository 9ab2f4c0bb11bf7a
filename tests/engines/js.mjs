// The ES module, in Node.js itself.
import { numberOf } from "./agree.mjs";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

export const unknown = "exact";

/** The first outcome of every effect comes to nothing. */
export const plant = (text) => text.replace(/"nodes":.*$/gm, (nodes) => nodes.replace(/-3/g, "-1"));

export async function answers(folder, provisions, change) {
  const scratch = mkdtempSync(`${tmpdir()}/proviso-js-`);
  writeFileSync(`${scratch}/tables.mjs`, change(readFileSync(`${folder}/tables.mjs`, "utf8")));
  const { decide } = await import(`${scratch}/tables.mjs`);
  rmSync(scratch, { recursive: true });
  const elements = { "made out": 1, "not made out": 0, undetermined: -1 };
  const unit = (input, value) => (input.type === "days" || input.type === "months") && value !== null && value !== "unascertainable"
    ? `${value} ${input.type}` : value;
  return provisions.map((provision) =>
    provision.cases.map((one) => {
      const inputs = Object.fromEntries(provision.inputs.map((input) => [input.name, unit(input, one.in[input.name])]));
      const decision = decide(provision.id, inputs);
      return {
        elements: elements[decision.elements],
        effects: decision.effects.map((effect, e) => effect.possible.map((o) => numberOf(provision.effects[e], o))),
      };
    }));
}
