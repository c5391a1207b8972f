import type { AnyEvent, UserId } from "@/lib/protocol";
import { strictForm } from "@/lib/protocol";
import type { Fanout } from "@/server/domain/fanout";

export type Told = { to: readonly string[]; event: string; payload: unknown };

/** Keeps what was told, and refuses what the contract does not know, as the real one does outside production. */
export function recordingFanout(): Fanout & { told: Told[]; toldTo(userId: UserId): string[] } {
  const told: Told[] = [];
  const tell = (to: readonly string[], event: AnyEvent, payload: unknown): void => {
    strictForm(event.payload).parse(payload);
    told.push({ to: [...to].sort(), event: event.name, payload });
  };
  return {
    told,
    toldTo: (userId) => told.filter(({ to }) => to.includes(userId)).map(({ event }) => event),
    toUsers: (userIds, event, payload) => tell(userIds, event, payload),
    toSession: (sessionId, event, payload) => tell([sessionId], event, payload),
    toEveryone: (event, payload) => tell(["everyone"], event, payload),
  };
}
