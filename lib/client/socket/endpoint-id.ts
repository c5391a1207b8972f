import { EndpointId, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Platform } from "../platform";

const KEY = "parley.endpoint";

/**
 * This tab's identity. It survives a reload, so that the tab takes its own lease over and others see nothing.
 *
 * It lies in the tab's storage only while no page holds it: a browser copies that storage when a tab is
 * duplicated, and two live tabs must not be one endpoint. On a public computer it is never written [F107].
 */
export function takeEndpointId(platform: Platform, userId: UserId, publicComputer: boolean): { endpointId: EndpointId; release(): void } {
  const storage = publicComputer ? null : platform.sessionStorage;
  const [owner, kept] = (storage?.getItem(KEY) ?? "").split(" ");
  storage?.removeItem(KEY);
  const parsed = owner === userId ? EndpointId.safeParse(kept) : undefined;
  const endpointId = parsed?.success ? parsed.data : EndpointId.parse(uuidV7(platform.now()));
  const stop = platform.page.onHide(() => storage?.setItem(KEY, `${userId} ${endpointId}`));
  return {
    endpointId,
    release() {
      stop();
      storage?.removeItem(KEY);
    },
  };
}
