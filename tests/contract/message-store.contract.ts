import { beforeEach, describe, expect, it } from "vitest";
import type { ConversationId, Message, MessageId, UserId } from "@/lib/protocol";
import type { ConversationStore } from "@/server/domain/conversations";
import type { AppendOutcome, AppendResult, MessageStore } from "@/server/domain/messaging";
import { aConversationId, aKey, aMessage, asParty, aUserId, text } from "../support/messages";

export type StoreUnderTest = {
  messages: MessageStore;
  conversations: ConversationStore;
  /** Makes a person who can be a member. */
  addPerson(userId: UserId, displayName: string): Promise<void>;
  block(owner: UserId, subject: UserId): Promise<void>;
  unblock(owner: UserId, subject: UserId): Promise<void>;
};

const noon = (minute = 0): Date => new Date(Date.UTC(2031, 4, 4, 12, minute));

function stored(result: AppendResult | undefined): Message {
  if (!result || "code" in result) throw new Error(`Refused: ${result?.code ?? "no result"}`);
  return result.message;
}

/** What every store of messages and conversations promises; run on the one in PostgreSQL and on the one in memory. */
export function messageStoreContract(setUp: () => StoreUnderTest | Promise<StoreUnderTest>): void {
  let store: StoreUnderTest;
  let anna: UserId;
  let bob: UserId;
  let carol: UserId;
  let erin: UserId;

  beforeEach(async () => {
    store = await setUp();
    [anna, bob, carol, erin] = [aUserId(), aUserId(), aUserId(), aUserId()];
    await store.addPerson(anna, "Anna Keller");
    await store.addPerson(bob, "Bob Okafor");
    await store.addPerson(carol, "Carol Lindqvist");
    await store.addPerson(erin, "Erin Walsh");
  });

  async function direct(one: UserId, other: UserId): Promise<ConversationId> {
    const made = await store.conversations.findOrMakeDirect(aConversationId(), asParty(one), asParty(other), noon());
    if ("code" in made) throw new Error(made.code);
    return made.conversationId;
  }
  async function group(creator: UserId, ...others: UserId[]): Promise<ConversationId> {
    const started = await store.conversations.startGroup({ id: aConversationId(), creatorId: asParty(creator), clientKey: aKey(), memberIds: others.map(asParty), subject: "Plans", linkedFrom: null }, noon());
    if ("code" in started) throw new Error(started.code);
    return started.conversationId;
  }
  const append = async (...items: ReturnType<typeof aMessage>[]) => store.messages.append(items, noon(1));
  const send = async (conversationId: ConversationId, author: UserId, plain = "hello"): Promise<Message> =>
    stored((await append(aMessage(conversationId, author, { body: text(plain) }))).results[0]);
  const headOf = async (reader: UserId, conversationId: ConversationId) => (await store.messages.heads(asParty(reader))).find((head) => head.conversationId === conversationId);
  const unreadOf = async (reader: UserId, conversationId: ConversationId) => {
    const head = await headOf(reader, conversationId);
    return head ? head.seq - head.readSeq : 0;
  };
  const summaryOf = async (reader: UserId, id: ConversationId) => (await store.conversations.list(asParty(reader), { limit: 1, ids: [id] })).conversations[0];
  const textsOf = async (reader: UserId, id: ConversationId) => {
    const opened = await store.conversations.open(asParty(reader), id, 50);
    return opened?.items.flatMap((item) => (item.kind === "message" ? [item.body?.content[0]?.content?.[0]?.type === "text" ? item.body.content[0].content[0].text : null] : [])) ?? null;
  };
  const changeOf = (conversationId: ConversationId, messageId: MessageId, author: UserId, plain: string | null) =>
    store.messages.change({ conversationId, messageId, authorId: asParty(author), body: plain === null ? null : text(plain) }, noon(2));

  describe("append", () => {
    it("[MSG-1] numbers messages from 1 and changes without a gap, across conversations of one batch", async () => {
      const [one, other] = [await direct(anna, bob), await group(anna, bob, carol)];
      const before = (await store.conversations.open(asParty(anna), other, 1))!.summary.rev;
      const { results } = await append(aMessage(one, anna), aMessage(other, bob), aMessage(one, bob), aMessage(other, anna));
      expect(results.map((result) => stored(result).seq)).toEqual([1, 1, 2, 2]);
      expect(stored(results[1]).rev).toBe(before + 1);
      expect(stored(results[3]).rev).toBe(before + 2);
      expect(await headOf(anna, other)).toMatchObject({ seq: 2, rev: before + 2 });
    });

    it("[MSG-2] gives a retried key its first number, also when it was edited since", async () => {
      const id = await direct(anna, bob);
      const item = aMessage(id, anna, { body: text("first") });
      const first = stored((await append(item)).results[0]);
      expect(stored((await append({ ...item, id: aConversationId() as string as MessageId })).results[0])).toEqual(first);
      await changeOf(id, first.id, anna, "second");
      expect(stored((await append(item)).results[0])).toMatchObject({ id: first.id, seq: 1, body: text("second") });
      expect((await headOf(anna, id))!.seq).toBe(1);
    });

    it("[MSG-3] refuses a key used for another body, and takes no number for it", async () => {
      const id = await direct(anna, bob);
      const item = aMessage(id, anna);
      await append(item);
      const { results } = await append({ ...item, body: text("something else") }, aMessage(id, anna));
      expect(results[0]).toEqual({ code: "message_key_reused" });
      expect(stored(results[1]).seq).toBe(2);
    });

    it("[MSG-4] answers a stranger like a conversation that does not exist, and stores the neighbours", async () => {
      const id = await direct(anna, bob);
      const { results } = await append(aMessage(id, erin), aMessage(aConversationId(), anna), aMessage(id, anna));
      expect(results.slice(0, 2)).toEqual([{ code: "conversation_not_found" }, { code: "conversation_not_found" }]);
      expect(stored(results[2]).seq).toBe(1);
    });

    it("[MSG-1] stores a batch as it would its messages one by one: retried, refused, withheld, the first ones, with drafts", async () => {
      const outcomes = [];
      for (const together of [true, false]) {
        const [dave, gina] = [aUserId(), aUserId()];
        for (const id of [dave, gina]) await store.addPerson(id, "Dave Moreau");
        const [known, opened, crowd] = [await direct(dave, gina), await direct(dave, anna), await group(gina, dave, bob)];
        const retried = aMessage(known, dave, { body: text("stored before") });
        await store.messages.append([retried], noon());
        await store.block(gina, dave);
        await store.conversations.saveDraft(known, asParty(gina), text("unsent"), noon());
        await store.conversations.saveDraft(crowd, asParty(bob), text("unsent"), noon());
        const items = [
          aMessage(known, dave, { body: text("withheld") }), aMessage(crowd, dave), aMessage(known, gina), { ...retried, body: text("another") }, aMessage(opened, erin), aMessage(opened, dave),
          aMessage(known, gina), aMessage(crowd, bob), aMessage(known, dave, { body: text("withheld, too") }), retried, aMessage(opened, anna), aMessage(known, dave, { body: text("the last") }), aMessage(crowd, bob),
        ];
        const parts: AppendOutcome[] = [];
        for (const batch of together ? [items] : items.map((item) => [item])) parts.push(await append(...batch));
        const names = new Map<string, string>([[known, "known"], [opened, "opened"], [crowd, "crowd"], [dave, "dave"], [gina, "gina"], [anna, "anna"], [bob, "bob"]]);
        const placesOf = (pick: (part: AppendOutcome) => readonly { conversationId: string; userId: string }[]) =>
          parts.flatMap(pick).map(({ conversationId, userId }) => `${names.get(conversationId)} ${names.get(userId)}`).sort();
        const heads = [];
        for (const reader of [dave, gina]) {
          heads.push((await store.messages.heads(asParty(reader))).map(({ conversationId, ...head }) => ({ in: names.get(conversationId), ...head })).sort((a, b) => (a.in! < b.in! ? -1 : 1)));
        }
        outcomes.push({
          results: parts.flatMap(({ results }) => results).map((result) => ("code" in result ? result.code : [result.message.seq, result.message.rev, result.withheldFrom && names.get(result.withheldFrom)])),
          appeared: placesOf(({ appeared }) => appeared),
          cleared: placesOf(({ draftsCleared }) => draftsCleared),
          heads,
          seen: [await textsOf(dave, known), await textsOf(gina, known), await textsOf(anna, opened)],
        });
      }
      expect(outcomes[0]!.appeared).toEqual(["opened anna", "opened dave"]);
      expect(outcomes[0]!.cleared).toEqual(["crowd bob", "known gina"]);
      expect(outcomes[0]!.heads[1]).toMatchObject([{ in: "crowd" }, { in: "known", seq: 4, readSeq: 4 }]);
      expect(outcomes[0]).toEqual(outcomes[1]);
    });

    it("[MSG-5] moves the author's read and delivered positions along, clears their draft, and names the audience", async () => {
      const id = await group(anna, bob, carol);
      await store.conversations.saveDraft(id, asParty(anna), text("unsent"), noon());
      const outcome = await append(aMessage(id, anna));
      expect(outcome.draftsCleared).toEqual([{ conversationId: id, userId: anna }]);
      expect([...outcome.audiences.get(id)!].sort()).toEqual([anna, bob, carol].sort());
      expect(await unreadOf(anna, id)).toBe(0);
      expect(await unreadOf(bob, id)).toBe(1);
      expect((await summaryOf(anna, id))!.draft).toBeNull();
    });

    it("[MSG-6] derives the audience from the same transaction: one who left hears nothing more, one who joined does", async () => {
      const id = await group(anna, bob, carol);
      await append(aMessage(id, anna));
      await store.conversations.leave(id, asParty(carol), noon(2));
      await store.conversations.addMembers(id, asParty(anna), [asParty(erin)], false, noon(3));
      const outcome = await append(aMessage(id, anna));
      expect([...outcome.audiences.get(id)!].sort()).toEqual([anna, bob, erin].sort());
    });
  });

  describe("change", () => {
    it("[MSG-10] numbers an edit, keeps the place, and tells the audience", async () => {
      const id = await direct(anna, bob);
      const first = await send(id, anna, "frist");
      const outcome = await changeOf(id, first.id, anna, "first");
      expect(outcome).toMatchObject({ message: { seq: first.seq, createdRev: first.createdRev, rev: first.rev + 1, body: text("first"), editedAt: noon(2).toISOString() } });
      expect("code" in outcome ? [] : [...outcome.audience].sort()).toEqual([anna, bob].sort());
    });

    it("[MSG-11] takes no number for a change that is in force already", async () => {
      const id = await direct(anna, bob);
      const first = await send(id, anna);
      const once = await changeOf(id, first.id, anna, "other");
      expect(await changeOf(id, first.id, anna, "other")).toMatchObject({ message: "code" in once ? {} : once.message });
      const gone = await changeOf(id, first.id, anna, null);
      expect(gone).toMatchObject({ message: { body: null, rev: first.rev + 2, deletedAt: noon(2).toISOString() } });
      expect(await changeOf(id, first.id, anna, null)).toMatchObject({ message: { rev: first.rev + 2 } });
    });

    it("[MSG-12] refuses by one code each: another's, a deleted, a foreign, an unknown one", async () => {
      const [id, elsewhere] = [await direct(anna, bob), await direct(anna, carol)];
      const message = await send(id, anna);
      expect(await changeOf(id, message.id, bob, "mine now")).toEqual({ code: "not_author" });
      expect(await changeOf(id, message.id, erin, "x")).toEqual({ code: "conversation_not_found" });
      expect(await changeOf(aConversationId(), message.id, anna, "x")).toEqual({ code: "conversation_not_found" });
      expect(await changeOf(elsewhere, message.id, anna, "x")).toEqual({ code: "message_not_found" });
      await changeOf(id, message.id, anna, null);
      expect(await changeOf(id, message.id, anna, "back")).toEqual({ code: "message_deleted" });
    });
  });

  describe("reading", () => {
    it("[MSG-20] catches up ascending, each row once with its last rev, page by page up to the head", async () => {
      const id = await group(anna, bob);
      const start = (await headOf(bob, id))!.rev;
      const first = await send(id, anna, "one");
      await send(id, anna, "two");
      await changeOf(id, first.id, anna, "one, better");
      const page = (await store.messages.catchUp(asParty(bob), id, start, 1))!;
      expect(page).toMatchObject({ more: true, upToRev: start + 2, changes: [{ rev: start + 2 }] });
      const rest = (await store.messages.catchUp(asParty(bob), id, page.upToRev, 10))!;
      expect(rest).toMatchObject({ more: false, upToRev: start + 3, changes: [{ rev: start + 3, item: { body: text("one, better") } }], head: { rev: start + 3, seq: 2, readSeq: 0 } });
    });

    it("[MSG-21] gives all from nothing: members, lines, subject", async () => {
      const id = await group(anna, bob, carol);
      const all = (await store.messages.catchUp(asParty(carol), id, 0, 200))!;
      expect(all.changes.map((change) => change.rev)).toEqual([1, 2, 3, 4, 5]);
      expect(all.changes.map((change) => change.kind)).toEqual(["subject", "member", "member", "member", "item"]);
    });

    it("[MSG-22] pages back in order", async () => {
      const id = await direct(anna, bob);
      for (const plain of ["1", "2", "3", "4", "5"]) await send(id, anna, plain);
      const opened = (await store.conversations.open(asParty(bob), id, 2))!;
      expect(opened.earlier).toBe(true);
      const before = opened.items[0]!.createdRev;
      const page = (await store.messages.earlier(asParty(bob), id, before, 2))!;
      expect(page.items.map((item) => item.kind === "message" && item.seq)).toEqual([2, 3]);
      expect(page.earlier).toBe(true);
      expect((await store.messages.earlier(asParty(bob), id, page.items[0]!.createdRev, 2))!).toMatchObject({ earlier: false, items: [{ seq: 1 }] });
    });

    it("[MSG-23] answers a stranger like an unknown conversation on every reading path", async () => {
      const id = await direct(anna, bob);
      await send(id, anna);
      for (const conversationId of [id, aConversationId()]) {
        expect(await store.messages.catchUp(asParty(erin), conversationId, 0, 10)).toBeNull();
        expect(await store.messages.earlier(asParty(erin), conversationId, 99, 10)).toBeNull();
        expect(await store.messages.markRead({ conversationId, partyId: asParty(erin), seq: 1 })).toBeNull();
        expect(await store.conversations.open(asParty(erin), conversationId, 10)).toBeNull();
        expect(await store.conversations.listenersOf(conversationId, asParty(erin))).toBeNull();
        expect(await store.conversations.saveDraft(conversationId, asParty(erin), text("x"), noon())).toBeNull();
        expect(await store.conversations.leave(conversationId, asParty(erin), noon())).toEqual({ code: "conversation_not_found" });
        expect(await store.conversations.rename(conversationId, asParty(erin), "x", noon())).toEqual({ code: "conversation_not_found" });
        expect(await store.conversations.addMembers(conversationId, asParty(erin), [asParty(erin)], true, noon())).toEqual({ code: "conversation_not_found" });
        expect(await summaryOf(erin, conversationId)).toBeUndefined();
        expect(await store.messages.markDelivered([{ conversationId, partyId: asParty(erin), seq: 1 }])).toEqual([]);
      }
      expect(await store.messages.heads(asParty(erin))).toEqual([]);
    });

    it("[MSG-24] moves read positions forward only, and never past the newest", async () => {
      const id = await direct(anna, bob);
      for (const plain of ["1", "2", "3"]) await send(id, anna, plain);
      const mark = (seq: number) => store.messages.markRead({ conversationId: id, partyId: asParty(bob), seq });
      expect(await mark(2)).toEqual({ readSeq: 2 });
      expect(await mark(1)).toEqual({ readSeq: 2 });
      expect(await mark(99)).toEqual({ readSeq: 3 });
      expect(await unreadOf(bob, id)).toBe(0);
    });

    it("[MSG-25] tells that all have received when the last one has, once", async () => {
      const id = await group(anna, bob, carol);
      await send(id, anna);
      const has = (member: UserId, seq = 1) => store.messages.markDelivered([{ conversationId: id, partyId: asParty(member), seq }]);
      expect(await has(bob)).toEqual([]);
      const [told] = await has(carol, 99);
      expect(told).toMatchObject({ conversationId: id, deliveredSeq: 1 });
      expect([...told!.audience].sort()).toEqual([anna, bob, carol].sort());
      expect(await has(carol)).toEqual([]);
      expect(await headOf(anna, id)).toMatchObject({ deliveredSeq: 1 });
    });
  });

  describe("members", () => {
    it("[CONV-1] makes one direct conversation for each pair, whoever asks, also at once", async () => {
      const ids = await Promise.all([direct(anna, bob), direct(bob, anna), direct(anna, bob)]);
      expect(new Set(ids).size).toBe(1);
      expect(await direct(anna, carol)).not.toBe(ids[0]);
    });

    it("[CONV-2] shows a direct conversation to nobody until its first message, then to both", async () => {
      const id = await direct(anna, bob);
      expect(await headOf(anna, id)).toBeUndefined();
      expect(await headOf(bob, id)).toBeUndefined();
      const outcome = await append(aMessage(id, anna));
      expect(outcome.appeared.map(({ userId }) => userId).sort()).toEqual([anna, bob].sort());
      expect((await append(aMessage(id, bob))).appeared).toEqual([]);
      expect((await store.conversations.list(asParty(bob), { limit: 10 })).conversations.map((conversation) => conversation.id)).toEqual([id]);
    });

    it("[CONV-3] shows it to its author alone for a draft", async () => {
      const id = await direct(anna, bob);
      expect(await store.conversations.saveDraft(id, asParty(anna), text("unsent"), noon())).toEqual({ appeared: true });
      expect(await store.conversations.saveDraft(id, asParty(anna), text("unsent still"), noon())).toEqual({ appeared: false });
      expect((await summaryOf(anna, id))!.draft).toEqual(text("unsent still"));
      expect((await summaryOf(bob, id))!.draft).toBeNull();
      expect(await headOf(anna, id)).toBeDefined();
      expect(await headOf(bob, id)).toBeUndefined();
    });

    it("[CONV-4] starts a group once for each key, with the direct partner but without the direct history", async () => {
      const from = await direct(anna, bob);
      await send(from, anna, "private");
      const wish = { id: aConversationId(), creatorId: asParty(anna), clientKey: aKey(), memberIds: [asParty(carol)], subject: null, linkedFrom: from };
      const started = await store.conversations.startGroup(wish, noon(2));
      if ("code" in started) throw new Error(started.code);
      expect([...started.audience].sort()).toEqual([anna, bob, carol].sort());
      expect(await store.conversations.startGroup({ ...wish, id: aConversationId() }, noon(3))).toMatchObject({ conversationId: started.conversationId });
      const opened = (await store.conversations.open(asParty(carol), started.conversationId, 50))!;
      expect(opened.items.map((item) => (item.kind === "system" ? item.code : item.kind))).toEqual(["started", "continued-from"]);
      expect(opened.members.map((member) => member.party.id).sort()).toEqual([anna, bob, carol].sort());
      expect(opened.summary).toMatchObject({ kind: "group", memberCount: 3, seq: 0, rev: 5 });
    });

    it("[CONV-5] refuses a link to what is not the creator's, and people who do not exist", async () => {
      const [foreign, own] = [await direct(bob, carol), await group(anna, bob)];
      const wish = { id: aConversationId(), creatorId: asParty(anna), memberIds: [asParty(carol)], subject: null };
      expect(await store.conversations.startGroup({ ...wish, clientKey: aKey(), linkedFrom: foreign }, noon())).toEqual({ code: "conversation_not_found" });
      expect(await store.conversations.startGroup({ ...wish, clientKey: aKey(), linkedFrom: own }, noon())).toEqual({ code: "invalid_input" });
      expect(await store.conversations.startGroup({ ...wish, clientKey: aKey(), memberIds: [asParty(aUserId())], linkedFrom: null }, noon())).toEqual({ code: "person_not_found" });
      expect(await store.conversations.findOrMakeDirect(aConversationId(), asParty(anna), asParty(aUserId()), noon())).toEqual({ code: "person_not_found" });
    });

    it("[CONV-6] lets who is added from now read from now, and who is added from the start read all", async () => {
      const id = await group(anna, bob);
      await send(id, anna, "before");
      const step = await store.conversations.addMembers(id, asParty(anna), [asParty(carol), asParty(bob)], false, noon(2));
      expect(step).toMatchObject({ added: [carol], changes: [{ kind: "member" }, { kind: "item", item: { code: "joined", params: { partyIds: carol } } }] });
      await store.conversations.addMembers(id, asParty(anna), [asParty(erin)], true, noon(3));
      await send(id, bob, "after");
      expect(await textsOf(carol, id)).toEqual(["after"]);
      expect(await textsOf(erin, id)).toEqual(["before", "after"]);
      expect(await unreadOf(carol, id)).toBe(1);
      expect(await unreadOf(erin, id)).toBe(1);
      expect((await store.messages.earlier(asParty(carol), id, 999, 50))!.items.filter((item) => item.kind === "message")).toHaveLength(1);
      expect((await store.messages.catchUp(asParty(carol), id, 0, 50))!.changes.filter((change) => change.kind === "item" && change.item.kind === "message")).toHaveLength(1);
    });

    it("[CONV-7] [MSG-27] lets who left read what there was, as it was, and nothing after", async () => {
      const id = await group(anna, bob, carol);
      const first = await send(id, anna, "as carol knew it");
      expect(await store.conversations.leave(id, asParty(carol), noon(2))).toMatchObject({ changes: [{ kind: "member", member: { active: false } }, { kind: "item", item: { code: "left" } }] });
      await changeOf(id, first.id, anna, "changed behind her back");
      await send(id, anna, "secret");
      await store.conversations.rename(id, asParty(anna), "Secret plans", noon(3));
      await store.conversations.addMembers(id, asParty(anna), [asParty(erin)], true, noon(4));
      expect(await textsOf(carol, id)).toEqual(["as carol knew it"]);
      const opened = (await store.conversations.open(asParty(carol), id, 50))!;
      expect(opened.summary).toMatchObject({ subject: "Plans", seq: 1 });
      expect(opened.members.map((member) => member.party.id).sort()).toEqual([anna, bob, carol].sort());
      expect((await store.messages.catchUp(asParty(carol), id, 0, 50))!.changes.every((change) => change.rev <= opened.summary.rev)).toBe(true);
      expect(await headOf(carol, id)).toBeUndefined();
      expect((await store.conversations.list(asParty(carol), { limit: 10 })).conversations).toEqual([]);
      expect((await append(aMessage(id, carol))).results[0]).toEqual({ code: "conversation_not_found" });
      expect(await store.conversations.leave(id, asParty(carol), noon(5))).toEqual({ code: "conversation_not_found" });
    });

    it("[CONV-8] renames with a line, once; and leaves direct conversations as they are", async () => {
      const id = await group(anna, bob);
      expect(await store.conversations.rename(id, asParty(bob), "Lunch", noon(2))).toMatchObject({ changes: [{ kind: "subject", subject: "Lunch" }, { kind: "item", item: { code: "renamed", params: { subject: "Lunch" } } }] });
      expect(await store.conversations.rename(id, asParty(bob), "Lunch", noon(3))).toMatchObject({ changes: [] });
      const pair = await direct(anna, bob);
      expect(await store.conversations.rename(pair, asParty(anna), "x", noon())).toEqual({ code: "not_a_group" });
      expect(await store.conversations.leave(pair, asParty(anna), noon())).toEqual({ code: "not_a_group" });
      expect(await store.conversations.addMembers(pair, asParty(anna), [asParty(carol)], true, noon())).toEqual({ code: "not_a_group" });
    });

    it("[CONV-9] lists by last activity, page by page", async () => {
      const ids = [await group(anna, bob), await group(anna, bob), await group(anna, bob)];
      for (const [index, id] of ids.entries()) await store.messages.append([aMessage(id, bob)], noon(10 + index));
      const first = await store.conversations.list(asParty(anna), { limit: 2 });
      expect(first.conversations.map((conversation) => conversation.id)).toEqual([ids[2], ids[1]]);
      expect(first.more).toBe(true);
      const last = first.conversations[1]!;
      const rest = await store.conversations.list(asParty(anna), { limit: 2, before: { lastActivityAt: last.lastActivityAt, id: last.id } });
      expect(rest.conversations.map((conversation) => conversation.id)).toEqual([ids[0]]);
      expect(rest.more).toBe(false);
    });

    it("[CONV-10] gives a left conversation's delivered position to those who stay", async () => {
      const id = await group(anna, bob, carol);
      await send(id, anna);
      await store.messages.markDelivered([{ conversationId: id, partyId: asParty(bob), seq: 1 }]);
      expect(await store.conversations.leave(id, asParty(carol), noon(2))).toMatchObject({ deliveredSeq: 1 });
    });
  });

  describe("blocked", () => {
    it("[CONV-20] keeps a blocked author's message from the blocker on every path, and from the author that it was", async () => {
      const id = await direct(anna, bob);
      await send(id, bob, "seen");
      await store.messages.markRead({ conversationId: id, partyId: asParty(anna), seq: 1 });
      const [headBefore, summaryBefore] = [await headOf(anna, id), await summaryOf(anna, id)];
      await store.block(anna, bob);
      const outcome = await append(aMessage(id, bob, { body: text("withheld") }));
      expect(outcome.results[0]).toMatchObject({ withheldFrom: anna, message: { seq: 2 } });
      expect(await headOf(anna, id)).toEqual(headBefore);
      expect(await summaryOf(anna, id)).toEqual(summaryBefore);
      expect(await textsOf(anna, id)).toEqual(["seen"]);
      expect((await store.messages.earlier(asParty(anna), id, 999, 50))!.items).toHaveLength(1);
      expect((await store.messages.catchUp(asParty(anna), id, headBefore!.rev, 50))!).toMatchObject({ changes: [], upToRev: headBefore!.rev, head: headBefore });
      expect(await textsOf(bob, id)).toEqual(["seen", "withheld"]);
      expect(await store.messages.markDelivered([{ conversationId: id, partyId: asParty(anna), seq: 99 }])).toMatchObject([{ deliveredSeq: 1 }]);
      expect(await headOf(bob, id)).toMatchObject({ seq: 2, deliveredSeq: 1 });
      expect(await store.conversations.listenersOf(id, asParty(bob))).toEqual([]);
    });

    it("[CONV-21] keeps the blocker's unread exact, before and after the block is lifted", async () => {
      const id = await direct(anna, bob);
      await send(id, bob, "1");
      await store.block(anna, bob);
      await send(id, bob, "2, withheld");
      await send(id, bob, "3, withheld");
      expect(await unreadOf(anna, id)).toBe(1);
      await store.unblock(anna, bob);
      await send(id, bob, "4");
      expect(await unreadOf(anna, id)).toBe(2);
      expect(await textsOf(anna, id)).toEqual(["1", "4"]);
      expect(await store.messages.markRead({ conversationId: id, partyId: asParty(anna), seq: 4 })).toEqual({ readSeq: 4 });
      expect(await unreadOf(anna, id)).toBe(0);
    });

    it("[CONV-22] never shows a conversation that holds nothing but withheld messages", async () => {
      const id = await direct(anna, bob);
      await store.block(anna, bob);
      const outcome = await append(aMessage(id, bob));
      expect(outcome.appeared).toEqual([{ conversationId: id, userId: bob }]);
      expect(await headOf(anna, id)).toBeUndefined();
      await store.unblock(anna, bob);
      expect((await append(aMessage(id, bob, { body: text("hello again") }))).appeared).toEqual([{ conversationId: id, userId: anna }]);
      expect(await textsOf(anna, id)).toEqual(["hello again"]);
      expect(await unreadOf(anna, id)).toBe(1);
    });

    it("[CONV-23] lets a blocked author's edit of an earlier message change nothing for the blocker", async () => {
      const id = await direct(anna, bob);
      const seen = await send(id, bob, "seen");
      const before = await headOf(anna, id);
      await store.block(anna, bob);
      expect(await changeOf(id, seen.id, bob, "an insult")).toMatchObject({ withheldFrom: anna });
      expect(await headOf(anna, id)).toEqual(before);
      expect(await textsOf(anna, id)).toEqual(["seen"]);
      expect((await store.messages.catchUp(asParty(anna), id, before!.rev, 50))!.changes).toEqual([]);
      await store.unblock(anna, bob);
      await changeOf(id, seen.id, bob, "sorry");
      expect(await textsOf(anna, id)).toEqual(["sorry"]);
    });

    it("[CONV-25] reads withheld messages as delivered once a later one is, as with a person who came back", async () => {
      const id = await direct(anna, bob);
      await store.block(anna, bob);
      await send(id, bob, "withheld");
      expect(await store.messages.markDelivered([{ conversationId: id, partyId: asParty(anna), seq: 1 }])).toEqual([]);
      await store.unblock(anna, bob);
      await send(id, bob, "seen");
      expect(await store.messages.markDelivered([{ conversationId: id, partyId: asParty(anna), seq: 2 }])).toMatchObject([{ deliveredSeq: 2 }]);
      expect(await textsOf(anna, id)).toEqual(["seen"]);
    });

    it("[CONV-24] leaves groups alone, and what the blocker writes", async () => {
      const [pair, shared] = [await direct(anna, bob), await group(anna, bob)];
      await store.block(anna, bob);
      await send(shared, bob, "to all");
      await send(pair, bob, "withheld");
      await send(pair, anna, "to bob");
      expect(await textsOf(anna, shared)).toEqual(["to all"]);
      expect(await textsOf(anna, pair)).toEqual(["to bob"]);
      expect(await textsOf(bob, pair)).toEqual(["withheld", "to bob"]);
      expect(await unreadOf(anna, pair)).toBe(0);
      expect(await store.conversations.listenersOf(pair, asParty(anna))).toEqual([bob]);
    });
  });
}
