import type { PersonCard, PresenceView, Schedule } from "@/lib/protocol";

declare const viewed: unique symbol;

/**
 * Something about a person that the view function of `server/domain/presence` has made for one viewer. Nobody else
 * may make one: `tests/unit/presence/view-guard.test.ts` looks through the sources.
 */
export type Viewed<T extends object> = T & { readonly [viewed]: true };

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/**
 * What may be sent where the contract says `T`: the same, but each person, presence and schedule in it, at any depth, must
 * have come through the view function. A new path that forgets it does not compile.
 */
export type Sendable<T> = T extends string | number | boolean | bigint | null | undefined
  ? T
  : true extends Same<T, PersonCard> | Same<T, PresenceView> | Same<T, Schedule>
    ? T extends object
      ? Viewed<T>
      : T
    : T extends readonly (infer Element)[]
      ? readonly Sendable<Element>[]
      : T extends object
        ? { [Key in keyof T]: Sendable<T[Key]> }
        : T;
