import { expect, test } from "@playwright/test";
import { ELSEWHERE_WITHIN_MS, openPage, outline, section, withGroup } from "./support/contact-list";
import { connectOnTheWire } from "./support/on-the-wire";
import { makePeople, type Person } from "./support/people";
import { listRow } from "./support/workspace";

test("[F26] [F30] people move between groups by pointer, and the other browser has it within a second", async ({ browser, baseURL }) => {
  const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  const there = await connectOnTheWire(baseURL!, anna);
  await withGroup(there, "North", carol);
  await withGroup(there, "South", bob);
  const [page, elsewhere] = await Promise.all([openPage(browser, baseURL!, anna), openPage(browser, baseURL!, anna)]);
  await listRow(page, carol.displayName).dragTo(section(page, "South"));
  await expect(section(elsewhere, "South")).toContainText("2", { timeout: ELSEWHERE_WITHIN_MS });
  await expect.poll(() => outline(page)).toEqual(["North", "Nobody in this group yet", "South", bob.displayName, carol.displayName]);
  there.close();
  await Promise.all([page, elsewhere].map((one) => one.context().close()));
});

test("[F30] people let go over a conversation join it, after a question", async ({ browser, baseURL }) => {
  const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  const there = await connectOnTheWire(baseURL!, anna);
  await there.addContact(carol);
  await there.send(await there.directWith(bob), "Hello");
  const page = await openPage(browser, baseURL!, anna);
  await listRow(page, carol.displayName).dragTo(listRow(page, bob.displayName));
  await page.getByRole("alertdialog", { name: new RegExp(`with ${bob.displayName} and ${carol.displayName}`) }).getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Bob and Carol" })).toBeVisible();
  there.close();
  await page.context().close();
});
