import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import fs from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { makeAdministrator } from "./support/administrator";
import { makePeople, type Person } from "./support/people";
import { signedInContext } from "./support/signed-in-context";

/** Of 100, on each axis. */
const LIGHTHOUSE_MIN = 95;
const LIGHTHOUSE_TIMEOUT_MS = 180_000;
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-background-networking"];

/** What the workspace may fetch of compressed JavaScript before one can work, in bytes. */
const FIRST_LOAD_MAX = 250_000;

/** The scores of a page as a stranger sees it first, 0 to 100. */
async function scoresOf(url: string, form: "desktop" | "mobile"): Promise<Record<string, number>> {
  const installed = "/usr/bin/chromium";
  const chrome = await launch({ chromeFlags: FLAGS, ...(fs.existsSync(installed) ? { chromePath: installed } : {}) });
  try {
    const result = await lighthouse(url, { port: chrome.port, onlyCategories: ["performance", "accessibility", "best-practices"], logLevel: "error" }, form === "desktop" ? desktopConfig : undefined);
    if (!result) throw new Error("Lighthouse gave no result");
    const lost = Object.values(result.lhr.audits).filter(({ score }) => score !== null && score < 1);
    console.log(`Lighthouse, ${form}: ${lost.map(({ id, score, displayValue }) => `${id} ${score} ${displayValue ?? ""}`).join("; ")}`);
    return Object.fromEntries(Object.values(result.lhr.categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)]));
  } finally {
    chrome.kill();
  }
}

test("[G14 in part] the sign-in page is fast, accessible and well made, by Lighthouse's measure", async ({ baseURL }) => {
  test.setTimeout(LIGHTHOUSE_TIMEOUT_MS);
  const desktop = await scoresOf(`${baseURL}/sign-in`, "desktop");
  const mobile = await scoresOf(`${baseURL}/sign-in`, "mobile");
  console.log("Lighthouse, sign-in page:", JSON.stringify({ desktop, mobile }));
  for (const [category, score] of Object.entries(desktop)) expect(score, `desktop ${category}`).toBeGreaterThanOrEqual(LIGHTHOUSE_MIN);
});

/** The bytes on the wire, without headers, of every script the page fetches from now on. */
async function countScripts(page: Page): Promise<ReadonlyMap<string, number>> {
  const cdp = await page.context().newCDPSession(page);
  const started = new Map<string, { url: string; headerBytes: number }>();
  const sizes = new Map<string, number>();
  cdp.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") started.set(requestId, { url: response.url, headerBytes: response.encodedDataLength });
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const script = started.get(requestId);
    if (script) sizes.set(new URL(script.url).pathname, encodedDataLength - script.headerBytes);
  });
  await cdp.send("Network.enable");
  return sizes;
}

/** What one address fetches in a browser with empty caches. */
async function firstLoadOf(context: BrowserContext, path: string, ready: (page: Page) => Locator): Promise<number> {
  const page = await context.newPage();
  const sizes = await countScripts(page);
  await page.goto(path);
  await expect(ready(page)).toBeVisible();
  await page.waitForLoadState("networkidle");
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const list = [...sizes].sort(([, one], [, other]) => other - one).map(([url, size]) => `${size} ${url.split("/").at(-1)}`);
  console.log(`JavaScript of the first load of ${path}: ${total} bytes in ${sizes.size} files\n  ${list.join("\n  ")}`);
  expect(sizes.size).toBeGreaterThan(0);
  await context.close();
  return total;
}

const heading = (page: Page): Locator => page.getByRole("heading", { level: 1 });

test("the workspace's first load stays small, wherever one enters", async ({ browser, baseURL }) => {
  const [anna, bob] = (await makePeople(baseURL!, "Anna", "Bob")) as [Person, Person];
  const entries: [path: string, ready: (page: Page) => Locator][] = [
    ["/", (page) => page.getByRole("button", { name: "People, conversations" })],
    // Goes on to the conversation, whose own address draws the same.
    [`/p/${bob.userId}`, (page) => page.getByRole("textbox", { name: "Message", exact: true })],
    ...["profile", "general", "status", "calendars", "privacy", "address-books", "security", "about"].map((name): [string, (page: Page) => Locator] => [`/settings/${name}`, heading]),
  ];
  for (const [path, ready] of entries) expect.soft(await firstLoadOf(await signedInContext(browser, baseURL!, anna), path, ready), path).toBeLessThan(FIRST_LOAD_MAX);
});

test("the administration's first load stays small", async ({ browser, baseURL }) => {
  const admin = await makeAdministrator(baseURL!);
  for (const name of ["users", "groups", "states", "policies", "audit", "organisation"]) {
    const path = `/admin/${name}`;
    expect.soft(await firstLoadOf(await signedInContext(browser, baseURL!, admin), path, heading), path).toBeLessThan(FIRST_LOAD_MAX);
  }
});
