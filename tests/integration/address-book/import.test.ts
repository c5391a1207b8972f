import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as bookRoute from "@/app/api/v1/me/address-books/[addressBookId]/route";
import * as refreshRoute from "@/app/api/v1/me/address-books/[addressBookId]/refresh/route";
import * as importRoute from "@/app/api/v1/me/address-books/import/route";
import * as booksRoute from "@/app/api/v1/me/address-books/route";
import { ADDRESS_BOOKS_MAX, ADDRESS_ENTRIES_MAX, type AddressBook, addressBooksChanged, addressSearch, contactsGet, directorySearch } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { connectClient, type TestClient } from "@/tests/support/client";
import { addCast, addSession } from "@/tests/support/people";
import { type Answer, callRoute } from "@/tests/support/rest";
import { startTestServer, type TestServer } from "@/tests/support/server";
import { insertGroup } from "../presence/world";

type Imported = { book: AddressBook; imported: number; skipped: number };

describe("[F28] imported address books", () => {
  let server: TestServer;
  let cast: Awaited<ReturnType<typeof addCast>>;
  let cookies: { anna: string; bob: string };
  let clients: { anna: TestClient; bob: TestClient };

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.dispose());
  beforeEach(async () => {
    await server.db.pool.query(`TRUNCATE party, address_book, "group" CASCADE`);
    cast = await addCast(server.db);
    await server.db.pool.query(`UPDATE "user" SET work_phone = '+4930901820' WHERE id = $1`, [cast.anna.userId]);
    const [anna, bob] = await Promise.all([addSession(server, cast.anna.userId), addSession(server, cast.bob.userId)]);
    cookies = { anna: anna.cookie, bob: bob.cookie };
    clients = { anna: await connectClient({ url: server.url, cookie: anna.cookie }), bob: await connectClient({ url: server.url, cookie: bob.cookie }) };
    return () => Object.values(clients).forEach((client) => client.close());
  });

  type Who = keyof typeof cookies;
  const send = (text: string, { who = "anna", name = "Old phone", format = "vcard" }: { who?: Who; name?: string; format?: "vcard" | "csv" } = {}): Promise<Answer> =>
    callRoute(importRoute, "POST", server.url, { cookie: cookies[who], body: { name, format, text } });
  const found = async (query: string, who: Who = "anna"): Promise<string[]> => (await clients[who].call(addressSearch, { query, limit: 50 })).entries.map(({ displayName }) => displayName);
  const books = async (who: Who = "anna"): Promise<AddressBook[]> => ((await callRoute(booksRoute, "GET", server.url, { cookie: cookies[who] })).body as { books: AddressBook[] }).books;
  const vcard = (name: string, ...more: string[]): string => ["BEGIN:VCARD", "VERSION:3.0", `FN:${name}`, ...more, "END:VCARD", ""].join("\r\n");

  it("[ADR-4] imports into one book by name; again changes nothing, later ones take the place of earlier ones", async () => {
    const told = clients.anna.next(addressBooksChanged);
    const text = vcard("Jörg Müller", "UID:1", "TEL;TYPE=CELL:0170 1234567", "EMAIL:jm@example.de") + vcard("Zoë Berg", "EMAIL:zoe@example.net", "ORG:Größe GmbH") + vcard("", "NOTE:nobody");
    const first = (await send(text)).body as Imported;
    expect(first).toMatchObject({ imported: 2, skipped: 1, book: { kind: "imported", name: "Old phone", host: null, entryCount: 2, error: null } });
    await told;
    expect((await clients.anna.call(addressSearch, { query: "muller jor" })).entries).toMatchObject([{ bookId: first.book.id, displayName: "Jörg Müller", phones: [{ kind: "mobile", number: "+491701234567" }] }]);
    expect((await send(text)).body).toMatchObject({ imported: 2, book: { id: first.book.id, entryCount: 2 } });
    expect((await send("Name,Email,Mobile\nzoë berg,ZOE@example.net,+12025550101\n", { format: "csv" })).body).toMatchObject({ imported: 1, book: { id: first.book.id, entryCount: 2 } });
    expect((await clients.anna.call(addressSearch, { query: "zoe" })).entries).toMatchObject([{ displayName: "zoë berg", phones: [{ number: "+12025550101" }] }]);
    expect((await send(vcard("Jörg M.", "UID:1"))).body).toMatchObject({ book: { entryCount: 2 } });
    expect(await found("jorg")).toEqual(["Jörg M."]);
    expect((await send(vcard("Zoë Berg", "EMAIL:zoe@example.net"), { name: "Work" })).body).toMatchObject({ book: { name: "Work", entryCount: 1 } });
    expect(await books()).toMatchObject([{ name: "Old phone", entryCount: 2 }, { name: "Work", entryCount: 1 }]);
  });

  it("[ADR-9] [DIR-1] [DIR-2] [DIR-3] [DIR-6] finds as in the directory: starts of words, folded, all of them, digits of numbers; groups beside", async () => {
    const odd = ["100% Sure", "a_b c", "O'Brien", "張偉", "back\\slash", 'quo"te'];
    await send(vcard("Zoë van Berg", "ORG:Größe GmbH", "EMAIL:z.berg@example.net", "TEL:+12025550177") + vcard("Per Lind", "TEL:ask Zoe 0815/47 11") + odd.map((name) => vcard(name)).join(""));
    await insertGroup(server.db.pool, { name: "Zoo team", email: "zoo@example.com", members: [cast.bob.userId] });
    for (const query of ["zoe", "BERG zo", "grosse", "van ber", "z.berg", "5550177", "+1 202 555 0177"]) expect(await found(query), query).toEqual(["Zoë van Berg"]);
    expect(await found("08154711")).toEqual(["Per Lind"]);
    for (const query of ["oe", "berg nobody", "%", "_", "77"]) expect(await found(query), query).toEqual([]);
    for (const name of odd) expect(await found(name), name).toContain(name);
    expect((await clients.anna.call(addressSearch, { query: "zo" })).groups).toMatchObject([{ name: "Zoo team", memberCount: 1, origin: "found" }]);
    expect((await clients.anna.call(addressSearch, { query: "zo", limit: 1 })).entries).toHaveLength(1);
  });

  it("[ADR-5] shows an entry to its owner only, on no path to anybody else", async () => {
    const canary = "Canary Person";
    const { book } = (await send(vcard(canary, "TEL:+12025550177", "EMAIL:canary@example.net"))).body as Imported;
    const heard = clients.bob.collect(addressBooksChanged);
    const paths = [
      await clients.bob.call(addressSearch, { query: "canary", limit: 50 }),
      await clients.bob.call(addressSearch, { query: "+12025550177" }),
      await clients.bob.call(directorySearch, { query: "canary" }),
      await clients.bob.call(contactsGet, {}),
      await books("bob"),
    ];
    expect(JSON.stringify(paths)).not.toMatch(/canary|12025550177/i);
    const absent = uuidV7();
    for (const addressBookId of [book.id, absent]) {
      const call = { cookie: cookies.bob, params: { addressBookId } };
      const removed = await callRoute(bookRoute, "DELETE", server.url, call);
      const refreshed = await callRoute(refreshRoute, "POST", server.url, call);
      expect([removed.status, removed.code, refreshed.status, refreshed.code]).toEqual([404, "address_book_not_found", 404, "address_book_not_found"]);
    }
    // A book of the same name is another book.
    expect(((await send(vcard("Bobs"), { who: "bob" })).body as Imported).book.id).not.toBe(book.id);
    expect(await found("canary")).toEqual([canary]);
    expect(heard).toHaveLength(1);
    expect((await callRoute(bookRoute, "DELETE", server.url, { cookie: cookies.anna, params: { addressBookId: book.id } })).status).toBe(200);
    expect([await found("canary"), await books()]).toEqual([[], []]);
    expect((await callRoute(booksRoute, "GET", server.url)).code).toBe("unauthenticated");
  });

  it("[ADR-4] keeps all or nothing: of a text that ends too early, or has too much", async () => {
    await send(vcard("Before"));
    expect(await send(`${vcard("One")}BEGIN:VCARD\r\nFN:Two`)).toMatchObject({ code: "invalid_input", body: { error: { fields: ["text"] } } });
    expect((await send('Name,Email\nA,a@example.com\n"open', { format: "csv" })).code).toBe("invalid_input");
    const lines = (count: number, from = 0): string => `Name,Email\n${Array.from({ length: count }, (_, n) => `Person ${from + n},p${from + n}@example.com`).join("\n")}`;
    expect((await send(lines(ADDRESS_ENTRIES_MAX), { format: "csv" })).code).toBe("address_entry_limit");
    expect(await books()).toMatchObject([{ entryCount: 1 }]);
    expect((await send(lines(ADDRESS_ENTRIES_MAX - 1), { format: "csv" })).body).toMatchObject({ imported: ADDRESS_ENTRIES_MAX - 1, book: { entryCount: ADDRESS_ENTRIES_MAX } });
    expect((await send(lines(1), { format: "csv" })).body).toMatchObject({ imported: 1, book: { entryCount: ADDRESS_ENTRIES_MAX } });
  });

  it("[ADR-10] keeps the limits exactly, though many imports come at once", async () => {
    const outcomes = await Promise.all(Array.from({ length: ADDRESS_BOOKS_MAX + 3 }, (_, n) => send(vcard(`Person ${n}`), { name: `Book ${n}` })));
    expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(ADDRESS_BOOKS_MAX);
    expect(outcomes.filter(({ code }) => code === "address_book_limit")).toHaveLength(3);
    await server.db.pool.query("DELETE FROM address_book");
    const third = Math.floor(ADDRESS_ENTRIES_MAX / 3);
    const lines = (book: number): string => `Name\n${Array.from({ length: third }, (_, n) => `Person ${book} ${n}`).join("\n")}`;
    const large = await Promise.all([0, 1, 2, 3].map((book) => send(lines(book), { name: `Large ${book}`, format: "csv" })));
    expect(large.filter(({ code }) => code === "address_entry_limit")).toHaveLength(1);
    expect((await books()).reduce((sum, { entryCount }) => sum + entryCount, 0)).toBe(3 * third);
    // One book of a name, however many make it at once.
    await server.db.pool.query("DELETE FROM address_book");
    await Promise.all([0, 1, 2].map((n) => send(vcard(`Same ${n}`), { name: "Same" })));
    expect(await books()).toMatchObject([{ name: "Same", entryCount: 3 }]);
  });
});
