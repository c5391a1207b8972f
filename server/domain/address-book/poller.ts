import { addressBooksChanged } from "@/lib/protocol";
import type { DeadlineClock } from "@/lib/shared/deadlines";
import { isAppError } from "../errors";
import type { Fanout } from "../fanout";
import type { AddressBookStore, BookSource } from "./ports";
import { failed, readAgain, type ReadDeps } from "./read-book";

/** How often is looked for books that are due, in ms. */
const LOOK_MS = 30_000;
/** Read at once. */
const IN_FLIGHT_MAX = 2;
/** Another server takes a book over when the one that took it did not say how it went, in ms. */
const TAKEN_MS = 5 * 60_000;

export type PollerDeps = ReadDeps & { store: AddressBookStore; fanout: Fanout; timers: DeadlineClock; signal: AbortSignal };

/** Reads books when their time has come: one query for all that are due, a few at once, nothing while none is. */
export function createPoller(deps: PollerDeps) {
  const { store, fanout, clock, timers, log, signal } = deps;
  let working: Promise<void> | undefined;
  let timer: unknown;

  async function read(source: BookSource): Promise<void> {
    try {
      const reading = await readAgain(deps, source, signal);
      const put = await store.putReading(source.id, reading);
      if (put && "refused" in put) await store.putReading(source.id, failed(deps, source, put.refused));
      // A client shows when it was read and why not; that nothing was new need not be told.
      const isNews = reading.error !== null || reading.entries !== null || source.failures > 0;
      if (put && isNews) fanout.toUsers([source.ownerId], addressBooksChanged, {});
    } catch (error) {
      if (isAppError(error) && error.code === "stopping") return;
      log.error({ event: "address-book.poll-failed", addressBookId: source.id, err: error }, "an address book was not polled");
    }
  }

  async function work(): Promise<void> {
    while (!signal.aborted) {
      const at = clock.now();
      const due = await store.takeDue(at, new Date(at.getTime() + TAKEN_MS), IN_FLIGHT_MAX);
      await Promise.all(due.map(read));
      if (due.length < IN_FLIGHT_MAX) return;
    }
  }

  const look = (): Promise<void> =>
    (working ??= work()
      .catch((error: unknown) => log.error({ event: "address-book.look-failed", err: error }, "address books that are due were not found"))
      .finally(() => (working = undefined)));

  function tick(): void {
    void look(); // It has its own failures logged.
    timer = timers.setTimer(tick, LOOK_MS);
  }

  return {
    start: tick,
    /** Reads what is due now; a look that is under way may have been too early. */
    async settle(): Promise<void> {
      await working;
      await look();
    },
    /** After `signal` was aborted: waits for what is being read. */
    async stop(): Promise<void> {
      timers.clearTimer(timer);
      await working;
    },
  };
}
