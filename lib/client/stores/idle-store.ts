import { IDLE_REPORT_MS, type Me, PUBLIC_IDLE_MS, presenceActivity } from "@/lib/protocol";
import type { Link } from "../link";
import type { Platform } from "../platform";
import { createCell, type Store } from "../store";
import type { IdleSnapshot, IdleStore } from "./types";

/** Without input for this long, the page tells the server that it is idle, in ms. The server decides what that means. */
export const IDLE_AFTER_MS = IDLE_REPORT_MS;
/** How long before the end of a public session its user is warned, in ms. */
export const WARN_BEFORE_MS = 60_000;
/** Longest time the contract can say, in ms. */
const IDLE_MAX_MS = 86_400_000;
/** Input is looked at no more often than this, in ms. */
const LOOK_EVERY_MS = 1_000;

export type OwnedIdle = IdleStore & { /** For the handshake. */ idleForMs(): number; dispose(): void };

/**
 * Whether somebody is at the keys: of the device where the browser can tell and may, else of this page [F10]. Tells the server when that changes; on a public computer, ends the session after
 * 15 min in which no tab of it was used.
 */
export function createIdleStore(deps: { link: Link; platform: Platform; session: Store<Pick<Me, "settings">>; publicComputer: boolean; onSignOutDue(): void }): OwnedIdle {
  const { link, platform, session, publicComputer } = deps;
  const cell = createCell<IdleSnapshot>({ idleSinceMs: null, signOutAtMs: null });
  let inputAtMs = platform.now();
  /** Of any tab. */
  let usedAtMs = inputAtMs;
  /** What the browser says of the whole device; null when it is not asked, or does not say. */
  let deviceInUse: boolean | null = null;
  let timer: unknown;
  let over = false;

  const tell = (active: boolean): void => {
    const idleForMs = active ? 0 : Math.min(IDLE_MAX_MS, platform.now() - inputAtMs);
    link.call(presenceActivity, { active, idleForMs }).catch(() => {
      // Without a link, the next handshake says it.
    });
  };
  /** Looks at the clock and arms the timer for the next thing that time will bring. */
  const look = (): void => {
    if (timer !== undefined) platform.clearTimer(timer);
    timer = undefined;
    if (over) return;
    const nowMs = platform.now();
    if (deviceInUse === true) inputAtMs = nowMs;
    const idle = nowMs - inputAtMs >= IDLE_AFTER_MS;
    const signOutAtMs = usedAtMs + PUBLIC_IDLE_MS;
    const warning = publicComputer && nowMs >= signOutAtMs - WARN_BEFORE_MS;
    const before = cell.getSnapshot();
    const next: IdleSnapshot = { idleSinceMs: idle ? inputAtMs : null, signOutAtMs: warning ? signOutAtMs : null };
    if (next.idleSinceMs !== before.idleSinceMs || next.signOutAtMs !== before.signOutAtMs) cell.set(next);
    if (idle !== (before.idleSinceMs !== null)) tell(!idle);
    if (publicComputer && nowMs >= signOutAtMs) {
      over = true;
      deps.onSignOutDue();
      return;
    }
    const dues = [idle || deviceInUse === true ? Infinity : inputAtMs + IDLE_AFTER_MS, publicComputer ? (warning ? signOutAtMs : signOutAtMs - WARN_BEFORE_MS) : Infinity];
    const nextAtMs = Math.min(...dues);
    if (nextAtMs < Infinity) timer = platform.setTimer(look, Math.max(0, nextAtMs - nowMs));
  };
  const noteInput = (where: "here" | "elsewhere"): void => {
    const nowMs = platform.now();
    const lastMs = where === "here" ? inputAtMs : usedAtMs;
    if (nowMs - lastMs < LOOK_EVERY_MS) return;
    // The limit is checked before the input counts: a woken laptop must not bring a dead session back.
    if (publicComputer && nowMs >= usedAtMs + PUBLIC_IDLE_MS) return look();
    usedAtMs = nowMs;
    if (where === "here") inputAtMs = nowMs;
    const { idleSinceMs, signOutAtMs } = cell.getSnapshot();
    // The timer that is armed finds the newer times by itself; only a visible change needs a look now.
    if ((where === "here" && idleSinceMs !== null) || signOutAtMs !== null) look();
  };

  /** Follows the device while the person wants it and the browser may; else this page's own input counts. */
  const followDevice = (): (() => void) => {
    let stopWatching: (() => void) | undefined;
    const stopSession = session.subscribe(follow);
    follow();
    return () => {
      stopSession();
      stopWatching?.();
    };

    function follow(): void {
      const wanted = !publicComputer && platform.deviceIdle !== null && session.getSnapshot().settings.idleSource === "device";
      if (wanted === (stopWatching !== undefined)) return;
      stopWatching?.();
      stopWatching = wanted ? platform.deviceIdle?.watch(noteDevice) : undefined;
      if (!wanted) noteDevice(null);
    }
  };
  const noteDevice = (inUse: boolean | null): void => {
    if (inUse === deviceInUse) return;
    // It was in use until now; the browser says so only after a minute without input.
    if (deviceInUse === true) inputAtMs = platform.now();
    deviceInUse = inUse;
    if (inUse === false) inputAtMs = Math.min(inputAtMs, platform.now() - IDLE_AFTER_MS);
    look();
  };

  const stops = [platform.page.onInput(noteInput), platform.page.onChange(look), followDevice()];
  look();

  return {
    getSnapshot: cell.getSnapshot,
    subscribe: cell.subscribe,
    touch: () => noteInput("here"),
    deviceIdle: publicComputer ? null : platform.deviceIdle,
    idleForMs: () => {
      // Timers of a hidden page are late: what the handshake says and what is held here must be the same.
      look();
      return Math.min(IDLE_MAX_MS, Math.max(0, platform.now() - inputAtMs));
    },
    dispose() {
      over = true;
      for (const stop of stops) stop();
      if (timer !== undefined) platform.clearTimer(timer);
    },
  };
}
