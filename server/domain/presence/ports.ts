import type { z } from "zod";
import type { AccessGroup, AccessLevel, AccessOrigin, AnyEvent, CustomState, CustomStateId, DefaultLevel, EndpointId, ManualState, UserId } from "@/lib/protocol";
import type { Sendable } from "../viewed";
import type { IdleLimits } from "./fold";
import type { UnviewedPerson } from "./person";
import type { Note, Place, Said } from "./said";

/** A state that a person chose, in force until `untilMs` (Infinity: until changed). */
export type Choice = { readonly state: ManualState; readonly customStateId: CustomStateId | null; readonly untilMs: number };

/** What a person has said that outlives their endpoints. What has expired may be among it. */
export type Standing = { manual: Choice | null; limits: IdleLimits; said: Said };

/** Somebody who may be watched, with what they say while they are not here. */
export type Watchable = {
  userId: UserId;
  level: AccessLevel;
  note: Note | null;
  /** What their calendar says of their being out of office now. */
  absence: { text: string; untilMs: number } | null;
};

export type PresenceStore = {
  /** One query; the defaults for a person who never said anything. */
  findStanding(userId: UserId): Promise<Standing>;
  /** @returns False when there is no such custom state with that base; nothing is stored then. */
  putManual(userId: UserId, choice: Choice | null, at: Date): Promise<boolean>;
  putNote(userId: UserId, note: Note | null, at: Date): Promise<void>;
  /** A place said by hand. */
  putPlace(userId: UserId, place: Place | null, at: Date): Promise<void>;
  /** What is said of a network takes the place of what was said by hand; beyond NETWORK_PLACES_MAX the oldest go. */
  putNetworkPlace(userId: UserId, network: string, place: Place | null, at: Date): Promise<void>;
  /** Forgets the choice and the note of a person, each if it has expired by then. */
  forgetExpired(userId: UserId, at: Date): Promise<void>;
  /**
   * Which of these people may be watched, and what each lets `subject` see: one query whatever the number. Unknown
   * and disabled people are left out alike.
   */
  findWatchable(subject: UserId, userIds: readonly UserId[], at: Date): Promise<readonly Watchable[]>;
  /** What each owner lets each subject see now, in the order of the pairs: one query whatever the number. */
  findLevels(pairs: readonly { ownerId: UserId; subjectId: UserId }[]): Promise<readonly AccessLevel[]>;
  /** In the order in which they are offered. */
  listCustomStates(): Promise<CustomState[]>;
};

/** Those whose level may be another one since a transaction. What holds now has to be read: changes may be told out of their order. */
export type AccessChange = {
  ownerId: UserId;
  /** "all": everybody who goes by the owner's default. */
  subjectIds: readonly UserId[] | "all";
  /** The owner's contact list has counted it in the same transaction. */
  counted?: boolean;
};

/** What an owner has said, as stored. `personLevel` is what each person lets the owner see. */
export type StoredAccessSettings = {
  people: readonly { person: UnviewedPerson; personLevel: AccessLevel; level: AccessLevel }[];
  groups: readonly { group: AccessGroup; name: string; level: AccessLevel }[];
  defaults: readonly { origin: AccessOrigin; level: AccessLevel }[];
};

export type AccessStore = {
  /** The levels that owners have given this person, by name or by group; whoever is not among them goes by the default. One query. */
  listHeldBy(subject: UserId): Promise<readonly { ownerId: UserId; level: AccessLevel }[]>;
  /** Owners whose default for people of the organisation is their own. One query. */
  listDefaults(): Promise<readonly { ownerId: UserId; level: AccessLevel }[]>;
  /** Everything that holds for one owner; people without the disabled, by name. */
  readSettings(owner: UserId): Promise<StoredAccessSettings>;
  /**
   * Stores the level given by name, or with null forgets it.
   * @returns What holds then, or null when `subject` is no enabled person; nothing is stored then.
   */
  put(owner: UserId, subject: UserId, level: AccessLevel | null): Promise<AccessLevel | null>;
  /**
   * Stores the level of a group, or with null forgets it, and what follows for its members, in one transaction.
   * @returns Null when it is no group of the owner's list, nor one of the organisation's that people may see.
   */
  putGroup(owner: UserId, group: AccessGroup, level: AccessLevel | null): Promise<readonly AccessChange[] | null>;
  /** Stores the default for an origin, or with null forgets it. */
  putDefault(owner: UserId, origin: AccessOrigin, level: DefaultLevel | null): Promise<void>;
};

/** The socket edge, as presence needs it: endpoints in rooms. */
export type PresenceRooms = {
  join(endpointId: EndpointId, rooms: readonly string[]): void;
  leave(endpointId: EndpointId, rooms: readonly string[]): void;
  /** Whether a connection of this endpoint is up now. */
  isConnected(endpointId: EndpointId): boolean;
  /** Encoded once, however many are in the room. */
  tell<E extends AnyEvent>(room: string, event: E, payload: Sendable<z.input<E["payload"]>>): void;
  tellEndpoint<E extends AnyEvent>(endpointId: EndpointId, event: E, payload: Sendable<z.input<E["payload"]>>): void;
};

/** Told by whoever changes custom states, after it was stored; these are all of them now. */
export type CustomStatesAnnouncer = { customStatesChanged(states: readonly CustomState[]): void };

/** Told by whoever changes people: watchers of all levels but blocked fetch the card again. */
export type PeopleAnnouncer = { personChanged(userId: UserId): void };

/** Told, after the commit, by whoever changes groups: levels have changed with them. */
export type LevelAnnouncer = {
  /**
   * Resolves when every watcher is where it belongs.
   * @param settingsOf Owners whose settings look different, though no level has changed.
   */
  announce(changes: readonly AccessChange[], settingsOf?: readonly UserId[]): Promise<void>;
};
