/** Idle times that are offered, in minutes; a stored one in between is offered too. */
const INACTIVE_CHOICES = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60];
const AWAY_CHOICES = [2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240];

export type IdleLimits = { inactiveAfterMin: number; awayAfterMin: number };

export function inactiveChoices(current: number): number[] {
  return withCurrent(INACTIVE_CHOICES, current);
}

/** Away comes after inactive. */
export function awayChoices(limits: IdleLimits): number[] {
  return withCurrent(AWAY_CHOICES, limits.awayAfterMin).filter((minutes) => minutes > limits.inactiveAfterMin);
}

/** A longer time to inactive pushes the time to away on to the next choice, so that the pair stays in order. */
export function withInactive(limits: IdleLimits, inactiveAfterMin: number): IdleLimits {
  if (limits.awayAfterMin > inactiveAfterMin) return { inactiveAfterMin, awayAfterMin: limits.awayAfterMin };
  return { inactiveAfterMin, awayAfterMin: AWAY_CHOICES.find((minutes) => minutes > inactiveAfterMin) ?? 240 };
}

function withCurrent(choices: readonly number[], current: number): number[] {
  return [...new Set([...choices, current])].sort((one, other) => one - other);
}
