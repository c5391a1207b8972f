import { expect, type Locator, type Page } from "@playwright/test";
import { type Person, typeOver } from "./people";

export const composer = (page: Page): Locator => page.getByRole("textbox", { name: "Message", exact: true });
export const log = (page: Page): Locator => page.getByRole("log");

/** The row of the list that carries this name. */
export const listRow = (page: Page, name: string): Locator => page.getByRole("treeitem", { name });

export async function say(page: Page, text: string): Promise<void> {
  await typeOver(composer(page), text);
  await composer(page).press("Enter");
  await expect(log(page)).toContainText(text);
}

/** Opens the contact card of whom the open conversation is with. */
export async function openCard(page: Page, person: Person): Promise<Locator> {
  await page.locator("header").getByRole("button", { name: `Contact card of ${person.displayName}` }).click();
  const card = page.getByRole("dialog", { name: "Contact card" });
  await expect(card.getByRole("heading", { name: person.displayName })).toBeVisible();
  return card;
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^My state/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/signed-out/);
}
