import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as meRoute from "@/app/api/v1/me/route";
import * as optionsRoute from "@/app/api/v1/sign-in-options/route";
import { freePort } from "@/server/db/embedded";
import { handleAuth } from "@/server/http/auth";
import { createBrowser, passProvider, startOidcProvider, type TestBrowser, type TestProvider } from "../../support/oidc-provider";
import { callRoute } from "../../support/rest";
import { startTestServer, type TestServer } from "../../support/server";

const ACCOUNTS = [
  { sub: "anna-at-provider", email: "Anna@example.com", email_verified: true },
  { sub: "unverified", email: "bob@example.com", email_verified: false },
  { sub: "stranger", email: "stranger@example.com", email_verified: true },
  { sub: "second-anna", email: "anna@example.com", email_verified: true },
  { sub: "no-mail" },
  { sub: "erin-at-provider", email: "erin@example.com", email_verified: true },
  { sub: "dave-at-provider", email: "dave@example.com", email_verified: true },
];

describe("single sign-on with a real provider", () => {
  let server: TestServer;
  let provider: TestProvider;

  beforeAll(async () => {
    const port = await freePort();
    provider = await startOidcProvider(ACCOUNTS, () => `http://127.0.0.1:${port}/api/auth/callback/oidc`);
    server = await startTestServer({ SEED: "demo", PORT: String(port), OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: provider.clientId, OIDC_CLIENT_SECRET: provider.clientSecret, OIDC_NAME: "Example account" });
  });
  afterAll(async () => {
    await server.dispose();
    await provider.close();
  });

  /** Goes to one of our own doors as the browser would. */
  async function knock(browser: TestBrowser, url: string, form?: Record<string, string>): Promise<Response> {
    const init = form ? { method: "POST", body: new URLSearchParams(form) } : {};
    const response = await handleAuth(new Request(url, { ...init, headers: { cookie: browser.cookiesFor(url), ...(form ? { "content-type": "application/x-www-form-urlencoded", origin: server.url } : {}) } }));
    browser.keep(url, response);
    return response;
  }

  async function begin(browser: TestBrowser, options: { publicComputer?: boolean; callbackUrl?: string } = {}): Promise<string> {
    const { csrfToken } = (await (await knock(browser, `${server.url}/api/auth/csrf`)).json()) as { csrfToken: string };
    const answer = await knock(browser, `${server.url}/api/auth/signin/oidc`, { csrfToken, json: "true", callbackUrl: options.callbackUrl ?? "/c/1", publicComputer: String(options.publicComputer ?? false) });
    return ((await answer.json()) as { url: string }).url;
  }

  async function signIn(login: string, options: { publicComputer?: boolean; callbackUrl?: string } = {}) {
    const browser = createBrowser();
    const back = await passProvider(browser, await begin(browser, options), provider.issuer, login);
    const response = await knock(browser, back);
    const me = await callRoute(meRoute, "GET", server.url, { cookie: browser.cookiesFor(server.url) });
    return { browser, back, response, location: response.headers.get("location"), me };
  }

  it("[ID-14] offers the button, and asks the provider with PKCE, state and nonce", async () => {
    expect((await callRoute(optionsRoute, "GET", server.url)).body).toMatchObject({ singleSignOn: "Example account" });
    const asked = new URL(await begin(createBrowser())).searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    for (const name of ["code_challenge", "state", "nonce"]) expect(asked.get(name)?.length).toBeGreaterThan(20);
  });

  it("[ID-14] lets in by verified mail the first time, by subject ever after, and leads back to where they were going", async () => {
    const first = await signIn("anna-at-provider");
    expect(first.location).toBe(`${server.url}/c/1`);
    expect(first.me.body).toMatchObject({ email: "anna@example.com", session: { publicComputer: false } });
    const { rows } = await server.db.pool.query(`SELECT oidc_subject FROM "user" WHERE email = 'anna@example.com'`);
    expect(rows).toEqual([{ oidc_subject: `${provider.issuer} anna-at-provider` }]);
    await server.db.pool.query(`UPDATE "user" SET email = 'anna.married@example.com' WHERE email = 'anna@example.com'`);
    expect((await signIn("anna-at-provider")).me.body).toMatchObject({ email: "anna.married@example.com" });
    await server.db.pool.query(`UPDATE "user" SET email = 'anna@example.com' WHERE email = 'anna.married@example.com'`);
  });

  it("[ID-14] refuses an unverified address, a stranger, an account without mail, and a second account of the same address", async () => {
    for (const login of ["unverified", "stranger", "no-mail", "second-anna"]) {
      const { location, me } = await signIn(login);
      expect(location).toMatch(/\/sign-in\?error=|\/error\?error=AccessDenied/);
      expect(me.code).toBe("unauthenticated");
    }
    const { rows } = await server.db.pool.query(`SELECT count(*)::int AS people FROM "user"`);
    expect(rows).toEqual([{ people: 6 }]);
  });

  it("[ID-14] keeps disabled people out, tied or not, and makes an invited one active", async () => {
    await server.db.pool.query(`UPDATE "user" SET status = 'disabled' WHERE email = 'erin@example.com'`);
    expect((await signIn("erin-at-provider")).me.code).toBe("unauthenticated");
    await server.db.pool.query(`UPDATE "user" SET status = 'invited', password_hash = NULL WHERE email = 'dave@example.com'`);
    expect((await signIn("dave-at-provider")).me.body).toMatchObject({ email: "dave@example.com", hasPassword: false });
    await server.db.pool.query(`UPDATE "user" SET status = 'disabled' WHERE email = 'dave@example.com'`);
    expect((await signIn("dave-at-provider")).me.code).toBe("unauthenticated");
  });

  it("[F107] remembers on the way that the computer is a public one", async () => {
    const { response, me } = await signIn("anna-at-provider", { publicComputer: true });
    expect(me.body).toMatchObject({ session: { publicComputer: true } });
    const line = response.headers.getSetCookie().find((one) => one.startsWith("parley.session="));
    expect(line).not.toMatch(/expires|max-age/i);
    expect((await signIn("anna-at-provider")).me.body).toMatchObject({ session: { publicComputer: false } });
  });

  it("[ID-13] leads nobody off the site", async () => {
    expect((await signIn("anna-at-provider", { callbackUrl: "https://evil.example/" })).location).toBe(`${server.url}/`);
  });

  it("[ID-14] takes an answer only in the browser that asked, and only once", async () => {
    const { browser, back } = await signIn("anna-at-provider");
    for (const other of [createBrowser(), browser]) {
      const response = await knock(other, back);
      expect(response.headers.getSetCookie().some((line) => line.startsWith("parley.session="))).toBe(false);
    }
  });
});
