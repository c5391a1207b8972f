const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * How long to wait before attempt `attempt` (0 = first): doubling from 0.5 s to 20 s, of which the second half is
 * random, so that thousands who lost the same server do not come back in step.
 */
export function retryDelayMs(attempt: number, random: number): number {
  const ceilingMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(ceilingMs * (0.5 + random / 2));
}
