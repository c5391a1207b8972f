import { requireReader } from "../../../reader";

/** A link to a person: opens the conversation with them. */
export default async function PersonPage({ params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  await requireReader(`/p/${encodeURIComponent(userId)}`);
  return null;
}
