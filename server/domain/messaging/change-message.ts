import type { Message } from "@/lib/protocol";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import type { MessageChange, MessageStore } from "./ports";
import { tellMessage } from "./tell";

type Deps = { store: Pick<MessageStore, "change">; fanout: Fanout; clock: Clock };

/**
 * Gives a message another body, or takes it away (`body: null`), and tells it. What it said before is kept, out of
 * readers' sight. Safe to retry: a change that is in force already is told again and takes no new number.
 *
 * @throws AppError `conversation_not_found` when it does not exist or the author is not in it.
 * @throws AppError `message_not_found` when it is not in this conversation, or not for the author's eyes.
 * @throws AppError `not_author` when somebody else wrote it.
 * @throws AppError `message_deleted` when a deleted message is edited.
 */
export async function changeMessage(deps: Deps, change: MessageChange): Promise<Message> {
  const outcome = await deps.store.change(change, deps.clock.now());
  if ("code" in outcome) throw new AppError(outcome.code, { conversationId: change.conversationId, messageId: change.messageId });
  tellMessage(deps.fanout, outcome, outcome.audience);
  return outcome.message;
}
