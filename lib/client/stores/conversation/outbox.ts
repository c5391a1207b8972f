// The namespace, not `{ z }`: that one brings all of zod's languages into the bundle (+64 KB compressed with esbuild).
import * as z from "zod";
import { ConversationId, ERROR_CODES, Importance, type Message, messageSend, MessageBody, type RichText } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { type CallErrorCode, codeOf, CallError } from "../../call-error";
import type { Keepsake } from "../../keepsake";
import type { Link } from "../../link";
import type { Platform } from "../../platform";

/** Tries of one message that a server refused for a passing reason, before the user is asked. */
const TRIES_MAX = 5;
/** Wait after a passing refusal that names no time, in ms; doubles with each. */
const RETRY_MS = 1_000;
/** A message that waited longer than this over a reload is not sent unasked, in ms. */
const STALE_AFTER_MS = 12 * 3_600_000;

export type OutgoingMessage = {
  readonly clientKey: string;
  readonly conversationId: ConversationId;
  readonly body: RichText;
  readonly importance: "normal" | "high";
  readonly writtenAtMs: number;
  readonly failed: CallErrorCode | null;
  /** The server has it; it stays here until the timeline shows it. */
  readonly stored: Message | null;
};

/**
 * Messages of mine that are not in a timeline yet, in the order written. Of each conversation one is on its way at a
 * time, so that they are stored in that order. They wait for a link, and go out by themselves when it is there; a
 * message whose answer was lost goes again under its first key, and so is stored once.
 */
export type Outbox = {
  of(conversationId: ConversationId): readonly OutgoingMessage[];
  isOnItsWay(clientKey: string): boolean;
  readonly isEmpty: boolean;
  add(conversationId: ConversationId, body: RichText, importance: "normal" | "high"): string;
  retry(clientKey: string): void;
  discard(clientKey: string): void;
  /** A timeline, or the list, has met this message of mine. */
  settle(conversationId: ConversationId, clientKey: string): void;
  dispose(): void;
};

const Kept = z.object({ body: MessageBody, importance: Importance, writtenAtMs: z.number(), failed: z.string().nullable() });

export type OutboxDeps = {
  link: Link;
  platform: Platform;
  keepsake: Keepsake;
  /** The server stored it: the row, as in the event. */
  onStored(message: Message): void;
  onChange(conversationId: ConversationId): void;
};

