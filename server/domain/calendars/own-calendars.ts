import { type Calendar, CALENDARS_MAX, calendarsChanged, type CalendarId, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import type { NowPublisher } from "./now-publisher";
import type { CalendarKind, CalendarOwner, CalendarStore, NewCalendar, RemoteCalendar } from "./ports";
import { type FirstReading, readFirst, type ReadDeps, readSource } from "./read-source";

export type OwnDeps = ReadDeps & { store: CalendarStore; fanout: Fanout; now: NowPublisher; signal: AbortSignal };

async function told(deps: OwnDeps, userId: UserId): Promise<void> {
  deps.fanout.toUsers([userId], calendarsChanged, {});
  await deps.now.changed(userId);
}

async function ownerOf({ store }: OwnDeps, userId: UserId): Promise<CalendarOwner> {
  const owner = await store.findOwner(userId);
  if (!owner) throw new AppError("person_not_found", { userId });
  return owner;
}

async function keep(deps: OwnDeps, calendar: Pick<NewCalendar, "userId" | "kind" | "name" | "remote" | "content">, reading: FirstReading): Promise<Calendar> {
  const kept = await deps.store.add({ ...calendar, ...reading, id: uuidV7() as CalendarId }, CALENDARS_MAX);
  if (!kept) throw new AppError("calendar_limit", { userId: calendar.userId });
  await told(deps, calendar.userId);
  return kept;
}

/**
 * Connects a calendar by its address, once it could be read.
 * @throws AppError `calendar_limit` (CALENDARS_MAX), `address_refused`, `remote_unreachable`, `remote_refused`, `remote_invalid`,
 *   `calendar_invalid`, `too_large`: then nothing is kept.
 */
export async function addCalendar(deps: OwnDeps, userId: UserId, { name, kind, ...rest }: { name: string; kind: Exclude<CalendarKind, "ics-file">; address: string; username: string; password: string }): Promise<Calendar> {
  // Asked before the other server is, and once more by the store, which two endpoints cannot pass at once.
  if ((await deps.store.list(userId)).length >= CALENDARS_MAX) throw new AppError("calendar_limit", { userId });
  const owner = await ownerOf(deps, userId);
  const remote: RemoteCalendar = { kind, ...rest };
  const reading = await readFirst(deps, { remote }, { ...owner, addresses: [...owner.addresses, ...ownAddressesOf(remote)] }, deps.signal);
  return keep(deps, { userId, kind, name, remote, content: null }, reading);
}

/** Keeps an iCalendar text; one of the same name gives way. @throws AppError `calendar_limit`, `calendar_invalid`, `too_large`. */
export async function uploadCalendar(deps: OwnDeps, userId: UserId, { name, text }: { name: string; text: string }): Promise<Calendar> {
  const reading = await readFirst(deps, { content: text }, await ownerOf(deps, userId), deps.signal);
  return keep(deps, { userId, kind: "ics-file", name, remote: null, content: text }, reading);
}

/** @throws AppError `calendar_not_found`, also for somebody else's. */
export async function removeCalendar(deps: OwnDeps, userId: UserId, calendarId: CalendarId): Promise<void> {
  if (!(await deps.store.remove(userId, calendarId))) throw new AppError("calendar_not_found", { calendarId });
  await told(deps, userId);
}

/** Reads a calendar now. A failure is in the answer, not thrown. @throws AppError `calendar_not_found`, also for somebody else's. */
export async function refreshCalendar(deps: OwnDeps, userId: UserId, calendarId: CalendarId): Promise<Calendar> {
  const source = await deps.store.find(userId, calendarId);
  const kept = source && (await deps.store.putReading(calendarId, await readSource(deps, source, deps.signal)));
  if (!kept) throw new AppError("calendar_not_found", { calendarId });
  await told(deps, userId);
  return kept;
}

/** Invitations may name the owner as the calendar's server does. */
export const ownAddressesOf = ({ username }: Pick<RemoteCalendar, "username">): string[] => (username.includes("@") ? [username] : []);
