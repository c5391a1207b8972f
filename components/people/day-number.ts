/** Days since the epoch by the local calendar: two instants are on one day when their numbers are equal. */
export function dayNumberOf(atMs: number): number {
  const date = new Date(atMs);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}
