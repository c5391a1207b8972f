import type { z } from "zod";
import { type Me, meChanged, meRoute, meUpdateRoute, photoDeleteRoute, photoPutRoute, type Route, settingsRoute } from "@/lib/protocol";
import type { Link } from "../link";
import type { Platform } from "../platform";
import { createCell } from "../store";
import type { SessionStore } from "./types";

type Request = <R extends Route>(route: R, input: z.input<R["input"]>) => Promise<z.output<R["output"]>>;

/** Who I am. Fetched again when told of a change, and with every new link, over which a change may have been missed. */
export function createSessionStore(deps: { me: Me; link: Link; platform: Platform; request: Request }): SessionStore & { dispose(): void } {
  const { link, platform, request } = deps;
  const cell = createCell<Me>(deps.me);
  let fetching = false;
  let again = false;
  let linked = false;
  let spreadTimer: unknown;

  async function refresh(): Promise<void> {
    again = fetching;
    if (fetching) return;
    fetching = true;
    try {
      cell.set(await request(meRoute, {}));
    } catch {
      // What is held stays; the next link asks again.
    } finally {
      fetching = false;
    }
    if (again) await refresh();
  }
  const stops = [
    link.on(meChanged, ({ withinMs }) => {
      if (withinMs === undefined) return void refresh();
      spreadTimer ??= platform.setTimer(() => {
        spreadTimer = undefined;
        void refresh();
      }, platform.random() * withinMs);
    }),
    link.state.subscribe(() => {
      if (link.state.getSnapshot().name !== "online") return;
      // The page was rendered with what the first link would bring.
      if (linked) void refresh();
      linked = true;
    }),
  ];
  return {
    getSnapshot: cell.getSnapshot,
    subscribe: cell.subscribe,
    refresh,
    async updateSettings(patch) {
      const before = cell.getSnapshot();
      cell.set({ ...before, settings: { ...before.settings, ...patch } });
      try {
        const settings = await request(settingsRoute, patch);
        cell.set({ ...cell.getSnapshot(), settings });
      } catch (error) {
        cell.set({ ...cell.getSnapshot(), settings: before.settings });
        throw error;
      }
    },
    async updateProfile(patch) {
      cell.set(await request(meUpdateRoute, patch));
    },
    async setPhoto(imageBase64) {
      const { photoUrl } = await request(photoPutRoute, { imageBase64 });
      cell.set({ ...cell.getSnapshot(), photoUrl });
    },
    async removePhoto() {
      await request(photoDeleteRoute, {});
      cell.set({ ...cell.getSnapshot(), photoUrl: null });
    },
    dispose() {
      for (const stop of stops) stop();
      if (spreadTimer !== undefined) platform.clearTimer(spreadTimer);
    },
  };
}
