import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as meRoute from "@/app/api/v1/me/route";
import * as sessionsRoute from "@/app/api/v1/me/sessions/route";
import * as sessionRoute from "@/app/api/v1/me/sessions/[sessionId]/route";
import * as passwordRoute from "@/app/api/v1/me/password/route";
import * as signOutRoute from "@/app/api/v1/sign-out/route";
import { PUBLIC_IDLE_MS, sessionEnded } from "@/lib/protocol";
import { handleAuth } from "@/server/http/auth";
import { connectClient, refusalOf } from "../../support/client";
import { callRoute, cookieLine, postSignIn } from "../../support/rest";
import { startTestServer, type TestServer } from "../../support/server";

const SESSION_COOKIE = "parley.session";
const password = "parley";

describe("signing in and out", () => {
  let server: TestServer;
  let address = 0;
  /** Attempts are counted by address: each test comes from its own. */
  const ownAddress = (): string => `198.51.100.${(address += 1)}`;
  const signIn = async (email: string, publicComputer = false) => {
    const answer = await postSignIn(server.url, { email, password, publicComputer }, { address: ownAddress() });
    if (answer.cookie === undefined) throw new Error(`Not signed in: ${JSON.stringify(answer.body)}`);
    return { ...answer, cookie: answer.cookie };
  };

  beforeAll(async () => {
    server = await startTestServer({ SEED: "demo" });
  });
  afterAll(() => server.dispose());

  it("[ID-1] lets in who knows the password, and says so in the session row and at /me", async () => {
    const { status, cookie, setCookies } = await signIn("ANNA@example.com ");
    expect(status).toBe(200);
    expect(cookieLine(setCookies, SESSION_COOKIE)).toMatch(/Path=\/; Expires=.*; HttpOnly; SameSite=Lax/);
    const me = await callRoute(meRoute, "GET", server.url, { cookie });
    expect(me).toMatchObject({ status: 200, body: { email: "anna@example.com", session: { publicComputer: false } } });
    expect(me.headers.get("cache-control")).toBe("no-store");
  });

  it("[ID-2] gives one answer for an unknown name, a wrong password, a disabled and an invited person", async () => {
    await server.db.pool.query(`UPDATE "user" SET status = 'disabled' WHERE email = 'erin@example.com'`);
    await server.db.pool.query(`UPDATE "user" SET status = 'invited', password_hash = NULL WHERE email = 'dave@example.com'`);
    const attempts = [
      { email: "nobody@example.com", password },
      { email: "anna@example.com", password: "wrong" },
      { email: "erin@example.com", password },
      { email: "dave@example.com", password },
      { email: "", password: "" },
    ];
    const answers = [];
    for (const attempt of attempts) answers.push(await postSignIn(server.url, attempt, { address: ownAddress() }));
    for (const { status, body, cookie } of answers) {
      expect({ status, body, cookie }).toEqual({ status: 401, body: { error: { code: "sign_in_failed", requestId: expect.any(String) as string } }, cookie: undefined });
    }
    await server.db.pool.query(`UPDATE "user" SET status = 'active' WHERE email IN ('erin@example.com')`);
    expect((await postSignIn(server.url, { email: "erin@example.com", password }, { address: ownAddress() })).status).toBe(200); // Same set-up, so the refusal was about who.
  });

  it("[ID-3] works as long for a name that is unknown as for a wrong password", async () => {
    const timeOf = async (email: string): Promise<number> => {
      const times: number[] = [];
      for (let run = 0; run < 5; run += 1) {
        const startedAt = performance.now();
        await postSignIn(server.url, { email, password: "wrong" }, { address: ownAddress() });
        times.push(performance.now() - startedAt);
      }
      return Math.min(...times);
    };
    const [known, unknown] = [await timeOf("carol@example.com"), await timeOf("nobody.else@example.com")];
    // Without the stand-in hash the unknown name takes a twentieth.
    expect(unknown).toBeGreaterThan(known * 0.5);
    expect(known).toBeGreaterThan(unknown * 0.5);
  });

  it("[ID-4] stops guessing at one account, whatever the address, and says when to come back", async () => {
    const codes = [];
    let last;
    for (let guess = 0; guess < 12; guess += 1) {
      last = await postSignIn(server.url, { email: "guessed@example.com", password: `guess ${guess}` }, { address: ownAddress() });
      codes.push(last.code);
    }
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => "sign_in_failed"));
    expect(codes.slice(10)).toEqual(["rate_limited", "rate_limited"]);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await postSignIn(server.url, { email: "anna@example.com", password }, { address: ownAddress() })).status).toBe(200);
  });

  it("[F107] gives a public computer a cookie that ends with the browser, whichever answer sets it", async () => {
    const { cookie, setCookies } = await signIn("anna@example.com", true);
    const line = cookieLine(setCookies, SESSION_COOKIE);
    expect(line).toMatch(/HttpOnly/);
    expect(line).not.toMatch(/expires|max-age/i);
    const again = await handleAuth(new Request(`${server.url}/api/auth/session`, { headers: { cookie } }));
    const renewed = cookieLine(again.headers.getSetCookie(), SESSION_COOKIE);
    expect(renewed).toBeDefined();
    expect(renewed).not.toMatch(/expires|max-age/i);
  });

  it("[F107] ends a public computer's session after 15 minutes without use, and a private one's not", async () => {
    const [onPublic, onPrivate] = [await signIn("anna@example.com", true), await signIn("anna@example.com")];
    const idle = new Date(Date.now() - PUBLIC_IDLE_MS);
    await server.db.pool.query("UPDATE session SET last_seen_at = $1, expires_at = expires_at - interval '15 minutes' WHERE user_id = (SELECT id FROM \"user\" WHERE email = 'anna@example.com')", [idle]);
    expect((await callRoute(meRoute, "GET", server.url, { cookie: onPublic.cookie })).code).toBe("unauthenticated");
    expect((await callRoute(meRoute, "GET", server.url, { cookie: onPrivate.cookie })).status).toBe(200);
  });

  it("[F107] counts a request as use", async () => {
    const { cookie } = await signIn("anna@example.com", true);
    const twoMinutesAgo = "UPDATE session SET last_seen_at = now() - interval '2 minutes', expires_at = expires_at - interval '2 minutes' WHERE ended_at IS NULL";
    await server.db.pool.query(twoMinutesAgo);
    const before = await newestExpiry(server);
    await callRoute(meRoute, "GET", server.url, { cookie });
    expect((await newestExpiry(server)) - before).toBeGreaterThan(100_000);
  });

  it("[ID-5] takes a cookie for nothing once its row has ended, expired or is not there", async () => {
    const { cookie } = await signIn("anna@example.com");
    const { rows } = await server.db.pool.query<{ id: string }>("SELECT id FROM session ORDER BY created_at DESC LIMIT 1");
    const sessionId = rows[0]!.id;
    const look = async (): Promise<string | undefined> => (await callRoute(meRoute, "GET", server.url, { cookie })).code;
    expect(await look()).toBeUndefined();
    await server.db.pool.query("UPDATE session SET expires_at = now() - interval '1 second' WHERE id = $1", [sessionId]);
    expect(await look()).toBe("unauthenticated");
    expect(await refusalOf({ url: server.url, cookie })).toBe("unauthenticated");
    await server.db.pool.query("UPDATE session SET expires_at = now() + interval '1 day', ended_at = now() WHERE id = $1", [sessionId]);
    expect(await look()).toBe("unauthenticated");
    await server.db.pool.query("DELETE FROM session WHERE id = $1", [sessionId]);
    expect(await look()).toBe("unauthenticated");
    for (const garbage of ["", "parley.session=x", "parley.session=%%%", `${SESSION_COOKIE}=${"a".repeat(3_000)}`]) {
      expect((await callRoute(meRoute, "GET", server.url, { cookie: garbage })).code).toBe("unauthenticated");
    }
  });

  it("[ID-6] cuts a revoked session's sockets off at once, and no other's", async () => {
    const [phone, laptop] = [await signIn("bob@example.com"), await signIn("bob@example.com")];
    const onPhone = await connectClient({ url: server.url, cookie: phone.cookie });
    const onLaptop = await connectClient({ url: server.url, cookie: laptop.cookie });
    const listed = await callRoute(sessionsRoute, "GET", server.url, { cookie: laptop.cookie });
    const { sessions } = listed.body as { sessions: { id: string; current: boolean }[] };
    const other = sessions.find(({ current }) => !current)!;
    const told = onPhone.next(sessionEnded);
    const gone = new Promise<void>((resolve) => onPhone.socket.once("disconnect", () => resolve()));
    const revoked = await callRoute(sessionRoute, "DELETE", server.url, { cookie: laptop.cookie, params: { sessionId: other.id } });
    expect(revoked.status).toBe(200);
    expect(await told).toEqual({ reason: "revoked" });
    await gone;
    expect(onLaptop.socket.connected).toBe(true);
    expect(await refusalOf({ url: server.url, cookie: phone.cookie })).toBe("unauthenticated");
    expect((await callRoute(sessionRoute, "DELETE", server.url, { cookie: laptop.cookie, params: { sessionId: other.id } })).code).toBe("session_not_found");
    onLaptop.close();
  });

  it("[ID-6] does not revoke somebody else's session, and says no more than of one that is not there", async () => {
    const [mine, theirs] = [await signIn("carol@example.com"), await signIn("bob@example.com")];
    const { body } = await callRoute(sessionsRoute, "GET", server.url, { cookie: theirs.cookie });
    const foreign = (body as { sessions: { id: string; current: boolean }[] }).sessions.find(({ current }) => current)!;
    const answer = await callRoute(sessionRoute, "DELETE", server.url, { cookie: mine.cookie, params: { sessionId: foreign.id } });
    expect(answer).toMatchObject({ status: 404, code: "session_not_found" });
    expect((await callRoute(meRoute, "GET", server.url, { cookie: theirs.cookie })).status).toBe(200);
  });

  it("[ID-9] signs out: row, sockets, cookie, and what the browser kept", async () => {
    const { cookie } = await signIn("carol@example.com", true);
    const client = await connectClient({ url: server.url, cookie });
    const told = client.next(sessionEnded);
    const answer = await callRoute(signOutRoute, "POST", server.url, { cookie });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("clear-site-data")).toBe('"cache", "cookies", "storage"');
    expect(cookieLine(answer.headers.getSetCookie(), SESSION_COOKIE)).toMatch(/Max-Age=0/);
    expect(await told).toEqual({ reason: "signed-out" });
    expect((await callRoute(meRoute, "GET", server.url, { cookie })).code).toBe("unauthenticated");
  });

  it("[ID-8] ends all other sessions when the password changes, and refuses a wrong or weak one", async () => {
    const [here, there] = [await signIn("carol@example.com"), await signIn("carol@example.com")];
    const change = (currentPassword: string, newPassword: string) => callRoute(passwordRoute, "POST", server.url, { cookie: here.cookie, body: { currentPassword, newPassword } });
    expect((await change("wrong", "a fine new one")).code).toBe("password_wrong");
    expect((await change(password, "password123")).code).toBe("password_too_weak");
    expect((await change(password, "short")).code).toBe("invalid_input");
    expect((await change(password, "a fine new one")).status).toBe(200);
    expect((await callRoute(meRoute, "GET", server.url, { cookie: here.cookie })).status).toBe(200);
    expect((await callRoute(meRoute, "GET", server.url, { cookie: there.cookie })).code).toBe("unauthenticated");
    expect((await postSignIn(server.url, { email: "carol@example.com", password }, { address: ownAddress() })).code).toBe("sign_in_failed");
    expect((await postSignIn(server.url, { email: "carol@example.com", password: "a fine new one" }, { address: ownAddress() })).status).toBe(200);
  });

  it("[ID-8] opens no session with a password that is replaced while it is checked", async () => {
    const change = new pg.Client({ connectionString: server.databaseUrl });
    await change.connect();
    try {
      // As a reset does it: the password, then the sessions that are there, in one transaction.
      await change.query("BEGIN");
      await change.query(`UPDATE "user" SET password_hash = 'another' WHERE email = 'bob@example.com'`);
      const late = postSignIn(server.url, { email: "bob@example.com", password }, { address: ownAddress() });
      await expect.poll(async () => (await change.query("SELECT 1 FROM pg_locks WHERE NOT granted")).rowCount, { timeout: 5_000 }).toBeGreaterThan(0);
      await change.query("COMMIT");
      expect(await late).toMatchObject({ code: "sign_in_failed", cookie: undefined });
    } finally {
      await change.query(`UPDATE "user" SET password_hash = (SELECT password_hash FROM "user" WHERE email = 'anna@example.com') WHERE email = 'bob@example.com'`);
      await change.end();
    }
  });

  it("[ID-10] takes the form from the own site only, with its token", async () => {
    const foreign = await postSignIn(server.url, { email: "anna@example.com", password }, { address: ownAddress(), headers: { origin: "https://evil.example" } });
    expect(foreign).toMatchObject({ status: 403, code: "origin_refused", cookie: undefined });
    const withoutToken = await handleAuth(
      new Request(`${server.url}/api/auth/callback/credentials`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ email: "anna@example.com", password, json: "true" }) }),
    );
    expect(withoutToken.headers.getSetCookie().some((line) => line.startsWith(`${SESSION_COOKIE}=`))).toBe(false);
  });

  it("[ID-10] knows no other doors of its library", async () => {
    for (const [method, path] of [["POST", "_log"], ["POST", "session"], ["GET", "verify-request"], ["POST", "csrf"], ["GET", ""]] as const) {
      const response = await handleAuth(new Request(`${server.url}/api/auth/${path}`, { method, ...(method === "POST" ? { body: new URLSearchParams({ x: "1" }) } : {}) }));
      expect(response.status).toBe(404);
    }
  });
});

async function newestExpiry(server: TestServer): Promise<number> {
  const { rows } = await server.db.pool.query<{ expires_at: Date }>("SELECT expires_at FROM session ORDER BY created_at DESC LIMIT 1");
  return rows[0]!.expires_at.getTime();
}
