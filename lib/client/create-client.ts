import { endpointBye, type PersonCard, PROTOCOL_VERSION, signOutRoute, tagAlert } from "@/lib/protocol";
import { browserPlatform } from "./browser-platform";
import { codeOf } from "./call-error";
import type { Client, ClientOptions } from "./client";
import { type HttpContext, request } from "./http";
import { createKeepsake } from "./keepsake";
import { createPushStore } from "./push";
import { createConnection, createSocketTransport, reloadWhenQuiet, takeEndpointId } from "./socket";
import { createAccessStore } from "./stores/access-store";
import { createGroupMembersStore } from "./stores/contacts/group-members";
import { createAddressBooksStore, createCalendarsStore } from "./stores/connected-stores";
import { createContactsStore } from "./stores/contacts-store";
import { createConversationBook } from "./stores/conversation/book";
import { createDirectorySearch } from "./stores/directory-search";
import { createIdleStore } from "./stores/idle-store";
import { createPeopleStore } from "./stores/people-store";
import { createPresenceStore } from "./stores/presence-store";
import { tellPresenting } from "./stores/presenting";
import { createPreviewStore } from "./stores/preview-store";
import { createRecentStore } from "./stores/recent-store";
import { createScheduleStore } from "./stores/schedule-store";
import { createSessionStore } from "./stores/session-store";
import { createToastsStore } from "./stores/toasts-store";

/** Makes and joins all that one signed-in tab holds, and connects. Also runs without a browser, given a platform. */
export function createClient(options: ClientOptions): Client {
  const { me, platform = browserPlatform(), cookie } = options;
  const { userId } = me;
  const { publicComputer } = me.session;
  const http: HttpContext = { fetch: (input, init) => platform.fetch(input, init), origin: platform.origin, cookie };
  const keepsake = createKeepsake(platform, userId, publicComputer);
  const endpoint = takeEndpointId(platform, userId, publicComputer);

  const transport =
    options.transport ??
    createSocketTransport({
      origin: platform.origin,
      cookie,
      hello: () => ({ protocolVersion: PROTOCOL_VERSION, endpointId: endpoint.endpointId, device: platform.device, idleForMs: idle.idleForMs() }),
    });
  const connection = createConnection(transport, platform);
  const ask: Client["request"] = async (route, input) => {
    try {
      return await request(route, input, http);
    } catch (error) {
      const code = codeOf(error);
      if (code === "unauthenticated" || code === "session_ended") connection.end("unauthenticated");
      throw error;
    }
  };

  const session = createSessionStore({ me, link: connection, platform, request: ask });
  const presence = createPresenceStore({ link: connection, platform, meId: userId });
  const people = createPeopleStore({
    link: connection,
    onCard: (card, seesMeAs) => {
      contacts.patchPerson(card, seesMeAs);
      groupMembers.patchPerson(card);
      book.learnPerson(card);
    },
  });
  const putCards = (cards: readonly PersonCard[]): void => cards.forEach((card) => people.put(card));
  const contacts = createContactsStore({ link: connection, platform, onCards: putCards });
  const groupMembers = createGroupMembersStore({ link: connection, platform, onCards: putCards, onGroup: (group) => contacts.patchGroup(group) });
  const recent = createRecentStore({ link: connection, platform });
  const access = createAccessStore({ link: connection, platform });
  const schedules = createScheduleStore({ link: connection, platform });
  const preview = createPreviewStore({ link: connection, platform });
  const calendars = createCalendarsStore({ link: connection, platform, request: ask });
  const addressBooks = createAddressBooksStore({ link: connection, platform, request: ask });
  const book = createConversationBook({ link: connection, platform, keepsake, meId: userId, onIncoming: (message) => toasts.show(message) });
  const toasts = createToastsStore({
    platform,
    isBeingRead: (conversationId) => book.isBeingRead(conversationId),
    readSeqOf: (conversationId) => book.readSeqOf(conversationId),
    authorOf: (message) => book.authorOf(message),
    quiet: () => {
      const { view, manual } = presence.self.getSnapshot();
      if (view.state !== "dnd") return "none";
      return manual === null && view.activity === "presenting" ? "presenting" : "undisturbed";
    },
    mayInterrupt: (authorId) => contacts.find(authorId)?.seesMeAs === "team",
  });
  const idle = createIdleStore({ link: connection, platform, session, publicComputer, onSignOutDue: () => void signOut().catch(() => connection.end("idle")) });
  const push = createPushStore({ platform, request: ask, publicComputer });
  const stops = [
    connection.on(tagAlert, (alert) => toasts.showAlert(alert)),
    book.list.subscribe(() => {
      toasts.sweep();
      noteActivity();
    }),
    tellPresenting({ link: connection, platform, session }),
    reloadWhenQuiet({ platform, state: connection.state, idleForMs: () => idle.idleForMs(), isSettled: () => book.isSettled }),
  ];
  let newestActivity: string | undefined;
  /** The list tells typing and reading, too; only what was said moves somebody up. */
  function noteActivity(): void {
    const newest = book.list.getSnapshot().items[0]?.summary.lastActivityAt;
    if (newest === newestActivity) return;
    newestActivity = newest;
    recent.noteActivity();
  }
  connection.start();

  const dispose = (): void => {
    for (const stop of stops) stop();
    for (const part of [idle, toasts, book, recent, access, schedules, preview, calendars, addressBooks, groupMembers, contacts, people, presence, session, connection]) part.dispose();
  };
  async function signOut(): Promise<void> {
    // Others see me leave at once instead of when the lease ends; without a link they must wait for that.
    await connection.call(endpointBye, {}).catch(() => undefined);
    await request(signOutRoute, {}, http).catch((error: unknown) => {
      // Already over: what was wanted.
      const code = codeOf(error);
      if (code !== "unauthenticated" && code !== "session_ended") throw error;
    });
    connection.end("signed-out");
    dispose();
    keepsake.wipe();
    endpoint.release();
  }

  return {
    connection: { getSnapshot: connection.state.getSnapshot, subscribe: connection.state.subscribe, retryNow: () => connection.retryNow() },
    session,
    conversations: book.list,
    conversation: (conversationId) => book.open(conversationId),
    presence,
    people,
    contacts,
    groupMembers,
    recent,
    access,
    schedules,
    preview,
    calendars,
    addressBooks,
    createDirectorySearch: ({ more = false } = {}) => createDirectorySearch({ link: connection, platform, more, onCards: putCards }),
    idle,
    toasts,
    push,
    request: ask,
    signOut,
    dispose,
  };
}
