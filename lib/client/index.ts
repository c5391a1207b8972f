/**
 * The browser's side of Parley without React: one `Client` per signed-in tab, made of stores that a view reads with
 * `useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot)`. Actions never need `await` for what
 * is shown; those that can be refused give a promise that throws `CallError`.
 */
export { CallError, codeOf, type CallErrorCode } from "./call-error";
export { browserPlatform } from "./browser-platform";
export { request, signIn, startSingleSignOn } from "./http";
export { createClient } from "./create-client";
export type { Client, ClientOptions } from "./client";
export type { ConnectionState } from "./link";
export type { KeyValueStorage, Platform } from "./platform";
export type { PushSnapshot, PushStore } from "./push";
export type { Store } from "./store";
export type { ConversationSnapshot, ConversationStore, Draft, TimelineEntry } from "./stores/conversation/types";
export { isNumber, nameOf } from "./stores/contacts/arrange";
export type { FetchedSnapshot } from "./stores/fetched";
export type {
  AccessStore,
  ConnectedStore,
  ContactEntry,
  ContactsSnapshot,
  ContactsStore,
  ConversationListItem,
  ConversationsSnapshot,
  ConversationsStore,
  DirectorySearch,
  DirectorySnapshot,
  GroupMembers,
  GroupMembersStore,
  IdleSnapshot,
  IdleStore,
  PeopleStore,
  PersonSnapshot,
  PresenceStore,
  PreviewStore,
  RecentPeople,
  RecentStore,
  ScheduleStore,
  SessionStore,
  MessageToast,
  TagToast,
  Toast,
  ToastsStore,
} from "./stores/types";
