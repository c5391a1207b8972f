import { ACCESS_LEVELS, type AccessLevel, type PersonCard, type UserId } from "@/lib/protocol";
import { AppError } from "../errors";
import { viewPerson } from "../presence";
import type { Viewed } from "../viewed";
import type { DirectoryStore } from "./ports";

export type CardAnswer = { card: Viewed<PersonCard>; seesMeAs: AccessLevel };

/**
 * One person's card, as the viewer may see it.
 * @throws AppError `person_not_found` for somebody unknown or disabled.
 */
export async function getCard(deps: { store: DirectoryStore }, viewerId: UserId, userId: UserId): Promise<CardAnswer> {
  const found = await deps.store.findPerson(viewerId, userId);
  if (!found) throw new AppError("person_not_found", { userId });
  return { card: viewPerson(found.person, found.level), seesMeAs: found.seesMeAs };
}

/** @throws AppError `person_not_found` for somebody unknown or disabled. */
export async function getCardsByLevel(deps: { store: DirectoryStore }, userId: UserId): Promise<Record<AccessLevel, Viewed<PersonCard>>> {
  const found = await deps.store.findPerson(userId, userId);
  if (!found) throw new AppError("person_not_found", { userId });
  return Object.fromEntries(ACCESS_LEVELS.map((level) => [level, viewPerson(found.person, level)])) as Record<AccessLevel, Viewed<PersonCard>>;
}
