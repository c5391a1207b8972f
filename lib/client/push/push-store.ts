import type { z } from "zod";
import { pushKeyRoute, pushSubscribeRoute, pushUnsubscribeRoute, type Route } from "@/lib/protocol";
import { codeOf, type CallErrorCode } from "../call-error";
import type { Platform } from "../platform";
import { createCell, type Store } from "../store";
import { base64url, type BrowserPush } from "./browser-push";

export type PushSnapshot =
  | { readonly status: "loading" }
  /** A public computer: never. */
  | { readonly status: "public" }
  /** This browser or window has no web push. */
  | { readonly status: "absent" }
  /** The person, or their organisation, told the browser not to let this site notify. */
  | { readonly status: "denied" }
  /** `problem`: why it was not turned on or off; `browser`: the browser's push service did not play along. */
  | { readonly status: "off" | "on"; readonly isChanging: boolean; readonly problem: CallErrorCode | "browser" | null };

/** Notifications of this browser while no page is open. Nothing is asked of anybody before `refresh`. */
export type PushStore = Store<PushSnapshot> & {
  /** Finds out what holds. Never throws. */
  refresh(): Promise<void>;
  /** To be called while handling what the person did: the browser may ask them. Never throws; a problem is in the snapshot. */
  turnOn(): Promise<void>;
  turnOff(): Promise<void>;
  /** A notification was pressed while this page was open. */
  onOpen(listener: (path: string) => void): () => void;
};

type Request = <R extends Route>(route: R, input: z.input<R["input"]>) => Promise<z.output<R["output"]>>;
type Deps = { platform: Pick<Platform, "push">; request: Request; publicComputer: boolean };

export function createPushStore({ platform, request, publicComputer }: Deps): PushStore {
  const cell = createCell<PushSnapshot>({ status: "loading" });
  const browser = publicComputer ? null : platform.push;

  const settle = (status: "on" | "off", problem: CallErrorCode | "browser" | null = null): void => cell.set({ status, isChanging: false, problem });

  /** What stands in the way whatever the person wants; null: nothing. */
  const hindrance = (): PushSnapshot | null => {
    if (publicComputer) return { status: "public" };
    if (!browser) return { status: "absent" };
    return browser.permission() === "denied" ? { status: "denied" } : null;
  };

  /** @param toBe What the snapshot shows meanwhile is the state before. */
  async function change(from: "on" | "off", toBe: "on" | "off", act: (push: BrowserPush) => Promise<boolean>): Promise<void> {
    const inTheWay = hindrance();
    if (inTheWay || !browser) return cell.set(inTheWay ?? { status: "absent" });
    cell.set({ status: from, isChanging: true, problem: null });
    try {
      const isDone = await act(browser);
      const since = hindrance();
      if (since) cell.set(since);
      else settle(isDone ? toBe : from);
    } catch (error) {
      settle(from, isBrowsers(error) ? "browser" : codeOf(error));
    }
  }

  return {
    getSnapshot: cell.getSnapshot,
    subscribe: cell.subscribe,
    async refresh() {
      const inTheWay = hindrance();
      if (inTheWay || !browser) return cell.set(inTheWay ?? { status: "absent" });
      try {
        const held = browser.permission() === "granted" ? await browser.find() : null;
        // The sign-in it belonged to may be over: then the server has forgotten it.
        const isKnown = held !== null && (await request(pushKeyRoute, {})).addressHash === (await hashOf(held.endpoint));
        settle(isKnown ? "on" : "off");
      } catch (error) {
        settle("off", isBrowsers(error) ? "browser" : codeOf(error));
      }
    },
    turnOn: () =>
      change("off", "on", async (push) => {
        // First, and before anything is waited for: it is answered only to what a person did just now.
        if ((await push.askPermission()) !== "granted") return false;
        const { publicKey } = await request(pushKeyRoute, {});
        const { endpoint, keys } = await push.subscribe(publicKey);
        const language = push.language();
        await request(pushSubscribeRoute, { endpoint, keys, ...(language === null ? {} : { language }) });
        return true;
      }),
    turnOff: () =>
      change("on", "off", async (push) => {
        const held = await push.find();
        if (held) await request(pushUnsubscribeRoute, { endpoint: held.endpoint });
        await push.unsubscribe();
        return true;
      }),
    onOpen: (listener) => browser?.onOpen(listener) ?? (() => undefined),
  };
}

const isBrowsers = (error: unknown): boolean => typeof DOMException === "function" && error instanceof DOMException;

const hashOf = async (text: string): Promise<string> => base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
