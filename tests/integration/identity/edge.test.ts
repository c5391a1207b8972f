import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as unknownRoute from "@/app/api/v1/[[...path]]/route";
import * as meRoute from "@/app/api/v1/me/route";
import * as photoRoute from "@/app/api/v1/me/photo/route";
import * as sessionsRoute from "@/app/api/v1/me/sessions/route";
import * as settingsRoute from "@/app/api/v1/me/settings/route";
import * as setupRoute from "@/app/api/v1/setup/route";
import { GET as photo } from "@/app/api/v1/photos/[photoId]/route";
import { meChanged } from "@/lib/protocol";
import { anna, bob } from "../../support/cast";
import { connectClient } from "../../support/client";
import { addPeople, addSession } from "../../support/people";
import { callRoute } from "../../support/rest";
import { startTestServer, type TestServer } from "../../support/server";

describe("the REST edge", () => {
  let server: TestServer;
  let cookie: string;
  let bobs: string;
  const patchMe = (call: Parameters<typeof callRoute>[3]) => callRoute(meRoute, "PATCH", server.url, { cookie, ...call });

  beforeAll(async () => {
    server = await startTestServer();
    const people = await addPeople(server.db, [anna, bob]);
    cookie = (await addSession(server, people[0]!.userId)).cookie;
    bobs = (await addSession(server, people[1]!.userId, { publicComputer: true })).cookie;
  });
  afterAll(() => server.dispose());

  it("[EDGE-1] answers whatever is no input with a code, and names the fields", async () => {
    const json = { "content-type": "application/json" };
    expect(await patchMe({ rawBody: "{", headers: json })).toMatchObject({ status: 400, code: "invalid_input" });
    for (const rawBody of ["[]", "null", "7", '"text"', "\ufffe", "[".repeat(100_000)]) expect((await patchMe({ rawBody, headers: json })).code).toBe("invalid_input");
    expect((await patchMe({ rawBody: "title=Boss", headers: { "content-type": "application/x-www-form-urlencoded" } })).code).toBe("invalid_input");
    expect((await patchMe({ body: { titel: "Boss" } })).code).toBe("invalid_input");
    expect((await patchMe({ rawBody: '{"__proto__":{"title":"Boss"}}', headers: json })).code).toBe("invalid_input");
    expect((await patchMe({ body: { title: 7, workPhone: "0301234" } })).body).toMatchObject({ error: { fields: ["title", "workPhone"] } });
    expect((await patchMe({ body: { title: "nul\0" } })).body).toMatchObject({ error: { code: "invalid_input", fields: ["title"] } });
    expect((await patchMe({ body: { title: "Boss" } })).body).toMatchObject({ profile: { title: "Boss" } });
  });

  it("[EDGE-1] stops reading where the limit is, also when no length was told", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(64_000).fill(32));
      },
    });
    const request = new Request(`${server.url}/api/v1/me`, { method: "PATCH", body: endless, duplex: "half", headers: { cookie, origin: server.url, "content-type": "application/json" } } as RequestInit);
    const response = await meRoute.PATCH(request, { params: Promise.resolve(undefined) });
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(10);
    expect((await patchMe({ rawBody: " ".repeat(300_000), headers: { "content-type": "application/json" } })).code).toBe("too_large");
  });

  it("[EDGE-2] refuses a change from another site, and reads nothing of it", async () => {
    expect(await patchMe({ body: { title: "Owned" }, headers: { origin: "https://evil.example" } })).toMatchObject({ status: 403, code: "origin_refused" });
    expect((await callRoute(setupRoute, "POST", server.url, { body: {}, headers: { origin: "https://evil.example" } })).code).toBe("origin_refused");
  });

  it("[EDGE-3] knows its addresses and methods, and says so in the same words", async () => {
    expect(await callRoute(unknownRoute, "GET", server.url)).toMatchObject({ status: 404, code: "not_found" });
    expect(await callRoute(sessionsRoute, "PUT", server.url, { cookie })).toMatchObject({ status: 405, code: "method_not_allowed" });
  });

  it("[EDGE-4] ends each request in one line with its code, and none with what was sent", async () => {
    const before = server.logLines.length;
    const { headers } = await patchMe({ body: { title: "A very private title" } });
    const lines = server.logLines.slice(before).filter(({ event }) => event === "route.done");
    expect(lines).toMatchObject([{ route: "PATCH /me", code: "ok", requestId: headers.get("x-request-id") }]);
    expect(JSON.stringify(server.logLines)).not.toContain("very private");
  });

  it("merges settings of two endpoints that change at once, tells all, and refuses Away before Inactive", async () => {
    const client = await connectClient({ url: server.url, cookie });
    const told = client.next(meChanged);
    const set = (body: object) => callRoute(settingsRoute, "PATCH", server.url, { cookie, body });
    await Promise.all([set({ theme: "dark" }), set({ language: "de" }), set({ sounds: false })]);
    await told;
    expect((await callRoute(meRoute, "GET", server.url, { cookie })).body).toMatchObject({ settings: { theme: "dark", language: "de", sounds: false, density: "comfortable" } });
    expect((await set({ inactiveAfterMin: 20 })).body).toMatchObject({ error: { code: "invalid_input", fields: ["awayAfterMin"] } });
    client.close();
  });

  it("takes a picture for what its bytes are, and shows it to the signed-in only", async () => {
    const put = (bytes: Uint8Array | string) => callRoute(photoRoute, "PUT", server.url, { cookie, body: { imageBase64: Buffer.from(bytes).toString("base64") } });
    expect((await put("<svg onload=alert(1)>")).code).toBe("image_invalid");
    expect((await put("")).code).toBe("image_invalid");
    const png = fs.readFileSync("prisma/seed/photos/anna.png");
    const { photoUrl } = (await put(png)).body as { photoUrl: string };
    const photoId = photoUrl.split("/").at(-1)!;
    const fetchPhoto = (asCookie: string, id = photoId) => photo(new Request(`${server.url}${photoUrl}`, { headers: { cookie: asCookie } }), { params: Promise.resolve({ photoId: id }) });
    const seen = await fetchPhoto(cookie);
    expect(seen.headers.get("content-type")).toBe("image/png");
    expect(seen.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(Buffer.from(await seen.arrayBuffer()).equals(png)).toBe(true);
    expect((await fetchPhoto(bobs)).headers.get("cache-control")).toBe("no-store"); // [F107]
    expect((await fetchPhoto("")).status).toBe(401);
    expect((await fetchPhoto(cookie, "../../etc/passwd")).status).toBe(404);
    await callRoute(photoRoute, "DELETE", server.url, { cookie });
    expect((await fetchPhoto(cookie)).status).toBe(404);
  });
});
