import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type AccessLevel, accessSet, endpointBye, UserId } from "@/lib/protocol";
import { type DavServer, startRadicale } from "../support/dav-servers";
import { icsCalendar, icsEvent } from "../support/icalendar";
import { connectOnTheWire } from "./support/on-the-wire";
import { makePeople, type Person, signIn, signInByRequest, typeOver } from "./support/people";
import { listRow, signOut } from "./support/workspace";

/** A change is seen within two seconds [F1, G3]. */
const SEEN_WITHIN_MS = 2_000;
const MINUTE_MS = 60_000;

let radicale: DavServer;
test.beforeAll(async () => {
  radicale = await startRadicale();
});
test.afterAll(() => radicale.stop());

/** Anna, whom Bob (Team) and Carol (Company) watch; each of them in two browsers. */
type Scene = { anna: Person; bob: Person; carol: Person; annas: Page[]; bobs: Page[]; carols: Page[]; setLevel(subject: Person, level: AccessLevel): Promise<void>; close(): Promise<void> };

async function openScene(browser: Parameters<typeof signIn>[0], baseURL: string): Promise<Scene> {
  const [anna, bob, carol] = (await makePeople(baseURL, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  for (const watcher of [bob, carol]) {
    const wire = await connectOnTheWire(baseURL, watcher);
    await wire.addContact(anna);
    wire.close();
  }
  const contexts: BrowserContext[] = [];
  const inTwoBrowsers = async (person: Person): Promise<Page[]> => {
    const signedIn = [await signIn(browser, person), await signIn(browser, person)];
    contexts.push(...signedIn.map(({ context }) => context));
    return signedIn.map(({ page }) => page);
  };
  const setLevel = async (subject: Person, level: AccessLevel): Promise<void> => {
    const wire = await connectOnTheWire(baseURL, anna);
    await wire.client.call(accessSet, { userId: UserId.parse(subject.userId), level });
    await wire.client.call(endpointBye, {}); // Else it would count as one of her browsers until its lease ends.
    wire.close();
  };
  await setLevel(bob, "team");
  const [annas, bobs, carols] = [await inTwoBrowsers(anna), await inTwoBrowsers(bob), await inTwoBrowsers(carol)];
  return { anna, bob, carol, annas, bobs, carols, setLevel, close: async () => void (await Promise.all(contexts.map((context) => context.close()))) };
}

/** In every browser: the whole line beside the name, so that nothing more is seen than that. */
async function see(pages: readonly Page[], person: Person, line: string | RegExp): Promise<void> {
  for (const page of pages) await expect(listRow(page, person.displayName).locator(".line")).toHaveText(line, { timeout: SEEN_WITHIN_MS });
}

async function choose(page: Page, state: string): Promise<void> {
  await page.getByRole("button", { name: /^My state/ }).click();
  await page.getByRole("menuitemradio", { name: state }).or(page.getByRole("menuitem", { name: state })).first().click();
}

test("[F22] [F24] [F43] a note and a place are seen by whom they are for, in every browser", async ({ browser, baseURL }) => {
  const scene = await openScene(browser, baseURL!);
  const { anna, annas, bobs, carols } = scene;
  const [page] = annas as [Page];
  await see([...bobs, ...carols], anna, "Available");

  await page.getByRole("button", { name: "Say where I am" }).click();
  const dialog = page.getByRole("dialog", { name: "Where I am" });
  await typeOver(dialog.getByRole("textbox"), "Home");
  await dialog.getByText("Team", { exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await see(bobs, anna, "Available · Home");
  await see(carols, anna, "Available");

  await page.getByRole("button", { name: "Add a note" }).click();
  await page.getByRole("textbox", { name: "Note beside my state" }).pressSequentially("Back at three");
  await page.keyboard.press("Enter");
  await see([...bobs, ...carols], anna, "Available · “Back at three”");
  // Her other browser has them too.
  await expect(annas[1]!.getByRole("button", { name: "My note: Back at three" })).toBeVisible();
  await expect(annas[1]!.getByRole("button", { name: "My place: Home" })).toBeVisible();

  // Each level sees its own, as soon as it has it.
  await scene.setLevel(scene.carol, "public");
  await see(carols, anna, "Available");
  await scene.setLevel(scene.carol, "blocked");
  await see(carols, anna, /^(Offline|Presence unknown)$/); // As of anybody who is not there: unknown, while a server has just started.
  await scene.setLevel(scene.carol, "personal");
  await see(carols, anna, "Available · “Back at three”");
  await scene.close();
});

test("[F10] [F13] [F14] who touches nothing in any browser is inactive, then away; a touch in one brings them back", async ({ browser, baseURL }) => {
  const scene = await openScene(browser, baseURL!);
  const { anna, annas, bobs, carols } = scene;
  for (const page of annas) {
    await page.clock.install();
    await page.reload();
    await expect(page.getByRole("button", { name: /^My state: Available/ })).toBeVisible();
  }
  await annas[0]!.clock.fastForward(6 * MINUTE_MS);
  await see([...bobs, ...carols], anna, "Available"); // The other browser is in use.
  await annas[1]!.clock.fastForward(6 * MINUTE_MS);
  await see([...bobs, ...carols], anna, /^Inactive for \d+ min$/);
  for (const page of annas) await page.clock.fastForward(10 * MINUTE_MS);
  await see([...bobs, ...carols], anna, /^Away for \d+ min$/);
  await scene.setLevel(scene.carol, "public");
  await see(carols, anna, "Away"); // Since when is not for everybody.
  await annas[1]!.mouse.move(200, 200);
  await see([...bobs, ...carols], anna, "Available");

  await choose(annas[1]!, "Busy");
  await see([...bobs, ...carols], anna, "Busy");
  for (const page of annas) await page.clock.fastForward(17 * MINUTE_MS);
  await see(bobs, anna, /^Busy, inactive/);
  await scene.close();
});

test("[F10] [F13] the whole device counts where the person and the browser allow it", async ({ browser, baseURL }) => {
  const scene = await openScene(browser, baseURL!);
  const { anna, annas, bobs } = scene;
  const [page, other] = annas as [Page, Page];
  await signOut(other);
  const limits = await page.request.patch("/api/v1/me/settings", { data: { inactiveAfterMin: 1, awayAfterMin: 2 }, headers: { origin: baseURL! } });
  expect(limits.ok(), await limits.text()).toBe(true);
  const devtools = await page.context().newCDPSession(page);
  const { targetInfo } = await devtools.send("Target.getTargetInfo");
  await devtools.send("Browser.grantPermissions", { permissions: ["idleDetection"], origin: baseURL!, ...(targetInfo.browserContextId !== undefined && { browserContextId: targetInfo.browserContextId }) });
  await devtools.send("Emulation.setIdleOverride", { isUserActive: true, isScreenUnlocked: true });

  await page.goto("/settings/status");
  await page.getByText("On the whole device").click();
  await expect(page.getByText("Saved")).toBeVisible();
  await devtools.send("Emulation.setIdleOverride", { isUserActive: false, isScreenUnlocked: true });
  await see(bobs, anna, /^Inactive/);
  await devtools.send("Emulation.setIdleOverride", { isUserActive: true, isScreenUnlocked: true });
  await see(bobs, anna, "Available"); // Nothing was touched in the page.
  await devtools.send("Emulation.setIdleOverride", { isUserActive: true, isScreenUnlocked: false });
  await see(bobs, anna, /^Inactive/);
  await scene.close();
});

test("[F23] [F21] a state of the organisation's own is there without a reload, and chosen it is seen in its words", async ({ browser, baseURL }) => {
  const scene = await openScene(browser, baseURL!);
  const { anna, annas, bobs, carols } = scene;
  const admin = await signInByRequest(baseURL!, "admin@example.com", "parley");
  const label = `In court ${anna.displayName.slice(-4)}`;
  const made = await admin.post("/api/v1/admin/custom-states", { data: { base: "busy", labels: { en: label, de: "Vor Gericht" } } });
  expect(made.ok(), await made.text()).toBe(true);
  const { id } = (await made.json()) as { id: string };

  await choose(annas[0]!, label);
  await see([...bobs, ...carols], anna, label);
  await expect(annas[1]!.getByRole("button", { name: `My state: ${label}` })).toBeVisible();
  await scene.setLevel(scene.carol, "public");
  await see(carols, anna, "Busy");
  await choose(annas[1]!, "Reset status");
  await see([...bobs, ...carols], anna, "Available");
  expect((await admin.delete(`/api/v1/admin/custom-states/${id}`)).ok()).toBe(true);
  await admin.dispose();
  await scene.close();
});

test("[F6] [F11] [F48] a meeting in a real calendar is seen at once; what it is about by those who may know", async ({ browser, baseURL }) => {
  const scene = await openScene(browser, baseURL!);
  const { anna, annas, bobs, carols } = scene;
  const calendar = `/anna/${anna.userId}/`;
  const nowMs = Date.now();
  await radicale.ask("MKCALENDAR", calendar);
  await radicale.ask("PUT", `${calendar}board.ics`, icsCalendar(icsEvent({ uid: "board", startMs: nowMs - 10 * MINUTE_MS, endMs: nowMs + 60 * MINUTE_MS, summary: "Board meeting" })));
  const annasClient = await signInByRequest(baseURL!, anna.email);
  const connected = await annasClient.post("/api/v1/me/calendars", { data: { kind: "caldav", name: "Work", address: `${radicale.url}${calendar}`, username: radicale.username, password: radicale.password } });
  expect(connected.ok(), await connected.text()).toBe(true);
  await see([...bobs, ...carols], anna, "In a meeting");

  // "Presenting" comes before a meeting, and ends with the full screen [F8].
  await annas[0]!.getByRole("button", { name: /^My state/ }).focus();
  await annas[0]!.keyboard.press("Shift");
  await annas[0]!.evaluate(() => document.documentElement.requestFullscreen());
  await see([...bobs, ...carols], anna, "Presenting");
  await annas[0]!.evaluate(() => document.exitFullscreen());
  await see([...bobs, ...carols], anna, "In a meeting");

  for (const [page, words] of [[bobs[0]!, "Board meeting"], [carols[0]!, null]] as const) {
    await listRow(page, anna.displayName).hover();
    await listRow(page, anna.displayName).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Contact card" }).click();
    const card = page.getByRole("dialog", { name: "Contact card" });
    await expect(card).toContainText("Busy until");
    if (words) await expect(card).toContainText(words);
    else await expect(card).not.toContainText("Board meeting");
    await page.keyboard.press("Escape");
  }

  await scene.setLevel(scene.carol, "public");
  await see(carols, anna, "Busy");
  const id = ((await (await annasClient.get("/api/v1/me/calendars")).json()) as { calendars: { id: string }[] }).calendars[0]?.id;
  expect((await annasClient.delete(`/api/v1/me/calendars/${id}`)).ok()).toBe(true);
  await see([...bobs, ...carols], anna, "Available");
  await annasClient.dispose();

  await signOut(annas[0]!);
  await see(bobs, anna, "Available");
  await signOut(annas[1]!);
  await see([...bobs, ...carols], anna, "Offline");
  await scene.close();
});
