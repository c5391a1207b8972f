import type { KeyValueStorage, Platform } from "@/lib/client";
import { virtualClock, type VirtualClock } from "../../support/virtual-clock";

export type FakeStorage = KeyValueStorage & { readonly entries: Map<string, string>; /** Every key ever written. */ readonly written: string[] };

export function fakeStorage(): FakeStorage {
  const entries = new Map<string, string>();
  const written: string[] = [];
  return {
    entries,
    written,
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem(key, text) {
      written.push(key);
      entries.set(key, text);
    },
    removeItem: (key) => void entries.delete(key),
  };
}

export type FakePage = {
  visible: boolean;
  focused: boolean;
  reloads: number;
  fullScreen: boolean;
  /** What the browser says of the device; only heard by those who watch it. */
  device(inUse: boolean | null): void;
  deviceWatchers(): number;
  change(what: "visibility" | "focus" | "online" | "fullscreen"): void;
  hide(): void;
  input(where?: "here" | "elsewhere"): void;
};

export type FakePlatform = Platform & { clock: VirtualClock; localStorage: FakeStorage; sessionStorage: FakeStorage; fake: FakePage };

/** A page whose time, storage, front and keys are the test's. */
export function fakePlatform(options: { random?: () => number; localStorage?: FakeStorage; sessionStorage?: FakeStorage; clock?: VirtualClock; push?: Platform["push"] } = {}): FakePlatform {
  const clock = options.clock ?? virtualClock();
  const changes = new Set<(what: "visibility" | "focus" | "online" | "fullscreen") => void>();
  const devices = new Set<(inUse: boolean | null) => void>();
  const hides = new Set<() => void>();
  const inputs = new Set<(where: "here" | "elsewhere") => void>();
  const on = <L>(set: Set<L>, listener: L): (() => void) => {
    set.add(listener);
    return () => void set.delete(listener);
  };
  const fake: FakePage = {
    visible: true,
    focused: true,
    reloads: 0,
    fullScreen: false,
    device: (inUse) => devices.forEach((listener) => listener(inUse)),
    deviceWatchers: () => devices.size,
    change: (what) => changes.forEach((listener) => listener(what)),
    hide: () => hides.forEach((listener) => listener()),
    input: (where = "here") => inputs.forEach((listener) => listener(where)),
  };
  return {
    clock,
    fake,
    now: () => clock.now(),
    setTimer: (run, afterMs) => clock.setTimer(run, afterMs),
    clearTimer: (timer) => clock.clearTimer(timer),
    random: options.random ?? (() => 0.5),
    fetch: () => Promise.reject(new TypeError("no network in this test")),
    origin: "http://parley.test",
    device: "desktop",
    push: options.push ?? null,
    localStorage: options.localStorage ?? fakeStorage(),
    sessionStorage: options.sessionStorage ?? fakeStorage(),
    page: {
      isVisible: () => fake.visible,
      hasFocus: () => fake.focused,
      isFullScreen: () => fake.fullScreen,
      onChange: (listener) => on(changes, listener),
      onHide: (listener) => on(hides, listener),
      onInput: (listener) => on(inputs, listener),
      reload: () => void (fake.reloads += 1),
    },
    deviceIdle: { permission: () => Promise.resolve("granted"), request: () => Promise.resolve(true), watch: (listener) => on(devices, listener) },
  };
}

/** Lets everything that waits for nothing but promises run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Moves time in small steps, letting promises run between them. */
export async function pass(clock: VirtualClock, ms: number, stepMs = 50): Promise<void> {
  for (let left = ms; left > 0; left -= stepMs) {
    clock.advance(Math.min(stepMs, left));
    await settle();
  }
}
