import { type Head, partyOf, type UserId } from "@/lib/protocol";
import type { MessageStore } from "./ports";

/** Counters of all conversations of the reader, so that a lost event is found even when nothing follows it. */
export async function heads(deps: { store: Pick<MessageStore, "heads"> }, readerId: UserId): Promise<{ heads: Head[] }> {
  return { heads: await deps.store.heads(partyOf(readerId)) };
}
