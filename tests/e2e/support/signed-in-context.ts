import type { Browser, BrowserContext, BrowserContextOptions } from "@playwright/test";
import { signInByRequest } from "./people";

/** A browser of its own that is signed in already, without having seen the sign-in page: its caches are empty. */
export async function signedInContext(browser: Browser, baseURL: string, person: { email: string; password?: string }, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const client = await signInByRequest(baseURL, person.email, person.password);
  const storageState = await client.storageState();
  await client.dispose();
  return browser.newContext({ ...options, storageState });
}
