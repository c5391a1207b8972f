import { expect, type Page, test } from "@playwright/test";
import { makePeople, type Person, signIn, typeOver } from "./support/people";

/** Features F1 and G3: a change is seen within two seconds. */
const SEEN_WITHIN_MS = 2_000;

async function addContact(page: Page, person: Person): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await typeOver(page.getByRole("dialog", { name: "Search and commands" }).getByRole("searchbox").or(page.getByRole("combobox")).first(), "Add a person");
  await page.getByRole("option", { name: /Add a person to the list/ }).click();
  const dialog = page.getByRole("dialog", { name: "Add a person" });
  await typeOver(dialog.getByRole("combobox").or(dialog.getByRole("searchbox")).first(), person.displayName);
  await page.getByRole("option", { name: new RegExp(person.displayName) }).first().click();
  await dialog.getByRole("button", { name: /^Add/ }).click();
  await expect(dialog).toBeHidden();
}

const row = (page: Page, person: Person) => page.getByRole("treeitem", { name: new RegExp(person.displayName) }).first();

async function choose(page: Page, state: string): Promise<void> {
  await page.getByRole("button", { name: /^My state/ }).click();
  await page.getByRole("menuitemradio", { name: state }).or(page.getByRole("menuitem", { name: state })).first().click();
}

test("[F1] [F2] [F3] [F15] [F21] [F26] a contact's presence is live: signs in, is busy, resets, signs out", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const a = await signIn(browser, anna);
  await addContact(a.page, bob);
  await expect(row(a.page, bob)).toContainText("Offline");

  const b = await signIn(browser, bob);
  await expect(row(a.page, bob)).toContainText("Available", { timeout: SEEN_WITHIN_MS });

  await choose(b.page, "Busy");
  await expect(row(a.page, bob)).toContainText("Busy", { timeout: SEEN_WITHIN_MS });
  await b.page.reload();
  await expect(b.page.getByRole("button", { name: /^My state: Busy/ })).toBeVisible();
  await expect(row(a.page, bob)).toContainText("Busy");

  await choose(b.page, "Reset status");
  await expect(row(a.page, bob)).toContainText("Available", { timeout: SEEN_WITHIN_MS });

  await b.page.getByRole("button", { name: /^My state/ }).click();
  await b.page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(row(a.page, bob)).toContainText("Offline", { timeout: SEEN_WITHIN_MS });

  // The list is on the server: another browser of Anna's has it too.
  const elsewhere = await signIn(browser, anna);
  await expect(row(elsewhere.page, bob)).toContainText("Offline");
  await Promise.all([a, b, elsewhere].map(({ context }) => context.close()));
});

test("[G3] a reload shows nothing to others", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const [a, b] = await Promise.all([signIn(browser, anna), signIn(browser, bob)]);
  await addContact(a.page, bob);
  await expect(row(a.page, bob)).toContainText("Available");
  const seen = await a.page.evaluateHandle((name) => {
    const states: string[] = [];
    const look = (): void => {
      const found = [...document.querySelectorAll('[role="treeitem"]')].find((element) => element.textContent.includes(name));
      const text = found?.textContent ?? "";
      if (text !== "" && states.at(-1) !== text) states.push(text);
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    return states;
  }, bob.displayName);
  for (let reload = 0; reload < 3; reload += 1) {
    await b.page.reload();
    await expect(b.page.getByRole("button", { name: /^My state: Available/ })).toBeVisible();
  }
  for (const text of await seen.jsonValue()) expect(text).not.toMatch(/Offline|unknown/i);
  await Promise.all([a.context.close(), b.context.close()]);
});

test("[F16] [F17] [F45] [F46] who is blocked sees offline, at once, and is not told", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const [a, b] = await Promise.all([signIn(browser, anna), signIn(browser, bob)]);
  await addContact(a.page, bob);
  await addContact(b.page, anna);
  await expect(row(b.page, anna)).toContainText("Available");

  await row(a.page, bob).click({ button: "right" });
  await a.page.getByRole("menuitem", { name: "Block" }).click();
  await a.page.getByRole("alertdialog").or(a.page.getByRole("dialog")).getByRole("button", { name: "Block" }).click();
  await expect(row(b.page, anna)).toContainText("Offline", { timeout: SEEN_WITHIN_MS });
  await expect(row(a.page, bob)).toContainText(/Blocked/);

  await row(b.page, anna).click();
  const composer = b.page.getByRole("textbox", { name: "Message", exact: true });
  await typeOver(composer, "Are you there?");
  await composer.press("Enter");
  await expect(b.page.getByRole("log", { name: /^Conversation with/ })).toContainText("Sent");
  await expect(a.page.getByText("Are you there?")).toHaveCount(0);
  await Promise.all([a.context.close(), b.context.close()]);
});
