export { formatPhone, loadPhoneFormat, toE164 } from "./phone";
export { presenceWords, type PresenceWords } from "./presence";
export { createTimeFormat, type TimeFormat } from "./time";
