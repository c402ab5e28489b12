import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countCandlePixels, readTimeAt } from "@/tests/e2e/read-chart";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const TIMEOUT = { timeout: 30_000 };
const HOUR_MS = 3_600_000;

/** The terminal with its candles drawn. */
async function openTerminal(options: Parameters<typeof visit>[2] = {}) {
  const opened = await visit(browser, "/terminal/BTCUSDT", options);
  await expect.poll(() => countCandlePixels(opened.page), TIMEOUT).toBeGreaterThan(500);
  return opened;
}

const readPrice = (page: Page) => page.locator("header .num").first().innerText();

describe("the terminal", () => {
  it("shows a price that moves, in the bar and in the tab's title", async () => {
    const { page, errors } = await openTerminal();
    await expect.poll(() => readPrice(page), TIMEOUT).toMatch(/^[\d,]+\.\d/);
    const before = await readPrice(page);
    await expect.poll(() => readPrice(page), TIMEOUT).not.toBe(before);
    await expect.poll(() => page.title(), TIMEOUT).toMatch(/^[\d,]+\.\d+ BTCUSDT/);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("switches the interval", async () => {
    const { page } = await openTerminal();
    const loaded = page.waitForResponse((response) => response.url().includes("interval=60"));
    await page.getByRole("radio", { name: "1h", exact: true }).click();
    const { candles } = (await (await loaded).json()) as { candles: { startMs: number }[] };
    expect((candles[1]?.startMs ?? 0) - (candles[0]?.startMs ?? 0)).toBe(HOUR_MS);
    await expect
      .poll(() => page.getByRole("application", { name: "Candles of BTCUSDT 1h" }).count(), TIMEOUT)
      .toBe(1);
    await expect.poll(() => countCandlePixels(page), TIMEOUT).toBeGreaterThan(500);
    await page.context().close();
  });

  it("loads older candles when it is scrolled to the left", async () => {
    const { page } = await openTerminal();
    const loaded = page.waitForResponse((response) => response.url().includes("beforeMs="));
    const canvas = page.locator("[role=application]");
    await canvas.focus();
    let status: number | null = null;
    void loaded.then((response) => {
      status = response.status();
    });
    await expect
      .poll(async () => {
        await canvas.press("ArrowLeft");
        return status;
      }, TIMEOUT)
      .toBe(200);
    const response = (await (await loaded).json()) as { candles: { startMs: number }[] };
    const newestOfOlder = response.candles.at(-1)?.startMs ?? 0;
    await expect
      .poll(async () => {
        await canvas.press("ArrowLeft");
        return (await readTimeAt(page, 0.5)) ?? Number.POSITIVE_INFINITY;
      }, TIMEOUT)
      .toBeLessThanOrEqual(newestOfOlder);
    await page.context().close();
  });

  it("changes the market without loading a page, and back with the browser's button", async () => {
    const { page } = await openTerminal();
    await page.evaluate(() => {
      (window as unknown as { isSamePage: boolean }).isSamePage = true;
    });
    await page
      .getByRole("region", { name: text("terminal.markets.watchlist") })
      .getByRole("link", { name: "ETHUSDT" })
      .click();
    await expect.poll(() => page.url()).toContain("/terminal/ETHUSDT");
    await expect.poll(() => page.title(), TIMEOUT).toMatch(/^[\d,]+\.\d+ ETHUSDT/);
    await expect.poll(() => countCandlePixels(page), TIMEOUT).toBeGreaterThan(500);
    await page.goBack();
    await expect.poll(() => page.title(), TIMEOUT).toMatch(/^[\d,]+\.\d+ BTCUSDT/);
    expect(await page.evaluate(() => "isSamePage" in window)).toBe(true);
    await page.context().close();
  });

  it("names the markets there are when it is asked for another one", async () => {
    const { page } = await visit(browser, "/terminal/NOSUCHUSDT");
    await expect
      .poll(() => page.getByRole("heading", { level: 1 }).innerText())
      .toContain(text("terminal.unknownMarket.title"));
    expect(await page.getByRole("link", { name: /BTCUSDT/ }).count()).toBe(1);
    await page.context().close();
  });

  it.each(["midnight", "light"] as const)("has nothing that axe objects to in %s", async (theme) => {
    const { page } = await openTerminal({ theme });
    expect(await findViolations(page)).toEqual([]);
    await page.context().close();
  });

  it("fits a phone of 390 px, with its panels behind tabs", async () => {
    const { page } = await openTerminal({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole("tab", { name: text("terminal.desk.book") }).click();
    await expect.poll(() => page.getByRole("tabpanel").innerText(), TIMEOUT).toMatch(/\d+\.\d/);
    await page.getByRole("tab", { name: text("terminal.desk.markets") }).click();
    await page.getByRole("link", { name: "SOLUSDT" }).click();
    await expect.poll(() => page.url()).toContain("/terminal/SOLUSDT");
    await page.context().close();
  });
});
