import { DatabaseSync } from "node:sqlite";

/**
 * Makes this process the one owner of a data directory until it releases it or ends, however it ends. The
 * lock is an exclusive transaction on an empty SQLite file: the operating system frees it with the process,
 * so that a killed one leaves nothing stale behind and two starters at once cannot both win.
 *
 * @returns How to release it, or null when another process owns the directory.
 */
export function takeOwnership(file: string): (() => void) | null {
  const lock = new DatabaseSync(file);
  try {
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return () => {
    if (lock.isOpen) lock.close();
  };
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}
