import { ConversationId, draftChanged, draftSave, plainTextOf, RichText } from "@/lib/protocol";
import type { Keepsake } from "../../keepsake";
import type { Link } from "../../link";
import type { Platform } from "../../platform";
import { parseJson } from "./outbox";
import type { Draft } from "./types";

/** How long the composer must rest before its text goes to the server, in ms. */
export const DRAFT_REST_MS = 400;

/**
 * Unsent text of all conversations. What was typed lies on this device at once (private computers) until the server
 * has it; the server's copy serves the other endpoints. The last one who types wins.
 */
export type Drafts = {
  of(conversationId: ConversationId): Draft;
  /** The composer's text; null for none. */
  write(conversationId: ConversationId, body: RichText | null): void;
  setComposing(conversationId: ConversationId, composing: boolean): void;
  /** The draft as the server gave it with a summary. */
  learn(conversationId: ConversationId, body: RichText | null): void;
  /** Nothing is known here that the server does not have. */
  readonly isSettled: boolean;
  dispose(): void;
};

/** `body` is what is shown; `saved` what the server is known to hold (undefined: not known). */
type State = { body: RichText | null; saved: RichText | null | undefined; outsideChanges: number; composing: boolean; held: { body: RichText | null } | null; saving: boolean; view: Draft | null };

export function createDrafts(deps: { link: Link; platform: Platform; keepsake: Keepsake; onChange(conversationId: ConversationId): void }): Drafts {
  const { link, platform, keepsake } = deps;
  const states = new Map<ConversationId, State>();
  const timers = new Map<ConversationId, unknown>();
  let disposed = false;

  const stateOf = (conversationId: ConversationId): State => {
    const known = states.get(conversationId);
    if (known) return known;
    const fresh: State = { body: null, saved: undefined, outsideChanges: 0, composing: false, held: null, saving: false, view: null };
    states.set(conversationId, fresh);
    return fresh;
  };
  const isDirty = (state: State): boolean => state.body !== state.saved && !(state.saved === undefined && state.body === null);
  const nameOf = (conversationId: ConversationId): string => `draft.${conversationId}`;
  const update = (conversationId: ConversationId, patch: Partial<State>): State => {
    const next = { ...stateOf(conversationId), ...patch, view: null };
    states.set(conversationId, next);
    deps.onChange(conversationId);
    return next;
  };
  const fromOutside = (conversationId: ConversationId, body: RichText | null): void => {
    const state = stateOf(conversationId);
    // Own text that the server does not have yet is newer than anything it tells; saving it will say so.
    if (isDirty(state) || state.saving) return;
    if (sameBody(state.body, body)) {
      // Also what my own saving brings back.
      states.set(conversationId, { ...state, saved: state.body });
      return;
    }
    if (state.composing) states.set(conversationId, { ...state, held: { body } });
    else update(conversationId, { body, saved: body, held: null, outsideChanges: state.outsideChanges + 1 });
  };

  const cancel = (conversationId: ConversationId): void => {
    const timer = timers.get(conversationId);
    if (timer !== undefined) platform.clearTimer(timer);
    timers.delete(conversationId);
  };
  const save = (conversationId: ConversationId): void => {
    cancel(conversationId);
    const state = stateOf(conversationId);
    if (disposed || state.saving || !isDirty(state) || link.state.getSnapshot().name !== "online") return;
    const { body } = state;
    states.set(conversationId, { ...state, saving: true });
    link.call(draftSave, { conversationId, body }).then(
      () => {
        const now = stateOf(conversationId);
        states.set(conversationId, { ...now, saving: false, saved: body });
        if (isDirty(stateOf(conversationId))) restThenSave(conversationId);
        else keepsake.remove(nameOf(conversationId));
      },
      () => {
        // Kept on this device; the next keystroke or link tries again.
        states.set(conversationId, { ...stateOf(conversationId), saving: false });
      },
    );
  };
  const restThenSave = (conversationId: ConversationId): void => {
    cancel(conversationId);
    timers.set(conversationId, platform.setTimer(() => save(conversationId), DRAFT_REST_MS));
  };
  const saveAll = (): void => {
    for (const [conversationId, state] of states) if (isDirty(state)) save(conversationId);
  };

  for (const name of keepsake.names("draft.")) {
    const conversationId = ConversationId.safeParse(name.slice("draft.".length));
    const body = RichText.nullable().safeParse(parseJson(keepsake.get(name)));
    if (!conversationId.success || !body.success) keepsake.remove(name);
    // An emptied draft that the server does not know of is told as well, else it would come back.
    else states.set(conversationId.data, { ...stateOf(conversationId.data), body: body.data, saved: body.data === null ? EMPTIED : undefined });
  }
  const stops = [
    link.on(draftChanged, ({ conversationId, body }) => fromOutside(conversationId, body)),
    link.state.subscribe(() => {
      if (link.state.getSnapshot().name === "online") saveAll();
    }),
    platform.page.onHide(saveAll),
  ];

  return {
    of(conversationId) {
      const state = stateOf(conversationId);
      state.view ??= { body: state.body, text: state.body ? plainTextOf(state.body) : "", outsideChanges: state.outsideChanges };
      return state.view;
    },
    write(conversationId, body) {
      const state = stateOf(conversationId);
      if (sameBody(state.body, body)) return;
      const next = update(conversationId, { body, held: null });
      if (!isDirty(next)) {
        cancel(conversationId);
        keepsake.remove(nameOf(conversationId));
        return;
      }
      keepsake.set(nameOf(conversationId), JSON.stringify(body));
      restThenSave(conversationId);
    },
    setComposing(conversationId, composing) {
      const state = stateOf(conversationId);
      states.set(conversationId, { ...state, composing });
      if (composing || !state.held) return;
      fromOutside(conversationId, state.held.body);
    },
    learn: fromOutside,
    get isSettled() {
      return ![...states.values()].some((state) => isDirty(state) || state.saving);
    },
    dispose() {
      disposed = true;
      for (const conversationId of [...timers.keys()]) cancel(conversationId);
      for (const stop of stops) stop();
    },
  };
}

/** Stands for "something the server still holds". */
const EMPTIED: RichText = { type: "doc", content: [{ type: "paragraph" }] };

function sameBody(a: RichText | null, b: RichText | null): boolean {
  return a === b || (a !== null && b !== null && JSON.stringify(a) === JSON.stringify(b));
}
