// `npm run db:new -- <name>` writes a migration: the SQL from the last migration's schema to prisma/schema.prisma. Works
// without a network and without a database. Read the SQL, and add by hand what a schema cannot say.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";

const SCHEMA = path.resolve("prisma/schema.prisma");
const MIGRATIONS = path.resolve("prisma/migrations");

/** The engine comes as WebAssembly with its glue; the glue is given its instance by hand. */
async function loadEngine() {
  const glueFile = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const glue = await import(glueFile);
  const bytes = fs.readFileSync(path.join(path.dirname(glueFile), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

/** When it starts, the engine asks its database for version and search path; comparing two schemas never uses it. */
function databaseThatOnlySaysItsVersion() {
  const connection = {
    provider: "postgres",
    adapterName: "offline",
    queryRaw: async () => ({
      columnNames: ["exists", "version", "numeric_version"],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, "PostgreSQL 18.4", 180_004]],
    }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    dispose: async () => {},
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
  };
  return { provider: "postgres", adapterName: "offline", connect: async () => connection, connectToShadowDb: async () => connection };
}

function lastSnapshot() {
  const names = fs.existsSync(MIGRATIONS) ? fs.readdirSync(MIGRATIONS) : [];
  const last = names.filter((name) => fs.existsSync(path.join(MIGRATIONS, name, "schema.prisma"))).sort().at(-1);
  return last === undefined ? null : fs.readFileSync(path.join(MIGRATIONS, last, "schema.prisma"), "utf8");
}

const asTarget = (content) => ({ tag: "schemaDatamodel", files: [{ path: SCHEMA, content }] });

async function main(name) {
  if (!/^[a-z][a-z0-9_]*$/.test(name ?? "")) throw new Error("Usage: npm run db:new -- <name>, in lower case with underscores");
  const schema = fs.readFileSync(SCHEMA, "utf8");
  const before = lastSnapshot();
  const SchemaEngine = await loadEngine();
  const engine = await SchemaEngine.new({ datamodels: [[SCHEMA, schema]] }, () => {}, bindMigrationAwareSqlAdapterFactory(databaseThatOnlySaysItsVersion()));
  const { exitCode, stdout } = await engine.diff({
    from: before === null ? { tag: "empty" } : asTarget(before),
    to: asTarget(schema),
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
    shadowDatabaseUrl: null,
  });
  if (exitCode === 0) return console.log("prisma/schema.prisma says what the last migration said: nothing to do.");

  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const directory = path.join(MIGRATIONS, `${stamp}_${name}`);
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, "migration.sql"), stdout);
  fs.writeFileSync(path.join(directory, "schema.prisma"), schema);
  fs.writeFileSync(path.join(MIGRATIONS, "migration_lock.toml"), 'provider = "postgresql"\n');
  console.log(`Written: ${path.relative(".", directory)}. Read migration.sql before you commit it.`);
}

try {
  await main(process.argv[2]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
// The engine keeps the process alive.
process.exit();
