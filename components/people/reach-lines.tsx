"use client";
import { Building2, Clock, Globe, Mail, MapPin, Phone, Smartphone } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode } from "react";
import { type PersonCard, type WorkingHours } from "@/lib/protocol";
import { clockOf, regionalOf } from "./regional";
import { useMinute } from "./use-minute";
import { usePhoneFormat } from "./use-phone-format";

const look = { "aria-hidden": true, strokeWidth: 2 } as const;

/** Numbers, address, place and local time of a card, and what else is put below. */
export function ReachLines({ card, location, children }: { card: PersonCard; location: string | undefined; children?: ReactNode }) {
  const t = useTranslations("people.card");
  const format = usePhoneFormat();
  const localTime = useLocalTime(card.timeZone);
  const numbers: readonly [ReactNode, string | undefined, string][] = [
    [<Phone key="icon" {...look} />, card.workPhone, t("work")],
    [<Smartphone key="icon" {...look} />, card.mobilePhone, t("mobile")],
    [<Phone key="icon" {...look} />, card.homePhone, t("home")],
    [<Phone key="icon" {...look} />, card.otherPhone, t("other")],
  ];
  const theirTime = localTime ? <span aria-label={t("localTime", { time: localTime })} role="img" className="tabular">{localTime}</span> : null;
  return (
    <div className="kv">
      {numbers.map(([icon, number, kind]) =>
        number === undefined ? null : (
          <Line key={kind} icon={icon} end={<span>{kind}</span>}>
            <a href={`tel:${number}`} dir="ltr">
              {format(number)}
            </a>
          </Line>
        ),
      )}
      {card.email ? (
        <Line icon={<Mail {...look} />}>
          <a href={`mailto:${card.email}`}>{card.email}</a>
        </Line>
      ) : null}
      {card.website ? <Website address={card.website} /> : null}
      {location === undefined ? null : (
        <Line icon={<MapPin {...look} />} end={theirTime}>
          <bdi>
            <span className="sr">{t("location")}: </span>
            {location}
          </bdi>
        </Line>
      )}
      {card.office ? (
        <Line icon={<Building2 {...look} />} end={location === undefined ? theirTime : null}>
          <bdi>{card.office}</bdi>
        </Line>
      ) : null}
      {card.workingHours && card.workingHours.days.length > 0 ? <Hours hours={card.workingHours} isElsewhere={localTime !== null} end={location === undefined && !card.office ? theirTime : null} /> : null}
      {localTime !== null && location === undefined && !card.office && !card.workingHours ? <Line icon={<Clock {...look} />}>{t("localTime", { time: localTime })}</Line> : null}
      {children}
    </div>
  );
}

/** In a new tab, which learns nothing of this page. */
function Website({ address }: { address: string }) {
  const t = useTranslations("people.card");
  const url = URL.parse(address);
  if (!url || !/^https?:$/u.test(url.protocol)) return null;
  return (
    <Line icon={<Globe {...look} />}>
      <a href={url.href} target="_blank" rel="noopener noreferrer" title={url.href}>
        <span className="sr">{t("website")}: </span>
        <bdi dir="ltr">{url.host.replace(/^www\./u, "")}</bdi>
        <span className="sr">, {t("opens")}</span>
      </a>
    </Line>
  );
}

/** The usual hours, as a clock on the other's wall shows them. */
function Hours({ hours, isElsewhere, end }: { hours: WorkingHours; isElsewhere: boolean; end: ReactNode }) {
  const t = useTranslations("people.card");
  const locale = useLocale();
  const clock = clockOf(locale, "UTC");
  const at = (time: string): string => clock.format(Date.parse(`2024-01-01T${time}:00Z`));
  const words = { days: daysOf(hours.days, locale), from: at(hours.from), to: at(hours.to) };
  return (
    <Line icon={<Clock {...look} />} end={end}>
      {isElsewhere ? t("hoursThere", words) : t("hours", words)}
    </Line>
  );
}

/** "Mon – Fri", or each day by name where they do not follow each other. */
export function daysOf(days: readonly number[], locale: string): string {
  const format = new Intl.DateTimeFormat(regionalOf(locale), { weekday: "short", timeZone: "UTC" });
  // The first of January 2024 was a Monday.
  const dateOf = (day: number): number => Date.UTC(2024, 0, day);
  const sorted = days.toSorted((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first !== undefined && last !== undefined && sorted.length > 2 && last - first === sorted.length - 1) return `${format.format(dateOf(first))} – ${format.format(dateOf(last))}`;
  return new Intl.ListFormat(locale, { style: "narrow", type: "unit" }).format(sorted.map((day) => format.format(dateOf(day))));
}

/** One line of a card: what it is, what it says, and what can be done or of what kind it is. */
export function Line({ icon, end, children }: { icon: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <>
      {icon}
      <span className="kv-text wrap-anywhere">{children}</span>
      {end ? <span className="kv-end">{end}</span> : null}
    </>
  );
}

/** "14:33", only where the other's clock differs from mine. */
function useLocalTime(timeZone: string | undefined): string | null {
  const locale = useLocale();
  const nowMs = useMinute();
  if (timeZone === undefined) return null;
  const of = (zone?: string): string => clockOf(locale, zone).format(nowMs);
  const there = of(timeZone);
  return there === of() ? null : there;
}
