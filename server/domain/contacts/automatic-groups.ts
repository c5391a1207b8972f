import type { AutomaticGroup, UserId } from "@/lib/protocol";
import { viewPerson } from "../presence";
import type { Sendable } from "../viewed";
import type { AutomaticGroupSource, ContactsStore } from "./ports";

/** The groups that settings make by themselves, those with members only. One query for all people in them, none without. */
export async function listAutomaticGroups(deps: { store: Pick<ContactsStore, "findPeople">; sources: readonly AutomaticGroupSource[] }, ownerId: UserId): Promise<Sendable<AutomaticGroup>[]> {
  const groups = await Promise.all(deps.sources.map(async ({ kind, listMembers }) => ({ kind, userIds: await listMembers(ownerId) })));
  const userIds = [...new Set(groups.flatMap((group) => group.userIds))];
  if (userIds.length === 0) return [];
  const found = await deps.store.findPeople(ownerId, userIds);
  const cards = new Map(found.map(({ person, level }) => viewPerson(person, level)).map((card) => [card.userId, card]));
  return groups
    .map((group) => ({ kind: group.kind, people: group.userIds.flatMap((userId) => cards.get(userId) ?? []) }))
    .filter(({ people }) => people.length > 0);
}
