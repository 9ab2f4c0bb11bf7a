// Database servers for the time of a test: each in a folder of its own, on a socket or on loopback.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";

const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql").sort() : [];
const bin = `/usr/lib/postgresql/${versions.at(-1)}/bin`;

export class Postgres {
  static missing = existsSync(`${bin}/postgres`) ? undefined : "PostgreSQL is not installed";

  constructor(settings = "") {
    this.home = mkdtempSync(`${tmpdir()}/proviso-pg-`);
    chmodSync(this.home, 0o777);
    this.#run(`${bin}/initdb`, ["-D", `${this.home}/data`, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres"]);
    this.#run(`${bin}/pg_ctl`, ["-D", `${this.home}/data`, "-w", "-l", `${this.home}/log`,
      "-o", `-k ${this.home} -c listen_addresses= -c fsync=off -c jit=off ${settings}`, "start"]);
  }

  /** What a script prints: fields with blanks between. */
  ask(script) {
    return this.#run(`${bin}/psql`, ["-h", this.home, "-U", "postgres", "-X", "-q", "-t", "-A", "-F", " ", "-v", "ON_ERROR_STOP=1",
      "-d", "postgres", "-f", "-"], script);
  }

  stop() {
    this.#run(`${bin}/pg_ctl`, ["-D", `${this.home}/data`, "-m", "immediate", "stop"]);
    rmSync(this.home, { recursive: true, force: true });
  }

  /** The server refuses to run as root. */
  #run(program, args, input) {
    const command = process.getuid() === 0 ? ["runuser", "-u", "postgres", "--", program, ...args] : [program, ...args];
    const done = spawnSync(command[0], command.slice(1), { input, encoding: "utf8", maxBuffer: 1 << 30, cwd: "/" });
    if (done.status !== 0) throw new Error(`${program}: ${done.stderr.slice(0, 2000)}`);
    return done.stdout;
  }
}

export const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

export class ClickHouse {
  static missing = spawnSync("clickhouse-client", ["--version"]).status === 0 ? undefined : "ClickHouse is not installed";

  /** A server at the port; `shards` are the ports of the cluster `shards`. */
  static async start(port, shards = []) {
    const server = new ClickHouse();
    server.port = port;
    server.http = await freePort();
    const home = (server.home = mkdtempSync(`${tmpdir()}/proviso-ch-`));
    const cluster = shards.map((one) => `<shard><replica><host>127.0.0.1</host><port>${one}</port></replica></shard>`).join("");
    writeFileSync(`${home}/users.xml`, "<yandex><profiles><default/></profiles><users><default><password/><networks><ip>127.0.0.1</ip></networks>" +
      "<profile>default</profile><quota>default</quota></default></users><quotas><default/></quotas></yandex>\n");
    writeFileSync(`${home}/config.xml`, `<yandex><logger><level>error</level><log>${home}/log</log><errorlog>${home}/errors</errorlog></logger>` +
      `<tcp_port>${port}</tcp_port><http_port>${server.http}</http_port><listen_host>127.0.0.1</listen_host><path>${home}/data/</path>` +
      `<tmp_path>${home}/tmp/</tmp_path><users_config>users.xml</users_config><default_profile>default</default_profile>` +
      `<default_database>default</default_database><mark_cache_size>100000000</mark_cache_size>` +
      `<remote_servers><shards>${cluster}</shards></remote_servers></yandex>\n`);
    server.process = spawn("clickhouse-server", [`--config-file=${home}/config.xml`], { stdio: "ignore", cwd: home });
    for (let tries = 0; tries < 100; ++tries) {
      if (server.#client("SELECT 1").status === 0) return server;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error("ClickHouse does not answer");
  }

  /** What a script prints: fields with tabs between. `input`: an open file, the data of an INSERT. */
  ask(script, input, settings = []) {
    const said = this.#client(script, input, settings);
    if (said.status !== 0) throw new Error(said.stderr.slice(0, 2000));
    return said.stdout;
  }

  /** Rows for a table, given over HTTP: the client would read the values of a statement one by one. */
  async insert(base, table, rows) {
    const query = new URLSearchParams({ database: base, query: `INSERT INTO ${table} FORMAT TabSeparated` });
    const asked = request({ host: "127.0.0.1", port: this.http, path: `/?${query}`, method: "POST", agent: false });
    asked.end(rows);
    const [answer] = await once(asked, "response");
    const said = (await answer.toArray()).join("");
    if (answer.statusCode !== 200) throw new Error(said.slice(0, 2000));
  }

  stop() {
    this.process.kill("SIGKILL");
    rmSync(this.home, { recursive: true, force: true });
  }

  #client(script, input, settings = []) {
    const options = { encoding: "utf8", maxBuffer: 1 << 30 };
    const where = ["--host", "127.0.0.1", "--port", String(this.port), ...settings];
    return input === undefined
      ? spawnSync("clickhouse-client", [...where, "--multiquery", "--format", "TabSeparated"], { ...options, input: script })
      : spawnSync("clickhouse-client", [...where, "--query", script], { ...options, stdio: [input, "pipe", "pipe"] });
  }
}
