import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CALDAV, createDav, findCollections } from "@/server/connectors/dav";
import { createGuardedFetch } from "@/server/connectors/guarded-fetch";
import { type HttpPeer, startHttpPeer } from "@/tests/support/http-peer";

let home: HttpPeer;
let other: HttpPeer;
beforeAll(async () => {
  home = await startHttpPeer();
  other = await startHttpPeer();
});
afterAll(() => Promise.all([home.close(), other.close()]));
beforeEach(() => {
  for (const peer of [home, other]) peer.asked.length = 0;
});

const multistatus = (href: string, props: string): { status: number; body: string } => ({ status: 207, body: `<multistatus xmlns="DAV:"><response><href>${href}</href><propstat><prop>${props}</prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>` });
const find = (password = "secret") => findCollections(createDav(createGuardedFetch({ openings: ["127.0.0.1"] }), { address: home.url, username: "anna", password }), home.url, CALDAV);

describe("WebDAV", () => {
  it("[DAV-3] says name and password to the server that was named, not to one that this names", async () => {
    home.answer = () => multistatus("/", `<x:calendar-home-set xmlns:x="urn:ietf:params:xml:ns:caldav"><href>${other.url}/anna/</href></x:calendar-home-set>`);
    other.answer = () => multistatus("/anna/office/", `<resourcetype><collection/><calendar xmlns="urn:ietf:params:xml:ns:caldav"/></resourcetype><displayname>Work</displayname>`);
    expect(await find()).toEqual([{ url: `${other.url}/anna/office/`, name: "Work", mark: null, components: null }]);
    expect(home.asked.map(({ headers }) => headers.authorization)).toEqual([`Basic ${Buffer.from("anna:secret").toString("base64")}`]);
    expect(other.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it("[DAV-3] is not led inside", async () => {
    home.answer = () => multistatus("/", `<calendar-home-set><href>http://169.254.169.254/</href></calendar-home-set>`);
    await expect(find()).rejects.toMatchObject({ code: "address_refused" });
  });

  it.each([
    [401, "remote_refused"],
    [403, "remote_refused"],
    [404, "remote_invalid"],
    [200, "remote_invalid"],
    [500, "remote_unreachable"],
    [429, "remote_unreachable"],
  ])("[DAV-4] takes %i for %s", async (status, code) => {
    home.answer = () => ({ status, body: "<html></html>" });
    await expect(find()).rejects.toMatchObject({ code });
  });

  it("[DAV-4] leaves out properties that the server has not, and answers that are none", async () => {
    home.answer = ({ path }) => ({
      status: 207,
      body: `<multistatus xmlns="DAV:"><response><href>${path}</href><propstat><prop><resourcetype><calendar/></resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat><propstat><prop><displayname>Not there</displayname></prop><status>HTTP/1.1 404 Not Found</status></propstat></response></multistatus>`,
    });
    expect(await find()).toEqual([{ url: `${home.url}/`, name: null, mark: null, components: null }]);
    home.answer = () => ({ status: 207, body: "<multistatus/>" });
    await expect(find()).rejects.toMatchObject({ code: "remote_invalid" });
  });
});
