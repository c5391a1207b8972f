import type { AccessLevel, UserId } from "@/lib/protocol";
import type { PhoneField, UnviewedPerson } from "../presence";

/** A person, with what they let the asker see of them. */
export type FoundPerson = { person: UnviewedPerson; level: AccessLevel };

export type DirectoryQuery = {
  /** As typed; the store folds case and accents. */
  text: string;
  /** Digits to look for inside numbers, without leading zeros; null when the query is no number. */
  phoneDigits: string | null;
  /** The numbers that each level sees, and may find a person by. */
  phonesSeenBy: Readonly<Record<AccessLevel, readonly PhoneField[]>>;
  limit: number;
};

/** Disabled people are in no answer. */
export type DirectoryStore = {
  /** The searcher's contacts first, then by name. One query. */
  search(searcherId: UserId, query: DirectoryQuery): Promise<readonly FoundPerson[]>;
  /** With what `viewerId` lets the person see, too. One query. */
  findPerson(viewerId: UserId, userId: UserId): Promise<(FoundPerson & { seesMeAs: AccessLevel }) | null>;
};
