import type { z } from "zod";
import type { AccessLevel, AnyEvent, EndpointId, ManualState, UserId } from "@/lib/protocol";
import type { Sendable } from "../viewed";
import type { IdleLimits } from "./fold";

/** What a person has said that outlives their endpoints. */
export type Standing = { manual: ManualState | null; limits: IdleLimits };

export type PresenceStore = {
  /** One query; the defaults for a person who never said anything. */
  findStanding(userId: UserId): Promise<Standing>;
  putManual(userId: UserId, state: ManualState | null, at: Date): Promise<void>;
  /**
   * Which of these people may be watched, and what each lets `subject` see: one query whatever the number. Unknown
   * and disabled people are left out alike.
   */
  findWatchable(subject: UserId, userIds: readonly UserId[]): Promise<readonly { userId: UserId; level: AccessLevel }[]>;
};

export type AccessStore = {
  /** The levels that owners have given this person by name; whoever is not among them goes by the default. One query. */
  listHeldBy(subject: UserId): Promise<readonly { ownerId: UserId; level: AccessLevel }[]>;
  /** Stores the level, or with null forgets it. @returns False when `subject` is no enabled person; nothing is stored then. */
  put(owner: UserId, subject: UserId, level: AccessLevel | null): Promise<boolean>;
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

/** Told by whoever changes people: watchers of all levels but blocked fetch the card again. */
export type PeopleAnnouncer = { personChanged(userId: UserId): void };
