// The JSON decision model, in GoRules' own engine.
import { numberOf, plainInputs } from "./agree.mjs";
import { ZenEngine } from "@gorules/zen-engine";
import { readFileSync } from "node:fs";

/** A null has no place in a table: a cell that tests it does not match. */
export const unknown = "refused";

/** Whatever the elements table says yes to, it says no to. */
export const plant = (text) => text.replaceAll('"o_elements": "true"', '"o_elements": "false"');

export async function answers(folder, provisions, change) {
  const engine = new ZenEngine();
  const all = [];
  for (const provision of provisions) {
    const decision = engine.createDecision(JSON.parse(change(readFileSync(`${folder}/jdm/${provision.stem}.json`, "utf8"))));
    const list = [];
    for (const one of provision.cases) {
      if (Object.values(one.in).includes(null)) {
        list.push(undefined);
        continue;
      }
      const context = plainInputs(provision, one, (input, value) => (input.type === "number" ? Number(value) : value));
      const { result } = await decision.evaluate(context);
      list.push({
        elements: result.elements ? 1 : 0,
        effects: provision.effects.map((effect, e) => [result.elements ? numberOf(effect, result[`effect${e + 1}`]) : 0]),
        adjustments: one.adjustments.map((_, a) => (result[`adjustment${a + 1}`] ? 1 : 0)),
      });
    }
    all.push(list);
    decision.dispose?.();
  }
  engine.dispose?.();
  return all;
}
