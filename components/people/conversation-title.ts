"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { type ConversationSummary, type Member, type Party } from "@/lib/protocol";

type Named = Pick<ConversationSummary, "kind" | "subject" | "memberCount"> & { readonly members: readonly Member[] };

/** The members shown in a title: the others, those who left only where nobody else is. */
export function othersOf(members: readonly Member[], myId: string): readonly Party[] {
  const others = members.filter((member) => (member.party.id as string) !== myId);
  const active = others.filter((member) => member.active);
  return (active.length > 0 ? active : others).map((member) => member.party);
}

/** How many names a title lists before it counts. */
const NAMES_SHOWN = 3;

/** Isolated where it is written from the right: it must not turn the names beside it around. */
const firstNameOf = (name: string): string => {
  const first = name.split(/\s+/u)[0] ?? name;
  return /[\u0590-\u08FF\uFB1D-\uFEFC]/u.test(first) ? `\u2068${first}\u2069` : first;
};

/** A conversation's name: its subject, else the other person, else the first names of those in it. */
export function useConversationTitle(myId: string): (summary: Named) => string {
  const t = useTranslations("conversation.names");
  return useCallback(
    ({ kind, subject, members, memberCount }) => {
      if (subject) return subject;
      const others = othersOf(members, myId);
      const [one, other] = others;
      if (!one) return t("onlyYou");
      if (kind === "direct" || (others.length === 1 && memberCount <= 2)) return one.displayName;
      if (others.length === 2 && other && memberCount <= 3) return t("pair", { one: firstNameOf(one.displayName), other: firstNameOf(other.displayName) });
      const names = others.slice(0, NAMES_SHOWN).map((party) => firstNameOf(party.displayName)).join(", ");
      const more = memberCount - 1 - Math.min(NAMES_SHOWN, others.length);
      return more > 0 ? t("more", { names, count: String(more) }) : names;
    },
    [t, myId],
  );
}
