import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { controlStandIn } from "@/tests/support/control-stand-in";
import { openBrowser } from "@/tests/support/open-browser";
import { visit } from "@/tests/support/visit";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const { env } = inject("product");
const controlVenue = (switches: object) => controlStandIn(env, "venue", switches);
const PATIENCE = { timeout: 60_000 };

describe("when the venue goes quiet", () => {
  afterEach(() => controlVenue({ stale: false }));

  it("keeps the last prices greyed with their age under a banner, and comes back by itself", async () => {
    const { page, errors } = await visit(browser, "/terminal/BTCUSDT");
    const price = page.locator("header .num").first();
    await expect.poll(() => price.innerText(), PATIENCE).toMatch(/^[\d,]+\.\d/);
    const readColor = () => price.evaluate((element) => getComputedStyle(element).color);
    const liveColor = await readColor();

    await controlVenue({ stale: true });
    const banner = page.getByRole("status").filter({ hasText: "The venue has gone quiet" });
    await expect.poll(() => banner.count(), PATIENCE).toBe(1);
    expect(await banner.innerText()).toMatch(/\d+ s old|few seconds old/);
    const last = await price.innerText();
    expect(last).toMatch(/^[\d,]+\.\d/);
    await expect.poll(readColor).not.toBe(liveColor);
    expect(await page.getByText("Stale").count()).toBeGreaterThan(0);

    await controlVenue({ stale: false });
    await expect.poll(() => banner.count(), PATIENCE).toBe(0);
    await expect.poll(() => price.innerText(), PATIENCE).not.toBe(last);
    await expect.poll(readColor, PATIENCE).toBe(liveColor);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
