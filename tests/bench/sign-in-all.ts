import type { UserId } from "@/lib/protocol";
import { loadEnv, loadSecretKey } from "@/server/config";
import type { Database } from "@/server/db/client";
import { createSecretBox } from "@/server/db/secret-box";
import { createServerKeys } from "@/server/db/server-keys";
import { addSession } from "../support/people";
import type { LoadUser } from "./load-client";

const SESSION_KEY_BYTES = 32;
const AT_ONCE = 50;

/** A session and its cookie for each. @param secretKey The `SECRET_KEY` of the server that will read them. */
export async function signInAll(database: Database, ids: readonly UserId[], secretKey: string): Promise<LoadUser[]> {
  const keys = createServerKeys(database, createSecretBox(loadSecretKey(loadEnv({ SECRET_KEY: secretKey }))));
  const sessionSecret = (await keys.getOrCreate("session", SESSION_KEY_BYTES)).toString("base64");
  return inGroups(ids, AT_ONCE, async (userId) => ({ userId, cookie: (await addSession({ db: database, sessionSecret, url: "http://127.0.0.1" }, userId)).cookie }));
}

/** Runs over all items, at most `size` at once, and gives the results in their order. */
export async function inGroups<T, R>(items: readonly T[], size: number, run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += size) results.push(...(await Promise.all(items.slice(from, from + size).map(run))));
  return results;
}
