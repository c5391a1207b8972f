export { encryptFor, PLAIN_BYTES_MAX } from "./encrypt";
export { createVapid, type Vapid, VAPID_SEED_BYTES } from "./vapid";
export { createWebPush } from "./web-push";
