"use client";
import { useEffect, useMemo, useState } from "react";
import { type PresenceState, type UserId } from "@/lib/protocol";
import { useClient } from "@/components/people/client-context";

/**
 * Watches a whole list of people as one, so that scrolling watches and unwatches nobody. Gives their states
 * where the list is arranged by them (`needed`): at most once per frame, and only when somebody's state is another one,
 * not for every word beside it; else it stays empty.
 */
export function useAvailability(userIds: readonly UserId[], needed: boolean): ReadonlyMap<UserId, PresenceState> {
  const client = useClient();
  const key = userIds.join();
  const ids = useMemo(() => key.split(",").filter(Boolean) as UserId[], [key]);
  const [states, setStates] = useState<ReadonlyMap<UserId, PresenceState>>(new Map());

  useEffect(() => (ids.length === 0 ? undefined : client.presence.watch(ids)), [client, ids]);
  useEffect(() => {
    if (!needed) return undefined;
    let frame = 0;
    const changed = new Set(ids);
    const collect = (): void => {
      frame = 0;
      setStates((held) => withStates(held, changed, (userId) => client.presence.of(userId).getSnapshot().state));
      changed.clear();
    };
    const soon = (userId: UserId): void => {
      changed.add(userId);
      if (frame === 0) frame = requestAnimationFrame(collect);
    };
    const ends = ids.map((userId) => client.presence.of(userId).subscribe(() => soon(userId)));
    frame = requestAnimationFrame(collect);
    return () => {
      cancelAnimationFrame(frame);
      for (const end of ends) end();
    };
  }, [client, ids, needed]);
  return states;
}

/** The same map while nobody's state is another one. */
export function withStates(held: ReadonlyMap<UserId, PresenceState>, changed: ReadonlySet<UserId>, stateOf: (userId: UserId) => PresenceState): ReadonlyMap<UserId, PresenceState> {
  let next: Map<UserId, PresenceState> | null = null;
  for (const userId of changed) {
    const state = stateOf(userId);
    if ((next ?? held).get(userId) === state) continue;
    next ??= new Map(held);
    next.set(userId, state);
  }
  return next ?? held;
}
