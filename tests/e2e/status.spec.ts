import { expect, type Page, test } from "@playwright/test";
import { makeAdministrator } from "./support/administrator";
import { connectOnTheWire } from "./support/on-the-wire";
import { makePeople, type Person, signIn, typeOver } from "./support/people";
import { listRow, openCard } from "./support/workspace";

/** Features F1 and G3: a change is seen within two seconds. */
const SEEN_WITHIN_MS = 2_000;

const stateButton = (page: Page, state: string | RegExp) => page.getByRole("button", { name: typeof state === "string" ? new RegExp(`^My state: ${state}`) : state });

async function openMenu(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^(My state|Mein Status)/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
}

/** Anna, and Bob with Anna's card open: what others see of her. */
async function annaAndBob(browser: Parameters<typeof signIn>[0], baseURL: string) {
  const [anna, bob] = (await makePeople(baseURL, "Anna", "Bob")) as [Person, Person];
  const [a, b] = await Promise.all([signIn(browser, anna), signIn(browser, bob, { path: `/p/${anna.userId}` })]);
  const card = await openCard(b.page, anna);
  return { anna, bob, page: a.page, card, close: () => Promise.all([a.context.close(), b.context.close()]) };
}

test("[F3] [F21] a chosen state ends when it was said to, and the way back says where it leads", async ({ browser, baseURL }) => {
  const { page, card, close } = await annaAndBob(browser, baseURL!);
  await openMenu(page);
  await expect(page.getByRole("menuitem", { name: "Reset status" })).toBeDisabled();
  await page.getByRole("menuitemradio", { name: "Busy" }).click();
  await expect(card).toContainText("Busy", { timeout: SEEN_WITHIN_MS });

  await openMenu(page);
  await page.getByRole("menuitem", { name: "Lasts" }).press("ArrowRight");
  await page.getByRole("menuitemradio", { name: "for 1 hour" }).click();
  await expect(stateButton(page, /^My state: Busy until (\d\d:\d\d|midnight|\w+, \d\d:\d\d)$/)).toBeVisible();
  await page.reload();
  await expect(stateButton(page, /^My state: Busy until/)).toBeVisible();

  await openMenu(page);
  const reset = page.getByRole("menuitem", { name: "Reset status" });
  await expect(reset).toContainText("Follow what I do: Available");
  await reset.click();
  await expect(card).toContainText("Available", { timeout: SEEN_WITHIN_MS });
  await expect(stateButton(page, /^My state: Available$/)).toBeVisible();
  await close();
});

test("[F22] a note is written where it stands, for whom it is meant, and taken back", async ({ browser, baseURL }) => {
  const { page, card, close } = await annaAndBob(browser, baseURL!);
  const field = page.getByRole("textbox", { name: "Note beside my state" });
  await page.bringToFront(); // Where the focus goes, and frames are drawn.
  await page.getByRole("button", { name: "Add a note" }).click();
  await typeOver(field, "Never to be read");
  await field.press("Escape");
  await expect(page.getByRole("button", { name: "Add a note" })).toBeFocused();

  await page.keyboard.press("Enter");
  await typeOver(field, "Quarter close, text me first");
  await field.press("Enter");
  await expect(card).toContainText("Quarter close, text me first", { timeout: SEEN_WITHIN_MS });

  // From now on for those at Team and above; Bob is at Company.
  await page.getByRole("button", { name: "My note: Quarter close, text me first" }).click();
  await page.getByRole("button", { name: "How long, and for whom" }).click();
  await page.getByRole("menuitemradio", { name: "for 4 hours" }).click();
  await page.getByRole("menuitemradio", { name: "Team and Personal", exact: true }).click();
  await page.keyboard.press("Escape");
  await expect(field).toBeFocused();
  await field.press("Enter");
  await expect(card).not.toContainText("Quarter close", { timeout: SEEN_WITHIN_MS });
  await page.reload();
  const note = page.getByRole("button", { name: "My note: Quarter close, text me first" });
  await expect(note).toHaveAttribute("title", /until/);

  await note.click();
  await typeOver(field, " ");
  await field.press("Enter");
  await expect(page.getByRole("button", { name: "Add a note" })).toBeVisible();
  await close();
});

test("[F24] a place is said by hand, seen by its audience, offered again, and taken back", async ({ browser, baseURL }) => {
  const { page, card, close } = await annaAndBob(browser, baseURL!);
  await page.getByRole("button", { name: "Say where I am" }).click();
  const dialog = page.getByRole("dialog", { name: "Where I am" });
  await typeOver(dialog.getByRole("textbox", { name: "Where I am" }), "Berlin office");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(card).toContainText("Berlin office", { timeout: SEEN_WITHIN_MS });

  await page.getByRole("button", { name: "My place: Berlin office" }).click();
  await dialog.getByRole("button", { name: "Home" }).click();
  await dialog.getByText("Personal", { exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(card).not.toContainText("Berlin office", { timeout: SEEN_WITHIN_MS });
  await expect(card).not.toContainText("Home");

  await page.reload();
  await page.getByRole("button", { name: "My place: Home" }).click();
  await expect(dialog.getByRole("button", { name: "Berlin office" })).toBeVisible();
  await dialog.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByRole("button", { name: "Say where I am" })).toBeVisible();
  await close();
});

test("[F23] a state of the organisation's own is there for all without a reload, in each one's language", async ({ browser, baseURL }) => {
  const admin = await makeAdministrator(baseURL!);
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const wire = await connectOnTheWire(baseURL!, bob);
  await wire.addContact(anna);
  wire.close();
  const [office, a, b] = await Promise.all([signIn(browser, admin, { path: "/" }), signIn(browser, anna), signIn(browser, bob, { locale: "de-DE" })]);
  const label = `In court ${anna.displayName}`;
  await office.page.goto("/admin/states");
  await office.page.getByRole("button", { name: "Add state" }).first().click();
  const dialog = office.page.getByRole("dialog", { name: "Add state" });
  await typeOver(dialog.getByRole("textbox", { name: "English" }), label);
  await typeOver(dialog.getByRole("textbox", { name: "German" }), `Bei Gericht ${anna.displayName}`);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  const item = office.page.getByRole("listitem").filter({ hasText: label });
  await expect(item).toContainText("Like Busy");

  await openMenu(a.page);
  await a.page.getByRole("menuitemradio", { name: label }).click();
  await expect(stateButton(a.page, label)).toBeVisible();
  await expect(listRow(b.page, anna.displayName).first()).toContainText(`Bei Gericht ${anna.displayName}`, { timeout: SEEN_WITHIN_MS });

  // Deleted: whoever is in it keeps its colour.
  await item.getByRole("button", { name: `Delete ${label}` }).click();
  await office.page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(item).toHaveCount(0);
  await expect(stateButton(a.page, /^My state: Busy$/)).toBeVisible();
  await expect(listRow(b.page, anna.displayName).first()).toContainText("Beschäftigt", { timeout: SEEN_WITHIN_MS });
  await office.page.goto("/admin/audit");
  await expect(office.page.getByRole("listitem").filter({ hasText: `Deleted a state: ${label}` })).toBeVisible();
  await Promise.all([office, a, b].map(({ context }) => context.close()));
});
