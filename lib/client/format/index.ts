export type { PhoneCountry } from "./phone";
export { presenceWords, type PresenceWords } from "./presence";
export { createTimeFormat, type TimeFormat } from "./time";

/** The numbering plans (25 KB compressed) come only where numbers are shown or typed; until then show them as stored. */
export const loadPhoneFormat = () => import("./phone");
