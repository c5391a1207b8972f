"use client";
import { ChevronDown, SquarePen } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Avatar } from "@/components/people/avatar";
import { useClient, useStore } from "@/components/people/client-context";
import { useSelfPresence } from "@/components/people/use-presence";
import { usePresenceWords } from "@/components/people/use-presence-words";
import { lazyPart } from "@/components/people/lazy-part";
import { buttonClass } from "@/components/ui/button-class";
import { MeNote } from "./me-note";
import { useUntilWords } from "./use-until-words";

const StateMenu = lazyPart(() => import("./state-menu").then((module) => module.StateMenu));

/** Who I am and how others see me: the state opens the menu to change it, note and place are changed where they stand. */
export function MeHeader({ onNewConversation, onSignOut }: { onNewConversation: () => void; onSignOut: () => void }) {
  const t = useTranslations("shell");
  const me = useStore(useClient().session);
  const { view, manualUntil } = useSelfPresence();
  const words = usePresenceWords();
  const untilWords = useUntilWords();
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const state = manualUntil === null ? words(view) : t("me.stateUntil", { state: words(view), until: untilWords(manualUntil) });
  return (
    <>
      <div className="me">
        <Avatar id={me.userId} name={me.profile.displayName} photoUrl={me.photoUrl} state={view.state} size={40} />
        <div className="min-w-0 flex-1">
          <div className="name">
            <bdi className="trunc block">{me.profile.displayName}</bdi>
          </div>
          <button ref={anchor} type="button" className="state" aria-haspopup="menu" aria-expanded={isOpen} aria-label={t("me.menu", { state })} onClick={() => setOpen(true)}>
            <span className="trunc">{state}</span>
            <ChevronDown aria-hidden="true" size={12} strokeWidth={2.1} />
          </button>
        </div>
        <button type="button" aria-label={t("me.newConversation")} title={t("me.newConversation")} className={buttonClass({ variant: "quiet", className: "w-(--control-h) px-0" })} onClick={onNewConversation}>
          <SquarePen aria-hidden="true" size={16} strokeWidth={1.75} />
        </button>
        {isOpen ? <StateMenu anchor={anchor} onClose={() => setOpen(false)} onSignOut={onSignOut} /> : null}
      </div>
      <MeNote />
    </>
  );
}
