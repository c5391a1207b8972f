import { useClient, useStore } from "@/components/people/client-context";
import type { Settings } from "@/lib/protocol";
import { useSaving } from "./saving";

/** One of my settings; storing it says so on the page and offers the way back. `set` gives whether it was stored. */
export function useSetting<K extends keyof Settings>(name: K): { value: Settings[K]; set: (value: Settings[K]) => Promise<boolean> } {
  const { session } = useClient();
  const { save } = useSaving();
  const value = useStore(session).settings[name];
  const store = (next: Settings[K]): Promise<void> => session.updateSettings({ [name]: next });
  return {
    value,
    set: async (next) => next === value || save(name, () => store(next), () => store(value)),
  };
}
