"use client";
import { MessageCircle, ShieldCheck, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type MouseEvent, type ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Logo } from "./logo";

export type Place = "chat" | "settings" | "admin";

type Props = {
  place: Place;
  isAdmin: boolean;
  unread: number;
  /** Goes to the chat without asking the server. */
  onChat: () => void;
};

/** The places there are: beside the list on wide windows, at the lower edge of narrow ones. */
export function Rail({ place, isAdmin, unread, onChat }: Props) {
  const t = useTranslations("shell");
  const icon = { "aria-hidden": true, size: 20, strokeWidth: 1.6 } as const;
  const toChat = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onChat();
  };
  return (
    <nav className="rail" aria-label={t("places")}>
      <Logo label="Parley" className="logo" />
      <Item href="/" isOn={place === "chat"} onClick={toChat}>
        <MessageCircle {...icon} />
        {t("chat")}
        {unread > 0 ? <Badge className="rail-badge" count={unread} label={t("unread", { count: String(unread) })} size="small" /> : null}
      </Item>
      <span className="rail-gap" />
      {isAdmin ? (
        <Item href="/admin" isOn={place === "admin"}>
          <ShieldCheck {...icon} />
          {t("admin")}
        </Item>
      ) : null}
      <Item href="/settings" isOn={place === "settings"}>
        <SlidersHorizontal {...icon} />
        {t("settings")}
      </Item>
    </nav>
  );
}

function Item({ href, isOn, onClick, children }: { href: string; isOn: boolean; onClick?: (event: MouseEvent) => void; children: ReactNode }) {
  return (
    <Link href={href} className="rail-item" prefetch={false} {...(isOn ? { "aria-current": "page" as const } : {})} {...(onClick ? { onClick } : {})}>
      {children}
    </Link>
  );
}
