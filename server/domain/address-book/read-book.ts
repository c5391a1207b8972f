import type { ErrorCode } from "@/lib/protocol";
import type { Logger } from "@/server/telemetry";
import type { Clock } from "../clock";
import { isAppError } from "../errors";
import type { AddressBookReader, BookReading, BookSource, NewEntry, RawEntry, RemoteBook } from "./ports";
import { readVCards } from "./read-vcards";
import { toEntries } from "./to-entries";

export type ReadDeps = { reader: AddressBookReader; clock: Clock; log: Logger; /** In [0, 1). */ random: () => number };

/** Between two readings, in ms; each is up to a tenth earlier or later, so that books do not come all at once. */
const POLL_MS = 30 * 60_000;
/** However often it failed. */
const POLL_MAX_MS = 24 * 60 * 60_000;
const JITTER = 0.1;

/** Twice as long after each failure. */
export function nextPollAt({ clock, random }: Pick<ReadDeps, "clock" | "random">, failures: number): Date {
  const waitMs = Math.min(POLL_MAX_MS, POLL_MS * 2 ** Math.min(failures, 10));
  return new Date(clock.now().getTime() + waitMs * (1 + JITTER * (2 * random() - 1)));
}

export type FirstReading = { validator: string | null; entries: NewEntry[] };

/** Reads a book that is not kept yet. @throws AppError with what is wrong with it. */
export async function readFirst(deps: ReadDeps, remote: RemoteBook, workPhone: string | null, signal: AbortSignal): Promise<FirstReading> {
  const read = await deps.reader.read(remote, { validator: null, signal });
  if (read.unchanged) return { validator: null, entries: [] };
  return { validator: read.validator, entries: (await toEntries(readCards(read.cards), workPhone)).entries };
}

/**
 * Reads a kept book again. What fails becomes part of the reading, and leaves the entries as they were.
 * @throws AppError `stopping` when the signal ended it: that says nothing about the book.
 */
export async function readAgain(deps: ReadDeps, source: BookSource, signal: AbortSignal): Promise<BookReading> {
  const at = deps.clock.now();
  try {
    const read = await deps.reader.read(source.remote, { validator: source.validator, signal });
    const common = { at, nextPollAt: nextPollAt(deps, 0), error: null };
    if (read.unchanged) return { ...common, validator: source.validator, entries: null };
    return { ...common, validator: read.validator, entries: (await toEntries(readCards(read.cards), source.workPhone)).entries };
  } catch (error) {
    if (isAppError(error) && error.code === "stopping") throw error;
    return failed(deps, source, codeOf(deps, source, error));
  }
}

export const failed = (deps: ReadDeps, source: BookSource, error: ErrorCode): BookReading => ({ at: deps.clock.now(), nextPollAt: nextPollAt(deps, source.failures + 1), error });

/** A card that cannot be read harms no other: it is somebody else's file. */
function* readCards(cards: readonly string[]): Generator<RawEntry | null> {
  for (const card of cards) {
    try {
      yield* readVCards(card);
    } catch (error) {
      if (!isAppError(error)) throw error;
      yield null;
    }
  }
}

function codeOf({ log }: ReadDeps, { id, ownerId }: BookSource, error: unknown): ErrorCode {
  if (isAppError(error)) {
    log.info({ event: "address-book.not-read", addressBookId: id, userId: ownerId, code: error.code, detail: error.detail }, "address book not read");
    return error.code;
  }
  log.error({ event: "address-book.failed", addressBookId: id, userId: ownerId, err: error }, "reading an address book failed");
  return "internal";
}
