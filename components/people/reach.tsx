"use client";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button as AriaButton } from "react-aria-components/Button";
import { type AccessLevel, type PersonCard } from "@/lib/protocol";
import { MenuTrigger } from "@/components/ui/menu";
import { AccessMenu } from "./access-menu";
import { Line, ReachLines } from "./reach-lines";
import { usePresence } from "./use-presence";

/** Numbers, address, place, local time, and what this person sees of me: on the card and in the details pane. */
export function Reach({ card, seesMeAs }: { card: PersonCard; seesMeAs: AccessLevel | null }) {
  return (
    <ReachLines card={card} location={usePresence(card.userId)?.location}>
      {seesMeAs ? <SeesMeAs card={card} level={seesMeAs} /> : null}
    </ReachLines>
  );
}

function SeesMeAs({ card, level }: { card: PersonCard; level: AccessLevel }) {
  const t = useTranslations("people");
  return (
    <Line
      icon={<Eye aria-hidden="true" strokeWidth={2} />}
      end={
        <MenuTrigger>
          <AriaButton>{t("card.change")}</AriaButton>
          <AccessMenu userId={card.userId} name={card.displayName} level={level} />
        </MenuTrigger>
      }
    >
      <span>{t("card.seesMeAs", { level: t(`access.${level}`) })}</span>
    </Line>
  );
}
