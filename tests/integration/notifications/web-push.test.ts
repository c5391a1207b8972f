import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as push from "@/app/api/v1/me/push/route";
import * as sessionRoute from "@/app/api/v1/me/sessions/[sessionId]/route";
import * as signOutRoute from "@/app/api/v1/sign-out/route";
import { accessSet, contactsAdd, contactsTag, presenceSet, PUSH_SUBSCRIPTIONS_MAX, tagAlert } from "@/lib/protocol";
import { connectClient, type TestClient } from "@/tests/support/client";
import { addCast, addSession, type TestPerson, type TestSession } from "@/tests/support/people";
import { type Browser, openPushService, type PushService } from "@/tests/support/push-service";
import { callRoute } from "@/tests/support/rest";
import { startTestServer, type TestServer } from "@/tests/support/server";

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

describe("web push", () => {
  let server: TestServer;
  let service: PushService;
  let cast: Awaited<ReturnType<typeof addCast>>;
  let annas: TestClient;
  const clients: TestClient[] = [];

  const connect = async (session: TestSession): Promise<TestClient> => {
    const client = await connectClient({ url: server.url, cookie: session.cookie });
    clients.push(client);
    return client;
  };
  const leave = async (client: TestClient, person: TestPerson): Promise<void> => {
    client.close();
    await vi.waitFor(() => expect(server.gateway.isUserConnected(person.userId)).toBe(false));
  };
  /** Tags, and closes the page. */
  const tagAndLeave = async (tagger: TestPerson, session: TestSession, tagged: TestPerson): Promise<void> => {
    const client = await connect(session);
    await client.call(contactsAdd, { userId: tagged.userId });
    await client.call(contactsTag, { userId: tagged.userId, tagged: true });
    await leave(client, tagger);
  };
  const put = (session: TestSession, body: unknown) => callRoute(push, "PUT", server.url, { cookie: session.cookie, body });
  const subscribe = async (session: TestSession, language?: string): Promise<Browser> => {
    const browser = service.makeBrowser();
    const answer = await put(session, { endpoint: browser.endpoint, keys: browser.keys, ...(language === undefined ? {} : { language }) });
    expect([answer.status, answer.code]).toEqual([200, undefined]);
    return browser;
  };
  const rows = async (): Promise<Record<string, unknown>[]> => (await server.db.pool.query<Record<string, unknown>>("SELECT * FROM push_subscription ORDER BY created_at")).rows;
  /** Everything under way has come to its end. */
  const idle = async (): Promise<void> => (await import("@/server/http/runtime")).runtime().notifications.idle();

  beforeAll(async () => {
    service = await openPushService();
  });
  beforeEach(async () => {
    server = await startTestServer({ OUTBOUND_PRIVATE: "127.0.0.0/8" });
    cast = await addCast(server.db);
    annas = await connect(await addSession(server, cast.anna.userId));
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await server.dispose();
  });
  afterAll(() => service.close());

  it("[NOT-10] [F25] reaches the tagger's closed browser, in the reader's language, and nobody else's", async () => {
    const [bobs, carols, daves] = [await addSession(server, cast.bob.userId), await addSession(server, cast.carol.userId), await addSession(server, cast.dave.userId)];
    const [bobsBrowser, carolsBrowser, davesBrowser] = [await subscribe(bobs, "de-AT"), await subscribe(carols), await subscribe(daves)];
    await tagAndLeave(cast.bob, bobs, cast.anna);
    await tagAndLeave(cast.dave, daves, cast.anna);
    // Carol tagged nobody. Dave is blocked.
    await annas.call(accessSet, { userId: cast.dave.userId, level: "blocked" });
    await idle();
    expect((await service.next(davesBrowser)).message.body).toBe("Offline now");
    await annas.call(presenceSet, { state: "busy" });
    const { message, headers, claims, body } = await service.next(bobsBrowser);
    expect(message).toEqual({ kind: "tag", title: "Anna Keller", body: "Jetzt beschäftigt", tag: `tag:${cast.anna.userId}`, path: `/p/${cast.anna.userId}` });
    expect(headers).toMatchObject({ ttl: 600, urgency: "normal" });
    expect(claims).toMatchObject({ aud: service.origin, sub: "mailto:postmaster@127.0.0.1" });
    expect(body.toString("latin1")).not.toContain("Anna");
    await idle();
    expect([service.receivedBy(bobsBrowser).length, service.receivedBy(carolsBrowser).length, service.receivedBy(davesBrowser).length]).toEqual([1, 0, 1]);
    expect(service.problems).toEqual([]);
    // What is stored names neither address nor key.
    const stored = JSON.stringify(await rows());
    expect(stored).not.toContain(service.origin);
    expect(stored).not.toContain(bobsBrowser.keys.auth);
  });

  it("[NOT-10] tells an open page instead, and speaks the language of the settings before the page's", async () => {
    const bobs = await addSession(server, cast.bob.userId);
    const browser = await subscribe(bobs, "de");
    await tagAndLeave(cast.bob, bobs, cast.anna);
    const page = await connect(bobs);
    const alert = page.next(tagAlert);
    await annas.call(presenceSet, { state: "busy" });
    expect(await alert).toMatchObject({ person: { userId: cast.anna.userId, displayName: "Anna Keller" }, view: { state: "busy" } });
    await idle();
    expect(service.receivedBy(browser)).toEqual([]);
    await leave(page, cast.bob);
    await server.db.pool.query(`UPDATE "user" SET settings = '{"language":"en"}' WHERE id = $1`, [cast.bob.userId]);
    await annas.call(presenceSet, { state: "away" });
    expect((await service.next(browser)).message.body).toBe("Away now");
  });

  it("[NOT-11] says its key and whether this sign-in has subscribed; a sign-in has one browser, a browser one person", async () => {
    const [bobs, carols] = [await addSession(server, cast.bob.userId), await addSession(server, cast.carol.userId)];
    const standing = async (session: TestSession) => (await callRoute(push, "GET", server.url, { cookie: session.cookie })).body as { publicKey: string; addressHash: string | null };
    const { publicKey, addressHash } = await standing(bobs);
    expect([Buffer.from(publicKey, "base64url").length, addressHash]).toEqual([65, null]);
    await subscribe(bobs);
    const browser = await subscribe(bobs);
    expect(await standing(bobs)).toEqual({ publicKey, addressHash: hashOf(browser.endpoint) });
    expect(await rows()).toHaveLength(1);
    // Carol signs in at the same browser.
    await put(carols, { endpoint: browser.endpoint, keys: browser.keys });
    expect([(await standing(bobs)).addressHash, (await standing(carols)).addressHash]).toEqual([null, hashOf(browser.endpoint)]);
    // Nobody takes away another's.
    const remove = (session: TestSession) => callRoute(push, "DELETE", server.url, { cookie: session.cookie, query: { endpoint: browser.endpoint } });
    expect((await remove(bobs)).status).toBe(200);
    expect(await rows()).toHaveLength(1);
    expect((await remove(carols)).status).toBe(200);
    expect(await rows()).toEqual([]);
  });

  it("[NOT-11] takes no subscription on a public computer, none that is none, and a bounded number of one person", async () => {
    const bobs = await addSession(server, cast.bob.userId);
    const { endpoint, keys } = service.makeBrowser();
    expect((await put(await addSession(server, cast.bob.userId, { publicComputer: true }), { endpoint, keys })).code).toBe("forbidden");
    expect((await put({ ...bobs, cookie: "" }, { endpoint, keys })).code).toBe("unauthenticated");
    for (const wrong of [{ endpoint: "http://push.example.com/x", keys }, { endpoint: "ftp://x", keys }, { endpoint, keys: { ...keys, p256dh: "AAAA" } }, { endpoint, keys: { ...keys, auth: "AAAA" } }]) {
      expect((await put(bobs, wrong)).code).toBe("invalid_input");
    }
    for (let number = 0; number < PUSH_SUBSCRIPTIONS_MAX + 3; number += 1) await subscribe(await addSession(server, cast.bob.userId));
    expect(await rows()).toHaveLength(PUSH_SUBSCRIPTIONS_MAX);
  });

  it("[NOT-12] ends with its sign-in: signed out, ended from elsewhere, or expired", async () => {
    const [one, other, third, kept] = await Promise.all([0, 1, 2, 3].map(() => addSession(server, cast.bob.userId)));
    const browsers: Browser[] = [];
    for (const session of [one!, other!, third!, kept!]) browsers.push(await subscribe(session));
    await tagAndLeave(cast.bob, kept!, cast.anna);
    expect((await callRoute(signOutRoute, "POST", server.url, { cookie: one!.cookie, body: {} })).status).toBe(200);
    expect((await callRoute(sessionRoute, "DELETE", server.url, { cookie: kept!.cookie, params: { sessionId: other!.sessionId } })).status).toBe(200);
    await vi.waitFor(async () => expect(await rows()).toHaveLength(2));
    await server.db.pool.query("UPDATE session SET expires_at = now() WHERE id = $1", [third!.sessionId]);
    await annas.call(presenceSet, { state: "busy" });
    await service.next(browsers[3]!);
    await idle();
    expect(browsers.map((browser) => service.attemptsFor(browser))).toEqual([0, 0, 0, 1]);
  });

  it("[NOT-22] forgets a browser that its push service says is gone", async () => {
    const [bobs, again] = [await addSession(server, cast.bob.userId), await addSession(server, cast.bob.userId)];
    const [gone, there] = [await subscribe(bobs), await subscribe(again)];
    service.answer(gone, { status: 410 });
    await tagAndLeave(cast.bob, bobs, cast.anna);
    await annas.call(presenceSet, { state: "busy" });
    await service.attempted(gone, 1);
    await service.next(there);
    await idle();
    expect((await rows()).map((row) => row["endpoint_hash"])).toEqual([hashOf(there.endpoint)]);
  });

  it("[NOT-25] reaches no address of the operator's network that was not opened", async () => {
    await server.dispose();
    server = await startTestServer();
    cast = await addCast(server.db);
    const bobs = await addSession(server, cast.bob.userId);
    const browser = await subscribe(bobs);
    await tagAndLeave(cast.bob, bobs, cast.anna);
    annas = await connect(await addSession(server, cast.anna.userId));
    await annas.call(presenceSet, { state: "busy" });
    await vi.waitFor(() => expect(server.logLines.some(({ event, reason }) => event === "push.refused" && reason === "address_refused")).toBe(true));
    await idle();
    expect(service.attemptsFor(browser)).toBe(0);
  });
});
