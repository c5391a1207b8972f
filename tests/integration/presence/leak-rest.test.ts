import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACCESS_LEVELS, type AccessLevel } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { GET as searchDirectory } from "@/app/api/v1/directory/route";
import { GET as getPerson } from "@/app/api/v1/people/[userId]/route";
import { addSession } from "@/tests/support/people";
import { callRoute } from "@/tests/support/rest";
import { startTestServer, type TestServer } from "@/tests/support/server";
import { insertUser } from "./world";

/** A value for each field that appears nowhere else, and the levels whose answers may carry it. */
const CANARIES: Record<string, { value: string; seenBy: readonly AccessLevel[] }> = {
  title: { value: "Canary Title", seenBy: ["personal", "team", "company", "public"] },
  office: { value: "Canary Office", seenBy: ["personal", "team", "company"] },
  work_phone: { value: "+12025550111", seenBy: ["personal", "team", "company"] },
  mobile_phone: { value: "+12025550222", seenBy: ["personal", "team"] },
  home_phone: { value: "+12025550333", seenBy: ["personal"] },
  other_phone: { value: "+12025550444", seenBy: ["personal"] },
};

describe("what REST answers about a person", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.dispose());

  it.each(ACCESS_LEVELS)("[PRES-12] at level %s has exactly the fields of the table", async (level) => {
    const { pool } = server.db;
    const owner = await insertUser(pool, { givenName: "Rest", familyName: "Owner", email: `${uuidV7()}@example.com`, fields: Object.fromEntries(Object.entries(CANARIES).map(([column, { value }]) => [column, value])) });
    const asker = await insertUser(pool, { givenName: "Some", familyName: "Body", email: `${uuidV7()}@example.com` });
    await pool.query(`INSERT INTO access_level (owner_id, subject_id, level) VALUES ($1, $2, $3)`, [owner, asker, level]);
    const { cookie } = await addSession(server, asker);

    const card = await callRoute({ GET: getPerson }, "GET", server.url, { params: { userId: owner }, cookie });
    expect(card.status).toBe(200);
    for (const [field, { value, seenBy }] of Object.entries(CANARIES)) expect(JSON.stringify(card.body).includes(value), `${field} at ${level}`).toBe(seenBy.includes(level));
    for (const { value, seenBy } of Object.values(CANARIES).filter(({ value: text }) => text.startsWith("+"))) {
      const found = await callRoute({ GET: searchDirectory }, "GET", server.url, { query: { query: value, limit: "50" }, cookie });
      expect(JSON.stringify(found.body).includes(owner), `${value} at ${level}`).toBe(seenBy.includes(level));
    }
    const byName = await callRoute({ GET: searchDirectory }, "GET", server.url, { query: { query: "rest", limit: "50" }, cookie });
    expect((byName.body as { people: { userId: string }[] }).people.find(({ userId }) => userId === owner)).toEqual((card.body as { card: unknown }).card);
  });

  it("[DIR-5] answers for a disabled person as for one who never was", async () => {
    const gone = await insertUser(server.db.pool, { givenName: "Gone", familyName: "Body", email: `${uuidV7()}@example.com`, status: "disabled" });
    const asker = await insertUser(server.db.pool, { givenName: "Some", familyName: "Body", email: `${uuidV7()}@example.com` });
    const { cookie } = await addSession(server, asker);
    const answers = await Promise.all([gone, uuidV7()].map((userId) => callRoute({ GET: getPerson }, "GET", server.url, { params: { userId }, cookie })));
    expect(answers.map(({ status, code }) => [status, code])).toEqual([[404, "person_not_found"], [404, "person_not_found"]]);
  });
});
