import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findViolations } from "@/dev/testing/find-violations";
import { openBrowser } from "@/dev/testing/open-browser";
import { visit } from "@/dev/testing/visit";
import { countCandlePixels, readTimeAt } from "@/tests/e2e/read-chart";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const PATIENCE = { timeout: 30_000 };
const MINUTE_MS = 60_000;

/** The terminal with its candles drawn. */
async function openTerminal(options: Parameters<typeof visit>[2] = {}) {
  const opened = await visit(browser, "/terminal/BTCUSDT", options);
  await expect.poll(() => countCandlePixels(opened.page), PATIENCE).toBeGreaterThan(500);
  return opened;
}

const readPrice = (page: Page) => page.locator("header .num").first().innerText();

describe("the terminal", () => {
  it("shows a price that moves, in the bar and in the tab's title", async () => {
    const { page, errors } = await openTerminal();
    await expect.poll(() => readPrice(page), PATIENCE).toMatch(/^[\d,]+\.\d/);
    const before = await readPrice(page);
    await expect.poll(() => readPrice(page), PATIENCE).not.toBe(before);
    await expect.poll(() => page.title(), PATIENCE).toMatch(/^[\d,]+\.\d+ BTCUSDT/);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("switches the interval", async () => {
    const { page } = await openTerminal();
    await expect.poll(() => stepAt(page), PATIENCE).toBe(MINUTE_MS);
    await page.getByRole("radio", { name: "1h", exact: true }).click();
    await expect.poll(() => stepAt(page), PATIENCE).toBe(60 * MINUTE_MS);
    await page.context().close();
  });

  it("loads older candles when it is scrolled to the left", async () => {
    const { page } = await openTerminal();
    const loaded = page.waitForResponse((answer) => answer.url().includes("beforeMs="));
    const canvas = page.locator("[role=application]");
    await canvas.focus();
    const isLoaded = loaded.then((answer) => answer.status());
    let status: number | null = null;
    isLoaded.then((code) => {
      status = code;
    });
    await expect
      .poll(async () => {
        await canvas.press("ArrowLeft", { delay: 0 });
        return status;
      }, PATIENCE)
      .toBe(200);
    const answer = (await (await loaded).json()) as { candles: { startMs: number }[] };
    const newestOfOlder = answer.candles.at(-1)?.startMs ?? 0;
    await expect
      .poll(async () => {
        await canvas.press("ArrowLeft");
        return (await readTimeAt(page, 0.5)) ?? Number.POSITIVE_INFINITY;
      }, PATIENCE)
      .toBeLessThanOrEqual(newestOfOlder);
    await page.context().close();
  });

  it("changes the market without loading a page, and back with the browser's button", async () => {
    const { page } = await openTerminal();
    await page.evaluate(() => {
      (window as unknown as { isSamePage: boolean }).isSamePage = true;
    });
    await page.getByRole("region", { name: "Markets" }).getByRole("link", { name: "ETHUSDT" }).click();
    await expect.poll(() => page.url()).toContain("/terminal/ETHUSDT");
    await expect.poll(() => page.title(), PATIENCE).toMatch(/^[\d,]+\.\d+ ETHUSDT/);
    await expect.poll(() => countCandlePixels(page), PATIENCE).toBeGreaterThan(500);
    await page.goBack();
    await expect.poll(() => page.title(), PATIENCE).toMatch(/^[\d,]+\.\d+ BTCUSDT/);
    expect(await page.evaluate(() => "isSamePage" in window)).toBe(true);
    await page.context().close();
  });

  it("names the markets there are when it is asked for another one", async () => {
    const { page } = await visit(browser, "/terminal/NOSUCHUSDT");
    await expect.poll(() => page.getByRole("heading", { level: 1 }).innerText()).toContain("not offered");
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
    await page.getByRole("tab", { name: "Book" }).click();
    await expect.poll(() => page.getByRole("tabpanel").innerText(), PATIENCE).toMatch(/\d+\.\d/);
    await page.getByRole("tab", { name: "Markets" }).click();
    await page.getByRole("link", { name: "SOLUSDT" }).click();
    await expect.poll(() => page.url()).toContain("/terminal/SOLUSDT");
    await page.context().close();
  });
});

/** Time between the bars under two points of the chart, divided by their distance in bars: the interval. */
async function stepAt(page: Page): Promise<number> {
  const times = new Set<number>();
  for (let fraction = 0.5; fraction < 0.56; fraction += 0.002) {
    const time = await readTimeAt(page, fraction);
    if (time !== null) times.add(time);
  }
  const sorted = [...times].sort((a, b) => a - b);
  return Math.min(...sorted.slice(1).map((time, index) => time - (sorted[index] ?? 0)));
}
