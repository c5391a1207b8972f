import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { type Browser as PushBrowser, openPushService, type PushService } from "../support/push-service";
import { connectOnTheWire } from "./support/on-the-wire";
import { makePeople, type Person, signIn } from "./support/people";
import { tag, untilServerKnows } from "./support/tagging";
import { signOut } from "./support/workspace";

test.beforeAll(({ baseURL }) => untilServerKnows(baseURL!));

let service: PushService;
test.beforeAll(async () => {
  service = await openPushService();
});
test.afterAll(() => service.close());

/** In place of the vendor's push service, which a test has no way to: the browser subscribes at ours. */
async function subscribeAt(page: Page, subscription: PushBrowser): Promise<void> {
  await page.addInitScript(({ endpoint, keys }) => {
    let held: PushSubscription | null = null;
    const made = { endpoint, options: { applicationServerKey: null, userVisibleOnly: true }, toJSON: () => ({ endpoint, keys }), unsubscribe: async () => (held = null) === null } as unknown as PushSubscription;
    PushManager.prototype.getSubscription = async () => held;
    PushManager.prototype.subscribe = async () => (held = made);
  }, { endpoint: subscription.endpoint, keys: subscription.keys });
}

async function registrationOf(session: CDPSession, origin: string): Promise<string> {
  const found = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL, isDeleted }) => scopeURL === `${origin}/` && !isDeleted);
      if (own) resolve(own.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  return found;
}

const shown = (page: Page) => page.evaluate(async () => ((await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, data: data as unknown }))));

test("[NOT-10] [F25] reaches the browser with no page open, encrypted for it; pressing it opens the conversation", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  await tag(baseURL!, anna, bob);
  const subscription = service.makeBrowser();
  const { page, context } = await signIn(browser, anna, { locale: "de-DE" });
  await context.grantPermissions(["notifications"], { origin: baseURL! });
  await subscribeAt(page, subscription);

  await page.goto("/settings/alerts");
  const here = page.getByRole("switch", { name: "In diesem Browser benachrichtigen" });
  await expect(here).not.toBeChecked();
  await here.click({ force: true });
  await expect(here).toBeChecked();
  const session = await context.newCDPSession(page);
  const registrationId = await registrationOf(session, baseURL!);

  // The workspace is closed; what is open is no page of it.
  await page.goto("/icon.svg");
  const bobs = await connectOnTheWire(baseURL!, bob);
  const { message, body } = await service.next(subscription);
  expect(message).toEqual({ kind: "tag", title: bob.displayName, body: "Jetzt verfügbar", tag: `tag:${bob.userId}`, path: `/p/${bob.userId}` });
  expect(body.toString("latin1")).not.toContain(bob.givenName);

  // What the vendor's service would hand over, deciphered.
  await page.goto("/signed-out");
  await session.send("ServiceWorker.deliverPushMessage", { origin: baseURL!, registrationId, data: JSON.stringify(message) });
  await expect.poll(() => shown(page)).toEqual([{ title: bob.displayName, body: "Jetzt verfügbar", tag: `tag:${bob.userId}`, data: { path: `/p/${bob.userId}` } }]);
  await session.send("ServiceWorker.deliverPushMessage", { origin: baseURL!, registrationId, data: JSON.stringify({ ...message, path: "//elsewhere.example.com/" }) });
  await session.send("ServiceWorker.deliverPushMessage", { origin: baseURL!, registrationId, data: "no message" });
  await expect.poll(() => shown(page)).toHaveLength(1);

  // Pressed: no page of the workspace is open, a new one opens at its place.
  const worker = context.serviceWorkers()[0]!;
  const opened = await worker.evaluate(async () => {
    const scope = self as unknown as { clients: { openWindow(path: string): Promise<null> }; registration: { getNotifications(): Promise<unknown[]> }; NotificationEvent: new (type: string, init: object) => Event; dispatchEvent(event: Event): boolean };
    const asked = new Promise<string>((resolve) => {
      scope.clients.openWindow = async (path) => {
        resolve(path);
        return null;
      };
    });
    const [notification] = await scope.registration.getNotifications();
    scope.dispatchEvent(new scope.NotificationEvent("notificationclick", { notification }));
    return asked;
  });
  expect(opened).toBe(`/p/${bob.userId}`);
  await expect.poll(() => shown(page)).toEqual([]);

  // A page of the workspace that is open goes there itself.
  await page.goto("/");
  await expect(page.getByRole("button", { name: /^Mein Status/ })).toBeVisible();
  await worker.evaluate(async (path) => {
    const [client] = await (self as unknown as { clients: { matchAll(options: object): Promise<{ postMessage(message: unknown): void }[]> } }).clients.matchAll({ type: "window" });
    client!.postMessage({ kind: "open", path });
  }, message.path);
  await expect(page).toHaveURL(/\/c\//);

  bobs.close();
  await context.close();
});

test("[NOT-12] a sign-out ends it, and takes the worker along", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const { page, context } = await signIn(browser, anna);
  await context.grantPermissions(["notifications"], { origin: baseURL! });
  await subscribeAt(page, service.makeBrowser());
  await page.goto("/settings/alerts");
  const here = page.getByRole("switch", { name: "Notify me in this browser" });
  await here.click({ force: true });
  await expect(here).toBeChecked();
  await page.reload();
  await page.goto("/");
  await signOut(page);
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await context.close();
});

test("[NOT-11] the page says why it cannot: the browser's own no, and a public computer", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const own = await signIn(browser, anna);
  await own.page.addInitScript(() => Object.defineProperty(Notification, "permission", { get: () => "denied" }));
  await own.page.goto("/settings/alerts");
  await expect(own.page.getByText("Your browser does not let Parley notify you.")).toBeVisible();
  await own.context.close();
  const shared = await signIn(browser, anna, { publicComputer: true });
  await shared.page.goto("/settings/alerts");
  await expect(shared.page.getByText("This is a public or shared computer.")).toBeVisible();
  await shared.context.close();
});
