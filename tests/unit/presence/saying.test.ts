import { describe, expect, it } from "vitest";
import { type CustomState, LEASE_MS } from "@/lib/protocol";
import { endpointNo, presenceHarness, stateNo, userNo } from "./harness";

const [anna, bob, carol] = [userNo(1), userNo(2), userNo(3)];
const COURT: CustomState = { id: stateNo(1), base: "busy", labels: { en: "In court" } };
const MIN = 60_000;

/** Anna may be here; Bob watches her as a colleague, Carol as one who is blocked. */
async function annaWatched(options: Parameters<typeof presenceHarness>[0] & { before?: (world: ReturnType<typeof presenceHarness>) => void } = {}) {
  const world = presenceHarness(options);
  world.stored.levels.set(`${anna} ${carol}`, "blocked");
  options.before?.(world);
  const [hers, his, carols] = [world.endpoint(1, anna, { network: "office" }), world.endpoint(2, bob), world.endpoint(3, carol)];
  for (const one of [his, carols]) {
    await world.connect(one);
    await world.watch(one, [anna]);
  }
  await world.drain();
  const seen = () => world.held.get(his.endpointId)?.get(anna);
  const self = () => world.self.get(anna)?.at(-1);
  return { ...world, world, hers, his, carols, seen, self };
}

