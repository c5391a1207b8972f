import { type Audience, type CustomState, type CustomStateId, type ManualState, presenceStatesChanged, type UserId } from "@/lib/protocol";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import type { createInTurn } from "../in-turn";
import type { Choice, PresenceStore, Standing } from "./ports";
import type { Person, Registry } from "./registry";
import type { Note, Place } from "./said";
import type { Self } from "./self";
import type { Watching } from "./watching";

export type ChoosingDeps = {
  store: PresenceStore;
  registry: Registry;
  watching: Watching;
  fanout: Fanout;
  inTurn: ReturnType<typeof createInTurn<UserId>>;
  nowMs: () => number;
  defer: (run: () => void) => void;
};

const MANUAL_OWNER = "self";

/** What a person says of themselves: a state, a note, a place. Stored, then in force, then told. */
export function createChoosing({ store, registry, watching, fanout, inTurn, nowMs, defer }: ChoosingDeps) {
  /** Moves when custom states change: a choice that was read or stored meanwhile may name one that is no more. */
  let statesVersion = 0;

  const isLive = (userId: UserId): boolean => {
    const person = registry.find(userId);
    return person !== undefined && registry.isLive(person);
  };

  const publishManual = (userId: UserId, choice: Choice | null): void => {
    if (choice) registry.publish(userId, { kind: "manual", owner: MANUAL_OWNER, sequence: 0, expiresAtMs: choice.untilMs, state: choice.state, customStateId: choice.customStateId });
    else registry.withdraw(userId, "manual", MANUAL_OWNER);
  };

  /** @param read Called in the turn in which it is known that no custom state has changed since the reading began. */
  async function withStanding<R>(userId: UserId, read: (standing: Standing) => R): Promise<R> {
    for (;;) {
      const version = statesVersion;
      const standing = await store.findStanding(userId);
      const { manual, said } = standing;
      const at = nowMs();
      if ((manual && manual.untilMs <= at) || (said.note && said.note.expiresAtMs <= at)) await store.forgetExpired(userId, new Date(at));
      if (version === statesVersion) return read(standing);
    }
  }

  /** Puts what was read in force. */
  function take(person: Person, { manual, limits, said }: Standing): void {
    person.limits = limits;
    person.saidKnown = true;
    registry.say(person.userId, said);
    publishManual(person.userId, manual);
  }

  /** Reads from a person's record; one that was made for this is gone again afterwards. */
  function withRecord<R>(userId: UserId, read: (person: Person) => R): R {
    const person = registry.personOf(userId);
    try {
      return read(person);
    } finally {
      registry.dropIfUnused(person);
    }
  }
  const selfOf = (userId: UserId): Self => withRecord(userId, registry.readSelf);

  /** @returns The end in ms, Infinity when there is none. @throws AppError `invalid_input` when it has passed. */
  function toEnd(untilMs: number | undefined): number {
    if (untilMs === undefined) return Infinity;
    if (untilMs <= nowMs()) throw new AppError("invalid_input", {}, { fields: ["until"] });
    return untilMs;
  }

  return {
    withStanding,
    take,
    withRecord,

    setManual: (userId: UserId, state: ManualState | null, more: { customStateId?: CustomStateId | undefined; untilMs?: number | undefined } = {}): Promise<Self> =>
      inTurn(userId, async () => {
        const customStateId = more.customStateId ?? null;
        if (state === null && customStateId !== null) throw new AppError("custom_state_not_found", { customStateId });
        const choice: Choice | null = state && { state, customStateId, untilMs: toEnd(more.untilMs) };
        const version = statesVersion;
        if (!(await store.putManual(userId, choice, new Date(nowMs())))) throw new AppError("custom_state_not_found", { customStateId: customStateId ?? "" });
        const putInForce = (chosen: Choice | null): Self => {
          if (isLive(userId)) publishManual(userId, chosen);
          const self = selfOf(userId);
          return chosen && self.manual === null ? { ...self, manual: chosen.state } : self;
        };
        // Changed or deleted since: what is stored has followed.
        if (customStateId !== null && version !== statesVersion) return withStanding(userId, ({ manual }) => putInForce(manual));
        return putInForce(choice);
      }),

    setNote: (userId: UserId, { text, audience, untilMs }: { text: string; audience: Audience; untilMs?: number | undefined }): Promise<Self> =>
      inTurn(userId, async () => {
        const note: Note | null = text === "" ? null : { text, audience, expiresAtMs: toEnd(untilMs) };
        await store.putNote(userId, note, new Date(nowMs()));
        watching.noteChanged(userId);
        registry.say(userId, { note });
        return selfOf(userId);
      }),

    setPlace: (userId: UserId, network: string | null, { place, audience, remember }: { place: string; audience: Audience; remember: boolean }): Promise<Self> =>
      inTurn(userId, async () => {
        const said: Place | null = place === "" ? null : { place, audience };
        const at = new Date(nowMs());
        if (remember && network !== null) await store.putNetworkPlace(userId, network, said, at);
        else await store.putPlace(userId, said, at);
        if (isLive(userId)) await withStanding(userId, (standing) => registry.say(userId, standing.said));
        return selfOf(userId);
      }),

    async customStates(): Promise<CustomState[]> {
      for (;;) {
        const version = statesVersion;
        const states = await store.listCustomStates();
        if (version === statesVersion) return states;
      }
    },

    /** Tells everybody, and moves those who are in a state that has another base now, or is no more. */
    customStatesChanged(states: readonly CustomState[]): void {
      statesVersion += 1;
      const bases = new Map(states.map(({ id, base }) => [id, base]));
      // An answer with the older ones may be on its way: it leaves first.
      defer(() => fanout.toEveryone(presenceStatesChanged, { states: [...states] }));
      for (const person of registry.all()) {
        for (const publication of person.publications) {
          if (publication.kind !== "manual" || publication.customStateId === null) continue;
          const base = bases.get(publication.customStateId);
          if (base === publication.state) continue;
          registry.publish(person.userId, base ? { ...publication, state: base } : { ...publication, customStateId: null });
        }
      }
    },
  };
}
