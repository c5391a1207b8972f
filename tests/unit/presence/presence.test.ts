import { describe, expect, it } from "vitest";
import { accessChanged, IDLE_REPORT_MS, LEASE_MS, personChanged, WATCH_MAX } from "@/lib/protocol";
import { presenceHarness, sessionNo, userNo } from "./harness";

const [anna, bob, carol] = [userNo(1), userNo(2), userNo(3)];

async function annaWatchedByBob(options: Parameters<typeof presenceHarness>[0] = {}) {
  const world = presenceHarness(options);
  const hers = world.endpoint(1, anna);
  const his = world.endpoint(2, bob);
  await world.connect(his);
  const first = await world.watch(his, [anna]);
  await world.drain();
  const seen = () => world.held.get(his.endpointId)?.get(anna)?.state;
  return { ...world, world, hers, his, first, seen };
}

describe("leases", () => {
  it("[PRES-20] shows a person Available when their first endpoint connects, and Offline when its lease ends", async () => {
    const { first, seen, connect, drain, hers, his, pass, drop } = await annaWatchedByBob();
    expect(first).toEqual([{ userId: anna, state: "offline", availability: 18_500 }]);
    await connect(hers);
    await drain();
    expect(seen()).toBe("available");
    drop(hers.endpointId);
    await pass(LEASE_MS - 1, [his]);
    expect(seen()).toBe("available");
    await pass(1, [his]);
    expect(seen()).toBe("offline");
  });

  it("[PRES-20] keeps an endpoint that answers, and ends one that is connected but silent", async () => {
    const { seen, connect, hers, his, pass } = await annaWatchedByBob();
    await connect(hers);
    await pass(10 * LEASE_MS, [his, hers]);
    expect(seen()).toBe("available");
    await pass(LEASE_MS, [his]);
    expect(seen()).toBe("offline");
    await pass(5_000, [his, hers]);
    expect(seen()).toBe("available");
  });

  it("[PRES-21] shows nothing of a reload or a network change", async () => {
    const { connect, drain, hers, his, pass, drop, told } = await annaWatchedByBob();
    await connect(hers);
    await drain();
    const before = told.length;
    for (let round = 0; round < 10; round += 1) {
      drop(hers.endpointId);
      await pass(29_000, [his]);
      await connect(hers);
      await drain();
    }
    expect(told.slice(before)).toEqual([]);
  });

  it("[PRES-22] ends an endpoint at goodbye, and does not let its heartbeats bring it back", async () => {
    const { seen, connect, drain, hers, his, pass, presence } = await annaWatchedByBob();
    await connect(hers);
    presence.bye(anna, hers.endpointId);
    await drain();
    expect(seen()).toBe("offline");
    await pass(LEASE_MS, [his, hers]);
    expect(seen()).toBe("offline");
    await connect(hers);
    await drain();
    expect(seen()).toBe("available");
  });

  it("[PRES-22] ends all endpoints of a session, also one whose connection is down, and no other", async () => {
    const { seen, connect, drain, drop, endpoint, presence, hers } = await annaWatchedByBob();
    const second = endpoint(3, anna, { sessionId: sessionNo(1) });
    const elsewhere = endpoint(4, anna);
    for (const one of [hers, second, elsewhere]) await connect(one);
    drop(second.endpointId);
    presence.endSession(sessionNo(1));
    await drain();
    expect(seen()).toBe("available");
    presence.endSession(elsewhere.sessionId);
    await drain();
    expect(seen()).toBe("offline");
  });

  it("[PRES-23] trusts nobody's silence after the server itself was stopped", async () => {
    const { seen, connect, clock, drain, hers, his, pass } = await annaWatchedByBob();
    await connect(hers);
    await pass(10_000, [his, hers]);
    clock.jump(120_000);
    await drain();
    expect(seen()).toBe("available");
    await pass(LEASE_MS, [his]);
    expect(seen()).toBe("offline");
  });

  it("[PRES-24] refuses an endpoint id that somebody else is connected under", async () => {
    const { connect, world, hers } = await annaWatchedByBob();
    await connect(hers);
    await expect(connect({ ...hers, userId: carol })).rejects.toMatchObject({ code: "forbidden" });
    expect(world.presence.selfOf(carol).view.state).toBe("offline");
  });

  it("[PRES-2] turns Inactive and Away by itself, and back with input", async () => {
    const { seen, connect, drain, hers, his, pass, presence } = await annaWatchedByBob();
    await connect(hers);
    presence.reportActivity(anna, hers.endpointId, { active: false, idleForMs: 60_000 });
    await pass(4 * 60_000 - 5_000, [his, hers]);
    expect(seen()).toBe("available");
    await pass(5_000, [his, hers]);
    expect(seen()).toBe("inactive");
    await pass(10 * 60_000, [his, hers]);
    expect(seen()).toBe("away");
    presence.reportActivity(anna, hers.endpointId, { active: true, idleForMs: 0 });
    await drain();
    expect(seen()).toBe("available");
  });

  it("[PRES-2] takes a short pause at the handshake for input: nobody will say that it ended", async () => {
    const { seen, connect, hers, his, pass } = await annaWatchedByBob();
    await connect({ ...hers, idleForMs: IDLE_REPORT_MS - 1 });
    await pass(10 * 60_000, [his, hers]);
    expect(seen()).toBe("available");
    await connect({ ...hers, idleForMs: 6 * 60_000 });
    await pass(1, [his, hers]);
    expect(seen()).toBe("inactive");
  });

  it("[F10] takes new idle limits at once", async () => {
    const { seen, connect, drain, hers, stored, presence } = await annaWatchedByBob();
    await connect(hers);
    presence.reportActivity(anna, hers.endpointId, { active: false, idleForMs: 2 * 60_000 });
    stored.limits.set(anna, { inactiveAfterMs: 60_000, awayAfterMs: 10 * 60_000 });
    await presence.settingsChanged(anna);
    await drain();
    expect(seen()).toBe("inactive");
  });
});

