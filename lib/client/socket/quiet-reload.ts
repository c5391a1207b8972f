import type { ConnectionState } from "../link";
import type { Platform } from "../platform";
import type { Store } from "../store";

/** A page that nobody has touched for this long may be reloaded under them, in ms. */
const QUIET_AFTER_MS = 30_000;

/**
 * Reloads a page that is too old for the server at a moment when nobody notices: nothing unsent, and the page hidden
 * or untouched for 30 s. Until then the state `too-old` lets the view offer the reload.
 *
 * @param isSettled Whether nothing would be lost: no unsaved draft, no message on its way.
 */
export function reloadWhenQuiet(deps: { platform: Platform; state: Store<ConnectionState>; idleForMs(): number; isSettled(): boolean }): () => void {
  const { platform, state } = deps;
  let timer: unknown;
  let done = false;
  const look = (): void => {
    if (timer !== undefined) platform.clearTimer(timer);
    timer = undefined;
    if (done || state.getSnapshot().name !== "too-old") return;
    const waitMs = QUIET_AFTER_MS - deps.idleForMs();
    if (deps.isSettled() && (!platform.page.isVisible() || waitMs <= 0)) {
      done = true;
      platform.page.reload();
      return;
    }
    timer = platform.setTimer(look, Math.max(1_000, waitMs));
  };
  const stops = [state.subscribe(look), platform.page.onChange(look)];
  return () => {
    done = true;
    if (timer !== undefined) platform.clearTimer(timer);
    for (const stop of stops) stop();
  };
}
