// `npm test` (all), `npm run check` (the fast part), `npm run test:faults`. Every part runs, whatever the others say; the last
// line is `N passed, N failed`. Lint, types, import rules, printed docs and the build count as one each.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const node = process.execPath;
const tool = (file) => [node, path.join("node_modules", file)];
const reports = fs.mkdtempSync(path.join(os.tmpdir(), "parley-reports-"));

const TOOLS = {
  lint: [...tool("eslint/bin/eslint.js"), "."],
  types: [...tool("typescript/bin/tsc"), "--noEmit"],
  imports: [...tool("dependency-cruiser/bin/dependency-cruiser.mjs"), "app", "components", "lib", "server", "tests", "scripts", "--config", ".dependency-cruiser.cjs", "--output-type", "err"],
  docs: [node, "--import", "tsx", "scripts/print-docs.ts", "--check"],
  build: [node, "scripts/bootstrap.mjs", "build"],
};

/** Runs a program; its output is shown at once, or kept for the end when several run together. */
function run([command, ...args], { env = {}, keep = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: keep ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"] });
    let output = "";
    if (keep) for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("error", (error) => resolve({ code: 127, output: `${command}: ${error.message}\n` }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

const results = [];

/** Times one part and keeps its counts. `work` gives `{ passed, failed }`. */
async function part(name, work) {
  const startedAt = performance.now();
  const counts = await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  results.push({ name, seconds, skipped: 0, ...counts });
  console.log(`-- ${name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds.toFixed(1)} s`);
}

const single = (name, options) => part(name, async () => {
  const { code, output } = await run(TOOLS[name], { keep: true, ...options });
  if (code !== 0) console.log(output.trimEnd());
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
});

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null; // It ended before it could report.
  }
}

/** A run that fails without a failed test (a file that does not load, a set-up that breaks) is a failure too. */
const atLeastOne = (counts, code) => (code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);

/** Vitest's project of that name. */
const vitest = (project, { wrap = [], keep = false } = {}) => part(project, async () => {
  const report = path.join(reports, `${project}.json`);
  const { code, output } = await run([...wrap, ...tool("vitest/vitest.mjs"), "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`], { keep });
  if (keep && code !== 0) console.log(output.trimEnd());
  const json = readJson(report);
  if (json === null) return { passed: 0, failed: 1 };
  const broken = json.testResults.filter((file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed")).length;
  return atLeastOne({ passed: json.numPassedTests, failed: json.numFailedTests + broken, skipped: json.numPendingTests + json.numTodoTests }, code);
});

const playwright = (project) => part(`e2e ${project}`, async () => {
  const report = path.join(reports, `e2e-${project}.json`);
  const { code } = await run([...tool("@playwright/test/cli.js"), "test", "--project", project], { env: { PLAYWRIGHT_JSON: report } });
  const stats = readJson(report)?.stats;
  if (stats === undefined) return { passed: 0, failed: 1 };
  return atLeastOne({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }, code);
});

const DEBIAN = { "/usr/bin/chromium": "chromium", "/usr/bin/firefox-esr": "firefox-esr", "/usr/bin/WebKitWebDriver": "webkit2gtk-driver", "/usr/bin/xvfb-run": "xvfb", "/usr/bin/xauth": "xauth", "/usr/bin/radicale": "radicale", "/usr/bin/xandikos": "xandikos" };

/** Debian's browsers and servers as root; elsewhere Playwright's own browsers. What cannot be had makes its part fail, not vanish. */
async function installPeers() {
  const missing = Object.entries(DEBIAN).filter(([file]) => !fs.existsSync(file)).map(([, name]) => name);
  if (missing.length === 0) return;
  if (fs.existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log(`Installing ${missing.join(", ")} …`);
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    const update = await run(["apt-get", "update", "-qq"], { env, keep: true });
    const install = await run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", ...missing], { env, keep: true });
    if (install.code !== 0) console.log(`${update.output}${install.output}\nInstall ${missing.join(", ")} by hand, then run the tests again.`);
    return;
  }
  console.log("Installing Playwright's browsers …");
  const { code } = await run([...tool("@playwright/test/cli.js"), "install", "chromium", "firefox"]);
  if (code !== 0) console.log("Playwright's browsers cannot be fetched: check the network, or install Chromium and Firefox as packages.");
}

/** WebKitGTK stands in for Safari; its driver is packaged for Linux only. */
async function webkit() {
  if (process.platform !== "linux") return console.log("-- webkit: not on this platform (WebKitGTK's driver is packaged for Linux)");
  await vitest("webkit", { wrap: ["xvfb-run", "--auto-servernum"] });
}

/** The linter takes as long as all the others: it runs beside them. */
async function fast() {
  const others = async () => {
    await single("types");
    await single("imports");
    await single("docs");
    await vitest("unit", { keep: true });
  };
  await Promise.all([single("lint"), others()]);
}

async function all() {
  await installPeers();
  await fast();
  await single("build");
  await vitest("contract");
  await vitest("integration");
  await playwright("chromium");
  await playwright("firefox");
  await webkit();
}

const modes = { all, check: fast, faults: () => vitest("faults") };
const startedAt = performance.now();
await modes[process.argv[2] ?? "all"]();
fs.rmSync(reports, { recursive: true, force: true });

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log("");
for (const { name, seconds, passed, failed, skipped } of results) {
  console.log(`${name.padEnd(16)} ${String(passed).padStart(5)} passed ${String(failed).padStart(5)} failed${skipped > 0 ? ` ${skipped} skipped` : ""}  ${seconds.toFixed(1)} s`);
}
console.log(`${"total".padEnd(16)} ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = sum("failed") > 0 ? 1 : 0;
