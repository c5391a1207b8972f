import { AppError } from "@/server/domain/errors";

/** PostgreSQL's classes for a server that cannot be used now: connection, resources, operator's intervention, rolled back by conflict. */
const TRANSIENT_CLASSES = new Set(["08", "53", "57", "40"]);

/**
 * Runs a statement that may be repeated. When the connection failed on the way its outcome is unknown, so it is
 * tried once more on another one.
 * @throws AppError `unavailable` when that fails, too.
 */
export async function repeatable<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isTransient(error)) throw error;
    try {
      return await run();
    } catch (again) {
      if (!isTransient(again)) throw again;
      throw new AppError("unavailable", { reason: again instanceof Error ? again.message : String(again) }, { retryAfterMs: 1_000 });
    }
  }
}

/** An error without a SQLSTATE never came from the server: the way to it is broken. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== "string") return /connect|terminat|timeout|closed/i.test(error.message);
  return /^E[A-Z]+$/.test(code) || TRANSIENT_CLASSES.has(code.slice(0, 2));
}
