import { parentPort } from "node:worker_threads";
import type { CalendarOwner, TimeWindow } from "@/server/domain/calendars";
import { expand, type Expanded } from "./expand";

export type ExpandJob = { texts: readonly string[]; window: TimeWindow; owner: CalendarOwner };

/** One job at a time, answered in turn; see `create-expander.ts`. */
parentPort?.on("message", ({ texts, window, owner }: ExpandJob) => {
  const result: Expanded = expand(texts, window, owner);
  parentPort?.postMessage(result);
});
