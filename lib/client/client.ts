import type { AddressBook, AnyRoute, Calendar, ConversationId, Me } from "@/lib/protocol";
import type { z } from "zod";
import type { ConnectionState } from "./link";
import type { Platform } from "./platform";
import type { PushStore } from "./push";
import type { Transport } from "./socket";
import type { Store } from "./store";
import type { ConversationStore } from "./stores/conversation/types";
import type { AccessStore, ConnectedStore, ContactsStore, ConversationsStore, DirectorySearch, GroupMembersStore, IdleStore, PeopleStore, PresenceStore, PreviewStore, RecentStore, ScheduleStore, SessionStore, ToastsStore } from "./stores/types";

export type ClientOptions = {
  /** As the page was rendered for; decides also whether the computer is public [F107]. */
  me: Me;
  /** Left out: the browser's. */
  platform?: Platform;
  /** Sent, with the platform's origin, where there is no browser to send its cookie. */
  cookie?: string;
  /** Left out: socket.io to the platform's origin. */
  transport?: Transport;
};

/** Everything one signed-in tab holds. Made once, disposed once. */
export type Client = {
  readonly connection: Store<ConnectionState> & { /** Tries to connect now. */ retryNow(): void };
  readonly session: SessionStore;
  readonly conversations: ConversationsStore;
  /** The store of one conversation: the same one while it is kept (the last twenty used), so that reopening is instant. */
  conversation(conversationId: ConversationId): ConversationStore;
  readonly presence: PresenceStore;
  readonly people: PeopleStore;
  readonly contacts: ContactsStore;
  readonly groupMembers: GroupMembersStore;
  readonly recent: RecentStore;
  readonly access: AccessStore;
  readonly schedules: ScheduleStore;
  readonly preview: PreviewStore;
  readonly calendars: ConnectedStore<Calendar>;
  readonly addressBooks: ConnectedStore<AddressBook>;
  /** @param options.more Also own address books, and groups of the organisation. */
  createDirectorySearch(options?: { more?: boolean }): DirectorySearch;
  readonly idle: IdleStore;
  readonly toasts: ToastsStore;
  /** Notifications of this browser while no page is open. */
  readonly push: PushStore;
  /** One REST call. @throws CallError */
  request<R extends AnyRoute>(route: R, input: z.input<R["input"]>): Promise<z.output<R["output"]>>;
  /** Ends this session and endpoint, wipes what the client kept, disposes. The page should then go to the sign-in page. */
  signOut(): Promise<void>;
  dispose(): void;
};
