import type {
  AccessGroup,
  AccessLevel,
  AccessOrigin,
  AccessSettings,
  AddressEntry,
  Audience,
  AutomaticGroup,
  Contact,
  ContactGroup,
  ContactGroupId,
  ContactId,
  ConversationId,
  ConversationSummary,
  CustomState,
  CustomStateId,
  GroupId,
  ManualState,
  Me,
  Message,
  NumberContact,
  OrganisationGroup,
  Party,
  PartyId,
  PersonCard,
  PresencePreview,
  PresenceView,
  ProfilePatch,
  Schedule,
  SelfPresence,
  Settings,
  UserId,
} from "@/lib/protocol";
import type { CallErrorCode } from "../call-error";
import type { DeviceIdle } from "../platform";
import type { Store } from "../store";
import type { FetchedSnapshot } from "./fetched";

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
  /** The organisation's custom states, in the order in which they are offered [F23]. */
  readonly states: Store<readonly CustomState[]>;
  /** Shown at once, taken back when refused; null returns to the automatic state. @throws CallError */
  setManual(state: ManualState | null, options?: { customStateId?: CustomStateId; /** ISO 8601; left out: until changed. */ until?: string }): Promise<void>;
  /** An empty text takes it back. Shown at once, taken back when refused. @throws CallError */
  setNote(note: { text: string; audience: Audience; until?: string }): Promise<void>;
  /** An empty place takes it back. Shown at once, taken back when refused. @throws CallError */
  setLocation(location: { place: string; audience: Audience; remember?: boolean }): Promise<void>;
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

/** One line of my list: a person or a number. */
export type ContactEntry = Contact | NumberContact;

export type ContactsSnapshot = {
  readonly status: "loading" | "ready" | "failed";
  readonly groups: readonly { readonly group: ContactGroup; readonly entries: readonly ContactEntry[] }[];
  readonly favourites: readonly ContactEntry[];
  /** In no group. */
  readonly others: readonly ContactEntry[];
  /** All, by name. */
  readonly entries: readonly ContactEntry[];
  /** All people, by name. */
  readonly all: readonly Contact[];
  /** Published ones first, then those put into the list. */
  readonly organisationGroups: readonly OrganisationGroup[];
  readonly automaticGroups: readonly AutomaticGroup[];
};

/** My own list. Every change shows at once and is taken back when refused. */
export type ContactsStore = Store<ContactsSnapshot> & {
  find(userId: UserId): Contact | undefined;
  /** @throws CallError */
  add(card: PersonCard, options?: { groupId?: ContactGroupId; favourite?: boolean }): Promise<void>;
  /** A number already in the list gets the new name. @throws CallError */
  addNumber(input: { name: string; number: string; groupId?: ContactGroupId }): Promise<void>;
  /** @throws CallError */
  remove(contactId: ContactId): Promise<void>;
  /** @throws CallError */
  place(contactId: ContactId, place: { groupIds?: readonly ContactGroupId[]; favourite?: boolean }): Promise<void>;
  /** Out of one group and into another; null stands for none. @throws CallError */
  move(contactIds: readonly ContactId[], places: { from: ContactGroupId | null; to: ContactGroupId | null }): Promise<void>;
  /** Asks to be told when the status of a person in the list changes, or takes that back [F25]. @throws CallError `contact_not_found`, `tag_limit` */
  tag(userId: UserId, isTagged: boolean): Promise<void>;
  /** @throws CallError */
  createGroup(name: string): Promise<ContactGroupId>;
  /** @throws CallError */
  renameGroup(groupId: ContactGroupId, name: string): Promise<void>;
  /** @throws CallError */
  removeGroup(groupId: ContactGroupId): Promise<void>;
  /** All groups, first to last. @throws CallError */
  orderGroups(groupIds: readonly ContactGroupId[]): Promise<void>;
  /** Puts a group of the organisation into my list, or takes it out. @throws CallError */
  listGroup(group: OrganisationGroup, isListed: boolean): Promise<void>;
};

export type GroupMembers = {
  readonly group: OrganisationGroup;
  /** By name, as far as they were asked for. */
  readonly members: readonly PersonCard[];
  readonly more: boolean;
};

/** Who is in a group of the organisation; fetched while somebody looks. */
export type GroupMembersStore = {
  of(groupId: GroupId): Store<FetchedSnapshot<GroupMembers>>;
  /** The next page. */
  loadMore(groupId: GroupId): void;
  /** All of them, or one more than a conversation takes. @throws CallError */
  everybody(groupId: GroupId): Promise<readonly PersonCard[]>;
};

/** The latest first. */
export type RecentPeople = readonly { readonly person: PersonCard; readonly at: string }[];
export type RecentStore = Store<FetchedSnapshot<RecentPeople>>;

export type ScheduleStore = {
  /** A person's time from yesterday until the day after tomorrow; kept fresh while somebody looks. */
  of(userId: UserId): Store<FetchedSnapshot<Schedule>>;
};

export type AccessStore = Store<FetchedSnapshot<AccessSettings>> & {
  /** What all members of a group see of me; null says nothing about them any more. @throws CallError */
  setGroup(group: AccessGroup, level: AccessLevel | null): Promise<void>;
  /** What people of an origin see of me; null is the program's default. @throws CallError */
  setDefault(origin: AccessOrigin, level: Exclude<AccessLevel, "blocked"> | null): Promise<void>;
};

/** Myself as each level sees me, most to least. */
export type PreviewStore = Store<FetchedSnapshot<readonly PresencePreview[]>>;

/** What I have connected, such as calendars; kept fresh while somebody looks. */
export type ConnectedStore<T> = Store<FetchedSnapshot<readonly T[]>> & {
  /** After a change of mine, for what is not told. */
  refresh(): void;
};

export type DirectorySnapshot = {
  readonly query: string;
  /** `searching` keeps those of the query before who fit this one too, so that nothing flickers. */
  readonly status: "idle" | "searching" | "ready" | "failed";
  readonly people: readonly PersonCard[];
  /** From own address books; only where they were asked for [F28]. */
  readonly entries: readonly AddressEntry[];
  /** Groups of the organisation; only where they were asked for. */
  readonly groups: readonly OrganisationGroup[];
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

export type MessageToast = {
  readonly kind: "message";
  readonly id: string;
  readonly conversationId: ConversationId;
  readonly message: Message;
  readonly author: Party | null;
  /** How many messages of the conversation this toast stands for; the newest is shown. */
  readonly count: number;
  /** Others may be looking at this screen: small, and without what was said [F60]. */
  readonly isMini: boolean;
};

/** A tagged person's status changed; the newest change of a person takes the place of the one before. */
export type TagToast = {
  readonly kind: "tag";
  readonly id: string;
  /** Name and face; a card says more. */
  readonly person: PersonCard;
  readonly view: PresenceView;
};

export type Toast = MessageToast | TagToast;

export type ToastsStore = Store<readonly Toast[]> & {
  dismiss(id: string): void;
  /** Keeps a toast while it has the pointer or the focus. @returns What lets it go. */
  hold(id: string): () => void;
};
