// SQL in ClickHouse (Debian's 18.16): a server of its own for the time of the test, on loopback.
import { apart, together } from "./sql.mjs";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";

export { plant, unknown } from "./sql.mjs";

export const missing = spawnSync("clickhouse-client", ["--version"]).status === 0 ? undefined : "ClickHouse is not installed";

let home, server, port, runs = 0;

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

function client(input, format = "TabSeparated") {
  return spawnSync("clickhouse-client", ["--host", "127.0.0.1", "--port", String(port), "--multiquery", "--format", format],
    { input, encoding: "utf8", maxBuffer: 1 << 30 });
}

async function start() {
  home = mkdtempSync(`${tmpdir()}/proviso-ch-`);
  port = await freePort();
  const http = await freePort();
  writeFileSync(`${home}/users.xml`, "<yandex><profiles><default/></profiles><users><default><password/><networks><ip>127.0.0.1</ip></networks>" +
    "<profile>default</profile><quota>default</quota></default></users><quotas><default/></quotas></yandex>\n");
  writeFileSync(`${home}/config.xml`, `<yandex><logger><level>error</level><log>${home}/log</log><errorlog>${home}/errors</errorlog></logger>` +
    `<tcp_port>${port}</tcp_port><http_port>${http}</http_port><listen_host>127.0.0.1</listen_host><path>${home}/data/</path>` +
    `<tmp_path>${home}/tmp/</tmp_path><users_config>users.xml</users_config><default_profile>default</default_profile>` +
    "<default_database>default</default_database><mark_cache_size>100000000</mark_cache_size></yandex>\n");
  server = spawn("clickhouse-server", [`--config-file=${home}/config.xml`], { stdio: "ignore", cwd: home });
  for (let tries = 0; tries < 100; ++tries) {
    if (client("SELECT 1").status === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("ClickHouse does not answer");
}

function literal(input, value) {
  if (value === null) return "NULL";
  switch (input.type) {
    case "boolean": return value ? "1" : "0";
    case "text": return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
    case "date": return String(Date.parse(`${value}T00:00:00Z`) / 86_400_000);
    case "number": return `'${value}'`;
    default: return String(value);
  }
}

export async function answers(folder, provisions, change) {
  if (!server) await start();
  const texts = provisions.map((one) => change(readFileSync(`${folder}/clickhouse/sql/${one.stem}.sql`, "utf8")));
  const base = `run${++runs}`;
  const said = client(`CREATE DATABASE ${base};\nUSE ${base};\n${together(texts, provisions, literal)}DROP DATABASE ${base};\n`);
  if (said.status !== 0) throw new Error(said.stderr.slice(0, 2000));
  return apart(said.stdout, texts, provisions, "\t");
}

export async function close() {
  server?.kill("SIGKILL");
  if (home) rmSync(home, { recursive: true, force: true });
}
