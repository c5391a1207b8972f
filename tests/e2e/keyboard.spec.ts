import { expect, type Locator, type Page, test } from "@playwright/test";
import { makePeople, PASSWORD, type Person } from "./support/people";
import { composer, log, say } from "./support/workspace";

/** What has the focus shows it: an outline of its own, or of the box drawn for it. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const ring = await page.evaluate(() => {
    const shows = (element: Element): boolean => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    };
    const focused = document.activeElement;
    if (!focused || focused === document.body) return "nothing has the focus";
    const near = [focused, ...focused.querySelectorAll("*"), ...(focused.parentElement ? [focused.parentElement, ...focused.parentElement.children] : []), ...(focused.closest("label, form > div, .composer, .palette-query") ? [focused.closest("label, form > div, .composer, .palette-query")!] : [])];
    return near.some(shows) ? "" : `${focused.tagName} ${focused.getAttribute("aria-label") ?? focused.textContent}, ${focused.matches(":focus-visible") ? "drawn without one" : "not :focus-visible"}`;
  });
  expect(ring, "focus without a ring").toBe("");
}

/**
 * Presses Tab until that control has the focus; a keyboard reaches everything on the way. The way does not lead round
 * the end: there the browser's own bars have the focus, and what Firefox gets of a driver's keys then is no Tab of a reader.
 */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return expectVisibleFocus(page);
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

const tabBackTo = (page: Page, target: Locator): Promise<void> => tabTo(page, target, "Shift+Tab");

test("[G14] the whole task without a mouse: sign in, find, write, edit, delete, be busy, settings, sign out", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const context = await browser.newContext();
  const page = await context.newPage();
  // A mouse that moves would be a cheat: whatever needs one fails.
  await page.goto("/");
  await tabTo(page, page.getByLabel("Mail address"));
  await page.keyboard.type(anna.email);
  await tabTo(page, page.locator("input[name=password]"));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  const state = page.getByRole("button", { name: /^My state/ });
  await expect(state).toBeVisible();

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search and commands" })).toBeFocused();
  await page.keyboard.type(bob.displayName);
  const found = page.getByRole("option", { name: bob.displayName });
  await expect(found.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(composer(page)).toBeFocused();

  await page.keyboard.type("At four o'clock");
  await page.keyboard.press("Enter");
  await expect(log(page)).toContainText("At four o'clock");
  await page.keyboard.type("Never mind");
  await page.keyboard.press("Enter");
  await expect(log(page)).toContainText("Never mind");
  await expect(log(page)).toContainText("Sent");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByText("Editing your message")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Bring the plans");
  await page.keyboard.press("Enter");
  await expect(log(page)).toContainText("Bring the plans");
  await expect(log(page)).not.toContainText("Never mind");
  await expect(composer(page)).toBeFocused();

  // Back into the timeline, to the newest message and its tools.
  await tabBackTo(page, log(page));
  await page.keyboard.press("ArrowUp");
  const message = log(page).getByRole("article").filter({ hasText: "Bring the plans" });
  await expect(message).toBeFocused();
  const question = page.getByRole("alertdialog");
  const ask = async (): Promise<void> => {
    await tabTo(page, page.getByRole("button", { name: "Delete", exact: true }));
    await page.keyboard.press("Enter");
    await expect(question).toBeVisible();
    await expect(question.getByRole("button", { name: "Keep" }), "the safe answer first").toBeFocused();
  };
  await ask();
  await page.keyboard.press("Enter");
  await expect(question).toBeHidden();
  await expect(message, "kept, and the focus with it").toBeFocused();
  await expectVisibleFocus(page);
  await ask();
  await page.keyboard.press("Tab");
  await expect(question.getByRole("button", { name: "Delete" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(log(page)).toContainText("Message deleted");
  await expect(log(page).getByRole("article").filter({ hasText: "Message deleted" }), "the focus stays where the message was").toBeFocused();
  await expectVisibleFocus(page);

  await tabBackTo(page, state);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitemradio", { name: "Available" })).toBeFocused();
  await page.keyboard.type("Busy");
  await expect(page.getByRole("menuitemradio", { name: "Busy" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "My state: Busy" })).toBeFocused();

  await tabBackTo(page, page.getByRole("link", { name: "Settings" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("link", { name: "General" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("radio", { checked: true }).first());
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search and commands" })).toBeFocused();
  await page.keyboard.type("Sign out");
  await expect(page.getByRole("option", { name: "Sign out" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/signed-out/);
  await context.close();
});

test("[G14] the focus goes back to where it was when what opened closes", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`/p/${bob.userId}`);
  await page.getByLabel("Mail address").fill(anna.email);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await say(page, "Hello");

  const openers: readonly [Locator, Locator][] = [
    [page.getByRole("button", { name: /^My state/ }), page.getByRole("menu")],
    [page.getByRole("button", { name: "List options" }), page.getByRole("menu")],
    [page.getByRole("button", { name: "New conversation" }).first(), page.getByRole("dialog", { name: "New conversation" })],
    [page.locator("header").getByRole("button", { name: `Contact card of ${bob.displayName}` }), page.getByRole("dialog", { name: "Contact card" })],
    [page.getByRole("button", { name: "Add people" }), page.getByRole("dialog", { name: "Add people" })],
    [page.getByRole("button", { name: "More", exact: true }), page.getByRole("menu")],
    [page.getByRole("treeitem", { name: bob.displayName }), page.getByRole("menu")],
  ];
  for (const [opener, opened] of openers) {
    await opener.focus();
    await page.keyboard.press((await opener.getAttribute("role")) === "treeitem" ? "Shift+F10" : "Enter");
    await expect(opened).toBeVisible();
    await expect(opened.locator(":focus").or(opened.and(page.locator(":focus"))), `focus inside of what ${opener.toString()} opened`).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(opened).toBeHidden();
    await expect(opener, "focus returned").toBeFocused();
  }
  await composer(page).focus();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(composer(page)).toBeFocused();
  await context.close();
});

test("[G14] the list is one stop of Tab: arrows walk, letters jump, Enter opens", async ({ browser, baseURL }) => {
  const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto("/");
  await page.getByLabel("Mail address").fill(anna.email);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add a person" }).press("Enter");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  for (const person of [bob, carol]) {
    await page.keyboard.type(person.displayName);
    await expect(page.getByRole("option", { name: person.displayName })).toBeVisible();
    await page.keyboard.press("Enter");
  }
  await page.getByRole("button", { name: "Add 2 people" }).press("Enter");
  const rows = page.getByRole("tree").getByRole("treeitem");
  await expect(rows.filter({ hasText: carol.displayName })).toBeVisible();

  await tabTo(page, rows.first());
  await page.keyboard.press("End");
  await expect(rows.last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press("c");
  await expect(page.getByRole("treeitem", { name: carol.displayName })).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(rows.first()).toHaveAttribute("aria-expanded", "false");
  // The organisation's group and its section stay.
  await expect(rows).toHaveCount(3);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("treeitem", { name: bob.displayName })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: bob.displayName })).toBeVisible();
  await context.close();
});
