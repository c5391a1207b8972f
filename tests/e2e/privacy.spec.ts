import { expect, type Page, test } from "@playwright/test";
import { accessSet, UserId } from "@/lib/protocol";
import { connectOnTheWire } from "./support/on-the-wire";
import { makePeople, type Person, signIn } from "./support/people";
import { openCard } from "./support/workspace";

const UNKNOWN_AFTER_START_MS = 35_000;
const [WORK, MOBILE] = ["+12025550101", "+12025550131"];

async function sayNumbers(page: Page, baseURL: string): Promise<void> {
  const answer = await page.request.patch("/api/v1/me", { data: { workPhone: WORK, mobilePhone: MOBILE }, headers: { origin: baseURL } });
  expect(answer.status(), await answer.text()).toBe(200);
}

test("[F41] [F42] [F43] [F44] [F45] who sees what: my own card as each level sees it", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const { page, context } = await signIn(browser, anna);
  await sayNumbers(page, baseURL!);
  await page.goto("/settings/privacy");
  const card = page.getByRole("region", { name: "Your card as they see it" });
  const look = async (level: string): Promise<void> => {
    await page.getByRole("radio", { name: new RegExp(`^${level}`) }).press("Space");
    await expect(card.getByRole("status")).toHaveText(`As people at ${level} see you`);
  };
  await expect(card).toContainText(anna.displayName);
  await look("Team");
  await expect(card.getByRole("link", { name: /555.0131/ })).toBeVisible();
  await look("Company");
  await expect(card.getByRole("link", { name: /555.0101/ })).toBeVisible();
  await expect(card.getByRole("link", { name: /555.0131/ })).toHaveCount(0);
  await expect(card).toContainText("Mobile numberhidden");
  await look("Public");
  await expect(card).toContainText("Work numberhidden");
  await expect(card).toContainText("Available");
  await look("Blocked");
  // Unknown to those who are blocked, too, in the first half minute of a server.
  await expect(card).toContainText("Offline", { timeout: UNKNOWN_AFTER_START_MS });
  await expect(card).toContainText("Messages and calls do not reach you");
  await context.close();
});

test("[F46] levels given by name and by default are listed, changed and taken back, and the other side sees it at once", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const wire = await connectOnTheWire(baseURL!, anna);
  await wire.client.call(accessSet, { userId: UserId.parse(bob.userId), level: "team" });
  wire.close();
  const [a, b] = await Promise.all([signIn(browser, anna), signIn(browser, bob, { path: `/p/${anna.userId}` })]);
  await sayNumbers(a.page, baseURL!);
  const card = await openCard(b.page, anna);
  await expect(card.getByRole("link", { name: /555.0131/ })).toBeVisible();

  await a.page.goto("/settings/privacy");
  const given = a.page.getByRole("region", { name: "Given by name" });
  await given.getByRole("button", { name: `${bob.displayName} sees you as Team. Change` }).click();
  await a.page.getByRole("menuitemradio", { name: /^Company/ }).click();
  await expect(given.getByRole("button", { name: `${bob.displayName} sees you as Company. Change` })).toBeVisible();
  await expect(card.getByRole("link", { name: /555.0131/ })).toHaveCount(0);
  await expect(card.getByRole("link", { name: /555.0101/ })).toBeVisible();

  await given.getByRole("button", { name: `Treat ${bob.displayName} as usual` }).click();
  await expect(given.getByRole("listitem")).toHaveCount(0);
  await a.page.getByRole("button", { name: /People of my organisation/ }).click();
  await a.page.getByRole("option", { name: "Public" }).click();
  await expect(a.page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await expect(card.getByRole("link", { name: /555.0101/ })).toHaveCount(0);
  await a.page.getByRole("button", { name: "Undo" }).click();
  await expect(card.getByRole("link", { name: /555.0101/ })).toBeVisible();
  await Promise.all([a.context.close(), b.context.close()]);
});
