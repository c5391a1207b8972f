import { type Me, presencePresenting } from "@/lib/protocol";
import type { Link } from "../link";
import type { Platform } from "../platform";
import type { Store } from "../store";

/**
 * Tells the server while a page of mine fills the screen, unless I do not want that: others see "presenting" then, and
 * nothing disturbs me [F8, F60]. The server forgets it with the endpoint, so it is said again with each new connection.
 *
 * @returns What ends it.
 */
export function tellPresenting(deps: { link: Link; platform: Platform; session: Store<Pick<Me, "settings">> }): () => void {
  const { link, platform, session } = deps;
  let told = false;

  const look = (): void => {
    const active = platform.page.isFullScreen() && session.getSnapshot().settings.presentInFullScreen;
    if (active === told || link.state.getSnapshot().name !== "online") return;
    told = active;
    link.call(presencePresenting, { active }).catch(() => {
      // Without a link it is said with the next one.
      told = false;
    });
  };
  const onLink = (): void => {
    if (link.state.getSnapshot().name !== "online") told = false;
    look();
  };

  const stops = [platform.page.onChange(look), session.subscribe(look), link.state.subscribe(onLink)];
  look();
  return () => {
    for (const stop of stops) stop();
  };
}
