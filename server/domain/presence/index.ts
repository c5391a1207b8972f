export { type Access, createAccess, DEFAULT_LEVEL } from "./access";
export { createPresence, type PresenceDeps, type Presence, type PresentEndpoint, type Self } from "./create-presence";
export { type Aggregate, fold, type IdleLimits, type Publication } from "./fold";
export { type PersonFields, type UnviewedPerson, unviewedPerson } from "./person";
export type { AccessChange, AccessStore, LevelAnnouncer, PeopleAnnouncer, PresenceRooms, PresenceStore, Standing, StoredAccessSettings } from "./ports";
export type { StateFollower } from "./registry";
export { type PhoneField, phonesSeenBy, viewPerson, viewPresence } from "./view";
