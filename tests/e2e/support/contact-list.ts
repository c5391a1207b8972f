import { type Browser, expect, type Page } from "@playwright/test";
import { contactGroupCreate, type ContactGroupId, contactsPlace } from "@/lib/protocol";
import type { OnTheWire } from "./on-the-wire";
import type { Person } from "./people";
import { signedInContext } from "./signed-in-context";

/** The list is the same on every endpoint within this time. */
export const ELSEWHERE_WITHIN_MS = 1_000;

/** A page of a browser of its own, once the server knows its person. */
export async function openPage(browser: Browser, baseURL: string, person: Person, path = "/"): Promise<Page> {
  const page = await (await signedInContext(browser, baseURL, person)).newPage();
  await page.goto(path);
  await expect(page.getByRole("button", { name: /^My state: (?!Presence unknown)/ })).toBeVisible();
  return page;
}

/** The heading of a part of the list. */
export const section = (page: Page, name: string) => page.getByRole("treeitem", { name, level: 1, exact: false });

/** What the demo organisation shows to everybody. */
const SHARED = ["Current conversations", "Groups of the organisation", "Help desk"];

/** The names of people and numbers from top to bottom, under their sections. */
export async function outline(page: Page): Promise<string[]> {
  const rows = page.getByRole("treeitem").filter({ hasNot: page.locator("time") });
  return (await rows.allInnerTexts()).map((text) => text.split("\n")[0]?.trim() ?? "").filter((name) => !SHARED.includes(name));
}

/** Makes a group of the person's own list with these in it. */
export async function withGroup(there: OnTheWire, name: string, ...people: Person[]): Promise<ContactGroupId> {
  const { group } = await there.client.call(contactGroupCreate, { name });
  for (const person of people) {
    const contact = await there.addContact(person);
    await there.client.call(contactsPlace, { contactId: contact.id, groupIds: [group.id] });
  }
  return group.id;
}
