import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { controlEmulator } from "@/tests/support/control-emulator";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const { env } = inject("product");
const controlVenue = (switches: object) => controlEmulator(env, "venue", switches);
const TIMEOUT = { timeout: 60_000 };

describe("when the venue goes quiet", () => {
  afterEach(() => controlVenue({ stale: false }));

  it("keeps the last prices greyed with their age under a banner, and comes back by itself", async () => {
    const { page, errors } = await visit(browser, "/terminal/BTCUSDT");
    const price = page.locator("header .num").first();
    await expect.poll(() => price.innerText(), TIMEOUT).toMatch(/^[\d,]+\.\d/);
    const readColor = () => price.evaluate((element) => getComputedStyle(element).color);
    const liveColor = await readColor();

    await controlVenue({ stale: true });
    const banner = page.getByRole("status").filter({ hasText: text("common.feed.stale") });
    await expect.poll(() => banner.count(), TIMEOUT).toBe(1);
    expect(await banner.innerText()).toMatch(/\d+ s old|few seconds old/);
    const last = await price.innerText();
    expect(last).toMatch(/^[\d,]+\.\d/);
    await expect.poll(readColor).not.toBe(liveColor);
    expect(await page.getByText(text("common.feed.label.stale")).count()).toBeGreaterThan(0);

    await controlVenue({ stale: false });
    await expect.poll(() => banner.count(), TIMEOUT).toBe(0);
    await expect.poll(() => price.innerText(), TIMEOUT).not.toBe(last);
    await expect.poll(readColor, TIMEOUT).toBe(liveColor);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
