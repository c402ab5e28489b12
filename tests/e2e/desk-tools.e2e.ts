import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buyAtMarket, buyButton, openDesk, positions, TIMEOUT } from "@/tests/e2e/desk";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe("a part of the desk whose code can't be loaded", () => {
  it("says so in its place, leaves the desk alone, and is loaded by a press", async () => {
    const { page } = await openDesk(browser);
    // The desk loads its parts ahead after ten seconds: here it never does.
    await page.addInitScript(() => {
      const start = window.setTimeout;
      const neverAhead = (task: () => void, ms?: number) => start(task, ms === 10_000 ? 1e9 : ms);
      Object.assign(window, { setTimeout: neverAhead });
    });
    await page.reload();
    await expect.poll(() => buyButton(page).innerText(), TIMEOUT).toMatch(/\d/);
    const chunks = /\/_next\/static\/chunks\//;
    await page.route(chunks, (route) => route.abort("internetdisconnected"));
    await page.getByRole("tab", { name: text("terminal.account.history") }).click();
    const failure = page.getByRole("alert").filter({ hasText: text("common.notLoaded") });
    await failure.waitFor(TIMEOUT);
    expect(await buyButton(page).isVisible()).toBe(true);
    await page.unroute(chunks);
    await failure.getByRole("button", { name: text("common.tryAgain") }).click();
    await page.getByText(text("terminal.account.noHistory")).waitFor(TIMEOUT);
    await page.context().close();
  });
});

describe("the lines of the chart", () => {
  it("end what they show by their ×", async () => {
    const { page, errors } = await openDesk(browser);
    await buyAtMarket(page);
    const chart = page.getByRole("region", { name: text("chart.label", { symbol: "SOLUSDT" }) });
    await chart.locator("[data-trade-line=even] [data-label]").waitFor(TIMEOUT);
    await chart.getByRole("button", { name: /Remove the target at/ }).click(TIMEOUT);
    await expect.poll(() => chart.locator("[data-trade-line=target]").count(), TIMEOUT).toBe(0);
    await chart.getByRole("button", { name: text("chart.line.end.position") }).click();
    await page
      .getByRole("dialog", { name: text("terminal.positionRow.closeTitle", { symbol: "SOLUSDT" }) })
      .getByRole("button", { name: text("terminal.positionRow.close"), exact: true })
      .click(TIMEOUT);
    await page.getByText(text("terminal.account.noPositions")).waitFor(TIMEOUT);
    expect(await positions(page).count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