export function createOutbox(deps: OutboxDeps): Outbox {
  const { link, platform, keepsake } = deps;
  const queues = new Map<ConversationId, OutgoingMessage[]>();
  const onItsWay = new Map<ConversationId, string>();
  const timers = new Map<ConversationId, unknown>();
  const tries = new Map<string, number>();
  let disposed = false;

  const nameOf = (one: OutgoingMessage): string => `outbox.${one.conversationId}.${one.clientKey}`;
  const keep = (one: OutgoingMessage): void => {
    const { body, importance, writtenAtMs, failed } = one;
    keepsake.set(nameOf(one), JSON.stringify({ body, importance, writtenAtMs, failed }));
  };
  const change = (conversationId: ConversationId, clientKey: string, next: (one: OutgoingMessage) => OutgoingMessage | null): void => {
    const queue = queues.get(conversationId);
    const at = queue?.findIndex((one) => one.clientKey === clientKey) ?? -1;
    const before = queue?.[at];
    if (!queue || !before) return;
    const after = next(before);
    if (after) queues.set(conversationId, queue.with(at, after));
    else {
      const rest = queue.toSpliced(at, 1);
      if (rest.length > 0) queues.set(conversationId, rest);
      else queues.delete(conversationId);
      tries.delete(clientKey);
    }
    if (!after || after.stored) keepsake.remove(nameOf(before));
    else keep(after);
    deps.onChange(conversationId);
  };
  const findByKey = (clientKey: string): OutgoingMessage | undefined => [...queues.values()].flat().find((one) => one.clientKey === clientKey);

  const pump = (conversationId: ConversationId): void => {
    if (disposed || onItsWay.has(conversationId) || timers.has(conversationId) || link.state.getSnapshot().name !== "online") return;
    const next = queues.get(conversationId)?.find((one) => one.failed === null && one.stored === null);
    if (!next) return;
    onItsWay.set(conversationId, next.clientKey);
    deps.onChange(conversationId);
    void attempt(next).then(() => {
      onItsWay.delete(conversationId);
      deps.onChange(conversationId);
      pump(conversationId);
    });
  };

  async function attempt(one: OutgoingMessage): Promise<void> {
    const { conversationId, clientKey, body, importance } = one;
    try {
      const stored = await link.call(messageSend, { conversationId, clientKey, body, importance });
      change(conversationId, clientKey, (held) => ({ ...held, stored }));
      deps.onStored(stored);
    } catch (error) {
      const code = codeOf(error);
      // The link went; the next one takes it up again. Whether it was stored does not matter: the key is the same.
      if (code === "disconnected") return;
      const tried = (tries.get(clientKey) ?? 0) + 1;
      tries.set(clientKey, tried);
      const passing = code in ERROR_CODES && ERROR_CODES[code as keyof typeof ERROR_CODES].retry;
      if (passing && tried < TRIES_MAX) wait(conversationId, retryAfterMs(error, tried));
      else change(conversationId, clientKey, (held) => ({ ...held, failed: code }));
    }
  }
  const wait = (conversationId: ConversationId, waitMs: number): void => {
    timers.set(
      conversationId,
      platform.setTimer(() => {
        timers.delete(conversationId);
        pump(conversationId);
      }, waitMs),
    );
  };
  const pumpAll = (): void => {
    for (const conversationId of queues.keys()) pump(conversationId);
  };

  for (const one of readKept(keepsake, platform.now())) queues.set(one.conversationId, [...(queues.get(one.conversationId) ?? []), one]);
  const stop = link.state.subscribe(pumpAll);

  return {
    of: (conversationId) => queues.get(conversationId) ?? [],
    isOnItsWay: (clientKey) => [...onItsWay.values()].includes(clientKey),
    get isEmpty() {
      return queues.size === 0;
    },
    add(conversationId, body, importance) {
      const one: OutgoingMessage = { clientKey: uuidV7(platform.now()), conversationId, body, importance, writtenAtMs: platform.now(), failed: null, stored: null };
      queues.set(conversationId, [...(queues.get(conversationId) ?? []), one]);
      keep(one);
      deps.onChange(conversationId);
      pump(conversationId);
      return one.clientKey;
    },
    retry(clientKey) {
      const one = findByKey(clientKey);
      if (!one || one.failed === null) return;
      tries.delete(clientKey);
      change(one.conversationId, clientKey, (held) => ({ ...held, failed: null }));
      pump(one.conversationId);
    },
    discard(clientKey) {
      const one = findByKey(clientKey);
      if (one && !one.stored && onItsWay.get(one.conversationId) !== clientKey) change(one.conversationId, clientKey, () => null);
    },
    settle: (conversationId, clientKey) => change(conversationId, clientKey, () => null),
    dispose() {
      disposed = true;
      stop();
      for (const timer of timers.values()) platform.clearTimer(timer);
    },
  };
}

function retryAfterMs(error: unknown, tried: number): number {
  const told = error instanceof CallError ? error.retryAfterMs : undefined;
  return told ?? RETRY_MS * 2 ** (tried - 1);
}

/** What an earlier page of this user left unsent, oldest first. What cannot be read is thrown away. */
function readKept(keepsake: Keepsake, nowMs: number): OutgoingMessage[] {
  const found: OutgoingMessage[] = [];
  for (const name of keepsake.names("outbox.")) {
    const [, rawConversationId, clientKey] = name.split(".");
    const conversationId = ConversationId.safeParse(rawConversationId);
    const kept = Kept.safeParse(parseJson(keepsake.get(name)));
    if (!conversationId.success || !kept.success || clientKey === undefined) {
      keepsake.remove(name);
      continue;
    }
    const { body, importance, writtenAtMs } = kept.data;
    const stale = nowMs - writtenAtMs > STALE_AFTER_MS;
    const failed = kept.data.failed === null ? (stale ? "disconnected" : null) : kept.data.failed in ERROR_CODES ? (kept.data.failed as CallErrorCode) : "disconnected";
    found.push({ clientKey, conversationId: conversationId.data, body, importance, writtenAtMs, failed, stored: null });
  }
  return found.sort((a, b) => a.writtenAtMs - b.writtenAtMs || (a.clientKey < b.clientKey ? -1 : 1));
}

/** Undefined for what is no JSON. */
export function parseJson(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
