#!/usr/bin/env node
// What `opa eval --format raw --data MODULE --input INPUT QUERY` prints, for the examples in docs: the program itself is in no
// registry that the tests use, its engine is.
import { close, evaluated } from "./rego.mjs";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const options = Object.fromEntries(["format", "data", "input"].map((name) => [name, { type: "string" }]));
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const module = readFileSync(values.data, "utf8").replace(/^package .*$/m, "");
const query = positionals[1].replace("data.proviso.", "data.profile_proviso.");
const result = await evaluated(`${module}\ndecided := x if { x := ${query} with input as ${readFileSync(values.input, "utf8").trim()} }\n`);
console.log(typeof result === "string" ? result : JSON.stringify(result));
close();
process.exit(0);
