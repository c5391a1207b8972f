import type { AccessLevel, SessionId, UserId } from "@/lib/protocol";
import type { UnviewedPerson } from "../presence";

/** What stood in the way; nothing was changed then. Somebody who is not in the list answers like somebody who never was. */
export type TagRefusal = { refused: "contact_not_found" | "tag_limit" };

/** Who tagged whom, with what decides about an alert. */
export type TaggedBy = {
  targetId: UserId;
  taggerId: UserId;
  /** The tagged person, before the view function. */
  person: UnviewedPerson;
  /** What the tagger sees of the tagged person. */
  level: AccessLevel;
  /** What the tagged person sees of the tagger. */
  seesTaggerAs: AccessLevel;
  /** The tagger chose Do Not Disturb, and that is in force. */
  choseUndisturbed: boolean;
  /** Neither of them is disabled. */
  isActive: boolean;
};

/** Who is told of whose status. A tag is part of its owner's contact list: changing it counts there. */
export type TagStore = {
  /**
   * Tags a person of the owner's list, or takes the tag back. Repeats do no harm. TAGS_MAX holds exactly.
   * `isBlocked`: that person lets the owner see nothing.
   */
  put(ownerId: UserId, targetId: UserId, tagged: boolean): Promise<{ rev: number; isBlocked: boolean } | TagRefusal>;
  /** Every tag, and whether the tagger is blocked by the tagged person: one query, at the start. */
  listAll(): Promise<readonly { targetId: UserId; taggerId: UserId; isBlocked: boolean }[]>;
  /** Who tagged these people: one query, whatever the numbers. */
  listTaggers(targetIds: readonly UserId[], at: Date): Promise<readonly TaggedBy[]>;
};

/** A browser's address at its push service, with the keys that only that browser can answer to: RFC 8030, RFC 8291 §2. */
export type PushTarget = { endpoint: string; p256dh: string; auth: string };

export type StoredSubscription = {
  subscriptionId: string;
  userId: UserId;
  /** Language of the person's settings, else of the page that subscribed. BCP 47; null: neither is known. */
  language: string | null;
};

/** A browser's subscription lives in one sign-in and ends with it. */
export type PushStore = {
  /** Replaces what this sign-in had, and takes the address from whoever had it: a browser is where its last person is. */
  put(subscription: { subscriptionId: string; userId: UserId; sessionId: SessionId; target: PushTarget; language: string | null }): Promise<void>;
  /** SHA-256 of the address that this sign-in takes messages at, base64url; null: at none. */
  findAddressHash(sessionId: SessionId): Promise<string | null>;
  /** Only of this sign-in. Repeats do no harm. */
  removeAddress(sessionId: SessionId, endpoint: string): Promise<void>;
  removeOfSession(sessionId: SessionId): Promise<void>;
  remove(subscriptionId: string): Promise<void>;
  /** Null when it is gone, or its sign-in is over: asked before every attempt. */
  findTarget(subscriptionId: string, at: Date): Promise<PushTarget | null>;
  /** Of these people, in sign-ins that may be used at this moment on computers of their own: one query. */
  listOf(userIds: readonly UserId[], at: Date): Promise<readonly StoredSubscription[]>;
  noteDelivered(subscriptionId: string, at: Date): Promise<void>;
  /** Counts a refusal; so many in a row end the subscription. */
  noteFailed(subscriptionId: string, failuresMax: number): Promise<void>;
};

/** RFC 8030 §5.3. */
export type Urgency = "very-low" | "low" | "normal" | "high";

export type PushEnvelope = {
  payload: string;
  /** How long the push service keeps it for a browser that is not there, in seconds. RFC 8030 §5.2 */
  ttlS: number;
  urgency: Urgency;
  /** A newer message with the same topic takes the place of one that waits. RFC 8030 §5.4: up to 32 characters of base64url. */
  topic: string;
};

/** What became of one attempt. `gone`: the subscription is no more; `refused`: this message will never be taken. */
export type PushOutcome = { kind: "delivered" } | { kind: "gone" } | { kind: "refused"; reason: string } | { kind: "later"; afterMs: number | null; reason: string };

/** The way to push services. */
export type WebPush = {
  /** Uncompressed P-256 point, base64url. RFC 8292 §3.2 */
  readonly publicKey: string;
  /** One attempt. Never throws. */
  send(target: PushTarget, envelope: PushEnvelope): Promise<PushOutcome>;
};
