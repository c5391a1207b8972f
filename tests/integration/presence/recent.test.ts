import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConversationId, RECENT_MAX, richTextFromPlain, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { runtime } from "@/server/http/runtime";
import { addCast } from "@/tests/support/people";
import { startTestServer, type TestServer } from "@/tests/support/server";
import { insertUser } from "./world";

describe("[F27] recent contacts", () => {
  let server: TestServer;
  let cast: Awaited<ReturnType<typeof addCast>>;
  beforeAll(async () => {
    server = await startTestServer();
    cast = await addCast(server.db);
  });
  afterAll(() => server.dispose());

  const recentOf = async (userId: UserId): Promise<UserId[]> => (await runtime().contacts.recent(userId)).map(({ person }) => person.userId);
  const say = (conversationId: ConversationId, from: UserId) =>
    runtime().conversations.sendMessage(from, { conversationId, clientKey: uuidV7(), body: richTextFromPlain("Hello"), importance: "normal" });
  const writeTo = async (from: UserId, to: UserId): Promise<ConversationId> => {
    const { conversation } = await runtime().conversations.startDirect(from, { userId: to });
    await say(conversation.id, from);
    return conversation.id;
  };

  it("[CON-13] names people of direct conversations, and who wrote in groups, each once, the latest first", async () => {
    const [anna, bob, carol, dave, erin] = [cast.anna.userId, cast.bob.userId, cast.carol.userId, cast.dave.userId, cast.erin.userId];
    expect(await recentOf(anna)).toEqual([]);
    await runtime().conversations.startDirect(anna, { userId: erin }); // Opened, but nothing was said.
    await writeTo(anna, bob);
    await writeTo(carol, anna);
    expect(await recentOf(anna)).toEqual([carol, bob]);
    const { conversation } = await runtime().conversations.startGroup(anna, { clientKey: uuidV7(), userIds: [bob, dave, erin], subject: "Tender" });
    await say(conversation.id, dave);
    await say(conversation.id, anna);
    expect(await recentOf(anna)).toEqual([dave, carol, bob]);
    await say(conversation.id, bob);
    expect(await recentOf(anna)).toEqual([bob, dave, carol]);
    // Everybody of the group dealt with those who wrote.
    expect(await recentOf(erin)).toEqual([bob, anna, dave]);
  });

  it("[CON-13] takes what is withheld from the asker for something that never happened, and leaves disabled people out", async () => {
    const [asker, blocked, gone] = await Promise.all(["Asker", "Blocked", "Gone"].map((givenName) => insertUser(server.db.pool, { givenName, familyName: "Person", email: `${givenName.toLowerCase()}@example.com` })));
    await writeTo(asker!, cast.bob.userId);
    await server.db.pool.query(`INSERT INTO access_level (owner_id, subject_id, level) VALUES ($1, $2, 'blocked')`, [asker, blocked]);
    await writeTo(blocked!, asker!);
    await writeTo(gone!, asker!);
    expect(await recentOf(asker!)).toEqual([gone, cast.bob.userId]);
    expect(await recentOf(blocked!)).toEqual([asker]);
    await server.db.pool.query(`UPDATE "user" SET status = 'disabled' WHERE id = $1`, [gone]);
    expect(await recentOf(asker!)).toEqual([cast.bob.userId]);
  });

  it("[CON-13] ends after RECENT_MAX people", async () => {
    const anna = await insertUser(server.db.pool, { givenName: "Busy", familyName: "Person", email: "busy@example.com" });
    const others: UserId[] = [];
    for (let n = 0; n <= RECENT_MAX; n += 1) {
      others.push(await insertUser(server.db.pool, { givenName: "Other", familyName: String(n), email: `other${n}@example.com` }));
      await writeTo(others[n]!, anna);
    }
    expect(await recentOf(anna)).toEqual(others.reverse().slice(0, RECENT_MAX));
  });
});
