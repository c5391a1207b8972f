"use client";
import { useEffect, useMemo, useState } from "react";
import { type PresenceState, type UserId } from "@/lib/protocol";
import { useClient } from "@/components/people/client-context";

/**
 * Watches a whole list of people as one, so that scrolling watches and unwatches nobody. Gives their states
 * where the list is arranged by them (`needed`), at most once per frame; else it stays empty.
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
    const stores = ids.map((userId) => [userId, client.presence.of(userId)] as const);
    const collect = (): void => {
      frame = 0;
      setStates(new Map(stores.map(([userId, store]) => [userId, store.getSnapshot().state])));
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(collect);
    };
    const ends = stores.map(([, store]) => store.subscribe(soon));
    soon();
    return () => {
      cancelAnimationFrame(frame);
      for (const end of ends) end();
    };
  }, [client, ids, needed]);
  return states;
}
