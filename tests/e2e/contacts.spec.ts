import { expect, type Page, test } from "@playwright/test";
import { accessSet, contactsAddNumber, contactsTag, presenceLocation, presenceNote, presenceSet, UserId } from "@/lib/protocol";
import { administrator } from "./support/administrator";
import { ELSEWHERE_WITHIN_MS, openPage, outline, section, withGroup } from "./support/contact-list";
import { connectOnTheWire } from "./support/on-the-wire";
import { makePeople, type Person, signInByRequest, typeOver } from "./support/people";
import { composer, listRow, openCard } from "./support/workspace";

async function chooseOption(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "List options" }).click();
  await page.getByRole("menuitemradio", { name }).or(page.getByRole("menuitem", { name })).first().click();
}

test("[F26] [F30] people move between groups by menu, and the other browser has it within a second", async ({ browser, baseURL }) => {
  const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  const there = await connectOnTheWire(baseURL!, anna);
  await withGroup(there, "North", bob, carol);
  await withGroup(there, "South");
  const [page, elsewhere] = await Promise.all([openPage(browser, baseURL!, anna), openPage(browser, baseURL!, anna)]);
  await expect(section(elsewhere, "North")).toContainText("2");

  // By keyboard alone; keys go to the window in front.
  await page.bringToFront();
  await listRow(page, bob.displayName).focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Move to group" }).click();
  await page.getByRole("menuitem", { name: "South" }).click();
  await expect(section(elsewhere, "South")).toContainText("1", { timeout: ELSEWHERE_WITHIN_MS });
  await expect(section(elsewhere, "North")).toContainText("1");

  there.close();
  await Promise.all([page, elsewhere].map((one) => one.context().close()));
});

test("[F26] both browsers edit at once, and end alike", async ({ browser, baseURL }) => {
  const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  const there = await connectOnTheWire(baseURL!, anna);
  await Promise.all([there.addContact(bob), there.addContact(carol)]);
  const [one, other] = await Promise.all([openPage(browser, baseURL!, anna), openPage(browser, baseURL!, anna)]);
  const favour = async (page: Page, person: Person): Promise<void> => {
    await listRow(page, person.displayName).first().click({ button: "right" });
    await page.getByRole("menuitem", { name: "Add to favourites" }).click();
  };
  await Promise.all([favour(one, bob), favour(other, carol)]);
  for (const page of [one, other]) await expect.poll(() => outline(page)).toEqual(["Favourites", bob.displayName, carol.displayName]);
  there.close();
  await Promise.all([one, other].map((page) => page.context().close()));
});

test("[F29] [F31] [F34] five views and two orders, which go with their owner", async ({ browser, baseURL }) => {
  const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  const [there, carols] = await Promise.all([connectOnTheWire(baseURL!, anna), connectOnTheWire(baseURL!, carol)]);
  await Promise.all([there.addContact(bob), there.addContact(carol)]);
  await there.client.call(contactsAddNumber, { name: "Courier", number: "+12025550148" });
  await there.client.call(contactsTag, { userId: UserId.parse(carol.userId), tagged: true });
  await there.client.call(accessSet, { userId: UserId.parse(bob.userId), level: "team" });
  const page = await openPage(browser, baseURL!, anna);
  await expect.poll(() => outline(page)).toEqual(["Other contacts", bob.displayName, carol.displayName, "Courier"]);

  await chooseOption(page, "Name");
  await expect.poll(() => outline(page)).toEqual(["All contacts", bob.displayName, carol.displayName, "Courier"]);
  await page.getByRole("button", { name: "List options" }).click();
  await page.getByRole("menuitemradio", { name: "Availability" }).first().click();
  await expect.poll(() => outline(page)).toEqual(["Available", carol.displayName, "Offline", bob.displayName, "Numbers", "Courier"]);
  await carols.client.call(presenceSet, { state: "busy" });
  await expect.poll(() => outline(page), { timeout: 2_000 }).toEqual(["Busy", carol.displayName, "Offline", bob.displayName, "Numbers", "Courier"]);
  await chooseOption(page, "What they see of me");
  await expect.poll(() => outline(page)).toEqual(["Team", bob.displayName, "Company", carol.displayName, "Numbers", "Courier"]);
  await chooseOption(page, "Tag");
  await expect.poll(() => outline(page)).toEqual(["Tell me when available", carol.displayName, "Everybody else", bob.displayName, "Numbers", "Courier"]);
  const elsewhere = await openPage(browser, baseURL!, anna);
  await expect.poll(() => outline(elsewhere)).toEqual(["Tell me when available", carol.displayName, "Everybody else", bob.displayName, "Numbers", "Courier"]);

  await chooseOption(page, "Groups");
  await page.getByRole("button", { name: "List options" }).click();
  await page.getByRole("menuitemradio", { name: "Availability" }).last().click();
  await expect.poll(() => outline(page)).toEqual(["Other contacts", carol.displayName, bob.displayName, "Courier"]);
  await expect.poll(() => outline(elsewhere)).toEqual(["Other contacts", carol.displayName, bob.displayName, "Courier"]);
  there.close();
  carols.close();
  await Promise.all([page, elsewhere].map((one) => one.context().close()));
});

