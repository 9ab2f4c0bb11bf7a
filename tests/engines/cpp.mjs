// The C++ header, compiled without a warning by g++ and, where it is installed, clang++.
import { numberOf } from "./agree.mjs";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

export const unknown = "exact";

/** The first outcome of every effect comes to nothing. */
export const plant = (text) => text.replace(/^inline constexpr std::int32_t .*$/gm, (nodes) => nodes.replace(/-3/g, "-1"));

const flags = ["-std=c++17", "-O1", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"];

export async function answers(folder, provisions, change) {
  const scratch = mkdtempSync(`${tmpdir()}/proviso-cpp-`);
  try {
    const header = change(readFileSync(`${folder}/tables.hpp`, "utf8"));
    const members = [...header.matchAll(/^struct (\S+) \{\n((?:  Value .*\n)*)/gm)];
    if (members.length < provisions.length) throw new Error("a provision has no struct of its own");
    writeFileSync(`${scratch}/tables.hpp`, header);
    writeFileSync(`${scratch}/main.cpp`, driver);
    const lines = [];
    provisions.forEach((provision, p) =>
      provision.cases.forEach((one) => {
        lines.push(String(p));
        for (const input of provision.inputs) lines.push(written(input, one.in[input.name]));
      }));
    let all;
    for (const compiler of ["g++", "clang++-14"]) {
      if (spawnSync(compiler, ["--version"]).status !== 0) continue;
      const compiled = spawnSync(compiler, [...flags, "main.cpp", "-o", "main"], { cwd: scratch, encoding: "utf8" });
      if (compiled.status !== 0) throw new Error(`${compiler}: ${compiled.stderr.slice(0, 2000)}`);
      const run = spawnSync("./main", { cwd: scratch, input: lines.join("\n") + "\n", encoding: "utf8", maxBuffer: 1 << 30 });
      if (run.status !== 0) throw new Error(`${compiler}: it ended with ${run.status}: ${run.stderr}`);
      if (all !== undefined && all !== run.stdout) throw new Error("two compilers, two answers");
      all = run.stdout;
    }
    const given = all.trimEnd().split("\n").map((line) => JSON.parse(line));
    let next = 0;
    return provisions.map((provision) =>
      provision.cases.map(() => {
        const { elements, effects, adjustments } = given[next++];
        return { elements, adjustments, effects: effects.map((possible, e) => possible.map((o) => numberOf(provision.effects[e], o))) };
      }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function written(input, value) {
  if (value === null) return "?";
  if (value === "unascertainable") return "u";
  switch (input.type) {
    case "boolean": return value ? "t" : "f";
    case "date": return `d${value.replaceAll("-", " ")}`;
    case "text": return `s${value}`;
    default: return `n${value}`;
  }
}

const driver = `#include "tables.hpp"
#include <cstdio>
#include <iostream>
#include <string>

using namespace proviso_tables;

static std::string number(const std::optional<Exact> &at) {
  if (!at) return "null";
  if (at->bottom == 1) return std::to_string(at->top);
  std::string digits = std::to_string(at->top * (1000000 / at->bottom));
  digits.insert(digits.size() - 6, ".");
  while (digits.back() == '0') digits.pop_back();
  return "\\"" + digits + "\\"";
}

static std::string quoted(std::string_view text) {
  std::string out = "\\"";
  for (const char c : text) {
    if (c == '"' || c == '\\\\') out += '\\\\';
    out += c;
  }
  return out + "\\"";
}

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const Provision &p = *provisions[std::stoul(line)];
    std::vector<std::string> texts(p.inputs.count);
    std::vector<Value> values;
    for (std::string &text : texts) {
      std::getline(std::cin, text);
      const std::string rest = text.substr(1);
      if (text[0] == 'u') values.push_back(Value::unascertainable());
      else if (text[0] == 't' || text[0] == 'f') values.emplace_back(text[0] == 't');
      else if (text[0] == 'n') values.emplace_back(decimal(rest));
      else if (text[0] == 's') values.emplace_back(std::string_view(text).substr(1));
      else if (text[0] == 'd') {
        int year = 0;
        unsigned month = 0, day = 0;
        if (std::sscanf(rest.c_str(), "%d %u %u", &year, &month, &day) != 3) return 1;
        values.emplace_back(date(year, month, day));
      } else values.emplace_back();
    }
    const Decision decision = decide(p, values.data());
    constexpr int status[] = {0, 1, -1, -2};
    std::cout << "{\\"elements\\":" << status[static_cast<int>(decision.elements)] << ",\\"effects\\":[";
    for (std::size_t e = 0; e < decision.effects.size(); ++e) {
      std::cout << (e ? ",[" : "[");
      for (std::size_t i = 0; i < decision.effects[e].possible.size(); ++i) {
        const Outcome *o = decision.effects[e].possible[i];
        if (i) std::cout << ',';
        if (!o) std::cout << "null";
        else
          std::cout << "{\\"sanction\\":" << quoted(o->sanction) << ",\\"min\\":" << number(o->min) << ",\\"max\\":" << number(o->max)
                    << ",\\"unit\\":" << quoted(o->unit) << ",\\"mode\\":" << quoted(o->mode) << ",\\"authority\\":"
                    << quoted(o->authority) << "}";
      }
      std::cout << ']';
    }
    std::cout << "],\\"adjustments\\":[";
    for (std::size_t a = 0; a < decision.adjustments.size(); ++a)
      std::cout << (a ? "," : "") << status[static_cast<int>(decision.adjustments[a])];
    std::cout << "]}\\n";
  }
}
`;
