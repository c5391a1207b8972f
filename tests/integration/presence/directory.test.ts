import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type UserId } from "@/lib/protocol";
import { createContactsRepository } from "@/server/db/contacts-repository";
import { createDirectoryRepository } from "@/server/db/directory-repository";
import { createContacts } from "@/server/domain/contacts";
import { createDirectory, type Directory } from "@/server/domain/directory";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { hostileCast } from "@/tests/support/cast";
import { insertUser } from "./world";

describe("directory search", () => {
  let db: TestDatabase;
  let directory: Directory;
  let searcher: UserId;
  const ids = new Map<string, UserId>();

  beforeAll(async () => {
    db = await freshDatabase();
    directory = createDirectory({ store: createDirectoryRepository(db) });
    searcher = await insertUser(db.pool, { givenName: "Anna", familyName: "Keller", email: "anna@example.com" });
    const people: [string, string, string, Record<string, string>?][] = [
      ["Özgür", "Müller-Lüdenscheidt", "oe.mueller@example.com", { work_phone: "+493012345678", mobile_phone: "+4915112345678" }],
      ["Bob", "Okafor", "bob@example.com", { work_phone: "+12025550102" }],
      ["Carol", "Lindqvist", "carol@example.com", { mobile_phone: "+12025550103", home_phone: "+12025550104" }],
      ["Søren", "Łukasiewicz", "sl@example.com"],
      ["Groß", "Æther", "gross@example.com"],
      ["安娜", "克勒", "anna.cn@example.com"],
      ["Иван", "Петров", "ivan@example.com"],
      ["Conan", "O'Brien", "conan@example.com"],
    ];
    for (const [givenName, familyName, email, fields] of people) ids.set(email, await insertUser(db.pool, { givenName, familyName, email, ...(fields ? { fields } : {}) }));
    await insertUser(db.pool, { givenName: "Bobby", familyName: "Gone", email: "bobby@example.com", status: "disabled" });
  });
  afterAll(() => db.dispose());

  const find = async (query: string, limit = 20): Promise<string[]> => (await directory.search(searcher, { query, limit })).map(({ email }) => email ?? "").sort();

  it.each([
    ["ozg", ["oe.mueller@example.com"]],
    ["ÖZG", ["oe.mueller@example.com"]],
    ["muller", ["oe.mueller@example.com"]],
    ["luden", ["oe.mueller@example.com"]],
    ["oe.mu", ["oe.mueller@example.com"]],
    ["sor luk", ["sl@example.com"]],
    ["luk sor", ["sl@example.com"]],
    ["gross", ["gross@example.com"]],
    ["aether", ["gross@example.com"]],
    ["ann", ["anna.cn@example.com", "anna@example.com"]],
    ["克", ["anna.cn@example.com"]],
    ["пет", ["ivan@example.com"]],
    ["o'br", ["conan@example.com"]],
    ["nna", []],
    ["bob", ["bob@example.com"]],
    ["example", []],
    ["bob carol", []],
  ])("[DIR-1] finds by the start of words, whatever the case and accents: %s", async (query, expected) => expect(await find(query)).toEqual(expected));

  it.each([["%"], ["_"], ["\\"], ["' OR 1=1 --"], ["   -   "], ["++++"], ["\u0301"], ["%%%%"]])("[DIR-2] takes %j for text, and finds nobody by it", async (query) => expect(await find(query)).toEqual([]));

  it.each([
    ["+49 30 1234", ["oe.mueller@example.com"]],
    ["030 12345678", ["oe.mueller@example.com"]],
    ["2025550102", ["bob@example.com"]],
    ["(202) 555-01", ["bob@example.com"]],
    ["02", []],
    ["15112345678", []],
    ["12025550103", []],
  ])("[DIR-3] finds by digits of the numbers that the level shows: %s", async (query, expected) => expect(await find(query)).toEqual(expected));

  it("[DIR-3] finds by more numbers, or none, as the level says", async () => {
    const carol = ids.get("carol@example.com")!;
    const give = (level: string) =>
      db.pool.query(`INSERT INTO access_level (owner_id, subject_id, level) VALUES ($1, $2, $3) ON CONFLICT (owner_id, subject_id) DO UPDATE SET level = EXCLUDED.level`, [carol, searcher, level]);
    await give("team");
    expect(await find("2025550103")).toEqual(["carol@example.com"]);
    expect(await find("2025550104")).toEqual([]);
    await give("personal");
    expect(await find("2025550104")).toEqual(["carol@example.com"]);
    await give("blocked");
    expect(await find("2025550103")).toEqual([]);
    expect(await find("lindq")).toEqual(["carol@example.com"]);
    expect(await directory.getCard(searcher, carol)).toEqual({ card: { userId: carol, displayName: "Carol Lindqvist", email: "carol@example.com" }, seesMeAs: "company" });
  });

  it("[DIR-4] gives contacts first", async () => {
    const contacts = createContacts({ store: createContactsRepository(db), levels: { announce: async () => {} }, fanout: { toUsers: () => {}, toSession: () => {}, toEveryone: () => {} }, recentSources: [], automaticGroups: [] });
    const first = await directory.search(searcher, { query: "ann", limit: 1 });
    expect(first[0]?.userId).toBe(searcher);
    await contacts.add(searcher, { userId: ids.get("anna.cn@example.com")! });
    expect((await directory.search(searcher, { query: "ann", limit: 1 }))[0]?.email).toBe("anna.cn@example.com");
  });

  it("[DIR-5] knows no disabled and no unknown person", async () => {
    const { rows } = await db.pool.query<{ id: UserId }>(`SELECT id FROM "user" WHERE email = 'bobby@example.com'`);
    for (const id of [rows[0]!.id, "01900000-0000-7000-8000-00000000dead" as UserId]) await expect(directory.getCard(searcher, id)).rejects.toMatchObject({ code: "person_not_found" });
  });

  it("[DIR-6] survives hostile names, and finds them by their mail alias", async () => {
    for (const { givenName, familyName, email } of hostileCast) {
      await insertUser(db.pool, { givenName, familyName, email });
      expect(await find(email.split("@")[0]!)).toContain(email);
      await find(givenName);
    }
  });
});
