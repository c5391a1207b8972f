import { calendarsChanged, meChanged, presencePreview, presenceSelf } from "@/lib/protocol";
import type { Link } from "../link";
import type { Platform } from "../platform";
import { createFetched } from "./fetched";
import type { PreviewStore } from "./types";

/** Myself as each level sees me: asked of the server, which alone knows, and again when anything it is made of changed. */
export function createPreviewStore(deps: { link: Link; platform: Platform }): PreviewStore & { dispose(): void } {
  const { link } = deps;
  const fetched = createFetched(deps, async () => (await link.call(presencePreview, {})).levels);
  const stops = [presenceSelf, meChanged, calendarsChanged].map((event) => link.on(event, () => fetched.refresh()));
  return {
    getSnapshot: fetched.getSnapshot,
    subscribe: fetched.subscribe,
    dispose() {
      for (const stop of stops) stop();
      fetched.dispose();
    },
  };
}
