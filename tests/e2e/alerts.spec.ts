import { expect, type Page, test } from "@playwright/test";
import { accessSet, presenceSet, UserId } from "@/lib/protocol";
import { connectOnTheWire } from "./support/on-the-wire";
import { makePeople, type Person, signIn } from "./support/people";
import { tag, untilServerKnows } from "./support/tagging";

/** A change is seen within two seconds [G3]. */
const SEEN_WITHIN_MS = 2_000;

test.beforeAll(({ baseURL }) => untilServerKnows(baseURL!));

const alerts = (page: Page) => page.getByRole("region", { name: "New messages and alerts" });

test("[F25] a tagged person's change shows as a toast, and leads to writing to them", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  await tag(baseURL!, anna, bob);
  const a = await signIn(browser, anna);
  const b = await signIn(browser, bob);
  const toast = alerts(a.page).getByRole("group", { name: bob.displayName });
  await expect(toast).toContainText(`${bob.displayName} is available now`, { timeout: SEEN_WITHIN_MS });
  await expect(toast).toContainText("You asked to be told");

  await b.page.getByRole("button", { name: /^My state/ }).click();
  await b.page.getByRole("menuitemradio", { name: "Busy" }).or(b.page.getByRole("menuitem", { name: "Busy" })).first().click();
  // The newest change stands in the place of the one before.
  await expect(toast).toContainText("is busy now", { timeout: SEEN_WITHIN_MS });
  await expect(toast).toHaveCount(1);
  await toast.getByRole("button", { name: `Message ${bob.displayName}` }).click();
  await expect(a.page).toHaveURL(/\/c\//);
  await expect(toast).toHaveCount(0);
  await Promise.all([a.context.close(), b.context.close()]);
});

test("[F47] [F7] Do Not Disturb keeps them away, save about who may interrupt", async ({ browser, baseURL }) => {
  const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  await tag(baseURL!, anna, bob);
  await tag(baseURL!, anna, carol);
  const annas = await connectOnTheWire(baseURL!, anna);
  await annas.client.call(accessSet, { userId: UserId.parse(carol.userId), level: "team" });
  await annas.client.call(presenceSet, { state: "dnd" });
  const a = await signIn(browser, anna);
  const [bobs, carols] = [await connectOnTheWire(baseURL!, bob), await connectOnTheWire(baseURL!, carol)];
  // Told in order: had Bob been told of, it would be there by now.
  await expect(alerts(a.page)).toContainText(`${carol.displayName} is available now`);
  await expect(alerts(a.page)).not.toContainText(bob.displayName);
  for (const wire of [annas, bobs, carols]) wire.close();
  await a.context.close();
});
