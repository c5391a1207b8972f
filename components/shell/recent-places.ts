const KEY = "parley.places";
const KEPT_MAX = 5;

/** Places said in this browser, the latest first. */
export function recentPlaces(): readonly string[] {
  try {
    const held: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(held) ? held.filter((place): place is string => typeof place === "string").slice(0, KEPT_MAX) : [];
  } catch {
    // Storage is switched off, or what lies there is not ours.
    return [];
  }
}

export function rememberPlace(place: string): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(withPlace(recentPlaces(), place)));
  } catch {
    // Storage is full or switched off: it is typed anew the next time.
    return;
  }
}

/** The place first, once, and no more than are kept. */
export function withPlace(places: readonly string[], place: string): readonly string[] {
  const isOther = (held: string): boolean => held.toLocaleLowerCase() !== place.toLocaleLowerCase();
  return [place, ...places.filter(isOther)].slice(0, KEPT_MAX);
}
