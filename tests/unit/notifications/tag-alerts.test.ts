import { beforeEach, describe, expect, it } from "vitest";
import type { AccessLevel, UserId } from "@/lib/protocol";
import { createTagAlerts, type TagAlert } from "@/server/domain/notifications/tag-alerts";
import { type PersonFields, unviewedPerson } from "@/server/domain/presence";
import { silentLogger } from "@/server/telemetry";
import { presenceHarness } from "../presence/harness";

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const personOf = (userId: UserId) => unviewedPerson({ userId, displayName: "Anna Keller", title: "Head", email: "anna@example.com" } as PersonFields);

async function setup(options: { settleMs?: number } = {}) {
  const harness = presenceHarness(options);
  const [anna, bob, carol] = harness.users as [UserId, UserId, UserId];
  const tags = new Set<string>();
  const absent: TagAlert[] = [];
  const here = new Set<UserId>([bob, carol]);
  const dndByChoice = new Set<UserId>();
  let queries = 0;
  let during: (() => Promise<unknown>) | undefined;
  const alerts = createTagAlerts({
    tags: {
      listAll: async () => [...tags].map((pair) => pair.split(" ") as [UserId, UserId]).map(([targetId, taggerId]) => ({ targetId, taggerId, isBlocked: harness.levelOf(targetId, taggerId) === "blocked" })),
      listTaggers: async (targetIds) => {
        queries += 1;
        const rows = [...tags]
          .map((pair) => pair.split(" ") as [UserId, UserId])
          .filter(([targetId]) => targetIds.includes(targetId))
          .map(([targetId, taggerId]) => ({ targetId, taggerId, person: personOf(targetId), level: harness.levelOf(targetId, taggerId), seesTaggerAs: harness.levelOf(taggerId, targetId), choseUndisturbed: dndByChoice.has(taggerId), isActive: !harness.stored.disabled.has(targetId) }));
        // What was read is on its way while this happens.
        const happens = during;
        during = undefined;
        await happens?.();
        return rows;
      },
    },
    presence: harness.presence,
    access: harness.access,
    fanout: { toUsers: (userIds, event, payload) => userIds.forEach((userId) => harness.told.push({ to: userId, event: event.name, payload })), toSession: () => {}, toEveryone: () => {} },
    isConnected: (userId) => here.has(userId),
    onAbsent: (some) => void absent.push(...some),
    clock: { now: () => new Date(harness.clock.now()) },
    log: silentLogger,
  });
  harness.presence.follow(alerts);
  harness.access.onChange((changes) => changes.forEach(({ ownerId }) => alerts.levelsChanged(ownerId)));
  const settle = async (): Promise<void> => {
    await harness.drain();
    await alerts.idle();
    await turn();
    await alerts.idle();
  };
  const tag = (targetId: UserId, taggerId: UserId): void => {
    tags.add(`${targetId} ${taggerId}`);
    alerts.add(targetId, taggerId, harness.levelOf(targetId, taggerId) === "blocked");
  };
  const statesTold = (userId: UserId): string[] => harness.told.filter(({ to, event }) => to === userId && event === "tag:alert").map(({ payload }) => (payload as { view: { state: string } }).view.state);
  const setLevel = (owner: UserId, subject: UserId, level: AccessLevel): Promise<unknown> => harness.access.set(owner, subject, level);
  return { ...harness, alerts, anna, bob, carol, here, absent, dndByChoice, tags, tag, settle, statesTold, setLevel, queries: () => queries, whileAsked: (happens: () => Promise<unknown>) => void (during = happens) };
}

