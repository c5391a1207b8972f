import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGuardedFetch } from "@/server/connectors/guarded-fetch";
import { type HttpPeer, startHttpPeer } from "@/tests/support/http-peer";

/** `open` may be reached; `inside` is what an attacker wants: the same port on an address that is not opened. */
let open: HttpPeer;
let inside: HttpPeer;
let other: HttpPeer;

beforeAll(async () => {
  open = await startHttpPeer();
  inside = await startHttpPeer({ host: "127.0.0.2", port: open.port });
  other = await startHttpPeer();
});
afterAll(() => Promise.all([open.close(), inside.close(), other.close()]));
beforeEach(() => {
  for (const peer of [open, inside, other]) {
    peer.asked.length = 0;
    peer.answer = () => ({ body: "hello" });
  }
});

/** A resolver that gives these answers, one after another; the last one for ever. */
function names(...answers: string[][]) {
  const asked: string[] = [];
  const fetch = createGuardedFetch({
    openings: ["127.0.0.1"],
    resolve: (name) => {
      asked.push(name);
      return Promise.resolve(answers[Math.min(asked.length, answers.length) - 1] ?? []);
    },
  });
  return { asked, fetch };
}
const at = (path = "/"): string => `http://calendar.example.test:${open.port}${path}`;

describe("the guarded fetch", () => {
  it("[OUT-2] asks a server whose address may be reached, by name and by address", async () => {
    const { fetch } = names(["127.0.0.1"]);
    const answer = await fetch(at("/a?b"), { headers: { "X-Own": "1" } });
    expect({ status: answer.status, text: answer.text(), url: answer.url }).toEqual({ status: 200, text: "hello", url: at("/a?b") });
    expect(open.asked).toMatchObject([{ method: "GET", path: "/a?b", headers: { "x-own": "1", host: `calendar.example.test:${open.port}`, "accept-encoding": "identity" } }]);
    expect((await fetch(`${open.url}/`)).text()).toBe("hello");
  });

  it.each([["127.0.0.2"], ["::1"], ["::ffff:127.0.0.2"], ["169.254.169.254"], ["10.0.0.1", "fe80::1"]])("[OUT-2] refuses a name that stands for %s", async (...addresses) => {
    await expect(names(addresses).fetch(at())).rejects.toMatchObject({ code: "address_refused" });
    expect(inside.asked).toEqual([]);
  });

  it.each(["http://127.0.0.2:PORT/", "http://127.1.1.1/", "http://0x7f000002:PORT/", "http://2130706434:PORT/", "http://[::1]/", "http://[::ffff:127.0.0.2]:PORT/", "http://localhost:PORT/", "http://169.254.169.254/latest/meta-data/", "ftp://example.com/", "file:///etc/passwd", "data:,x", "no address"])(
    "[OUT-1] refuses %s",
    async (address) => {
      const { fetch } = names(["127.0.0.2"]);
      await expect(fetch(address.replace("PORT", String(open.port)))).rejects.toMatchObject({ code: "address_refused" });
      expect(inside.asked).toEqual([]);
    },
  );

  it("[OUT-2] asks the system's resolver when it is given none", async () => {
    await expect(createGuardedFetch({ openings: [] })(`http://localhost:${open.port}/`)).rejects.toMatchObject({ code: "address_refused" });
  });

  it("[OUT-2] leaves out what may not be reached among a name's addresses", async () => {
    expect((await names(["127.0.0.2", "127.0.0.1"]).fetch(at())).status).toBe(200);
    expect(inside.asked).toEqual([]);
  });

  it("[OUT-3] connects to the address that was judged, whatever the name says a moment later", async () => {
    const { fetch, asked } = names(["127.0.0.1"], ["127.0.0.2"]);
    expect((await fetch(at())).status).toBe(200);
    expect(asked).toEqual(["calendar.example.test"]);
    expect(inside.asked).toEqual([]);
  });

  it("[OUT-4] judges each redirect, also one back to the same name", async () => {
    open.answer = () => ({ status: 302, headers: { location: at("/again") } });
    await expect(names(["127.0.0.1"], ["127.0.0.2"]).fetch(at())).rejects.toMatchObject({ code: "address_refused" });
    for (const location of [inside.url, "http://[::ffff:7f00:2]/", "//127.0.0.2/", "file:///etc/passwd"]) {
      open.answer = () => ({ status: 307, headers: { location } });
      await expect(names(["127.0.0.1"]).fetch(at())).rejects.toMatchObject({ code: "address_refused" });
    }
    expect(inside.asked).toEqual([]);
  });

  it("[OUT-4] follows five redirects and no sixth", async () => {
    const { fetch } = names(["127.0.0.1"]);
    open.answer = ({ path }) => (path === "/0" ? { body: "there" } : { status: 301, headers: { location: `/${Number(path.slice(1)) - 1}` } });
    expect((await fetch(at("/5"))).text()).toBe("there");
    await expect(fetch(at("/6"))).rejects.toMatchObject({ code: "remote_invalid" });
    open.asked.length = 0;
    expect((await fetch(at("/5"), { maxRedirects: 0 })).status).toBe(301);
    expect(open.asked).toHaveLength(1);
  });

  it("[OUT-4] keeps a method of WebDAV and its body, and turns a POST into a GET, over a redirect", async () => {
    const { fetch } = names(["127.0.0.1"]);
    open.answer = ({ path }) => (path === "/to" ? {} : { status: 301, headers: { location: "/to" } });
    await fetch(at(), { method: "PROPFIND", body: "<x/>" });
    await fetch(at(), { method: "POST", body: "x", headers: { "content-type": "text/plain" } });
    expect(open.asked.filter(({ path }) => path === "/to").map(({ method, body }) => [method, body])).toEqual([["PROPFIND", "<x/>"], ["GET", ""]]);
  });

  it("[OUT-5] says credentials to their own origin only", async () => {
    const { fetch } = names(["127.0.0.1"]);
    const headers = { Authorization: "Basic c2VjcmV0", Cookie: "a=b", Depth: "0" };
    open.answer = ({ path }) => ({ status: 307, headers: { location: path === "/" ? "/same" : `${other.url}/else` } });
    other.answer = ({ path }) => (path === "/else" ? { status: 307, headers: { location: at("/back") } } : {});
    await expect(fetch(at(), { headers, maxRedirects: 3 })).rejects.toMatchObject({ code: "remote_invalid" });
    expect(open.asked.map(({ path, headers: heard }) => [path, heard.authorization, heard.cookie, heard.depth])).toEqual([
      ["/", headers.Authorization, headers.Cookie, "0"],
      ["/same", headers.Authorization, headers.Cookie, "0"],
      ["/back", undefined, undefined, "0"], // Who sent us away may not be the one who sends us back.
    ]);
    expect(other.asked[0]?.headers).not.toHaveProperty("authorization");
    expect(other.asked[0]?.headers).not.toHaveProperty("cookie");
    expect(other.asked[0]?.headers.depth).toBe("0");
  });

  it("[OUT-5] refuses an address whose name or password cannot be read", async () => {
    await expect(createGuardedFetch({ openings: ["127.0.0.1"] })("http://anna:100%@127.0.0.1:9/")).rejects.toMatchObject({ code: "address_refused" });
  });

  it("[OUT-5] says a name and password of the address in the header, and nowhere else", async () => {
    const { fetch } = names(["127.0.0.1"]);
    const answer = await fetch(at().replace("http://", "http://anna:p%40ss@"));
    expect(open.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from("anna:p@ss").toString("base64")}`);
    expect(answer.url).toBe(at());
  });

  it("[OUT-6] ends with the time, before the answer and in the middle of it", async () => {
    const { fetch } = names(["127.0.0.1"]);
    open.answer = () => new Promise(() => undefined);
    await expect(fetch(at(), { timeoutMs: 30 })).rejects.toMatchObject({ code: "remote_unreachable", detail: { reason: "timeout" } });
    open.answer = () => ({ headers: { "content-length": "100" }, body: "half" });
    await expect(fetch(at(), { timeoutMs: 30 })).rejects.toMatchObject({ code: "remote_unreachable" });
    const never = createGuardedFetch({ openings: [], resolve: () => new Promise(() => undefined) });
    await expect(never(at(), { timeoutMs: 30 })).rejects.toMatchObject({ code: "remote_unreachable", detail: { reason: "timeout" } });
  });

  it("[OUT-6] ends with the bytes, said before or not", async () => {
    const { fetch } = names(["127.0.0.1"]);
    open.answer = () => ({ body: "x".repeat(1_001) });
    await expect(fetch(at(), { maxBytes: 1_000 })).rejects.toMatchObject({ code: "too_large" });
    open.answer = () => ({ headers: { "transfer-encoding": "chunked" }, body: "x".repeat(1_001) });
    await expect(fetch(at(), { maxBytes: 1_000 })).rejects.toMatchObject({ code: "too_large" });
    expect((await fetch(at(), { maxBytes: 1_001 })).text()).toHaveLength(1_001);
    open.answer = () => ({ headers: { "content-encoding": "gzip" }, body: "x" });
    await expect(fetch(at())).rejects.toMatchObject({ code: "remote_invalid" });
  });

  it("[OUT-6] ends when the server stops", async () => {
    const { fetch } = names(["127.0.0.1"]);
    const stop = new AbortController();
    open.answer = () => {
      stop.abort();
      return new Promise(() => undefined);
    };
    await expect(fetch(at(), { signal: stop.signal })).rejects.toMatchObject({ code: "stopping" });
  });

  it("[OUT-8] tells what went wrong without what may be a secret", async () => {
    const { fetch } = names([]);
    const failure = await fetch(at("/private-1234?token=5678"), { headers: { authorization: "Basic c2VjcmV0" } }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "address_refused" });
    expect(JSON.stringify(failure)).not.toMatch(/1234|5678|c2Vj/);
    await open.close();
    await expect(names(["127.0.0.1"]).fetch(at())).rejects.toMatchObject({ code: "remote_unreachable", detail: { reason: "ECONNREFUSED" } });
    open = await startHttpPeer({ port: open.port });
  });

  it("decodes a text as its type says", async () => {
    open.answer = () => ({ headers: { "content-type": 'text/calendar; charset="ISO-8859-1"' }, body: "plain" });
    expect((await names(["127.0.0.1"]).fetch(at())).text()).toBe("plain");
    open.answer = () => ({ headers: { "content-type": "text/calendar; charset=klingon" }, body: "Büro" });
    expect((await names(["127.0.0.1"]).fetch(at())).text()).toBe("Büro");
  });
});
