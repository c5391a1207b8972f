import { browserDeviceIdle } from "./browser-device-idle";
import type { KeyValueStorage, Platform } from "./platform";
import { browserPush } from "./push";

const INPUT_EVENTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;
/** How often input is told to the other tabs, in ms: enough for a limit of minutes. */
const TELL_TABS_EVERY_MS = 5_000;

/** The platform of a page. */
export function browserPlatform(): Platform {
  const fullScreenMode = matchMedia("(display-mode: fullscreen)");
  return {
    now: () => Date.now(),
    setTimer: (run, afterMs) => setTimeout(run, afterMs),
    clearTimer: (timer) => clearTimeout(timer as number),
    random: () => Math.random(),
    fetch: (input, init) => fetch(input, init),
    origin: "",
    device: matchMedia("(pointer: coarse) and (max-width: 1023px)").matches ? "mobile" : "desktop",
    localStorage: storageOf(() => window.localStorage),
    sessionStorage: storageOf(() => window.sessionStorage),
    push: browserPush(),
    page: {
      isVisible: () => document.visibilityState === "visible",
      hasFocus: () => document.hasFocus(),
      // By a page's own wish, or by the browser's key (F11), which only the display mode tells of.
      isFullScreen: () => document.fullscreenElement !== null || fullScreenMode.matches,
      onChange(listener) {
        const visibility = (): void => listener("visibility");
        const focus = (): void => listener("focus");
        const online = (): void => listener("online");
        const fullScreen = (): void => listener("fullscreen");
        return unite([listen(document, "fullscreenchange", fullScreen), listen(fullScreenMode, "change", fullScreen), listen(document, "visibilitychange", visibility), listen(window, "pageshow", visibility), listen(window, "focus", focus), listen(window, "blur", focus), listen(window, "online", online)]);
      },
      onHide: (listener) => listen(window, "pagehide", listener),
      onInput,
      reload: () => location.reload(),
    },
    deviceIdle: browserDeviceIdle(),
  };
}

/** Tabs tell each other of input by a channel, which keeps nothing: allowed on a public computer too. */
function onInput(listener: (where: "here" | "elsewhere") => void): () => void {
  const tabs = new BroadcastChannel("parley.input");
  let toldAtMs = 0;
  tabs.onmessage = () => listener("elsewhere");
  const here = (): void => {
    listener("here");
    const nowMs = Date.now();
    if (nowMs - toldAtMs < TELL_TABS_EVERY_MS) return;
    toldAtMs = nowMs;
    tabs.postMessage(null);
  };
  return unite([...INPUT_EVENTS.map((name) => listen(window, name, here, { passive: true, capture: true })), () => tabs.close()]);
}

/** Storage may be forbidden by the browser's settings; then there is none. */
function storageOf(get: () => Storage): KeyValueStorage | null {
  try {
    return get();
  } catch {
    return null;
  }
}

function listen(target: EventTarget, name: string, listener: () => void, options?: AddEventListenerOptions): () => void {
  target.addEventListener(name, listener, options);
  return () => target.removeEventListener(name, listener, options);
}

function unite(stops: readonly (() => void)[]): () => void {
  return () => {
    for (const stop of stops) stop();
  };
}
