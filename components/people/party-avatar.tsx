"use client";
import { Bot, Phone } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Party, type UserId } from "@/lib/protocol";
import { Avatar } from "./avatar";
import { useCard } from "./card-context";
import { useGlyphState } from "./use-standing";

/** The picture of an author or member. A directory person's opens their card. */
export function PartyAvatar({ party, size, isMe = false }: { party: Party; size?: number; isMe?: boolean }) {
  const icon = party.kind === "phone" ? <Phone size={14} /> : party.kind === "bot" ? <Bot size={14} /> : undefined;
  const shape = { id: party.id, name: party.displayName, photoUrl: party.photoUrl, ...(size === undefined ? {} : { size }), ...(icon ? { icon } : {}) };
  // My own state stands above the list; beside my words it would only repeat itself.
  if (party.kind !== "user" || isMe) return <Avatar {...shape} />;
  return <PersonAvatarButton userId={party.id as string as UserId} isTabStop={false} {...shape} />;
}

type Shape = { id: string; name: string; photoUrl?: string | null | undefined; size?: number };

/** A person's picture that opens the contact card: by rest of the pointer, press or key. */
export function PersonAvatarButton({ userId, isTabStop = true, ...shape }: Shape & { userId: UserId; /** False in long lists, where the name of what holds it says more. */ isTabStop?: boolean }) {
  const t = useTranslations("people");
  const card = useCard();
  const state = useGlyphState(userId);
  return (
    <button type="button" className="avatar-button" tabIndex={isTabStop ? 0 : -1} aria-label={t("card.open", { name: shape.name })} {...card.triggerProps(userId)}>
      <Avatar {...shape} state={state} />
    </button>
  );
}
