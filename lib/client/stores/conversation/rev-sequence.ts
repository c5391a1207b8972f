import type { Change } from "@/lib/protocol";

/** Changes kept for later while an earlier one is missing; beyond it they are fetched instead. */
const AHEAD_MAX = 500;

/**
 * Puts the changes of one conversation in line: what has been applied is always a prefix of what happened, so that
 * positions derived from it (read, delivered) never cover something unseen.
 */
export type RevSequence = {
  /** Everything up to here has been applied. */
  readonly rev: number;
  /** Highest rev heard of. */
  readonly heard: number;
  /** Changes as told: the next one is applied, earlier ones are offered as `old`, later ones wait. */
  offer(changes: readonly Change[]): void;
  /** The conversation is known to have got this far. */
  hearOf(rev: number): void;
  /**
   * A page of a catch-up that began at `afterRev`: its numbers may skip, what is left out is covered by `upToRev`.
   * A page that begins above what is held is not used.
   */
  takePage(afterRev: number, changes: readonly Change[], upToRev: number): void;
  /** Starts again from a whole picture as of `rev`. */
  reset(rev: number): void;
};

export function createRevSequence(startRev: number, apply: (change: Change, old: boolean) => void): RevSequence {
  let held = startRev;
  let heard = startRev;
  const ahead = new Map<number, Change>();

  const step = (change: Change): void => {
    held = change.rev;
    apply(change, false);
  };
  const drain = (): void => {
    for (let next = ahead.get(held + 1); next; next = ahead.get(held + 1)) {
      ahead.delete(next.rev);
      step(next);
    }
    for (const rev of ahead.keys()) if (rev <= held) ahead.delete(rev);
  };
  return {
    get rev() {
      return held;
    },
    get heard() {
      return heard;
    },
    offer(changes) {
      for (const change of changes) {
        heard = Math.max(heard, change.rev);
        if (change.rev <= held) apply(change, true);
        else if (change.rev === held + 1) {
          step(change);
          drain();
        } else if (ahead.size < AHEAD_MAX) ahead.set(change.rev, change);
      }
    },
    hearOf(rev) {
      heard = Math.max(heard, rev);
    },
    takePage(afterRev, changes, upToRev) {
      heard = Math.max(heard, upToRev);
      if (afterRev > held) return;
      for (const change of changes) {
        if (change.rev > held) step(change);
        else apply(change, true);
      }
      held = Math.max(held, upToRev);
      drain();
    },
    reset(rev) {
      held = rev;
      heard = Math.max(heard, rev);
      drain();
    },
  };
}
