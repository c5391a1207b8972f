/** What a push service calls this browser, and the keys that only it can answer to. W3C Push API, `toJSON`. */
export type BrowserSubscription = { endpoint: string; keys: { p256dh: string; auth: string } };

/** The browser's side of web push. Not there in private windows of some browsers, and not in all engines. */
export type BrowserPush = {
  permission(): NotificationPermission;
  /** Asks the person; to be called while handling what they did. */
  askPermission(): Promise<NotificationPermission>;
  /** What is subscribed now; never asks anything. */
  find(): Promise<BrowserSubscription | null>;
  /** Needs the permission. @throws DOMException where the browser has no push service or cannot reach it. */
  subscribe(publicKey: string): Promise<BrowserSubscription>;
  /** Repeats do no harm. */
  unsubscribe(): Promise<void>;
  /** What the page speaks, BCP 47. */
  language(): string | null;
  /** A notification was pressed: its path is to be shown here. */
  onOpen(listener: (path: string) => void): () => void;
};

const WORKER = "/sw.js";

/** Null where any part of it is missing. */
export function browserPush(): BrowserPush | null {
  const isThere = typeof Notification === "function" && "serviceWorker" in navigator && "PushManager" in window && window.isSecureContext;
  if (!isThere) return null;
  const { serviceWorker } = navigator;

  const find = async (): Promise<PushSubscription | null> => (await (await serviceWorker.getRegistration("/"))?.pushManager.getSubscription()) ?? null;

  return {
    permission: () => Notification.permission,
    askPermission: () => Notification.requestPermission(),
    find: async () => plain(await find()),
    async subscribe(publicKey) {
      const registration = await serviceWorker.register(WORKER, { scope: "/", updateViaCache: "none" });
      const held = await registration.pushManager.getSubscription();
      if (held && isFor(held, publicKey)) return plain(held) as BrowserSubscription;
      // Another key is refused while the earlier subscription stands.
      await held?.unsubscribe();
      await serviceWorker.ready;
      return plain(await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })) as BrowserSubscription;
    },
    async unsubscribe() {
      await (await find())?.unsubscribe();
    },
    language: () => document.documentElement.lang || null,
    onOpen(listener) {
      const hear = ({ data }: MessageEvent<unknown>): void => {
        if (typeof data === "object" && data !== null && "kind" in data && data.kind === "open" && "path" in data && typeof data.path === "string") listener(data.path);
      };
      serviceWorker.addEventListener("message", hear);
      return () => serviceWorker.removeEventListener("message", hear);
    },
  };
}

function plain(subscription: PushSubscription | null): BrowserSubscription | null {
  const { endpoint, keys } = subscription?.toJSON() ?? {};
  return endpoint !== undefined && keys?.p256dh !== undefined && keys.auth !== undefined ? { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } } : null;
}

function isFor({ options }: PushSubscription, publicKey: string): boolean {
  return options.applicationServerKey !== null && base64url(new Uint8Array(options.applicationServerKey)) === publicKey;
}

/** RFC 4648 §5, without padding. */
export const base64url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
