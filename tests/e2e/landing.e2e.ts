import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import french from "@/messages/fr.json";
import { countCandlePixels } from "@/tests/e2e/read-chart";
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

describe("the landing page", () => {
  it("moves without a login: prices in the strip, candles in the chart", async () => {
    const { page, errors } = await visit(browser, "/");
    const strip = page.getByRole("list", { name: text("site.liveMarket.markets") });
    await expect.poll(() => strip.innerText(), TIMEOUT).toMatch(/BTCUSDT\s+[\d,]+\.\d/);
    const before = await strip.innerText();
    await expect.poll(() => strip.innerText(), TIMEOUT).not.toBe(before);
    await expect.poll(() => countCandlePixels(page), TIMEOUT).toBeGreaterThan(1_000);
    await page.getByRole("button", { name: /ETHUSDT/ }).click();
    await expect
      .poll(
        () => page.getByRole("region", { name: text("chart.label", { symbol: "ETHUSDT" }) }).count(),
        TIMEOUT,
      )
      .toBe(1);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it.each(["midnight", "light"] as const)("has nothing that axe objects to in %s", async (theme) => {
    const { page } = await visit(browser, "/", { theme });
    await expect.poll(() => countCandlePixels(page), TIMEOUT).toBeGreaterThan(1_000);
    expect(await findViolations(page)).toEqual([]);
    await page.context().close();
  });

  it("speaks the language that its visitor chooses, on every page from then on", async () => {
    const { page, errors } = await visit(browser, "/");
    const language = page.getByRole("combobox", { name: text("common.language") });
    await language.selectOption("fr");
    await page.getByRole("heading", { level: 1, name: french.site.landing.title }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("fr");
    await page.goto("/help");
    await page.getByRole("heading", { level: 1, name: french.site.help.title }).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("fits a phone of 390 px", async () => {
    const { page } = await visit(browser, "/", { width: 390, height: 844 });
    // The chart is below the first screen, and loads when it comes near.
    await page
      .getByRole("link", { name: text("site.liveMarket.open", { symbol: "BTCUSDT" }) })
      .scrollIntoViewIfNeeded();
    await expect.poll(() => countCandlePixels(page), TIMEOUT).toBeGreaterThan(500);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await findViolations(page)).toEqual([]);
    await page.context().close();
  });
});