describe("tag alerts", () => {
  let world: Awaited<ReturnType<typeof setup>>;
  beforeEach(async () => {
    world = await setup();
  });

  it("[NOT-3] [F25] one for each change of class; being idle or coming back within a class is none", async () => {
    const { presence, clock, anna, bob, tag, settle, statesTold, pass, connect, endpoint } = world;
    tag(anna, bob);
    const desk = endpoint(1, anna);
    await connect(desk);
    await settle();
    expect(statesTold(bob)).toEqual(["available"]);
    presence.reportActivity(anna, desk.endpointId, { active: false, idleForMs: 60_000 });
    await pass(5 * 60_000, [desk]);
    await settle();
    expect(presence.stateOf(anna)).toBe("inactive");
    expect(statesTold(bob)).toEqual(["available"]);
    await pass(10 * 60_000, [desk]);
    await settle();
    await presence.setManual(anna, "brb");
    await settle();
    expect(statesTold(bob)).toEqual(["available", "away"]);
    await presence.setManual(anna, "busy");
    await settle();
    await presence.setManual(anna, "dnd");
    await settle();
    await presence.setManual(anna, null);
    presence.reportActivity(anna, desk.endpointId, { active: true, idleForMs: 0 });
    await settle();
    presence.bye(anna, desk.endpointId);
    await settle();
    expect(statesTold(bob)).toEqual(["available", "away", "busy-inactive", "dnd", "available", "offline"]);
    clock.advance(60_000);
    await settle();
    expect(statesTold(bob)).toHaveLength(6);
  });

  it("[NOT-3] what changes while it is looked at is one change, and none when it ends where it began", async () => {
    const { presence, anna, bob, tag, settle, statesTold, connect, endpoint } = world;
    await connect(endpoint(1, anna));
    tag(anna, bob);
    await settle();
    await presence.setManual(anna, "busy");
    await presence.setManual(anna, "away");
    await settle();
    expect(statesTold(bob)).toEqual(["away"]);
    await presence.setManual(anna, "busy");
    await world.drain();
    await presence.setManual(anna, "away");
    await settle();
    expect(statesTold(bob)).toEqual(["away"]);
  });

  it("[NOT-4] a server's start is no news: not who was there before, not who is missing after it", async () => {
    world = await setup({ settleMs: 30_000 });
    const { presence, clock, alerts, anna, bob, carol, tags, settle, statesTold, connect, endpoint } = world;
    tags.add(`${anna} ${bob}`);
    tags.add(`${carol} ${bob}`);
    await alerts.load();
    const desk = endpoint(1, anna);
    await connect(desk);
    await settle();
    clock.advance(20_000);
    presence.heartbeat(anna, desk.endpointId);
    clock.advance(10_000);
    await settle();
    expect(statesTold(bob)).toEqual([]);
    await connect(endpoint(2, carol));
    await settle();
    await presence.setManual(anna, "busy");
    await settle();
    expect(statesTold(bob)).toEqual(["available", "busy"]);
  });

  it("[NOT-5] [F16] who is blocked hears nothing; being blocked tells what a sign-off tells, and the way back what a sign-in tells", async () => {
    const { presence, anna, bob, carol, tag, settle, statesTold, setLevel, told, connect, endpoint } = world;
    const desk = endpoint(1, anna);
    await connect(desk);
    tag(anna, bob);
    tag(anna, carol);
    await setLevel(anna, bob, "blocked");
    presence.bye(anna, desk.endpointId);
    await settle();
    const alertsTo = (userId: UserId) => told.filter(({ to, event }) => to === userId && event === "tag:alert").map(({ payload }) => payload);
    // Anna went for both: one was blocked at that moment, the other saw her sign off.
    expect(alertsTo(bob)).toEqual(alertsTo(carol));
    expect(JSON.stringify(alertsTo(bob))).not.toContain("Head");
    await connect(endpoint(2, anna));
    await presence.setManual(anna, "busy");
    await settle();
    expect(statesTold(bob)).toEqual(["offline"]);
    expect(statesTold(carol)).toEqual(["offline", "busy"]);
    await setLevel(anna, bob, "public");
    await settle();
    expect(statesTold(bob)).toEqual(["offline", "busy"]);
  });

  it("[NOT-5] a tag set while blocked hears nothing either", async () => {
    const { presence, anna, bob, tag, settle, statesTold, setLevel, connect, endpoint } = world;
    await setLevel(anna, bob, "blocked");
    await connect(endpoint(1, anna));
    await settle();
    tag(anna, bob);
    await presence.setManual(anna, "away");
    await settle();
    expect(statesTold(bob)).toEqual([]);
  });

  it("[NOT-5] a level that changes while taggers are looked up is looked up again", async () => {
    const { presence, anna, bob, tag, settle, statesTold, setLevel, whileAsked, connect, endpoint, queries } = world;
    await connect(endpoint(1, anna));
    await settle();
    tag(anna, bob);
    whileAsked(() => setLevel(anna, bob, "blocked"));
    await presence.setManual(anna, "busy");
    await settle();
    expect([statesTold(bob), queries()]).toEqual([["offline"], 2]);
  });

  it("[NOT-5] a tag taken back while taggers are looked up is told of nothing", async () => {
    const { presence, alerts, anna, bob, tag, settle, statesTold, whileAsked, connect, endpoint } = world;
    await connect(endpoint(1, anna));
    await settle();
    tag(anna, bob);
    whileAsked(async () => alerts.remove(anna, bob));
    await presence.setManual(anna, "busy");
    await settle();
    expect([statesTold(bob), alerts.size]).toEqual([[], 0]);
  });

  it("[NOT-6] [F47] Do Not Disturb keeps alerts away, by a page or by what was chosen, save about one's team", async () => {
    const { presence, anna, bob, carol, tag, settle, statesTold, absent, here, dndByChoice, setLevel, connect, endpoint } = world;
    await connect(endpoint(1, anna));
    await connect(endpoint(2, bob));
    await presence.setManual(bob, "dnd");
    tag(anna, bob);
    await presence.setManual(anna, "busy");
    await settle();
    expect(statesTold(bob)).toEqual([]);
    await setLevel(bob, anna, "personal");
    await presence.setManual(anna, "away");
    await settle();
    expect(statesTold(bob)).toEqual([]);
    await setLevel(bob, anna, "team");
    await presence.setManual(anna, "busy");
    await settle();
    expect(statesTold(bob)).toEqual(["busy"]);

    here.delete(carol);
    dndByChoice.add(carol);
    tag(anna, carol);
    await presence.setManual(anna, "away");
    await settle();
    expect(absent).toEqual([]);
    dndByChoice.delete(carol);
    await presence.setManual(anna, "busy");
    await settle();
    expect(absent.map(({ taggerId, view }) => [taggerId, view.state])).toEqual([[carol, "busy"]]);
  });

  it("[NOT-7] costs nobody who is not tagged a query, and one query however many tagged; a tag gone from the store goes from memory", async () => {
    const { presence, alerts, anna, bob, carol, users, tag, tags, settle, statesTold, connect, endpoint, queries } = world;
    await connect(endpoint(1, carol));
    await presence.setManual(carol, "busy");
    await settle();
    expect([queries(), alerts.size]).toEqual([0, 0]);
    for (const tagger of users.slice(1)) tag(anna, tagger);
    await connect(endpoint(2, anna));
    await settle();
    expect(queries()).toBe(1);
    expect(statesTold(bob)).toEqual(["available"]);
    tags.clear();
    await presence.setManual(anna, "busy");
    await settle();
    expect([statesTold(bob), alerts.size]).toEqual([["available"], 0]);
  });
});
