import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessSet, contactsAdd, contactsTag, presenceSet, type UserId } from "@/lib/protocol";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { type Client, connectClient, insertUser, startWorld } from "../presence/world";

describe("tags on the wire", () => {
  let db: TestDatabase;
  let world: Awaited<ReturnType<typeof startWorld>>;
  const clients: Client[] = [];
  const connect = async (userId: UserId): Promise<Client> => {
    const client = await connectClient(world.port, userId);
    clients.push(client);
    return client;
  };
  const person = (givenName: string): Promise<UserId> => insertUser(db.pool, { givenName, familyName: "Keller", email: `${givenName.toLowerCase()}@example.com`, fields: { title: "Head", mobile_phone: "+12025550100" } });

  beforeAll(async () => {
    db = await freshDatabase();
    world = await startWorld({ pool: db.pool });
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await world.stop();
    await db.dispose();
  });

  it("[NOT-5] [F16] a blocked tagger's frames are those of somebody whose tagged person is offline, whatever that one does", async () => {
    // Anna blocked Bob; Dave, whom Carol tagged, is offline. Erin sees Anna, and tells when everything has been told.
    const [anna, bob, carol, dave, erin] = await Promise.all(["Anna", "Bob", "Carol", "Dave", "Erin"].map(person)) as [UserId, UserId, UserId, UserId, UserId];
    const annas = await connect(anna);
    await annas.ask(accessSet, { userId: bob, level: "blocked" });
    const [bobs, carols, erins] = [await connect(bob), await connect(carol), await connect(erin)];
    for (const [client, target] of [[bobs, anna], [carols, dave], [erins, anna]] as const) {
      await client.ask(contactsAdd, { userId: target });
      await client.ask(contactsTag, { userId: target, tagged: true });
    }
    const begin = [bobs, carols].map(({ frames }) => frames.length);
    for (const state of ["busy", "away", "dnd", null] as const) {
      await annas.ask(presenceSet, { state });
      await world.notifications.idle();
    }
    const second = await connect(anna);
    second.close();
    await erins.heard("tag:alert", ({ view }) => (view as { state: string }).state === "available");
    expect(erins.events.filter(({ name }) => name === "tag:alert").map(({ payload }) => (payload["view"] as { state: string }).state)).toEqual(["busy", "away", "dnd", "available"]);
    expect(bobs.frames.slice(begin[0])).toEqual([]);
    expect(carols.frames.slice(begin[1])).toEqual([]);
    // The rows of both lists say the same of a tag.
    const tagFrames = ({ frames }: Client): string[] => frames.filter((frame) => frame.includes("rev") && !frame.includes("contact\"")).map((frame) => frame.replace(/"[0-9a-f-]{36}"/g, '"id"'));
    expect(tagFrames(bobs).length).toBeGreaterThan(0);
    expect(tagFrames(bobs)).toEqual(tagFrames(carols));
    // What a tagger who is not blocked hears carries name and face, nothing that a level could hide.
    const alert = erins.events.find(({ name }) => name === "tag:alert")!;
    expect(Object.keys(alert.payload["person"] as object).sort()).toEqual(["displayName", "email", "userId"]);
  });
});
