/** Held to the end of a transaction by whoever changes users' roles or status, groups or policies: such changes are rare, and take turns. */
export const ADMINISTRATION_LOCK = 72_707_401;
