/** The time, handed in, so that rules about time can be tried without waiting. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
