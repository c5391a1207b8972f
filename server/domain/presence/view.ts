import { ACCESS_LEVELS, type AccessLevel, type Audience, type PersonCard, type PresenceView, type Schedule, type UserId } from "@/lib/protocol";
import type { Viewed } from "../viewed";
import { type Aggregate, OFFLINE, UNKNOWN } from "./fold";
import { clippedBlocks, mergedBlocks, type TimeBlock } from "./merged-blocks";
import type { PersonFields, UnviewedPerson } from "./person";

/**
 * THE view function: what one access level sees of a person. Every path that sends a person's presence or card goes
 * through here, and nobody else makes a `Viewed`. One table, read from both sides: by `viewPerson`, and by searches
 * that must not find a person by what the searcher may not see.
 */
type Reach = Readonly<Record<AccessLevel, boolean>>;

const reach = (...levels: readonly AccessLevel[]): Reach =>
  Object.fromEntries(ACCESS_LEVELS.map((level) => [level, levels.includes(level)])) as Record<AccessLevel, boolean>;

const EVERYONE = reach(...ACCESS_LEVELS);
const PUBLIC = reach("personal", "team", "company", "public");
const COMPANY = reach("personal", "team", "company");
const TEAM = reach("personal", "team");
const PERSONAL = reach("personal");

type CardField = Exclude<keyof PersonFields, "userId">;

/** Who sees which field of a card. */
const CARD_FIELDS: Readonly<Record<CardField, Reach>> = {
  displayName: EVERYONE,
  email: EVERYONE, // A blocked person knows it already: it is how they found the other.
  // The face goes with the name, as in the roster of a shared conversation: were it taken away, a blocked person could tell.
  photoUrl: EVERYONE,
  title: PUBLIC,
  company: PUBLIC,
  department: COMPANY,
  office: COMPANY,
  workPhone: COMPANY,
  timeZone: COMPANY,
  website: COMPANY,
  workingHours: COMPANY,
  mobilePhone: TEAM,
  homePhone: PERSONAL,
  otherPhone: PERSONAL,
};
const CARD_ENTRIES = Object.entries(CARD_FIELDS) as readonly [CardField, Reach][];

const PHONE_FIELDS = ["workPhone", "mobilePhone", "homePhone", "otherPhone"] as const;
export type PhoneField = (typeof PHONE_FIELDS)[number];

/** Who sees a note or a place that was said to this audience. */
const AUDIENCES: Readonly<Record<Audience, Reach>> = { personal: PERSONAL, team: TEAM, company: COMPANY };

/** How much of a person's time a level sees: subjects and places too, times only, or nothing. */
export const scheduleSeenBy = (level: AccessLevel): "details" | "times" | "none" => (TEAM[level] ? "details" : COMPANY[level] ? "times" : "none");

/** The numbers that a level may see, and so find a person by. */
export const phonesSeenBy = (level: AccessLevel): readonly PhoneField[] => PHONE_FIELDS.filter((field) => CARD_FIELDS[field][level]);

/** A person's card as one access level sees it; what it may not see, and what is not filled in, is absent. */
export function viewPerson(person: UnviewedPerson, level: AccessLevel): Viewed<PersonCard> {
  const { fields } = person;
  const card: PersonCard = { userId: fields.userId, displayName: fields.displayName };
  for (const [field, seenBy] of CARD_ENTRIES) {
    const value = fields[field];
    if (value !== null && seenBy[level]) Object.assign(card, { [field]: value });
  }
  return card as Viewed<PersonCard>;
}

/**
 * A person's presence as one access level sees it.
 *
 * @param settled As in `fold`: a blocked viewer gets exactly what a person without an endpoint gives who says nothing,
 *   then too.
 */
export function viewPresence(userId: UserId, aggregate: Aggregate, level: AccessLevel, settled: boolean): Viewed<PresenceView> {
  const seen = level === "blocked" ? (settled ? OFFLINE : UNKNOWN) : aggregate;
  const view: PresenceView = { userId, state: seen.state };
  if (seen.availability !== null) view.availability = seen.availability;
  if (!COMPANY[level]) return view as Viewed<PresenceView>;

  if (seen.activity !== null) view.activity = seen.activity;
  // Team may interrupt Do Not Disturb, and is told so where nothing more precise is said.
  else if (level === "team" && seen.state === "dnd") view.activity = "urgent-interruptions-only";
  if (seen.device !== null) view.device = seen.device;
  if (seen.idleSinceMs !== null) view.idleSince = new Date(seen.idleSinceMs).toISOString();
  if (seen.customStateId !== null) view.customStateId = seen.customStateId;
  if (seen.note && AUDIENCES[seen.note.audience][level]) view.note = seen.note.text;
  if (seen.location && AUDIENCES[seen.location.audience][level]) view.location = seen.location.place;
  return view as Viewed<PresenceView>;
}

/**
 * A person's time as one access level sees it: with subject and place, as merged times, or exactly as that of a person whose time
 * nobody knows.
 */
export function viewSchedule(userId: UserId, { known, blocks }: { known: boolean; blocks: readonly TimeBlock[] }, level: AccessLevel, window: { fromMs: number; untilMs: number }): Viewed<Schedule> {
  const seen = scheduleSeenBy(level);
  if (!known || seen === "none") return { userId, known: false, blocks: [] } as Schedule as Viewed<Schedule>;
  const shown = seen === "details" ? clippedBlocks(blocks, window) : mergedBlocks(blocks, window);
  return { userId, known: true, blocks: shown } as Schedule as Viewed<Schedule>;
}

export function sameView(a: PresenceView, b: PresenceView): boolean {
  return (
    a.state === b.state &&
    a.availability === b.availability &&
    a.activity === b.activity &&
    a.device === b.device &&
    a.idleSince === b.idleSince &&
    a.customStateId === b.customStateId &&
    a.note === b.note &&
    a.location === b.location
  );
}
