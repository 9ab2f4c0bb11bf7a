// SQL in PostgreSQL: a server of its own for the time of the test, on a socket in a folder of its own.
import { apart, literal, together } from "./sql.mjs";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";

export { plant, unknown } from "./sql.mjs";

const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql").sort() : [];
const bin = `/usr/lib/postgresql/${versions.at(-1)}/bin`;
export const missing = existsSync(`${bin}/postgres`) ? undefined : "PostgreSQL is not installed";

let home;

/** The server refuses to run as root. */
function run(program, args, input) {
  const command = process.getuid() === 0 ? ["runuser", "-u", "postgres", "--", program, ...args] : [program, ...args];
  const done = spawnSync(command[0], command.slice(1), { input, encoding: "utf8", maxBuffer: 1 << 30, cwd: "/" });
  if (done.status !== 0) throw new Error(`${program}: ${done.stderr.slice(0, 2000)}`);
  return done.stdout;
}

function start() {
  home = mkdtempSync(`${tmpdir()}/proviso-pg-`);
  chmodSync(home, 0o777);
  run(`${bin}/initdb`, ["-D", `${home}/data`, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres"]);
  run(`${bin}/pg_ctl`, ["-D", `${home}/data`, "-w", "-l", `${home}/log`, "-o", `-k ${home} -c listen_addresses= -c fsync=off -c jit=off`, "start"]);
}

export async function answers(folder, provisions, change) {
  if (!home) start();
  const texts = provisions.map((one) => change(readFileSync(`${folder}/postgres/sql/${one.stem}.sql`, "utf8")));
  const said = run(`${bin}/psql`, ["-h", home, "-U", "postgres", "-X", "-q", "-t", "-A", "-F", " ", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-f", "-"],
    `BEGIN;\n${together(texts, provisions, literal)}ROLLBACK;\n`);
  return apart(said, texts, provisions, " ");
}

export async function close() {
  if (home) run(`${bin}/pg_ctl`, ["-D", `${home}/data`, "-m", "immediate", "stop"]);
  if (home) rmSync(home, { recursive: true, force: true });
}
