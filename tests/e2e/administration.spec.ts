import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { makeAdministrator } from "./support/administrator";
import { makePeople, PASSWORD, type Person, signIn, signInByRequest, typeOver } from "./support/people";

/** A name and an address no other test has. */
const unique = (): string => `t${Date.now().toString(36)}`;

async function openAdmin(browser: Browser, baseURL: string, path: string): Promise<{ page: Page; context: BrowserContext; admin: Person }> {
  const admin = await makeAdministrator(baseURL);
  const { page, context } = await signIn(browser, admin);
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  return { page, context, admin };
}

/** Opens the side pane of one user. */
async function openUser(page: Page, name: string): Promise<void> {
  await typeOver(page.getByRole("searchbox", { name: "Search users" }), name);
  await page.getByRole("button", { name, exact: true }).click();
  await expect(page.getByRole("complementary", { name: `Details of ${name}` })).toBeVisible();
}

test("[F265] a user is made, takes the link up elsewhere, works, and is shut out at once when disabled", async ({ browser, baseURL }) => {
  const { page, context } = await openAdmin(browser, baseURL!, "/admin/users");
  const [family, email] = [unique(), `grace.${unique()}@example.com`];
  const name = `Grace ${family}`;
  await page.getByRole("button", { name: "Add user" }).click();
  await typeOver(page.getByLabel("Mail address"), email);
  await typeOver(page.getByLabel("First name"), "Grace");
  await typeOver(page.getByLabel("Last name"), family);
  await page.getByRole("button", { name: "Add and make a link" }).click();
  const dialog = page.getByRole("dialog", { name: `Link for ${name}` });
  const link = await dialog.getByLabel("Invitation link").inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();

  const elsewhere = await browser.newContext();
  const grace = await elsewhere.newPage();
  await grace.goto(link);
  await expect(grace.getByRole("heading", { name: `Welcome, ${name}` })).toBeVisible();
  await grace.getByLabel("New password").fill(PASSWORD);
  await grace.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(grace.getByRole("button", { name: /^My state: Available/ })).toBeVisible();
  const again = await elsewhere.newPage();
  await again.goto(link);
  await expect(again.getByRole("heading", { name: "This link does not work" })).toBeVisible();

  await openUser(page, name);
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disable" }).click();
  await expect(page.getByRole("button", { name: "Enable", exact: true })).toBeVisible();
  await expect(grace.getByText(/account (was disabled|is turned off)/i).first()).toBeVisible();
  await grace.goto("/");
  await expect(grace).toHaveURL(/sign-in/);
  await typeOver(grace.getByLabel("Mail address"), email);
  await grace.locator("input[name=password]").fill(PASSWORD);
  await grace.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(grace.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  await expect(grace).toHaveURL(/sign-in/);

  await page.getByRole("button", { name: "Enable", exact: true }).click();
  await expect(page.getByRole("button", { name: "Disable", exact: true })).toBeVisible();
  await grace.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(grace.getByRole("button", { name: /^My state/ })).toBeVisible();
  await Promise.all([context.close(), elsewhere.close()]);
});

test("[F272] a CSV file is looked at first, then imported", async ({ browser, baseURL }) => {
  const { page, context } = await openAdmin(browser, baseURL!, "/admin/users");
  const family = unique();
  const csv = ["email,givenName,familyName,department", `ida.${family}@example.com,Ida,${family},Works`, `jon.${family}@example.com,Jon,${family},Works`, `not an address,Max,${family},`].join("\n");
  await page.getByRole("button", { name: "Import CSV" }).click();
  const dialog = page.getByRole("dialog", { name: "Import users from CSV" });
  await dialog.locator("input[type=file]").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await expect(dialog.getByText("File: people.csv")).toBeVisible();
  await dialog.getByRole("button", { name: "Check" }).click();
  await expect(dialog.getByText("Nothing has been changed yet.")).toBeVisible();
  await expect(dialog.getByText("2 new")).toBeVisible();
  await expect(dialog.getByText("1 wrong line")).toBeVisible();
  await expect(dialog.getByRole("row", { name: /ida/ })).toContainText("Added");
  await expect(dialog.getByRole("row", { name: /not an address/ })).toContainText("Left out");
  // A look changes nothing.
  const client = await signInByRequest(baseURL!, "admin@example.com", "parley");
  const countOf = async (): Promise<number> => ((await (await client.get("/api/v1/admin/users", { params: { query: family } })).json()) as { total: number }).total;
  expect(await countOf()).toBe(0);

  await dialog.getByRole("button", { name: "Import 2 users" }).click();
  await expect(page.getByRole("dialog", { name: "Import finished" })).toContainText("2 users added");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  expect(await countOf()).toBe(2);
  await typeOver(page.getByRole("searchbox", { name: "Search users" }), family);
  await expect(page.getByRole("row", { name: new RegExp(`Ida ${family}`) })).toContainText("Invited");
  await client.dispose();
  await context.close();
});

test("[F273] [F283 in part] a group's policy forbids, is shown with its source, and holds against REST too", async ({ browser, baseURL }) => {
  const { page, context, admin } = await openAdmin(browser, baseURL!, "/admin/groups");
  const [bob] = (await makePeople(baseURL!, "Bob")) as [Person];
  const group = `Crew ${unique()}`;
  await page.getByRole("button", { name: "Add group" }).first().click();
  await typeOver(page.getByRole("dialog").getByLabel("Name"), group);
  await page.getByRole("dialog").getByRole("button", { name: "Add group" }).click();
  const pane = page.getByRole("complementary", { name: `Details of ${group}` });
  await typeOver(pane.getByRole("searchbox", { name: "Add a member" }), bob.email);
  await pane.getByRole("button", { name: `Add a member: ${bob.displayName}` }).click();
  await expect(pane.getByRole("button", { name: `Remove ${bob.displayName}` })).toBeVisible();

  await pane.getByRole("link", { name: "Policy of this group" }).click();
  const settings = page.getByRole("region", { name: `Settings of ${group}` });
  const rule = settings.getByRole("radiogroup", { name: "Change own name, title and numbers" });
  await rule.getByText("Not allowed", { exact: true }).click();
  await expect(settings.getByRole("status")).toContainText("Saved");

  await page.goto(`/admin/users?user=${bob.userId}`);
  await page.getByRole("tab", { name: "Policy" }).click();
  const effective = page.getByRole("tabpanel", { name: "Policy" });
  await expect(effective.getByText(`Group ${group}`)).toBeVisible();
  const line = effective.locator("dl > div").filter({ hasText: "Change own name, title and numbers" });
  await expect(line).toContainText(`Not allowedfrom ${group}`);
  await expect(effective.locator("dl > div").filter({ hasText: "Change own picture" })).toContainText("Allowedby default");

  const { page: profile, context: bobsContext } = await signIn(browser, bob);
  await profile.goto("/settings/profile");
  await expect(profile.getByText("Your organisation looks after names and numbers.")).toBeVisible();
  await expect(profile.getByLabel("Display name")).toBeDisabled();
  await expect(profile.getByRole("button", { name: "Choose picture" })).toBeVisible();
  const refused = await bobsContext.request.patch("/api/v1/me", { data: { displayName: "Somebody else" }, headers: { origin: baseURL! } });
  expect(refused.status()).toBe(403);
  expect(await refused.text()).toContain("policy_forbids");

  // The other way round, his page follows without a reload.
  await page.goto(`/admin/policies?user=${bob.userId}`);
  await page.getByRole("radiogroup", { name: "Change own name, title and numbers" }).getByText("Allowed", { exact: true }).click();
  await expect(page.getByRole("region", { name: `Settings of ${bob.displayName}` }).getByRole("status")).toContainText("Saved");
  await page.goto(`/admin/users?user=${bob.userId}`);
  await page.getByRole("tab", { name: "Policy" }).click();
  await expect(line).toContainText(`Allowed${bob.displayName}’s own`);
  await profile.reload();
  await expect(profile.getByLabel("Display name")).toBeEnabled();

  await page.goto("/admin/audit");
  const audit = page.getByRole("list", { name: "Audit" });
  for (const entry of [`Added a group: ${group}`, `Changed a policy: ${group}`, `Changed a policy: ${bob.displayName}`]) {
    const item = audit.getByRole("listitem").filter({ hasText: entry });
    await expect(item).toContainText(`${admin.displayName} from 127.0.0.1`);
  }
  await expect(audit.getByRole("listitem").filter({ hasText: `Changed a policy: ${group}` })).toContainText("Not allowed");
  await Promise.all([context.close(), bobsContext.close()]);
});

test("[F265] who is no administrator sees nothing of it, and the server refuses the calls", async ({ browser, baseURL }) => {
  const [bob] = (await makePeople(baseURL!, "Bob")) as [Person];
  const { page, context } = await signIn(browser, bob);
  await expect(page.getByRole("link", { name: "Admin" })).toHaveCount(0);
  await page.goto("/admin/users");
  await expect(page.getByRole("heading", { name: "For administrators only" })).toBeVisible();
  for (const path of ["users", `users/${bob.userId}`, "groups", "policies", "audit", "organisation"]) {
    const answer = await context.request.get(`/api/v1/admin/${path}`);
    expect(answer.status(), path).toBe(403);
  }
  const promoted = await context.request.patch(`/api/v1/admin/users/${bob.userId}`, { data: { role: "admin" }, headers: { origin: baseURL! } });
  expect(promoted.status()).toBe(403);
  await context.close();
});
