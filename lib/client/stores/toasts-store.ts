import type { ConversationId, Message, Party, PersonCard, PresenceView, UserId } from "@/lib/protocol";
import type { Platform } from "../platform";
import { createCell } from "../store";
import type { MessageToast, Toast, ToastsStore } from "./types";

/** How long a toast stays unless it is held, in ms. WCAG 2.2.1 asks for a way to keep it: `hold`. */
export const TOAST_MS = 10_000;
/** Most toasts at once; the oldest makes room. */
const TOASTS_MAX = 4;

export type ToastsDeps = {
  platform: Platform;
  isBeingRead(conversationId: ConversationId): boolean;
  readSeqOf(conversationId: ConversationId): number;
  authorOf(message: Message): Party | null;
  /** What keeps toasts away: a wish not to be disturbed, or others who may be looking at this screen. */
  quiet(): "none" | "presenting" | "undisturbed";
  /** Those whom I see as my team may interrupt. */
  mayInterrupt(userId: UserId): boolean;
};

/** One toast for each conversation in which something came that is not seen, and for each tagged person whose status changed. */
export function createToastsStore(deps: ToastsDeps): ToastsStore & { show(message: Message): void; /** The server has asked already whether it may interrupt. */ showAlert(alert: { person: PersonCard; view: PresenceView }): void; /** What has been read needs no toast. */ sweep(): void; dispose(): void } {
  const { platform } = deps;
  const cell = createCell<readonly Toast[]>([]);
  const timers = new Map<string, unknown>();
  const held = new Set<string>();

  const disarm = (id: string): void => {
    const timer = timers.get(id);
    if (timer !== undefined) platform.clearTimer(timer);
    timers.delete(id);
  };
  const dismiss = (id: string): void => {
    disarm(id);
    held.delete(id);
    const before = cell.getSnapshot();
    if (before.some((toast) => toast.id === id)) cell.set(before.filter((toast) => toast.id !== id));
  };
  const arm = (id: string): void => {
    disarm(id);
    if (!held.has(id)) timers.set(id, platform.setTimer(() => dismiss(id), TOAST_MS));
  };

  const put = (toast: Toast): void => {
    const others = cell.getSnapshot().filter(({ id }) => id !== toast.id);
    for (const dropped of others.slice(0, Math.max(0, others.length - TOASTS_MAX + 1))) disarm(dropped.id);
    cell.set([...others.slice(-(TOASTS_MAX - 1)), toast]);
    arm(toast.id);
  };

  return {
    getSnapshot: cell.getSnapshot,
    subscribe: cell.subscribe,
    dismiss,
    hold(id) {
      held.add(id);
      disarm(id);
      return () => {
        if (held.delete(id) && cell.getSnapshot().some((toast) => toast.id === id)) arm(id);
      };
    },
    show(message) {
      const { conversationId } = message;
      if (deps.isBeingRead(conversationId)) return;
      // A party that is a user has the user's id.
      const quiet = deps.quiet();
      if (quiet === "undisturbed" && !deps.mayInterrupt(message.authorId as string as UserId)) return;
      const same = cell.getSnapshot().find((toast): toast is MessageToast => toast.id === conversationId);
      put({ kind: "message", id: conversationId, conversationId, message, author: deps.authorOf(message), count: (same?.count ?? 0) + 1, isMini: quiet === "presenting" });
    },
    showAlert: ({ person, view }) => put({ kind: "tag", id: `tag:${person.userId}`, person, view }),
    sweep() {
      for (const toast of cell.getSnapshot()) if (toast.kind === "message" && deps.readSeqOf(toast.conversationId) >= toast.message.seq) dismiss(toast.id);
    },
    dispose() {
      for (const id of [...timers.keys()]) disarm(id);
    },
  };
}
