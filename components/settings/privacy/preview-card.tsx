"use client";
import { CalendarDays, EyeOff, MessageCircleOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Avatar } from "@/components/people/avatar";
import { toneOf } from "@/components/people/presence-tone";
import { Line, ReachLines } from "@/components/people/reach-lines";
import { usePresenceWords } from "@/components/people/use-presence-words";
import { type PresencePreview } from "@/lib/protocol";
import { hiddenAt } from "./levels";

/** The contact card they see, and under it what is kept from them. */
export function PreviewCard({ preview, most }: { preview: PresencePreview; most: PresencePreview }) {
  const t = useTranslations("privacy.preview");
  const words = usePresenceWords();
  const tCard = useTranslations("people.card");
  const { card, view, schedule, reachable } = preview;
  const hidden = hiddenAt(preview, most);
  return (
    <>
      <div className="card-head">
        <Avatar id={card.userId} name={card.displayName} photoUrl={card.photoUrl} state={view.state} size={64} />
        <div className="min-w-0 flex-1">
          <h2 className="card-name" dir="auto">
            {card.displayName}
          </h2>
          <p className="text-[13px]/[18px] wrap-anywhere text-text-muted">{[card.title, card.company].filter(Boolean).join(", ")}</p>
          <p className="card-state" data-tone={toneOf(view.state)}>
            {words(view)}
          </p>
        </div>
      </div>
      {view.note === undefined ? null : (
        <p className="card-note" dir="auto">
          {tCard("note", { note: view.note })}
        </p>
      )}
      <div className="card-block">
        <ReachLines card={card} location={view.location} />
        <div className="kv">
          {schedule === "none" ? null : (
            <Line icon={<CalendarDays aria-hidden="true" strokeWidth={2} />}>{schedule === "details" ? t("details") : t("times")}</Line>
          )}
          {reachable ? null : <Line icon={<MessageCircleOff aria-hidden="true" strokeWidth={2} />}>{t("unreachable")}</Line>}
          {hidden.map((what) => (
            <Line key={what} icon={<EyeOff aria-hidden="true" strokeWidth={2} />} end={<span>{t("hidden")}</span>}>
              <span className="text-text-muted">{t(`what.${what}`)}</span>
            </Line>
          ))}
        </div>
      </div>
    </>
  );
}
