import type { Browser, Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";

/** How a person's browser differs from the usual one: midnight, 1440 by 900. */
type VisitOptions = { theme?: "midnight" | "light"; width?: number; height?: number };

/** A page of the product, and what went wrong in it. */
type Visit = {
  page: Page;
  /** Messages of exceptions that nothing caught. */
  errors: string[];
};

/**
 * Opens a path of the run's product as a person who has never been there. It is closed with its test at the latest: a
 * page that a failed one left behind would go on drawing, and slow down all that come after.
 */
export async function visit(browser: Browser, path: string, options: VisitOptions = {}): Promise<Visit> {
  const { theme = "midnight", width = 1440, height = 900 } = options;
  const context = await browser.newContext({
    baseURL: inject("product").baseUrl,
    viewport: { width, height },
    isMobile: width < 768,
    hasTouch: width < 768,
  });
  onTestFinished(() => context.close());
  await context.addInitScript((name) => localStorage.setItem("tz:theme", name), theme);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(path);
  return { page, errors };
}
