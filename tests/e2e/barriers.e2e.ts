import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { CreatedCoach } from "@/lib/schemas/coach";
import { JOURNAL_TABS } from "@/lib/schemas/journal";
import { buyAtMarket, openDesk, TIMEOUT, toasts } from "@/tests/e2e/desk";
import { createAdmin } from "@/tests/support/create-admin";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const { baseUrl, env } = inject("product");
const THEMES = ["midnight", "light"] as const;
const OF_TRADERS = [
  ...JOURNAL_TABS.map((tab) => `/journal?tab=${tab}`),
  "/imports",
  "/rules/mine",
  "/competitions",
  "/challenges",
  "/settings",
  "/billing",
  "/pricing",
  "/leaderboard",
];
const OF_OPERATORS = ["", "/users", "/payments", "/content", "/review", "/audit", "/competitions"].map(
  (page) => `/admin${page}`,
);

/** Accessibility violations that axe finds on each page. */
async function findBarriers(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).first().waitFor(TIMEOUT);
    found.push(...(await findViolations(page)).map((violation) => `${path}: ${violation}`));
  }
  return found;
}

describe.each(THEMES)("in %s axe objects to nothing", (theme) => {
  it("on the desk with a position and its notifications, and on a trader's other pages", async () => {
    const { page } = await openDesk(browser, { theme });
    await buyAtMarket(page);
    await expect.poll(() => toasts(page).count(), TIMEOUT).toBeGreaterThan(0);
    expect(await findViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("tab", { name: new RegExp(text("terminal.desk.account")) }).click(TIMEOUT);
    expect(await findViolations(page)).toEqual([]);
    const headers = { origin: baseUrl };
    const made = await page.request.post("/api/journal/coaches", { headers, data: { name: "Coach" } });
    const { url } = (await made.json()) as CreatedCoach;
    expect(await findBarriers(page, [...OF_TRADERS, new URL(url).pathname])).toEqual([]);
    await page.context().close();
  });

  it("on the operators' desk", async () => {
    Object.assign(process.env, env);
    const { cookie } = await createAdmin();
    const [name = "", value = ""] = cookie.split("=");
    const { page } = await visit(browser, "/robots.txt", { theme });
    await page.context().addCookies([{ name, value, url: baseUrl }]);
    expect(await findBarriers(page, OF_OPERATORS)).toEqual([]);
    await page.context().close();
  });
});
