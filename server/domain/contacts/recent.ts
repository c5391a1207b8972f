import { type PersonCard, RECENT_MAX, type UserId } from "@/lib/protocol";
import { viewPerson } from "../presence";
import type { Viewed } from "../viewed";
import type { ContactsStore, RecentSource } from "./ports";

export type RecentAnswer = { person: Viewed<PersonCard>; at: string };

/** The last people somebody dealt with, by any mode, each once at the latest time; the latest first. */
export async function listRecent(deps: { store: Pick<ContactsStore, "findPeople">; sources: readonly RecentSource[] }, ownerId: UserId): Promise<RecentAnswer[]> {
  const dealings = (await Promise.all(deps.sources.map((source) => source.listRecent(ownerId, RECENT_MAX)))).flat();
  const latest = new Map<UserId, Date>();
  for (const { userId, at } of dealings) {
    const known = latest.get(userId);
    if (!known || known < at) latest.set(userId, at);
  }
  const last = [...latest].sort(([a, atA], [b, atB]) => atB.getTime() - atA.getTime() || (a < b ? -1 : 1)).slice(0, RECENT_MAX);
  if (last.length === 0) return [];
  const found = await deps.store.findPeople(ownerId, last.map(([userId]) => userId));
  const cards = new Map(found.map(({ person, level }) => viewPerson(person, level)).map((card) => [card.userId, card]));
  return last.flatMap(([userId, at]) => {
    const person = cards.get(userId);
    return person ? [{ person, at: at.toISOString() }] : [];
  });
}
