import { accessChanged, accessGet, accessSetDefault, accessSetGroup, type AccessSettings } from "@/lib/protocol";
import type { Link } from "../link";
import type { Platform } from "../platform";
import { createFetched } from "./fetched";
import type { AccessStore } from "./types";

/** Everything I have said about who sees what; fetched while a page or menu shows it. */
export function createAccessStore(deps: { link: Link; platform: Platform }): AccessStore & { dispose(): void } {
  const { link } = deps;
  const fetched = createFetched<AccessSettings>(deps, () => link.call(accessGet, {}));
  const stop = link.on(accessChanged, () => fetched.refresh());
  return {
    getSnapshot: fetched.getSnapshot,
    subscribe: fetched.subscribe,
    async setGroup(group, level) {
      await link.call(accessSetGroup, { group, level });
      fetched.refresh();
    },
    async setDefault(origin, level) {
      await link.call(accessSetDefault, { origin, level });
      fetched.refresh();
    },
    dispose() {
      stop();
      fetched.dispose();
    },
  };
}
