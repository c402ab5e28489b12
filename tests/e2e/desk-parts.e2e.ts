import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TIMEOUT } from "@/tests/e2e/desk";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The terminal after hydration, with its client-side parts rendered. */
async function openDesk() {
  const opened = await visit(browser, "/terminal/BTCUSDT");
  await opened.page.getByRole("separator", { name: text("terminal.desk.resizeRows") }).waitFor(TIMEOUT);
  return opened;
}

const readFocus = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim());

describe("a menu of the desk", () => {
  it("goes by arrows, letters and Home, chooses by Enter, and gives the focus back", async () => {
    const { page, errors } = await openDesk();
    const button = page.getByRole("button", { name: text("terminal.menu.appearance") });
    const menu = page.getByRole("menu", { name: text("terminal.menu.appearance") });
    await button.press("Enter");
    await menu.waitFor(TIMEOUT);
    expect(await readFocus(page)).toBe(text("common.appearance.theme.midnight"));
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press("ArrowDown");
    expect(await readFocus(page)).toBe(text("common.appearance.theme.light"));
    await page.keyboard.press("r");
    expect(await readFocus(page)).toBe(text("common.appearance.direction.swapped"));
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => menu.count(), TIMEOUT).toBe(0);
    await expect.poll(() => page.locator("html").getAttribute("data-theme"), TIMEOUT).toBe("light");
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);

    await page.keyboard.press("ArrowDown");
    expect(
      await page
        .getByRole("menuitemradio", { checked: true, name: text("common.appearance.theme.light") })
        .count(),
    ).toBe(1);
    await page.keyboard.press("Escape");
    await expect.poll(() => menu.count(), TIMEOUT).toBe(0);
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("closes by a press elsewhere and by a second press on its button, and stays inside the window", async () => {
    const { page } = await openDesk();
    const button = page.getByRole("button", { name: text("terminal.menu.appearance") });
    const menu = page.getByRole("menu", { name: text("terminal.menu.appearance") });
    await button.click();
    const box = await menu.boundingBox(TIMEOUT);
    expect((box?.x ?? 1440) + (box?.width ?? 0)).toBeLessThanOrEqual(1440);
    await button.click();
    await expect.poll(() => menu.count(), TIMEOUT).toBe(0);
    await button.click();
    await menu.waitFor(TIMEOUT);
    await page
      .getByRole("region", { name: text("terminal.markets.watchlist") })
      .getByText(text("terminal.markets.column.last"))
      .click();
    await expect.poll(() => menu.count(), TIMEOUT).toBe(0);
    await page.context().close();
  });
});

describe("tabs and groups of choices", () => {
  it("go by arrows", async () => {
    const { page } = await openDesk();
    await page.getByRole("tab", { name: text("terminal.desk.book") }).press("ArrowRight");
    await page
      .getByRole("region", { name: text("terminal.tape.label", { symbol: "BTCUSDT" }) })
      .waitFor(TIMEOUT);
    await page.keyboard.press("Home");
    await page
      .getByRole("region", { name: text("terminal.book.label", { symbol: "BTCUSDT" }) })
      .waitFor(TIMEOUT);
    await page.getByRole("radio", { name: "1h", exact: true }).click(TIMEOUT);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.getByRole("radio", { name: "4h", checked: true }).count(), TIMEOUT).toBe(1);
    await page.context().close();
  });
});

describe("the panes of the desk", () => {
  it("are resized by pointer and by keys, within their bounds, and remembered", async () => {
    const { page } = await openDesk();
    const pane = page.locator("[data-panel=side]");
    const readWidth = () => pane.evaluate((one) => one.getBoundingClientRect().width);
    const divider = page.getByRole("separator", { name: text("terminal.desk.resizeColumns") }).last();
    expect(await readWidth()).toBe(296);
    await divider.press("ArrowLeft");
    await expect.poll(readWidth, TIMEOUT).toBe(306);
    const box = await divider.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 2, 400);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) - 48, 400, { steps: 4 });
    await page.mouse.up();
    await expect.poll(readWidth, TIMEOUT).toBe(356);
    await page.reload();
    await expect.poll(readWidth, TIMEOUT).toBe(356);
    await divider.press("Home");
    await expect.poll(readWidth, TIMEOUT).toBe(420);
    await divider.press("End");
    await expect.poll(readWidth, TIMEOUT).toBe(264);
    await divider.dblclick();
    await expect.poll(readWidth, TIMEOUT).toBe(296);

    const account = page.locator("[data-panel=bottom]");
    const before = (await account.boundingBox())?.height ?? 0;
    await page.getByRole("separator", { name: text("terminal.desk.resizeRows") }).press("Shift+ArrowUp");
    await expect
      .poll(async () => ((await account.boundingBox())?.height ?? 0) - before, TIMEOUT)
      .toBeCloseTo(100, 0);
    await page.context().close();
  });
});
