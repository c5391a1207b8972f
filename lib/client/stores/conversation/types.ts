import type { ConversationId, ConversationSummary, Member, Message, MessageId, PartyId, RichText, SystemLine } from "@/lib/protocol";
import type { CallErrorCode } from "../../call-error";
import type { Store } from "../../store";

/** One line of a timeline, in order. `key` is stable from *sending* to *sent*: use it as the list's key. */
export type TimelineEntry =
  | { readonly kind: "system"; readonly key: string; readonly line: SystemLine }
  | {
      readonly kind: "message";
      readonly key: string;
      /** With an edit or deletion of mine already applied while it is on its way. */
      readonly message: Message;
      readonly mine: boolean;
      /** Of mine: `delivered` when every member has it on at least one endpoint. Others' are `received`. */
      readonly state: "received" | "sent" | "delivered";
      /** An edit or deletion of mine is on its way. */
      readonly changing: boolean;
    }
  /** Mine, not yet stored by the server. Shown after everything else, in the order written. */
  | {
      readonly kind: "outgoing";
      readonly key: string;
      readonly clientKey: string;
      readonly body: RichText;
      readonly importance: "normal" | "high";
      /** This device's clock. */
      readonly writtenAtMs: number;
      /** `waiting`: there is no link, or an earlier one goes first; it goes out by itself. `failed`: retry or discard. */
      readonly state: "sending" | "waiting" | "failed";
      readonly code: CallErrorCode | null;
    };

export type Draft = {
  readonly body: RichText | null;
  /** The words alone; "" for none. */
  readonly text: string;
  /** Goes up when the draft was changed by somebody else than the composer: fill the composer again then. */
  readonly outsideChanges: number;
};

/** One conversation as this device sees it. */
export type ConversationSnapshot = {
  readonly conversationId: ConversationId;
  /** `loading`: nothing to show yet. `gone`: not a member any more (what is held stays readable), or never was. `failed`: could not be loaded; tried again by itself. */
  readonly status: "loading" | "catching-up" | "live" | "gone" | "failed";
  readonly summary: ConversationSummary | null;
  readonly members: readonly Member[];
  readonly subject: string | null;
  readonly entries: readonly TimelineEntry[];
  /** Whether there are older entries than the first one held. */
  readonly earlier: "none" | "available" | "loading" | "failed";
  readonly readSeq: number;
  readonly deliveredSeq: number;
  readonly unread: number;
  /** The unread line stands before the message of this `seq`; set when the pane is shown, stays until it is hidden. */
  readonly unreadFromSeq: number | null;
  /** Who is typing now, me excluded. */
  readonly typing: readonly PartyId[];
  readonly draft: Draft;
};

export type ConversationStore = Store<ConversationSnapshot> & {
  readonly conversationId: ConversationId;
  /** A pane shows this conversation; it counts as read while the page is visible and focused. @returns What ends the showing. */
  show(): () => void;
  /** Whether the newest entry is in view; until it is, and while it is not, messages stay unread. */
  setAtNewest(atNewest: boolean): void;
  /** Loads one page of older entries; does nothing when there are none or one is on its way. */
  loadEarlier(): Promise<void>;
  /**
   * Shows the message at once and sends it as soon as those before it are stored. Forgets the draft.
   * @returns The key of its entry.
   */
  send(body: RichText, importance?: "normal" | "high"): string;
  /** Tries a failed message again, under the same key, so that it cannot double. */
  retry(clientKey: string): void;
  /** Gives up a message that was not stored. */
  discard(clientKey: string): void;
  /** Shown at once, taken back when refused. @throws CallError */
  edit(messageId: MessageId, body: RichText): Promise<void>;
  /** @throws CallError */
  remove(messageId: MessageId): Promise<void>;
  /** Call at each change of the composer: tells the others (at most every few seconds) and keeps the draft. */
  write(body: RichText | null): void;
  /** The composer has the focus: drafts of other endpoints do not overwrite it. */
  setComposing(composing: boolean): void;
  /** @throws CallError */
  rename(subject: string | null): Promise<void>;
  /** @throws CallError */
  addPeople(userIds: readonly string[], history?: "from-now" | "from-start"): Promise<void>;
  /** @throws CallError */
  leave(): Promise<void>;
};
