"use client";
import { type UserId } from "@/lib/protocol";
import { Avatar } from "./avatar";
import { useGlyphState } from "./use-standing";

type Props = { userId: UserId; name: string; photoUrl?: string | null | undefined; size?: number };

/** A person's picture with their presence; watches them while shown. */
export function PersonAvatar({ userId, ...shape }: Props) {
  return <Avatar id={userId} state={useGlyphState(userId)} {...shape} />;
}
