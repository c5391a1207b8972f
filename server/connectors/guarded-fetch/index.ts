export { createGuardedFetch, type GuardedFetchDeps } from "./guarded-fetch";
