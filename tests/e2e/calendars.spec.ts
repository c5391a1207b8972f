import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { makePeople, type Person, signIn, typeOver } from "./support/people";
import { openCard } from "./support/workspace";

/** Features F1 and G3: a change is seen within two seconds. */
const SEEN_WITHIN_MS = 2_000;
const HOUR_MS = 3_600_000;

/** An iCalendar (RFC 5545) with one appointment that runs now. */
function calendarOfNow(subject: string): Buffer {
  const at = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/gu, "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Parley//Tests//EN", "BEGIN:VEVENT", "UID:now@example.com", `DTSTAMP:${at(Date.now())}`, `DTSTART:${at(Date.now() - HOUR_MS)}`, `DTEND:${at(Date.now() + HOUR_MS)}`, `SUMMARY:${subject}`, "END:VEVENT", "END:VCALENDAR", ""];
  return Buffer.from(lines.join("\r\n"));
}

const chooseFile = (page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> => page.getByRole("dialog").locator("input[type=file]").setInputFiles({ name, mimeType, buffer });

test("[F6] [F48] an uploaded calendar shows its owner in a meeting, until it is removed", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const [a, b] = await Promise.all([signIn(browser, anna), signIn(browser, bob, { path: `/p/${anna.userId}` })]);
  const card = await openCard(b.page, anna);
  await expect(card).toContainText("Available");
  const { page } = a;
  await page.goto("/settings/calendars");
  await page.getByRole("button", { name: "Upload a file" }).click();
  await chooseFile(page, "Annex.ics", "text/calendar", Buffer.from("Not a calendar"));
  await page.getByRole("dialog").getByRole("button", { name: "Upload" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("This is not a calendar that can be read.");
  await chooseFile(page, "Annex.ics", "text/calendar", calendarOfNow("Secret annex"));
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Name" })).toHaveValue("Annex");
  await page.getByRole("dialog").getByRole("button", { name: "Upload" }).click();

  const row = page.getByRole("list", { name: "Connected calendars" }).getByRole("listitem");
  await expect(row).toContainText("Annex");
  await expect(row).toContainText(/Uploaded file.*Read/);
  await expect(card).toContainText("In a meeting", { timeout: SEEN_WITHIN_MS });
  await expect(card).not.toContainText("Secret annex");

  await row.getByRole("button", { name: "Remove Annex" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No calendar is connected.")).toBeVisible();
  await expect(card).toContainText("Available", { timeout: SEEN_WITHIN_MS });
  await Promise.all([a.context.close(), b.context.close()]);
});

test("[F6] a calendar's address must be one of the web, and never of a private network", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const { page, context } = await signIn(browser, anna);
  await page.goto("/settings/calendars");
  await page.getByRole("button", { name: "Connect a calendar" }).click();
  const dialog = page.getByRole("dialog", { name: "Connect a calendar" });
  await typeOver(dialog.getByRole("textbox", { name: "Address" }), "dav.example.com");
  await dialog.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(dialog).toContainText("Enter an address that begins with https:// or http://.");
  await typeOver(dialog.getByRole("textbox", { name: "Address" }), "http://10.1.2.3/calendar.ics");
  await dialog.getByRole("textbox", { name: "Address" }).press("Enter");
  await expect(dialog).toContainText("This address leads into a private network");
  await dialog.getByText("CalDAV account").click();
  await expect(dialog.getByLabel("Password")).toHaveAttribute("type", "password");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("No calendar is connected.")).toBeVisible();
  await context.close();
});

test("[F6] a calendar read from its address says when it was read, and in words why it cannot be any more", async ({ browser, baseURL }) => {
  let isOpen = true;
  const server = http.createServer((_request, response) => (isOpen ? response.writeHead(200, { "content-type": "text/calendar" }).end(calendarOfNow("Annex")) : response.writeHead(403).end()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const { page, context } = await signIn(browser, anna);
  await page.goto("/settings/calendars");
  await page.getByRole("button", { name: "Connect a calendar" }).click();
  const dialog = page.getByRole("dialog", { name: "Connect a calendar" });
  await typeOver(dialog.getByRole("textbox", { name: "Address" }), `http://127.0.0.1:${(server.address() as AddressInfo).port}/anna.ics`);
  await typeOver(dialog.getByRole("textbox", { name: "Name" }), "Work");
  await dialog.getByRole("button", { name: "Connect", exact: true }).click();
  const row = page.getByRole("list", { name: "Connected calendars" }).getByRole("listitem");
  await expect(row).toContainText(/WorkCalendar link · 127\.0\.0\.1.* · Read \d/);
  isOpen = false;
  await row.getByRole("button", { name: "Read Work again now" }).click();
  await expect(row).toContainText("The other server refuses this user name or password.");
  await expect(row).toContainText("Remove it and connect it again with the right name and password.");
  isOpen = true;
  await row.getByRole("button", { name: "Read Work again now" }).click();
  await expect(row).not.toContainText("refuses");
  await context.close();
  server.closeAllConnections();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
});

test("[F28] a file of contacts is imported, counted, and removed with its book", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const { page, context } = await signIn(browser, anna);
  await page.goto("/settings/address-books");
  const card = (name: string, email: string): string => ["BEGIN:VCARD", "VERSION:4.0", `UID:${email}`, `FN:${name}`, `EMAIL:${email}`, "END:VCARD", ""].join("\r\n");
  await page.getByRole("button", { name: "Import a file" }).click();
  await chooseFile(page, "Friends.vcf", "text/vcard", Buffer.from(card("Grace Hopper", "grace@example.net") + card("Ida Rhodes", "ida@example.net")));
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await expect(page.getByText("2 contacts were imported.")).toBeVisible();
  const row = page.getByRole("list", { name: "Your address books" }).getByRole("listitem");
  await expect(row).toContainText("Friends");
  await expect(row).toContainText("2 contacts");
  await row.getByRole("button", { name: "Remove Friends" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("You have no address book.")).toBeVisible();
  await context.close();
});
