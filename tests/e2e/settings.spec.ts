import { deflateSync, crc32 } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import { makePeople, PASSWORD, type Person, signIn, signInByRequest, typeOver } from "./support/people";
import { openCard } from "./support/workspace";

const saved = (page: Page) => page.getByRole("status").filter({ hasText: "Saved" });

test("[F38] a changed profile and a picture are seen by others at once", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const [a, b] = await Promise.all([signIn(browser, anna, { path: `/p/${bob.userId}` }), signIn(browser, bob)]);
  const card = await openCard(a.page, bob);

  await b.page.goto("/settings/profile");
  await typeOver(b.page.getByLabel("Title"), "Master of the annex");
  await b.page.getByLabel("Title").press("Enter");
  await expect(saved(b.page)).toBeVisible();
  await expect(card).toContainText("Master of the annex");

  await typeOver(b.page.getByLabel("Work", { exact: true }), "+1 202 555 0143");
  await b.page.getByLabel("Work", { exact: true }).press("Enter");
  await expect(card).toContainText(/\+1 202.555.0143/);

  await b.page.locator("input[type=file]").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: picture(300, 200) });
  const crop = b.page.getByRole("dialog", { name: "Cut the picture" });
  await crop.getByRole("application").press("ArrowRight");
  await crop.getByRole("button", { name: "Use picture" }).click();
  await expect(b.page.getByRole("button", { name: "Remove picture" })).toBeVisible();
  await expect(card.locator("img")).toHaveJSProperty("complete", true);
  expect(await card.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const stranger = await browser.newContext();
  expect((await stranger.request.get(new URL((await card.locator("img").getAttribute("src")) ?? "", baseURL).href)).status(), "a picture is not for strangers").toBe(401);

  await b.page.getByRole("button", { name: "Remove picture" }).click();
  await expect(card.locator("img")).toHaveCount(0);
  await Promise.all([a.context.close(), b.context.close(), stranger.close()]);
});

test("[F4 in part] language, theme and density change at once, and stay over a reload", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const { page, context } = await signIn(browser, anna);
  const other = await context.newPage();
  await other.goto("/");
  await expect(other.getByText("Nobody here yet")).toBeVisible();

  await page.goto("/settings/general");
  await page.getByText("Dark", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(other.locator("html"), "another window follows").toHaveAttribute("data-theme", "dark");
  await page.getByText("Compact", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  await page.getByRole("button", { name: /Language/ }).click();
  await page.getByRole("option", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { name: "Allgemein" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(other.getByText("Nobody here yet"), "another window follows").toHaveCount(0);

  await page.reload();
  await expect(page.getByRole("heading", { name: "Allgemein" })).toBeVisible();
  for (const [name, value] of [["lang", "de"], ["data-theme", "dark"], ["data-density", "compact"]] as const) await expect(page.locator("html")).toHaveAttribute(name, value);
  await expect(page.getByRole("radio", { name: "Dunkel" })).toBeChecked();
  await context.close();
});

test("[F10] [F13] idle times are said in one sentence, and the second follows the first", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const { page, context } = await signIn(browser, anna);
  await page.goto("/settings/status");
  await page.getByRole("button", { name: /^Inactive after/ }).click();
  await page.getByRole("menuitemradio", { name: "15 minutes" }).click();
  await expect(page.getByRole("button", { name: "Inactive after: 15 minutes" })).toBeVisible();
  await expect(saved(page)).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Inactive after: 15 minutes" })).toBeVisible();
  await page.getByRole("button", { name: /^Inactive after/ }).click();
  await page.getByRole("menuitemradio", { name: "10 minutes" }).click();
  await expect(saved(page)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Inactive after: 15 minutes" })).toBeVisible();
  await context.close();
});

test("[ID-8] a new password ends the other sign-ins at once, and only it opens the door", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const [here, there] = await Promise.all([signIn(browser, anna), signIn(browser, anna)]);
  await here.page.goto("/settings/security");
  await typeOver(here.page.getByLabel("Current password"), "not this one");
  await typeOver(here.page.getByLabel("New password"), "quite another row of words");
  await here.page.getByRole("button", { name: "Change password" }).click();
  await expect(here.page.getByText("The current password is not right.")).toBeVisible();
  await typeOver(here.page.getByLabel("Current password"), PASSWORD);
  await here.page.getByRole("button", { name: "Change password" }).click();
  await expect(here.page.getByText("Password changed.")).toBeVisible();

  await expect(there.page.getByText("This sign-in was ended")).toBeVisible();
  await there.page.goto("/");
  await expect(there.page).toHaveURL(/sign-in/);
  await here.page.reload();
  await expect(here.page.getByText("You are signed in nowhere else.")).toBeVisible();
  await (await signInByRequest(baseURL!, anna.email, "quite another row of words")).dispose();
  await Promise.all([here.context.close(), there.context.close()]);
});

test("[ID-6] a sign-in is ended from the list, and its browser is out at once", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const [here, there] = await Promise.all([signIn(browser, anna), signIn(browser, anna, { publicComputer: true })]);
  await here.page.goto("/settings/security");
  const shared = here.page.getByRole("listitem").filter({ hasText: "Public computer" });
  await expect(here.page.getByRole("listitem").filter({ hasText: "This browser" })).toBeVisible();
  await shared.getByRole("button", { name: /^End the sign-in on/ }).click();
  await expect(shared).toHaveCount(0);
  await expect(there.page.getByText("This sign-in was ended")).toBeVisible();
  expect((await there.context.request.get("/api/v1/me")).status()).toBe(401);
  await expect(here.page.getByText("You are signed in nowhere else.")).toBeVisible();
  await Promise.all([here.context.close(), there.context.close()]);
});

/** A plain PNG (RFC 2083) of that size, in px. */
function picture(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits of red, green and blue.
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x5a)]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))), chunk("IEND", Buffer.alloc(0))]);
}
