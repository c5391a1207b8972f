import { type Change, conversationAppeared, conversationChanges, type ConversationId, draftChanged, type UserId } from "@/lib/protocol";
import type { Fanout } from "../fanout";
import type { AppendOutcome, StoredMessage } from "./ports";

/** One event with these steps, ascending, to everybody who may hear of them. */
export function tellChanges(fanout: Fanout, conversationId: ConversationId, changes: readonly Change[], audience: readonly UserId[]): void {
  if (changes.length === 0 || audience.length === 0) return;
  fanout.toUsers(audience, conversationChanges, { conversationId, changes: [...changes].sort((a, b) => a.rev - b.rev) });
}

export function tellMessage(fanout: Fanout, { message, withheldFrom }: StoredMessage, audience: readonly UserId[]): void {
  const hearers = withheldFrom === null ? audience : audience.filter((userId) => userId !== withheldFrom);
  tellChanges(fanout, message.conversationId, [{ kind: "item", rev: message.rev, item: message }], hearers);
}

/**
 * Tells what one commit stored. The messages of a conversation go out as one event, split only between those
 * that somebody must not hear of and those that all may. Retries are told again like first attempts.
 */
export function tellAppended(fanout: Fanout, outcome: AppendOutcome): void {
  for (const { conversationId, userId } of outcome.appeared) fanout.toUsers([userId], conversationAppeared, { conversationId });
  for (const { conversationId, userId } of outcome.draftsCleared) fanout.toUsers([userId], draftChanged, { conversationId, body: null });

  const groups = new Map<string, { withheldFrom: UserId | null; changes: Map<number, Change>; conversationId: ConversationId }>();
  for (const result of outcome.results) {
    if ("code" in result) continue;
    const { message, withheldFrom } = result;
    const key = withheldFrom === null ? message.conversationId : `${message.conversationId} ${withheldFrom}`;
    const group = groups.get(key) ?? { withheldFrom, changes: new Map<number, Change>(), conversationId: message.conversationId };
    group.changes.set(message.rev, { kind: "item", rev: message.rev, item: message });
    groups.set(key, group);
  }
  for (const { withheldFrom, changes, conversationId } of groups.values()) {
    const audience = outcome.audiences.get(conversationId) ?? [];
    tellChanges(fanout, conversationId, [...changes.values()], withheldFrom === null ? audience : audience.filter((userId) => userId !== withheldFrom));
  }
}
