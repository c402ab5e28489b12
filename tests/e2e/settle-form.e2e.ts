import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { getDb } from "@/lib/db/client";
import { buyAtMarket, openDesk, positions, readNumber, TIMEOUT } from "@/tests/e2e/desk";
import { createAdmin } from "@/tests/support/create-admin";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

const SYMBOL = "LTCUSDT";
const { baseUrl, env } = inject("product");
let browser: Browser;

beforeAll(async () => {
  Object.assign(process.env, env);
  browser = await openBrowser();
});
afterAll(async () => {
  await getDb().$disconnect();
  await browser.close();
});

/** The operators' page of a new admin who has just signed in. */
async function openAdmin(width: number): Promise<{ page: Page; errors: string[] }> {
  const { cookie } = await createAdmin();
  const [name = "", value = ""] = cookie.split(/=(.*)/);
  const opened = await visit(browser, "/robots.txt", { width });
  await opened.page.context().addCookies([{ name, value, url: baseUrl }]);
  await opened.page.goto("/admin");
  return opened;
}

/** Presses a button that requires a reason, and enters it. */
async function actWithReason(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(text("admin.reason")).fill("Its chain stands still");
  await dialog.getByRole("button", { name: button }).click();
}

it.each([1440, 390])("at %i px an admin halts a symbol and settles it at a price", async (width) => {
  const trader = await openDesk(browser, { symbol: SYMBOL });
  await buyAtMarket(trader.page);
  const entry = readNumber(await positions(trader.page).getByRole("cell").nth(2).innerText());
  const { page, errors } = await openAdmin(width);
  const desk = page.getByRole("region", { name: text("admin.settlement.label") });
  const price = desk.getByLabel(text("admin.settlement.price"));
  const settle = text("admin.settlement.settle", { symbol: SYMBOL });
  await desk.getByLabel(text("admin.settlement.symbol")).fill(SYMBOL);

  await actWithReason(page, settle);
  const dialog = page.getByRole("dialog", { name: settle });
  await dialog
    .locator("form")
    .getByText(text("admin.settlement.atMark", { symbol: SYMBOL }))
    .waitFor();
  await dialog.getByRole("alert").getByText(`${SYMBOL} is traded; halt it before you settle it.`).waitFor();
  await dialog.getByRole("button", { name: text("common.close") }).click();

  await page.getByLabel(text("admin.switches.symbol")).fill(SYMBOL);
  await actWithReason(page, text("admin.switches.halt", { symbol: SYMBOL }));
  await page.getByText(text("admin.switches.halted", { symbol: SYMBOL })).waitFor(TIMEOUT);
  await price.fill("0");
  await desk.getByText(text("admin.settlement.wrongPrice")).waitFor();
  await price.fill("95,5");
  await desk.getByText("Use a dot for decimals: 95.5.").waitFor();
  expect(await desk.getByRole("button", { name: settle }).count()).toBe(0);

  await price.fill(`${Math.floor(entry)}.123456789`);
  await actWithReason(page, settle);
  await expect
    .poll(() => dialog.getByRole("alert").innerText(), TIMEOUT)
    .toBe("The price must be a multiple of 0.01.");
  const box = await dialog.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? width + 1)).toBeLessThanOrEqual(width);
  expect(await findViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: text("common.close") }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);

  await price.fill(entry.toFixed(2));
  await actWithReason(page, settle);
  await dialog.waitFor({ state: "detached" });
  await desk
    .getByRole("status")
    .getByText(text("admin.settlement.done", { symbol: SYMBOL, settled: 1 }))
    .waitFor(TIMEOUT);
  await trader.page.getByText(text("terminal.account.noPositions")).waitFor(TIMEOUT);
  await trader.page.getByRole("button", { name: new RegExp(text("terminal.notifications.label")) }).click();
  const notifications = trader.page.getByRole("dialog", { name: text("terminal.notifications.label") });
  await notifications.getByText(new RegExp(SYMBOL)).first().waitFor(TIMEOUT);

  await actWithReason(page, text("admin.switches.release", { symbol: SYMBOL }));
  await page
    .getByText(text("admin.switches.halted", { symbol: SYMBOL }))
    .waitFor({ state: "detached", ...TIMEOUT });
  expect([...errors, ...trader.errors]).toEqual([]);
});
