"use client";
import { useMemo } from "react";
import { type PresenceView, type SelfPresence, type UserId } from "@/lib/protocol";
import { type PersonSnapshot, type Store } from "@/lib/client";
import { useClient, useStore } from "./client-context";

const NOBODY: Store<null> = { getSnapshot: () => null, subscribe: () => () => undefined };

/** One person's presence; watches them while shown. My own comes from my own store. `null`: nobody is asked for. */
export function usePresence(userId: UserId | null): PresenceView | null {
  const client = useClient();
  const { userId: myId } = useStore(client.session);
  const isMe = userId === myId;
  const store = useMemo(() => (userId === null || isMe ? NOBODY : client.presence.of(userId)), [client, userId, isMe]);
  const view = useStore<PresenceView | null>(store);
  const self = useStore(client.presence.self);
  return isMe ? self.view : view;
}

export function useSelfPresence(): SelfPresence {
  return useStore(useClient().presence.self);
}

/** One person's card, fetched when first shown. `null`: nobody is asked for. */
export function usePerson(userId: UserId | null): PersonSnapshot | null {
  const client = useClient();
  const store = useMemo(() => (userId === null ? NOBODY : client.people.of(userId)), [client, userId]);
  return useStore<PersonSnapshot | null>(store);
}
