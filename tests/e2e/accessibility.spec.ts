import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { temporaryDirectory } from "../support/temporary-directory";
import { spawnServer } from "../support/spawn-server";
import { expectNoFindings, expectNothingBeyondTheEdges, NARROWEST } from "./support/accessibility";
import { invite, makeAdministrator } from "./support/administrator";
import { connectOnTheWire, type OnTheWire } from "./support/on-the-wire";
import { makePeople, type Person, typeOver } from "./support/people";
import { signedInContext } from "./support/signed-in-context";
import { composer, listRow, log, openCard } from "./support/workspace";

/** Each look walks through dozens of states. */
test.setTimeout(240_000);

type Look = { theme: "light" | "dark" | "contrast"; isNarrow: boolean };
const LOOKS: readonly Look[] = [
  { theme: "light", isNarrow: false },
  { theme: "dark", isNarrow: false },
  { theme: "contrast", isNarrow: false },
  { theme: "light", isNarrow: true },
];
const nameOf = ({ theme, isNarrow }: Look): string => (isNarrow ? "320 px wide" : theme);
const viewportOf = ({ isNarrow }: Look) => (isNarrow ? { viewport: NARROWEST, hasTouch: true } : {});

async function check(page: Page, look: Look, state: string): Promise<void> {
  const where = `${state}, ${nameOf(look)}`;
  await test.step(where, async () => {
    await expectNoFindings(page, where);
    if (look.isNarrow) await expectNothingBeyondTheEdges(page, where);
  });
}

async function choose(context: BrowserContext, settings: Partial<{ theme: string; language: string }>, baseURL: string): Promise<void> {
  const answer = await context.request.patch("/api/v1/me/settings", { data: settings, headers: { origin: baseURL } });
  expect(answer.status(), await answer.text()).toBe(200);
}

async function signedInLook(browser: Browser, baseURL: string, person: Person, look: Look): Promise<Page> {
  const context = await signedInContext(browser, baseURL, person, viewportOf(look));
  await choose(context, { theme: look.theme }, baseURL);
  return context.newPage();
}

