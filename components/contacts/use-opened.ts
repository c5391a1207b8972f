"use client";
import { useMemo } from "react";
import { type GroupId } from "@/lib/protocol";
import { type Client, type FetchedSnapshot, type GroupMembers, type RecentPeople, type Store } from "@/lib/client";
import { useClient, useStore } from "@/components/people/client-context";

const NOTHING: FetchedSnapshot<RecentPeople> = { status: "loading", value: null };
const UNOPENED: Store<FetchedSnapshot<RecentPeople>> = { getSnapshot: () => NOTHING, subscribe: () => () => undefined };

type Members = ReadonlyMap<GroupId, FetchedSnapshot<GroupMembers>>;

/** What is only fetched while it is open in the list. */
export function useOpened(isRecentOpen: boolean, openGroups: readonly GroupId[]): { recent: FetchedSnapshot<RecentPeople>; members: Members } {
  const client = useClient();
  const key = openGroups.join();
  const members = useMemo(() => membersStore(client, key === "" ? [] : (key.split(",") as GroupId[])), [client, key]);
  return { recent: useStore(isRecentOpen ? client.recent : UNOPENED), members: useStore(members) };
}

/** Several groups as one store: its snapshot is the same while each group's is. */
function membersStore(client: Client, groupIds: readonly GroupId[]): Store<Members> {
  let held: Members = new Map();
  return {
    getSnapshot() {
      const now: Members = new Map(groupIds.map((groupId) => [groupId, client.groupMembers.of(groupId).getSnapshot()]));
      if (now.size !== held.size || [...now].some(([groupId, snapshot]) => held.get(groupId) !== snapshot)) held = now;
      return held;
    },
    subscribe(listener) {
      const ends = groupIds.map((groupId) => client.groupMembers.of(groupId).subscribe(listener));
      return () => ends.forEach((end) => end());
    },
  };
}
