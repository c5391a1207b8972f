import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import { Builder, By, Key, until, type WebDriver, type WebElement } from "selenium-webdriver";
import { afterAll, beforeAll, describe, it, vi } from "vitest";
import { type SpawnedServer, spawnServer } from "@/tests/support/server";
import { signInOverHttp } from "@/tests/support/sign-in";
import { temporaryDirectory } from "@/tests/support/temporary-directory";
import { freePort } from "@/server/db/embedded";

/** How long WebKitGTK may take on a slow machine, in ms; for 30 s after its start the server says nothing about who is there. */
const SHOWN_WITHIN_MS = 60_000;
const MINI_BROWSERS = ["/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser", "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser", "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser"];

/** A WebKit of one person's own. */
type Person = { driver: WebDriver; close(): Promise<void> };

async function openWebKit(): Promise<Person> {
  const port = await freePort();
  const service = spawn("WebKitWebDriver", [`--port=${port}`], { stdio: "ignore" });
  const gone = once(service, "exit");
  try {
    const driver = await openWindow(service, port);
    return {
      driver,
      async close() {
        await driver.quit();
        service.kill();
        await gone;
      },
    };
  } catch (error) {
    service.kill();
    throw error;
  }
}

async function openWindow(service: ChildProcess, port: number): Promise<WebDriver> {
  await untilListening(service, port);
  const binary = MINI_BROWSERS.find((file) => fs.existsSync(file));
  if (binary === undefined) throw new Error("There is no MiniBrowser: install webkit2gtk-driver and what it recommends");
  return new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary, args: ["--automation"] } })
    .build();
}

async function untilListening(service: ChildProcess, port: number): Promise<void> {
  const connect = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const probe = net.connect(port, "127.0.0.1", () => {
        probe.destroy();
        resolve();
      });
      probe.once("error", reject);
    });
  await vi.waitFor(connect, { timeout: SHOWN_WITHIN_MS });
  if (service.exitCode !== null) throw new Error("WebKitWebDriver ended");
}

const shown = async (driver: WebDriver, locator: By): Promise<WebElement> => driver.wait(until.elementIsVisible(await driver.wait(until.elementLocated(locator), SHOWN_WITHIN_MS)), SHOWN_WITHIN_MS);
const button = (name: string): By => By.xpath(`//button[starts-with(normalize-space(concat(@aria-label, ' ', .)), '${name}')]`);
const composer = By.xpath("//*[(self::textarea or @role='textbox') and (@aria-label='Message' or @id=//label[normalize-space()='Message']/@for)]");
const log = By.css("[role=log]");

async function untilText(driver: WebDriver, locator: By, text: string | RegExp): Promise<void> {
  const matches = (found: string): boolean => (typeof text === "string" ? found.includes(text) : text.test(found));
  await driver.wait(async () => {
    const elements = await driver.findElements(locator);
    const texts = await Promise.all(elements.map((element) => element.getText().catch(() => ""))); // Drawn anew meanwhile.
    return texts.some(matches);
  }, SHOWN_WITHIN_MS, `"${String(text)}" is not shown`);
}

async function signIn(driver: WebDriver, url: string, path: string, email: string): Promise<void> {
  await driver.get(`${url}${path}`);
  await (await shown(driver, By.name("email"))).sendKeys(email);
  await (await shown(driver, By.name("password"))).sendKeys("parley", Key.ENTER);
  await shown(driver, button("My state"));
}

describe("two people in WebKit", () => {
  const { directory, remove } = temporaryDirectory("webkit");
  let server: SpawnedServer;
  let anna: Person;
  let bob: Person;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    server = await spawnServer({ DATA_DIR: directory, SEED: "demo" });
    const { cookie = "" } = await signInOverHttp(server.url, { email: "carol@example.com", password: "parley" });
    for (const name of ["anna", "bob"]) {
      const found = (await (await fetch(`${server.url}/api/v1/directory?query=${name}`, { headers: { Cookie: cookie } })).json()) as { people: { userId: string; email?: string | null }[] };
      ids[name] = found.people[0]?.userId ?? "";
    }
    [anna, bob] = await Promise.all([openWebKit(), openWebKit()]);
  });
  afterAll(async () => {
    await Promise.all([anna, bob].map((person) => person?.close()));
    await server?.stop();
    remove();
  });

  it("[F1] [F21] sign in, and see each other's presence change", async () => {
    await signIn(anna.driver, server.url, `/p/${ids["bob"]}`, "anna@example.com");
    await untilText(anna.driver, By.css("main"), "Offline");
    await signIn(bob.driver, server.url, `/p/${ids["anna"]}`, "bob@example.com");
    await untilText(anna.driver, By.css("main"), "Available");
    await (await shown(bob.driver, button("My state"))).click();
    await (await shown(bob.driver, By.xpath("//*[(@role='menuitemradio' or @role='menuitem') and starts-with(normalize-space(), 'Busy')]"))).click();
    await untilText(anna.driver, By.css("main"), "Busy");
  });

  it("[MSG-1] [F49] write to each other", async () => {
    await (await shown(anna.driver, composer)).sendKeys("Is the annex ready?", Key.ENTER);
    await untilText(bob.driver, log, "Is the annex ready?");
    await (await shown(bob.driver, composer)).sendKeys("Yes, since this morning.", Key.ENTER);
    await untilText(anna.driver, log, "Yes, since this morning.");
    await untilText(anna.driver, log, /Delivered|Seen|Read/);
  });

  it("[SYNC-1] see the same after a reload", async () => {
    await anna.driver.navigate().refresh();
    await untilText(anna.driver, log, "Yes, since this morning.");
    await untilText(anna.driver, By.css("main"), "Busy");
  });
});
