import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSecretBox } from "@/server/db/secret-box";
import { createServerKeys } from "@/server/db/server-keys";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.dispose());

it("[KEY-6] a pool shares one key, whoever asks first, and the database holds it sealed", async () => {
  const secret = randomBytes(32);
  const servers = Array.from({ length: 8 }, () => createServerKeys(db, createSecretBox(secret)));
  const keys = await Promise.all(servers.map((server) => server.getOrCreate("session", 32)));
  expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(1);
  expect(keys[0]).toHaveLength(32);
  const { rows } = await db.pool.query<{ sealed: string }>("SELECT sealed FROM server_key");
  expect(rows).toHaveLength(1);
  for (const encoding of ["hex", "base64", "base64url"] as const) expect(rows[0]?.sealed).not.toContain(keys[0]!.toString(encoding));
});

it("[KEY-7] another SECRET_KEY is refused with a line that says so, and makes no second key", async () => {
  await createServerKeys(db, createSecretBox(randomBytes(32).fill(1))).getOrCreate("vapid", 32);
  await expect(createServerKeys(db, createSecretBox(randomBytes(32))).getOrCreate("vapid", 32)).rejects.toThrow(/restore SECRET_KEY, or DATA_DIR\/secret.key/);
});
