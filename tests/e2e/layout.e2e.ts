import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buyAtMarket, openDesk, positions, TIMEOUT } from "@/tests/e2e/desk";
import { openBrowser } from "@/tests/support/open-browser";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const SIZES = [
  [1440, 900],
  [1024, 700],
  [390, 844],
] as const;
const PAGES = ["/", "/journal", "/imports", "/challenges", "/leaderboard", "/pricing", "/settings"];

/** The bounding boxes of the terminal and its parts, which may touch but never overlap. */
function findOverlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const panels = [...document.querySelectorAll("main > header, [data-panel] > .panel")]
      .map((element) => ({
        text: element.textContent?.slice(0, 20) ?? "",
        box: element.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 0);
    return panels.flatMap((one, index) =>
      panels
        .slice(index + 1)
        .filter(
          ({ box }) =>
            Math.min(box.right, one.box.right) - Math.max(box.left, one.box.left) > 1 &&
            Math.min(box.bottom, one.box.bottom) - Math.max(box.top, one.box.top) > 1,
        )
        .map(({ text }) => `${one.text} × ${text}`),
    );
  });
}

/** Texts of the top bar, the form and the tabs that are cut off, by themselves or by the row they stand in. */
function findCutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = document.querySelectorAll<HTMLElement>("header dd, header button, form button, [role=tab]");
    const isBeyondRow = (one: HTMLElement) => {
      const row = one.closest("dl")?.getBoundingClientRect();
      const box = one.getBoundingClientRect();
      return row !== undefined && box.top < row.bottom && box.right > row.right + 1;
    };
    return [...texts]
      .filter((one) => one.offsetParent !== null)
      .filter((one) => one.scrollWidth > one.clientWidth + 1 || isBeyondRow(one))
      .map((one) => one.textContent ?? "");
  });
}

/** Whether the form's buttons stand whole in its panel, however tall the form is. */
const hasWholeButtons = (page: Page) =>
  page.locator("form [data-side=buy]").evaluate((button) => {
    const form = button.closest("form");
    if (!form) throw new Error("The button stands in no form.");
    return button.getBoundingClientRect().bottom <= form.getBoundingClientRect().bottom;
  });

const readWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

describe("at 1440, 1024 and 390 px", () => {
  it("nothing lies over anything else, is cut off, or makes the page scroll sideways", async () => {
    const { page } = await openDesk(browser);
    await buyAtMarket(page);
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await page.goto("/terminal/SOLUSDT");
      await page.getByRole("application", { name: /Candles of SOLUSDT/ }).waitFor(TIMEOUT);
      expect(await findOverlaps(page), `${width}`).toEqual([]);
      expect(await findCutTexts(page), `${width}`).toEqual([]);
      if (width > 390) {
        expect(await hasWholeButtons(page), `${width}`).toBe(true);
        const table = positions(page);
        await table.waitFor(TIMEOUT);
        expect(await table.evaluate((one) => one.scrollWidth - one.clientWidth), `${width}`).toBe(0);
      }
      expect(await readWidth(page), `terminal at ${width}`).toBe(width);
      for (const path of PAGES) {
        await page.goto(path);
        await page.getByRole("heading", { level: 1 }).first().waitFor(TIMEOUT);
        expect(await readWidth(page), `${path} at ${width}`).toBe(width);
      }
    }
    await page.context().close();
  });
});
