import { expect, type Page, test } from "@playwright/test";
import { makePeople, type Person, signIn, typeOver } from "./support/people";

const composer = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });
const log = (page: Page) => page.getByRole("log", { name: /^Conversation with/ });

async function say(page: Page, text: string): Promise<void> {
  await typeOver(composer(page), text);
  await composer(page).press("Enter");
}

/** Finds somebody by typing, as a newcomer would, and opens the conversation. */
async function openByPalette(page: Page, person: Person): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await typeOver(page.getByRole("dialog", { name: "Search and commands" }).getByRole("searchbox").or(page.getByRole("combobox")).first(), person.displayName);
  await page.getByRole("option", { name: new RegExp(person.displayName) }).first().click();
  await expect(composer(page)).toBeVisible();
}

test("[MSG-1] [F49] messages go both ways between two people, and both see them delivered", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const [a, b] = await Promise.all([signIn(browser, anna), signIn(browser, bob)]);

  await openByPalette(a.page, bob);
  await say(a.page, "Is the annex ready? https://example.com/annex 📎");
  await expect(log(a.page)).toContainText("Is the annex ready?");

  // Bob has not opened anything: the conversation comes to him.
  await b.page.getByRole("treeitem", { name: new RegExp(anna.displayName) }).or(b.page.getByRole("option", { name: new RegExp(anna.displayName) })).first().click();
  await expect(log(b.page)).toContainText("Is the annex ready?");
  await expect(log(b.page).getByRole("link", { name: "https://example.com/annex" })).toHaveAttribute("href", "https://example.com/annex");
  await expect(log(a.page)).toContainText("Delivered");

  await say(b.page, "Yes, since this morning.");
  await expect(log(a.page)).toContainText("Yes, since this morning.");
  await Promise.all([a.context.close(), b.context.close()]);
});

test("[MSG-5] [F66] an edit and a deletion reach the other side and leave a trace", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const [a, b] = await Promise.all([signIn(browser, anna, { path: `/p/${bob.userId}` }), signIn(browser, bob, { path: `/p/${anna.userId}` })]);
  await say(a.page, "At four o'clock");
  await say(a.page, "Never mind");
  await expect(log(b.page)).toContainText("Never mind");

  await composer(a.page).press("ArrowUp");
  await expect(a.page.getByText("Editing your message")).toBeVisible();
  await typeOver(composer(a.page).or(a.page.getByRole("textbox", { name: "Editing your message" })).first(), "At five o'clock");
  await a.page.keyboard.press("Enter");
  await expect(log(b.page)).toContainText("At five o'clock");
  await expect(log(b.page)).toContainText("edited");
  await expect(log(b.page)).not.toContainText("Never mind");
  await Promise.all([a.context.close(), b.context.close()]);
});

test("[CONV-1] three people: a group grows out of two, whose history stays private", async ({ browser, baseURL }) => {
  const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  const [a, b, c] = await Promise.all([signIn(browser, anna, { path: `/p/${bob.userId}` }), signIn(browser, bob), signIn(browser, carol)]);
  await say(a.page, "Between us two: the price is final.");
  await expect(log(a.page)).toContainText("Delivered");

  await a.page.getByRole("button", { name: "Add people" }).click();
  const dialog = a.page.getByRole("dialog", { name: "Add people" });
  await typeOver(dialog.getByRole("combobox").or(dialog.getByRole("searchbox")).first(), carol.displayName);
  await a.page.getByRole("option", { name: new RegExp(carol.displayName) }).first().click();
  await dialog.getByRole("button", { name: /Start conversation|Add 1 person/ }).click();
  await expect(dialog).toBeHidden();
  await say(a.page, "Welcome, Carol.");

  for (const { page } of [b, c]) {
    await page.getByText("Welcome, Carol.").first().click();
    await expect(log(page)).toContainText("Welcome, Carol.");
    await expect(log(page)).not.toContainText("Between us two");
  }
  await say(c.page, "Thank you both.");
  await expect(log(a.page)).toContainText("Thank you both.");
  await expect(log(b.page)).toContainText("Thank you both.");
  await Promise.all([a, b, c].map(({ context }) => context.close()));
});

test("[MSG-9] who types is seen, and seen to stop", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const [a, b] = await Promise.all([signIn(browser, anna, { path: `/p/${bob.userId}` }), signIn(browser, bob, { path: `/p/${anna.userId}` })]);
  await say(a.page, "Hello");
  await expect(log(b.page)).toContainText("Hello");
  await composer(b.page).pressSequentially("An ans");
  await expect(a.page.getByText(new RegExp(`^${bob.givenName}.* is typing$`)).first()).toBeVisible();
  await composer(b.page).press("Enter");
  await expect(log(a.page)).toContainText("An ans");
  await expect(a.page.getByText(/ is typing$/)).toHaveCount(0);
  await Promise.all([a.context.close(), b.context.close()]);
});
