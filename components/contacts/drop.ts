import { type ContactGroupId, type ContactId, type ConversationId, type PersonCard } from "@/lib/protocol";
import { type ContactsStore } from "@/lib/client";
import { type ListRow } from "./list-rows";
import { type EntryRow } from "./use-selection";

/** Where people can be put down. */
export type DropTarget =
  | { readonly kind: "group"; readonly key: string; /** Null: out of all that is named, to the other contacts. */ readonly groupId: ContactGroupId | null }
  | { readonly kind: "favourites"; readonly key: string }
  | { readonly kind: "conversation"; readonly key: string; readonly id: ConversationId };

/** What a row takes when somebody is let go over it: any row of a group stands for the group. Null: nothing. */
export function dropTargetOf(row: ListRow, sections: readonly ListRow[], dragged: readonly EntryRow[]): DropTarget | null {
  if (row.kind === "conversation") return dragged.some((one) => one.kind === "person") ? { kind: "conversation", key: row.key, id: row.id } : null;
  const head = row.kind === "section" ? row : sections.find((one) => one.key === row.section);
  if (head?.kind !== "section") return null;
  const { section, key } = head;
  if (section.kind === "favourites") return { kind: "favourites", key };
  if (section.kind === "group") return dragged.every((one) => one.from === section.groupId) ? null : { kind: "group", key, groupId: section.groupId };
  if (section.kind === "others") return dragged.some((one) => one.from !== null) ? { kind: "group", key, groupId: null } : null;
  return null;
}

const idOf = (row: EntryRow): ContactId | null => (row.kind === "number" ? row.number.id : (row.contact?.id ?? null));

/**
 * Puts people and numbers into a group, out of the one they were taken from unless `keep`; who is not in the list yet is
 * added to it. @throws CallError
 */
export async function moveInto(contacts: ContactsStore, rows: readonly EntryRow[], groupId: ContactGroupId | null, { keep = false } = {}): Promise<void> {
  const byOrigin = Map.groupBy(
    rows.filter((row) => idOf(row) !== null),
    (row) => (keep ? null : row.from),
  );
  const moves = [...byOrigin].map(([from, moved]) => contacts.move([...new Set(moved.map(idOf).filter((id) => id !== null))], { from, to: groupId }));
  const added = strangersOf(rows).map((person) => contacts.add(person, groupId === null ? {} : { groupId }));
  await Promise.all([...moves, ...added]);
}

/** @throws CallError */
export async function makeFavourites(contacts: ContactsStore, rows: readonly EntryRow[], favourite: boolean): Promise<void> {
  const ids = new Set(rows.map(idOf).filter((id) => id !== null));
  const added = favourite ? strangersOf(rows).map((person) => contacts.add(person, { favourite })) : [];
  await Promise.all([...[...ids].map((id) => contacts.place(id, { favourite })), ...added]);
}

/** Each person once, in the order of the list. */
export function peopleOf(rows: readonly EntryRow[]): readonly PersonCard[] {
  return [...new Map(rows.flatMap((row) => (row.kind === "person" ? [[row.person.userId, row.person] as const] : []))).values()];
}

function strangersOf(rows: readonly EntryRow[]): readonly PersonCard[] {
  return peopleOf(rows.filter((row) => row.kind === "person" && row.contact === null));
}
