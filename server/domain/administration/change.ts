import { contactsChanged, type CustomState, groupChanged, meChanged, type SessionEndReason, type SessionId, type UserId } from "@/lib/protocol";
import type { Actor, NewAuditEntry } from "../audit";
import type { Clock } from "../clock";
import type { Fanout } from "../fanout";
import type { PeopleAnnouncer, SessionEnder } from "../identity";
import type { Policies } from "../policy";
import type { CustomStatesAnnouncer, LevelAnnouncer } from "../presence";
import type { AdministrationStore, AdministrationTx } from "./ports";

export type ChangeDeps = {
  store: AdministrationStore;
  policies: Policies;
  ender: SessionEnder;
  people: PeopleAnnouncer;
  levels: LevelAnnouncer;
  customStates: CustomStatesAnnouncer;
  fanout: Fanout;
  clock: Clock;
};

/** When everybody is told of a change, their questions about it spread over this time, in ms. */
const EVERYBODY_ASKS_WITHIN_MS = 10_000;

/** What a change stores beside itself, and whom it is told to once it is stored. */
export type Change = {
  tx: AdministrationTx;
  at: Date;
  audit(entry: NewAuditEntry): void;
  /** Their own account looks different: profile, role, policy. */
  meChanged(whose: readonly UserId[] | "all"): void;
  /** Their card looks different to others. */
  personChanged(userId: UserId): void;
  sessionsEnded(sessionIds: readonly SessionId[], reason: SessionEndReason): void;
  /** These are all custom states now. */
  customStatesChanged(states: readonly CustomState[]): void;
  /** Effective policies may differ. */
  policiesChanged(whose: readonly UserId[] | "all"): void;
};

/**
 * One administrative change in one transaction, with its audit entries; then, and only then, the telling [ADM-1].
 * Sessions are cut off first, so that nobody hears news through a session that is over; then watchers go where
 * their levels put them.
 */
export async function makeChange<T>(deps: ChangeDeps, actor: Actor, work: (change: Change) => Promise<T>): Promise<T> {
  const entries: NewAuditEntry[] = [];
  const tellings: { cut: (() => void)[]; tell: (() => void)[] } = { cut: [], tell: [] };
  const { result, levels, levelSettingsOf, groupsChanged, listsChanged } = await deps.store.transaction(async (tx) => {
    const at = deps.clock.now();
    const done = await work({
      tx,
      at,
      audit: (entry) => void entries.push(entry),
      meChanged: (whose) => void tellings.tell.push(() => (whose === "all" ? deps.fanout.toEveryone(meChanged, { withinMs: EVERYBODY_ASKS_WITHIN_MS }) : deps.fanout.toUsers(whose, meChanged, {}))),
      personChanged: (userId) => void tellings.tell.push(() => deps.people.personChanged(userId)),
      sessionsEnded: (sessionIds, reason) => void tellings.cut.push(() => sessionIds.forEach((sessionId) => deps.ender.sessionEnded(sessionId, reason))),
      customStatesChanged: (states) => void tellings.tell.push(() => deps.customStates.customStatesChanged(states)),
      policiesChanged: (whose) => void tellings.cut.push(() => deps.policies.invalidate(whose)),
    });
    if (entries.length > 0) await tx.appendAudit(actor, entries, at);
    return done;
  });
  for (const cut of tellings.cut) cut();
  try {
    await deps.levels.announce(levels, levelSettingsOf);
  } finally {
    for (const tell of tellings.tell) tell();
    for (const { ownerId, rev } of listsChanged) deps.fanout.toUsers([ownerId], contactsChanged, { rev });
    for (const groupId of groupsChanged) deps.fanout.toEveryone(groupChanged, { groupId });
  }
  return result;
}
