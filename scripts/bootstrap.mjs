// Every script of package.json comes through here: `npm start` works on a bare checkout with nothing but npm and
// Node 20. Only Node's own modules until node_modules is there. What is fresh is skipped, by content, not by time.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = path.resolve(import.meta.dirname, "..");
/** Got from npm when the machine's Node is older than WANTED. */
const TOOLCHAIN_NODE = "24.21.0";
const WANTED = [22, 13];
const PARENT_LOOK_MS = 500;
const USAGE = "Usage: node scripts/bootstrap.mjs start|dev|build|test|check|faults|bench|run <file> [arguments]";

const startedAt = performance.now();

/** A failure with what to do about it. */
class Problem extends Error {
  constructor(message, advice) {
    super(`${message}\n  ${advice}`);
  }
}

const say = (text) => process.stderr.write(`${text}\n`);
const elapsed = (since) => `${((performance.now() - since) / 1_000).toFixed(1)} s`;

/** The directory that `node` and `npm` of the toolchain are in goes first, so that every child uses them. */
function environment(extra = {}) {
  return {
    ...process.env,
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ""}`,
    NEXT_TELEMETRY_DISABLED: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
    // Generating needs no engine; any existing file keeps the tool from fetching one.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    ...extra,
  };
}

/** Runs a program to its end; passes signals on and waits. What it prints is shown when `quiet` is off, or when it fails. */
function run(command, args, { env = environment(), quiet = false, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit" });
    let output = "";
    if (quiet) for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output = (output + text).slice(-20_000)));
    // Ctrl-C reaches the child by itself; a signal to this process alone does not.
    const forward = (signal) => child.kill(signal);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, forward);
    const settle = (act) => {
      for (const signal of signals) process.off(signal, forward);
      act();
    };
    child.once("error", (error) => settle(() => reject(error)));
    child.once("close", (code, signal) => settle(() => resolve({ code: code ?? 128 + (signal === "SIGINT" ? 2 : 15), output })));
  });
}

/** One step of the preparation: a line before, the time after, the tool's own words only when it fails. */
async function step(label, command, args, advice, options = {}) {
  const since = performance.now();
  process.stderr.write(`${label} … `);
  let result;
  try {
    result = await run(command, args, { quiet: true, ...options });
  } catch (error) {
    say("failed");
    throw new Problem(`${command} cannot be run: ${error.message}`, advice);
  }
  if (result.code === 0) return say(elapsed(since));
  say("failed");
  say(result.output.trimEnd());
  throw new Problem(`${label} failed.`, advice);
}

/** npm dies of a signal without passing it on to what it started: then this is asked to stop all the same. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, PARENT_LOOK_MS);
  timer.unref();
}

// --- Is it fresh? ---

/** Files under the given paths, sorted, without what tools make. */
function filesUnder(paths) {
  const found = [];
  const visit = (entry) => {
    const stat = fs.statSync(entry, { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (!stat.isDirectory()) return void found.push(entry);
    for (const name of fs.readdirSync(entry)) if (name !== "node_modules" && !name.startsWith(".")) visit(path.join(entry, name));
  };
  for (const entry of paths) visit(entry);
  return found.sort();
}

/** What the content of these files is, in one line. */
export function fingerprint(paths, extra = "") {
  const hash = createHash("sha256").update(extra);
  for (const file of filesUnder(paths)) hash.update(`\0${file}\0`).update(fs.readFileSync(file));
  return hash.digest("hex");
}

/** A step remembers its inputs in a stamp file; the outputs must be there too. */
export function isFresh(stamp, print, outputs) {
  return outputs.every((output) => fs.existsSync(output)) && fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === print;
}

function remember(stamp, print) {
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, print);
}

// --- Steps ---

export function isOldNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < WANTED[0] || (major === WANTED[0] && minor < WANTED[1]);
}

const npmCommand = () => (process.platform === "win32" ? "npm.cmd" : "npm");

/** Gets a Node for this platform from npm and goes on in it. */
async function goOnInNewerNode(args) {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const directory = path.join(ROOT, ".toolchain");
  const home = path.join(directory, "node_modules", name);
  const binary = path.join(home, "bin", process.platform === "win32" ? "node.exe" : "node");
  const has = () => fs.existsSync(binary) && JSON.parse(fs.readFileSync(path.join(home, "package.json"), "utf8")).version === TOOLCHAIN_NODE;
  if (!has()) {
    fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(path.join(directory, "package.json"), JSON.stringify({ private: true, dependencies: { [name]: TOOLCHAIN_NODE } }));
    await step(
      `Getting Node ${TOOLCHAIN_NODE}, since this one is ${process.versions.node}`,
      npmCommand(),
      ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"],
      `Check the network, or install Node ${WANTED.join(".")} or later yourself.`,
      { cwd: directory },
    );
    if (process.platform !== "win32") fs.chmodSync(binary, 0o755);
    if (!has()) throw new Problem(`npm has no Node ${TOOLCHAIN_NODE} for this platform.`, `Install Node ${WANTED.join(".")} or later yourself.`);
  }
  const env = { ...process.env, PATH: `${path.dirname(binary)}${path.delimiter}${process.env.PATH ?? ""}` };
  const { code } = await run(binary, [path.join("scripts", "bootstrap.mjs"), ...args], { env });
  process.exit(code);
}

async function installPackages() {
  const stamp = path.join("node_modules", ".parley-installed");
  const print = fingerprint(["package-lock.json", ".npmrc"], `${process.platform} ${process.arch}`);
  if (isFresh(stamp, print, ["node_modules"])) return;
  await step("Installing packages", npmCommand(), ["ci", "--no-audit", "--no-fund"], "Check the network, then start again.");
  remember(stamp, print);
}

const bin = (name) => path.join("node_modules", name);

async function generateClient() {
  const stamp = path.join("generated", ".parley-stamp");
  const print = fingerprint(["prisma/schema.prisma", "prisma.config.ts", "node_modules/prisma/package.json"]);
  if (isFresh(stamp, print, [path.join("generated", "prisma", "client.ts")])) return;
  await step("Generating the database client", process.execPath, [bin("prisma/build/index.js"), "generate"], "Look at prisma/schema.prisma.");
  remember(stamp, print);
}

const SOURCES = ["app", "components", "lib", "server", "prisma", "public", "proxy.ts", "instrumentation.ts", "next.config.js", "postcss.config.js", "tsconfig.json", "package-lock.json", "scripts/bootstrap.mjs", "scripts/pack-static.mjs"];

async function buildAll() {
  const pagesDirectory = process.env.NEXT_DIST_DIR || ".next";
  const stamp = path.join("dist", ".parley-built");
  const print = fingerprint(SOURCES, `${process.versions.node.split(".")[0]} ${pagesDirectory}`);
  if (isFresh(stamp, print, [path.join(pagesDirectory, "BUILD_ID"), path.join("dist", "server.mjs"), path.join("dist", "calendar-worker.mjs")])) return;
  fs.rmSync(stamp, { force: true });
  await step("Building the server", process.execPath, [bin("esbuild/bin/esbuild"), ...SERVER_BUNDLE], "Look at the lines above.");
  await step("Building the pages", process.execPath, [bin("next/dist/bin/next"), "build"], "Look at the lines above.", { env: environment({ NODE_ENV: "production" }) });
  await step("Packing the pages", process.execPath, [path.join("scripts", "pack-static.mjs"), pagesDirectory], "Look at the lines above.");
  remember(stamp, print);
}

/** Beside the server what it runs in a thread of its own. */
const SERVER_BUNDLE = ["server=server/main.ts", "calendar-worker=server/connectors/calendar/worker.ts", "--bundle", "--platform=node", "--target=node22", "--format=esm", "--packages=external", "--sourcemap", "--outdir=dist", "--out-extension:.js=.mjs", "--log-level=warning"];

// --- Commands ---

async function start() {
  await buildAll();
  // In this very process: nothing stands between a signal and the server.
  process.env.NODE_ENV = "production";
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  process.setSourceMapsEnabled(true);
  const server = await import(pathToFileURL(path.join(ROOT, "dist", "server.mjs")).href);
  await server.main();
  say(`  (${elapsed(startedAt)})`);
}

/** Pages reload by themselves; a change of the server's own files starts it anew. */
async function develop() {
  const args = ["--import", "tsx", "--enable-source-maps", "--watch-path=server", "--watch-path=lib/protocol", "--watch-path=lib/shared", "--watch-preserve-output", "server/main.ts"];
  process.exit((await run(process.execPath, args, { env: environment({ NODE_ENV: "development" }) })).code);
}

async function runFile([file, ...args]) {
  if (file === undefined) throw new Problem("Which file?", USAGE);
  const loader = file.endsWith(".ts") ? ["--import", "tsx"] : [];
  process.exit((await run(process.execPath, [...loader, file, ...args])).code);
}

async function main([mode = "start", ...rest]) {
  const commands = {
    start,
    dev: develop,
    build: buildAll,
    test: () => runFile(["scripts/test.mjs", "all", ...rest]),
    check: () => runFile(["scripts/test.mjs", "check", ...rest]),
    faults: async () => {
      await buildAll();
      await runFile(["scripts/test.mjs", "faults", ...rest]);
    },
    bench: async () => {
      await buildAll();
      await runFile(["tests/bench/index.ts", ...rest]);
    },
    run: () => runFile(rest),
  };
  const command = commands[mode];
  if (!command) throw new Problem(`There is no command "${mode}".`, USAGE);
  stopWithNpm();
  if (isOldNode()) return goOnInNewerNode([mode, ...rest]);
  await installPackages();
  await generateClient();
  await command();
}

if (process.argv[1] !== undefined && fs.realpathSync(process.argv[1]) === fs.realpathSync(import.meta.filename)) {
  try {
    process.chdir(ROOT);
    await main(process.argv.slice(2));
  } catch (error) {
    say(`\n${error instanceof Problem ? error.message : (error.stack ?? error)}\n`);
    process.exit(1);
  }
}
