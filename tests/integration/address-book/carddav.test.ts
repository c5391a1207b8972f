import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as bookRoute from "@/app/api/v1/me/address-books/[addressBookId]/route";
import * as refreshRoute from "@/app/api/v1/me/address-books/[addressBookId]/refresh/route";
import * as booksRoute from "@/app/api/v1/me/address-books/route";
import { type AddressBook, ADDRESS_ENTRIES_MAX, addressBooksChanged, addressSearch } from "@/lib/protocol";
import { runtime } from "@/server/http/runtime";
import { connectClient, type TestClient } from "@/tests/support/client";
import { type DavServer, startRadicale, startXandikos } from "@/tests/support/dav-servers";
import { type HttpPeer, startHttpPeer } from "@/tests/support/http-peer";
import { addCast, addSession } from "@/tests/support/people";
import { type Answer, callRoute } from "@/tests/support/rest";
import { startTestServer, type TestServer } from "@/tests/support/server";

const card = (uid: string, name: string, more: readonly string[] = []): string => ["BEGIN:VCARD", "VERSION:3.0", `UID:${uid}`, `FN:${name}`, `N:${name};;;;`, ...more, "END:VCARD", ""].join("\r\n");

describe("[F28] CardDAV address books", () => {
  let server: TestServer;
  let radicale: DavServer;
  let made: string[] = [];
  let cast: Awaited<ReturnType<typeof addCast>>;
  let cookie: string;
  let anna: TestClient;
  const peers: HttpPeer[] = [];

  beforeAll(async () => {
    [server, radicale] = await Promise.all([startTestServer({ OUTBOUND_PRIVATE: "127.0.0.0/8" }), startRadicale()]);
    cast = await addCast(server.db);
    await server.db.pool.query(`UPDATE "user" SET work_phone = '+12025550101' WHERE id = $1`, [cast.anna.userId]);
  });
  beforeEach(async () => {
    await server.db.pool.query("DELETE FROM address_book");
    cookie = (await addSession(server, cast.anna.userId)).cookie;
    anna = await connectClient({ url: server.url, cookie });
  });
  afterEach(async () => {
    anna.close();
    await Promise.all(peers.splice(0).map((peer) => peer.close()));
    for (const place of made.splice(0)) await radicale.ask("DELETE", place);
  });
  afterAll(async () => {
    await Promise.all([server.dispose(), radicale.stop()]);
  });

  const ask = (handlers: Parameters<typeof callRoute>[0], method: "GET" | "POST" | "DELETE", call: object = {}): Promise<Answer> => callRoute(handlers, method, server.url, { cookie, ...call });
  const connect = (address: string, more: object = {}): Promise<Answer> => ask(booksRoute, "POST", { body: { name: "Friends", address, username: radicale.username, password: radicale.password, ...more } });
  const refresh = async ({ id }: AddressBook): Promise<AddressBook> => (await ask(refreshRoute, "POST", { params: { addressBookId: id } })).body as AddressBook;
  const found = async (query: string): Promise<string[]> => (await anna.call(addressSearch, { query })).entries.map(({ displayName }) => displayName);
  /** A collection in the person's home; gives its address. */
  const makeBook = async (name: string, kind: "addressbook" | "calendar" = "addressbook"): Promise<string> => {
    const place = `/${radicale.username}/${name}/`;
    const namespace = kind === "addressbook" ? "carddav" : "caldav";
    await radicale.ask("MKCOL", place, `<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:K="urn:ietf:params:xml:ns:${namespace}"><set><prop><resourcetype><collection/><K:${kind}/></resourcetype></prop></set></mkcol>`, "application/xml");
    made.push(place);
    return place;
  };
  const putCard = (book: string, uid: string, text: string): Promise<string> => radicale.ask("PUT", `${book}${uid}.vcf`, text, "text/vcard");
  const due = (): Promise<unknown> => server.db.pool.query("UPDATE address_book SET next_poll_at = now() - interval '1 s'");

  it("[ADR-6] finds the books from the server's address alone, reads them, and keeps up: changed, new and deleted cards", async () => {
    const url = await makeBook("friends");
    await makeBook("agenda", "calendar");
    await putCard(url, "a", card("a", "Per Lind", ["TEL;TYPE=WORK:(202) 555-0177", "EMAIL:per@nord.example", "ORG:Nord AB", `PHOTO;ENCODING=b;TYPE=JPEG:${"A".repeat(50_000)}`]));
    await putCard(url, "b", card("b", "Zoë van Berg"));
    const told = anna.next(addressBooksChanged);
    const book = (await connect(radicale.url)).body as AddressBook;
    expect(book).toMatchObject({ kind: "carddav", name: "Friends", host: new URL(radicale.url).host, entryCount: 2, error: null });
    await told;
    expect((await anna.call(addressSearch, { query: "lind" })).entries).toMatchObject([{ displayName: "Per Lind", company: "Nord AB", emails: ["per@nord.example"], phones: [{ kind: "work", number: "+12025550177" }] }]);
    const id = (await anna.call(addressSearch, { query: "lind" })).entries[0]?.id;

    await putCard(url, "a", card("a", "Per Lindholm"));
    await putCard(url, "c", card("c", "Carl Ny"));
    await radicale.ask("DELETE", `${url}b.vcf`);
    await due();
    const polled = anna.next(addressBooksChanged);
    await runtime().addressBooks.poll();
    await polled;
    expect([await found("lindholm"), await found("ny"), await found("zoe")]).toEqual([["Per Lindholm"], ["Carl Ny"], []]);
    // An entry that stays is the same entry.
    expect((await anna.call(addressSearch, { query: "lindholm" })).entries[0]?.id).toBe(id);
  });

  it("[ADR-6] reads one book by its own address, and nothing of a book that did not change", async () => {
    const url = await makeBook("one");
    const other = await makeBook("two");
    await putCard(url, "a", card("a", "In The One"));
    await putCard(other, "b", card("b", "In The Other"));
    const book = (await connect(`${radicale.url}${url}`)).body as AddressBook;
    expect([await found("one"), await found("other")]).toEqual([["In The One"], []]);
    const before = await server.db.pool.query<{ xmin: string }>("SELECT xmin::text FROM address_entry");
    const again = await refresh(book);
    expect(again).toMatchObject({ entryCount: 1, error: null });
    expect(again.readAt! > book.readAt!).toBe(true);
    expect((await server.db.pool.query("SELECT xmin::text FROM address_entry")).rows).toEqual(before.rows);
    await found("one"); // What was told of the refresh has arrived.
    const heard = anna.collect(addressBooksChanged);
    await due();
    await runtime().addressBooks.poll();
    await found("one");
    expect(heard).toEqual([]);
  });

  it("[ADR-6] reads a real Xandikos, too, and says nothing to it that it need not know", async () => {
    const xandikos = await startXandikos();
    try {
      await xandikos.ask("PUT", "/anna/contacts/addressbook/a.vcf", card("a", "Xan Dikos", ["TEL;TYPE=CELL:+12025550123"]), "text/vcard");
      const book = (await connect(xandikos.url, { username: "", password: "" })).body as AddressBook;
      expect(book).toMatchObject({ entryCount: 1, error: null });
      expect((await anna.call(addressSearch, { query: "5550123" })).entries).toMatchObject([{ displayName: "Xan Dikos", phones: [{ kind: "mobile" }] }]);
      await xandikos.ask("PUT", "/anna/contacts/addressbook/b.vcf", card("b", "New One"), "text/vcard");
      expect(await refresh(book)).toMatchObject({ entryCount: 2 });
    } finally {
      await xandikos.stop();
    }
  });

  it("[ADR-7] keeps nothing of a book that cannot be read; a kept one says why, keeps its entries, and waits longer each time", async () => {
    expect((await connect(radicale.url, { password: "wrong" })).code).toBe("remote_refused");
    expect((await connect("http://127.0.0.1:1/")).code).toBe("remote_unreachable");
    expect((await connect("http://10.1.2.3/")).code).toBe("address_refused");
    expect((await ask(booksRoute, "GET")).body).toEqual({ books: [] });

    const url = await makeBook("kept");
    await putCard(url, "a", card("a", "Kept Person"));
    const book = (await connect(`${radicale.url}${url}`)).body as AddressBook;
    const { rows: [row] } = await server.db.pool.query<{ next: Date }>("SELECT next_poll_at AS next FROM address_book");
    expect(row!.next.getTime()).toBeGreaterThan(Date.now() + 20 * 60_000);
    // Somebody deletes the book on its server.
    await radicale.ask("DELETE", url);
    made = made.filter((place) => place !== url);
    expect(await refresh(book)).toMatchObject({ id: book.id, entryCount: 1, readAt: book.readAt, error: "remote_invalid", host: new URL(radicale.url).host });
    const waits: number[] = [];
    for (let failure = 0; failure < 3; failure += 1) {
      await due();
      await runtime().addressBooks.poll();
      const { rows } = await server.db.pool.query<{ wait: number; failures: number }>("SELECT extract(epoch FROM next_poll_at - now())::float8 AS wait, failures FROM address_book");
      waits.push(rows[0]!.wait);
      expect(rows[0]!.failures).toBe(failure + 2);
    }
    expect(waits[0]! < waits[1]! && waits[1]! < waits[2]!, String(waits)).toBe(true);
    expect(await found("kept")).toEqual(["Kept Person"]);
  });

  it("[ADR-8] never shows, logs or stores in the clear what opens the book", async () => {
    await makeBook("secret");
    const answers = [await connect(radicale.url), await ask(booksRoute, "GET"), await connect(radicale.url, { password: "another-secret" })];
    const { rows } = await server.db.pool.query("SELECT row_to_json(b) AS row FROM address_book b");
    for (const text of [JSON.stringify(answers.map(({ body }) => body)), JSON.stringify(rows), JSON.stringify(server.logLines)]) {
      expect(text).not.toContain(radicale.password);
      expect(text).not.toContain("another-secret");
      expect(text).not.toContain(Buffer.from(`${radicale.username}:${radicale.password}`).toString("base64"));
    }
  });

  it("[ADR-7] takes nothing from a book with more entries than anybody may keep, and no card too many from a server that lies", async () => {
    const peer = await startHttpPeer();
    peers.push(peer);
    const multistatus = (responses: string): { status: number; headers: Record<string, string>; body: string } => ({ status: 207, headers: { "content-type": "application/xml" }, body: `<multistatus xmlns="DAV:" xmlns:K="urn:ietf:params:xml:ns:carddav">${responses}</multistatus>` });
    const response = (href: string, prop: string): string => `<response><href>${href}</href><propstat><prop>${prop}</prop><status>HTTP/1.1 200 OK</status></propstat></response>`;
    let count = ADDRESS_ENTRIES_MAX + 1;
    peer.answer = ({ method, headers }) => {
      if (method === "PROPFIND" && headers["depth"] === "0") return multistatus(response("/book/", "<resourcetype><collection/><K:addressbook/></resourcetype>"));
      if (method === "PROPFIND") return multistatus(Array.from({ length: count }, (_, n) => response(`/book/${n}.vcf`, `<getetag>"${n}"</getetag>`)).join(""));
      return multistatus(response("/book/0.vcf", `<K:address-data>${card("x", "Only One")}</K:address-data>`) + response("/book/1.vcf", "<K:address-data>no card</K:address-data>"));
    };
    expect((await connect(`${peer.url}/book/`)).code).toBe("address_entry_limit");
    count = 2;
    const book = (await connect(`${peer.url}/book/`)).body as AddressBook;
    expect(book).toMatchObject({ entryCount: 1, error: null });
    // Without marks of its own the list of cards says whether anything changed.
    const asked = peer.asked.length;
    await refresh(book);
    expect(peer.asked.slice(asked).map(({ method }) => method)).toEqual(["PROPFIND", "PROPFIND"]);
    expect(peer.asked.every(({ headers }) => headers.authorization?.startsWith("Basic "))).toBe(true);
  });

  it("[ADR-5] is nobody else's: not to read, not to refresh, not to remove", async () => {
    const url = await makeBook("mine");
    await putCard(url, "a", card("a", "Only Annas"));
    const book = (await connect(`${radicale.url}${url}`)).body as AddressBook;
    const bobs = (await addSession(server, cast.bob.userId)).cookie;
    const params = { addressBookId: book.id };
    expect((await callRoute(refreshRoute, "POST", server.url, { cookie: bobs, params })).code).toBe("address_book_not_found");
    expect((await callRoute(bookRoute, "DELETE", server.url, { cookie: bobs, params })).code).toBe("address_book_not_found");
    expect((await callRoute(booksRoute, "GET", server.url, { cookie: bobs })).body).toEqual({ books: [] });
    expect((await ask(bookRoute, "DELETE", { params })).status).toBe(200);
    expect(await found("annas")).toEqual([]);
  });
});
