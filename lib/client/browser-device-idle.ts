import type { DeviceIdle } from "./platform";

/** The least the browser allows, in ms; also after how long a page counts as idle. */
const THRESHOLD_MS = 60_000;
const PERMISSION = { name: "idle-detection" };

/** The part of the WICG Idle Detection API that is used; the language's own list of browser types does not know it. */
type Detector = EventTarget & {
  readonly userState: "active" | "idle" | null;
  readonly screenState: "locked" | "unlocked" | null;
  start(options: { threshold: number; signal: AbortSignal }): Promise<void>;
};
type DetectorClass = { new (): Detector; requestPermission(): Promise<string> };

/** Null in browsers without it (Firefox, Safari), and on pages that are not served securely. */
export function browserDeviceIdle(): DeviceIdle | null {
  const detectorClass = (window as { IdleDetector?: DetectorClass }).IdleDetector;
  if (!detectorClass) return null;
  return {
    permission: async () => (await navigator.permissions.query(PERMISSION as PermissionDescriptor)).state,
    request: async () => (await detectorClass.requestPermission()) === "granted",
    watch(listener) {
      const stop = new AbortController();
      const detector = new detectorClass();
      const tell = (): void => {
        if (!stop.signal.aborted) listener(detector.userState === "active" && detector.screenState === "unlocked");
      };
      detector.addEventListener("change", tell);
      detector.start({ threshold: THRESHOLD_MS, signal: stop.signal }).then(tell, () => {
        if (!stop.signal.aborted) listener(null);
      });
      return () => stop.abort();
    },
  };
}
