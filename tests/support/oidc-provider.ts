import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export type ProviderAccount = { sub: string; email?: string; email_verified?: boolean };

export type TestProvider = { issuer: string; clientId: string; clientSecret: string; close: () => Promise<void> };

/** A real OpenID Connect provider on loopback, with its own sign-in and consent forms. */
export async function startOidcProvider(accounts: readonly ProviderAccount[], redirectUri: (issuer: string) => string): Promise<TestProvider> {
  const server = http.createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ["parley", "a secret of the provider's making"];
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri(issuer)] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    cookies: { keys: ["only for tests"] },
    findAccount: (_context, sub) => {
      const account = accounts.find((one) => one.sub === sub);
      return account && { accountId: sub, claims: async () => ({ ...account }) };
    },
  });
  const handle = provider.callback();
  server.on("request", (request, response) => void handle(request, response));
  return {
    issuer,
    clientId,
    clientSecret,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A browser without a screen: follows redirects by hand and keeps cookies by host. */
export function createBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string): Map<string, string> => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  return {
    cookiesFor: (url: string): string => [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join("; "),
    keep(url: string, response: Response): void {
      for (const line of response.headers.getSetCookie()) {
        const pair = line.split(";", 1)[0] ?? "";
        const name = pair.slice(0, pair.indexOf("="));
        const value = pair.slice(name.length + 1);
        if (value === "" || /max-age=0/i.test(line)) jarOf(url).delete(name);
        else jarOf(url).set(name, value);
      }
    },
    async visit(url: string, init: RequestInit = {}): Promise<Response> {
      const response = await fetch(url, { ...init, redirect: "manual", headers: { ...(init.headers as Record<string, string>), cookie: this.cookiesFor(url) } });
      this.keep(url, response);
      return response;
    },
  };
}
export type TestBrowser = ReturnType<typeof createBrowser>;

/** Signs in at the provider's forms and consents. @returns The address that the provider sends the browser back to. */
export async function passProvider(browser: TestBrowser, startUrl: string, issuer: string, login: string): Promise<string> {
  let url = startUrl;
  // Sign-in, consent and the steps between: far fewer than this.
  for (let step = 0; step < 12; step += 1) {
    if (!url.startsWith(issuer)) return url;
    const page = await browser.visit(url);
    const location = page.headers.get("location");
    if (location !== null) {
      url = new URL(location, url).href;
      continue;
    }
    const form = await page.text();
    const action = /action="([^"]+)"/.exec(form)?.[1];
    const prompt = /name="prompt" value="(\w+)"/.exec(form)?.[1];
    if (action === undefined || prompt === undefined) throw new Error(`No form at ${url}:\n${form.slice(0, 500)}`);
    const answer = await browser.visit(new URL(action, url).href, { method: "POST", body: new URLSearchParams({ prompt, login, password: "any" }) });
    url = new URL(answer.headers.get("location") ?? "", url).href;
  }
  throw new Error(`The provider goes round in circles at ${url}`);
}
