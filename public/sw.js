// The service worker: shows what the server pushed (RFC 8030, W3C Push API) and opens its place. It keeps nothing, answers no
// request of a page and reads no page. Plain JavaScript, handed out as it is.

const ICON = "/icon.svg";
/** Places of the site without the workspace: what is to be opened, opens beside them. */
const OUTSIDE = /^\/(sign-in|signed-out|setup|invitation)(\/|$)/;

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const message = read(event.data);
  if (message) event.waitUntil(self.registration.showNotification(message.title, { body: message.body, tag: message.tag, renotify: true, icon: ICON, data: { path: message.path } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const path = event.notification.data?.path;
  if (isOwnPath(path)) event.waitUntil(open(path));
});

// The browser has replaced its address (W3C Push API §11.4): the person's choice stands, the server learns the new one.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

/** Null for what is no message of ours. */
function read(data) {
  try {
    const { title, body, tag, path } = data.json();
    const isWhole = [title, body, tag].every((part) => typeof part === "string") && isOwnPath(path);
    return isWhole ? { title, body, tag, path } : null;
  } catch {
    return null;
  }
}

/** A path of this site; `//host` would be another's. */
function isOwnPath(path) {
  return typeof path === "string" && /^\/(?![/\\])/.test(path);
}

/** A window that is open goes there without a reload; else a new one. */
async function open(path) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const inside = windows.filter(({ url }) => !OUTSIDE.test(new URL(url).pathname));
  const chosen = inside.find(({ focused }) => focused) ?? inside[0];
  if (!chosen) return void (await self.clients.openWindow(path));
  chosen.postMessage({ kind: "open", path });
  await chosen.focus();
}

async function renew({ oldSubscription, newSubscription }) {
  const subscription = newSubscription ?? (oldSubscription && (await self.registration.pushManager.subscribe(oldSubscription.options)));
  if (!subscription) return;
  const { endpoint, keys } = subscription.toJSON();
  await fetch("/api/v1/me/push", { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ endpoint, keys }) });
}