describe("after a server start", () => {
  it("[PRES-1] says Unknown of those not back yet, never a false Offline, and settles", async () => {
    const { first, seen, connect, drain, hers, his, pass, changes } = await annaWatchedByBob({ settleMs: 30_000 });
    expect(first).toEqual([{ userId: anna, state: "unknown" }]);
    await pass(20_000, [his]);
    await connect(hers);
    await drain();
    await pass(60_000, [his, hers]);
    expect(seen()).toBe("available");
    expect(changes().map(({ state }) => state)).toEqual(["available"]);
  });

  it("[PRES-11] settles for a blocked watcher as for one who watches an absent person", async () => {
    const world = presenceHarness({ settleMs: 30_000 });
    const his = world.endpoint(2, bob);
    const hers = world.endpoint(1, anna);
    world.stored.levels.set(`${anna} ${bob}`, "blocked");
    for (const one of [his, hers]) await world.connect(one);
    const views = await world.watch(his, [anna, carol]);
    expect(views.map(({ state }) => state)).toEqual(["unknown", "unknown"]);
    await world.drain();
    expect(world.changes()).toEqual([]);
    await world.pass(30_000, [his, hers]);
    expect(world.changes().sort((a, b) => a.userId.localeCompare(b.userId))).toEqual([anna, carol].map((userId) => ({ userId, state: "offline", availability: 18_500 })));
  });
});

