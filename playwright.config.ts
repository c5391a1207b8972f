import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { defineConfig, devices } from "@playwright/test";

const port = Number(process.env["E2E_PORT"] ?? 34_102);
const baseURL = `http://127.0.0.1:${port}`;
// Shared by the runner and its workers, which load this file too.
const dataDir = (process.env["E2E_DATA_DIR"] ??= fs.mkdtempSync(path.join(os.tmpdir(), "parley-e2e-")));

/** Debian's browsers where they are installed; elsewhere Playwright's own. */
const installed = (file: string): { executablePath?: string } => (fs.existsSync(file) ? { executablePath: file } : {});
const chromium = installed("/usr/bin/chromium");
const firefox = installed("/usr/bin/firefox-esr");

const CHROMIUM_ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

export default defineConfig({
  testDir: "tests/e2e",
  testIgnore: "**/webkit/**",
  outputDir: "test-results",
  // The people of the demo organisation are shared: one test at a time changes their presence.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env["CI"] !== undefined,
  // Some tests walk through every page; a loaded machine needs its time. What is waited for has limits of its own.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: process.env["PLAYWRIGHT_JSON"] ?? "test-results/e2e.json" }]],
  use: { baseURL, trace: "retain-on-failure", screenshot: "only-on-failure", locale: "en-GB", timezoneId: "Europe/Berlin" },
  projects: [
    { name: "chromium", use: { ...devices["Desktop Chrome"], launchOptions: { ...chromium, args: CHROMIUM_ARGS } } },
    // Debian's Firefox is driven over WebDriver BiDi, which the channel switches on.
    // Colours, widths, touch and weight, and what six browsers at once see, are judged in Chromium alone;
    // over BiDi there is no drag and drop, and no way to hand a service worker its message.
    { name: "firefox", testIgnore: ["**/webkit/**", "**/quality.spec.ts", "**/accessibility.spec.ts", "**/phone.spec.ts", "**/causes.spec.ts", "**/drag.spec.ts", "**/web-push.spec.ts"], use: { ...devices["Desktop Firefox"], ...(firefox.executablePath === undefined ? {} : { channel: "moz-firefox" }), launchOptions: { ...firefox, firefoxUserPrefs: { "media.navigator.streams.fake": true, "media.navigator.permission.disabled": true } } } },
  ],
  webServer: {
    command: `${JSON.stringify(process.execPath)} --enable-source-maps dist/server.mjs`,
    url: `${baseURL}/healthz`,
    timeout: 60_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: { NODE_ENV: "production", HOST: "127.0.0.1", PORT: String(port), DATA_DIR: dataDir, SEED: "demo", LOG_LEVEL: "warn", DATABASE_URL: "", PUBLIC_URL: "", OUTBOUND_PRIVATE: "127.0.0.0/8" },
  },
});