test("[F34] a number is typed, refused when it is none, named anew and removed", async ({ browser, baseURL }) => {
  const [anna] = (await makePeople(baseURL!, "Anna")) as [Person];
  const page = await openPage(browser, baseURL!, anna);
  await chooseOption(page, "Add a number");
  const dialog = page.getByRole("dialog", { name: "Add a number" });
  await typeOver(dialog.getByLabel("Name"), "Courier");
  await typeOver(dialog.getByLabel("Number"), "door");
  await dialog.getByRole("button", { name: "Add number" }).click();
  await expect(dialog.getByText(/This is not a phone number/)).toBeVisible();
  await typeOver(dialog.getByLabel("Number"), "+1 202 555 0148");
  await dialog.getByRole("button", { name: "Add number" }).click();
  await expect(listRow(page, "Courier")).toContainText("+1 202-555-0148");

  await listRow(page, "Courier").click({ button: "right" });
  await expect(page.getByRole("menuitem", { name: "Dial with this computer" })).toHaveAttribute("href", "tel:+12025550148");
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await typeOver(page.getByRole("dialog", { name: "Rename the number" }).getByLabel("Name"), "Night courier");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(listRow(page, "Night courier")).toContainText("+1 202-555-0148");
  await expect(page.getByRole("treeitem", { name: /ourier/ })).toHaveCount(1);

  await listRow(page, "Night courier").focus();
  await page.keyboard.press("Delete");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect.poll(() => outline(page)).toEqual([]);
  await page.context().close();
});

test("[F27] [F37] who one dealt with last is found again, the latest first", async ({ browser, baseURL }) => {
  const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  const [bobs, carols] = await Promise.all([connectOnTheWire(baseURL!, bob), connectOnTheWire(baseURL!, carol)]);
  await bobs.send(await bobs.directWith(anna), "Hello");
  const page = await openPage(browser, baseURL!, anna);
  await section(page, "Recent").click();
  await expect.poll(() => outline(page)).toEqual(["Recent", bob.displayName]);
  await carols.send(await carols.directWith(anna), "Hello");
  await expect.poll(() => outline(page)).toEqual(["Recent", carol.displayName, bob.displayName]);
  for (const there of [bobs, carols]) there.close();
  await page.context().close();
});

