import type { Message, MessageId, PartyId, RichText, TimelineItem } from "@/lib/protocol";
import type { OutgoingMessage } from "./outbox";
import type { TimelineEntry } from "./types";

type Input = {
  items: readonly TimelineItem[];
  editing: ReadonlyMap<MessageId, { readonly body: RichText | null }>;
  outgoing: readonly OutgoingMessage[];
  isOnItsWay(clientKey: string): boolean;
  meId: PartyId;
  deliveredSeq: number;
};

/** What the pane shows: the stored rows in their order, then what is not stored yet in the order written. */
export function toEntries(input: Input): TimelineEntry[] {
  const entries = input.items.map((item) => entryOf(item, input));
  const shown = new Set(input.items.flatMap((item) => (item.kind === "message" && item.authorId === input.meId ? [item.clientKey] : [])));
  for (const one of input.outgoing) {
    if (shown.has(one.clientKey)) continue;
    entries.push(one.stored ? entryOf(one.stored, input) : outgoingEntry(one, input));
  }
  return entries;
}

function entryOf(item: TimelineItem, input: Input): TimelineEntry {
  if (item.kind === "system") return { kind: "system", key: item.id, line: item };
  const edit = input.editing.get(item.id);
  const mine = item.authorId === input.meId;
  return {
    kind: "message",
    // One's own message keeps the key it had while it was on its way.
    key: mine ? item.clientKey : item.id,
    message: edit ? withEdit(item, edit.body) : item,
    mine,
    state: !mine ? "received" : item.seq <= input.deliveredSeq ? "delivered" : "sent",
    changing: edit !== undefined,
  };
}

/** As it will be; the server's clock gives the real times. */
function withEdit(message: Message, body: RichText | null): Message {
  return body === null ? { ...message, body, deletedAt: message.deletedAt ?? message.sentAt } : { ...message, body, editedAt: message.editedAt ?? message.sentAt };
}

function outgoingEntry(one: OutgoingMessage, input: Input): TimelineEntry {
  const state = one.failed !== null ? "failed" : input.isOnItsWay(one.clientKey) ? "sending" : "waiting";
  return { kind: "outgoing", key: one.clientKey, clientKey: one.clientKey, body: one.body, importance: one.importance, writtenAtMs: one.writtenAtMs, state, code: one.failed };
}
