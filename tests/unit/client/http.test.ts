import { describe, expect, it } from "vitest";
import { request, signIn } from "@/lib/client";
import { ROUTES, SessionId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";

type Seen = { url: string; init: RequestInit };

function answering(...answers: (Response | Error)[]): { seen: Seen[]; fetch: typeof fetch } {
  const seen: Seen[] = [];
  return {
    seen,
    fetch: (input, init) => {
      seen.push({ url: input instanceof Request ? input.url : input.toString(), init: init ?? {} });
      const answer = answers[Math.min(seen.length, answers.length) - 1];
      return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(answer ?? new Error("no answer"));
    },
  };
}
const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response => new Response(JSON.stringify(body), { status, headers });

describe("request", () => {
  it("[HTTP-1] puts path parameters into the path, the rest into the query or the body", async () => {
    const sessionId = SessionId.parse(uuidV7());
    const revoke = answering(json({}));
    await request(ROUTES.sessionRevoke, { sessionId }, { ...revoke, origin: "" });
    expect(revoke.seen[0]).toMatchObject({ url: `/api/v1/me/sessions/${sessionId}`, init: { method: "DELETE" } });

    const search = answering(json({ people: [], extra: "a newer server" }));
    await expect(request(ROUTES.directorySearch, { query: "bo & co", limit: 5 }, { ...search, origin: "" })).resolves.toEqual({ people: [] });
    expect(search.seen[0]?.url).toBe("/api/v1/directory?query=bo+%26+co&limit=5");

    const accept = answering(json({ email: "anna@example.com" }));
    await request(ROUTES.invitationAccept, { token: "a/b".padEnd(20, "x"), password: "long enough" }, { ...accept, origin: "" });
    expect(accept.seen[0]).toMatchObject({ url: `/api/v1/invitations/a%2Fb${"x".repeat(17)}`, init: { method: "POST", body: '{"password":"long enough"}' } });
  });

  it.each([
    [json({ error: { code: "password_wrong", requestId: "r" } }, 403), { code: "password_wrong", requestId: "r" }],
    [json({ error: { code: "rate_limited", requestId: "r", retryAfterMs: 900 } }, 429), { code: "rate_limited", retryAfterMs: 900 }],
    [new Response("<html>", { status: 502 }), { code: "unavailable" }],
    [new Response("slow down", { status: 429, headers: { "retry-after": "7" } }), { code: "rate_limited", retryAfterMs: 7_000 }],
    [json({ sessions: "none" }), { code: "bad_answer" }],
    [new TypeError("Failed to fetch"), { code: "disconnected" }],
  ])("[HTTP-2] says what went wrong by a code (%#)", async (answer, expected) => {
    await expect(request(ROUTES.sessions, {}, { ...answering(answer), origin: "" })).rejects.toMatchObject(expected);
  });
});

describe("signIn", () => {
  const input = { email: "anna@example.com", password: "parley", publicComputer: true };

  it("[HTTP-3] takes a token and posts the form", async () => {
    const site = answering(json({ csrfToken: "t" }), json({ url: "http://parley.test/" }));
    await signIn(input, { ...site, origin: "" });
    expect(site.seen.map(({ url }) => url)).toEqual(["/api/auth/csrf", "/api/auth/callback/credentials"]);
    expect(String(site.seen[1]?.init.body as URLSearchParams)).toBe("email=anna%40example.com&password=parley&publicComputer=true&csrfToken=t&json=true");
  });

  it.each([
    [json({ url: "http://parley.test/sign-in?error=CredentialsSignin" }, 401), "sign_in_failed"],
    [json({ url: "http://parley.test/sign-in?error=rate_limited" }, 401), "rate_limited"],
    [json({ error: { code: "rate_limited", requestId: "r" } }, 429), "rate_limited"],
  ])("[HTTP-3] says why it was refused, and never more (%#)", async (answer, code) => {
    await expect(signIn(input, { ...answering(json({ csrfToken: "t" }), answer), origin: "" })).rejects.toMatchObject({ code });
  });
});