test("[F30] [F32] [F33] a group of the organisation opens to its members, and is written to as a whole or in part", async ({ browser, baseURL }) => {
  const [anna, bob, carol, dave] = (await makePeople(baseURL!, "Anna", "Bob", "Carol", "Dave")) as [Person, Person, Person, Person];
  const name = `Sales of ${anna.displayName}`;
  const admin = await administrator(baseURL!);
  const created = await admin.post("/api/v1/admin/groups", { data: { name, email: `sales.${anna.displayName.split(" ")[1]?.toLowerCase()}@example.com`, published: true } });
  expect(created.status(), await created.text()).toBe(200);
  const { groupId } = (await created.json()) as { groupId: string };
  const setMembers = async (data: { addUserIds?: string[]; removeUserIds?: string[] }): Promise<void> => {
    const answer = await admin.patch(`/api/v1/admin/groups/${groupId}`, { data });
    expect(answer.status(), await answer.text()).toBe(200);
  };
  await setMembers({ addUserIds: [anna, bob, carol].map(({ userId }) => userId) });
  const carols = await connectOnTheWire(baseURL!, carol);
  const page = await openPage(browser, baseURL!, anna);
  const bobsPage = await openPage(browser, baseURL!, bob);
  try {
    await listRow(page, name).click();
    await expect(listRow(page, carol.displayName)).toContainText("Available");
    await expect(listRow(page, bob.displayName)).toContainText("Available");
    await setMembers({ addUserIds: [dave.userId] });
    // A server that has just started does not know yet.
    await expect(listRow(page, dave.displayName)).toContainText(/Offline|Presence unknown/);
    await expect(listRow(page, name)).toContainText("4 people");

    // Some of them, chosen with the keyboard.
    await page.bringToFront();
    await listRow(page, bob.displayName).focus();
    await page.keyboard.press("Shift+ArrowDown");
    await expect(page.getByRole("group", { name: "What is selected" })).toContainText("2 selected");
    await page.getByRole("group", { name: "What is selected" }).getByRole("button", { name: "Message" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Bob and Carol" })).toBeVisible();

    // All of them.
    await listRow(page, name).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Message all or some" }).click();
    const dialog = page.getByRole("dialog", { name });
    await expect(dialog.getByRole("checkbox")).toHaveCount(3);
    await dialog.getByRole("button", { name: "Message all 3" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Bob, Carol, Dave" })).toBeVisible();
    await typeOver(composer(page), "Figures by noon");
    await composer(page).press("Enter");
    await expect(bobsPage.getByRole("treeitem", { name: /Figures by noon/ })).toBeVisible();
  } finally {
    await admin.delete(`/api/v1/admin/groups/${groupId}`);
    await admin.dispose();
  }
  await expect(listRow(page, name)).toHaveCount(0, { timeout: 15_000 });
  carols.close();
  await Promise.all([page, bobsPage].map((one) => one.context().close()));
});

test("[F25] [F30] [F46] several people at once: tagged, put into a new group, and given a level as a group, which they see at once", async ({ browser, baseURL }) => {
  const [anna, bob, carol] = (await makePeople(baseURL!, "Anna", "Bob", "Carol")) as [Person, Person, Person];
  const annas = await signInByRequest(baseURL!, anna.email);
  expect((await annas.patch("/api/v1/me", { data: { mobilePhone: "+12025550131" } })).status()).toBe(200);
  await annas.dispose();
  const [there, bobs] = await Promise.all([connectOnTheWire(baseURL!, anna), connectOnTheWire(baseURL!, bob)]);
  await Promise.all([there.addContact(bob), there.addContact(carol), bobs.addContact(anna)]);
  const conversationId = await bobs.directWith(anna);
  const page = await openPage(browser, baseURL!, anna);
  const bobsPage = await openPage(browser, baseURL!, bob, `/c/${conversationId}`);
  const card = await openCard(bobsPage, anna);
  await expect(card).not.toContainText("555-0131");

  await page.bringToFront();
  await listRow(page, bob.displayName).first().click({ modifiers: ["ControlOrMeta"] });
  await listRow(page, carol.displayName).focus();
  await page.keyboard.press("ControlOrMeta+ ");
  const chosen = page.getByRole("treeitem", { selected: true });
  await expect(chosen).toHaveCount(2);
  await chosen.first().click({ button: "right" });
  await page.getByRole("menuitem", { name: "Tell me when available" }).click();
  await expect(listRow(page, carol.displayName)).toContainText("You are told when available");
  await chosen.first().click({ button: "right" });
  await page.getByRole("menuitem", { name: "Move to group" }).click();
  await page.getByRole("menuitem", { name: "New group" }).click();
  await typeOver(page.getByRole("dialog", { name: "New group" }).getByLabel("Name"), "Tender");
  await page.getByRole("button", { name: "Create group" }).click();
  await expect(section(page, "Tender")).toContainText("2");

  await section(page, "Tender").click({ button: "right" });
  await page.getByRole("menuitem", { name: "They see me as" }).click();
  await page.getByRole("menuitemradio", { name: /^Team/ }).click();
  await expect(card).toContainText("555-0131", { timeout: 2_000 });
  for (const one of [there, bobs]) one.close();
  await Promise.all([page, bobsPage].map((one) => one.context().close()));
});

test("[F19] [F38] [F39] [F40] [F48] the card says who somebody is, what they say, where they are and when they are free", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const bobs = await signInByRequest(baseURL!, bob.email);
  const profile = { title: "Sales Engineer", company: "Example", office: "Berlin", workPhone: "+4930901820", timeZone: "Pacific/Auckland", website: "https://www.example.com/bob" };
  expect((await bobs.patch("/api/v1/me", { data: profile })).status()).toBe(200);
  expect((await bobs.patch("/api/v1/me/settings", { data: { workingHours: { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:30" } } })).status()).toBe(200);
  const stamp = (atMs: number): string => `${new Date(atMs).toISOString().replace(/[-:]|\.\d+/gu, "")}`;
  const nowMs = Date.now();
  const event = ["BEGIN:VEVENT", "UID:one@example.com", `DTSTAMP:${stamp(nowMs)}`, `DTSTART:${stamp(nowMs - 600_000)}`, `DTEND:${stamp(nowMs + 1_200_000)}`, "SUMMARY:Council call", "END:VEVENT"];
  const uploaded = await bobs.post("/api/v1/me/calendars/upload", { data: { name: "Work", text: ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", ...event, "END:VCALENDAR", ""].join("\r\n") } });
  expect(uploaded.status(), await uploaded.text()).toBe(200);
  await bobs.dispose();
  const [there, bobsWire] = await Promise.all([connectOnTheWire(baseURL!, anna), connectOnTheWire(baseURL!, bob)]);
  await there.addContact(bob);
  await bobsWire.client.call(presenceNote, { text: "Council call until three", audience: "company" });
  await bobsWire.client.call(presenceLocation, { place: "Town hall", audience: "company" });
  const page = await openPage(browser, baseURL!, anna);
  await expect(listRow(page, bob.displayName)).toContainText("In a meeting · “Council call until three”");

  await listRow(page, bob.displayName).focus();
  await page.keyboard.press(" ");
  const card = page.getByRole("dialog", { name: "Contact card" });
  await expect(card).toContainText("Sales Engineer, Example");
  await expect(card).toContainText("“Council call until three”");
  await expect(card).toContainText("Town hall");
  await expect(card).toContainText(/Busy until \d/);
  await expect(card).toContainText(/Mon – Fri, 09:00 to 17:30 there/);
  // Free or busy is for colleagues; what about is not.
  await expect(card).not.toContainText("Council call,");
  await expect(card.getByRole("img", { name: /^Today, .* busy/ })).toBeVisible();
  await expect(card.getByRole("link", { name: "+49 30 901820" })).toHaveAttribute("href", "tel:+4930901820");
  const website = card.getByRole("link", { name: /^Website: example.com/ });
  await expect(website).toHaveAttribute("target", "_blank");
  await expect(website).toHaveAttribute("rel", "noopener noreferrer");
  await expect(card.getByRole("link", { name: "Mail" })).toHaveAttribute("href", `mailto:${bob.email}`);
  await card.getByText("Tell me when available").click();
  await expect(card.getByRole("switch", { name: "Tell me when available" })).toBeChecked();

  await bobsWire.client.call(accessSet, { userId: UserId.parse(anna.userId), level: "public" });
  await expect(card).not.toContainText("Council call", { timeout: 2_000 });
  await expect(card).not.toContainText("Town hall");
  await bobsWire.client.call(accessSet, { userId: UserId.parse(anna.userId), level: "team" });
  await expect(card.locator(".schedule")).toContainText("Council call");
  await card.getByRole("button", { name: "Message" }).click();
  await expect(composer(page)).toBeVisible();
  for (const one of [there, bobsWire]) one.close();
  await page.context().close();
});

test("[F28] one box finds people, groups and numbers", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const there = await connectOnTheWire(baseURL!, anna);
  await there.client.call(contactsAddNumber, { name: "Bike courier", number: "+12025550148" });
  const page = await openPage(browser, baseURL!, anna);
  const search = async (text: string): Promise<void> => {
    await page.keyboard.press("ControlOrMeta+k");
    await typeOver(page.getByRole("combobox", { name: "Search and commands" }), text);
  };
  await search(bob.displayName);
  await expect(page.getByRole("option", { name: new RegExp(bob.displayName) })).toBeVisible();
  await page.keyboard.press("Escape");
  await search("0148");
  await expect(page.getByRole("option", { name: /Bike courier/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await search("help");
  await page.getByRole("option", { name: /Help desk/ }).click();
  const dialog = page.getByRole("dialog", { name: "Help desk" });
  await expect(dialog.getByRole("checkbox").first()).toBeVisible();
  await dialog.getByRole("button", { name: /Add to list|Remove from list/ }).or(dialog.getByRole("button", { name: "Close" })).first().click();
  await page.keyboard.press("Escape");
  await search("+1 202 555 0177");
  await page.getByRole("option", { name: /Add .* to the list/ }).click();
  await expect(page.getByRole("dialog", { name: "Add a number" }).getByLabel("Number")).toHaveValue("+1 202 555 0177");
  there.close();
  await page.context().close();
});
