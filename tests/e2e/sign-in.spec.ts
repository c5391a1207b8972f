import { expect, type Page, test } from "@playwright/test";
import { makePeople, type Person, signIn, signInOnPage, typeOver } from "./support/people";

/** Everything a browser could have kept of this site. */
async function kept(page: Page): Promise<Record<string, unknown>> {
  return page.evaluate(async () => ({
    localStorage: Object.keys(localStorage),
    sessionStorage: Object.keys(sessionStorage),
    databases: "databases" in indexedDB ? (await indexedDB.databases()).map(({ name }) => name) : [],
    caches: "caches" in window ? await caches.keys() : [],
    workers: "serviceWorker" in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0,
  }));
}

const NOTHING = { localStorage: [], sessionStorage: [], databases: [], caches: [], workers: 0 };

test("[F107] a public computer keeps nothing: not while signed in, not after", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const { page, context } = await signIn(browser, anna, { path: `/p/${bob.userId}`, publicComputer: true });
  const composer = page.getByRole("textbox", { name: "Message", exact: true });
  await typeOver(composer, "Confidential");
  await composer.press("Enter");
  await expect(page.getByRole("log", { name: /^Conversation with/ })).toContainText("Sent");
  await typeOver(composer, "A draft that must not stay here");
  expect(await kept(page)).toEqual(NOTHING);
  for (const cookie of await context.cookies()) expect(cookie.expires, cookie.name).toBe(-1);

  await page.getByRole("button", { name: /^My state/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/signed-out/);
  expect(await kept(page)).toEqual(NOTHING);
  expect((await context.cookies()).filter(({ name }) => name.includes("session"))).toEqual([]);
  await page.goBack();
  await expect(page.getByText("Confidential")).toHaveCount(0);
  await page.goto("/");
  await expect(page).toHaveURL(/sign-in/);
  await context.close();
});

test("[ID-7] a deep link survives the sign-in; a foreign one is not followed", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const { page, context } = await signIn(browser, anna, { path: `/p/${bob.userId}` });
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
  await context.close();

  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto("/sign-in?next=https://evil.example/");
  await signInOnPage(other, anna.email);
  await expect(other.getByRole("button", { name: /^My state/ })).toBeVisible();
  expect(new URL(other.url()).origin).toBe(baseURL);
  await stranger.close();
});

test("[ID-1] wrong names and wrong passwords are answered alike", async ({ page, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const answers: string[] = [];
  for (const email of [anna.email, "nobody.at.all@example.com"]) {
    await page.goto("/sign-in");
    await signInOnPage(page, email, { password: "not the password" });
    await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
    answers.push(await page.getByRole("alert").filter({ hasText: /\S/ }).innerText());
  }
  expect(answers[0]).toBe(answers[1]);
});

test("[SEC-1] pages carry a policy without inline scripts, and break none of it", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  const response = await page.goto("/sign-in");
  const policy = response?.headers()["content-security-policy"] ?? "";
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
  expect(scripts).toContain("'nonce-");
  expect(scripts).not.toContain("unsafe-inline");
  expect(scripts).not.toContain("unsafe-eval");
  expect(policy).toContain("frame-ancestors 'none'");
  await signInOnPage(page, anna.email);
  await expect(page.getByRole("button", { name: /^My state/ })).toBeVisible();
  await page.goto("/settings");
  await expect(page.getByRole("heading").first()).toBeVisible();
  expect(problems).toEqual([]);
  await context.close();
});
