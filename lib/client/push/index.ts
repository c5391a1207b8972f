export { type BrowserPush, browserPush, type BrowserSubscription } from "./browser-push";
export { createPushStore, type PushSnapshot, type PushStore } from "./push-store";
