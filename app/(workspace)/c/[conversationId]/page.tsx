import { requireReader } from "../../../reader";

/** A link to a conversation survives the sign-in. Whether it exists for this person, the client finds out. */
export default async function ConversationPage({ params }: { params: Promise<{ conversationId: string }> }) {
  const { conversationId } = await params;
  await requireReader(`/c/${encodeURIComponent(conversationId)}`);
  return null;
}
