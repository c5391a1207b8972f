import { expect, type Page, test } from "@playwright/test";
import { openLink } from "./support/cuttable-link";
import { makePeople, type Person, signIn, typeOver } from "./support/people";

const composer = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });
const log = (page: Page) => page.getByRole("log", { name: /^Conversation with/ });

async function say(page: Page, text: string): Promise<void> {
  await typeOver(composer(page), text);
  await composer(page).press("Enter");
}

test("[G6] [SYNC-1] what is written and what arrives while the cable is out is there after it, once and in order", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const link = await openLink(baseURL!);
  const [a, b] = await Promise.all([
    signIn(browser, anna, { path: `/p/${bob.userId}` }),
    signIn(browser, bob, { path: `${link.url}/p/${anna.userId}` }),
  ]);
  await say(a.page, "one");
  await expect(log(b.page)).toContainText("one");

  link.cut();
  await expect(b.page.getByText("No connection. Messages wait and go out by themselves.")).toBeVisible();
  await say(a.page, "two");
  await say(b.page, "three, written in the dark");
  await expect(log(b.page)).toContainText("three, written in the dark");
  await expect(log(b.page)).toContainText("Waits for the connection");
  await expect(log(a.page)).not.toContainText("three");

  link.restore();
  await b.page.getByRole("button", { name: /^Try now/ }).click();
  await expect(log(a.page)).toContainText("three, written in the dark");
  await expect(log(b.page)).toContainText("two");
  for (const { page } of [a, b]) {
    const text = await log(page).innerText();
    const places = ["one", "two", "three, written in the dark"].map((words) => text.indexOf(words));
    expect(places, text).toEqual([...places].sort((left, right) => left - right));
    expect(text.match(/three, written/g), "once").toHaveLength(1);
  }
  await Promise.all([a.context.close(), b.context.close()]);
  await link.close();
});

test("[SYNC-9] a reload in the middle of typing keeps the words", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const a = await signIn(browser, anna, { path: `/p/${bob.userId}` });
  await composer(a.page).pressSequentially("Half a sent");
  await a.page.reload();
  await expect(composer(a.page)).toHaveText("Half a sent");

  // It follows to another browser of the same person.
  const elsewhere = await signIn(browser, anna, { path: `/p/${bob.userId}` });
  await expect(composer(elsewhere.page)).toHaveText("Half a sent");
  await Promise.all([a.context.close(), elsewhere.context.close()]);
});
