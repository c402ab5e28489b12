import type { Browser, Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";

/** Differences to the default browser: midnight, 1440 by 900. */
type VisitOptions = { theme?: "midnight" | "light"; width?: number; height?: number };

/** A page of the product, and its errors. */
type Visit = {
  page: Page;
  /** Messages of uncaught exceptions. */
  errors: string[];
};

/**
 * Opens a path of the run's product as a new visitor. It is closed with its test at the latest: an open page
 * of a failed test would slow down all later ones.
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
  // A sandboxed frame has no storage.
  await context.addInitScript((name) => {
    if (window === window.top) localStorage.setItem("tz:theme", JSON.stringify(name));
  }, theme);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(path);
  return { page, errors };
}
