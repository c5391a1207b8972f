import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The narrowest window everything must fit into, in px: WCAG 2.2, 1.4.10. */
export const NARROWEST = { width: 320, height: 640 };

/** No rule of axe's is broken, best practices included. */
export async function expectNoFindings(page: Page, where: string): Promise<void> {
  await settled(page);
  // The components' announcer names by an element that may be gone again; it is emptied by itself some seconds later.
  const axe = new AxeBuilder({ page }).exclude("[data-live-announcer]");
  // Behind a dialog the page is hidden on purpose; its regions and headings are judged without one.
  const isCovered = (await page.locator("[aria-modal=true], [role=dialog], [role=alertdialog]").count()) > 0;
  const { violations } = await (isCovered ? axe.disableRules(["landmark-one-main", "page-has-heading-one"]) : axe).analyze();
  const findings = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary ?? ""}`));
  expect.soft(findings, where).toEqual([]);
}

/** Nothing has to be scrolled to sideways, and no control is cut off by an edge of the window. */
export async function expectNothingBeyondTheEdges(page: Page, where: string): Promise<void> {
  await settled(page);
  const beyond = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element: Element): boolean => element.scrollWidth > element.clientWidth && ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
    const isReachable = (element: Element): boolean => {
      for (let box = element.parentElement; box; box = box.parentElement) if (box !== document.body && scrolls(box)) return true;
      return false;
    };
    const controls = [...document.querySelectorAll("a, button, input, select, textarea, [role=treeitem], [role=option], [role=menuitem], [role=menuitemradio], [role=tab], h1, h2")];
    const outside = controls.filter((element) => {
      const { left, right, width: own, height, bottom } = element.getBoundingClientRect();
      return own > 1 && height > 1 && bottom > 0 && (right > width + 1 || left < -1) && getComputedStyle(element).visibility === "visible" && !isReachable(element);
    });
    const words = outside.map((element) => `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent} at ${JSON.stringify(element.getBoundingClientRect())}`);
    const page = document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} px wide`] : [];
    return [...page, ...words];
  });
  expect.soft(beyond, where).toEqual([]);
}

/** Colours are judged after the last movement that ends; one that is about to begin is waited for, too. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const ending = (): Animation[] => document.getAnimations().filter(({ effect, playState }) => playState === "running" && effect?.getComputedTiming().iterations !== Infinity);
    do {
      await frame();
      await frame();
      await Promise.allSettled(ending().map(({ finished }) => finished));
    } while (ending().length > 0 || document.querySelector("[data-entering], [data-exiting]"));
  });
}
