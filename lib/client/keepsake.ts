import type { KeyValueStorage, Platform } from "./platform";

/**
 * What this device keeps of a user over a reload: one text per name. On a public computer, or where storage is
 * forbidden or full, it keeps nothing and says so; nobody may rely on it for more than comfort [F107].
 */
export type Keepsake = {
  get(name: string): string | null;
  /** @returns Whether it is kept. */
  set(name: string, text: string): boolean;
  remove(name: string): void;
  /** Names that begin so. */
  names(prefix: string): string[];
  /** Forgets everything of every user of this site. */
  wipe(): void;
};

const ROOT = "parley.";

export function createKeepsake(platform: Platform, userId: string, publicComputer: boolean): Keepsake {
  const storage = publicComputer ? null : platform.localStorage;
  const own = `${ROOT}${userId}.`;
  return {
    get: (name) => storage?.getItem(own + name) ?? null,
    set(name, text) {
      if (!storage) return false;
      try {
        storage.setItem(own + name, text);
        return true;
      } catch {
        // The quota is used up: memory holds it, only a reload would lose it.
        return false;
      }
    },
    remove: (name) => storage?.removeItem(own + name),
    names: (prefix) => (storage ? keysOf(storage, own + prefix).map((key) => key.slice(own.length)) : []),
    wipe() {
      if (storage) for (const key of keysOf(storage, ROOT)) storage.removeItem(key);
    },
  };
}

function keysOf(storage: KeyValueStorage, prefix: string): string[] {
  const keys: string[] = [];
  for (let index = 0; index < storage.length; index += 1) {
    const key = storage.key(index);
    if (key?.startsWith(prefix)) keys.push(key);
  }
  return keys;
}
