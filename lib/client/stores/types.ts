import type {
  AccessLevel,
  Contact,
  ContactGroup,
  ContactGroupId,
  ContactId,
  ConversationId,
  ConversationSummary,
  ManualState,
  Me,
  Message,
  Party,
  PartyId,
  PersonCard,
  PresenceView,
  ProfilePatch,
  SelfPresence,
  Settings,
  UserId,
} from "@/lib/protocol";
import type { CallErrorCode } from "../call-error";
import type { DeviceIdle } from "../platform";
import type { Store } from "../store";

/** Who I am and what I may; kept fresh by `me:changed`. */
export type SessionStore = Store<Me> & {
  refresh(): Promise<void>;
  /** Shown at once, taken back when refused. @throws CallError */
  updateSettings(patch: Partial<Settings>): Promise<void>;
  /** @throws CallError */
  updateProfile(patch: ProfilePatch): Promise<void>;
  /** @param imageBase64 Base64 of a PNG, JPEG or WebP. @throws CallError */
  setPhoto(imageBase64: string): Promise<void>;
  /** @throws CallError */
  removePhoto(): Promise<void>;
};

/** One line of the list. */
export type ConversationListItem = {
  readonly summary: ConversationSummary;
  /** `seq - readSeq`: arithmetic, never a count of events. */
  readonly unread: number;
  readonly typing: readonly PartyId[];
  /** Messages of mine that wait or failed. */
  readonly unsent: "none" | "waiting" | "failed";
};

export type ConversationsSnapshot = {
  readonly status: "loading" | "ready" | "failed";
  /** Last activity first. */
  readonly items: readonly ConversationListItem[];
  /** Whether `loadMore` has anything left. */
  readonly more: boolean;
  readonly loadingMore: boolean;
  /** Unread messages in all conversations held; for title and badge. */
  readonly unreadTotal: number;
};

export type ConversationsStore = Store<ConversationsSnapshot> & {
  loadMore(): Promise<void>;
  /** The one lasting conversation with a person; made at its first use. @throws CallError */
  openDirect(userId: UserId): Promise<ConversationId>;
  /** A new group conversation. @throws CallError */
  start(input: { userIds: readonly UserId[]; subject?: string; fromConversationId?: ConversationId }): Promise<ConversationId>;
};

/** A person's presence; subscribing watches them, the last unsubscription ends it a little later. */
export type PresenceStore = {
  /** The same store for the same person while somebody is subscribed. */
  of(userId: UserId): Store<PresenceView>;
  /** Watches people without a view each, e.g. for a whole list. @returns What ends it. */
  watch(userIds: readonly UserId[]): () => void;
  /** Mine; `unknown` until the server has said it. */
  readonly self: Store<SelfPresence>;
  /** Shown at once, taken back when refused; null returns to the automatic state. @throws CallError */
  setManual(state: ManualState | null): Promise<void>;
};

export type PersonSnapshot = {
  readonly status: "loading" | "ready" | "absent" | "failed";
  readonly card: PersonCard | null;
  /** What this person sees of me; null until fetched (a card from a list or search does not say it). */
  readonly seesMeAs: AccessLevel | null;
};

/** Cards by person, fetched when first subscribed to and when they change. */
export type PeopleStore = {
  of(userId: UserId): Store<PersonSnapshot>;
  /** Sets what a person sees of me; null returns to the default. @throws CallError */
  setAccess(userId: UserId, level: AccessLevel | null): Promise<void>;
};

export type ContactsSnapshot = {
  readonly status: "loading" | "ready" | "failed";
  readonly groups: readonly { readonly group: ContactGroup; readonly contacts: readonly Contact[] }[];
  readonly favourites: readonly Contact[];
  /** In no group. */
  readonly others: readonly Contact[];
  /** All, by name. */
  readonly all: readonly Contact[];
};

/** My own list. Every change shows at once and is taken back when refused. */
export type ContactsStore = Store<ContactsSnapshot> & {
  find(userId: UserId): Contact | undefined;
  /** @throws CallError */
  add(card: PersonCard, options?: { groupId?: ContactGroupId; favourite?: boolean }): Promise<void>;
  /** @throws CallError */
  remove(contactId: ContactId): Promise<void>;
  /** @throws CallError */
  place(contactId: ContactId, place: { groupIds?: readonly ContactGroupId[]; favourite?: boolean }): Promise<void>;
  /** Asks to be told when the status of a person in the list changes, or takes that back. @throws CallError `contact_not_found`, `tag_limit` */
  tag(userId: UserId, tagged: boolean): Promise<void>;
  /** @throws CallError */
  createGroup(name: string): Promise<ContactGroupId>;
  /** @throws CallError */
  renameGroup(groupId: ContactGroupId, name: string): Promise<void>;
  /** @throws CallError */
  removeGroup(groupId: ContactGroupId): Promise<void>;
  /** All groups, first to last. @throws CallError */
  orderGroups(groupIds: readonly ContactGroupId[]): Promise<void>;
};

export type DirectorySnapshot = {
  readonly query: string;
  /** `searching` keeps those of the query before who fit this one too, so that nothing flickers. */
  readonly status: "idle" | "searching" | "ready" | "failed";
  readonly people: readonly PersonCard[];
  readonly code: CallErrorCode | null;
};

/** One search field. Dispose it with its field. */
export type DirectorySearch = Store<DirectorySnapshot> & {
  setQuery(query: string): void;
  dispose(): void;
};

export type IdleSnapshot = {
  /** Since when nobody used this page, ms; null while it is in use. */
  readonly idleSinceMs: number | null;
  /** On a public computer, from one minute before: when the session ends by itself, ms. */
  readonly signOutAtMs: number | null;
};

export type IdleStore = Store<IdleSnapshot> & {
  /** "I am still here": the same as any input. */
  touch(): void;
  /** What the browser can tell of the whole device; null: nothing. */
  readonly deviceIdle: DeviceIdle | null;
};

export type Toast = {
  readonly id: string;
  readonly conversationId: ConversationId;
  readonly message: Message;
  readonly author: Party | null;
  /** How many messages of the conversation this toast stands for; the newest is shown. */
  readonly count: number;
};

export type ToastsStore = Store<readonly Toast[]> & {
  dismiss(id: string): void;
  /** Keeps a toast while it has the pointer or the focus. @returns What lets it go. */
  hold(id: string): () => void;
};
