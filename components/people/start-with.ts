import { type ConversationId, type UserId } from "@/lib/protocol";
import { type Client } from "@/lib/client";

/** The lasting conversation with one person, or a new group with several. @throws CallError */
export function startWith(client: Client, userIds: readonly UserId[]): Promise<ConversationId> {
  const [only] = userIds;
  return userIds.length === 1 && only !== undefined ? client.conversations.openDirect(only) : client.conversations.start({ userIds });
}
