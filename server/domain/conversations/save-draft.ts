import { conversationAppeared, type ConversationId, draftChanged, partyOf, type RichText, type UserId } from "@/lib/protocol";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import type { ConversationStore } from "./ports";

type Deps = { store: ConversationStore; fanout: Fanout; clock: Clock };

/**
 * Keeps unsent text and tells it to all endpoints of its author; `null` forgets it. Sending forgets it, too. With a
 * draft in it, a direct conversation without messages appears to its author alone.
 *
 * @throws AppError `conversation_not_found` when it does not exist or the author is not in it.
 */
export async function saveDraft(deps: Deps, userId: UserId, input: { conversationId: ConversationId; body: RichText | null }): Promise<Record<string, never>> {
  const { conversationId, body } = input;
  const saved = await deps.store.saveDraft(conversationId, partyOf(userId), body, deps.clock.now());
  if (!saved) throw new AppError("conversation_not_found", { conversationId });
  if (saved.appeared) deps.fanout.toUsers([userId], conversationAppeared, { conversationId });
  deps.fanout.toUsers([userId], draftChanged, { conversationId, body });
  return {};
}