describe("a choice with an end", () => {
  it("[F21] [PRES-50] ends by itself, and all hear it without asking", async () => {
    const { clock, connect, drain, hers, his, pass, presence, seen, self } = await annaWatched();
    await connect(hers);
    const untilMs = clock.now() + 10 * MIN;
    expect(await presence.setManual(anna, "dnd", { untilMs })).toMatchObject({ manual: "dnd", manualUntil: new Date(untilMs).toISOString(), automatic: "available" });
    await pass(10 * MIN - 1, [hers, his]);
    expect(seen()?.state).toBe("dnd");
    await pass(1, [hers, his]);
    expect(seen()?.state).toBe("available");
    expect(self()).toMatchObject({ manual: null, manualUntil: null });
    await drain();
  });

  it("[F21] [PRES-50] that has ended while nobody was here is none, and is forgotten", async () => {
    const { clock, connect, drain, hers, his, pass, presence, queries, seen, stored } = await annaWatched();
    await connect(hers);
    await presence.setManual(anna, "dnd", { untilMs: clock.now() + 5 * MIN });
    presence.bye(anna, hers.endpointId);
    await pass(6 * MIN, [his]);
    await connect(hers);
    await drain();
    expect(seen()?.state).toBe("available");
    expect(stored.manual.has(anna)).toBe(false);
    expect(queries.forgotten).toBe(1);
  });

  it("[PRES-50] refuses an end that has passed", async () => {
    const { clock, connect, hers, presence, stored } = await annaWatched();
    await connect(hers);
    await expect(presence.setManual(anna, "dnd", { untilMs: clock.now() })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(presence.setNote(anna, { text: "x", audience: "company", untilMs: clock.now() - 1 })).rejects.toMatchObject({ code: "invalid_input" });
    expect(stored.manual.has(anna)).toBe(false);
  });

  it("[F21] [PRES-33] tells the person what would be without the choice, when that changes beneath it", async () => {
    const { connect, drain, hers, presence, self } = await annaWatched();
    await connect(hers);
    await presence.setManual(anna, "dnd");
    await drain();
    expect(self()?.automatic).toBe("available");
    presence.publish(anna, { kind: "calendar", owner: "cal", sequence: 1, expiresAtMs: Infinity, activity: "in-a-meeting" });
    await drain();
    expect(self()).toMatchObject({ manual: "dnd", automatic: "busy" });
  });
});

describe("a note", () => {
  it("[F22] [PRES-51] is seen by its audience, and ends by itself", async () => {
    const { clock, connect, hers, his, carols, pass, presence, seen, self, world } = await annaWatched();
    await connect(hers);
    await presence.setNote(anna, { text: "Back at three", audience: "company", untilMs: clock.now() + MIN });
    await pass(1_000, [hers, his, carols]);
    expect(seen()?.note).toBe("Back at three");
    expect(self()?.note).toMatchObject({ text: "Back at three", audience: "company" });
    expect(world.held.get(carols.endpointId)?.get(anna)).toEqual({ userId: anna, state: "offline", availability: 18_500 });
    await pass(MIN, [hers, his, carols]);
    expect(seen()).not.toHaveProperty("note");
    expect(self()?.note).toBeNull();
  });

  it("[F22] [PRES-51] is not told to a level outside of its audience", async () => {
    const { connect, drain, hers, presence, seen, told, stored, world, endpoint } = await annaWatched();
    stored.levels.set(`${anna} ${userNo(4)}`, "team");
    const teams = endpoint(4, userNo(4));
    await connect(teams);
    await world.watch(teams, [anna]);
    await connect(hers);
    await drain();
    const before = told.length;
    await presence.setNote(anna, { text: "Among us", audience: "team" });
    await drain();
    expect(told.slice(before).filter(({ event }) => event === "presence:changed").map(({ to }) => to)).toEqual([`presence:${anna}:team`]);
    expect(seen()).not.toHaveProperty("note");
  });

  it("[F22] [PRES-53] of somebody who is not here is seen from the first look, and ends by itself", async () => {
    const { his, pass, seen } = await annaWatched({ before: ({ clock, saidBy, stored }) => stored.said.set(anna, { ...saidBy(anna), note: { text: "On holiday", audience: "company", expiresAtMs: clock.now() + MIN } }) });
    expect(seen()).toEqual({ userId: anna, state: "offline", availability: 18_500, note: "On holiday" });
    await pass(MIN, [his]);
    expect(seen()).toEqual({ userId: anna, state: "offline", availability: 18_500 });
  });

  it("[F22] [PRES-53] stays when the person goes, without the choice and the place", async () => {
    const { connect, drain, hers, presence, seen } = await annaWatched();
    await connect(hers);
    await presence.setNote(anna, { text: "Bye", audience: "company" });
    await presence.setPlace(anna, "office", { place: "Office", audience: "company", remember: false });
    await drain();
    expect(seen()).toMatchObject({ state: "available", note: "Bye", location: "Office" });
    presence.bye(anna, hers.endpointId);
    await drain();
    expect(seen()).toEqual({ userId: anna, state: "offline", availability: 18_500, note: "Bye" });
    await connect(hers);
    await drain();
    expect(seen()).toMatchObject({ state: "available", note: "Bye", location: "Office" });
  });

  it("[PRES-53] that changed while a watch was read is the one that counts", async () => {
    const { connect, drain, drop, hers, presence, world, endpoint, queries } = await annaWatched();
    const late = endpoint(4, carol);
    world.stored.levels.delete(`${anna} ${carol}`);
    for (const one of [world.users[1]!, carol]) presence.unwatch(endpoint(one === carol ? 3 : 2, one).endpointId, [anna]);
    await connect(late);
    await connect(hers);
    queries.watchable = 0;
    let changed: Promise<unknown> | undefined;
    world.during = () => {
      world.during = undefined;
      changed = presence.setNote(anna, { text: "Newer", audience: "company" }).then(() => {
        presence.bye(anna, hers.endpointId);
        drop(hers.endpointId);
      });
    };
    const [view] = await world.watch(late, [anna]);
    await changed;
    await drain();
    expect(view?.note).toBe("Newer");
    expect(world.held.get(late.endpointId)?.get(anna)?.note).toBe("Newer");
  });

  it("[F11] [PRES-52] is what the calendar says of being out of office, unless there is one of one's own", async () => {
    const { connect, drain, hers, presence, seen, self } = await annaWatched();
    await connect(hers);
    const away = { kind: "calendar", sequence: 1, expiresAtMs: Infinity } as const;
    presence.publish(anna, { ...away, owner: "b", activity: "out-of-office", note: "Back on Monday" });
    presence.publish(anna, { ...away, owner: "c", activity: "out-of-office", note: "Later one" });
    presence.publish(anna, { ...away, owner: "a", activity: "in-a-meeting", note: "Not this one" });
    await drain();
    expect(seen()).toMatchObject({ state: "away", activity: "out-of-office", note: "Back on Monday" });
    expect(self()?.note).toBeNull();
    await presence.setManual(anna, "available");
    await drain();
    expect(seen()).toMatchObject({ state: "available", note: "Back on Monday" });
    await presence.setNote(anna, { text: "In fact here", audience: "company" });
    await drain();
    expect(seen()?.note).toBe("In fact here");
    presence.withdraw(anna, "calendar", "b");
    await presence.setNote(anna, { text: "", audience: "company" });
    await drain();
    expect(seen()?.note).toBe("Later one");
  });

  it("[F11] [PRES-53] of the calendar is seen of somebody who is not here, as long as it holds", async () => {
    const { connect, drain, hers, his, pass, seen } = await annaWatched({ before: ({ clock, stored }) => stored.absences.set(anna, { text: "On leave", untilMs: clock.now() + 10 * MIN }) });
    expect(seen()).toEqual({ userId: anna, state: "offline", availability: 18_500, note: "On leave" });
    await connect(hers);
    await drain();
    // From here on the calendar itself publishes.
    expect(seen()).toEqual({ userId: anna, state: "available", availability: 3_500, device: "desktop" });
    await pass(LEASE_MS, [his]);
    expect(seen()?.state).toBe("offline");
  });

  it("[F11] [PRES-53] of the calendar stays when the person goes and the calendar falls silent, and keeps no record", async () => {
    const { clock, connect, drain, hers, his, pass, presence, seen } = await annaWatched();
    // As the calendars' part does: what it says is said while the person is here.
    presence.follow({ stateIs: (userId, state) => void (state === "offline" && presence.withdraw(userId, "calendar", "out-of-office")), settled: () => undefined });
    await connect(hers);
    presence.publish(anna, { kind: "calendar", owner: "out-of-office", sequence: 0, expiresAtMs: clock.now() + 60 * MIN, activity: "out-of-office", note: "On leave" });
    await drain();
    presence.bye(anna, hers.endpointId);
    await drain();
    expect(seen()).toEqual({ userId: anna, state: "offline", availability: 18_500, note: "On leave" });
    await pass(60 * MIN, [his]);
    expect(seen()).not.toHaveProperty("note");

    await connect(hers);
    presence.publish(anna, { kind: "calendar", owner: "out-of-office", sequence: 0, expiresAtMs: clock.now() + 60 * MIN, activity: "out-of-office", note: "On leave" });
    await drain();
    presence.withdraw(anna, "calendar", "out-of-office"); // The entry was deleted.
    await drain();
    const { people } = presence.sizes;
    for (const number of [2, 3]) presence.unwatch(endpointNo(number), [anna]);
    presence.publish(anna, { kind: "calendar", owner: "out-of-office", sequence: 0, expiresAtMs: clock.now() + 60 * MIN, activity: "out-of-office", note: "Again" });
    await drain();
    presence.bye(anna, hers.endpointId);
    await drain();
    expect(presence.sizes.people).toBe(people - 1);
  });

  it("[PRES-11] changes nothing for who is blocked, before and after", async () => {
    const { carols, connect, drain, hers, presence, told, stored, world } = await annaWatched({ before: ({ saidBy, stored: of }) => of.said.set(anna, { ...saidBy(anna), note: { text: "On holiday", audience: "company", expiresAtMs: Infinity } }) });
    stored.absences.set(anna, { text: "On leave", untilMs: Infinity });
    expect(await world.watch(carols, [anna])).toEqual([{ userId: anna, state: "offline", availability: 18_500 }]);
    await connect(hers);
    await presence.setNote(anna, { text: "Other", audience: "company" });
    await presence.setPlace(anna, "office", { place: "Office", audience: "company", remember: true });
    await drain();
    expect(told.filter(({ to }) => to === `presence:${anna}:blocked` || to === carols.endpointId)).toEqual([]);
  });
});

describe("a place", () => {
  it("[F24] [PRES-54] said by hand holds over sign-outs, until it is changed", async () => {
    const { connect, drain, hers, presence, seen, self } = await annaWatched();
    await connect(hers);
    expect(await presence.setPlace(anna, "office", { place: "Room 12", audience: "company", remember: false })).toMatchObject({ location: { place: "Room 12", audience: "company", from: "hand" } });
    presence.bye(anna, hers.endpointId);
    await drain();
    expect(seen()).not.toHaveProperty("location");
    await connect({ ...hers, network: "home" });
    await drain();
    expect(seen()?.location).toBe("Room 12");
    await presence.setPlace(anna, "home", { place: "", audience: "company", remember: false });
    await drain();
    expect(seen()).not.toHaveProperty("location");
    expect(self()?.location).toBeNull();
  });

  it("[F24] [PRES-54] remembered for a network is shown there, and gives way to one said by hand", async () => {
    const { connect, drain, hers, presence, seen, self, endpoint } = await annaWatched();
    await connect(hers);
    await presence.setPlace(anna, "office", { place: "Office", audience: "company", remember: true });
    await drain();
    expect(self()?.location).toEqual({ place: "Office", audience: "company", from: "network" });
    presence.bye(anna, hers.endpointId);
    const home = endpoint(5, anna, { network: "home" });
    await connect(home);
    await drain();
    expect(seen()).toMatchObject({ state: "available" });
    expect(seen()).not.toHaveProperty("location");
    await presence.setPlace(anna, "home", { place: "Home", audience: "team", remember: true });
    await drain();
    expect(self()?.location).toMatchObject({ place: "Home" });
    expect(seen()).not.toHaveProperty("location");
    // The office page is used now, the one at home is not: the most available endpoint says where.
    await connect({ ...hers });
    presence.reportActivity(anna, home.endpointId, { active: false, idleForMs: 10 * MIN });
    await drain();
    expect(seen()?.location).toBe("Office");
    await presence.setPlace(anna, "office", { place: "Canteen", audience: "company", remember: false });
    await drain();
    expect(self()?.location).toMatchObject({ place: "Canteen", from: "hand" });
    await presence.setPlace(anna, "office", { place: "Office", audience: "company", remember: true });
    await drain();
    expect(self()?.location).toMatchObject({ place: "Office", from: "network" });
    await presence.setPlace(anna, "office", { place: "", audience: "company", remember: true });
    await drain();
    expect(self()?.location).toBeNull();
  });
});

describe("presenting", () => {
  it("[F8] [PRES-55] is Do not disturb while it lasts, renewed with the endpoint's life", async () => {
    const { connect, drain, hers, his, pass, presence, seen } = await annaWatched();
    await connect(hers);
    presence.setPresenting(anna, hers.endpointId, true);
    await drain();
    expect(seen()).toMatchObject({ state: "dnd", activity: "presenting" });
    await pass(10 * LEASE_MS, [hers, his]);
    expect(seen()?.activity).toBe("presenting");
    presence.setPresenting(anna, hers.endpointId, false);
    await drain();
    expect(seen()?.state).toBe("available");
  });

  it("[F8] [PRES-55] ends with the endpoint: its lease, its goodbye", async () => {
    const { connect, drain, endpoint, hers, his, pass, presence, seen } = await annaWatched();
    const other = endpoint(5, anna);
    for (const one of [hers, other]) await connect(one);
    presence.setPresenting(anna, hers.endpointId, true);
    await pass(LEASE_MS, [other, his]);
    expect(seen()?.state).toBe("available");
    await connect(hers);
    presence.setPresenting(anna, hers.endpointId, true);
    presence.bye(anna, hers.endpointId);
    presence.setPresenting(anna, hers.endpointId, true); // Came late.
    await drain();
    expect(seen()?.state).toBe("available");
  });

  it("[F8] [PRES-55] shows nothing of a network change, and ends after a reload that does not repeat it", async () => {
    const { changes, connect, drain, drop, hers, his, pass, presence, seen } = await annaWatched();
    await connect(hers);
    presence.setPresenting(anna, hers.endpointId, true);
    await drain();
    const before = changes().length;
    drop(hers.endpointId);
    await pass(LEASE_MS - 5_000, [his]);
    await connect(hers);
    presence.setPresenting(anna, hers.endpointId, true);
    await pass(2 * LEASE_MS, [hers, his]);
    expect(changes()).toHaveLength(before);
    drop(hers.endpointId);
    await connect(hers);
    await pass(LEASE_MS, [hers, his]);
    expect(seen()?.state).toBe("available");
  });
});

describe("custom states", () => {
  it("[F23] [PRES-56] are told to everybody; who chooses one is seen in it, also when Busy turns Inactive", async () => {
    const { changeStates, connect, drain, hers, presence, seen, statesTold } = await annaWatched();
    await changeStates([COURT]);
    await drain();
    expect(statesTold()).toEqual([{ states: [COURT] }]);
    await connect(hers);
    await expect(presence.setManual(anna, "away", { customStateId: COURT.id })).rejects.toMatchObject({ code: "custom_state_not_found" });
    await presence.setManual(anna, "busy", { customStateId: COURT.id });
    presence.reportActivity(anna, hers.endpointId, { active: false, idleForMs: 16 * MIN });
    await drain();
    expect(seen()).toMatchObject({ state: "busy-inactive", customStateId: COURT.id });
  });

  it("[F23] [PRES-57] that are deleted while they are read or chosen leave their base", async () => {
    const { changeStates, connect, drain, hers, presence, seen, world } = await annaWatched();
    await changeStates([COURT]);
    await connect(hers);
    const chosen = presence.setManual(anna, "busy", { customStateId: COURT.id });
    await Promise.resolve();
    await Promise.resolve();
    await Promise.all([chosen, changeStates([])]);
    await drain();
    expect(seen()).toMatchObject({ state: "busy" });
    expect(seen()).not.toHaveProperty("customStateId");

    await changeStates([COURT]);
    await presence.setManual(anna, "busy", { customStateId: COURT.id });
    presence.bye(anna, hers.endpointId);
    await drain();
    let deleted: Promise<void> | undefined;
    world.during = () => {
      world.during = undefined;
      deleted = changeStates([]);
    };
    await connect(hers);
    await deleted;
    await drain();
    expect(seen()).toMatchObject({ state: "busy" });
    expect(seen()).not.toHaveProperty("customStateId");
  });

  it("[F23] [PRES-57] take who is in them along to a new base", async () => {
    const { changeStates, connect, drain, hers, presence, seen, self } = await annaWatched();
    await changeStates([COURT]);
    await connect(hers);
    await presence.setManual(anna, "busy", { customStateId: COURT.id });
    await changeStates([{ ...COURT, base: "dnd" }]);
    await drain();
    expect(seen()).toMatchObject({ state: "dnd", customStateId: COURT.id });
    expect(self()?.manual).toBe("dnd");
  });
});

describe("what one sees of oneself at each level", () => {
  it("[PRES-58] is what each level sees, told to nobody", async () => {
    const { connect, drain, hers, presence, told } = await annaWatched();
    await connect(hers);
    await presence.setManual(anna, "dnd");
    await presence.setNote(anna, { text: "Among us", audience: "team" });
    await drain();
    const before = told.length;
    expect(presence.viewsOf(anna).map(({ level, view }) => [level, view.state, view.activity, view.note])).toEqual([
      ["personal", "dnd", undefined, "Among us"],
      ["team", "dnd", "urgent-interruptions-only", "Among us"],
      ["company", "dnd", undefined, undefined],
      ["public", "dnd", undefined, undefined],
      ["blocked", "offline", undefined, undefined],
    ]);
    await drain();
    expect(told).toHaveLength(before);
  });
});
