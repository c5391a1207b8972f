export type FieldChange = { field: string; before: unknown; after: unknown };

type Fields = Readonly<Record<string, unknown>> | null;

/** What differs between before and after, field by field, in the order of the names. A nested profile counts as its fields. */
export function fieldChanges(before: Fields, after: Fields): FieldChange[] {
  const [old, now] = [flat(before), flat(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names.map((field) => ({ field, before: old[field], after: now[field] })).filter((change) => textOf(change.before) !== textOf(change.after));
}

function flat(fields: Fields): Record<string, unknown> {
  const entries = Object.entries(fields ?? {}).flatMap(([name, value]): [string, unknown][] => (isPlain(value) ? Object.entries(value) : [[name, value]]));
  return Object.fromEntries(entries);
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Empty, absent and null are the same to a reader. */
function textOf(value: unknown): string {
  return isEmpty(value) ? "" : JSON.stringify(value);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Ids of people are not looked up one by one: how many there are says enough. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export type ShownValue = { kind: "empty" } | { kind: "boolean"; value: boolean } | { kind: "text"; text: string };

/** A value as a reader sees it. Names of things are looked up by `nameOf`, e.g. of a group's id. */
export function shownValue(value: unknown, nameOf: (id: string) => string): ShownValue {
  if (isEmpty(value)) return { kind: "empty" };
  if (typeof value === "boolean") return { kind: "boolean", value };
  if (Array.isArray(value)) return { kind: "text", text: listText(value, nameOf) };
  return { kind: "text", text: typeof value === "string" ? nameOf(value) : typeof value === "number" ? String(value) : JSON.stringify(value) };
}

function listText(items: readonly unknown[], nameOf: (id: string) => string): string {
  const words = items.map((item) => (typeof item === "string" ? nameOf(item) : JSON.stringify(item)));
  const known = words.filter((word) => !UUID.test(word));
  const unknown = words.length - known.length;
  return [...known, ...(unknown > 0 ? [String(unknown)] : [])].join(", ");
}
