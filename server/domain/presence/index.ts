export { type Access, createAccess, DEFAULT_LEVEL } from "./access";
export { createPresence, type PresenceDeps, type Presence, type PresentEndpoint } from "./create-presence";
export { type Aggregate, fold, type IdleLimits } from "./fold";
export { type PersonFields, type UnviewedPerson, unviewedPerson } from "./person";
export type {
  AccessChange,
  AccessStore,
  Choice,
  CustomStatesAnnouncer,
  LevelAnnouncer,
  PeopleAnnouncer,
  PresenceRooms,
  PresenceStore,
  Standing,
  StoredAccessSettings,
  Watchable,
} from "./ports";
export type { Publication } from "./publication";
export { NOTHING_SAID, type Note, type Place, type Said } from "./said";
export type { StateFollower } from "./registry";
export type { Self } from "./self";
export { type PhoneField, phonesSeenBy, scheduleSeenBy, viewPerson, viewPresence, viewSchedule } from "./view";