for (const look of LOOKS) {
  test(`[G14] pages of strangers have no findings: ${nameOf(look)}`, async ({ browser, baseURL }) => {
    const invitation = await invite(baseURL!, "Grace");
    // Nobody has chosen a theme yet: the computer's counts.
    const context = await browser.newContext({ colorScheme: look.theme === "dark" ? "dark" : "light", contrast: look.theme === "contrast" ? "more" : "no-preference", ...viewportOf(look) });
    const page = await context.newPage();
    for (const path of ["/sign-in", "/sign-in?next=%2Fsettings", "/signed-out", "/signed-out?reason=disabled", invitation.path, "/invitation/no-such-link", "/no-such-page"]) {
      await page.goto(path);
      await expect(page.getByRole("heading").first()).toBeVisible();
      await check(page, look, path);
    }
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
    await check(page, look, "sign-in refused");
    await page.goto(invitation.path);
    await page.getByRole("button", { name: "Set password and sign in" }).click();
    await expect(page.getByText(/Use at least/)).toBeVisible();
    await check(page, look, "invitation refused");
    await context.close();
  });

  test(`[G14] the empty workspace has no findings: ${nameOf(look)}`, async ({ browser, baseURL }) => {
    const [carol] = (await makePeople(baseURL!, "Carol")) as [Person];
    const page = await signedInLook(browser, baseURL!, carol, look);
    await page.goto("/");
    await expect(page.getByText("Nobody here yet")).toBeVisible();
    await check(page, look, "empty workspace");
    await page.goto("/c/018f0000-0000-7000-8000-000000000000");
    await expect(page.locator("main")).not.toBeEmpty();
    await check(page, look, "no such conversation");
    await page.context().close();
  });

  test(`[G14] the workspace has no findings: ${nameOf(look)}`, async ({ browser, baseURL }) => {
    const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
    const [annaThere, bobThere] = await Promise.all([connectOnTheWire(baseURL!, anna), connectOnTheWire(baseURL!, bob)]);
    const conversationId = await talk(annaThere, bobThere, anna, bob);
    await annaThere.addContact(carol);
    const page = await signedInLook(browser, baseURL!, anna, look);

    await page.goto("/");
    await expect(listRow(page, bob.displayName).first()).toBeVisible();
    await check(page, look, "list");
    await listRow(page, carol.displayName).first().click({ button: "right" });
    await expect(page.getByRole("menu")).toBeVisible();
    await check(page, look, "menu of a row");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^My state/ }).click();
    await expect(page.getByRole("menuitemradio", { name: "Busy" })).toBeVisible();
    await check(page, look, "menu of states");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Add a note" }).click();
    await page.getByRole("button", { name: "How long, and for whom" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await check(page, look, "options of the note");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Say where I am" }).click();
    await expect(page.getByRole("dialog", { name: "Where I am" })).toBeVisible();
    await check(page, look, "my place");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "List options" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await check(page, look, "list options");
    await page.keyboard.press("Escape");
    await walkContacts(page, look, carol);
    await page.getByRole("button", { name: "List options" }).click();
    await page.getByRole("menuitem", { name: "Add a person" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a person" });
    await typeOver(dialog.getByRole("combobox"), bob.displayName);
    await expect(dialog.getByRole("option").first()).toBeVisible();
    await check(page, look, "add a person");
    await page.keyboard.press("Escape");

    // Bob writes while Anna is elsewhere: her conversation opens with the unread line.
    await bobThere.send(conversationId, "And the annex?");
    await page.goto(`/c/${conversationId}`);
    await expect(log(page)).toContainText("And the annex?");
    await expect(page.getByRole("separator").filter({ hasText: "New" })).toBeVisible();
    await check(page, look, "conversation");
    await log(page).getByText("Five o'clock").hover();
    await expect(page.getByRole("toolbar", { name: "Message actions" })).toBeVisible();
    await check(page, look, "tools of a message");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await check(page, look, "deletion asked");
    await page.keyboard.press("Escape");
    await composer(page).press("ArrowUp");
    await expect(page.getByText("Editing your message")).toBeVisible();
    await check(page, look, "editing");
    await page.getByRole("button", { name: "Cancel" }).click();
    await openCard(page, bob);
    await check(page, look, "contact card");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Emoji" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await check(page, look, "emoji");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "More", exact: true }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await check(page, look, "menu of the conversation");
    await page.getByRole("menuitem", { name: "Details" }).click();
    await expect(page.getByRole("heading", { name: "Details" })).toBeVisible();
    await check(page, look, "details");
    await page.getByRole("button", { name: "Close details" }).click();
    await page.keyboard.press("ControlOrMeta+k");
    await typeOver(page.getByRole("combobox", { name: "Search and commands" }), bob.givenName);
    await expect(page.getByRole("option").first()).toBeVisible();
    await check(page, look, "palette");
    await page.keyboard.press("Escape");

    // A message for somebody who looks elsewhere is told beside the page.
    await page.goto("/");
    await expect(listRow(page, bob.displayName).filter({ hasText: "Available" }).first(), "connected").toBeVisible();
    await page.getByRole("link", { name: "Settings" }).click();
    await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
    await bobThere.send(conversationId, "Hello?");
    await expect(page.getByRole("region", { name: "New messages and alerts" })).toContainText("Hello?");
    await check(page, look, "a new message told");
    annaThere.close();
    bobThere.close();
    await page.context().close();
  });

  test(`[G14] settings have no findings: ${nameOf(look)}`, async ({ browser, baseURL }) => {
    const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
    const page = await signedInLook(browser, baseURL!, anna, look);
    for (const path of ["/settings", "/settings/profile", "/settings/general", "/settings/status", "/settings/alerts", "/settings/calendars", "/settings/privacy", "/settings/address-books", "/settings/security", "/settings/about"]) {
      await page.goto(path);
      await expect(page.getByRole("heading").first()).toBeVisible();
      await check(page, look, path);
    }
    await page.goto("/settings/status");
    await page.getByRole("button", { name: /^Inactive after/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await check(page, look, "idle times");
    await page.goto("/settings/calendars");
    await page.getByRole("button", { name: "Connect a calendar" }).click();
    await page.getByRole("dialog").getByText("CalDAV account").click();
    await check(page, look, "connect a calendar");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Upload a file" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await check(page, look, "upload a calendar");
    await page.goto("/settings/profile");
    await typeOver(page.getByLabel("Mobile"), "no number");
    await page.getByLabel("Mobile").press("Enter");
    await expect(page.getByText(/This is not a phone number/)).toBeVisible();
    await check(page, look, "a number refused");
    await page.context().close();
  });

  test(`[G14] administration has no findings: ${nameOf(look)}`, async ({ browser, baseURL }) => {
    const admin = await makeAdministrator(baseURL!);
    const page = await signedInLook(browser, baseURL!, admin, look);
    await page.goto("/admin");
    await expect(page.getByRole("heading").first()).toBeVisible();
    await check(page, look, "/admin");
    await page.goto("/admin/users");
    await expect(page.getByRole("table")).toBeVisible();
    await check(page, look, "users");
    await walkUsers(page, look, admin);
    await page.goto("/admin/groups");
    await page.getByRole("button", { name: "Add group" }).first().click();
    await expect(page.getByRole("dialog", { name: "Add group" })).toBeVisible();
    await check(page, look, "add group");
    await typeOver(page.getByLabel("Name"), `Crew of ${admin.displayName}`);
    await page.getByRole("dialog").getByRole("button", { name: "Add group" }).click();
    await expect(page.getByRole("complementary", { name: /^Details of Crew/ })).toBeVisible();
    await check(page, look, "a group");
    await page.getByRole("button", { name: "Delete group" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await check(page, look, "deletion of a group asked");
    await page.goto("/admin/states");
    await page.getByRole("button", { name: "Add state" }).first().click();
    await typeOver(page.getByRole("textbox", { name: "English" }), `In court ${admin.displayName}`);
    await check(page, look, "add a state");
    await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("listitem").filter({ hasText: admin.displayName })).toBeVisible();
    await check(page, look, "states");
    await page.getByRole("button", { name: `Delete In court ${admin.displayName}` }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: admin.displayName })).toHaveCount(0);
    for (const path of ["/admin/policies", "/admin/audit", "/admin/organisation"]) {
      await page.goto(path);
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByText("Loading", { exact: true })).toHaveCount(0);
      await check(page, look, path);
    }
    await page.context().close();
  });
}

/** A group of the organisation with its members, several people chosen, a number, and a group's levels. */
async function walkContacts(page: Page, look: Look, carol: Person): Promise<void> {
  await listRow(page, "Help desk").click();
  await expect(page.getByRole("treeitem", { level: 3 }).first()).not.toContainText("Loading");
  await page.getByRole("treeitem", { level: 1, name: /^Recent/ }).click();
  await check(page, look, "a group opened");
  await listRow(page, "Help desk").click({ button: "right" });
  await page.getByRole("menuitem", { name: "They see me as" }).click();
  await expect(page.getByRole("menuitemradio", { name: /^As usual/ })).toBeVisible();
  await check(page, look, "levels of a group");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await listRow(page, "Help desk").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Message all or some" }).click();
  await expect(page.getByRole("dialog", { name: "Help desk" }).getByRole("checkbox").first()).toBeVisible();
  await check(page, look, "members of a group");
  await page.keyboard.press("Escape");
  await listRow(page, carol.displayName).first().click({ modifiers: ["ControlOrMeta"] });
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await expect(page.getByRole("group", { name: "What is selected" })).toBeVisible();
  await check(page, look, "several chosen");
  await page.getByRole("group", { name: "What is selected" }).getByRole("button", { name: "More" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await check(page, look, "menu of several");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Clear selection" }).click();
  await page.getByRole("button", { name: "List options" }).click();
  await page.getByRole("menuitem", { name: "Add a number" }).click();
  await typeOver(page.getByRole("dialog").getByLabel("Name"), "Courier");
  await typeOver(page.getByRole("dialog").getByLabel("Number"), "door");
  await page.getByRole("button", { name: "Add number" }).click();
  await expect(page.getByText(/This is not a phone number/)).toBeVisible();
  await check(page, look, "a number refused");
  await page.keyboard.press("Escape");
}

/** Own messages, one of them edited, one deleted; two of the other's. */
async function talk(one: OnTheWire, other: OnTheWire, anna: Person, bob: Person) {
  await Promise.all([one.addContact(bob), other.addContact(anna)]);
  const conversationId = await one.directWith(bob);
  const first = await one.send(conversationId, "Four o'clock? https://example.com/annex");
  await one.edit(first, "Five o'clock? https://example.com/annex");
  await other.send(conversationId, "Fine with me 👍");
  await one.remove(await one.send(conversationId, "Never mind"));
  return conversationId;
}

/** The dialogs and the side pane of the users' page. */
async function walkUsers(page: Page, look: Look, admin: Person): Promise<void> {
  await page.getByRole("button", { name: "Add user" }).click();
  await expect(page.getByRole("dialog", { name: "Add user" })).toBeVisible();
  await check(page, look, "add user");
  await page.getByRole("button", { name: "Add and make a link" }).click();
  await expect(page.getByText("Enter a first name.")).toBeVisible();
  await check(page, look, "add user refused");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Import CSV" }).click();
  await check(page, look, "import");
  await typeOver(page.getByLabel("Or paste the lines here"), `email,givenName\n${admin.email},${admin.givenName}\nnobody,\n`);
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByRole("heading", { name: "What would happen" })).toBeVisible();
  await check(page, look, "import checked");
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: `Select ${admin.displayName}` }).press("Space");
  await check(page, look, "users selected");
  await page.getByRole("button", { name: "Clear selection" }).click();
  await page.goto(`/admin/users?user=${admin.userId}`);
  for (const tab of ["Account", "Policy", "Audit"]) {
    await page.getByRole("tab", { name: tab }).click();
    await expect(page.getByRole("tabpanel", { name: tab })).not.toBeEmpty();
    await expect(page.getByText("Loading", { exact: true })).toHaveCount(0);
    await check(page, look, `user, ${tab}`);
  }
}

test("[G14] the first visit's page has no findings", async ({ browser }) => {
  const { directory, remove } = temporaryDirectory("e2e-empty");
  const server = await spawnServer({ DATA_DIR: directory, SEED: "none" });
  try {
    for (const look of LOOKS) {
      const context = await browser.newContext({ baseURL: server.url, colorScheme: look.theme === "dark" ? "dark" : "light", contrast: look.theme === "contrast" ? "more" : "no-preference", ...viewportOf(look) });
      const page = await context.newPage();
      await page.goto("/");
      await expect(page).toHaveURL(/\/setup$/);
      await check(page, look, "/setup");
      await page.getByRole("button", { name: "Set up and sign in" }).click();
      await expect(page.getByText("Enter the organisation’s name.")).toBeVisible();
      await check(page, look, "setup refused");
      await context.close();
    }
  } finally {
    await server.stop();
    remove();
  }
});

test("[G14] pages in German have no findings and fit into 320 px", async ({ browser, baseURL }) => {
  const narrow: Look = { theme: "light", isNarrow: true };
  const stranger = await browser.newContext({ locale: "de-DE", ...viewportOf(narrow) });
  const signIn = await stranger.newPage();
  await signIn.goto("/sign-in");
  await expect(signIn.getByRole("button", { name: "Anmelden" })).toBeVisible();
  await check(signIn, narrow, "sign-in in German");
  await stranger.close();

  const admin = await makeAdministrator(baseURL!);
  const context = await signedInContext(browser, baseURL!, admin, viewportOf(narrow));
  await choose(context, { language: "de" }, baseURL!);
  const page = await context.newPage();
  for (const path of ["/", "/settings/profile", "/settings/general", "/settings/status", "/settings/alerts", "/settings/calendars", "/settings/privacy", "/settings/address-books", "/settings/security", "/admin/users", "/admin/states", "/admin/policies", "/admin/audit", "/admin/organisation"]) {
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await expect(page.getByRole("heading").first()).toBeVisible();
    await check(page, narrow, `${path} in German`);
  }
  await context.close();
});
