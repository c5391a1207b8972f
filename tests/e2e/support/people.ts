import { randomUUID } from "node:crypto";
import { type APIRequestContext, type Browser, type BrowserContext, expect, type Locator, type Page, request } from "@playwright/test";

/** A person of one test: nobody else signs in as them, so that what they see is what the test did. */
export type Person = { email: string; givenName: string; displayName: string; userId: string };

export const PASSWORD = "a few words in a row";

/** Makes people the way an administrator does: created, invited by link, the link taken up. */
export async function makePeople(baseURL: string, ...givenNames: string[]): Promise<Person[]> {
  const admin = await signInByRequest(baseURL, "admin@example.com", "parley");
  const family = `T${randomUUID().slice(0, 8)}`;
  const people: Person[] = [];
  for (const givenName of givenNames) {
    const email = `${givenName.toLowerCase()}.${family.toLowerCase()}@example.com`;
    const created = await admin.post("/api/v1/admin/users", { data: { email, givenName, familyName: family } });
    expect(created.status(), await created.text()).toBe(200);
    const { user, invitation } = (await created.json()) as { user: { userId: string }; invitation: { url: string } };
    const token = new URL(invitation.url).pathname.split("/").at(-1) ?? "";
    const accepted = await admin.post(`/api/v1/invitations/${token}`, { data: { password: PASSWORD } });
    expect(accepted.status(), await accepted.text()).toBe(200);
    people.push({ email, givenName, displayName: `${givenName} ${family}`, userId: user.userId });
  }
  await admin.dispose();
  return people;
}

/** A signed-in HTTP client, through the same endpoints as the sign-in page. */
export async function signInByRequest(baseURL: string, email: string, password = PASSWORD): Promise<APIRequestContext> {
  const client = await request.newContext({ baseURL, extraHTTPHeaders: { origin: baseURL } });
  const { csrfToken } = (await (await client.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await client.post("/api/auth/callback/credentials", { form: { email, password, publicComputer: "false", csrfToken, json: "true" } });
  expect(answer.ok(), `sign-in of ${email}`).toBe(true);
  return client;
}

export type SignInOptions = { path?: string; publicComputer?: boolean; viewport?: { width: number; height: number }; locale?: string; password?: string };

/** A browser of its own, signed in through the page. */
export async function signIn(browser: Browser, person: { email: string }, options: SignInOptions = {}): Promise<{ page: Page; context: BrowserContext }> {
  const { viewport, locale } = options;
  const context = await browser.newContext({ ...(viewport ? { viewport } : {}), ...(locale ? { locale } : {}) });
  const page = await context.newPage();
  await page.goto(options.path ?? "/");
  await signInOnPage(page, person.email, options);
  await expect(page.getByRole("button", { name: /^(My state|Mein Status)/ })).toBeVisible();
  return { page, context };
}

/** Fills in the sign-in page that is shown. */
export async function signInOnPage(page: Page, email: string, options: SignInOptions = {}): Promise<void> {
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(options.password ?? PASSWORD);
  if (options.publicComputer) await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: /^(Sign in|Anmelden)$/ }).click();
}

/** Types over what stands there, key by key, as a person does. */
export async function typeOver(field: Locator, text: string): Promise<void> {
  await field.click();
  await field.press("ControlOrMeta+a");
  await field.pressSequentially(text);
}
