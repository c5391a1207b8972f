import type { AccessLevel, PersonCard, UserId } from "@/lib/protocol";
import type { Viewed } from "../viewed";
import { type CardAnswer, getCard, getCardsByLevel } from "./get-card";
import type { DirectoryStore } from "./ports";
import { search } from "./search";

export type { CardAnswer } from "./get-card";
export type { DirectoryQuery, DirectoryStore, FoundPerson } from "./ports";
export { phoneDigitsOf } from "./search";

/** People of the organisation, as each asker may see them. */
export type Directory = {
  search(searcherId: UserId, input: { query: string; limit: number }): Promise<Viewed<PersonCard>[]>;
  /** @throws AppError `person_not_found` for somebody unknown or disabled. */
  getCard(viewerId: UserId, userId: UserId): Promise<CardAnswer>;
  /** A person's own card, as each level sees it. @throws AppError `person_not_found` when the person is disabled by now. */
  cardsByLevel(userId: UserId): Promise<Record<AccessLevel, Viewed<PersonCard>>>;
};

export function createDirectory(deps: { store: DirectoryStore }): Directory {
  return {
    search: (searcherId, input) => search(deps, searcherId, input),
    getCard: (viewerId, userId) => getCard(deps, viewerId, userId),
    cardsByLevel: (userId) => getCardsByLevel(deps, userId),
  };
}