describe("telling", () => {
  it("[PRES-30] makes one telling for each level of all changes of a turn, and none for a level without watchers", async () => {
    const { connect, drain, hers, presence, told, stored, world } = await annaWatchedByBob();
    stored.levels.set(`${anna} ${carol}`, "public");
    const carols = world.endpoint(3, carol);
    await connect(carols);
    await world.watch(carols, [anna]);
    await connect(hers);
    await drain();
    const before = told.length;
    await presence.setManual(anna, "busy");
    presence.reportActivity(anna, hers.endpointId, { active: false, idleForMs: 1_000 });
    presence.publish(anna, { kind: "sharing", owner: "leg", sequence: 1, expiresAtMs: Infinity });
    await drain();
    expect(told.slice(before).map(({ to, event }) => `${event} ${to.replace(/^presence:.*:/, "")}`).sort()).toEqual(["presence:changed company", "presence:changed public", `presence:self ${anna}`].sort());
  });

  it("[PRES-30] does not tell a level what it cannot see", async () => {
    const { connect, drain, hers, presence, told, stored, world } = await annaWatchedByBob();
    stored.levels.set(`${anna} ${carol}`, "public");
    const carols = world.endpoint(3, carol);
    await connect(carols);
    await world.watch(carols, [anna]);
    await connect(hers);
    await presence.setManual(anna, "dnd");
    await drain();
    const before = told.length;
    presence.publish(anna, { kind: "call", owner: "leg", sequence: 1, expiresAtMs: Infinity, activity: "in-a-call" });
    await drain();
    expect(told.slice(before).filter(({ event }) => event === "presence:changed").map(({ to }) => to)).toEqual([`presence:${anna}:company`]);
  });

  it("[PRES-11] tells a blocked watcher nothing of what goes on, also while others begin to watch", async () => {
    const { connect, drain, hers, presence, told, stored, world } = await annaWatchedByBob();
    stored.levels.set(`${anna} ${carol}`, "blocked");
    const carols = world.endpoint(3, carol);
    const late = world.endpoint(4, bob);
    for (const one of [carols, late]) await connect(one);
    await world.watch(carols, [anna]);
    await connect(hers);
    await world.watch(late, [anna]);
    await drain();
    await presence.setManual(anna, "busy");
    presence.bye(anna, hers.endpointId);
    await drain();
    expect(told.filter(({ to }) => to.endsWith(":blocked") || to === carols.endpointId)).toEqual([]);
    expect(world.held.get(carols.endpointId)?.get(anna)).toEqual({ userId: anna, state: "offline", availability: 18_500 });
  });

  it("[PRES-31] tells who read a state that did not last what came of it", async () => {
    const { connect, drain, hers, presence, world } = await annaWatchedByBob();
    await connect(hers);
    await drain();
    presence.publish(anna, { kind: "sharing", owner: "leg", sequence: 1, expiresAtMs: Infinity });
    const late = world.endpoint(3, bob);
    world.connected.add(late.endpointId);
    const watching = world.watch(late, [anna]);
    for (let hop = 0; hop < 20; hop += 1) await Promise.resolve();
    expect(world.held.get(late.endpointId)?.get(anna)?.state).toBe("dnd");
    presence.withdraw(anna, "sharing", "leg");
    await watching;
    await drain();
    expect(world.held.get(late.endpointId)?.get(anna)?.state).toBe("available");
  });

  it("[PRES-33] tells a person's own endpoints what was chosen and what came of it", async () => {
    const { connect, drain, hers, presence, self, stored } = await annaWatchedByBob();
    await connect(hers);
    await drain();
    const [answer] = await Promise.all([presence.setManual(anna, "dnd"), presence.setManual(anna, "brb")]);
    await drain();
    expect(answer).toMatchObject({ manual: "dnd" });
    expect(self.get(anna)?.at(-1)).toMatchObject({ manual: "brb", view: { state: "brb" } });
    expect(stored.manual.get(anna)?.state).toBe("brb");
    await presence.setManual(anna, null);
    await drain();
    expect(self.get(anna)?.at(-1)).toMatchObject({ manual: null, view: { state: "available" } });
  });

  it("[PRES-33] keeps a choice over a sign-out", async () => {
    const { connect, drain, hers, presence, seen } = await annaWatchedByBob();
    await connect(hers);
    await presence.setManual(anna, "dnd");
    presence.bye(anna, hers.endpointId);
    await drain();
    expect(seen()).toBe("offline");
    await connect(hers);
    await drain();
    expect(seen()).toBe("dnd");
  });

  it("[PRES-8] ignores a publication that comes late", async () => {
    const { connect, drain, hers, presence, world, his } = await annaWatchedByBob();
    await connect(hers);
    const call = { kind: "call", owner: "leg", expiresAtMs: Infinity } as const;
    presence.publish(anna, { ...call, sequence: 2, activity: "in-a-conference" });
    presence.publish(anna, { ...call, sequence: 1, activity: "in-a-call" });
    await drain();
    expect(world.held.get(his.endpointId)?.get(anna)?.activity).toBe("in-a-conference");
  });

  it("[PRES-34] remembers nobody who has neither source nor watcher", async () => {
    const { connect, drain, drop, hers, his, presence } = await annaWatchedByBob();
    await connect(hers);
    await drain();
    expect(presence.sizes).toEqual({ people: 2, watchers: 1 });
    presence.selfOf(carol);
    for (const one of [hers, his]) {
      presence.bye(one.userId, one.endpointId);
      drop(one.endpointId);
    }
    await drain();
    expect(presence.sizes).toEqual({ people: 0, watchers: 0 });
  });
});

