// Prints what is generated from the code: .env.example, docs/protocol.md, docs/openapi.json. `--check` changes nothing
// and fails when a printed file is stale, so that a change of the contract shows in review.
import fs from "node:fs";
import path from "node:path";
import { SETTINGS } from "@/server/config";
import { describeApi } from "@/server/http/openapi";
import { printProtocol } from "./print-protocol";

const root = path.resolve(import.meta.dirname, "..");

function printEnvExample(): string {
  const settings = SETTINGS.map(({ name, fallback, description }) => `# ${description}\n# ${name}=${fallback}\n`);
  return `# Settings of Parley, read from the environment or from a file named .env beside this one.\n# Generated from server/config/env.ts by \`npm run docs:print\`. Lines without a value have no default.\n\n${settings.join("\n")}`;
}

const printed: Record<string, string> = {
  ".env.example": printEnvExample(),
  "docs/protocol.md": printProtocol(path.join(root, "lib/protocol")),
  "docs/openapi.json": `${JSON.stringify(describeApi(), null, 2)}\n`,
};

const check = process.argv.includes("--check");
let stale = 0;
for (const [file, text] of Object.entries(printed)) {
  const target = path.join(root, file);
  if (fs.existsSync(target) && fs.readFileSync(target, "utf8") === text) continue;
  stale += 1;
  if (!check) {
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
  console.log(`${check ? "stale" : "written"}: ${file}`);
}
if (check && stale > 0) {
  console.log("Run `npm run docs:print` and look at the difference.");
  process.exitCode = 1;
}
