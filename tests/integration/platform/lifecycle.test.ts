import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contactGroupCreate, contactsGet, serverStopping } from "@/lib/protocol";
import { connectClient, refusalOf } from "@/tests/support/client";
import { addCast, addSession, sessionCookie } from "@/tests/support/people";
import { startTestServer, type TestServer } from "@/tests/support/server";

describe("the whole server", () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(() => server.dispose());

  const signInAnna = async () => {
    const { anna } = await addCast(server.db);
    return addSession(server, anna.userId);
  };

  it("[LIFE-1] serves health and sockets on one port, and logs that it is ready", async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ ready: true, parts: { database: "ready", migrations: "ready" } });
    const { cookie } = await signInAnna();
    const client = await connectClient({ url: server.url, cookie });
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain("parley_sockets 1");
    client.close();
    expect(server.logLines.filter(({ event }) => event === "server.ready")).toHaveLength(1);
  });

  it("[WS-4] lets nobody in without a session, from another site, or with a forged cookie", async () => {
    const { cookie, userId, sessionId } = await signInAnna();
    const forged = await sessionCookie({ url: server.url, sessionSecret: "guess" }, { userId, sessionId });
    expect(await refusalOf({ url: server.url })).toBe("unauthenticated");
    expect(await refusalOf({ url: server.url, cookie: forged })).toBe("unauthenticated");
    expect(await refusalOf({ url: server.url, cookie, headers: { Origin: "https://evil.example" } })).not.toBe("unauthenticated");
    (await connectClient({ url: server.url, cookie })).close();
  });

  it("[WS-5] speaks WebSocket only", async () => {
    const polling = await fetch(`${server.url}/rt/?EIO=4&transport=polling`);
    expect(polling.status).toBe(400);
  });

  it("[LIFE-2] stops gracefully: finishes what is in flight, refuses what is new, says so, within ten seconds", async () => {
    const { cookie } = await signInAnna();
    const [client, other] = await Promise.all([connectClient({ url: server.url, cookie }), connectClient({ url: server.url, cookie })]);
    const blocker = new pg.Client({ connectionString: server.databaseUrl });
    await blocker.connect();
    await blocker.query("BEGIN; LOCK TABLE contact_group IN ACCESS EXCLUSIVE MODE");
    const inFlight = client.call(contactGroupCreate, { name: "Made while stopping" });
    // The command has reached the database, where it waits.
    await expect.poll(async () => (await blocker.query("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'contact_group'::regclass")).rowCount).toBe(1);

    const told = other.next(serverStopping);
    const startedAt = performance.now();
    const stopped = server.stop();
    await told;
    expect(await other.codeOf(contactsGet, {})).toBe("stopping");
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    await blocker.query("COMMIT");
    expect((await inFlight).group.name).toBe("Made while stopping");
    await stopped;
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect((await blocker.query("SELECT name FROM contact_group")).rows).toEqual([{ name: "Made while stopping" }]);
    // Nothing of the server is left in the database.
    // PostgreSQL's end of a connection goes a moment after ours.
    await expect.poll(async () => (await blocker.query("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'parley'")).rowCount).toBe(0);
    await blocker.end();
  });

  it("[LIFE-3] may be stopped twice, and started again in the same process", async () => {
    await Promise.all([server.stop(), server.stop()]);
    const again = await startTestServer();
    expect((await fetch(`${again.url}/healthz`)).status).toBe(200);
    await again.dispose();
  });
});