describe("watching", () => {
  it("[PRES-40] leaves unknown and disabled people out alike, with one query for all", async () => {
    const { his, stored, queries, world } = await annaWatchedByBob();
    stored.disabled.add(carol);
    queries.watchable = 0;
    expect((await world.watch(his, [anna, carol, userNo(999)])).map(({ userId }) => userId)).toEqual([anna]);
    expect(queries.watchable).toBe(1);
  });

  it("[PRES-41] refuses to watch too many, and watches none of them then", async () => {
    const world = presenceHarness({ users: WATCH_MAX + 5 });
    const his = world.endpoint(1, bob);
    await world.connect(his);
    await world.watch(his, world.users.slice(0, WATCH_MAX));
    await world.watch(his, world.users.slice(0, WATCH_MAX));
    await expect(world.watch(his, world.users.slice(WATCH_MAX - 1, WATCH_MAX + 1))).rejects.toMatchObject({ code: "too_large" });
    world.presence.unwatch(his.endpointId, [world.users[0]!]);
    await expect(world.watch(his, [world.users[WATCH_MAX]!])).resolves.toHaveLength(1);
  });

  it("[PRES-42] ends what an endpoint watched with its last connection, also a watch under way", async () => {
    const { drop, his, presence, world } = await annaWatchedByBob();
    const under = world.watch(his, [carol]);
    drop(his.endpointId);
    expect(await under).toEqual([]);
    expect(presence.sizes.watchers).toBe(0);
  });

  it("[PRES-43] moves watchers when their level changes, and tells both sides", async () => {
    const { access, connect, drain, hers, presence, told, seen, his } = await annaWatchedByBob();
    await connect(hers);
    await presence.setManual(anna, "busy");
    await drain();
    const before = told.length;
    await access.set(anna, bob, "blocked");
    await drain();
    expect(seen()).toBe("offline");
    expect(told.slice(before)).toEqual([
      { to: bob, event: personChanged.name, payload: { userId: anna } },
      { to: anna, event: personChanged.name, payload: { userId: bob } },
      { to: anna, event: accessChanged.name, payload: {} },
      { to: his.endpointId, event: "presence:changed", payload: { userId: anna, state: "offline", availability: 18_500 } },
    ]);
    await presence.setManual(anna, "dnd");
    await drain();
    expect(seen()).toBe("offline");
    await access.set(anna, bob, null);
    await drain();
    expect(seen()).toBe("dnd");
  });

  it("[PRES-43] goes by the level that was set while the watch began", async () => {
    const { access, connect, drain, hers, seen, world } = await annaWatchedByBob();
    await connect(hers);
    const late = world.endpoint(3, bob);
    await connect(late);
    let changed: Promise<unknown> | undefined;
    world.during = () => {
      world.during = undefined;
      changed = access.set(anna, bob, "blocked");
    };
    const [view] = await world.watch(late, [anna]);
    await changed;
    await drain();
    expect(view?.state ?? "offline").toMatch(/offline|available/);
    expect(world.held.get(late.endpointId)?.get(anna)?.state).toBe("offline");
    expect(seen()).toBe("offline");
    await world.presence.setManual(anna, "busy");
    await drain();
    expect(world.held.get(late.endpointId)?.get(anna)?.state).toBe("offline");
  });

  it("[PRES-44] tells watchers of all levels but blocked that a card has changed", async () => {
    const { presence, told, stored, world, connect } = await annaWatchedByBob();
    stored.levels.set(`${anna} ${carol}`, "blocked");
    const carols = world.endpoint(3, carol);
    await connect(carols);
    await world.watch(carols, [anna]);
    presence.personChanged(anna);
    expect(told.filter(({ event }) => event === personChanged.name).map(({ to }) => to)).toEqual([`presence:${anna}:company`]);
  });
});

