/** Everything that opens later. Fetched while there is a connection, so that it opens without one. */
const LATER: readonly (() => Promise<unknown>)[] = [
  () => import("./chat-parts"),
  () => import("@/components/shell/command-palette"),
  () => import("@/components/shell/state-menu"),
  () => import("@/components/shell/note-options"),
  () => import("@/components/shell/location-popover"),
  () => import("@/components/shell/toasts"),
  () => import("@/components/people/contact-card-popover"),
  () => import("@/components/contacts/row-menu"),
  () => import("@/components/contacts/list-options-menu"),
  () => import("@/components/contacts/contacts-dialogs"),
  () => import("@/components/conversation/header-menu"),
  () => import("@/components/conversation/details-pane"),
  () => import("@/components/conversation/conversation-dialogs"),
  () => import("@/components/conversation/start-dialog"),
  () => import("@/components/timeline/emoji-popover"),
];

/** How long the page is left alone after the reader's first move, in ms. */
const QUIET_MS = 2_000;

/** Fetches the later parts one by one; whichever fails is fetched again when it is opened. */
export function prepareLater(): void {
  setTimeout(() => void LATER.reduce((before, load) => before.then(load).catch(() => undefined), Promise.resolve<unknown>(undefined)), QUIET_MS);
}
