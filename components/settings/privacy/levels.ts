import { type AccessLevel, type AccessOrigin, type AccessSettings, type PersonCard, type PresencePreview } from "@/lib/protocol";

/** Origins whose people get this level when nothing else is said about them. */
export function originsAt(settings: AccessSettings, level: AccessLevel): readonly AccessOrigin[] {
  return settings.defaults.filter((said) => said.level === level).map(({ origin }) => origin);
}

/** People and groups that were given this level by name. */
export function givenAt(settings: AccessSettings, level: AccessLevel): { people: number; groups: number } {
  return { people: settings.people.filter((said) => said.level === level).length, groups: settings.groups.filter((said) => said.level === level).length };
}

/** What a level may be kept from, in the order of a card. */
export const HIDEABLE = ["workPhone", "mobilePhone", "homePhone", "otherPhone", "email", "office", "note", "location", "times", "subjects"] as const;
export type Hideable = (typeof HIDEABLE)[number];

/** What those at Personal see of me and those of this level do not. */
export function hiddenAt(preview: PresencePreview, most: PresencePreview): readonly Hideable[] {
  return HIDEABLE.filter((what) => shows(most, what) && !shows(preview, what));
}

function shows({ card, view, schedule }: PresencePreview, what: Hideable): boolean {
  switch (what) {
    case "note":
    case "location":
      return view[what] !== undefined;
    case "times":
      return schedule !== "none";
    case "subjects":
      return schedule === "details";
    default:
      return (card satisfies PersonCard)[what] !== undefined;
  }
}
