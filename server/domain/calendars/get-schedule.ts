import { type Schedule, SCHEDULE_SPAN_MAX_MS, type UserId } from "@/lib/protocol";
import { AppError } from "../errors";
import { viewSchedule } from "../presence";
import type { Viewed } from "../viewed";
import type { ScheduleStore } from "./ports";

/** Most blocks of one answer. */
const BLOCKS_MAX = 2_000;

/**
 * Somebody's time between two instants, as the viewer may see it. One query, the same whatever the viewer may see.
 * @throws AppError `invalid_input` for a span that is empty or longer than SCHEDULE_SPAN_MAX_MS, `person_not_found` for somebody
 *   unknown or disabled.
 */
export async function getSchedule(deps: { store: ScheduleStore }, viewerId: UserId, { userId, from, to }: { userId: UserId; from: string; to: string }): Promise<Viewed<Schedule>> {
  const window = { fromMs: Date.parse(from), untilMs: Date.parse(to) };
  const spanMs = window.untilMs - window.fromMs;
  if (!(spanMs > 0 && spanMs <= SCHEDULE_SPAN_MAX_MS)) throw new AppError("invalid_input", {}, { fields: ["to"] });
  const found = await deps.store.findSchedule(viewerId, userId, window, BLOCKS_MAX);
  if (!found) throw new AppError("person_not_found", { userId });
  return viewSchedule(userId, found, found.level, window);
}
