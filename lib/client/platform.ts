import type { BrowserPush } from "./push/browser-push";

/** Text by key, as the Web Storage API has it. */
export type KeyValueStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** Whether somebody uses the whole device, whichever program (WICG Idle Detection API). */
export type DeviceIdle = {
  /** What the person has said to the browser. */
  permission(): Promise<"granted" | "denied" | "prompt">;
  /** Asks the person; only from within a click. @returns Whether it is allowed now. */
  request(): Promise<boolean>;
  /**
   * Tells at once and at each change whether the device is in use: not when nothing was touched for a minute, and not
   * when its screen is locked. Tells nothing more, and `null` once, when the browser takes its word back.
   */
  watch(listener: (inUse: boolean | null) => void): () => void;
};

/**
 * What a client needs of the place it runs in. A browser gives it (`browserPlatform`); tests and headless
 * clients give their own, so that no store ever names `window`.
 */
export type Platform = {
  /** Unix time, in ms. */
  now(): number;
  setTimer(run: () => void, afterMs: number): unknown;
  clearTimer(timer: unknown): void;
  /** 0 <= x < 1. */
  random(): number;
  fetch: typeof fetch;
  /** Origin of the site with scheme, no slash at the end; empty in a browser: the page's own. */
  origin: string;
  device: "desktop" | "mobile";
  /** Kept after the browser closes. Null: there is none. Never touched on a public computer [F107]. */
  localStorage: KeyValueStorage | null;
  /** Kept over a reload of this tab. Null: there is none. Never touched on a public computer [F107]. */
  sessionStorage: KeyValueStorage | null;
  /** Web push; null: there is none. Never touched on a public computer. */
  push: BrowserPush | null;
  page: {
    isVisible(): boolean;
    hasFocus(): boolean;
    /** Whether the page, or something in it, fills the screen. */
    isFullScreen(): boolean;
    /** Visibility, focus, the network or the full screen came or went. */
    onChange(listener: (what: "visibility" | "focus" | "online" | "fullscreen") => void): () => void;
    /** The page is about to go, maybe for ever: last chance to write. */
    onHide(listener: () => void): () => void;
    /**
     * Somebody used pointer, keys, wheel or touch: in this page, or in another tab of this site.
     * May be called hundreds of times a second.
     */
    onInput(listener: (where: "here" | "elsewhere") => void): () => void;
    reload(): void;
  };
  /** Null: this browser cannot tell, and pages see only what is done in them. */
  deviceIdle: DeviceIdle | null;
};
