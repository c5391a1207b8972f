export type ZoneOption = { id: string; label: string; description: string };

/** Zones for a picker: place first, then region; the description says how far from UTC it is now. Sorted by place. */
export function timeZoneOptions(zones: readonly string[], current: string | null, locale: string, at: Date): ZoneOption[] {
  const all = new Set([...zones, "UTC", ...(current ? [current] : [])]);
  const collator = new Intl.Collator(locale);
  return [...all].map((id) => ({ id, label: zoneLabel(id), description: offsetOf(id, at) })).sort((one, other) => collator.compare(one.label, other.label));
}

/** "Europe/Berlin" reads "Berlin, Europe". */
export function zoneLabel(id: string): string {
  const parts = id.replace(/_/gu, " ").split("/");
  return parts.reverse().join(", ");
}

/** "GMT+1" at that moment. */
function offsetOf(id: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: id, timeZoneName: "shortOffset" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}