describe("access levels", () => {
  it("[ACC-1] goes by the default, by the owner's word, and sees oneself whole", async () => {
    const { access } = presenceHarness();
    expect(await access.levelsFor([anna, carol, bob], bob)).toEqual(["company", "company", "personal"]);
    expect(await access.set(anna, bob, "team")).toBe("team");
    expect(await access.levelOf(anna, bob)).toBe("team");
    expect(await access.levelOf(bob, anna)).toBe("company");
    expect(await access.set(anna, bob, null)).toBe("company");
    expect(await access.levelOf(anna, bob)).toBe("company");
  });

  it("[ACC-1] refuses unknown and disabled people, and oneself, alike", async () => {
    const { access, stored } = presenceHarness();
    stored.disabled.add(carol);
    for (const subject of [carol, userNo(999), anna]) await expect(access.set(anna, subject, "team")).rejects.toMatchObject({ code: "person_not_found" });
  });

  it("[ACC-2] asks once, and never gives a level that was set aside while it was read", async () => {
    const world = presenceHarness();
    await Promise.all([world.access.levelOf(anna, bob)]);
    await world.access.levelOf(carol, bob);
    expect(world.queries.held).toBe(1);
    await world.access.set(anna, bob, "public");
    let changed: Promise<unknown> | undefined;
    world.during = () => {
      world.during = undefined;
      changed = world.access.set(anna, bob, "blocked");
    };
    const during = world.access.levelOf(anna, bob);
    await changed;
    await during;
    expect(await world.access.levelOf(anna, bob)).toBe("blocked");
  });

  it("[ACC-1] [ACC-8] goes by the owner's default, read once for all owners", async () => {
    const { access, queries, stored } = presenceHarness();
    stored.defaults.set(carol, "public");
    expect(await access.levelsFor([anna, carol], bob)).toEqual(["company", "public"]);
    expect(await access.setDefault(anna, "organisation", "team")).toBe("team");
    expect(await access.levelsFor([anna, carol], bob)).toEqual(["team", "public"]);
    expect(await access.setDefault(carol, "organisation", null)).toBe("company");
    expect(await access.setDefault(carol, "federated", null)).toBe("public");
    expect(await access.levelsFor([anna, carol, bob], bob)).toEqual(["team", "company", "personal"]);
    expect(queries).toMatchObject({ defaults: 1, held: 1 });
  });

  it("[ACC-6] [ACC-8] moves everybody who goes by the default, and nobody else, in one query", async () => {
    const { access, connect, drain, hers, queries, seen, stored, told, world } = await annaWatchedByBob();
    stored.levels.set(`${anna} ${carol}`, "personal");
    const carols = world.endpoint(3, carol);
    await connect(carols);
    await world.watch(carols, [anna]);
    await connect(hers);
    await world.presence.setManual(anna, "dnd");
    await drain();
    const before = told.length;
    await access.setDefault(anna, "organisation", "team");
    await drain();
    expect(seen()).toBe("dnd");
    expect(told.slice(before).filter(({ event }) => event === "presence:changed")).toEqual([
      { to: expect.any(String) as string, event: "presence:changed", payload: expect.objectContaining({ userId: anna, activity: "urgent-interruptions-only" }) as object },
    ]);
    expect(queries.levels).toBe(1);
  });

  it("[ACC-5] [ACC-6] is where the last change says, though changes are told in another order, and never between", async () => {
    const { access, connect, drain, hers, presence, seen, stored, told } = await annaWatchedByBob();
    await connect(hers);
    await presence.setManual(anna, "dnd");
    await access.set(anna, bob, "public");
    await drain();
    const before = told.length;
    // The first would have shown more; the second, stored later, is told first.
    stored.levels.set(`${anna} ${bob}`, "team");
    stored.levels.set(`${anna} ${bob}`, "blocked");
    const change = [{ ownerId: anna, subjectIds: [bob] }];
    await Promise.all([access.announce(change), access.announce(change)]);
    await drain();
    expect(seen()).toBe("offline");
    expect(told.slice(before).filter(({ event }) => event === "presence:changed").map(({ payload }) => (payload as { state: string }).state)).toEqual(["offline"]);
  });

  it("[ACC-5] [ACC-6] does not go by what was read before a later change was told", async () => {
    const { access, connect, drain, hers, presence, seen, stored, told, world } = await annaWatchedByBob();
    await connect(hers);
    await presence.setManual(anna, "dnd");
    await drain();
    const before = told.length;
    const change = [{ ownerId: anna, subjectIds: [bob] }];
    let second: Promise<void> | undefined;
    world.during = () => {
      world.during = undefined;
      stored.levels.set(`${anna} ${bob}`, "blocked");
      second = access.announce(change);
    };
    stored.levels.set(`${anna} ${bob}`, "team");
    await access.announce(change);
    await second;
    await drain();
    expect(seen()).toBe("offline");
    expect(told.slice(before).filter(({ event }) => event === "presence:changed")).toHaveLength(1);
  });

  it("[ACC-6] shows nothing to whom it cannot know what to show", async () => {
    const { access, connect, drain, hers, presence, seen, stored, world } = await annaWatchedByBob();
    await connect(hers);
    await presence.setManual(anna, "dnd");
    await drain();
    expect(seen()).toBe("dnd");
    world.during = () => {
      world.during = undefined;
      throw new Error("the database is gone");
    };
    stored.levels.set(`${anna} ${bob}`, "blocked");
    await expect(access.announce([{ ownerId: anna, subjectIds: [bob] }])).rejects.toThrow("the database is gone");
    await drain();
    expect(seen()).toBe("offline");
  });

  it("[ACC-9] tells the owner of a few by name, and of many that levels changed", async () => {
    const { access, told } = presenceHarness();
    const many = Array.from({ length: 101 }, (_, index) => userNo(100 + index));
    await access.announce([{ ownerId: anna, subjectIds: many }, { ownerId: carol, subjectIds: [bob] }], [bob]);
    const to = (userId: string): unknown[] => told.filter((one) => one.to === userId).map(({ event }) => event);
    expect(to(anna)).toEqual(["access:changed"]);
    expect(to(carol)).toEqual(["person:changed", "access:changed"]);
    expect(to(bob)).toEqual(["person:changed", "access:changed"]);
    for (const userId of many) expect(to(userId)).toEqual(["person:changed"]);
  });
});
