"use client";
import { Users } from "lucide-react";
import { type ConversationSummary, type UserId } from "@/lib/protocol";
import { Avatar, AvatarPair } from "./avatar";
import { othersOf } from "./conversation-title";
import { useGlyphState } from "./use-standing";

/** A conversation's picture: the other person with their presence, or two of the group. */
export function ConversationAvatar({ summary, myId, size }: { summary: Pick<ConversationSummary, "id" | "kind" | "members">; myId: string; size?: number }) {
  const [one, other] = othersOf(summary.members, myId);
  const direct = summary.kind === "direct" && one?.kind === "user";
  const state = useGlyphState(direct ? (one.id as string as UserId) : null);
  const sized = size === undefined ? {} : { size };
  if (one && other && summary.kind === "group") {
    return <AvatarPair one={{ id: one.id, name: one.displayName, photoUrl: one.photoUrl }} other={{ id: other.id, name: other.displayName, photoUrl: other.photoUrl }} {...sized} />;
  }
  if (one) return <Avatar id={one.id} name={one.displayName} photoUrl={one.photoUrl} state={state} {...sized} />;
  return <Avatar id={summary.id} name="" icon={<Users aria-hidden="true" size={16} strokeWidth={1.75} />} {...sized} />;
}
